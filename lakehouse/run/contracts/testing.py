"""The command that holds files against a contract as landing would, and writes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pyspark.sql import functions as F

from lakehouse.checks.conform import schema_of
from lakehouse.declare.errors import (
    DeliveryMissing,
    DeliveryRefused,
    NotFound,
    PromiseBroken,
    did_you_mean,
)
from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.run import say
from lakehouse.run.catalogue import find_tables
from lakehouse.run.contracts.tested import Tested, tell
from lakehouse.run.contracts.tested_table import made
from lakehouse.run.feeds.referring import bound
from lakehouse.run.settings import City, load_settings
from lakehouse.store.contract.contract_file import WAITING, status_of
from lakehouse.store.contract.contracts import read_contract, read_contracts
from lakehouse.store.contract.referred import referred, tables_of
from lakehouse.store.formats.delivery import delivered_files, inspect_file, refuse_damaged
from lakehouse.store.formats.reading import stage
from lakehouse.store.lake import Lake
from lakehouse.store.session import open_session


def test(contract: str, files: list[Path], city: str | None) -> int:
    """Say what would become of each file; the exit code of a refusal or a broken table, if any."""
    settings = load_settings(city)
    path = find_contract(contract, settings.city)
    feed = _looked_up(read_contract(path), settings.city)
    if status_of(path) in WAITING:
        say.say(f"{feed.contract} is a draft: nothing lands by it yet.")
    chosen = files or delivered_files(feed, settings.city.delivered)
    if not chosen:
        raise DeliveryMissing(
            f"{feed.name}: no file matches {feed.glob} in {settings.city.delivered}.",
            "Name a file, or correct the path in the contract.",
        )
    with say.working("starting Spark"):
        spark = open_session(settings.spark)
    table = _table_of(feed)
    lake = Lake(spark, settings.lake)
    for name, other in tables_of(feed).items():
        if not lake.exists(other):
            say.say(f"{name} is not in the lake yet: what refers to it waits.")
    code = 0
    for file in chosen:
        with tempfile.TemporaryDirectory(prefix="citylake_test_") as folder:
            try:
                if not file.is_file():
                    raise DeliveryMissing(f"There is no file {file}.", "Name a delivered file.")
                delivery = inspect_file(feed, file, file.parent)
                refuse_damaged(delivery)
                staged = stage(delivery, Path(folder))
                reader = spark.read.schema(schema_of(feed.landed))
                rows = reader.parquet(str(staged.path)).withColumns(
                    {"_file": F.lit(delivery.file), "_delivery": F.lit(delivery.hash)}
                )
                # Landing adds these two: nothing of the contract reads them.
                nothing = {n: F.lit(None) for n in ("_landed_at", "_run")}
                rows = rows.withColumns({"_sequence": F.lit(1), **nothing})
                found = tell(
                    *(rows, staged, lambda good: made(good, feed, table, settings.city)),
                    referred(lake, feed),
                )
            except DeliveryRefused as error:
                say.problem(error)
                found = Tested(0, 0, (error.what,))
        if found.refused:
            code = DeliveryRefused.exit_code
        elif found.fails:
            code = code or PromiseBroken.exit_code
    return code


def _looked_up(feed: Feed, city: City) -> Feed:
    """The feed with the tables of the city that it refers to."""
    if not feed.references:
        return feed
    declared, others = find_tables(), read_contracts(city.folder)
    filled = {f.fills: f.own_table if f.itself else declared.get(f.fills) for f in others}
    return bound(feed, {name: table for name, table in filled.items() if table is not None})


def _table_of(feed: Feed) -> Table | None:
    """The table it fills; None for one that is not decided or not declared yet."""
    if feed.itself:
        return feed.own_table
    table = find_tables().get(feed.fills)
    if table is None:
        say.say(f"{feed.contract} fills {feed.fills}, which is not declared: not tested.")
    return table


def find_contract(name: str, city: City) -> Path:
    """The file of a feed's contract, drafts included, or the file that was named."""
    path = Path(name)
    if path.is_file():
        return path
    files = {p.name.removesuffix(".odcs.yaml"): p for p in city.folder.glob("*.odcs.yaml")}
    if name in files:
        return files[name]
    raise NotFound(
        f"{city.title} has no contract {name}{did_you_mean(name, files)}.",
        "Name a feed of the city (--city), or the file of a contract.",
    )
