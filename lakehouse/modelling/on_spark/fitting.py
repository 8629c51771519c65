"""Trees and logistic regressions fitted by Spark, as the very classes that memory gives."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lakehouse.modelling.design import fit_design
from lakehouse.modelling.exposure import exposure_of
from lakehouse.modelling.logistic import FittedLogistic, Logistic
from lakehouse.modelling.on_spark.rows import MADE, MARGIN, OUTCOME, made_of
from lakehouse.modelling.trees import BoostedTrees, FittedTrees

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def fit_trees(
    of: BoostedTrees, drawn: pd.DataFrame, rows: DataFrame, count: int, workers: int
) -> FittedTrees:
    """The same trees by xgboost's workers on Spark, each with its part of the rows.

    ``drawn`` rows tell the encoding and the exposure's level. ``workers`` must run at the
    same time: a cluster needs as many free slots.
    """
    from xgboost.spark import SparkXGBClassifier, SparkXGBRegressor

    exposure = exposure_of(drawn, drawn[OUTCOME].to_numpy(), of.exposure)
    design = of.design(drawn.drop(columns=OUTCOME))
    settings = of.settings(design)
    settings |= {"n_estimators": of.trees, "random_state": settings.pop("seed")}
    # A worker has the threads of its task, and a classifier its own objective.
    settings.pop("nthread")
    # xgboost tells a line for every tree otherwise.
    logging.getLogger("XGBoost-PySpark").setLevel(logging.WARNING)
    if not of.counts:
        settings.pop("objective")
    if exposure:
        settings["base_margin_col"] = MARGIN
    kind = SparkXGBRegressor if of.counts else SparkXGBClassifier
    learner = kind(
        features_col=MADE, label_col=OUTCOME, num_workers=workers, verbose=False, **settings
    )
    booster = learner.fit(made_of(rows, design, workers, exposure)).get_booster()
    booster.feature_names = booster.feature_types = None
    return FittedTrees(design, booster, of.nthread, exposure=exposure)


def fit_logistic(
    of: Logistic, drawn: pd.DataFrame, rows: DataFrame, count: int, workers: int
) -> FittedLogistic:
    """The same penalised regression by Spark's own learner, which averages where ours sums."""
    from pyspark.ml.classification import LogisticRegression
    from pyspark.ml.functions import array_to_vector
    from pyspark.sql import functions as F

    design = fit_design(drawn.drop(columns=OUTCOME), linear=True)
    made = made_of(rows, design, workers)
    learner = LogisticRegression(
        featuresCol=MADE,
        labelCol=OUTCOME,
        regParam=1 / (of.C * count),
        elasticNetParam=0.0,
        standardization=False,
        maxIter=200,
        tol=1e-9,
    )
    held = made.withColumn(MADE, array_to_vector(F.col(MADE))).persist()
    try:
        model = learner.fit(held)
    finally:
        held.unpersist()
    return FittedLogistic(design, np.asarray(model.coefficients), float(model.intercept))
