"""A ranking's parts fit together, or it is refused when its file is imported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lakehouse.declare import (
    Capture,
    Chance,
    Column,
    Costly,
    Derived,
    Ranking,
    Reporting,
    Table,
    count,
)
from lakehouse.declare.errors import PlanError

COLUMNS = (
    Column("id", "string", "The visit."),
    Column("place", "string", "The place."),
    Column("on", "date", "Day of the visit."),
)
VISIT = Table("city.visit", "One row per visit.", ("id",), COLUMNS, "on", "on", "Health")
OTHER = Table("city.other", "One row per thing.", ("id",), COLUMNS, "on", "on")
SCORES = Table("risk.place", "One row per place.", ("id",), COLUMNS)
TRIALS = Table("risk.place_trials", "One row per trial.", ("id",), COLUMNS)
VISITS = count("visits", VISIT, "place", "earlier visits")


def history(visit: Any) -> Any:
    """Visits."""


def waiting(visit: Any, as_of: date) -> Any:
    """Places."""


def ranking(**changed: Any) -> Ranking:
    said: dict[str, Any] = {
        "name": "place",
        "asks": "Which place?",
        "about": "place",
        "reads": (VISIT,),
        "history": history,
        "waiting": waiting,
        "carries": (Column("place", "string", "The place."),),
        "months": 2,
        "features": (VISITS,),
        "candidates": {},
        "writes": SCORES,
        "trials": TRIALS,
        "owner": "Health",
    }
    return Ranking(**{**said, **changed})


def test_parts_that_fit_make_a_ranking() -> None:
    hidden = Derived("many", "many visits", "visits > 3", "int", learn=False)
    made = ranking(features=(VISITS, hidden))
    assert made.parameters == {"visit": VISIT}
    assert made.learned == ["visits"]
    assert made.meanings == {"visits": "earlier visits", "many": "many visits"}


def test_a_list_is_made_once_a_window_or_every_so_many_days() -> None:
    assert ranking().list_days is None and ranking(list_days=7).list_days == 7
    with pytest.raises(PlanError, match="place makes its list every 0 days"):
        ranking(list_days=0)


def test_features_of_one_name_are_refused() -> None:
    again = Derived("visits", "visits again", "1")
    with pytest.raises(PlanError, match="place declares the features visits twice"):
        ranking(features=(VISITS, again))


def test_a_feature_over_a_table_that_is_not_read_is_refused() -> None:
    with pytest.raises(PlanError, match=r"feature others looks at city\.other, which") as refused:
        ranking(features=(VISITS, count("others", OTHER, "place", "m")))
    assert refused.value.todo == "Add the table to reads=."


def test_a_costly_feature_is_declared_like_any_other_and_its_code_counts() -> None:
    free = Costly("gap", "usual days between visits", VISIT, len, ("place",), ("on",))
    made = ranking(features=(VISITS, free))
    assert made.learned == ["visits", "gap"] and made.meanings["gap"] == free.meaning
    assert made.matrix.column("gap").type == "double"
    assert made.functions == (history, waiting, len)
    with pytest.raises(PlanError, match=r"feature gap looks at city\.visit, which the ranking"):
        ranking(reads=(OTHER,), history=waiting_only, waiting=waiting_only, features=(free,))


def waiting_only(as_of: date) -> Any:
    """Nothing is read."""


def test_a_costly_feature_wants_days_and_columns_that_are_there() -> None:
    with pytest.raises(PlanError, match=r"wants plase of city\.visit \(did you mean place\?\)"):
        Costly("gap", "m", VISIT, len, ("plase",), ("on",))
    with pytest.raises(PlanError, match=r"wants by of city\.visit"):
        Costly("gap", "m", VISIT, len, ("place",), ("by",))
    with pytest.raises(PlanError, match="does not say when a row happened and became known"):
        Costly("gap", "m", SCORES, len, ("place",), ("on",))


def test_an_order_is_corrected_by_a_column_that_the_cases_carry() -> None:
    share = Table("city.share", "One row per place.", ("id",), COLUMNS)
    made = ranking(judged_by=Capture(0.1, reporting=Reporting(share, "place")))
    assert made.optional == (share,) and ranking(judged_by=Capture(0.1)).optional == ()
    with pytest.raises(PlanError, match="place is corrected by area, which its cases do not carry"):
        ranking(judged_by=Capture(0.1, reporting=Reporting(share, "area")))


@pytest.mark.parametrize("part", ["history", "waiting"])
def test_a_misspelt_parameter_is_refused_with_the_nearest_table(part: str) -> None:
    def wrong(visits: Any) -> Any: ...

    wants: dict[str, Callable[..., Any]] = {part: wrong}
    with pytest.raises(PlanError) as refused:
        ranking(**wants)
    assert refused.value.what == (
        "place wants visits, which it does not read (did you mean visit?)."
    )


def test_the_matrix_has_the_case_the_day_what_is_carried_and_the_features() -> None:
    matrix = ranking(features=(VISITS, Derived("many", "many visits", "visits > 3", "int"))).matrix
    assert matrix.name == "risk.place_features"
    assert matrix.key == ("case_id", "as_of")
    assert matrix.owner == "Health"
    assert matrix.column_names == [
        *("case_id", "place", "as_of", "happened_on", "known_at", "outcome", "visits", "many"),
    ]
    assert [matrix.column(n).type for n in ("visits", "many")] == ["double", "int"]


def test_a_feature_named_like_a_fixed_column_is_refused() -> None:
    clash = ranking(features=(Derived("outcome", "the outcome itself", "1"),))
    with pytest.raises(PlanError, match="declares outcome twice"):
        clash.matrix  # noqa: B018


def test_a_ranking_of_counts_says_what_its_top_has_to_beat() -> None:
    assert ranking().judged_by == Chance()
    told = Capture(0.05, ("visits before",))
    made = ranking(judged_by=told, candidates={"visits before": lambda: None})
    assert made.judged_by == told
    with pytest.raises(PlanError, match=r"visits befor, which .* \(did you mean visits before"):
        ranking(judged_by=Capture(0.05, ("visits befor",)), candidates={"visits before": None})
