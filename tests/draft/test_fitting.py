"""Files of a city that nobody here has seen are likened to the tables their department fills."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakehouse.draft.fitting import fitting
from lakehouse.run.contracts.drafting import fillable
from tests.draft.drawn import drafted

FILES = {
    "inspections": (
        "CAMIS,DBA,BORO,ZIPCODE,INSPECTION DATE,VIOLATION CODE,GRADE,Latitude,Longitude,Tract",
        "{n},JOE'S,Queens,11101,01/{d}/2022,04L,A,40.7{n},-73.9{n},0{n}01",
        ("restaurant_inspection_results", "health"),
        "health.food_inspection",
    ),
    "complaints": (
        "CMPLNT_NUM,CMPLNT_FR_DT,RPT_DT,OFNS_DESC,BORO_NM,Latitude,Longitude",
        "{n},01/{d}/2022,01/{d}/2022,ROBBERY,QUEENS,40.7{n},-73.9{n}",
        ("complaint_data", "police"),
        "police.incident",
    ),
    "fires": (
        "STARFIRE_INCIDENT_ID,INCIDENT_DATETIME,ALARM_LEVEL_INDEX_DESCRIPTION,ZIPCODE",
        "{n},01/{d}/2023 09:57:03 AM,Initial Alarm,10472",
        ("fire_incident_dispatch_data", "fire"),
        "fire.incident",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_the_table_of_a_strange_file_is_told_by_columns_name_and_department(
    tmp_path: Path, what: str
) -> None:
    header, row, (feed, department), wanted = FILES[what]
    rows = "".join(row.format(n=100 + n, d=f"{n % 28 + 1:02d}") + "\n" for n in range(60))
    columns = drafted(tmp_path, f"{header}\n{rows}").columns
    assert [t.name for t in fitting(columns, fillable(), feed, department)][:1] == [wanted]


def test_words_are_no_measure(tmp_path: Path) -> None:
    rows = "".join(f"2022-01-{n % 28 + 1:02d},{{}}\n" for n in range(60))
    words = drafted(tmp_path, "day,level_feet\n" + rows.replace("{}", "high")).columns
    feet = drafted(tmp_path, "day,level_feet\n" + rows.replace("{}", "578.4")).columns
    assert [t.name for t in fitting(feet, fillable())] == ["environment.lake_level_day"]
    assert fitting(words, fillable()) == []
