"""Rules belong to dimensions, and a day's rows are judged by each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from lakehouse.declare.feed import Feed
from lakehouse.run.feeds.repairs import repairs_of
from lakehouse.run.quality.scores import by_day, by_rule, dimensions_of, late_after, standing
from lakehouse.transform.typed import REPEATED
from tests.store.parks import dog_feed

MISSING, TYPED, ACROSS = "Tag is missing", "Seen is not a date (yyyy-MM-dd)", "seen before born"
FEED = dog_feed(rules=((ACROSS, "true"),), cadence="daily")
COLUMNS = ["source", "delivery", "row", "reasons", "closed_as", "identity", "found_at", "closed_at"]


def delivery(n: int, day: int, rows: int = 10, file: str = "parks/dog.csv") -> dict[str, Any]:
    at = f"2020-01-{day:02d} 10:00:00"
    return {"delivery": f"d{n}", "sequence": n, "file": file, "delivered": rows, "landed_at": at}


def cases(*said: tuple[str, int, list[str], str | None]) -> pd.DataFrame:
    rows = [("dog", d, n, reasons, closed, None, None, None) for d, n, reasons, closed in said]
    return pd.DataFrame(rows, columns=COLUMNS)


BALANCE = [delivery(1, 1), delivery(2, 1), delivery(3, 15, 4), delivery(4, 15, 1, "_released/x")]
CASES = cases(
    ("d1", 1, [MISSING, TYPED], "repaired"),
    ("d1", 2, [TYPED, ACROSS], None),
    ("d2", 1, [REPEATED[0]], None),
    ("d3", 1, [TYPED], None),
)


def test_each_rule_has_a_dimension() -> None:
    found = dimensions_of(FEED)
    assert found[MISSING] == "completeness" and found[TYPED] == "validity"
    assert found[ACROSS] == "consistency" and found[REPEATED[0]] == "uniqueness"


def test_broken_rules_are_counted_by_day_of_landing() -> None:
    found = {(r[2].day, r[3]): r[6:] for r in by_rule(FEED, BALANCE, CASES)}
    assert found == {
        (1, MISSING): (20, 1, 0.05),
        (1, TYPED): (20, 2, 0.1),
        (1, ACROSS): (20, 1, 0.05),
        (1, REPEATED[0]): (20, 1, 0.05),
        (15, TYPED): (4, 1, 0.25),
    }


def test_flagged_rows_are_counted_beside_those_held_back() -> None:
    flagged = replace(FEED, flags=((ACROSS, "false"),))
    balance = [{**b, "flagged": {ACROSS: 3}} for b in BALANCE]
    found = [r for r in by_rule(flagged, balance, CASES) if r[4] == "warning"]
    # Two deliveries on the first day, one on the second; what was released is none.
    assert [(r[2].day, r[3], *r[5:]) for r in found] == [
        (1, ACROSS, "consistency", 20, 6, 0.3),
        (15, ACROSS, "consistency", 4, 3, 0.75),
    ]


def test_a_feed_is_late_after_its_own_latency_else_by_its_cadence() -> None:
    assert late_after(replace(FEED, latency=2)) == 2
    assert late_after(FEED) == 7 and late_after(replace(FEED, cadence="")) == 35


def test_a_day_is_scored_by_dimension_and_by_its_worst() -> None:
    first, second = by_day(FEED, BALANCE, CASES)
    assert first[2:] == (date(2020, 1, 1), 20, 0.95, 0.95, 0.9, 0.95, 1.0, 0.9)
    # Fourteen days for what was to come within seven; the released row is no delivery.
    assert second[2:] == (date(2020, 1, 15), 4, 1.0, 1.0, 0.75, 1.0, 0.5, 0.5)


@pytest.mark.parametrize(
    ("feed", "shares"),
    [
        (FEED, [1.0, 1 - 1 / 24, 1 - 2 / 24, 1 - 1 / 24]),
        (replace(FEED, mode="snapshot"), [1.0, 1.0, 0.75, 1.0]),
    ],
    ids=["increment", "snapshot"],
)
def test_today_counts_open_cases_of_what_is_in_the_table(feed: Feed, shares: list[float]) -> None:
    assert list(standing(feed, BALANCE, CASES).values()) == pytest.approx(shares)
    assert standing(feed, [], CASES) == {}


def test_a_case_broken_again_is_one_case_and_its_time_runs_from_the_first() -> None:
    day = pd.Timestamp("2020-01-01", tz="UTC")
    rows = [
        ("dog", "d1", 1, [TYPED], "repaired", "a", day, day + pd.Timedelta(days=6)),
        ("dog", "d2", 1, [TYPED], "repaired", "a", day, day + pd.Timedelta(days=6)),
        ("dog", "d1", 2, [TYPED], "repaired", "b", day, day + pd.Timedelta(days=2)),
        ("dog", "d1", 3, [TYPED], "replaced", "c", day, day + pd.Timedelta(days=1)),
        ("dog", "d2", 3, [TYPED], None, "c", day, None),
        ("dog", "d2", 4, [TYPED], None, None, day, None),
        ("dog", "d2", 5, [TYPED], "replaced", None, day, day),
        ("dog", "d2", 6, [TYPED], "deleted", "e", day, day),
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(due_on=date(2020, 1, 15))
    ((feed, owner, found, *fates, waiting, due, median),) = repairs_of(frame, {"dog": "Parks"})
    assert (feed, owner, found, fates, waiting) == ("dog", "Parks", 6, [2, 1, 1], 2)
    assert (due, median) == (date(2020, 1, 15), 4.0)
