"""What a notebook needs: the lake of a city, any job computed, any question judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from pyspark.sql import DataFrame

from lakehouse.declare.bounds import Bounds
from lakehouse.declare.complaint_words import ComplaintWords
from lakehouse.declare.crash_cost import CrashCosts
from lakehouse.declare.errors import PlanError
from lakehouse.declare.food_harm import FoodHarm
from lakehouse.declare.job import OF_CITY, Job
from lakehouse.declare.narrowed import narrowed
from lakehouse.declare.ranking import Ranking
from lakehouse.modelling.contest import Contest
from lakehouse.run.answers.groups import with_groups
from lakehouse.run.answers.matrix import data_through, known_windows, write_matrix
from lakehouse.run.answers.past_cases import past_cases
from lakehouse.run.answers.ranking import record_of
from lakehouse.run.answers.step import handed
from lakehouse.run.answers.trained import play_contest, train_ranking
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.planning.plan import call
from lakehouse.run.settings import load_settings
from lakehouse.store import tracking
from lakehouse.store.lake import Lake
from lakehouse.store.record.tracking_record import record
from lakehouse.store.session import open_session

SCRATCH = "scratch_"


def open_lake(city: str | None = None) -> Lake:
    """The lake of a city: ``lake = open_lake(); lake.read(city.food_visit)``."""
    settings = load_settings(city)
    return Lake(open_session(settings.spark), settings.lake)


def compute(
    lake: Lake,
    job: Callable[..., Any],
    as_of: date | None = None,
    bounds: Bounds | None = None,
    crash_costs: CrashCosts | None = None,
    food_harm: FoodHarm | None = None,
    complaint_words: ComplaintWords | None = None,
) -> DataFrame:
    """Run any job on the lake and keep what it makes in a scratch schema, not in its table.

    A job that asks for ``bounds`` wants those of the city: ``load_settings(city).city.bounds``; so
    with ``crash_costs``, ``food_harm`` and ``complaint_words``.
    """
    declared: Job = job.job  # type: ignore[attr-defined]
    said: dict[str, Any] = {"bounds": bounds, "crash_costs": crash_costs, "food_harm": food_harm}
    said |= {"complaint_words": complaint_words}
    for name in [name for name in declared.of_city if said[name] is None]:
        raise PlanError(
            f"{declared.writes.name} asks {OF_CITY[name]}.",
            f"Give {name}=load_settings(city).city.{name}.",
        )
    day = as_of or last_day(lake, declared.reads)
    made = call(declared.function, handed(lake, declared), day, said)
    scratch = replace(lake, scratch=SCRATCH)
    scratch.write(declared.writes, made, {"run": "notebook"})
    return scratch.read(declared.writes)


def judge(lake: Lake, asked: Ranking, as_of: date | None = None) -> Contest:
    """Build the question's matrix in the scratch schema and let its candidates compete.

    Without what the city lacks, where the question may do without (``may_lack``).
    """
    asked = narrowed(asked, lake.exists)
    day = as_of or last_day(lake, asked.reads)
    frames = {name: lake.read(table) for name, table in asked.parameters.items()}
    stretches = known_windows(lake, asked, day)
    scratch = replace(lake, scratch=SCRATCH)
    write_matrix(scratch, asked, frames, stretches, day, {"run": "notebook"})
    models = load_settings(lake.root.name).models
    cases = with_groups(lake, asked, past_cases(scratch, asked, models))
    return play_contest(asked, stretches, cases)


def register(lake: Lake, asked: Ranking, played: Contest, name: str) -> tuple[str, str]:
    """Record a judged question in MLflow under ``name``: the version and its card.

    Every candidate is a run, the winner's with the model. No alias moves and nobody's list
    changes: a question becomes the city's own in ``jobs/risk``. Raises :class:`PlanError` for the
    name of a model that the city has.
    """
    settings = load_settings(lake.root.name)
    own = [s.name for s in load_catalogue(settings.city).steps if not isinstance(s, Job)]
    if name.removeprefix(f"{settings.city.name}_") in own:
        raise PlanError(f"{name} is a model of the city.", "Choose a name of your own.")
    asked = narrowed(asked, lake.exists)
    scratch = replace(lake, scratch=SCRATCH)
    day: date = scratch.frame(asked.matrix, names=["as_of"])["as_of"].max()
    stamp = {"as_of": day, "data_through": data_through(lake, asked, day), "model_name": name}
    cases = past_cases(scratch, asked, settings.models)
    made = train_ranking(asked, played, cases)
    tracking.connect(settings.tracking, lake.root / "_models", name)
    kept = record_of(
        scratch, asked, made, cases.sample, stamp, {"made_of": f"notebook {made.scores}"}
    )
    return record(played, made.final, kept), kept.card


def last_day(lake: Lake, tables: tuple[Any, ...]) -> date:
    """The last day that every dated table of ``tables`` reaches."""
    days = [lake.newest(t, t.happened_at) for t in tables if t.happened_at]
    return min(d for d in days if d is not None)
