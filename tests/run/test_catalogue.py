"""The catalogue finds all parts of a city, orders them, and says which do not meet."""

from __future__ import annotations

import shutil
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.risk.food_premises import food_premises
from lakehouse.declare import Column, Forecast, Outlook, Ranking, Table, job
from lakehouse.declare.errors import NotFound, PlanError
from lakehouse.declare.job import Job
from lakehouse.run import catalogue as asked
from lakehouse.run.catalogue import Step, find_steps, in_order, load_catalogue, possible
from lakehouse.run.commands.running import needed
from lakehouse.run.settings import City, load_settings
from lakehouse.tables import city as joined
from lakehouse.tables import health, published, risk

CHICAGO, SAMPLE = (load_settings(name, {}).city for name in ("chicago", "sample"))


def table(name: str) -> Table:
    return Table(name, "One row per thing.", ("id",), (Column("id", "string", "The thing."),))


def step(writes: str, *reads: str) -> Job:
    return Job(lambda: None, tuple(table(r) for r in reads), table(writes), False)


def module(name: str, *functions: Any, **more: Any) -> Any:
    made = types.ModuleType(name)
    for number, function in enumerate(functions):
        function.__module__ = name
        setattr(made, f"f{number}", function)
    for key, value in more.items():
        setattr(made, key, value)
    return made


def job_of(writes: str, *reads: str) -> Any:
    names = ", ".join(r.split(".")[1] for r in reads)
    function = eval(f"lambda {names}: None")
    return job(reads=[table(r) for r in reads], writes=table(writes))(function)


def test_steps_come_after_those_they_read() -> None:
    order = in_order([step("a.c", "a.b"), step("a.b", "a.a"), step("a.a", "landed.x")])
    assert [s.writes.name for s in order] == ["a.a", "a.b", "a.c"]


@settings(deadline=None)
@given(st.permutations(range(6)), st.data())
def test_any_steps_without_a_circle_come_in_order(places: list[int], data: st.DataObject) -> None:
    steps: list[Step] = [
        step(f"a.t{n}", *(f"a.t{m}" for m in data.draw(st.sets(st.sampled_from(range(n))))))
        if n
        else step("a.t0")
        for n in range(6)
    ]
    order = [s.writes.name for s in in_order([steps[p] for p in places])]
    assert sorted(order) == [f"a.t{n}" for n in range(6)]
    for s in steps:
        assert all(order.index(r.name) < order.index(s.writes.name) for r in s.reads)


def test_a_circle_is_named() -> None:
    with pytest.raises(PlanError) as caught:
        in_order([step("a.a", "a.c"), step("a.b", "a.a"), step("a.c", "a.b"), step("a.d")])
    assert "wait for each other" in caught.value.what
    assert all(name in caught.value.what for name in ("a.a", "a.b", "a.c"))
    assert "a.d" not in caught.value.what


def test_a_step_that_reads_what_it_writes_is_a_circle() -> None:
    with pytest.raises(PlanError, match=r"a\.a -> a\.a"):
        in_order([step("a.a", "a.a")])


def test_two_writers_of_one_table_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = job_of("a.a", "a.x"), job_of("a.a", "a.y")
    monkeypatch.setattr(asked, "modules", lambda package: [module("m1", one), module("m2", two)])
    with pytest.raises(PlanError, match=r"Two jobs write a\.a\."):
        find_steps()


def test_a_job_that_is_imported_elsewhere_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = job_of("a.a", "a.x")
    at_home, guest = module("m1", one), types.ModuleType("m2")
    guest.borrowed = one  # type: ignore[attr-defined]
    monkeypatch.setattr(asked, "modules", lambda package: [at_home, guest])
    assert [s.writes.name for s in find_steps()] == ["a.a"]


def test_a_ranking_writes_its_matrix_its_trials_and_its_scores() -> None:
    ranking = food_premises
    assert [t.name for t in ranking.outputs] == [
        "risk.food_premises_features",
        "risk.food_premises_trials",
        "risk.food_premises",
    ]
    plain = next(s for s in find_steps() if isinstance(s, Job))
    assert plain.outputs == (plain.writes,)


