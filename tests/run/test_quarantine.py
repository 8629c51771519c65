"""``citylake quarantine``: what waits is listed without a value, handed out, and let in once."""

from __future__ import annotations

import csv
import shutil
import stat
from pathlib import Path

import pandas as pd
import pytest
import yaml
from click.testing import Result
from pyspark.sql import SparkSession
from typer.testing import CliRunner

from lakehouse.run.cli import app
from lakehouse.store.lake import Lake
from lakehouse.tables import environment, governance, quarantine
from tests.run.town_to_fetch import TOWN
from tests.small_city import CONF

pytestmark = pytest.mark.doors

SECRET = "Rumpelstiltskin"
LEVELS = [
    "2020-01-01,575",
    f"2020-01-02,{SECRET}",
    "2020-01-03,=1+1",
    "2020-02-31,576",
    "2020-01-04",
]
STORED = (environment.lake_level_day, environment.beach_name, quarantine.row, governance.delivery)
LEVEL, BEACH = "lake_level_day", "beach_name"
RISKY = "=Water.Level"  # a column that a spreadsheet would run


class Town:
    """A city of two feeds: a gauge that adds days, and a list of beaches sent whole."""

    def __init__(self, root: Path, spark: SparkSession) -> None:
        self.data, self.out = root / "data" / "town" / "environment", root / "out.csv"
        town = root / "conf" / "cities" / "town"
        town.mkdir(parents=True)
        self.data.mkdir(parents=True)
        for name in ("base.toml", "laptop.toml"):
            shutil.copy(CONF / name, root / "conf")
        (town / "city.toml").write_text(TOWN)
        for city, name in (("chicago", LEVEL), ("sample", BEACH)):
            said = yaml.safe_load((CONF / "cities" / city / f"{name}.odcs.yaml").read_text())
            said["servers"][0]["path"] = f"environment/{name}*.csv"
            said["servers"][0]["delimiter"] = ","
            for each in said["schema"][0]["properties"]:
                each |= {"physicalName": RISKY} if each["name"] == "level" else {}
            entries = [e for e in said["customProperties"] if e["property"] != "refuseOver"]
            said["customProperties"] = [*entries, {"property": "refuseOver", "value": 0.9}]
            # A few released rows are no delivery of which this could be asked.
            many = {"type": "library", "metric": "rowCount", "mustBeGreaterThan": 1}
            said["schema"][0]["quality"] = [many]
            (town / f"{name}.odcs.yaml").write_text(yaml.safe_dump(said))
        shutil.copy(CONF / "cities" / "sample" / f"{BEACH}.sql", town)
        self.env = {"CONF": root / "conf", "DATA": root / "data", "WORK": root / "work"}
        self.lake = Lake(spark, root / "work" / "lake" / "town")

    def say(self, *words: str) -> Result:
        env = {f"CITYLAKE_{name}": str(path) for name, path in self.env.items()}
        return CliRunner().invoke(app, [*words, "--city", "town"], env=env)

    def done(self, *words: str) -> str:
        found = self.say(*words)
        assert found.exit_code == 0, found.output
        return found.output

    def deliver(self, name: str, header: str, rows: list[str]) -> None:
        (self.data / name).write_text("".join(f"{line}\n" for line in (header, *rows)))

    @property
    def versions(self) -> list[int | None]:
        return [self.lake.version(t) for t in STORED]

    @property
    def levels(self) -> dict[str, float]:
        rows = self.lake.frame(environment.lake_level_day)
        return dict(zip(rows["day"].astype(str), rows["level"], strict=True))

    def cases(self, feed: str) -> pd.DataFrame:
        rows = self.lake.frame(quarantine.row)
        return rows[rows["source"] == feed].set_index("row").sort_index()


@pytest.fixture(scope="module")
def town(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = Town(tmp_path_factory.mktemp("town"), spark)
    town.deliver(f"{LEVEL}_1.csv", f"Date.Time,{RISKY}", LEVELS)
    beaches = ["Oak,Oak St,Oak,52.1,4.3", "Elm,Elm St,Elm,99,4.3"]
    town.deliver(f"{BEACH}_1.csv", "written_as,name,short_name,lat,lon", beaches)
    town.done("land")
    return town


def test_the_list_tells_file_row_rule_and_due_day_and_no_value(town: Town) -> None:
    said = town.done("quarantine", "list") + town.done("quarantine", "list", LEVEL)
    for word in ("5 rows wait", "Water.Level is not a double", f"environment/{LEVEL}_1.csv:2"):
        assert word in said
    assert SECRET not in said and "=1+1" not in said
    shown = town.done("show", "quarantine.row")
    assert SECRET not in shown and "content" in shown.splitlines()[-1]


def test_rows_are_handed_out_once_to_one_reader(town: Town) -> None:
    said = town.done("quarantine", "export", LEVEL, "--out", str(town.out))
    assert "4 rows for National Oceanic" in said and "graded internal" in said
    assert stat.S_IMODE(town.out.stat().st_mode) == 0o600
    text = town.out.read_text()
    assert text.splitlines()[0] == f"_case,_file,_row,_reasons,_raw,Date.Time,'{RISKY}"
    assert SECRET in text and "'=1+1" in text and '"2020-01-04"' not in text
    again = town.say("quarantine", "export", LEVEL, "--out", str(town.out))
    assert again.exit_code == 2 and town.out.read_text() == text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((LEVEL, "--row", f"environment/{LEVEL}_1.csv:2", "--set", "level=999"), 4),
        ((LEVEL, "--row", f"environment/{LEVEL}_1.csv:1", "--set", "level=575"), 8),
        ((LEVEL, "--row", f"environment/{LEVEL}_1.csv:2", "--set", "levle=575"), 2),
        ((LEVEL, "--row", "2", "--set", "level=575"), 2),
        ((LEVEL,), 2),
        (("lake_level", "--row", "a:1"), 8),
        ((LEVEL, "--from", "nowhere.csv"), 2),
    ],
    ids=["still broken", "good row", "no column", "no file", "nothing", "no feed", "no such file"],
)
def test_what_cannot_be_released_changes_nothing(
    town: Town, words: tuple[str, ...], code: int
) -> None:
    before = town.versions
    found = town.say("quarantine", "release", *words)
    assert found.exit_code == code and town.versions == before
    assert not [p for p in (town.lake.root / "_released").rglob("*") if p.is_file()]
    assert SECRET not in found.output


