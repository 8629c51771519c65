"""What ``citylake quality`` prints: how right, how timely and how usual the feeds are."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from rich.markup import escape
from rich.table import Table as Grid

from lakehouse.declare.errors import NotFound
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.quality.quality_lines import drifted, held_back, joined, known_frame, noticed
from lakehouse.run.quality.standing import standings, worst
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.landed.raw_rows import cases_of
from lakehouse.tables.governance.quality import DIMENSIONS, arrival, quality, quality_score, volume

RECENT = timedelta(days=28)
LINES = 10


def report(city: str | None, name: str | None) -> int:
    """Print the quality of all feeds, or of those that a table is made of; without Spark."""
    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    feeds, table = _asked(catalogue, name)
    known = standings(settings.lake, catalogue.feeds)
    if not known:
        raise NotFound(f"{settings.city.title} has no quality yet.", "Run citylake land.")
    say.out.print(_today(settings, feeds, known))
    if table is not None:
        found = worst(catalogue, table, known)
        if found:
            say.say(f"{table.name}: at least {found[0]:.2%} right, the worst is {found[1]}.")
        above = catalogue.above([table])[0]
        for line in (*joined(settings.lake, above), *held_back(settings.lake, above)):
            say.say(line)
    for line in drifted(settings.lake, [f.name for f in feeds]):
        say.say(line)
    if name is not None:
        for feed in feeds:
            _past(settings, feed)
    return 0


def _asked(catalogue: Catalogue, name: str | None) -> tuple[list[Feed], Table | None]:
    """The feeds to tell of: all, the one of that name, or those above the table of that name."""
    if name is None:
        return list(catalogue.feeds), None
    own = [f for f in catalogue.feeds if f.name == name]
    if own:
        return own, None
    table = catalogue.table(name)
    above, _ = catalogue.above([table])
    feeds = [f for f in catalogue.feeds if f.fills in above]
    if not feeds:
        raise NotFound(f"{table.name} is made of no feed.", "Ask for a feed or another table.")
    return feeds, table


def _today(settings: Settings, feeds: list[Feed], known: dict[str, dict[str, float]]) -> Grid:
    say.say(f"Quality of {settings.city.title} today: of 100 rows so many are right.")
    # Without lines between its columns it fits into 80 characters.
    grid = Grid(box=None, padding=(0, 1, 0, 0))
    grid.add_column("feed", no_wrap=True)
    for heading in ("complete", "unique", "valid", "consistent", "waiting", "arrival", "odd"):
        grid.add_column(heading, justify="right")
    cases = cases_of(settings.lake)
    waiting = cases[cases["closed_as"].isna()].groupby("source").size()
    arrived = known_frame(settings.lake, arrival).set_index("feed")
    unusual = _unusual(known_frame(settings.lake, volume))
    for feed in feeds:
        shares = known.get(feed.name, {})
        last = arrived.loc[feed.name] if feed.name in arrived.index else None
        grid.add_row(
            feed.name,
            *(f"{100 * shares[d]:.2f}" if shares else "-" for d in DIMENSIONS),
            f"{waiting.get(feed.name, 0):,}",
            "-" if last is None else str(last["status"]),
            str((unusual["table_name"] == feed.fills).sum()),
        )
    grid.caption = "waiting: rows in quarantine; odd: days with unusual numbers in the last 28"
    return grid


def _unusual(volumes: pd.DataFrame) -> pd.DataFrame:
    """The days of the last four weeks of each table that had unusually few or many rows."""
    last = volumes.groupby("table_name")["day"].transform("max")
    odd = volumes["verdict"].isin(["few", "many"])
    return volumes[odd & (volumes["day"] > last - RECENT)]


def _past(settings: Settings, feed: Feed) -> None:
    """What was broken, the last days of landing and the last days with unusual numbers."""
    days = known_frame(settings.lake, quality_score)
    days = days[days["feed"] == feed.name].sort_values("day").tail(LINES)
    rules = known_frame(settings.lake, quality)
    rules = rules[rules["feed"] == feed.name].sort_values(["day", "broken"]).tail(LINES)
    odd = _unusual(known_frame(settings.lake, volume))
    odd = odd[odd["table_name"] == feed.fills].sort_values("day").tail(LINES)
    say.say(f"\n{feed.name} ({feed.owner})")
    for row in days.itertuples():
        say.say(f"  {row.day}  {row.rows:,} rows landed, score {row.score:.4f}")
    for row in rules.itertuples():
        held = "" if row.severity == "error" else " (flagged)"
        say.out.print(escape(f"  {row.day}  {row.broken:,} of {row.rows:,}: {row.rule}{held}"))
    for line in noticed(settings.lake, feed.name):
        say.say(line)
    for row in odd.itertuples():
        usual = f"{row.low:,.0f} to {row.high:,.0f}"
        say.say(f"  {row.day}  {row.verdict}: {row.rows:,} rows happened, usual are {usual}")
