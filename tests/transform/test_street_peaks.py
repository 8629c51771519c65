"""Where along a segment its crashes come together, and a sentence where nothing can be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.transform.street_peaks import COLUMNS, street_peaks


def segment(places: list[float], **changes: Any) -> pd.DataFrame:
    made = {
        "site_id": "S1",
        "metres": 560.0,
        "usual": 1.0,
        "years": 5.0,
        "dispersion": 0.8,
        "crashes": len(places),
        "starts_at": "Main / Side",
        "street": "Main",
        "first_end": "N1",
        "last_end": "N2",
    }
    made |= changes
    row = pd.DataFrame([made])
    # What arrives from Spark are arrays.
    row["places"] = pd.Series([np.array(places)], dtype=object)
    return row


def test_a_cluster_has_its_metres_its_crashes_and_the_end_they_count_from() -> None:
    (row,) = street_peaks(segment([0.5] * 12 + [0.1, 0.9])).to_dict("records")
    # 280 m lies in the second of the windows of 160.9 m that begin after 30 m.
    assert (row["peak_from"], row["peak_to"], row["peak_window"]) == (191, 352, 160.9)
    predicted = 5 * 160.9 / 500
    weight = 1 / (1 + 0.8 * 5)
    excess = weight * predicted + (1 - weight) * 12 - predicted
    assert row["peak_excess"] == pytest.approx(excess / 5) and row["peak_crashes"] == 12
    assert row["peak_says"] == (
        "Between 191 and 352 m from Main / Side: 12 crashes on record, "
        f"{excess / 5:.1f} a year beyond the usual."
    )
    assert row["worst_excess"] >= row["peak_excess"] - 1e-9


def test_crashes_beyond_the_ends_of_the_stretch_count_there() -> None:
    (row,) = street_peaks(segment([0.0] * 12)).to_dict("records")
    assert (row["peak_from"], row["peak_to"], row["peak_crashes"]) == (30, 191, 12)


@pytest.mark.parametrize(
    ("places", "changes", "says"),
    [
        (list(np.linspace(0.05, 0.95, 60)), {}, "by chance alone as many could lie together."),
        ([0.5] * 9, {"metres": np.nan}, "Its length is unknown"),
        ([0.5] * 9, {"metres": 0.0}, "Its length is unknown"),
        ([0.5] * 9, {"metres": 55.0}, "lies within the areas of its intersections"),
        ([0.5] * 20, {"metres": 150.0}, "The whole of it, for it is too short to compare"),
        ([], {}, "No crash is on record"),
        ([0.5] * 3, {"crashes": 9}, "Of 9 crashes only 3 have a place"),
        ([0.1, 0.5, 0.9], {"usual": 9.0}, "No part of it has more crashes than usual"),
        ([0.5] * 9, {"dispersion": 0.0}, "No part of it has more crashes than usual"),
        ([0.1, 0.5, 0.9, 0.3], {"usual": 0.5}, "coefficient of variation"),
        (
            list(np.linspace(0.1, 0.9, 13)),
            {"metres": 380.0},
            "The whole of it, for no part stands out",
        ),
        ([0.5] * 12, {"starts_at": None}, "m from its first end: 12 crashes"),
    ],
)
def test_every_case_has_a_sentence_and_no_number_that_is_none(
    places: list[float], changes: dict[str, Any], says: str
) -> None:
    (row,) = street_peaks(segment(places, **changes)).to_dict("records")
    assert list(row) == COLUMNS and says in row["peak_says"]
    assert not any(isinstance(value, float) and np.isnan(value) for value in row.values())
    assert (row["peak_from"] is None) == (row["peak_cv"] is None)


def test_segments_do_not_hear_of_each_other() -> None:
    one, other = segment([0.5] * 12), segment([0.2] * 4, site_id="S2", metres=np.nan)
    together = street_peaks(pd.concat([one, other], ignore_index=True))
    assert together.iloc[0].to_dict() == street_peaks(one).iloc[0].to_dict()
    assert together["worst_from"].tolist()[1] is None


def test_a_worst_window_runs_on_over_the_next_segment_and_a_peak_does_not() -> None:
    """At both sides of the crossing at 560 m, whose own 30 m on each side are no part of it."""
    one = segment([0.92] * 8)
    other = segment([0.08] * 8, site_id="S2", first_end="N2", last_end="N3")
    first, second = street_peaks(pd.concat([one, other], ignore_index=True)).to_dict("records")
    alone = street_peaks(one).to_dict("records")[0]
    assert first["worst_excess"] > alone["worst_excess"] + 0.5
    # From 30 m every third of 160.9 m: the eighth begins 125 m before the crossing's own area and
    # ends 36 m after it, the ninth holds 71 and 90 m.
    assert (first["worst_from"], first["worst_to"]) == (405, 626)
    assert (second["worst_from"], second["worst_to"]) == (-101, 120)
    assert first["peak_to"] <= 530 and first["peak_excess"] == alone["peak_excess"]
    # The second drawn from its other end: the same stretch, told from there.
    turned = segment([0.92] * 8, site_id="S2", first_end="N3", last_end="N2")
    _, back = street_peaks(pd.concat([one, turned], ignore_index=True)).to_dict("records")
    assert (back["worst_from"], back["worst_to"]) == (560 - 120, 560 + 101)
    assert back["worst_excess"] == pytest.approx(second["worst_excess"])
    # Of another street nothing is heard.
    apart = street_peaks(pd.concat([one, other.assign(street="Side")], ignore_index=True))
    assert apart.iloc[0].to_dict() == alone
