"""Every feed, rule, job and ranking of every city fits the others, before a row is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from jobs.risk.food_premises import food_premises
from lakehouse.declare import Job, Ranking, count
from lakehouse.declare.errors import PlanError
from lakehouse.run.catalogue import Catalogue, find_steps, load_catalogue
from lakehouse.run.planning.plan import plan, resolve
from lakehouse.run.settings import load_settings
from lakehouse.store.lake import Lake
from lakehouse.tables import city, health, licensing

CITIES = ("sample", "chicago")


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> Lake:
    return Lake(spark, tmp_path)


def catalogue_of(name: str) -> Catalogue:
    return load_catalogue(load_settings(name, {}).city)


def test_every_city_there_is_is_planned() -> None:
    conf = load_settings("sample", {}).conf
    assert {p.parent.name for p in conf.glob("cities/*/city.toml")} == set(CITIES)


@pytest.mark.whole
@pytest.mark.parametrize("name", CITIES)
def test_the_plan_finds_no_problem(name: str, lake: Lake) -> None:
    # A step is resolved alike in every city: the first that has it is enough.
    others = CITIES[: CITIES.index(name)]
    before = [step for other in others for step in catalogue_of(other).steps]
    whole = catalogue_of(name)
    catalogue = replace(whole, steps=tuple(s for s in whole.steps if s not in before))
    found = list(plan(catalogue, lake, load_settings(name, {}).city.codes))
    assert {what: str(error) for what, error in found if error is not None} == {}
    planned = [what for what, _ in found]
    assert {s.writes.name for s in catalogue.steps} <= set(planned)
    assert {f.contract for f in catalogue.feeds} <= set(planned)
    assert set(catalogue.tables) <= set(planned)
    assert not list(lake.root.iterdir()), "a plan writes nothing"


@pytest.mark.parametrize("name", CITIES)
def test_each_step_comes_after_those_it_reads(name: str) -> None:
    steps = catalogue_of(name).steps
    left = catalogue_of(name).left_out
    assert {s.writes.name for s in find_steps()} - set(left) == {s.writes.name for s in steps}
    # Chicago delivers the rest; patients, streets, fires, air and 311's requests it does not.
    streets = {each for each, why in left.items() if why.startswith(("transport.", "fire."))}
    patients = {"risk.emergency_signal", "risk.emergency_alert", "city.lab_report_day"}
    patients |= {"city.area_age_population", "risk.area_excess_risk"}
    patients |= {"risk.area_case", "risk.area_case_year"}
    patients |= {
        "risk.health_cluster",
        *("risk.visits_ahead", "risk.visits_ahead_trials"),
        *("risk.admissions_ahead", "risk.admissions_ahead_trials"),
        "published.areas_with_excess_risk",
        "published.hospitals_at_risk",
        *("published.infections_now", "published.visits_now"),
        "published.health_clusters",
        *("risk.lab_nowcast", "risk.lab_signal", "risk.lab_alert"),
        "risk.lab_nowcast_accuracy",
        *("risk.visit_nowcast", "risk.visit_nowcast_accuracy"),
        "risk.reproduction_number",
    }
    requests = {"city.reporting_share", "published.what_each_district_gets"}
    requests |= {"published.how_long_requests_take"}
    requests |= {"risk.request_signal", "risk.call_signal"}
    air = {each for each, why in left.items() if why == "environment.air_day"}
    others = set(left) - streets - air
    assert name != "chicago" or (len(streets) == 24 and others == patients | requests)
    assert name != "chicago" or "published.air_to_expect" in air
    place = {step.writes.name: i for i, step in enumerate(steps)}
    late = [
        (t.name, step.writes.name)
        for step in steps
        for t in step.reads
        if place.get(t.name, -1) >= place[step.writes.name]
    ]
    assert late == []


def misspelt(food_inspection: Any, food_licence: Any) -> Any:
    return food_inspection.select("licence_nummer")


def too_little(food_inspection: Any, food_licence: Any) -> Any:
    return food_inspection.selectExpr("licence_number as premises_id")


@pytest.mark.parametrize(
    ("function", "said"), [(misspelt, "licence_nummer"), (too_little, "lacks name")]
)
def test_a_job_that_does_not_fit_is_found(function: Any, said: str, lake: Lake) -> None:
    reads = (health.food_inspection, licensing.food_licence)
    whole = catalogue_of("sample")
    wrong = Catalogue(whole.tables, (), (Job(function, reads, city.food_premises),))
    problems = {what: error for what, error in plan(wrong, lake, {}) if error is not None}
    assert set(problems) == {"city.food_premises"}
    assert isinstance(problems["city.food_premises"], PlanError)
    assert said in str(problems["city.food_premises"])


def test_a_select_and_a_rule_that_do_not_fit_are_found(lake: Lake) -> None:
    whole = catalogue_of("sample")
    feed = next(f for f in whole.feeds if f.name == "burglary")
    wrong = Catalogue(
        {feed.fills: whole.tables[feed.fills], feed.landed.name: feed.landed},
        (replace(feed, select="select nothing_like_it from burglary"),),
        (),
    )
    problems = [str(error) for _, error in plan(wrong, lake, {}) if error is not None]
    assert len(problems) == 1
    assert "sample/burglary.sql" in problems[0] and "nothing_like_it" in problems[0]


def ranking() -> Ranking:
    return food_premises


def test_a_ranking_whose_parts_do_not_fit_is_found(lake: Lake) -> None:
    visits = count("visits", city.food_visit, "premises_id", "earlier visits")
    unbounded = replace(visits, take="count(*)")
    with pytest.raises(PlanError, match=r"feature visits has no \{rows\} in take"):
        resolve(lake, replace(ranking(), features=(unbounded,)))

    def no_outcome(food_visit: Any) -> Any:
        return food_visit.selectExpr("inspection_id as case_id")

    with pytest.raises(PlanError, match="history lacks premises_id, licence_number"):
        resolve(lake, replace(ranking(), history=no_outcome))
