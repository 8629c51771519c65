"""A draft accepts every row of the clean file it was made from, and shows no person's value."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lakehouse.declare.tag import TAGS
from lakehouse.draft.fitting import fitting, select_for
from lakehouse.draft.proposal import Proposal
from lakehouse.draft.written import known_of
from lakehouse.run.catalogue import find_tables
from lakehouse.store.contract.contracts import read_contract
from tests.draft.drawn import column, drafted, text_of
from tests.examples import examples
from tests.store.workbook import DATE, Cell, workbook

DATES = st.dates(date(1950, 1, 1), date(2090, 1, 1))
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1))
KINDS = {
    "whole": st.integers(-(10**6), 10**6).map(str),
    "large": st.integers(0, 10**17).map(str),
    "part": st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: f"{x:.3f}"),
    "day": DATES.map(str),
    "us_day": DATES.map(lambda d: d.strftime("%m/%d/%Y")),
    "moment": MOMENTS.map(lambda t: t.strftime("%Y-%m-%d %H:%M:%S")),
    "code": st.sampled_from(["open", "closed", "late"]),
    "case": st.integers(0, 10**6).map(lambda n: f"HT{n:07d}"),
    "text": st.text("abc xyz éü,'\"#", max_size=30).map(lambda t: t.replace('"', "").strip()),
    "truth": st.sampled_from(["Y", "N"]),
}  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    kinds = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=4))
    rows = draw(st.integers(1, 60))
    gaps = [draw(st.booleans()) for _ in kinds]
    return pd.DataFrame(
        {
            f"{kind} {i}": draw(
                st.lists(
                    st.one_of(st.just(""), KINDS[kind]) if gap else KINDS[kind],
                    min_size=rows,
                    max_size=rows,
                )
            )
            for i, (kind, gap) in enumerate(zip(kinds, gaps, strict=True))
        }
        | {"nth": [str(n) for n in range(rows)]}
    )


def broken(proposal: Proposal) -> list[str]:
    """What a row's value breaks of what the draft says of its column."""
    found = []
    for c in proposal.columns:
        texts, kind = c.texts, c.kind
        gaps = set(kind.spelling.missing)
        for i, value in enumerate(texts.values.to_pylist()):
            if value in gaps:
                continue
            number = np.nan if kind.numbers is None else kind.numbers[i]
            wrong = {
                "type": not kind.fits[i],
                "codes": c.codes and value not in c.codes,
                "pattern": c.pattern and not re.search(c.pattern, value),
                "tag": c.tag and TAGS[c.tag].pattern and not re.search(TAGS[c.tag].pattern, value),
                "low": kind.numbers is not None and c.minimum is not None and number < c.minimum,
                "high": kind.numbers is not None and c.maximum is not None and number > c.maximum,
                "since": kind.moments is not None
                and c.minimum is not None
                and str(kind.moments.iloc[i])[:10] < str(c.minimum),
            }
            found += [f"{c.name}: {what}" for what, so in wrong.items() if so]
        if c.required and (texts.codes < 0).any():
            found.append(f"{c.name}: required")
    keys = [c.texts.codes for c in proposal.columns if c.key]
    if keys and len(np.unique(np.stack(keys), axis=1).T) < proposal.rows:
        found.append("key")
    return found


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_every_row_of_a_clean_file_keeps_the_draft(table: pd.DataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        proposal = drafted(Path(folder), table.to_csv(index=False))
        assert proposal.rows == len(table)
        assert broken(proposal) == []
        moment = [c for c in proposal.columns if c.header.startswith("moment")]
        assert all(c.kind.type in ("timestamp", "date", "string") for c in moment)
        file = Path(folder) / "dog.odcs.yaml"
        file.write_text(text_of(proposal), "utf-8")
        assert [c.header for c in read_contract(file).columns] == list(table.columns)


PEOPLE = "".join(
    f"{n},Ada{n},Love{n % 9}lace,{300 + n:03d} 555 {1000 + n},ada{n}@mail.example,"
    f"{1950 + n % 50}-03-04,AB {100 + n} C,{'f' if n % 3 else 'm'},She told me that on day {n} "
    f"her neighbour at number {n} was loud\n"
    for n in range(60)
)
HEADER = "No,First Name,surname,Phone,contact,Date of Birth,Licence Plate,Sex,Remarks\n"


def test_columns_of_people_are_personal_and_none_of_their_values_is_written(
    tmp_path: Path,
) -> None:
    proposal = drafted(tmp_path, HEADER + PEOPLE)
    tags = {c.name: c.tag for c in proposal.columns}
    assert tags == {
        "no": None,
        "first_name": "person-name",
        "surname": "person-name",
        "phone": "phone",
        "contact": "email",
        "date_of_birth": "date-of-birth",
        "licence_plate": "plate",
        "sex": "sensitive",
        "remarks": "free-text",
    }
    assert all(c.personal for c in proposal.columns if c.name != "no")
    text = text_of(proposal)
    values = {v for row in PEOPLE.splitlines() for v in row.split(",")[1:]}
    assert [v for v in values if len(v) > 1 and v in text] == []
    said = yaml.safe_load(text)["schema"][0]["properties"]
    assert not any("quality" in p for p in said)


def test_a_name_that_only_counts_people_is_not_personal(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 7},{n % 2},Site {n}\n" for n in range(40))
    found = drafted(tmp_path, "id,cases_female_age,mobile_food,name\n" + rows).columns
    assert [c.grade for c in found] == ["open"] * 4


def test_the_shortest_key_is_proposed_and_near_ones_are_told(tmp_path: Path) -> None:
    rows = "".join(f"{s},2020-01-{d:02d},{s * d % 5}\n" for s in (1, 2) for d in range(1, 29))
    found = drafted(tmp_path, "station,day,level\n" + rows)
    assert [c.name for c in found.columns if c.key] == ["station", "day"]
    near = "".join(f"{n or 1},{n}.5\n" for n in range(100))
    told = text_of(drafted(tmp_path, "request_id,x\n" + near))
    assert "request_id tells nearly all rows apart: 2 rows share theirs" in told
    assert "primaryKey" not in told


def test_equal_rows_are_counted(tmp_path: Path) -> None:
    assert drafted(tmp_path, "a,b\n" + "1,x\n" * 5 + "2,y\n").repeats == 4


def test_a_few_repeated_rows_do_not_hide_the_key(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 7}\n" for n in range(300))
    proposal = drafted(tmp_path, "request_id,x\n" + rows + "5,5\n")
    assert [c.name for c in proposal.columns if c.key] == ["request_id"]
    assert "1 rows are equal" in text_of(proposal) and "held back" in text_of(proposal)


def test_days_that_always_follow_each_other_become_a_rule(tmp_path: Path) -> None:
    rows = "".join(f"{n},2020-01-{n % 27 + 1:02d},2020-02-{n % 11 + 1:02d}\n" for n in range(60))
    proposal = drafted(tmp_path, "id,opened,closed\n" + rows)
    assert proposal.in_order == (("opened", "closed"),)
    rule = yaml.safe_load(text_of(proposal))["schema"][0]["quality"][0]
    assert rule["implementation"] == "closed >= opened"


def test_the_day_it_was_known_is_a_day_of_reporting_else_a_year_else_nothing(
    tmp_path: Path,
) -> None:
    def known(header: str, *rows: str) -> str:
        return known_of(drafted(tmp_path, "\n".join([header, *(rows * 3), ""])))[0]

    assert known("happened,reported", "2020-01-01,2020-01-03") == "reported"
    assert known("CMPLNT_FR_DT,RPT_DT", "2020-01-01,2020-01-03") == "rpt_dt"
    assert known("extract,seen", "2020-01-09,2020-01-01", "2020-01-09,2020-01-02") == "seen"
    assert known("at", "2020-01-01 12:30:00") == "cast(at as date)"
    assert known("year", "2012") == "make_date(year + 1, 1, 1)"
    assert known("a", "x") == "null"
    # Edited into date_add(seen, 1) it stays one value.
    text = text_of(drafted(tmp_path, "seen\n2020-01-09\n2020-01-08\n"))
    assert "{property: known, value: 'seen'}" in text


FORMATS = {
    "jsonl": "".join(json.dumps({"Id": n, "Seen": f"2020-01-{n:02d}"}) + "\n" for n in range(1, 9)),
    "json": json.dumps([{"Id": n, "Seen": f"2020-01-{n:02d}"} for n in range(1, 9)]),
    "geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"Id": n, "Seen": f"2020-01-{n:02d}"},
                    "geometry": None,
                }
                for n in range(1, 9)
            ],
        }
    ),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_formats_besides_csv_are_drafted(tmp_path: Path, kind: str) -> None:
    proposal = drafted(tmp_path, FORMATS[kind], f"dog.{kind}")
    said = yaml.safe_load(text_of(proposal))
    assert said["servers"][0]["format"] == kind
    assert [c.kind.type for c in proposal.columns][:2] == ["string", "date"]


