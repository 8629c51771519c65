"""On Chicago's own files a list clears the bar that its question set, or it is the plain one."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from deltalake import DeltaTable
from pyspark.sql import SparkSession
from typer.testing import CliRunner

from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.cli import app
from lakehouse.run.settings import load_settings
from tests.shared_data import shared
from tests.small_city import CONF

pytestmark = [pytest.mark.doors, pytest.mark.whole, pytest.mark.filterwarnings("ignore")]
FOOD, CROSSING = "risk.food_premises", "risk.intersection_crash"
SQUARES = "risk.incident_surface"
SHRUNK = "past critical violations per visit"
TOP = "capture_first_5_percent"
BARS = ("last three years", "all years weighted 0.8 per year back")


def conf_of_questions(folder: Path) -> Path:
    """A copy of conf/ whose Chicago delivers only what the questions are made of."""
    catalogue = load_catalogue(load_settings("chicago", {}).city)
    above, _ = catalogue.above(catalogue.table(name) for name in (FOOD, CROSSING, SQUARES))
    kept = {feed.name for feed in catalogue.feeds if feed.fills in above}
    conf: Path = shutil.copytree(CONF, folder / "conf")
    for file in (conf / "cities" / "chicago").glob("*.odcs.yaml"):
        if file.name.split(".")[0] not in kept:
            file.unlink()
            file.with_name(file.name.replace(".odcs.yaml", ".sql")).unlink(missing_ok=True)
    return conf


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lake after the questions were asked of the last day that the files reach."""
    delivered, folder = shared("data", "chicago").parent, tmp_path_factory.mktemp("chicago")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings(action="ignore"):
        patch.setenv("CITYLAKE_CONF", str(conf_of_questions(folder)))
        patch.setenv("CITYLAKE_DATA", str(delivered))
        patch.setenv("CITYLAKE_WORK", str(folder / "work"))
        ended = CliRunner().invoke(app, ["run", FOOD, CROSSING, SQUARES, "--city", "chicago"])
    assert ended.exit_code == 0, ended.output
    return folder / "work" / "lake" / "chicago"


def frame(lake: Path, name: str) -> pd.DataFrame:
    return DeltaTable(str(lake / name.replace(".", "/"))).to_pandas()


def judged(lake: Path, name: str) -> tuple[pd.DataFrame, Any]:
    """The trials over all windows by candidate and measure, and who was published."""
    told = frame(lake, f"{name}_trials").query("window == 'all'")
    (winner,) = told[told["chosen"]]["candidate"].unique()
    (published,) = frame(lake, name)["candidate"].dropna().unique()
    assert published == winner, "the list is the winner's"
    return told.set_index(["candidate", "measure"]).sort_index(), winner


def test_the_food_list_clears_its_bar_or_the_plain_list_is_published(lake: Path) -> None:
    told, winner = judged(lake, FOOD)
    windows = frame(lake, f"{FOOD}_trials").query("measure == 'auc' and window != 'all'")
    assert windows["window"].nunique() >= 3
    if told.loc[(winner, "auc"), "plain"]:
        return
    auc, slope = told.loc[(winner, "auc")], told.loc[(winner, "calibration_slope")]
    assert auc["value"] - told.loc[(SHRUNK, "auc"), "value"] >= 0.03
    assert auc["difference_low"] > 0, "sure to rank better than the best plain candidate"
    assert slope["low"] <= 1 <= slope["high"]
    earlier = told.loc[(winner, "days_earlier"), "value"]
    assert earlier > told.loc[(winner, "days_earlier_by_lot"), "value"]


def test_the_crossings_clear_their_bars_or_the_plain_list_is_published(lake: Path) -> None:
    told, winner = judged(lake, CROSSING)
    if told.loc[(winner, TOP), "plain"]:
        return
    for bar in BARS:
        assert told.loc[(winner, TOP), "value"] > told.loc[(bar, TOP), "value"], bar
    assert told.loc[(winner, TOP), "difference_low"] > 0
    level, slope = (
        told.loc[(winner, name)] for name in ("observed_per_expected", "calibration_slope")
    )
    assert level["low"] >= 0.8 and level["high"] <= 1.25
    assert slope["low"] >= 0.8 and slope["high"] <= 1.25


def test_every_row_has_a_score_or_a_reason(lake: Path) -> None:
    for name in (FOOD, CROSSING):
        rows = frame(lake, name)
        assert (rows["rank"].notna() ^ rows["why_no_score"].notna()).all() and len(rows) > 1000


def test_no_district_is_refused_for_what_a_few_squares_of_it_showed(lake: Path) -> None:
    """Of some districts two squares are listed, the same ones month after month."""
    groups = frame(lake, "governance.model_group").query("model == 'chicago_incident_surface'")
    bars = groups[groups["counts"].astype(bool) & (groups["measure"] == "fdr")]
    assert bars["group"].nunique() >= 18 and not (bars["verdict"] == "fail").any()
    assert frame(lake, SQUARES)["expected"].notna().all()
