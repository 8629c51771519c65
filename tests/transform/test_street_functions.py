"""The functions that sites are judged by are told, and where they do not fit."""

from __future__ import annotations

import numpy as np
import pytest

from lakehouse.transform.screened import screened
from lakehouse.transform.street_functions import FUNCTIONS, street_functions
from tests.transform.test_screened import streets

COLUMNS = [one.split()[0] for one in FUNCTIONS.split(", ")]


def test_the_exponents_and_a_factor_of_one_where_it_fits() -> None:
    sites = streets(sites=2000).assign(facility="local street")
    made = street_functions(sites)
    assert list(made.columns) == COLUMNS and made["severity"].tolist() == ["all", "injury"]
    every = made.iloc[0]
    assert every["aadt_exponent"] == pytest.approx(1, abs=0.15) == every["metres_exponent"]
    assert every["aadt_minor_exponent"] is None
    assert every["dispersion"] == pytest.approx(0.5, abs=0.1)
    assert every["calibration"] == pytest.approx(1, abs=0.05)
    assert every["checked_by"] == "aadt" and every["share_inside"] >= 0.95
    assert (every["sites"], every["sites_learnt"], every["says"]) == (2000, 2000, "")
    assert every["crashes"] == sites["crashes"].sum()
    # It is the one that sites are screened by.
    assert every["dispersion"] == pytest.approx(screened(sites)["dispersion"].iloc[0])


def test_a_function_that_bends_is_seen() -> None:
    sites = streets(sites=2000).assign(facility="local street")
    mean = 3 * np.exp(-4 * (np.log(sites["aadt"]) - 8.5) ** 2) + 0.2
    bent = sites.assign(crashes=np.random.default_rng(1).poisson(mean))
    assert street_functions(bent).loc[0, "share_inside"] < 0.8


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"aadt": np.nan, "is_counted": False, "aadt_sd": np.nan}, ""),
        ({"crashes": 0, "injury_crashes": 0}, "None of"),
        ({"metres": np.nan}, "the average site"),
    ],
    ids=["no traffic", "no crash", "a bend without another street"],
)
def test_what_there_is_not_is_said(changes: dict[str, object], word: str) -> None:
    sites = streets(sites=60).assign(facility="x", **changes)
    made = street_functions(sites)
    assert made["aadt_exponent"].isna().all() and word in made.loc[0, "says"]
    assert made["says"].notna().all() and (made["sites"] == 60).all()