@pytest.mark.parametrize("city", [CHICAGO, SAMPLE], ids=lambda c: c.name)
def test_both_cities_fill_what_the_steps_read(city: City) -> None:
    found = load_catalogue(city)
    assert {f.fills for f in found.feeds} >= {
        "health.food_inspection",
        "health.food_violation",
        "licensing.food_licence",
        "police.burglary",
        "services.sanitation_request",
        "weather.day",
    }
    names = [s.writes.name for s in found.steps]
    assert len(set(names)) == len(names) >= 7
    assert names.index("risk.food_premises") > names.index("city.food_visit")
    assert names.index("published.premises_to_inspect_first") > names.index("risk.food_premises")
    for name, declared in found.tables.items():
        assert name == declared.name


def _city(tmp_path: Path, **changed: str) -> City:
    """The sample city's folder with the text of some contracts changed (None: left out)."""
    folder = tmp_path / "sample"
    shutil.copytree(SAMPLE.folder, folder)
    for name, text in changed.items():
        file = folder / f"{name}.odcs.yaml"
        if text:
            old, new = text.split(" -> ")
            assert old in file.read_text("utf-8")
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        else:
            file.unlink()
    return replace(SAMPLE, folder=folder)


def test_a_contract_that_fills_an_unknown_table_is_refused_with_the_nearest(
    tmp_path: Path,
) -> None:
    city = _city(tmp_path, burglary="police.burglary} -> police.burglry}")
    with pytest.raises(PlanError) as caught:
        load_catalogue(city)
    assert "burglary.odcs.yaml fills police.burglry" in caught.value.what
    assert "did you mean police.burglary?" in caught.value.what
    assert "lakehouse/tables" in caught.value.todo


def test_a_job_that_reads_what_no_feed_fills_is_left_out_with_all_that_needs_it(
    tmp_path: Path,
) -> None:
    found = load_catalogue(_city(tmp_path, food_violation=""))
    assert found.left_out["city.food_visit_surroundings"] == "health.food_violation"
    # Through two tables, and still named after what lacks at the root.
    assert found.left_out["published.premises_to_inspect_first"] == "health.food_violation"
    assert not set(found.left_out) & {s.writes.name for s in found.steps}
    assert not set(found.left_out) & set(found.tables)
    assert "city.food_premises" in [s.writes.name for s in found.steps]


def test_a_question_is_asked_without_the_features_of_what_no_feed_fills(tmp_path: Path) -> None:
    found = load_catalogue(_city(tmp_path, burglary=""))
    assert found.left_out["city.food_visit_surroundings"] == "police.burglary"
    assert "published.premises_to_inspect_first" not in found.left_out
    step = next(s for s in found.steps if s.writes is risk.food_premises)
    assert isinstance(step, Ranking)
    assert [t.name for t in step.lacks] == ["police.burglary"]
    # The table of its cases has no column for what is not there.
    cases = found.tables["risk.food_premises_features"].column_names
    assert "burglaries_near" not in cases and "complaints_near" in cases
    # What a table between lacks is told as what a department would have to deliver.
    found = load_catalogue(_city(tmp_path / "other", sanitation_request=""))
    step = next(s for s in found.steps if s.writes is risk.food_premises)
    assert isinstance(step, Ranking)
    assert [t.name for t in step.lacks] == ["services.sanitation_request"]
    said = "No department of the city delivers services.sanitation_request."
    assert said in step.left_out.values()


def test_what_lacks_by_several_ways_is_named_once() -> None:
    one, other = table("a.one"), table("a.other")
    first = Job(lambda: None, (one, other), table("a.first"))
    second = Job(lambda: None, (other, first.writes), table("a.second"))
    assert possible([first, second], [])[1]["a.second"] == "a.one, a.other"


