"""A column says its name, type, meaning and grade, or is refused."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from lakehouse.declare import Column
from lakehouse.declare.column import GRADES, TYPES
from lakehouse.declare.errors import PlanError


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_is_accepted(kind: str) -> None:
    assert Column("a", kind, "What it is.").type == kind


@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_is_accepted(grade: str) -> None:
    assert Column("a", "int", "What it is.", grade=grade).grade == grade


@pytest.mark.parametrize("name", ["a", "a_b", "a1", "_file"])
def test_a_name_of_lower_case_words_is_accepted(name: str) -> None:
    assert Column(name, "int", "What it is.").name == name


@pytest.mark.parametrize("name", ["", "A", "a b", "1a", "a-b", "a`b", "__a", "é"])
def test_another_name_is_refused(name: str) -> None:
    with pytest.raises(PlanError, match="is not a column name") as refused:
        Column(name, "int", "What it is.")
    assert f"'{name}'" in refused.value.what
    assert "lower-case" in refused.value.todo


@pytest.mark.parametrize("kind", ["integer", "INT", "varchar", "decimal(10,2)", ""])
def test_an_unknown_type_is_refused_with_those_there_are(kind: str) -> None:
    with pytest.raises(PlanError, match=r"Column age has the unknown type") as refused:
        Column("age", kind, "Age in years.")
    assert all(known in refused.value.todo for known in TYPES)


def test_an_unknown_grade_is_refused_with_those_there_are() -> None:
    with pytest.raises(PlanError, match=r"Column age has the unknown grade 'secret'") as refused:
        Column("age", "int", "Age in years.", grade="secret")
    assert all(known in refused.value.todo for known in GRADES)


@pytest.mark.parametrize("meaning", ["", "  "])
def test_a_column_without_a_meaning_is_refused(meaning: str) -> None:
    with pytest.raises(PlanError, match="Column age has no meaning"):
        Column("age", "int", meaning)


def test_a_column_is_a_value() -> None:
    column = Column("age", "int", "Age in years.")
    assert column == Column("age", "int", "Age in years.")
    assert column != Column("age", "bigint", "Age in years.")
    with pytest.raises(FrozenInstanceError):
        column.name = "other"  # type: ignore[misc]
