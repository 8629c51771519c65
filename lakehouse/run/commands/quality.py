"""The command that says how good the feeds and what is made of them are."""

from __future__ import annotations

from typing import Annotated

import typer

from lakehouse.run.commands.options import City, guard


def quality(
    table: Annotated[
        str | None, typer.Argument(help="A feed, or a table made of some; none takes all feeds.")
    ] = None,
    city: City = None,
) -> None:
    """How right, how timely and how usual what departments deliver is. Needs no Spark."""
    from lakehouse.run.quality import quality_report

    guard(lambda: quality_report.report(city, table))
