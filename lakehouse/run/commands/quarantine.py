"""The commands for rows that wait in quarantine: list, export, release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lakehouse.run.commands.options import City, Wait, guard

quarantine = typer.Typer(
    help="Rows that break a rule: who has to repair what until when, and how they come back.",
    no_args_is_help=True,
)
Feed = Annotated[str, typer.Argument(help="The feed.")]


@quarantine.command("list")
def listed(
    feed: Annotated[str | None, typer.Argument(help="A feed; none takes all.")] = None,
    city: City = None,
    rows: Annotated[int, typer.Option("--rows", "-n", min=1, help="How many rows.")] = 20,
) -> None:
    """How many rows wait for whom, by rule; of a feed also file and row number. No values."""
    from lakehouse.run.quality import quarantined

    guard(lambda: quarantined.listed(city, feed, rows))


@quarantine.command()
def export(
    feed: Feed,
    out: Annotated[Path, typer.Option("--out", help="A new CSV file, for you alone to read.")],
    city: City = None,
) -> None:
    """Write the waiting rows of a feed as delivered, for the department to correct."""
    from lakehouse.run.quality import quarantined

    guard(lambda: quarantined.export(city, feed, out))


@quarantine.command()
def release(
    feed: Feed,
    row: Annotated[str, typer.Option("--row", help="One row, as FILE:ROW.")] = "",
    change: Annotated[
        list[str] | None,
        typer.Option("--set", help="column=value, may be given again; shells keep it: no names."),
    ] = None,
    corrected: Annotated[
        Path | None, typer.Option("--from", help="An exported file with corrected values.")
    ] = None,
    city: City = None,
    wait: Wait = 0,
) -> None:
    """Bring corrected rows into the table; one that still breaks a rule changes nothing."""
    from lakehouse.run.quality import releasing

    guard(lambda: releasing.release(city, feed, row, change or [], corrected, wait))
