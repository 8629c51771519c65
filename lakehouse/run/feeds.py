"""Land what departments delivered and bring their tables, and the balance, up to date."""

from __future__ import annotations

from datetime import date, datetime

from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.refresh import refresh
from lakehouse.run.runner import Run
from lakehouse.store.lake import Written
from lakehouse.store.landing import land
from lakehouse.store.run_log import Moment
from lakehouse.store.state import recall
from lakehouse.tables.governance import delivery


def land_feeds(run: Run, feeds: tuple[Feed, ...]) -> None:
    """Land what is new and bring the departments' tables up to date, one feed after another."""
    folder, changed = run.settings.city.delivered, False
    for feed in feeds:

        def work(feed: Feed = feed) -> Written | None:
            done = land(feed, folder, run.lake, run.log.run)
            for text in done.notices:
                say.say(f"Notice: {text}")
            for error in done.refused:
                run.failed(f"{feed.name}: refused", "refused", error, Moment())
            if not run.lake.exists(feed.landed):
                return None
            table = run.catalogue.tables[feed.fills]
            return refresh(
                run.lake, feed, table, run.settings.city.codes, run.log.run, done.counted
            )

        before = run.unchanged
        run.attempt(feed.name, work)
        changed |= run.unchanged == before
    if changed:
        _balance(run)


def _balance(run: Run) -> None:
    """Write governance.delivery from what each feed's last refresh counted."""
    made = [recall(run.lake.root, f.name) for f in run.catalogue.feeds]
    rows = [dict(b) for m in made if m for b in m.facts.get("balance", [])]
    if not rows:
        return
    for row in rows:
        if isinstance(row["landed_at"], str):
            row["landed_at"] = datetime.fromisoformat(row["landed_at"])
    frame = run.lake.spark.createDataFrame(
        [tuple(r[n] for n in delivery.column_names) for r in rows],
        run.lake.empty(delivery).schema,
    )
    run.lake.write_plain(delivery, frame.coalesce(1), {"run": run.log.run})


def newest_days(run: Run) -> dict[str, date]:
    """The last day of each dated table that a feed fills, from Delta's statistics alone."""
    tables = [run.catalogue.tables[f.fills] for f in run.catalogue.feeds]
    days = {t.name: run.lake.newest(t, t.happened_at) for t in tables if t.happened_at}
    return {name: day for name, day in days.items() if day is not None}
