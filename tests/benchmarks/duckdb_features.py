"""The features of drawn events by a plain DuckDB script: events meet every later as-of day."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import duckdb

from tests.benchmarks.drawn_events import AS_OF, KINDS, WINDOWS

THREADS = 2
CASES = """
    select case_id, entity_id, date_trunc('month', happened_on)::date as as_of, happened_on,
      happened_on as known_at, outcome
    from read_parquet('{data}/case.parquet')
    where happened_on >= date '{last}' - to_months({before}) and happened_on < date '{last}'
    union all
    select entity_id::varchar, entity_id, date '{last}', null, null, null
    from read_parquet('{data}/entity.parquet')
"""


def aggregates() -> list[str]:
    """One aggregate per feature, over the events known before ``as_of``."""
    made = []
    for days in WINDOWS:
        name = f"of_{days or 'all'}"
        limit = f"happened_on >= as_of - {days} and happened_on < as_of" if days else "true"
        within = f"filter (where {limit})"
        amount = "round(amount * 1e6)::bigint"
        made += [
            f"count(*) {within} as events_{name}",
            f"coalesce(sum(severity) {within}, 0) as severity_{name}",
            f"coalesce(sum(closed::int) {within}, 0) as closed_{name}",
            f"sum({amount}) {within} / (1e6 * count(amount) {within}) as amount_{name}",
            f"count(*) filter (where {limit} and severity >= 8) as severe_{name}",
        ]
        made += [f"count(*) filter (where {limit} and kind = '{k}') as {k}s_{name}" for k in KINDS]
    last = "(happened_on, event_id)"
    return [
        *made,
        "as_of - max(happened_on) as since_event",
        "as_of - max(happened_on) filter (where kind = 'fire') as since_fire",
        "as_of - max(happened_on) filter (where kind = 'crash') as since_crash",
        f"arg_max_null(severity, {last}) as last_severity",
        f"arg_max_null(kind, {last}) as last_kind",
    ]


def features(data: Path, out: Path, days: int) -> dict[str, float]:
    """Write the matrix of ``days`` as-of days to ``out``; wall and processor seconds."""
    began, spent = time.perf_counter(), time.process_time()
    lake = duckdb.connect(config={"threads": THREADS})
    lake.execute("set preserve_insertion_order = false")
    lake.execute("set enable_progress_bar = false")
    cases = CASES.format(data=data, last=AS_OF, before=days - 1)
    lake.execute(f"create table cohort as {cases}")
    lake.execute(
        f"""
        copy (
          with days as (select distinct as_of from cohort),
          made as (
            select entity_id, as_of, {", ".join(aggregates())}
            from read_parquet('{data}/event.parquet') join days on known_on < as_of
            group by entity_id, as_of
          )
          select * from cohort left join made using (entity_id, as_of)
        ) to '{out}' (format parquet)
        """
    )
    return {"wall": time.perf_counter() - began, "cpu": time.process_time() - spent}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--days", type=int, default=48)
    asked = parser.parse_args()
    print(json.dumps(features(asked.data, asked.out, asked.days)))


if __name__ == "__main__":
    main()
