"""The commands of contracts: draft one from a file, test a file against one, what may be filled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lakehouse.run.commands.options import City, guard

app = typer.Typer(
    name="contract",
    help="Draft a contract from a file, test files against one, list what a feed may fill.",
    no_args_is_help=True,
)


@app.command()
def draft(
    file: Annotated[Path, typer.Argument(help="A delivered file.")],
    city: Annotated[
        str | None,
        typer.Option("--city", "-c", help="Write it into this city's folder, else print it."),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="What to call the feed.")] = "",
    department: Annotated[
        str, typer.Option("--department", help="Whose file it is; else its folder's name.")
    ] = "",
    fills: Annotated[
        str, typer.Option("--fills", help="The table it fills: drafts the SELECT as well.")
    ] = "",
    encoding: Annotated[str, typer.Option("--encoding", help="Else it is guessed.")] = "",
    delimiter: Annotated[str, typer.Option("--delimiter", help="Else it is guessed.")] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="Of a workbook, else the first.")] = "",
) -> None:
    """Propose a contract from a file. It is a draft, and never active by itself."""
    from lakehouse.run.contracts import drafting

    given = drafting.Given(name, department, fills, encoding, delimiter, sheet)
    guard(lambda: drafting.draft(file, city, given))


@app.command()
def test(
    contract: Annotated[str, typer.Argument(help="A feed of the city, or a contract's file.")],
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files to test, else those delivered.")
    ] = None,
    city: City = None,
) -> None:
    """Read files as landing would, and say what would become of them. Nothing lands."""
    from lakehouse.run.contracts import testing

    guard(lambda: testing.test(contract, files or [], city))


@app.command()
def vocabulary(
    table: Annotated[str | None, typer.Argument(help="A table; none lists them.")] = None,
) -> None:
    """List the tables that a feed may fill, or the columns that one of them expects."""
    from lakehouse.run.contracts import drafting

    guard(lambda: drafting.vocabulary(table))
