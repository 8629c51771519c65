"""Streets never counted get their traffic from what is known, and how sure that is holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.transform.traffic_estimated import AROUND, COUNTED, estimated

USUAL = {"arterial": 9.5, "collector": 8.0, "local": 6.5}


def town(
    seed: int = 3, streets: int = 120, between: float = 0.5, by_people: float = 0.0
) -> tuple[pd.DataFrame, np.ndarray]:
    """Streets of five segments, a third of which were counted, and the true log traffic."""
    rng = np.random.default_rng(seed)
    of = np.repeat(np.arange(streets), 5)
    kinds = np.array(list(USUAL))[of % 3]
    people = rng.lognormal(5, 1, streets)[of]
    true = np.array([USUAL[k] for k in kinds]) + rng.normal(0, between, streets)[of]
    true += by_people * (np.log1p(people) - 5) + rng.normal(0, 0.15, len(of))
    counted = np.where(
        rng.random(len(of)) < 0.33, np.exp(true + rng.normal(0, 0.1, len(of))), np.nan
    )
    drawn = {"street": [f"Street {n}" for n in of], "road_class": kinds, "counted": counted}
    about = {"people": people, "rail_entries": np.full(len(of), np.nan)}
    return pd.DataFrame({"segment_id": range(len(of))} | drawn | about), true


def errors(made: pd.DataFrame, true: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the streets never counted: the error of the log, and what was said of it."""
    guessed = (made["traffic_from"] != COUNTED).to_numpy()
    log = np.log(made["aadt"].astype(float).to_numpy()[guessed])
    return log - true[guessed], made["aadt_sd"].astype(float).to_numpy()[guessed]


def test_counts_on_the_same_street_tell_more_than_its_class_and_errors_are_as_said() -> None:
    rows, true = town()
    made = estimated(rows)
    off, said = errors(made, true)
    by_class = rows.groupby("road_class")["counted"].transform("median")
    plain = (np.log(by_class) - true)[rows["counted"].isna()]
    assert np.sqrt((off**2).mean()) < 0.8 * np.sqrt((plain**2).mean())
    assert (off / said).std() == pytest.approx(1.0, abs=0.15)
    told = made.set_index("segment_id")["traffic_from"]
    counts = rows[rows["counted"].notna()].groupby("street").size()
    for row in rows[rows["counted"].isna()].head(50).itertuples():
        n = counts.get(row.street, 0)
        own = {0: "", 1: ", 1 count on its own street"}.get(n, f", {n} counts on its own street")
        assert told[row.segment_id] == f"estimated from streets of its class{own}"
    known = made[made["traffic_from"] == COUNTED].set_index("segment_id")
    given = rows.dropna(subset="counted").set_index("segment_id")["counted"]
    assert (known["aadt"].astype(float) == given.reindex(known.index)).all()
    assert (known["aadt_sd"] == 0).all()


def test_what_lies_around_is_used_where_it_tells_of_counts_held_back() -> None:
    rows, true = town(between=0.1, by_people=0.6)
    made = estimated(rows)
    assert made["traffic_from"].str.endswith(AROUND["people"]).sum() == rows["counted"].isna().sum()
    off, said = errors(made, true)
    blind, _ = errors(estimated(rows.assign(people=np.nan)), true)
    assert (off**2).mean() < 0.5 * (blind**2).mean()
    assert (off / said).std() == pytest.approx(1.0, abs=0.15)


def test_streets_that_do_not_differ_within_their_class_are_told_by_it_alone() -> None:
    rows, _ = town(between=0.0)
    rows["street"] = "Street " + rows["segment_id"].astype(str)
    assert set(estimated(rows)["traffic_from"]) == {COUNTED, "estimated from streets of its class"}


def test_few_counts_give_the_middle_of_the_class_and_none_leave_it_missing() -> None:
    rows = pd.DataFrame(
        [
            ("a", "Main", "arterial", 9000.0),
            ("b", "Main", "arterial", 11000.0),
            ("c", "Main", "arterial", None),
            ("d", "Side", "local", 500.0),
            ("e", "Back", "local", None),
            ("f", None, "path", None),
            ("g", "Dead end", "local", 0.0),
        ],
        columns=["segment_id", "street", "road_class", "counted"],
    ).assign(people=np.nan, rail_entries=np.nan)
    made = estimated(rows).set_index("segment_id")
    assert made.loc["c", "aadt"] == 10000 and made.loc["e", "aadt"] == 500
    assert made.loc["c", "aadt_sd"] == pytest.approx(np.log(11 / 9) / np.sqrt(2))
    # One count a class does not tell how far its streets differ: those of the city do.
    assert made.loc["e", "aadt_sd"] == pytest.approx(np.std(np.log([9000, 11000, 500]), ddof=1))
    assert made.loc["f", ["aadt", "aadt_sd", "traffic_from"]].tolist() == [None, None, None]
    assert made.loc["g", ["aadt", "aadt_sd", "traffic_from"]].tolist() == [0.0, 0.0, COUNTED]


def test_the_order_of_rows_changes_nothing_and_a_city_without_counts_has_none() -> None:
    rows, _ = town(streets=30)
    shuffled = rows.sample(frac=1.0, random_state=1)
    pd.testing.assert_frame_equal(estimated(rows), estimated(shuffled))
    none = estimated(rows.assign(counted=np.nan))
    assert none["aadt"].isna().all() and none["traffic_from"].isna().all()


def test_a_column_that_says_what_the_class_says_is_left_out() -> None:
    rows, _ = town(streets=60)
    rows["people"] = rows["road_class"].map({"arterial": 10.0, "collector": 20.0, "local": 30.0})
    assert not estimated(rows)["traffic_from"].str.contains("people").any()
