"""The commands about releases: list, show, diff, send, withdraw."""

from __future__ import annotations

from typing import Annotated

import typer

from lakehouse.run.commands.options import City, Wait, guard

release = typer.Typer(
    help="What was published: releases listed, shown, compared, withdrawn. Needs no Spark.",
    no_args_is_help=True,
)
Named = Annotated[str, typer.Argument(help="A release's name, its day, or latest.")]


@release.command("list")
def list_(city: City = None) -> None:
    """List the releases, the newest first, with the day they decide for."""
    from lakehouse.run.releases import commands

    guard(lambda: commands.list_releases(city))


@release.command()
def show(name: Named = "latest", city: City = None) -> None:
    """Show a release: its tables, how to read them as of then, whether its files are whole."""
    from lakehouse.run.releases import commands

    guard(lambda: commands.show(city, name))


@release.command()
def diff(
    before: Named,
    after: Named = "latest",
    result: Annotated[
        str | None, typer.Option("--result", "-r", help="Only this published table.")
    ] = None,
    city: City = None,
) -> None:
    """Say what moved between two releases, and whether data, model or rules moved it."""
    from lakehouse.run.releases import commands

    guard(lambda: commands.diff(city, before, after, result))


@release.command()
def send(
    again: Annotated[
        bool, typer.Option("--again", help="Also where the database has this release already.")
    ] = False,
    city: City = None,
    wait: Wait = 0,
) -> None:
    """Send the latest release to the results' database, all tables in one transaction."""
    from lakehouse.run.published import sending

    guard(lambda: sending.send_latest(city, wait, again))


@release.command()
def withdraw(
    name: Named,
    because: Annotated[str, typer.Option("--because", help="Why; said on every page of it.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also the only release: then there is no latest.")
    ] = False,
    city: City = None,
    wait: Wait = 0,
) -> None:
    """Withdraw a release: latest moves on, the release stays readable and says that it is not."""
    from lakehouse.run.releases import commands

    guard(lambda: commands.withdraw(city, name, because, force, wait))
