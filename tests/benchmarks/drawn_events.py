"""Drawn events of a made-up city, and the ranking whose sixty features are taken from them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, starmap
from pathlib import Path

import duckdb
from pyspark.sql import DataFrame

from lakehouse.declare import Chance, Column, Ranking, Table, average, count, days_since, latest
from lakehouse.declare import total as sum_of
from lakehouse.declare.feature import Feature
from lakehouse.modelling.plain import RankBy
from lakehouse.modelling.windows import Window, months_later

FIRST = date(2018, 1, 1)
MONTHS = 60  # months with events; as-of days are the firsts of the last ones
AS_OF = months_later(FIRST, MONTHS)
KINDS = ("inspection", "complaint", "permit", "fire", "crash", "other")
WINDOWS = (30, 90, 180, 365, None)

_FACT = (
    Column("event_id", "bigint", "The event."),
    Column("entity_id", "bigint", "What it happened to."),
    Column("happened_on", "date", "Day it happened."),
    Column("known_on", "date", "Day it became known."),
    Column("kind", "string", "Kind of event."),
    Column("severity", "int", "From 0 to 9."),
    Column("closed", "boolean", "Whether it was dealt with."),
    Column("amount", "double", "What it cost."),
)
EVENT = Table("drawn.event", "One row per event.", ("event_id",), _FACT, "happened_on", "known_on")
_ENTITY = (Column("entity_id", "bigint", "The entity."),)
ENTITY = Table("drawn.entity", "One row per entity.", ("entity_id",), _ENTITY)
_CASE = (
    *_ENTITY,
    Column("case_id", "string", "The case."),
    Column("happened_on", "date", "Day of the outcome."),
    Column("outcome", "int", "Whether it happened."),
)
CASE = Table("drawn.case", "One row per case.", ("case_id",), _CASE, "happened_on", "happened_on")


def history(case: DataFrame) -> DataFrame:
    """Every entity in every month."""
    return case.selectExpr("*", "happened_on as known_at")


def waiting(entity: DataFrame) -> DataFrame:
    """Every entity."""
    return entity.selectExpr("entity_id", "cast(null as string) as why_no_score")


def _features() -> tuple[Feature, ...]:
    """Eleven measures in five windows, and five of the last event."""
    made: list[Feature] = []
    for days in WINDOWS:
        name = f"of_{days or 'all'}"
        made += [
            count(f"events_{name}", EVENT, "entity_id", "events", days=days),
            sum_of(f"severity_{name}", EVENT, "severity", "entity_id", "severity", days=days),
            sum_of(f"closed_{name}", EVENT, "closed", "entity_id", "closed", days=days),
            average(f"amount_{name}", EVENT, "amount", "entity_id", "mean amount", days=days),
            count(f"severe_{name}", EVENT, "entity_id", "severe", days=days, where="severity >= 8"),
        ]
        for kind in KINDS:
            which = f"kind = '{kind}'"
            made.append(count(f"{kind}s_{name}", EVENT, "entity_id", kind, days=days, where=which))
    return (
        *made,
        days_since("since_event", EVENT, "entity_id", "days since the last event"),
        days_since("since_fire", EVENT, "entity_id", "days since a fire", where="kind = 'fire'"),
        days_since("since_crash", EVENT, "entity_id", "since a crash", where="kind = 'crash'"),
        latest("last_severity", EVENT, "severity", "entity_id", "severity of the last event"),
        latest("last_kind", EVENT, "kind", "entity_id", "kind of the last", type="string"),
    )


RISK = Table("drawn.risk", "One row per entity.", ("entity_id",), _ENTITY)
DRAWN = Ranking(
    name="drawn",
    asks="Which entity is next?",
    about="entity_id",
    reads=(EVENT, ENTITY, CASE),
    history=history,
    waiting=waiting,
    carries=_ENTITY,
    judged_by=Chance(),
    months=1,
    features=_features(),
    candidates={"plain": lambda: RankBy("events_of_all")},
    writes=RISK,
    trials=Table("drawn.trial", "One row per trial.", ("entity_id",), _ENTITY),
)


def stretches(days: int) -> tuple[Window, ...]:
    """The months before the last as-of day, so that there are ``days`` as-of days with it."""
    edges = [months_later(AS_OF, -n) for n in range(days - 1, -1, -1)]
    # With one day nobody is listed in the past: the window holds no case.
    return tuple(starmap(Window, pairwise(edges))) or (Window(date(1900, 1, 1), FIRST),)


def draw(folder: Path, entities: int, events: int) -> None:
    """Parquet files of events, entities and cases; the same for the same sizes.

    Half of the events become known some days after they happened, up to three months.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lake = duckdb.connect(config={"threads": 2})
    kinds = ", ".join(f"'{k}'" for k in KINDS)
    days = (AS_OF - FIRST).days
    drawn = {
        "event": f"""
            with r as (
              select i, hash(i, 1) a, hash(i, 2) b, hash(i, 3) c from range({events}) t(i)
            ),
            d as (select *, date '{FIRST}' + (b % {days})::int as happened_on from r)
            select i::bigint as event_id, (a % {entities})::bigint as entity_id, happened_on,
              happened_on + (if(c % 2 = 0, 0, (c // 2) % if(c % 10 = 1, 90, 10)))::int as known_on,
              [{kinds}][(a // {entities} % {len(KINDS)} + 1)::int] as kind,
              (b // 10000 % 10)::int as severity, c // 64 % 3 > 0 as closed,
              (c // 1024 % 100000)::double / 100 as amount
            from d""",
        "entity": f"select i::bigint as entity_id from range({entities}) t(i)",
        "case": f"""
            select e::bigint as entity_id, e || '|' || m as case_id,
              (date '{FIRST}' + to_months(m::int) + to_days(14))::date as happened_on,
              (hash(e, m) % 2)::int as outcome
            from range({entities}) t(e), range({MONTHS}) s(m)""",
    }
    for name, sql in drawn.items():
        lake.execute(f"copy ({sql}) to '{folder / name}.parquet' (format parquet)")