def test_a_parquet_file_is_drafted(tmp_path: Path) -> None:
    frame = pd.DataFrame({"at": pd.date_range("2020-01-01", periods=9, freq="7h"), "n": range(9)})
    frame.to_parquet(tmp_path / "dog.parquet")
    proposal = drafted(tmp_path, (tmp_path / "dog.parquet").read_bytes(), "dog.parquet")
    assert [c.kind.type for c in proposal.columns] == ["timestamp", "int"]


def test_tables_of_the_vocabulary_are_known_by_their_columns(tmp_path: Path) -> None:
    rows = "".join(f"{n},2020-01-02,{n},Fail,12 A St,60601\n" for n in range(30))
    proposal = drafted(tmp_path, "Inspection ID,Date,License,Results,Address,Zip\n" + rows)
    tables = [t for t in find_tables().values() if t.schema not in ("city", "risk", "published")]
    assert fitting(proposal.columns, tables)[0].name == "health.food_inspection"
    table = find_tables()["health.food_inspection"]
    select = select_for(table, proposal.columns, "visits")
    assert "license as licence_number" in select and "cast(null as string) as chain" in select
    assert all(f" {c.name}" in select for c in table.columns)


def test_a_sheet_is_drafted_and_days_of_it_need_no_pattern(tmp_path: Path) -> None:
    rows = [
        ["Dog", "Seen", "Weight"],
        *([n, Cell(43831 + n, style=DATE), 4.5 + n] for n in range(30)),
    ]
    proposal = drafted(tmp_path, workbook(*rows), "dog.xlsx")
    assert [c.kind.type for c in proposal.columns] == ["int", "date", "double"]
    assert yaml.safe_load(text_of(proposal))["servers"][0]["format"] == "xlsx"


