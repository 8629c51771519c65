"""Chances of a quarter, told of a year, are held against the years that followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from jobs.risk.building_fire import building_fire
from lakehouse.declare import Gates
from lakehouse.modelling.together import MEASURE, told_together
from lakehouse.modelling.windows import Window
from lakehouse.run.answers.past_cases import PastCases
from lakehouse.run.answers.trained import play_contest

STARTS = [date(2020 + n // 4, 1 + 3 * (n % 4), 1) for n in range(8)]
WINDOWS = [Window(a, b) for a, b in zip(STARTS, [*STARTS[1:], date(2022, 1, 1)], strict=True)]


def played(wear: float = 1.0, buildings: int = 20_000) -> tuple[pd.DataFrame, pd.Series]:
    """Buildings with a chance a quarter, ``wear`` times as high each quarter after the last."""
    rng = np.random.default_rng(6)
    chance = rng.beta(1, 40, buildings)
    parts = [
        pd.DataFrame(
            {
                "row": n * buildings + np.arange(buildings),
                "candidate": "told",
                "window": pd.Timestamp(window.start),
                "outcome": (rng.random(buildings) < chance * wear**n).astype(int),
                # The first window has no chance yet: nothing was over to calibrate by.
                "probability": np.nan if n == 0 else chance * wear**n,
            }
        )
        for n, window in enumerate(WINDOWS)
    ]
    rows = pd.concat(parts, ignore_index=True)
    return rows, pd.Series(np.tile(np.arange(buildings), len(WINDOWS)), rows["row"])


def test_chances_that_stay_as_they_are_come_true_in_a_year() -> None:
    made = told_together(*played(), WINDOWS, 4).set_index("candidate").loc["told"]
    assert made["measure"] == MEASURE
    assert made["value"] == pytest.approx(1, abs=0.06)
    assert made["low"] < made["value"] < made["high"]


def test_a_chance_that_grows_is_seen_to_have_been_told_too_low() -> None:
    assert told_together(*played(wear=1.25), WINDOWS, 4)["low"].iloc[0] > 1.2


def test_by_hand_only_those_that_were_there_throughout_count() -> None:
    rows, who = played(buildings=3)
    rows = rows[rows["window"] <= pd.Timestamp(WINDOWS[4].start)]
    rows = rows[~((rows["row"] % 3 == 2) & (rows["window"] == rows["window"].max()))]
    rows = rows.assign(probability=0.5, outcome=(rows["row"] == 3 * 3).astype(int))
    rows.loc[rows["window"] == pd.Timestamp(WINDOWS[0].start), "probability"] = np.nan
    (row,) = told_together(rows, who, WINDOWS, 4).to_dict("records")
    assert row["value"] == pytest.approx(1 / (2 * (1 - 0.5**4)))


def test_the_trials_of_the_buildings_have_it_for_every_candidate() -> None:
    rows, who = played(buildings=400)
    rng = np.random.default_rng(1)
    cases = rows.assign(
        building_id=who.to_numpy(),
        case_id=rows["row"].astype(str),
        as_of=rows["window"],
        happened_on=rows["window"] + pd.to_timedelta(rng.integers(0, 80, len(rows)), "D"),
        known_at=rows["window"] + pd.Timedelta(days=89),
        fires_here=rng.poisson(1, len(rows)),
        points=rng.poisson(3, len(rows)),
    ).drop(columns=["row", "candidate", "window", "probability"])
    asked = {n: make() for n, make in building_fire.candidates.items() if make().plain}
    past = PastCases(cases, cases, ("fires_here", "points"), asked)
    made = play_contest(replace(building_fire, gates=Gates()), tuple(WINDOWS), past)
    told = made.summary[made.summary["measure"] == MEASURE]
    assert set(told["candidate"]) == set(asked) and told["value"].between(0.4, 2.5).all()
    assert list(told["chosen"]) == [name == made.winner for name in told["candidate"]]


def test_without_a_year_after_it_nothing_is_told() -> None:
    rows, who = played(buildings=10)
    assert told_together(rows[rows["row"] < 40], who, WINDOWS, 4).empty
    apart = [w for n, w in enumerate(WINDOWS) if n % 3]
    assert told_together(rows, who, apart, 4).empty
