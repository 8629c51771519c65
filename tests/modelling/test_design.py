"""Columns of any kind become numbers and are summed back into what they came from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.design import (
    encoded,
    fit_design,
    fold_back,
    is_category,
    numbers,
    parts_of,
    words,
)

WORDS = ["a"] * 30 + ["b"] * 30 + ["c"] * 3 + [None] * 37
FRAME = pd.DataFrame(
    {
        "kind": WORDS,
        "flag": pd.array([True, False, None, True] * 25, dtype="boolean"),
        "size": [1.0, np.nan, 3.0, 4.0] * 25,
        "void": [np.nan] * 100,
    }
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2.5], False),
        ([True, None], False),
        (["x", None], True),
        ([None, None], False),
        (pd.Categorical(["x"]), True),
        (pd.array([True, None], dtype="boolean"), False),
    ],
)
def test_words_are_told_from_numbers(values: object, expected: bool) -> None:
    assert is_category(pd.Series(values)) is expected


def test_numbers_and_words_of_a_column() -> None:
    assert np.array_equal(numbers(pd.Series([True, None, 2])), [1, np.nan, 2], equal_nan=True)
    assert np.isnan(numbers(pd.Series([np.inf]))[0])
    assert list(words(pd.Series(["x", None]))) == ["x", "(missing)"]


def test_a_linear_design_is_finite_and_centred() -> None:
    design = fit_design(FRAME, linear=True)
    seen = encoded(design, FRAME)
    assert np.isfinite(seen).all() and seen.mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert design.categories == {"kind"}


def test_a_design_for_trees_keeps_what_is_missing() -> None:
    seen = encoded(fit_design(FRAME, linear=False), FRAME)
    assert np.isnan(seen).any() and len(seen) == 100


def test_columns_are_summed_back_into_their_feature() -> None:
    design = fit_design(FRAME, linear=True)
    seen = encoded(design, FRAME)
    back = fold_back(design, np.ones_like(seen), FRAME.index)
    assert list(back.columns) == list(FRAME.columns)
    # Words: a, b, missing, and the rare one; numbers: themselves and their flag.
    assert list(back.iloc[0]) == [4, 2, 2, 2] and back.iloc[0].sum() == seen.shape[1]


def test_the_order_of_columns_and_further_ones_do_not_matter() -> None:
    design = fit_design(FRAME, linear=True)
    other = FRAME[FRAME.columns[::-1]].assign(more=1)
    assert np.array_equal(encoded(design, FRAME), encoded(design, other))


def test_numbers_alone_are_encoded_as_with_words_beside_them() -> None:
    alone = FRAME.drop(columns="kind")
    seen = encoded(fit_design(alone, linear=False), alone)
    design = fit_design(FRAME, linear=False)
    parts = [encoded(design, FRAME)[:, p] for p in parts_of(design)[1:]]
    assert np.array_equal(seen, np.column_stack(parts), equal_nan=True)
