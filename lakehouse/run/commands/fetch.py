"""The command that brings feeds from open-data portals and databases."""

from __future__ import annotations

from typing import Annotated

import typer

from lakehouse.run.commands.options import guard


def fetch(
    city: Annotated[str, typer.Argument(help="Which city (conf/cities).")],
    feeds: Annotated[
        list[str] | None, typer.Argument(help="Feeds, else all whose contract names where.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Fetch all there is, also what was fetched before.")
    ] = False,
) -> None:
    """Bring what is new on portals and in databases to where departments deliver; land takes it."""
    from lakehouse.run.feeds import fetching

    guard(lambda: fetching.fetch(city, feeds or [], again))
