"""A list that won by a signed exception is trained again under it, whoever is asked later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from jobs.risk.building_fire import building_fire
from jobs.risk.food_premises import food_premises
from lakehouse.declare.gates import Fair, Gates
from lakehouse.declare.judge import Chance
from lakehouse.declare.waiver import Waiver, read_back, told
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.final import FinalModel
from lakehouse.modelling.learners import Candidate, Logistic, RankBy
from lakehouse.modelling.windows import as_of_for, windows
from lakehouse.run.answers.groups import with_groups, with_waivers
from lakehouse.run.answers.past_cases import PastCases
from lakehouse.run.answers.trained import Trained, play_contest, train_ranking

# MLflow's own, while it is imported.
pytestmark = pytest.mark.filterwarnings("ignore")
AMONG = windows(date(2012, 1, 1), date(2012, 12, 31))
ROWS = 1500
DAY = date(2013, 1, 1)
ASKED = replace(
    food_premises,
    judged_by=Chance(train_at_least=2, warm_up=0),
    gates=Gates(fair=Fair("district", 0.3), slope_within=(0.5, 2.0)),
)
SIGNED = tuple(
    Waiver("food_premises", "south", rate, "Head", "read again", date(2012, 6, 1), DAY)
    for rate in ("fpr", "fnr")
)


def cases_of_an_unfair_city() -> PastCases:
    """In the north far more is found, so a good list is full of its faultless places."""
    rng = np.random.default_rng(5)
    day = pd.Timestamp("2012-01-01") + pd.to_timedelta(rng.integers(0, 366, ROWS), unit="D")
    rows = pd.DataFrame({"happened_on": day, "past": rng.poisson(0.4, ROWS)})
    rows["as_of"] = as_of_for(rows["happened_on"], AMONG)
    rows["north"] = (rng.random(ROWS) < 0.45).astype(float)
    rows["district"] = np.where(rows["north"] == 1, "north", "south")
    rows["premises_id"] = [f"L{n}" for n in range(ROWS)]
    chance = 1 / (1 + np.exp(2.0 - 0.5 * rows["past"] - 2.0 * rows["north"]))
    rows["outcome"] = (rng.random(ROWS) < chance).astype(int)
    rows = rows.sort_values(["as_of", "happened_on"]).reset_index(drop=True)
    players: dict[str, Candidate] = {"plain": RankBy("past"), "learner": Logistic()}
    return PastCases(rows, rows, ("past", "north"), players)


@dataclass(frozen=True)
class Bare:
    """A lake of which only its place and Spark's settings are asked."""

    root: Path
    spark: Any
    scratch: str = ""

    def path(self, table: Any) -> Path:
        return self.root / f"{self.scratch}risk" / str(table.last)


@pytest.fixture(scope="module")
def unfair() -> PastCases:
    return cases_of_an_unfair_city()


@pytest.fixture(scope="module")
def made(unfair: PastCases) -> Trained[Contest, FinalModel]:
    """What was recorded: the learner, unfair without the exception, won by it."""
    assert play_contest(ASKED, AMONG, unfair).winner == "plain"
    signed = with_waivers(ASKED, city_that_signed(SIGNED), DAY)
    return train_ranking(signed, play_contest(signed, AMONG, unfair), unfair)


def city_that_signed(waivers: tuple[Waiver, ...]) -> Any:
    return SimpleNamespace(city=SimpleNamespace(waivers=waivers), models=None)


@pytest.mark.parametrize("kept", ["in the record", "in the city's file alone"])
def test_a_list_that_won_by_an_exception_comes_out_the_same(
    kept: str,
    unfair: PastCases,
    made: Trained[Contest, FinalModel],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from lakehouse.run.record import reproducing
    from lakehouse.store.record.recorded import Recorded

    assert made.played.winner == "learner"
    written = kept == "in the record"
    tables = {t.name: 0 for t in (*ASKED.reads, ASKED.matrix)}
    was = Recorded(
        *("run", "town_food_premises", "learner", DAY, tables, {}, made.scores, "", {}),
        exceptions=SIGNED if written else None,
    )
    for name, answer in (
        ("as_it_was", SimpleNamespace(repartition=lambda n: None)),
        *(("known_windows", AMONG), ("write_matrix", None), ("past_cases", unfair)),
        ("_features", ()),
    ):
        monkeypatch.setattr(reproducing, name, lambda *_, answer=answer: answer)
    lake: Any = Bare(tmp_path, SimpleNamespace(conf=SimpleNamespace(set=lambda *_: None)))
    city = city_that_signed(() if written else SIGNED)
    metrics, scores, _ = reproducing.again(lake, ASKED, was, 1, city)
    assert scores == made.scores
    ours = made.played.summary.query("candidate == 'learner' and measure == 'auc'")
    assert metrics["auc"] == ours["value"].iloc[0]


def test_an_exception_is_read_back_as_it_was_written() -> None:
    assert tuple(read_back(told(waiver)) for waiver in SIGNED) == SIGNED


class Redrawn:
    """A lake whose outlines were drawn anew after the run that is made again."""

    def exists(self, table: object) -> bool:
        return True

    def frame(self, table: object, version: int | None = None) -> pd.DataFrame:
        area = "7" if version == 3 else "8"
        square = '{"type":"Polygon","coordinates":[[[4,52],[5,52],[5,53],[4,53],[4,52]]]}'
        rows = [("police_district", area, square)]
        return pd.DataFrame(rows, columns=["area_kind", "area", "geometry"])


def test_groups_are_those_of_the_outlines_that_were_recorded() -> None:
    matrix = pd.DataFrame({"latitude": [52.5], "longitude": [4.5]})
    cases, lake = PastCases(matrix, matrix, (), {}), Redrawn()
    fair = building_fire.gates.fair
    assert fair is not None and fair.outlines is not None
    name = fair.outlines.name

    def found(then: dict[str, int] | None) -> list[str | None]:
        made = with_groups(lake, building_fire, cases, then)  # type: ignore[arg-type]
        return list(made.rows["police_district"])

    assert found(None) == ["8"] and found({name: 3}) == ["7"]
    assert found({}) == [None], "there were none then"
