"""Check the whole city on empty tables: a misspelt column is found before a row is read."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.checks.conform import conform
from lakehouse.checks.mask import masks
from lakehouse.checks.plain import plain
from lakehouse.declare.bounds import Bounds
from lakehouse.declare.complaint_words import KINDS, ComplaintWords
from lakehouse.declare.crash_cost import SEVERITIES, CrashCosts
from lakehouse.declare.errors import CityLakeError, PlanError
from lakehouse.declare.feature import Feature
from lakehouse.declare.feed import Feed
from lakehouse.declare.food_harm import FoodHarm
from lakehouse.declare.forecast import Forecast
from lakehouse.declare.job import AS_OF, Job
from lakehouse.declare.monitor import Monitor
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.timetable import timetable
from lakehouse.run.catalogue import Catalogue, Step
from lakehouse.run.planning.plan_forecast import resolved_forecast
from lakehouse.run.planning.plan_monitor import resolve_monitor
from lakehouse.run.planning.plan_outlook import resolved_outlook
from lakehouse.store.contract.referred import tables_of
from lakehouse.store.contract.vocabulary import Codes, as_vocabulary
from lakehouse.store.lake import Lake
from lakehouse.transform.typed import good, typed
from lakehouse.transform.windows import with_features

ANY_DAY = date(2000, 1, 1)
# A city for looking at columns, where no row is computed.
ANY_CITY = {
    "bounds": Bounds(0.0, 0.0, 1.0, 1.0),
    "crash_costs": CrashCosts(
        "0", "nobody", 2000, "units", 1.0, tuple((s, 1.0) for s in SEVERITIES), ()
    ),
    "food_harm": FoodHarm("0", "nobody", 2000, (3.0, 2.0, 1.0), (("daycare", 4.0),)),
    "complaint_words": ComplaintWords(
        "0", "nobody's", tuple((k, (k,)) for k in KINDS), tuple((k, ()) for k in KINDS)
    ),
}


def plan(
    catalogue: Catalogue, lake: Lake, codes: Codes
) -> Iterator[tuple[str, CityLakeError | None]]:
    """Each feed, rule and step with what is wrong with it, None when nothing is."""
    for table in catalogue.tables.values():
        yield table.name, _checked(table.name, lambda t=table: _rules(lake, t))
    for feed in catalogue.feeds:
        yield (
            feed.contract,
            _checked(feed.contract, lambda f=feed: _feed(catalogue, lake, f, codes)),
        )
    for step in catalogue.steps:
        name = step.writes.name
        yield name, _checked(name, lambda s=step: resolve(lake, s))


def _checked(name: str, check: Any) -> CityLakeError | None:
    try:
        check()
    except CityLakeError as error:
        return error
    except (AnalysisException, ParseException) as error:
        return PlanError(f"{name}: {plain(error)}", "Correct the rule, the job or the SELECT.")
    return None


def _rules(lake: Lake, table: Any) -> None:
    # Asking for the columns makes Spark resolve the rules.
    assert lake.empty(table).select(*masks(table.rules)).columns is not None


def _feed(catalogue: Catalogue, lake: Lake, feed: Feed, codes: Codes) -> None:
    known = {name: lake.empty(table) for name, table in tables_of(feed).items()}
    rows = good(typed(lake.empty(feed.landed), feed, known), feed)
    as_vocabulary(lake.spark, rows, feed, catalogue.tables[feed.fills], codes)


def resolve(lake: Lake, step: Step) -> DataFrame:
    """The frame a step would write, resolved on empty tables; raises :class:`PlanError`."""
    frames = {name: lake.empty(table) for name, table in step.parameters.items()}
    if isinstance(step, Job):
        return conform(call(step.function, frames, ANY_DAY), step.writes)
    if isinstance(step, Forecast):
        return resolved_forecast(step, call(step.series, frames, ANY_DAY))
    if isinstance(step, Monitor):
        return resolve_monitor(step, call(step.series, frames, ANY_DAY), ANY_DAY)
    if isinstance(step, Outlook):
        return resolved_outlook(step, call(step.rows, frames, ANY_DAY))
    return _resolve_ranking(step, frames)


def _resolve_ranking(step: Ranking, frames: dict[str, DataFrame]) -> DataFrame:
    if step.calendar is not None:
        timetable(step.calendar, step.months, date(ANY_DAY.year - 30, 1, 1), ANY_DAY)
    carried = [c.name for c in step.carries]
    asked = {
        "history": ("case_id", *carried, "happened_on", "known_at", "outcome"),
        "waiting": (*carried, "why_no_score"),
    }
    for part, wants in asked.items():
        made = call(getattr(step, part), frames, ANY_DAY)
        absent = [n for n in wants if n not in made.columns]
        if absent:
            raise PlanError(
                f"{step.name}: {part} lacks {', '.join(absent)}.", f"Select them in {part}."
            )
    for feature in step.features:
        if isinstance(feature, Feature) and "{rows}" not in feature.take:
            raise PlanError(
                f"{step.name}: feature {feature.name} has no {{rows}} in take, so its window "
                "would be ignored.",
                "Write {rows} after each aggregate function.",
            )
    cohort = call(step.history, frames, ANY_DAY).withColumn("as_of", F.lit(ANY_DAY))
    facts = {t.name: frames[n] for n, t in step.parameters.items()}
    names = step.matrix.column_names
    return conform(with_features(cohort, step.features, facts).select(*names), step.matrix)


def call(
    function: Any,
    frames: dict[str, DataFrame],
    as_of: date,
    of_city: Mapping[str, Any] = ANY_CITY,
) -> DataFrame:
    """Call a job-like function with the tables, day and settings that its parameters name."""
    asked = inspect.signature(function).parameters
    given: dict[str, Any] = {**frames, AS_OF: as_of, **of_city}
    made = function(**{name: given[name] for name in asked})
    assert isinstance(made, DataFrame)
    return made