FIRST = ("Anna", "Jürgen", "Mary-Ann", "Tom", "Zoë")
LAST = ("Müller", "O'Brien", "McDonald", "Lee", "van Dyk")
SIGNED = [f"{first} {last}" for first in FIRST for last in LAST]


@pytest.mark.parametrize("header", ["handled by", "column 7", "Sachbearbeiter", "contact"])
def test_names_of_people_are_nobodys_code_list(tmp_path: Path, header: str) -> None:
    """Twelve people sign all rows: few enough that their names would be listed."""
    made = column(tmp_path, [SIGNED[n % 12] for n in range(300)], header)
    assert (made.tag, made.grade, made.codes) == ("person-name", "personal", ())
    assert any("first and a last name" in note for note in made.notes)
    assert "Müller" not in text_of(
        drafted(tmp_path, f"nth;{header}\n" + "".join(f"{n};{p}\n" for n, p in enumerate(SIGNED)))
    )


@pytest.mark.parametrize("header", ["street", "community area", "complaint type", "station_name"])
def test_what_the_header_names_otherwise_stays_a_code_list(tmp_path: Path, header: str) -> None:
    words = ["Rogers Park", "Lincoln Square", "Albany Park", "Hyde Park"]
    made = column(tmp_path, [words[n % 4] for n in range(300)], header)
    assert made.grade != "personal" and set(made.codes) == set(words)


def test_a_telephone_is_no_key_beside_a_number(tmp_path: Path) -> None:
    rows = "".join(f"312-555-{n:04d},Kim Lee,{n + 7}\n" for n in range(80))
    made = drafted(tmp_path, f"phone,name,case\n{rows}")
    assert [c.name for c in made.columns if c.key] == ["case"]
