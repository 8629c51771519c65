"""A feed says how it is delivered, and what its landed table holds."""

from __future__ import annotations

from typing import Any

import pytest

from lakehouse.declare import Feed, FeedColumn
from lakehouse.declare.errors import PlanError

COLUMNS = (
    FeedColumn("No", "visit_no", "bigint", "Number of the visit."),
    FeedColumn("Day", "day", "date", "Day of the visit.", grade="confidential"),
)


def feed(**changed: Any) -> Feed:
    said: dict[str, Any] = {
        "name": "visit",
        "department": "health",
        "owner": "Health",
        "glob": "health/*.csv",
        "columns": COLUMNS,
        "fills": "health.visit",
        "known": "day",
        "contract": "sample/visit.odcs.yaml",
    }
    return Feed(**{**said, **changed})


@pytest.mark.parametrize("mode", ["snapshot", "increment"])
def test_a_delivery_replaces_or_adds(mode: str) -> None:
    assert feed(mode=mode).mode == mode


def test_a_correction_needs_a_key() -> None:
    assert feed(mode="correction", identity=("day",)).mode == "correction"
    for keyless in ({}, {"identity": ("day",), "repeats": True}):
        with pytest.raises(PlanError, match=r"visit\.odcs\.yaml: a correction says by its key"):
            feed(mode="correction", **keyless)


def test_another_mode_is_refused_with_the_contract() -> None:
    with pytest.raises(PlanError, match=r"sample/visit\.odcs\.yaml: deliveryMode 'full'") as no:
        feed(mode="full")
    assert no.value.todo == "Use one of: snapshot, increment, correction."


def test_an_identity_of_unknown_columns_is_refused() -> None:
    assert feed(identity=("visit_no", "day")).identity == ("visit_no", "day")
    with pytest.raises(PlanError, match="the identity column visit_id is not among the columns"):
        feed(identity=("visit_no", "visit_id"))


def test_landed_rows_are_text_with_their_origin_and_grade() -> None:
    landed = feed().landed
    assert (landed.name, landed.key) == ("landed.visit", ("_delivery", "_row"))
    assert [c.type for c in landed.columns[:2]] == ["string", "string"]
    assert [c.grade for c in landed.columns[:2]] == ["open", "confidential"]
    assert landed.column_names[2:] == [
        *("_more", "_raw", "_file", "_row", "_delivery", "_sequence", "_landed_at", "_run"),
    ]


def test_a_column_named_like_an_origin_is_refused() -> None:
    clash = feed(columns=(*COLUMNS, FeedColumn("Row", "_row", "bigint", "Row.")))
    with pytest.raises(PlanError, match="declares _row twice"):
        clash.landed  # noqa: B018
