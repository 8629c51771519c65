"""The commands about releases: what they print."""

from __future__ import annotations

from markupsafe import Markup
from rich.markup import escape
from rich.table import Table as Grid

from lakehouse.declare.errors import NotFound, did_you_mean
from lakehouse.portal.said.wording import read_words
from lakehouse.portal.views.changeview import changes_view
from lakehouse.run import say
from lakehouse.run.catalogue import load_catalogue
from lakehouse.run.published.handed import DELTA
from lakehouse.run.published.sending import after_withdrawal
from lakehouse.run.releases.difference import asking, difference, keys_of
from lakehouse.run.releases.kept import LATEST, Release, find, latest, releases
from lakehouse.run.releases.withdraw import withdraw as take_back
from lakehouse.run.settings import load_settings
from lakehouse.store.lock import hold


def list_releases(city: str | None) -> int:
    """Print a line for each release; raises :class:`NotFound` when there is none."""
    settings = load_settings(city)
    every, here = releases(settings.published), latest(settings.published)
    if not every:
        raise NotFound(f"{settings.city.title} has no release yet.", "Run citylake run.")
    for each in every:
        is_latest = here is not None and each.name == here.name
        state = f"withdrawn: {each.withdrawn}" if each.withdrawn is not None else ""
        made = f"{each.made_at:%Y-%m-%d %H:%M}" if each.made_at else "-"
        parts = (
            *(each.name, f"for {each.day}", f"made {made} by {each.run}"),
            *(f"{len(each.tables)} tables", state or (LATEST if is_latest else "")),
        )
        say.say("  ".join(p for p in parts if p))
    return 0


def show(city: str | None, name: str) -> int:
    """Print a release; 6 when a file is not what its manifest says."""
    settings = load_settings(city)
    found = find(settings.published, name)
    say.say(f"Release {found.name} of {found.manifest.get('city', settings.city.title)}")
    say.say(f"  decides for {found.day}, made by run {found.run}, in {found.folder}")
    if found.withdrawn is not None:
        say.say(f"  WITHDRAWN: {found.withdrawn}")
    say.out.print(_tables(found))
    changed = found.changed_files()
    if changed:
        say.say(f"Not what the manifest says: {', '.join(changed)}.")
    else:
        say.say(f"All {len(found.manifest['files'])} files are as the manifest says.")
    _how_to_read(found)
    return 6 if changed else 0


def _tables(found: Release) -> Grid:
    grid = Grid()
    grid.add_column("table", no_wrap=True)
    for heading in ("rows", "day", "data through", "Delta version", "grade"):
        grid.add_column(heading)
    for name in found.tables:
        told = found.results.get(name, {})
        cells = (told.get(k, "") for k in ("rows", "as_of", "data_through"))
        version = told.get("delta", {}).get("version", "")
        texts = ("" if v is None else str(v) for v in (*cells, version, told.get("grade")))
        grid.add_row(escape(name), *map(escape, texts))
    return grid


def _how_to_read(found: Release) -> None:
    """One line for pandas and one for Spark; any other table of the release likewise."""
    if not found.tables:
        return
    name = found.tables[0]
    say.say(f"To read {name} of this release:")
    say.say(f'  pandas.read_parquet("{found.folder / name}.parquet")')
    # Releases of before had no Delta tables of their own.
    if (path := found.folder / DELTA / name).is_dir():
        say.say(f'  DeltaTable("{path}").to_pandas()')
        say.say(f'  spark.read.format("delta").load("{path}")')


def diff(city: str | None, before: str, after: str, result: str | None) -> int:
    """Print what moved between two releases, in the sentences of the page of changes."""
    settings = load_settings(city)
    catalogue = load_catalogue(settings.city)
    old, new = find(settings.published, before), find(settings.published, after)
    keys = keys_of(catalogue)
    if result is not None:
        last = result.removeprefix("published.")
        if last not in keys:
            raise NotFound(f"There is no result {last}{did_you_mean(last, keys)}.", "Correct it.")
        keys = {last: keys[last]}
    changes = difference(old, new, keys, asking(settings, catalogue))
    view = changes_view(changes, read_words(settings.language))
    for line in (view["since"], *view["more"]):
        _say(line)
    for told in view["told"]:
        say.say(f"\n{told.title} ({told.result})")
        for line in (*told.moved, *told.causes):
            _say(line, "  ")
        for heading, lines in told.groups:
            _say(heading, "  ")
            for line in lines:
                _say(line, "    ")
    return 0


def _say(line: Markup, before: str = "") -> None:
    say.say(before + line.striptags())


def withdraw(city: str | None, name: str, because: str, force: bool, wait: float) -> int:
    """Withdraw a release and say what ``latest`` is then."""
    settings = load_settings(city)
    with hold(settings.lake, "citylake release withdraw", wait, say.say):
        found = find(settings.published, name)
        left = take_back(settings.published, found, because, force)
        say.say(f"Withdrawn: {found.name}. It stays readable; every page of it says so.")
        say.say(f"Latest is {left.name} now." if left else "There is no latest release now.")
        after_withdrawal(settings)
    return 0
