"""Hand the latest release over to the results' database; that it fails harms no release."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lakehouse.checks.unforeseen import unforeseen
from lakehouse.declare.database import Database
from lakehouse.declare.errors import CityLakeError, NotFound, NotHandedOver, SettingError
from lakehouse.declare.table import Result
from lakehouse.run import say
from lakehouse.run.catalogue import Catalogue, load_catalogue
from lakehouse.run.computing.runner import Run
from lakehouse.run.configured.app_token import password
from lakehouse.run.configured.results_database import results_database
from lakehouse.run.releases.kept import Release, find, latest
from lakehouse.run.settings import Settings, load_settings
from lakehouse.store.database.copied import copied
from lakehouse.store.database.replaced import Filled, Sent, send
from lakehouse.store.database.shape import Shape
from lakehouse.store.lock import hold
from lakehouse.store.run_log import Moment
from lakehouse.tables.governance.quality import SOURCE_QUALITY

STEP = "results.postgresql"


def hand_over(run: Run) -> None:
    """Send what ``latest`` is, where a database is set; what goes wrong is a problem of the run."""
    began = Moment()
    try:
        database = results_database(run.settings)
        release = latest(run.settings.published)
        if database is None or release is None:
            return
        with say.working(STEP):
            sent = send_release(release, run.catalogue, database)
    except CityLakeError as error:
        run.failed(STEP, "failed", error, began)
    except Exception as error:
        run.failed(STEP, "failed", unforeseen(STEP, error, NotHandedOver), began)
    else:
        run.log.step(STEP, "done" if sent else "unchanged", began=began)
        if sent:
            say.say(_sent(release, database))


def send_latest(city: str | None, wait: float, again: bool) -> int:
    """Send what ``latest`` is; the exit code. Raises :class:`NotFound`, and as :func:`send`."""
    settings = load_settings(city)
    database = results_database(settings)
    if database is None:
        raise SettingError(
            "No database is set that releases could be sent to.",
            "Add [results.postgresql] with url and user to conf/base.toml or the profile.",
        )
    with hold(settings.lake, "citylake release send", wait, say.say):
        release = find(settings.published, "latest")
        sent = send_release(release, load_catalogue(settings.city), database, again)
    where = f"{database.host}/{database.name}"
    say.say(_sent(release, database) if sent else f"{where} has release {release.name} already.")
    return 0


def after_withdrawal(settings: Settings) -> None:
    """Send what ``latest`` is now, so that nobody reads on what was withdrawn."""
    database, release = results_database(settings), latest(settings.published)
    if database is None:
        return
    if release is None:
        raise NotFound(
            f"No release stands, and {database.host}/{database.name} still has the withdrawn one.",
            "Publish another one, or have its tables emptied.",
        )
    if send_release(release, load_catalogue(settings.city), database):
        say.say(_sent(release, database))


def send_release(
    release: Release, catalogue: Catalogue, database: Database, again: bool = False
) -> bool:
    """Send a release as its files have it; False where the database has just this one."""
    secret = password(database.variable)
    with tempfile.TemporaryDirectory(prefix="citylake-send-") as folder:
        tables = [_filled(release, name, catalogue, Path(folder)) for name in release.tables]
        said = release.manifest
        about = {
            "city": said.get("city"),
            "as_of": str(release.day),
            "licence": said.get("licence"),
        }
        return send(database, secret, Sent(release.name, about, tables), again)


def _filled(release: Release, name: str, catalogue: Catalogue, folder: Path) -> Filled:
    """A table as PostgreSQL takes it, with the words of its declaration where there is one."""
    table = catalogue.tables.get(f"published.{name}")
    declared = {c.name: c for c in (*(table.columns if table else ()), SOURCE_QUALITY)}
    file = folder / f"{name}.csv"
    types, rows = copied(release.folder / f"{name}.parquet", declared.values(), file)
    columns = {c: (t, declared[c].meaning if c in declared else "") for c, t in types.items()}
    key = tuple(table.key) if table and set(table.key) <= set(columns) else ()
    told = release.results.get(name, {})
    about = {n: told.get(n) for n in ("as_of", "data_through", "grade")}
    about["delta_version"] = told.get("delta", {}).get("version")
    return Filled(name, Shape(columns, key, _words(table)), file, rows, about)


def _words(table: object) -> str:
    return f"{table.one_row} Decides: {table.decides}" if isinstance(table, Result) else ""


def _sent(release: Release, database: Database) -> str:
    where = f"{database.host}/{database.name}, schema {database.schema}"
    return f"Sent: release {release.name} with {len(release.tables)} tables to {where}."
