"""The command that brings stored tables to what is declared now."""

from __future__ import annotations

from typing import Annotated

import typer

from lakehouse.run.commands.options import City, Wait, guard


def migrate(
    apply: Annotated[
        bool, typer.Option("--apply", help="Do it; without, only say what would be done.")
    ] = False,
    city: City = None,
    wait: Wait = 0,
) -> None:
    """Show what is stored otherwise than declared: names, types, keys. Needs no Spark."""
    from lakehouse.run.contracts.migrating import migrate as bring

    guard(lambda: bring(city, apply, wait))
