"""Turn features of any kind into numbers a learner takes, and back into features afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.modelling.ties import Array

MISSING = "(missing)"
FLAG = "missingindicator_"  # before the name of a flag, as scikit-learn names it
RARE = 20  # categories with fewer training rows are taken together


def is_category(column: pd.Series) -> bool:
    """Whether a column holds words; numbers, booleans and missing values are not words."""
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        return False
    if isinstance(column.dtype, pd.CategoricalDtype):
        return True
    return not all(
        isinstance(v, bool | int | float | np.number | np.bool_) for v in column.dropna()
    )


def numbers(column: pd.Series) -> Array:
    """The column as floats; booleans are 0 and 1, what is missing or infinite is NaN."""
    if pd.api.types.is_object_dtype(column):
        column = column.map(lambda value: np.nan if pd.isna(value) else float(value))
    values = column.to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def words(column: pd.Series) -> npt.NDArray[np.object_]:
    """The column as texts, with a word of its own for what is missing."""
    texts = column.astype("string").fillna(MISSING)
    return np.asarray(texts.to_numpy(dtype=object))


def wanted(X: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Those columns of X; PlanError naming the first that is not there."""
    absent = [column for column in columns if column not in X.columns]
    if absent:
        raise PlanError(
            f"The rows have no column {absent[0]}{did_you_mean(absent[0], map(str, X.columns))}.",
            f"Add it to the features; {len(absent)} of {len(columns)} wanted columns are absent.",
        )
    return X[list(columns)]


def both_outcomes(y: npt.NDArray[np.generic]) -> Array:
    """The outcomes as floats; PlanError when one of 0 and 1 does not occur."""
    outcomes = np.asarray(y, dtype=float)
    if set(np.unique(outcomes)) != {0.0, 1.0}:
        raise PlanError(
            f"The {len(outcomes)} training rows do not have both outcomes, 0 and 1.",
            "Train on more windows, or check how the outcome is made.",
        )
    return outcomes


def some_counted(y: npt.NDArray[np.generic]) -> Array:
    """The counts as floats; PlanError when none is above 0."""
    counts = np.asarray(y, dtype=float)
    if not (counts > 0).any():
        raise PlanError(
            f"Nothing was counted in {len(counts)} training rows.",
            "Train on more windows, or check how the outcome is made.",
        )
    return counts


@dataclass(frozen=True)
class Design:
    """A fitted encoding: which features are words, and the transformer of these and of numbers."""

    features: tuple[str, ...]
    categories: frozenset[str]
    transformer: ColumnTransformer


def fit_design(X: pd.DataFrame, *, linear: bool) -> Design:
    """Learn the encoding of all columns of X.

    ``linear``: numbers have the median in place of what is missing, a flag that says so, mean 0
    and spread 1, categories mean 0. Otherwise (trees) numbers stay as they are, NaN included.
    """
    features = tuple(map(str, X.columns))
    categories = frozenset(f for f in features if is_category(X[f]))
    told = [f for f in features if f in categories]
    measured = [f for f in features if f not in categories]
    parts = [("numbers", _of_numbers(linear), measured), ("words", _of_words(linear), told)]
    transformer = ColumnTransformer([part for part in parts if part[-1]])
    transformer.fit(_tidy(X, features, categories))
    return Design(features, categories, transformer)


def encoded(design: Design, X: pd.DataFrame) -> Array:
    """The numbers a learner sees, shape (rows, encoded columns)."""
    if all(encoder == "passthrough" for _, encoder, _ in design.transformer.transformers):
        # Numbers as they are need no transformer, which takes most of the time of a score.
        rows = wanted(X, design.features)
        made = np.empty((len(rows), len(design.features)))
        for i, feature in enumerate(design.features):
            made[:, i] = numbers(rows[feature])
        return made
    tidy = _tidy(X, design.features, design.categories)
    if tidy.empty:
        return np.empty((0, sum(map(len, parts_of(design)))))
    return np.asarray(design.transformer.transform(tidy), dtype=float)


def parts_of(design: Design) -> list[npt.NDArray[np.intp]]:
    """For each feature, which encoded columns are made of it."""
    made = [name.split("__", 1)[1] for name in design.transformer.get_feature_names_out()]
    made_of = np.array([name.removeprefix(FLAG) for name in made])
    return [np.flatnonzero(made_of == feature) for feature in design.features]


def fold_back(design: Design, by_column: Array, index: pd.Index) -> pd.DataFrame:
    """Sum what is said about encoded columns, shape (rows, columns), into the features."""
    sums = [by_column[:, part].sum(axis=1) for part in parts_of(design)]
    return pd.DataFrame(dict(zip(design.features, sums, strict=True)), index=index)


def _of_numbers(linear: bool) -> object:
    if not linear:
        return "passthrough"
    imputer = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    return make_pipeline(imputer, StandardScaler())


def _of_words(linear: bool) -> object:
    one_hot = OneHotEncoder(
        min_frequency=RARE,
        handle_unknown="infrequent_if_exist",
        sparse_output=False,
        feature_name_combiner=_name_of,
    )
    return make_pipeline(one_hot, StandardScaler(with_std=False)) if linear else one_hot


def _name_of(feature: str, category: object) -> str:
    """An encoded column is named after its feature alone, to be summed back into it."""
    return feature


def _tidy(X: pd.DataFrame, features: tuple[str, ...], categories: frozenset[str]) -> pd.DataFrame:
    rows = wanted(X, features)
    return pd.DataFrame(
        {f: words(rows[f]) if f in categories else numbers(rows[f]) for f in features},
        index=rows.index,
    )
