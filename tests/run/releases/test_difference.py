"""A change is split by data, model and rules where that is true, and not where it is a guess."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lakehouse.portal.change import Cause, Change, Parts
from lakehouse.run.releases.cause import cause_of
from lakehouse.run.releases.difference import difference
from lakehouse.run.releases.kept import Release
from lakehouse.run.releases.split import Asked
from tests.run.releases.small_release import release

KEYS = {"places_first": ("place",), "places_beside": ("place",)}
OLD, NEW = 0.4, 0.6


def origin(day: str = "2024-06-28", data: str = "d1", model: str = "1", rules: str = "r1") -> Any:
    """What a manifest says of a list's origin."""
    made = {"tables": {}, "data": {"feed": data}, "rules": {"risk.x": rules}, "days": {}}
    return {"as_of": day, "models": {"m": model}, "made_from": made}


def pair(root: Path, before: Any, after: Any) -> tuple[Release, Release]:
    """Two releases of other values, whose lists say that they came from there."""
    return (
        release(root, "1", OLD, results={"places_first": before}),
        release(root, "2", NEW, results={"places_first": after}),
    )


def change(
    root: Path, before: Any, after: Any, asked: Asked | None = None, asks: int = 0
) -> Change:
    """The change of the list; the models are asked ``asks`` times."""
    times: list[str] = []

    def ask(name: str, *_: Any) -> Asked | None:
        times.append(name)
        return asked

    made = difference(*pair(root, before, after), KEYS, ask)
    assert len(times) == asks
    return next(c for c in made.results if c.result == "places_first")


def test_data_alone_made_all_of_it_and_no_model_is_asked(tmp_path: Path) -> None:
    found = change(tmp_path, origin(), origin(data="d2"))
    assert found.cause.kinds == ("data",)
    assert [m.parts for m in found.moved] == []
    assert found.rows == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("after", "by"), [({"data": "d2"}, 0), ({"model": "2"}, 1), ({"rules": "r2"}, 2)]
)
def test_what_differs_alone_moved_the_whole(tmp_path: Path, after: Any, by: int) -> None:
    old = release(tmp_path, "1", OLD, results={"places_first": origin()})
    new = release(tmp_path, "2", NEW, results={"places_first": origin(**after)})
    for found in (old, new):  # the other way round, so that both places move
        frame = found.frame("places_first")
        turned = frame.assign(place=["b", "a"]) if found is new else frame
        turned.to_parquet(found.folder / "places_first.parquet", index=False)
    made = difference(old, new, KEYS, lambda *_: None)
    moved = {m.key: m.parts for m in made.results[1].moved}
    assert moved.keys() == {"a", "b"} and moved["b"] is not None
    parts = [moved["b"].data, moved["b"].model, moved["b"].rules]
    assert parts[by] == pytest.approx(0.4) and sum(parts) == parts[by]


def said(a: float, b: float) -> pd.Series:
    return pd.Series({"a": a, "b": b})


def test_data_and_model_are_split_by_asking_the_old_model(tmp_path: Path) -> None:
    again = Asked(said(OLD, OLD / 2), said(NEW, NEW / 2), said(0.55, 0.25))
    found = change(tmp_path, origin(), origin(data="d2", model="2"), again, asks=1)
    assert found.cause.kinds == ("data", "model") and found.share == Parts(0, 0, 0)


def test_models_that_do_not_say_what_was_published_split_nothing(tmp_path: Path) -> None:
    wrong = Asked(said(OLD, 0.1), said(NEW, NEW / 2), said(0.55, 0.25))
    found = change(tmp_path, origin(), origin(data="d2", model="2"), wrong, asks=1)
    assert found.share is None


def test_data_and_rules_together_cannot_be_told_apart(tmp_path: Path) -> None:
    found = change(tmp_path, origin(), origin(data="d2", rules="r2"))
    assert found.cause.kinds == ("data", "rules") and found.share is None
    later = origin(day="2024-07-05", model="2", rules="r2")
    assert change(tmp_path / "b", origin(), later).share is None


def test_results_that_came_and_went_are_named(tmp_path: Path) -> None:
    old, new = pair(tmp_path, origin(), origin())
    (new.folder / "beds.parquet").write_bytes((new.folder / "places_first.parquet").read_bytes())
    new.manifest["files"].append({"name": "beds.parquet"})
    made = difference(old, new, KEYS | {"beds": ("place",)}, lambda *_: None)
    assert made.came == ("beds",) and made.went == ()
    assert difference(new, old, KEYS, lambda *_: None).went == ("beds",)
    assert [c.result for c in made.results] == ["places_beside", "places_first"]


def test_a_cause_is_known_only_where_both_say_all() -> None:
    assert cause_of({}, origin()) == Cause(known=False)
    assert not cause_of(origin(rules=""), origin()).known
    same = cause_of(origin(), origin())
    assert same.known and same.kinds == ()
    later = cause_of(origin(), origin(day="2024-07-05"))
    assert later.days == ("2024-06-28", "2024-07-05") and later.kinds == ("data",)
    other = cause_of(origin(), origin(model="2"))
    assert other.models == {"m": ("1", "2")}
