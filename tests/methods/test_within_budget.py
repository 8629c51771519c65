"""The budget goes where most crash cost is saved, each site by the measure that saves most."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from lakehouse.declare.crash_cost import SafetyMeasure
from lakehouse.methods.within_budget import within_budget

RAISED = SafetyMeasure("raised", "intersection", 100.0, 0.7, 10.0)
PAINTED = SafetyMeasure("painted", "intersection", 10.0, 0.95, 4.0)
CALMED = SafetyMeasure("calmed", "segment", 60.0, 0.5, 10.0)


def sites(*rows: tuple[str, float]) -> pd.DataFrame:
    named = [(f"s{n}", kind, cost) for n, (kind, cost) in enumerate(rows)]
    return pd.DataFrame(named, columns=["site_id", "kind", "expected_cost"])


def test_each_site_has_the_measure_that_saves_most_above_its_price() -> None:
    rows = sites(("intersection", 100.0), ("intersection", 60.0), ("segment", 5.0))
    made = within_budget(rows, (RAISED, PAINTED, CALMED), 1000.0)
    # 100 a year: raised saves 300 for 100, painted 20 for 10. 60: 180 for 100, 12 for 10.
    assert made["measure"].tolist() == ["raised", "raised", None]
    assert made["saving"].round(6).tolist()[:2] == [300, 180]
    # 25 saved for 60 is no saving: no measure, and it is never taken.
    assert made["in_budget"].tolist() == [True, True, False]


def test_the_choice_is_the_best_of_all_choices() -> None:
    draw = np.random.default_rng(5)
    kinds = ["intersection", "segment"] * 5
    rows = sites(
        *((kind, float(cost)) for kind, cost in zip(kinds, draw.uniform(20, 80, 10), strict=True))
    )
    made = within_budget(rows, (RAISED, CALMED), 300.0)
    worth = made[made["measure"].notna()]
    gain, price = (worth["saving"] - worth["price"]).to_numpy(), worth["price"].to_numpy()
    every = itertools.product((0, 1), repeat=len(worth))
    best = max(gain @ np.array(c) for c in every if price @ np.array(c) <= 300)
    taken = made[made["in_budget"]]
    assert taken["price"].sum() <= 300
    assert (taken["saving"] - taken["price"]).sum() == np.float64(best).round(9) or np.isclose(
        (taken["saving"] - taken["price"]).sum(), best
    )


def test_nothing_is_taken_where_nothing_fits_or_is_offered() -> None:
    rows = sites(("intersection", 100.0))
    assert not within_budget(rows, (RAISED,), 99.0)["in_budget"].any()
    assert within_budget(rows, (), 1000.0)["measure"].isna().all()
    assert within_budget(rows.iloc[:0], (RAISED,), 1000.0).empty
