"""Values that stand for none are taken for missing: a far day, the word null, a coordinate of 0."""

from __future__ import annotations

from pathlib import Path

from tests.draft.drawn import column, drafted, text_of

DAYS = [f"{n % 12 + 1:02d}/{n % 28 + 1:02d}/2022" for n in range(80)]


def test_a_day_of_1900_beside_days_of_today_is_missing_and_said(tmp_path: Path) -> None:
    made = column(tmp_path, [*DAYS, "01/01/1900", "01/01/1900"], "INSPECTION DATE")
    assert made.kind.type == "date" and made.kind.spelling.missing == ("01/01/1900",)
    assert made.minimum == "2022-01-01" and not made.required
    assert "TODO 2 rows say 01/01/1900, years from all other days: taken for missing" in made.notes
    assert not any("held back" in note for note in made.notes)


def test_a_day_of_1900_among_days_of_its_time_is_a_day(tmp_path: Path) -> None:
    born = [f"01/01/{year}" for year in range(1880, 1960)]
    made = column(tmp_path, born, "BUILT ON")
    assert made.kind.spelling.missing == () and made.required
    assert made.minimum == "1880-01-01"


def test_a_column_that_has_no_other_day_keeps_it(tmp_path: Path) -> None:
    made = column(tmp_path, ["01/01/1900"] * 60, "SINCE")
    assert made.kind.spelling.missing == () and made.required


def test_the_word_null_of_a_database_is_no_code_and_leaves_the_column_open(tmp_path: Path) -> None:
    words = ["FRONT OF", "INSIDE", "REAR OF"] * 30
    made = column(tmp_path, [*words, "(null)"], "LOC_OF_OCCUR_DESC")
    assert made.codes == ("FRONT OF", "INSIDE", "REAR OF") and not made.required
    assert made.kind.spelling.missing == ("(null)",)
    assert column(tmp_path, words, "LOC_OF_OCCUR_DESC").required
    # Whoever writes unknown may have looked.
    asked = column(tmp_path, [*words, "UNKNOWN"], "LOC_OF_OCCUR_DESC")
    assert "UNKNOWN" in asked.codes and asked.required


def test_the_word_null_is_written_as_missing(tmp_path: Path) -> None:
    rows = "".join(f"{n},{'INSIDE' if n % 2 else '(null)'}\n" for n in range(60))
    assert "missing, value: [(null)]" in text_of(drafted(tmp_path, "id,place\n" + rows))


def test_a_number_in_text_is_no_percentage(tmp_path: Path) -> None:
    precinct = [str(n % 123 + 1) for n in range(200)]
    assert column(tmp_path, precinct, "ADDR_PCT_CD").tag is None
    assert column(tmp_path, [f"{n % 90}.5" for n in range(200)], "PCT_DONE").tag == "percent"


def test_both_degrees_in_one_text_are_no_latitude_and_a_persons_where_rows_tell_of_one(
    tmp_path: Path,
) -> None:
    rows = "".join(f'{n},"(40.{n:07d}, -73.{n:06d})",POINT (-73.{n:04d} 40.1)\n' for n in range(60))
    found = {c.name: c for c in drafted(tmp_path, "id,Lat_Lon,Georef\n" + rows).columns}
    assert found["lat_lon"].tag is None and found["georef"].grade == "open"
    people = "".join(f"{row},{'MF'[n % 2]}\n" for n, row in enumerate(rows.splitlines()))
    named = {c.name: c for c in drafted(tmp_path, "id,Lat_Lon,Georef,VIC_SEX\n" + people).columns}
    assert named["lat_lon"].grade == named["georef"].grade == "personal"
