"""The commands about the record of models: ``citylake reproduce`` and ``citylake mlflow``."""

from __future__ import annotations

from typing import Annotated

import typer

from lakehouse.run.commands.options import City, Wait, guard


def reproduce(
    run: Annotated[str, typer.Argument(help="A question, question/version, or MLflow run.")],
    city: City = None,
    partitions: Annotated[
        int, typer.Option("--partitions", min=1, help="Into how many each table is cut.")
    ] = 2,
    wait: Wait = 0,
) -> None:
    """Train a recorded run again from the tables as they were, and say what differs."""
    from lakehouse.run.record import reproducing

    guard(lambda: reproducing.reproduce(city, run, partitions, wait))


def mlflow(
    city: City = None,
    port: Annotated[int, typer.Option("--port", help="Port on this machine.")] = 5000,
) -> None:
    """Open MLflow's page of a city's models on this machine, until it is interrupted."""
    from lakehouse.run.record import record_page

    guard(lambda: record_page.serve(city, port))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(reproduce)
    app.command()(mlflow)
