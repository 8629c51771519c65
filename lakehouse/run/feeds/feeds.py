"""Land what departments delivered and bring their tables, and the balance, up to date."""

from __future__ import annotations

from datetime import date

from lakehouse.declare.feed import Feed
from lakehouse.run import say
from lakehouse.run.computing.lanes import side_by_side
from lakehouse.run.computing.own_tables import balance_deliveries, list_repairs, list_words
from lakehouse.run.computing.runner import Run
from lakehouse.run.contracts.migrating import refuse_unmigrated
from lakehouse.run.feeds.refresh import refresh
from lakehouse.run.quality.quality_tables import list_notices, list_quality, list_volumes
from lakehouse.store.lake import Written
from lakehouse.store.landed.landing import land
from lakehouse.store.run_log import Moment


def land_feeds(run: Run, feeds: tuple[Feed, ...]) -> None:
    """Land what is new and bring the departments' tables up to date, each after those it needs."""
    by_name = {feed.name: feed for feed in feeds}
    fills = {feed.fills: feed.name for feed in feeds}
    waits = {f.name: {fills[r.table] for r in f.references if r.table in fills} for f in feeds}

    def work(name: str) -> None:
        run.attempt(name, lambda: _land(run, by_name[name]))

    side_by_side(run, waits, work)
    account_for(run)


def _land(run: Run, feed: Feed) -> Written | None:
    refuse_unmigrated(run.lake.root, feed)
    done = land(feed, run.settings.city.delivered, run.lake, run.log.run)
    for text in done.notices:
        say.say(f"Notice: {text}")
    for error in done.refused:
        run.failed(f"{feed.name}: refused", "refused", error, Moment())
    if not run.lake.exists(feed.landed):
        return None
    table = run.catalogue.tables[feed.fills]
    return refresh(run.lake, feed, table, run.settings.city.codes, run.log.run, done.counted)


def account_for(run: Run) -> None:
    """Write what the platform knows of the feeds: their balance, words, repairs, quality."""
    balance_deliveries(run)
    list_words(run)
    list_repairs(run)
    list_quality(run)
    list_notices(run)
    list_volumes(run)


def newest_days(run: Run) -> dict[str, date]:
    """The last day of each dated table that a feed fills, from Delta's statistics alone."""
    tables = [run.catalogue.tables[f.fills] for f in run.catalogue.feeds]
    days = {t.name: run.lake.newest(t, t.happened_at) for t in tables if t.happened_at}
    return {name: day for name, day in days.items() if day is not None}
