"""Split conformal widths and what they held are those of outside programs."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.conformal import half_width, half_widths, realised
from tests.shared_data import shared

LOOKS_AT = ["lnaadt", "lnlength", "speed50", "ShouldWidth04"]


def test_widths_and_coverage_are_those_of_outside_programs() -> None:
    told = json.loads(
        (shared("reference", "validation") / "validation_expected.json").read_text("utf-8")
    )
    roads = pd.read_csv(shared("reference", "traffic") / "washington_roads.csv")
    seen = np.column_stack([roads[LOOKS_AT], np.ones(len(roads))])
    learnt = roads["Year"] == 2016
    line = np.linalg.lstsq(seen[learnt], roads.loc[learnt, "Total_crashes"], rcond=None)[0]
    assert line == pytest.approx(told["linear_coef"], abs=1e-9)
    roads = roads.assign(observed=roads["Total_crashes"], predicted=seen @ line)
    missed = (roads["observed"] - roads["predicted"])[roads["Year"] == 2017]
    for level, said in told["split_conformal_washington"].items():
        if level.startswith("crepes"):
            continue
        width = half_width(missed, float(level))
        assert width == pytest.approx(said["halfwidth"], abs=1e-9)
        assert width == pytest.approx(np.sort(missed.abs())[said["quantile_rank"] - 1])
        held = realised(roads.assign(half_width=width), ["Year"]).set_index("Year")
        assert held.loc[2018, "coverage"] == pytest.approx(said["coverage_2018"])
        assert held.loc[2018, "cases"] == 500


def test_the_place_is_by_hand_and_too_few_promise_nothing() -> None:
    # (9 + 1) x 0.9 is the ninth of nine; of eight it would be the ninth too.
    assert half_width([1, -2, 3, -4, 5, -6, 7, -8, 9], 0.9) == 9
    assert half_width(range(1, 9), 0.9) == math.inf == half_width([], 0.5)
    # (99 + 1) x 0.55 is 55.00000000000001 to a computer, and still the 55th.
    assert half_width(range(1, 100), 0.55) == 55


def test_each_group_has_its_own_width_and_its_own_coverage() -> None:
    rng = np.random.default_rng(3)
    group = pd.Series(rng.choice(["calm", "wild"], 20_000))
    observed = pd.Series(rng.normal(size=20_000)) * group.map({"calm": 1, "wild": 10})
    first = group.index < 10_000
    widths = half_widths(observed[first], group[first])
    assert widths["wild"] == pytest.approx(10 * widths["calm"], rel=0.1)
    new = pd.DataFrame({"observed": observed, "predicted": 0.0, "group": group, "fold": 2})[~first]
    held = realised(new.assign(half_width=new["group"].map(widths)), ["fold", "group"])
    assert held["coverage"].tolist() == pytest.approx([0.9, 0.9], abs=0.015)
    one = realised(new.assign(half_width=half_width(observed[first])), ["group"])
    assert one["coverage"].max() > 0.99 and one["coverage"].min() < 0.85


def test_a_group_nobody_knew_is_not_held() -> None:
    new = pd.DataFrame({"observed": [1.0], "predicted": [1.0], "half_width": [np.nan], "g": ["x"]})
    assert realised(new, ["g"])["coverage"].tolist() == [0.0]


@pytest.mark.parametrize(("residuals", "level"), [([1.0, np.nan], 0.9), ([1.0], 1.0)])
def test_what_makes_no_interval_is_refused(residuals: list[float], level: float) -> None:
    with pytest.raises(PlanError, match="No interval"):
        half_width(residuals, level)
    with pytest.raises(PlanError, match="no group"):
        half_widths(pd.Series([1.0]), pd.Series([None]))
