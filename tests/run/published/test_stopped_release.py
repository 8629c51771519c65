"""A release that was stopped is told on the one that stands, until the next comes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare.errors import CityLakeError, DeliveryMissing, PromiseBroken, Unfair
from lakehouse.run.published import publish as asked
from lakehouse.run.published.publish import publish
from lakehouse.run.releases import rewritten
from lakehouse.run.releases.kept import releases
from lakehouse.run.releases.stopped import clear_stopped, note_stopped
from lakehouse.run.releases.written import replace_text
from tests.run.published.bare_run import names


def raising(error: Exception) -> Callable[..., None]:
    """What fails with that error, whatever it is called with."""

    def fail(*_: object) -> None:
        raise error

    return fail


def test_a_stopped_release_is_told_on_the_one_that_stands_until_the_next_comes_out(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = raising(PromiseBroken("Englewood has 3 cases.", "Withhold it."))
    publish(run, date(2024, 6, 28))
    whole = (tmp_path / "latest" / "data.html").read_text("utf-8")
    run.log.run, run.problems = "20240705-040000-aaaaaa", [DeliveryMissing("Late.")]
    with monkeypatch.context() as patch, pytest.raises(PromiseBroken):
        patch.setattr(asked, "refuse_disclosure", stop)
        publish(run, date(2024, 7, 5))
    first = releases(tmp_path)[0]
    for name in ("index.html", "data.html"):
        text = (first.folder / name).read_text("utf-8")
        assert "A newer release was stopped on 5 July 2024" in text.replace("\xa0", " ")
        assert "Englewood" not in text
    assert first.changed_files() == [] and names(tmp_path) == ["2024-06-28-r1", "latest"]
    publish(run, date(2024, 7, 5))
    assert len(releases(tmp_path)) == 2
    for kept in releases(tmp_path):
        assert (kept.folder / "data.html").read_text("utf-8") == whole
        assert kept.changed_files() == [] and "stopped" not in kept.manifest


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (Unfair("A list.", "Mend it."), Unfair, "all parts of the city alike"),
        (KeyError("Englewood"), CityLakeError, "it could not be made"),
    ],
)
def test_going_back_to_what_stands_takes_the_notice_away(
    run: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    kind: type[CityLakeError],
    says: str,
) -> None:
    stop = raising(error)
    publish(run, date(2024, 6, 28))
    with monkeypatch.context() as patch, pytest.raises(kind) as caught:
        patch.setattr(asked, "pages", stop)
        patch.setattr(asked, "page_code", lambda: "another")
        publish(run, date(2024, 6, 28))
    told = (tmp_path / "latest" / "index.html").read_text("utf-8")
    assert "stopped" in told and says in told and "Englewood" not in str(caught.value)
    publish(run, date(2024, 6, 28))
    assert "stopped" not in (tmp_path / "latest" / "index.html").read_text("utf-8")
    assert names(tmp_path) == ["2024-06-28-r1", "latest"]


def test_a_kill_while_the_notice_is_written_leaves_nothing_for_ever(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(run, date(2024, 6, 28))
    done = []

    def killed(file: Path, text: str) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(file)
        replace_text(file, text)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(rewritten, "replace_text", killed)
        note_stopped(tmp_path, date(2024, 7, 5), PromiseBroken("A list.", "Mend it."))
    assert "stopped" in done[0].read_text("utf-8")
    clear_stopped(tmp_path)
    (kept,) = releases(tmp_path)
    assert "stopped" not in done[0].read_text("utf-8")
    assert kept.changed_files() == [] and "stopped" not in kept.manifest


def test_where_nothing_stands_nothing_is_told(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = raising(PromiseBroken("A list.", "Mend it."))
    monkeypatch.setattr(asked, "refuse_disclosure", stop)
    with pytest.raises(PromiseBroken):
        publish(run, date(2024, 6, 28))
    assert releases(tmp_path) == []
