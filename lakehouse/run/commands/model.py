"""The commands about registered models: ``citylake model list``, ``live``, ``rollback``."""

from __future__ import annotations

from typing import Annotated

import typer

from lakehouse.run.commands.options import City, Wait, day_of, guard

app = typer.Typer(help="Which models answer, which answered before, and how to go back.")
Name = Annotated[str, typer.Argument(help="The question, as food_premises.")]


@app.command("list")
def list_models(city: City = None) -> None:
    """Each model's champion and challenger, since when and why. Needs no Spark."""
    from lakehouse.run.record import models

    guard(lambda: models.models(city))


@app.command()
def live(
    name: Name,
    on: Annotated[str | None, typer.Option("--on", help="A day, YYYY-MM-DD; else today.")] = None,
    city: City = None,
) -> None:
    """Which version answered at the end of a day, since when and why. Needs no Spark."""
    from lakehouse.run.record import models

    guard(lambda: models.live(city, name, None if on is None else day_of(on, "--on")))


@app.command()
def rollback(
    name: Name,
    to: Annotated[str | None, typer.Option("--to", help="Version; else the one before.")] = None,
    why: Annotated[str, typer.Option("--why", help="Why, kept with the move.")] = "",
    city: City = None,
    wait: Wait = 0,
) -> None:
    """Make the version before the champion again, and withdraw the present one."""
    from lakehouse.run.record import models

    guard(lambda: models.rollback(city, name, to, why, wait))
