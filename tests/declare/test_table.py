"""A table's key, times and columns fit together, and a result publishes no person."""

from __future__ import annotations

import pytest

from lakehouse.declare import Column, Result, Table
from lakehouse.declare.errors import PlanError

ID = Column("id", "string", "The thing.")
DAY = Column("happened_on", "date", "Day it happened.", required=True)
SIZE = Column("size", "int", "How big.", rule="size > 0")


def thing(name: str = "city.thing", **changed: object) -> Table:
    said: dict[str, object] = {"key": ("id",), "columns": (ID, DAY, SIZE), **changed}
    return Table(name, "One row per thing.", **said)  # type: ignore[arg-type]


def result(name: str = "published.things", *columns: Column) -> Result:
    return Result(
        name,
        "One row per thing.",
        ("id",),
        (ID, *columns),
        decides="Which.",
        audience="Managers",
        refreshed="daily",
    )


def test_a_table_knows_its_schema_last_name_and_columns() -> None:
    made = thing(key=["id"], columns=[ID, DAY, SIZE])
    assert (made.schema, made.last, made.key) == ("city", "thing", ("id",))
    assert made.column_names == ["id", "happened_on", "size"]
    assert made.column("size") is SIZE
    assert hash(made) == hash(thing())


@pytest.mark.parametrize("name", ["thing", "City.thing", "a.b.c", "city.", ".thing", "city.a b"])
def test_a_name_without_schema_and_table_is_refused(name: str) -> None:
    with pytest.raises(PlanError, match="is not a table name"):
        thing(name)


def test_a_column_declared_twice_is_named() -> None:
    with pytest.raises(PlanError, match=r"city\.thing declares happened_on, id twice"):
        thing(columns=(ID, DAY, ID, DAY, SIZE))


@pytest.mark.parametrize(
    "changed",
    [{"key": ("happend_on",)}, {"happened_at": "happend_on"}, {"known_at": "happend_on"}],
    ids=["key", "happened_at", "known_at"],
)
def test_a_key_or_time_that_is_no_column_is_refused_with_the_nearest(
    changed: dict[str, object],
) -> None:
    with pytest.raises(PlanError) as refused:
        thing(**changed)
    assert refused.value.what == (
        "city.thing has no column happend_on (did you mean happened_on?)."
    )
    assert refused.value.todo


def test_a_name_like_no_other_gets_no_guess() -> None:
    with pytest.raises(PlanError) as refused:
        thing().column("zebra")
    assert refused.value.what == "city.thing has no column zebra."


def test_key_and_required_columns_must_be_there_then_come_the_rules() -> None:
    assert thing().rules == (
        ("id is missing", "`id` is not null"),
        ("happened_on is missing", "`happened_on` is not null"),
        ("size breaks: size > 0", "size > 0"),
    )
    assert thing(key=(), columns=(ID,)).rules == ()


def test_the_grade_is_that_of_the_strictest_column() -> None:
    assert thing().grade == "open"
    internal = Column("note", "string", "A note.", grade="internal")
    personal = Column("born_on", "date", "Birthday.", grade="personal")
    assert thing(columns=(ID, internal), happened_at=None).grade == "internal"
    assert thing(columns=(personal, ID, internal)).grade == "personal"


def test_a_result_with_a_personal_column_is_refused_by_name() -> None:
    personal = [Column(n, "string", "Of a person.", grade="personal") for n in ("born", "phone")]
    with pytest.raises(PlanError, match=r"would publish personal columns: born, phone") as refused:
        result("published.things", SIZE, *personal)
    assert "withhold_under" in refused.value.todo


@pytest.mark.parametrize("grade", ["open", "internal", "confidential"])
def test_a_result_may_have_columns_of_other_grades(grade: str) -> None:
    made = result("published.things", Column("note", "string", "A note.", grade=grade))
    assert made.column_names == ["id", "note"]
    assert made.decides == "Which."


def test_a_result_outside_published_is_refused() -> None:
    with pytest.raises(PlanError, match=r"city\.things is a result but not in 'published'"):
        result("city.things")


def test_a_result_keeps_the_rules_of_a_table() -> None:
    with pytest.raises(PlanError, match="declares id twice"):
        result("published.things", ID)
