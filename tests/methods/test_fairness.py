"""Rates by group are those of outside programs, and a small group is said to be small."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.fairness import (
    FAIL,
    INSUFFICIENT,
    PASS,
    RATES,
    best_known,
    disparities,
    group_rates,
    odds_difference,
    parity_ratio,
    verdict,
)
from tests.shared_data import shared

AEQUITAS = {"selected": "pprev", "precision": "precision"}


@pytest.fixture(scope="module")
def compas() -> pd.DataFrame:
    folder = shared("reference", "validation")
    return pd.read_csv(folder / "compas_confusion_by_race.csv", index_col="race")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    folder = shared("reference", "validation")
    made = json.loads((folder / "validation_expected.json").read_text("utf-8"))
    assert isinstance(made, dict)
    return made


def test_rates_are_those_of_an_outside_program(compas: pd.DataFrame, told: dict[str, Any]) -> None:
    made, said = group_rates(compas), told["compas_fairlearn"]
    for ours, theirs in {"selected": "sel", "fpr": "fpr", "fnr": "fnr", "tpr": "tpr"}.items():
        assert made[ours].to_dict() == pytest.approx(said["by_group"][theirs], abs=1e-12)
    assert parity_ratio(compas) == pytest.approx(said["dp_ratio"], abs=1e-12)
    assert odds_difference(compas) == pytest.approx(said["eod"], abs=1e-12)


@pytest.mark.parametrize("rate", RATES)
def test_disparities_are_those_of_an_outside_program(
    compas: pd.DataFrame, told: dict[str, Any], rate: str
) -> None:
    said = told["compas_aequitas_vs_Caucasian"][f"{AEQUITAS.get(rate, rate)}_disparity"]
    made = disparities(compas, "Caucasian", (rate,)).set_index("group")
    assert made["disparity"].to_dict() == pytest.approx(said, abs=1e-9)
    others = made.drop("Caucasian")
    assert (others["low"] < others["high"]).all() and made.loc["Caucasian", "verdict"] == PASS


def test_large_groups_are_judged_and_small_ones_said_to_be_small(compas: pd.DataFrame) -> None:
    made = disparities(compas, "Caucasian", ("fpr",)).set_index("group")["verdict"]
    assert made["African-American"] == FAIL
    assert made["Native American"] == made["Asian"] == INSUFFICIENT
    assert len(made) == len(compas) and verdict(disparities(compas, "Caucasian")) == FAIL


def test_shares_of_one_list_add_up_and_vary_against_each_other(compas: pd.DataFrame) -> None:
    assert group_rates(compas)["ppr"].sum() == pytest.approx(1)
    assert best_known(compas, ("ppr",)) == "African-American"
    listed = compas["tp"] + compas["fp"]
    drawn = np.random.default_rng(1).multinomial(listed.sum(), listed / listed.sum(), 20_000)
    spread = np.log(drawn[:, 3] / drawn[:, 2]).std()
    made = disparities(compas, "Caucasian", ("ppr",)).set_index("group").loc["Hispanic"]
    assert np.log(made["high"] / made["low"]) / (2 * 1.96) == pytest.approx(spread, rel=0.03)


def test_alike_passes_only_with_enough_rows() -> None:
    even = pd.DataFrame([[20, 30, 30, 20]] * 2, index=["a", "b"], columns=["tp", "fp", "fn", "tn"])
    assert verdict(disparities(even * 100, "a")) == PASS
    assert verdict(disparities(even, "a")) == INSUFFICIENT


def drawn_entities(rng: np.random.Generator, lists: int) -> pd.DataFrame:
    """Twelve places of a and thirty of b, each with its own chance, on ``lists`` lists."""
    group = np.repeat(["a", "b"], [12, 30])
    wrong = rng.binomial(lists, rng.beta(4, 8, len(group)))
    found = {"tp": lists - wrong, "fp": wrong, "fn": 0, "tn": 1}
    return pd.DataFrame(found, index=pd.MultiIndex.from_arrays([group, range(len(group))]))


def test_a_place_seen_again_and_again_is_one_place() -> None:
    """The interval holds 95 of 100 times; as if rows were alone it would hold far less often."""
    rng = np.random.default_rng(4)
    drawn = [drawn_entities(rng, 25) for _ in range(200)]
    alone = [each.groupby(level=0).sum() for each in drawn]
    held = {}
    for name, many in (("entities", drawn), ("rows", alone)):
        told = [disparities(each, "b", ("fdr",)).set_index("group").loc["a"] for each in many]
        held[name] = np.mean([one["low"] <= 1 <= one["high"] for one in told])
    assert 0.91 <= held["entities"] <= 0.99 and held["rows"] < 0.85


def test_rows_of_entities_seen_once_are_rows() -> None:
    rng = np.random.default_rng(5)
    once = pd.concat([drawn_entities(rng, 1) for _ in range(10)], keys=range(10)).droplevel(0)
    once.index = pd.MultiIndex.from_arrays([once.index.get_level_values(0), range(len(once))])
    one, other = (
        disparities(each, "b", ("fdr", "selected", "ppr")).set_index(["rate", "group"])
        for each in (once, once.groupby(level=0).sum())
    )
    assert one["disparity"].equals(other["disparity"])
    fdr = one.loc[("fdr", "a")], other.loc[("fdr", "a")]
    assert fdr[0]["low"] == pytest.approx(fdr[1]["low"], rel=0.02)
    assert (one["high"] >= other["high"] - 1e-12).all()


def test_of_one_place_alone_nothing_is_said() -> None:
    index = pd.MultiIndex.from_tuples([("a", 0), *(("b", n) for n in range(40))])
    counts = pd.DataFrame({"tp": 1, "fp": 1, "fn": 1, "tn": 1}, index=index) * 50
    counts.loc["a", "fp"], counts.loc["a", "tp"] = 100, 0
    told = disparities(counts, "b").set_index(["rate", "group"])
    assert set(told.loc[(slice(None), "a"), "verdict"]) == {INSUFFICIENT}
    assert told.loc[("fpr", "a"), ["low", "high"]].isna().all()


def test_a_group_without_a_case_is_said_not_left_out() -> None:
    groups = pd.DataFrame(
        {"tp": [50, 0], "fp": [50, 0], "fn": [50, 0], "tn": [50, 3]}, index=["a", "b"]
    )
    made = disparities(groups, "a").set_index(["rate", "group"])
    assert np.isnan(made.loc[("fnr", "b"), "share"])
    assert made.loc[("fnr", "b"), "verdict"] == INSUFFICIENT


def test_a_reference_without_a_case_gives_a_finite_disparity() -> None:
    groups = pd.DataFrame(
        {"tp": [0, 3, 0], "fp": [0, 1, 0], "fn": [9, 6, 0], "tn": [9, 9, 0]}, index=list("abc")
    )
    made = disparities(groups, "a", ("selected",)).set_index("group")
    assert made.loc["a", "disparity"] == 1
    assert made.loc["b", "disparity"] == pytest.approx((4.5 / 20) / (0.5 / 19))
    assert made["low"]["b"] < made["disparity"]["b"] < made["high"]["b"]
    assert np.isnan(made.loc["c", "disparity"])
    assert parity_ratio(groups[:1]) == 1


def test_what_is_no_count_by_group_is_refused(compas: pd.DataFrame) -> None:
    for wrong in (compas[["tp", "fp"]], -compas):
        with pytest.raises(PlanError, match="none below zero"):
            group_rates(wrong)
    with pytest.raises(PlanError, match="no group nobody"):
        disparities(compas, "nobody")


def test_the_yardstick_is_the_group_whose_rates_rest_on_most_cases() -> None:
    counts = pd.DataFrame(
        {"tp": [0, 40, 9], "fp": [1, 60, 9], "fn": [5, 40, 9], "tn": [9_000, 500, 9]},
        index=["large", "known", "small"],
    )
    assert best_known(counts, ("fdr",)) == best_known(counts, ("fnr", "fdr")) == "known"
    assert best_known(counts, ("fpr",)) == "large"
