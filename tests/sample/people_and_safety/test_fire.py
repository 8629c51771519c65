"""Fires follow the true risk, most of which is in the register; one column knows the future."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from lakehouse.methods.longer_chance import chance_within
from lakehouse.sample.fire_strengths import STRENGTHS

FLAGGED = 0.20


def captured(score: pd.Series, burnt: pd.Series) -> float:
    """Share of the burnt buildings among the first fifth by score; ties in order of the rows."""
    first = score.to_numpy().argsort(kind="stable")[::-1][: round(len(score) * FLAGGED)]
    return float(burnt.to_numpy()[first].sum() / burnt.sum())


def chance(logit: pd.Series) -> npt.NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-logit)))


@pytest.fixture(scope="session")
def building(made: Any) -> pd.DataFrame:
    """The register beside its truth, and whether each burnt in the first and second year."""
    fire = made.of["fire"]
    known = fire["truth/fire_buildings"].merge(
        fire["fire_buildings"][["object_no", "last_action", "address"]], on="object_no"
    )
    incident = fire["fire_incidents"].merge(fire["truth/fire_incidents"], on="incident_no")
    fires = incident[incident["kind"] == "BUILDING_FIRE"]
    second = fires["called_at"] >= pd.Timestamp("2023-07-01")
    known["before"] = known["building"].isin(fires.loc[~second, "building"])
    known["burnt"] = known["building"].isin(fires.loc[second, "building"])
    return known


def test_about_three_buildings_in_a_hundred_burn_a_year(building: pd.DataFrame) -> None:
    expected = float(chance(building["fire_logit"]).sum())
    assert 0.025 < expected / len(building) < 0.045
    assert building["burnt"].sum() == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_the_oracle_captures_what_is_documented_of_next_years_fires(
    building: pd.DataFrame,
) -> None:
    p = np.sort(chance(building["fire_logit"]))[::-1]
    expected = p[: round(len(p) * FLAGGED)].sum() / p.sum()
    assert 0.83 < expected < 0.89
    found = captured(building["fire_logit"], building["burnt"])
    error = np.sqrt(expected * (1 - expected) / building["burnt"].sum())
    assert found == pytest.approx(expected, abs=4 * error)


def test_the_register_holds_most_of_it_and_past_fires_little(building: pd.DataFrame) -> None:
    seen = captured(building["fire_logit"] - building["own_effect"], building["burnt"])
    past = captured(building["before"].astype(float), building["burnt"])
    assert seen > 0.76
    assert past < 0.55
    assert past + 0.7 * (seen - past) > 0.65


def test_four_quarters_told_from_one_come_true_in_the_year_after(
    made: Any, building: pd.DataFrame
) -> None:
    """Chances of three months, learnt from the first year's quarters, held against the second."""
    fire = made.of["fire"]
    incident = fire["fire_incidents"].merge(fire["truth/fire_incidents"], on="incident_no")
    fires = incident[(incident["kind"] == "BUILDING_FIRE")]
    starts = pd.date_range("2022-07-01", periods=5, freq="3MS")
    burnt = [
        building["building"].isin(fires.loc[fires["called_at"].between(a, b), "building"])
        for a, b in pairwise(starts)
    ]
    register = building["fire_logit"] - building["own_effect"]
    X = np.column_stack([register, register**2])
    fit = LogisticRegression(C=1e6).fit(np.tile(X, (4, 1)), np.concatenate(burnt))
    told = pd.Series(chance_within(fit.predict_proba(X)[:, 1], 4), building.index)
    fifth = pd.qcut(told, [0, 0.6, 0.8, 0.9, 1], labels=False)
    for part in (slice(None), *(fifth == n for n in range(4))):
        expected, seen = told[part].sum(), building.loc[part, "burnt"].sum()
        assert seen == pytest.approx(expected, abs=3 * np.sqrt(2 * expected)), expected
    # Three months' chance four times over would not do.
    assert building["burnt"].sum() > 3 * fit.predict_proba(X)[:, 1].sum()


def test_the_column_that_knows_the_future_scores_too_good(building: pd.DataFrame) -> None:
    knows = building["last_action"] != "NONE"
    ever = building["before"] | building["burnt"]
    share = float(knows[ever].mean())
    error = np.sqrt(STRENGTHS.seen * (1 - STRENGTHS.seen) / ever.sum())
    assert share == pytest.approx(STRENGTHS.seen, abs=4 * error)
    oracle = captured(building["fire_logit"], building["burnt"])
    # With what the oracle knows besides, it beats even the oracle.
    assert captured(knows * 100 + building["fire_logit"], building["burnt"]) > oracle + 0.03


def test_alarms_follow_the_size_of_a_building_and_not_its_risk(made: Any) -> None:
    fire = made.of["fire"]
    alarm = fire["fire_incidents"].query("kind == 'ALARM'")
    assert len(alarm) > 100 and (alarm["damage"] == "NONE").all() and alarm["injured"].sum() == 0


def test_an_address_finds_most_buildings_and_the_truth_all(
    made: Any, building: pd.DataFrame
) -> None:
    fire = made.of["fire"]
    told = fire["fire_incidents"].merge(fire["truth/fire_incidents"], on="incident_no")
    indoors = told[told["building"] >= 0]
    assert set(indoors["building"]) <= set(building["building"])
    at = indoors["address"].map(building.set_index("address")["building"])
    right = float((at == indoors["building"]).mean())
    whole = (1 - STRENGTHS.misspelt) * (1 - STRENGTHS.without_address)
    error = np.sqrt(whole * (1 - whole) / len(indoors))
    assert right == pytest.approx(whole, abs=4 * error)
    assert (told.loc[told["building"] < 0, "address"] == "").all()