def test_a_job_does_without_a_table_that_it_can_do_without() -> None:
    need, may = table("a.need"), table("a.may")
    either = Job(lambda: None, (need, may), table("a.made"), optional=(may,))
    kept, lacking = possible([either], ["a.need"])
    assert kept == (either,) and lacking == {}
    kept, lacking = possible([either], ["a.may"])
    assert kept == () and lacking == {"a.made": "a.need"}


def test_a_job_may_want_at_least_one_of_the_tables_it_can_do_without() -> None:
    one, other = table("a.one"), table("a.other")
    made = Job(lambda: None, (one, other), table("a.made"), optional=(one, other))
    assert possible([made], [])[0] == (made,)
    wants = replace(made, at_least_one=True)
    assert possible([wants], []) == ((), {"a.made": "a.one, a.other"})
    assert possible([wants], ["a.other"]) == ((wants,), {})


def test_the_platforms_own_tables_need_no_writer() -> None:
    found = load_catalogue(SAMPLE)
    dictionary = next(s for s in found.steps if s.writes is published.what_the_tables_mean)
    assert "governance.table_column" in [t.name for t in dictionary.reads]


def test_a_table_is_found_by_full_or_last_name() -> None:
    found = load_catalogue(SAMPLE)
    assert found.table("city.food_visit") is joined.food_visit
    assert found.table("food_visit") is joined.food_visit


def test_a_misspelt_table_is_not_found_but_the_nearest_is_named() -> None:
    with pytest.raises(NotFound, match="did you mean food_visit") as caught:
        load_catalogue(SAMPLE).table("food_visitt")
    assert "citylake show" in caught.value.todo


def test_a_last_name_that_two_tables_share_needs_the_full_one() -> None:
    with pytest.raises(NotFound) as caught:
        load_catalogue(SAMPLE).table("food_premises")
    assert "city.food_premises" in caught.value.what and "risk.food_premises" in caught.value.what
    assert caught.value.todo == "Give the full name."


def test_who_writes_a_table() -> None:
    found = load_catalogue(SAMPLE)
    feed, ranking = found.written_by(health.food_inspection), found.written_by(risk.food_premises)
    assert getattr(feed, "name", "") == "food_inspection"
    assert isinstance(ranking, Ranking) and found.written_by(ranking.matrix) is ranking
    assert found.written_by(table("a.nobody")) is None


def test_what_is_needed_for_a_table_is_all_it_is_made_of_and_no_more() -> None:
    found = load_catalogue(SAMPLE)
    names = [s.writes.name for s in needed(found, ["published.premises_to_inspect_first"])]
    assert names[-1] == "published.premises_to_inspect_first"
    assert set(names) == {
        "city.area_boundary",
        "city.area_population",
        "city.food_premises",
        "city.food_visit",
        "city.food_visit_area",
        "city.sanitation_complaint",
        "risk.food_premises",
        "published.premises_to_inspect_first",
    }
    assert needed(found, []) == found.steps
    assert needed(found, ["health.food_inspection"]) == ()


def test_what_is_needed_for_a_rankings_trials_is_the_ranking() -> None:
    names = [s.writes.name for s in needed(load_catalogue(SAMPLE), ["food_premises_trials"])]
    assert names[-1] == "risk.food_premises"


def test_an_unknown_table_is_needed_by_nobody() -> None:
    with pytest.raises(NotFound):
        needed(load_catalogue(SAMPLE), ["city.food_vist"])


def test_the_trials_of_every_question_are_published() -> None:
    # A question may be asked by one of the cities alone.
    cities = (load_settings(name, {}).city for name in ("sample", "chicago"))
    steps = [step for city in cities for step in load_catalogue(city).steps]
    judged = {s.trials for s in steps if isinstance(s, (Ranking, Forecast, Outlook))}
    told = next(s for s in steps if s.writes is published.how_good_are_the_models)
    assert len(judged) >= 5 and judged == set(told.reads)
