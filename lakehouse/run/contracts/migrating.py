"""What is stored under other names or types than declared, and the command that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deltalake import DeltaTable

from lakehouse.declare.errors import PlanError, SettingError, did_you_mean
from lakehouse.declare.feed import Feed
from lakehouse.declare.feed_column import NEW
from lakehouse.run import say
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.contracts.reshaping import apply as bring
from lakehouse.run.contracts.reshaping import refuse_repeated, reshapes
from lakehouse.run.settings import load_settings
from lakehouse.store.delta import delta_log
from lakehouse.store.delta.renamed import holds_values, rename_columns
from lakehouse.store.lock import hold

COMMAND = "citylake migrate"


@dataclass(frozen=True)
class Landed:
    """What landed of a feed beside its contract: ``renames`` are to be applied by the command.

    ``unclear`` are stored columns that hold values and that no property has, while the properties
    ``fresh`` are not stored: each might be one of them under another name.
    """

    renames: Mapping[str, str]
    unclear: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


def landed_beside(lake: Path, feed: Feed) -> Landed:
    """Compare; raises :class:`PlanError` where ``formerly`` names what never landed."""
    path = lake / feed.landed.schema / feed.landed.last
    if not delta_log.exists(path):
        return Landed({})
    stored = {f.name for f in DeltaTable(str(path)).schema().fields}
    mine = {c.name for c in feed.columns}
    renames = {}
    for column in feed.columns:
        if column.formerly in ("", NEW) or column.formerly not in stored:
            continue  # it was renamed, or landed under its new name from the first
        if column.formerly in mine:
            raise PlanError(
                f"{feed.contract}: {column.name} was formerly {column.formerly}, which is a "
                "property too.",
                "Give that one its own name first.",
            )
        renames[column.formerly] = column.name
    if len(set(renames.values())) < len(renames):
        raise PlanError(f"{feed.contract}: two columns would get one name.", "Say formerly once.")
    told = set(renames.values())
    fresh = [c.name for c in feed.columns if c.name not in stored | told and c.formerly != NEW]
    gone = [n for n in sorted(stored - mine - set(renames)) if not n.startswith("_")]
    unclear = [n for n in gone if fresh and holds_values(path, n)]
    return Landed(renames, tuple(unclear), tuple(fresh) if unclear else ())


def refuse_unmigrated(lake: Path, feed: Feed) -> None:
    """Raise :class:`PlanError` naming the command where landed rows would lose values."""
    found = landed_beside(lake, feed)
    if found.unclear:
        raise _unclear(feed, found)
    if found.renames:
        told = ", ".join(f"{old} is now {new}" for old, new in found.renames.items())
        raise PlanError(
            f"{feed.contract}: what landed of {feed.name} has other names: {told}.",
            f"Run {COMMAND} to see it, and {COMMAND} --apply to rename them.",
        )


def _unclear(feed: Feed, found: Landed) -> PlanError:
    near = did_you_mean(found.fresh[0], found.unclear)
    return PlanError(
        f"{feed.contract} describes {', '.join(found.fresh)}, of which nothing landed, and no "
        f"longer {', '.join(found.unclear)}, which holds values{near}.",
        f"Say formerly: {found.unclear[0]} at the property (customProperties) and run {COMMAND}, "
        f"or formerly: {NEW} where it is new.",
    )


def migrate(city: str | None, apply: bool, wait: float) -> int:
    """Print what is stored otherwise than declared; with ``apply`` bring it about.

    Landed columns get the names that contracts say, columns the wider types that are declared,
    tables their new key; what else differs the next run makes anew. Refused before any write where
    a feed is unclear, or rows repeat by a new key. The exit code.
    """
    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    if not settings.lake.is_dir():
        raise SettingError(f"{settings.city.title} has no lake yet.", "Run citylake land.")
    found = {f.name: (f, landed_beside(settings.lake, f)) for f in catalogue.feeds}
    todo = {name: each for name, each in found.items() if each[1].renames}
    for feed, each in found.values():
        for old, new in each.renames.items():
            say.say(f"{feed.landed.name}: {old} becomes {new}")
        if each.unclear:
            raise _unclear(feed, each)
    shapes = reshapes(settings.lake, catalogue.tables.values())
    for line in (line for each in shapes for line in each.lines):
        say.say(line)
    if not todo and not any(each.widens or each.key for each in shapes):
        say.say("Nothing has to be migrated." + (" The next run does the rest." if shapes else ""))
        return 0
    refuse_repeated(shapes)
    if not apply:
        say.say(f"Nothing was changed: {COMMAND} --apply does it, in one commit a table.")
        return 0
    with hold(settings.lake, COMMAND, wait, say.say):
        for feed, each in todo.values():
            path = settings.lake / feed.landed.schema / feed.landed.last
            rename_columns(path, each.renames, {"run": COMMAND})
            say.say(f"{feed.landed.name} v{delta_log.version(path)}: {len(each.renames)} renamed")
        # Looked at again: another run may have held the lake until now.
        shapes = reshapes(settings.lake, catalogue.tables.values())
        bring(settings.lake, shapes, {"run": COMMAND})
    return 0
