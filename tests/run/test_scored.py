"""Rows scored on Spark get what the model says of them, with exact reasons on lists people read."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pyspark.sql import SparkSession

from jobs.risk.food_premises import food_premises
from lakehouse.modelling.calibration import fit_calibrator
from lakehouse.modelling.final import FinalModel
from lakehouse.modelling.reasons import typical
from lakehouse.modelling.trees import BoostedTrees
from lakehouse.run.answers import scored

ROWS = 40


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame({name: rng.normal(size=400).round(2) for name in ("a", "b", "c", "d")})


@pytest.fixture(scope="module")
def model(rows: pd.DataFrame) -> FinalModel:
    # Where one number only counts with another, paths and Shapley's shares differ.
    y = (rows["a"] * rows["b"] + rows["c"] > 0).astype(int).to_numpy()
    fitted, weeks = BoostedTrees(trees=30, depth=3, least_rows=1).fit(rows, y), np.arange(400) // 10
    made = fit_calibrator(fitted.score(rows), y, weeks // 4, weeks, log_odds=True)
    names = {n: n for n in rows}
    return FinalModel("trees", fitted, made, {n: typical(rows[n]) for n in rows}, names, date.min)


@pytest.mark.parametrize(("limit", "exact"), [(ROWS, True), (ROWS - 1, False)])
def test_a_list_has_exact_reasons_up_to_its_limit(
    spark: SparkSession,
    rows: pd.DataFrame,
    model: FinalModel,
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
    exact: bool,
) -> None:
    monkeypatch.setattr(scored, "EXACT_REASONS", limit)
    asked = rows.head(ROWS)
    told = {True: model.predict(asked), False: model.along_paths().predict(asked)}
    assert not told[True].equals(told[False])
    about = [f"{i:02}" for i in range(ROWS)]
    frame = spark.createDataFrame(asked.assign(**{food_premises.about: about}))
    made = scored.score(frame, model, food_premises).toPandas().sort_values(food_premises.about)
    found = made.drop(columns=food_premises.about).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, told[exact])


def test_along_paths_only_reasons_differ(rows: pd.DataFrame, model: FinalModel) -> None:
    exact, quick = model.fitted.contributions(rows), model.along_paths().fitted.contributions(rows)
    assert np.abs(exact - quick).to_numpy().max() > 0.1
    assert np.allclose(exact.sum(axis=1), quick.sum(axis=1), atol=1e-4)
    numbers = ["score", *model.gives]
    whole = model.predict(rows)[numbers]
    pd.testing.assert_frame_equal(whole, model.along_paths().predict(rows)[numbers])
