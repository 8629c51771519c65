"""A question with more numbers than memory takes is answered on Spark, by the same commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import write_deltalake
from pyspark.sql import SparkSession

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.figures import pictures
from lakehouse.modelling.on_spark.learner import OnSpark
from lakehouse.modelling.trees import BoostedTrees
from lakehouse.run.answers.matrix import known_windows
from lakehouse.run.answers.past_cases import PastCases, learnt_and_asked, past_cases
from lakehouse.run.answers.trained import play_contest, train_ranking
from lakehouse.run.settings import Models
from lakehouse.store.lake import Lake
from tests.run.sample_run import RANKING

pytestmark = [pytest.mark.doors, pytest.mark.filterwarnings("ignore")]
Made = Any
FEW = {n: RANKING.candidates[n] for n in list(RANKING.candidates)[:2]}
ASKED = replace(
    RANKING, candidates={**FEW, "trees": lambda: BoostedTrees(trees=20, learning_rate=0.2)}
)


@pytest.fixture(scope="module")
def lake(spark: SparkSession, first: Made) -> Lake:
    return Lake(spark, first.lake)


@pytest.fixture(scope="module")
def there(lake: Lake) -> PastCases:
    return past_cases(lake, ASKED, Models(cells_in_memory=lake.rows(ASKED.matrix) * 4))


@pytest.fixture(scope="module")
def here(lake: Lake) -> PastCases:
    return past_cases(lake, ASKED, Models())


def test_only_what_plain_candidates_look_at_comes_into_memory(
    here: PastCases, there: PastCases
) -> None:
    assert set(there.rows.columns) & set(ASKED.learned) == set(there.features)
    assert len(there.features) < 4 < len(here.features)
    assert there.rows["case_id"].tolist() == here.rows["case_id"].tolist()
    assert set(there.sample.columns) == set(ASKED.learned)
    assert isinstance(there.candidates["trees"], OnSpark)


@pytest.mark.whole
def test_the_question_is_answered_like_in_memory(
    first: Made, here: PastCases, there: PastCases, lake: Lake
) -> None:
    stretches = known_windows(lake, ASKED, date(2024, 6, 28))
    asked = replace(ASKED, gates=replace(ASKED.gates, fair=None))
    played = {name: play_contest(asked, stretches, c) for name, c in (("h", here), ("t", there))}
    auc = {
        name: p.summary.query("measure == 'auc'").set_index("candidate")["value"]
        for name, p in played.items()
    }
    plain = list(FEW)
    assert auc["t"][plain].tolist() == auc["h"][plain].tolist()
    assert auc["t"]["trees"] == pytest.approx(auc["h"]["trees"], abs=0.02)
    made = train_ranking(asked, replace(played["t"], winner="trees"), there)
    assert len(made.scores) == 32 and not isinstance(made.final.fitted, OnSpark)
    drawn = pictures(played["t"], made.final.fitted, there.sample[list(made.final.features)])
    assert set(drawn) == {"calibration.png", "capture.png", "importance.png"}


def test_drift_is_told_of_a_sample(lake: Lake) -> None:
    wanted = ASKED.learned[:2]
    few = learnt_and_asked(lake, ASKED, wanted, Models())
    many = learnt_and_asked(lake, ASKED, wanted, Models(cells_in_memory=1))
    for one, other in zip(few, many, strict=True):
        assert len(one) == len(other) and set(other.columns) >= set(wanted)


def test_a_model_is_held_against_the_cases_it_learnt_from(
    spark: SparkSession, tmp_path: Path
) -> None:
    lake, feature = Lake(spark, tmp_path), ASKED.learned[0]
    for then in (1.0, 2.0):
        rows = {"case_id": ["a", "b"], "as_of": ["d", "d"], "outcome": [1, None]}
        made = pa.table(rows | {feature: [then, 9.0]})
        write_deltalake(str(lake.path(ASKED.matrix)), made, mode="overwrite")
    for models in (Models(), Models(cells_in_memory=1)):
        for version, value in ((0, 1.0), (1, 2.0), (None, 2.0), (7, 2.0)):
            past, now = learnt_and_asked(lake, ASKED, [feature], models, version)
            assert (past[feature].tolist(), now[feature].tolist()) == ([value], [9.0])


def test_what_can_only_learn_in_memory_says_so(lake: Lake) -> None:
    with pytest.raises(PlanError, match="in memory") as told:
        past_cases(lake, ASKED, Models(cells_in_memory=1))
    assert "cells_in_memory" in str(told.value.todo)
