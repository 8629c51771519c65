"""Types, patterns and limits are recognised from texts, and what is doubtful is said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.draft.drawn import column, drafted

DAYS = [date(2019, 11, 25) + timedelta(days=17 * n) for n in range(40)]
SPELT = {
    "yyyy-MM-dd": "%Y-%m-%d",
    "MM/dd/yyyy": "%m/%d/%Y",
    "dd/MM/yyyy": "%d/%m/%Y",
    "dd.MM.yyyy": "%d.%m.%Y",
    "yyyyMMdd": "%Y%m%d",
    "d-MMM-yy": "%d-%b-%y",
    "MMMM d, yyyy": "%B %d, %Y",
    "yyyy-MM-dd'T'HH:mm:ss.SSS": "%Y-%m-%dT00:00:00.000",
    "MM/dd/yyyy hh:mm:ss a": "%m/%d/%Y 12:00:00 AM",
}


@pytest.mark.parametrize("pattern", SPELT)
def test_days_are_known_by_their_pattern(tmp_path: Path, pattern: str) -> None:
    found = column(tmp_path, [d.strftime(SPELT[pattern]) for d in DAYS])
    assert (found.kind.type, found.kind.format) == ("date", pattern)
    assert found.minimum == "2019-01-01"


def test_a_time_of_day_makes_it_a_moment(tmp_path: Path) -> None:
    at = [datetime(2020, 1, 1, 5, 7, 9) + timedelta(hours=31 * n) for n in range(30)]
    for pattern, said in (
        ("MM/dd/yyyy hh:mm:ss a", "%m/%d/%Y %I:%M:%S %p"),
        ("yyyy-MM-dd HH:mm:ss", "%Y-%m-%d %H:%M:%S"),
        ("yyyy-MM-dd'T'HH:mm:ssXXX", "%Y-%m-%dT%H:%M:%SZ"),
    ):
        found = column(tmp_path, [t.strftime(said) for t in at])
        assert (found.kind.type, found.kind.format) == ("timestamp", pattern)


def test_day_and_month_are_told_by_another_column_or_said_to_be_a_guess(tmp_path: Path) -> None:
    doubtful = column(tmp_path, ["03/04/2020", "05/06/2020", "01/02/2021"])
    assert doubtful.kind.format == "MM/dd/yyyy"
    assert any(n.startswith("TODO day and month") for n in doubtful.notes)
    both = drafted(tmp_path, "a,b\n03/04/2020,25/12/2020\n05/06/2020,24/12/2020\n")
    assert [c.kind.format for c in both.columns] == ["dd/MM/yyyy", "dd/MM/yyyy"]
    assert not any("TODO" in n for c in both.columns for n in c.notes)


NUMBERS = {
    "plain": (["1", "-2", "30"], "int", ("", ".", "")),
    "large": (["1", "3000000000"], "bigint", ("", ".", "")),
    "decimals": (["1.5", "2", ".25"], "double", ("", ".", "")),
    "thousands": (["1,265", "652", "7,182"], "int", (",", ".", "")),
    "continental": (["1.265,50", "3,1", "7"], "double", (".", ",", "")),
    "comma": (["1,5", "2", "3,25"], "double", ("", ",", "")),
    "money": (["$1,234.50", "$7.00"], "double", (",", ".", "$")),
    "percent": (["12%", "7.5%"], "double", ("", ".", "%")),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_are_known_by_how_they_are_written(tmp_path: Path, case: str) -> None:
    values, kind, marks = NUMBERS[case]
    found = column(tmp_path, values)
    spelling = found.kind.spelling
    assert found.kind.type == kind
    assert (spelling.thousands, spelling.decimal, spelling.unit) == marks
    assert found.kind.numbers is not None and found.kind.fits.all()
    assert found.minimum <= found.kind.numbers.min()  # type: ignore[operator]
    assert found.maximum >= found.kind.numbers.max()  # type: ignore[operator]


def test_a_comma_that_may_be_either_is_said(tmp_path: Path) -> None:
    assert any("comma" in n for n in column(tmp_path, ["1,265", "2,301"]).notes)
    assert not any("comma" in n for n in column(tmp_path, ["1,265", "52"]).notes)


def test_words_beside_numbers_stand_for_missing(tmp_path: Path) -> None:
    found = column(tmp_path, ["1", "2", "N/A", "3", "-", "4", "5", "M"] * 3)
    assert found.kind.type == "int" and found.kind.spelling.missing == ("-", "M", "N/A")
    assert any("TODO" in n for n in found.notes)
    # Many different words are no gaps: then it is text.
    assert column(tmp_path, ["1", "2", "a", "b", "c", "d", "e"]).kind.type == "string"


def test_what_is_spelt_like_a_number_and_is_none_stays_text(tmp_path: Path) -> None:
    assert column(tmp_path, ["1e999"] * 3).kind.type == "string"
    assert column(tmp_path, ["1e999", *"123456789"]).kind.type == "double"


def test_rows_that_are_not_of_the_type_are_named_by_number(tmp_path: Path) -> None:
    values = [str(d) for d in DAYS[:39]] + ["2020-02-30"]
    found = column(tmp_path, values)
    assert found.kind.type == "date"
    assert any("1 rows" in n and "row 40" in n and "2020-02-30" not in n for n in found.notes)


def test_codes_are_texts_even_when_they_are_digits(tmp_path: Path) -> None:
    many = [str(10_000 + 7 * n) for n in range(60)]
    assert column(tmp_path, many, "Inspection_ID").pattern == "^[0-9]+$"
    zeros = [f"{n:05d}" for n in range(60)]
    assert column(tmp_path, zeros, "Tract").pattern == "^[0-9]{5}$"
    assert column(tmp_path, [f"{n:03d}" for n in range(60)], "x").kind.type == "string"
    assert column(tmp_path, ["12345678901234567890"] * 3, "x").kind.type == "string"
    assert column(tmp_path, many, "Week Number").kind.type == "int"
    assert column(tmp_path, ["0", "1"] * 20, "tavern_license").kind.type == "int"


def test_yes_and_no_are_booleans_but_a_direction_is_not(tmp_path: Path) -> None:
    assert column(tmp_path, ["Y", "N", "", "Y"]).kind.type == "boolean"
    assert column(tmp_path, ["TRUE", "TRUE"]).kind.type == "boolean"
    assert column(tmp_path, ["N", "N"]).kind.type == "string"
    assert column(tmp_path, ["0", "1"], "is_open").kind.type == "boolean"


def test_few_words_that_come_again_are_a_code_list(tmp_path: Path) -> None:
    found = column(tmp_path, ["open", "closed", "open", "late"] * 20)
    assert found.codes == ("closed", "late", "open") and found.required
    assert column(tmp_path, [f"word {n}" for n in range(80)]).codes == ()
    assert column(tmp_path, ["always"] * 80).codes == ()


def test_shapes_become_patterns(tmp_path: Path) -> None:
    found = column(tmp_path, [f"HT{100000 + n}" for n in range(40)], "case")
    assert found.pattern == "^[A-Z]{2}[0-9]{6}$"
    mixed = [f"{n}-{n:02d}" for n in range(30)] + [f"A{n}" for n in range(30)]
    assert column(tmp_path, mixed).pattern == "^([0-9]+-[0-9]{2}|[A-Z][0-9]+)$"
    assert (
        column(tmp_path, [f"Mr {'abcdefgh'[n % 8] * (n + 1)}" for n in range(40)]).pattern is None
    )
