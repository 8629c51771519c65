"""The commands that propose, without Spark: a contract from a file, the tables it may fill."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape

from lakehouse.declare.column import NAME
from lakehouse.declare.errors import NotFound, SettingError, did_you_mean
from lakehouse.declare.table import Table
from lakehouse.draft.fitting import fitting, select_for
from lakehouse.draft.naming import feed_name, name_of
from lakehouse.draft.proposal import Proposal, propose
from lakehouse.draft.source import look_at
from lakehouse.draft.texts import read_texts
from lakehouse.draft.written import About, written
from lakehouse.run import say
from lakehouse.run.catalogue import find_steps, find_tables
from lakehouse.run.settings import City, load_settings

OWN = ("governance", "quarantine", "landed")


@dataclass(frozen=True)
class Given:
    """What the caller knows already; empty is guessed."""

    name: str = ""
    department: str = ""
    fills: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def draft(file: Path, city: str | None, given: Given) -> int:
    """Print a draft of the file's contract, or write it into a city's folder."""
    place = load_settings(city).city
    tables = fillable()
    table = _table(given.fills, tables) if given.fills else None
    if given.name and not NAME.match(given.name):
        raise SettingError(
            f"'{given.name}' is not a name.", "Use lower-case words joined by underscores."
        )
    source = look_at(file, given.encoding, given.delimiter, given.sheet)
    proposal = propose(source, read_texts(source))
    about = _about(file, place, given, proposal, tables)
    text = written(proposal, about)
    select = select_for(table, proposal.columns, about.name) if table else None
    if city is None:
        say.out.print(escape(text), end="")
        return 0
    target = place.folder / f"{about.name}.odcs.yaml"
    _write(target, text)
    say.say(f"Wrote {target}: a draft, so nothing lands by it yet.")
    if select:
        _write(target.with_name(f"{about.name}.sql"), select)
        say.say(f"Wrote {about.name}.sql beside it: the SELECT that fills {about.fills}.")
    todo = text.count("TODO")
    say.say(
        f"{todo} lines say TODO. Next: decide them, citylake contract test {about.name} "
        f"--city {place.name}, then say status: active."
    )
    return 0


def _write(target: Path, text: str) -> None:
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise SettingError(
            f"{target} is there already.", "Give the feed another --name, or move that file away."
        ) from None


def _about(file: Path, city: City, given: Given, proposal: Proposal, tables: list[Table]) -> About:
    path, folder = file.resolve(), city.delivered.resolve()
    inside = path.relative_to(folder).parent if path.is_relative_to(folder) else Path()
    department = given.department or (inside.parts[0] if inside.parts else path.parent.name)
    domain = name_of(department)
    bare = file.name.removesuffix(".gz")
    glob = _glob(path) if path.is_relative_to(folder) else _starred(file.name)
    name = given.name or feed_name(Path(bare).stem)
    near = () if given.fills else fitting(proposal.columns, tables, name, domain)
    return About(
        city=city.name,
        name=name,
        domain=domain,
        path=(inside if inside.parts else Path(domain)).joinpath(glob).as_posix(),
        fills=_table(given.fills, tables).name if given.fills else "",
        fitting=tuple(f"{t.name}: {t.one_row}" for t in near),
    )


def _glob(path: Path) -> str:
    """A pattern for the file and later ones like it; its name alone where others would match."""
    pattern = _starred(path.name)
    others = [p for p in path.parent.glob(pattern) if p != path]
    like = re.sub(r"[0-9]", "", path.name)
    return pattern if all(re.sub(r"[0-9]", "", p.name) == like for p in others) else path.name


def _starred(name: str) -> str:
    """``calls_2020-01.csv`` as ``calls_*.csv``, ``calls.csv`` as ``calls*.csv``."""
    stem, dot, rest = name.partition(".")
    if re.search(r"[0-9]", stem):
        return re.sub(r"[0-9]+([-_]?[0-9]+)*", "*", stem, count=1) + dot + rest
    return f"{stem}*{dot}{rest}"


def fillable() -> list[Table]:
    """The tables of the vocabulary that departments fill: declared, and made by no job."""
    made = {t.name for step in find_steps() for t in step.outputs}
    found = [t for t in find_tables().values() if t.name not in made and t.schema not in OWN]
    return sorted(found, key=lambda t: t.name)


def _table(name: str, tables: list[Table]) -> Table:
    for table in tables:
        if name in (table.name, table.last):
            return table
    known = [n for t in tables for n in (t.name, t.last)]
    raise NotFound(
        f"No feed may fill {name}{did_you_mean(name, known)}.",
        "citylake contract vocabulary lists the tables; a new one is declared in lakehouse/tables.",
    )


def vocabulary(name: str | None) -> int:
    """List the tables that feeds may fill, or what one of them expects."""
    tables = fillable()
    if name is None:
        for each in tables:
            say.say(f"{each.name}  {each.one_row}")
        return 0
    table = _table(name, tables)
    say.say(f"{table.name}: {table.one_row}")
    width = max(len(c.name) for c in table.columns)
    for c in table.columns:
        must = " key" if c.name in table.key else " required" if c.required else ""
        rule = f" Rule: {c.rule}." if c.rule else ""
        grade = f" ({c.grade})" if c.grade != "open" else ""
        say.say(f"  {c.name:{width}}  {c.type}{must}{grade}  {c.meaning}{rule}")
    say.say("known_at, _file and _row are there already: a SELECT only names them.")
    return 0