def test_a_released_row_enters_once_and_closes_its_case(town: Town) -> None:
    words = ("quarantine", "release", LEVEL, "--row", f"environment/{LEVEL}_1.csv:2")
    town.done(*words, "--set", "level=577.5")
    assert town.levels == {"2020-01-01": 575.0, "2020-01-02": 577.5}
    case = town.cases(LEVEL).loc[2]
    assert case["closed_as"] == "repaired" and case["closed_at"] > case["found_at"]
    landed = town.lake.frame(governance.delivery).set_index("delivery").loc[case["closed_by"]]
    assert landed["file"].startswith(f"_released/{LEVEL}/")
    assert (landed["delivered"], landed["good"]) == (1, 1)
    before = town.versions
    assert "1 rows were closed before" in town.done(*words, "--set", "level=577.5")
    assert town.versions == before


def test_a_corrected_file_brings_back_what_was_corrected(town: Town) -> None:
    with town.out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["_row"] == "3":
            row[f"'{RISKY}"] = "578"
        if row["_row"] == "5":  # could not be split: all of it is written by hand
            row["Date.Time"], row[f"'{RISKY}"] = "2020-01-05", "579"
    corrected = town.out.with_name("corrected.csv")
    with corrected.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    town.done("quarantine", "release", LEVEL, "--from", str(corrected))
    days = ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-05"]
    assert town.levels == dict(zip(days, [575, 577.5, 578, 579], strict=True))
    assert list(town.cases(LEVEL)["closed_as"].fillna("")) == [
        "repaired",
        "repaired",
        "",
        "repaired",
    ]


def test_all_made_anew_keeps_what_was_released(town: Town) -> None:
    levels, cases = town.levels, town.cases(LEVEL)
    (town.lake.root / "_state" / f"{LEVEL}.json").unlink()
    town.done("land", LEVEL)
    assert town.levels == levels
    assert town.cases(LEVEL).astype(str).equals(cases.astype(str))


def test_a_row_released_from_a_snapshot_stands_until_the_next_one(town: Town) -> None:
    def names() -> set[str]:
        return set(town.lake.frame(environment.beach_name)["spelling"])

    row = f"environment/{BEACH}_1.csv:2"
    town.done("quarantine", "release", BEACH, "--row", row, "--set", "lat=52.01")
    assert names() == {"Oak", "Elm"}
    town.deliver(
        f"{BEACH}_2.csv",
        "written_as,name,short_name,lat,lon",
        ["Ash,A,A,52.1,4.3", "Fir,F,F,52.1,4.3"],
    )
    town.done("land", BEACH)
    assert names() == {"Ash", "Fir"}


def test_repairs_are_a_table(town: Town) -> None:
    rows = town.lake.frame(governance.repair).set_index("feed")
    level = rows.loc[LEVEL]
    assert (level["found"], level["repaired"], level["open"]) == (4, 3, 1)
    assert level["median_days"] > 0 and str(level["next_due_on"]) > "2020"
    assert rows.loc[BEACH]["open"] == 0 and rows.loc[BEACH]["owner"] == "Sample city Water"


def test_the_quality_of_the_feeds_is_printed(town: Town) -> None:
    every = town.done("quality")
    assert LEVEL in every and BEACH in every and "80.00" in every
    own = town.done("quality", LEVEL)
    assert "5 rows landed" in own and "1 of 5: Date.Time is not a date" in own
    made = town.done("quality", "environment.beach_name")
    assert "at least 100.00% right, the worst is beach_name" in made and LEVEL not in made
    assert SECRET not in every + own + made
    assert town.say("quality", "beach").exit_code == 8


def test_quality_is_written_by_rule_and_by_day(town: Town) -> None:
    rules = town.lake.frame(governance.quality)
    level = rules[rules["feed"] == LEVEL].set_index("rule")
    assert level.loc["Date.Time is not a date (yyyy-MM-dd)"]["dimension"] == "validity"
    assert level["broken"].to_dict()[f"{RISKY} is not a double"] == 2
    (day,) = town.lake.frame(governance.quality_score).query("feed == @LEVEL").to_dict("records")
    assert (day["rows"], day["completeness"], day["validity"]) == (5, 1.0, pytest.approx(0.2))
    volume = town.lake.frame(governance.volume)
    assert volume["table_name"].tolist() == ["environment.lake_level_day"] * len(volume)
