"""Each released list is followed from its day up to that of the next one, or for sixty days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from lakehouse.run.published import followed
from lakehouse.run.releases.kept import releases
from lakehouse.tables.governance import list_follow_up
from tests.run.releases.small_release import LISTED, release

FIRST, SECOND = "20240701-040000-aaaaaa", "20240708-040000-bbbbbb"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    release(tmp_path, FIRST, 0.4)
    release(tmp_path, SECOND, 0.6, as_of="2024-07-05")
    return tmp_path


def test_a_list_serves_until_the_next_one_and_the_last_for_sixty_days(root: Path) -> None:
    release(root, "20240709-040000-cccccc", 0.7, as_of="2024-07-05")
    found = [(r.run, a, u) for r, a, u in followed.spans(releases(root), "places_first")]
    assert found == [
        ("20240709-040000-cccccc", date(2024, 7, 5), date(2024, 9, 3)),
        (FIRST, date(2024, 6, 28), date(2024, 7, 5)),
    ]
    assert list(followed.spans(releases(root), "no_such_list")) == []


def test_the_day_is_the_lists_own(root: Path) -> None:
    told = {"places_first": {"as_of": "2024-06-01"}}
    release(root, "20240710-040000-dddddd", 0.7, as_of="2024-07-09", results=told)
    days = {r.run: a for r, a, _ in followed.spans(releases(root), "places_first")}
    assert days["20240710-040000-dddddd"] == date(2024, 6, 1)


def run_of(root: Path, rows: list[tuple[Any, ...]], day: date, monkeypatch: Any) -> list[Any]:
    """What is written for actions of (place, day, found, known)."""
    written: list[Any] = []
    names = ["entity_id", "done_on", "found", "known_at"]
    frame = pd.DataFrame(rows, columns=names).assign(result="places_first")
    frame["found"] = frame["found"].astype(object)
    lake = SimpleNamespace(frame=lambda t: frame, version=lambda t: 1, exists=lambda t: False)
    monkeypatch.setattr(followed, "is_made", lambda *_: False)
    monkeypatch.setattr(followed, "write_made", lambda run, table, rows, of: written.extend(rows))
    run: Any = SimpleNamespace(
        lake=lake,
        there=lambda t: True,
        settings=SimpleNamespace(published=root),
        catalogue=SimpleNamespace(tables={LISTED.name: LISTED}),
    )
    followed.follow_lists(run, day)
    return [dict(zip(list_follow_up.column_names, row, strict=True)) for row in written]


def test_what_was_done_goes_to_the_list_of_its_day(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        ("a", date(2024, 6, 30), True, date(2024, 7, 1)),
        ("a", date(2024, 7, 2), False, date(2024, 7, 3)),  # the first visit to a place counts
        ("b", date(2024, 7, 6), False, date(2024, 7, 7)),
        ("b", date(2024, 6, 27), True, date(2024, 6, 28)),  # before any list
        ("a", date(2024, 7, 8), True, date(2024, 8, 8)),  # not known yet
    ]
    made = run_of(root, rows, date(2024, 7, 15), monkeypatch)
    assert [(m["release"][-6:], m["done"], m["share_of_first"]) for m in made] == [
        ("bbbbbb", 1, 0.0),
        ("aaaaaa", 1, 1.0),
    ]
    assert made[1]["first_rate"] == 1.0 and made[1]["looked_at"] == date(2024, 7, 15)


def test_before_anything_is_done_nothing_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = [("a", date(2024, 6, 1), True, date(2024, 6, 2))]
    assert run_of(root, early, date(2024, 7, 15), monkeypatch) == []
