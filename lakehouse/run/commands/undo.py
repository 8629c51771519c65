"""The command that puts back what a run changed."""

from __future__ import annotations

from typing import Annotated

import typer

from lakehouse.run.commands.options import City, Wait, guard


def undo(
    run: Annotated[str, typer.Argument(help="The run, as status and release list name it.")],
    city: City = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be put back.")
    ] = False,
    wait: Wait = 0,
) -> None:
    """Put back every table that a run changed, and say what depends on it. Needs no Spark."""
    from lakehouse.run.undo.undo import undo as put_back

    guard(lambda: put_back(city, run, wait, dry_run))
