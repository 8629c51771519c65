"""Small counts stay hidden from adding and subtracting, at no more blanks than outside programs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError, PromiseBroken
from lakehouse.methods.count_table import TOTAL, CountTable, grouped, intervals, with_margins
from lakehouse.methods.disclosure_attack import recovered
from lakehouse.methods.suppression import Rule, suppressed
from tests.examples import examples
from tests.shared_data import shared

FIVE_BY_FOUR = ("counts5x4_input", ["district", "age"])
CASES = [
    (*FIVE_BY_FOUR, "counts5x4_gauss_suppressed_maxn3_expected", Rule(4)),
    (*FIVE_BY_FOUR, "counts5x4_gauss_suppressed_maxn3_zeros_expected", Rule(4, zeros=True)),
    ("ssb_z1_input", ["region", "hovedint"], "ssb_z1_suppressed_expected", Rule(4)),
]


def table(rows: list[list[int]]) -> CountTable:
    names = [range(len(rows)), list("abcd")[: len(rows[0])]]
    index = pd.MultiIndex.from_product(names, names=["area", "age"])
    return with_margins(pd.Series(np.ravel(rows), index))


@pytest.mark.parametrize(("file", "by", "told", "rule"), CASES)
def test_no_more_blanks_than_an_outside_program(
    file: str, by: list[str], told: str, rule: Rule
) -> None:
    folder = shared("reference", "privacy")
    counts = with_margins(pd.read_csv(folder / f"{file}.csv").set_index(by).iloc[:, 0])
    theirs = pd.read_csv(folder / f"{told}.csv").set_index(by)
    made = suppressed(counts, rule).reindex(theirs.index)
    assert (made["value"] == theirs.iloc[:, 0]).all()
    assert (made["primary"] == theirs["primary"]).all()
    assert made["suppressed"].sum() <= theirs["suppressed"].sum()
    assert recovered(counts, ~made["suppressed"], rule).empty


def test_blanks_without_others_are_recovered() -> None:
    counts = table([[9, 3, 20], [30, 12, 8]])
    alone = ~Rule(5).small(counts.values)
    found = recovered(counts, alone, Rule(5)).set_index("number")
    assert found.loc[[(0, "b")], ["low", "high"]].to_numpy().tolist() == [[3, 3]]
    made = suppressed(counts, Rule(5))
    assert made["suppressed"].sum() == 4 and made.loc[(0, "b"), "primary"]


def test_a_small_sum_is_blank_too() -> None:
    made = suppressed(table([[1, 1], [30, 20]]), Rule(5))
    assert made.loc[(0, TOTAL), "primary"] and made.loc[(0, TOTAL), "suppressed"]


def test_a_table_without_small_counts_is_published_whole() -> None:
    assert not suppressed(table([[5, 0], [9, 7]]), Rule(5))["suppressed"].any()
    assert suppressed(table([[5, 0], [9, 7]]), Rule(5, zeros=True))["suppressed"].any()


def test_one_dimension_is_protected_under_its_plain_names() -> None:
    week = pd.Series([1, 2, 30, 40], index=pd.Index(list("abcd"), name="area"))
    counts = with_margins(week)
    assert counts.values.to_dict() == {"a": 1, "b": 2, "c": 30, "d": 40, TOTAL: 73}
    assert counts.values.index.name == "area"
    made = suppressed(counts, Rule(5))
    assert made["primary"].tolist() == [True, True, False, False, False]
    assert recovered(counts, ~made["suppressed"], Rule(5)).empty


def test_three_dimensions_are_protected() -> None:
    index = pd.MultiIndex.from_product([list("xy"), list("ab"), list("mf")])
    counts = with_margins(pd.Series([9, 12, 1, 8, 20, 7, 11, 30], index))
    assert len(counts.values) == 27
    made = suppressed(counts, Rule(3))
    assert recovered(counts, ~made["suppressed"], Rule(3)).empty


@settings(max_examples=examples(25), deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4),
    st.sampled_from([Rule(3), Rule(5), Rule(5, zeros=True)]),
)
def test_no_blank_is_known_more_closely_than_the_rule_allows(
    rows: list[list[int]], rule: Rule
) -> None:
    counts = table(rows)
    made = suppressed(counts, rule)
    assert made["suppressed"][rule.small(counts.values)].all()
    known = intervals(counts, ~made["suppressed"], rule.least)
    assert (known["high"] - known["low"] >= rule.width).all()
    assert (known["high"][made["primary"]] >= rule.threshold).all()
    true = counts.values[known.index]
    assert ((known["low"] <= true) & (true <= known["high"])).all()
    assert recovered(counts, ~made["suppressed"], rule).empty


def test_groups_are_sums_and_what_has_none_is_in_none() -> None:
    counts = pd.Series([1, 2, 4], index=["x", "y", "z"])
    made = grouped(counts, pd.Series({"x": "west", "y": "west"}))
    assert made.values.to_dict() == {"west": 3}


def test_what_is_no_count_or_contradicts_itself_is_refused() -> None:
    twice = pd.Series([1, 2], pd.MultiIndex.from_tuples([("a", "b"), ("a", "b")]))
    for counts in (twice, -twice[:1], twice[:1] / 2, twice[:1] * np.nan):
        with pytest.raises(PlanError, match="no whole number"):
            with_margins(counts)
    right = table([[9, 3], [4, 8]])
    wrong = CountTable(
        right.values + np.eye(9)[0] * 0.5 - np.eye(9)[2] * 9, right.sums, right.finest
    )
    with pytest.raises(PromiseBroken, match="contradict"):
        intervals(wrong, pd.Series(wrong.values.index != (1, "a"), wrong.values.index))
