"""Rounded counts are those of an outside program, and sums stay sums."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError
from lakehouse.methods.additive_rounding import RoundingLoss, rounded, rounding_loss
from lakehouse.methods.count_table import TOTAL, CountTable, grouped, with_margins
from tests.examples import examples
from tests.shared_data import shared


def table(rows: list[list[int]]) -> CountTable:
    index = pd.MultiIndex.from_product([range(len(rows)), range(len(rows[0]))])
    return with_margins(pd.Series(np.ravel(rows), index))


def test_rounding_is_that_of_an_outside_program() -> None:
    folder = shared("reference", "privacy")
    by = ["district", "age"]
    counts = pd.read_csv(folder / "counts5x4_input.csv").set_index(by)["freq"]
    whole = with_margins(counts)
    made = rounded(whole, 3)
    for name in ("expected", "inner_expected"):
        told = pd.read_csv(folder / f"counts5x4_plsrounding_base3_{name}.csv").set_index(by)
        assert made.reindex(told.index).tolist() == told["rounded"].tolist()
    text = (folder / "counts5x4_plsrounding_metrics.json").read_text("utf-8")
    said = json.loads(text)["metrics"]
    for loss, kind in (
        (rounding_loss(whole.values, made), ""),
        (rounding_loss(counts, made), "inner_"),
    ):
        assert loss.mean_abs_diff == pytest.approx(said[f"{kind}meanAbsDiff"], abs=1e-9)
        assert loss.root_mean_square == pytest.approx(said[f"{kind}rootMeanSquare"], abs=1e-9)
        assert loss.utility == pytest.approx(said[f"{kind}HDutility"], abs=1e-9)
        assert loss.max_diff == said["maxdiff"]


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=6),
    st.integers(2, 5),
)
def test_published_margins_are_sums_and_small_counts_are_gone(
    rows: list[list[int]], base: int
) -> None:
    counts = table(rows)
    made = rounded(counts, base)
    inner = made.drop(TOTAL, level=0).drop(TOTAL, level=1)
    assert made.equals(with_margins(inner).values)
    assert not inner.between(1, base - 1).any() and (made % 1 == 0).all()
    assert (inner - counts.values[inner.index]).abs().max() < base
    assert np.abs(made[(TOTAL, TOTAL)] - counts.values[(TOTAL, TOTAL)]) <= base


def test_counts_that_are_large_enough_stay() -> None:
    counts = table([[0, 3], [7, 12]])
    assert rounded(counts, 3).equals(counts.values)
    assert rounding_loss(counts.values, counts.values).utility == 1


def test_a_base_of_one_and_a_table_without_its_finest_counts_are_refused() -> None:
    with pytest.raises(PlanError, match="base 1"):
        rounded(table([[1]]), 1)
    few = grouped(pd.Series([1, 2]), pd.Series(["all", "all"]))
    with pytest.raises(PlanError, match="finest count"):
        rounded(few)


def test_a_table_of_one_dimension_and_one_of_zeros_have_a_loss() -> None:
    week = pd.Series([1, 2, 30, 40], index=list("abcd"))
    made = rounded(with_margins(week))
    assert made.to_dict() == {"a": 0, "b": 3, "c": 30, "d": 40, TOTAL: 73}
    assert rounding_loss(week, made).max_diff == 1
    none = with_margins(week * 0)
    assert rounding_loss(none.values, rounded(none)) == RoundingLoss(0, 0, 0, 1)
