"""The command line: fetch, plan, land, run, backfill, show, status, explain, sample and more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lakehouse.declare.errors import EXIT_CODES
from lakehouse.run.commands import model as cli_model
from lakehouse.run.commands import record as cli_record
from lakehouse.run.commands.contract import app as contract
from lakehouse.run.commands.fetch import fetch
from lakehouse.run.commands.migrate import migrate
from lakehouse.run.commands.options import AsOf, City, Wait, day_of, guard
from lakehouse.run.commands.quality import quality
from lakehouse.run.commands.quarantine import quarantine
from lakehouse.run.commands.release import release
from lakehouse.run.commands.undo import undo

# Only words are imported up here: --help must answer before Spark could even be found.
app = typer.Typer(
    name="citylake",
    help="A city's risk lakehouse: from departments' files to tables that people decide from.",
    epilog="Exit codes: 0 done; " + "; ".join(f"{c} {k}" for c, k in EXIT_CODES.items()) + ".",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(contract, name="contract")
app.command()(fetch)
app.command()(undo)
app.add_typer(release, name="release")
app.add_typer(quarantine, name="quarantine")
app.command()(quality)
app.command()(migrate)


@app.command()
def plan(
    city: City = None,
    every: Annotated[
        bool, typer.Option("--every", help="A line for each table that is left out.")
    ] = False,
) -> None:
    """Check every table, contract and job of a city on empty tables."""
    from lakehouse.run.commands import running as commands

    guard(lambda: commands.plan(city, every))


@app.command()
def land(
    feeds: Annotated[list[str] | None, typer.Argument(help="Feeds, else all.")] = None,
    city: City = None,
    wait: Wait = 0,
) -> None:
    """Land what departments delivered and bring their tables up to date."""
    from lakehouse.run.commands import running as commands

    guard(lambda: commands.land(city, feeds or [], wait))


@app.command()
def run(
    tables: Annotated[
        list[str] | None, typer.Argument(help="Tables to compute with all they need, else all.")
    ] = None,
    city: City = None,
    as_of: AsOf = None,
    wait: Wait = 0,
    again: Annotated[
        bool, typer.Option("--again", help="Compute also what did not change.")
    ] = False,
) -> None:
    """Land, compute and publish: the main job. Running it twice for a day changes nothing."""
    from lakehouse.run.commands import running as commands

    def work() -> int:
        day = None if as_of is None else day_of(as_of, "--as-of")
        return commands.run(city, tables or [], day, wait, again)

    guard(work)


@app.command()
def backfill(
    first: Annotated[str, typer.Option("--from", help="First as-of day, YYYY-MM-DD.")],
    last: Annotated[str, typer.Option("--to", help="Last as-of day, YYYY-MM-DD.")],
    tables: Annotated[
        list[str] | None, typer.Argument(help="Tables to compute with all they need, else all.")
    ] = None,
    every: Annotated[str, typer.Option("--every", help="day, week or month.")] = "day",
    city: City = None,
    wait: Wait = 0,
) -> None:
    """Compute and publish as of a series of days, in order; again goes on where it stopped."""
    from lakehouse.run.computing.backfill import backfill as series

    def work() -> int:
        days = day_of(first, "--from"), day_of(last, "--to")
        return series(city, tables or [], *days, every, wait)

    guard(work)


@app.command()
def show(
    table: Annotated[str | None, typer.Argument(help="A table; none lists them.")] = None,
    city: City = None,
    rows: Annotated[int, typer.Option("--rows", "-n", min=1, help="How many rows.")] = 20,
    where: Annotated[
        list[str] | None, typer.Option("--where", "-w", help="column=value, may be given again.")
    ] = None,
) -> None:
    """Show the first rows of a table, or list the tables. Needs no Spark."""
    from lakehouse.run.commands import reading

    guard(lambda: reading.show(city, table, rows, where or []))


@app.command()
def status(city: City = None) -> None:
    """What landed, what is late, what was refused, what was published. Needs no Spark."""
    from lakehouse.run.commands import reading

    guard(lambda: reading.status(city))


@app.command()
def explain(
    result: Annotated[str, typer.Argument(help="A published table.")],
    key: Annotated[str, typer.Argument(help="Key of the row.")],
    city: City = None,
) -> None:
    """Walk from a published row to its model, features, departments' rows and files."""
    from lakehouse.run.explained import explaining

    guard(lambda: explaining.explain(city, result, key))


@app.command()
def sample(
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder; else where the city expects it.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed is another city.")] = 7,
    scale: Annotated[float, typer.Option("--scale", min=0.01, help="1 is 50,000 people.")] = 1.0,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="One source, as food; may be repeated.")
    ] = None,
) -> None:
    """Write the generated city's deliveries, with planted truth, as departments would."""
    from lakehouse.run.commands import sampling

    guard(lambda: sampling.sample(out, seed, scale, only or []))


app.add_typer(cli_model.app, name="model")
cli_record.add_to(app)


def main() -> None:
    """The program ``citylake``."""
    app()


if __name__ == "__main__":
    main()
