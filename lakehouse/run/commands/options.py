"""What the commands share: the options they have in common, and how an error ends one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

import typer

from lakehouse.declare.errors import CityLakeError, SettingError

City = Annotated[
    str | None, typer.Option("--city", "-c", help="Which city (conf/cities), else the default.")
]
Wait = Annotated[
    float, typer.Option("--wait", help="Seconds to wait for another run to release the lake.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Decide for this day, YYYY-MM-DD; else the last day all reach."),
]


def day_of(text: str, option: str) -> date:
    """A day that was typed; raises :class:`SettingError` naming ``option`` when it is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise SettingError(f"'{text}' is not a day.", f"Write {option} YYYY-MM-DD.") from None


def guard(work: Callable[[], int | None]) -> None:
    """Run a command; an error becomes its message and its exit code, never a stack trace."""
    try:
        code = work() or 0
    except CityLakeError as error:
        from lakehouse.run.say import problem

        problem(error)
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    raise typer.Exit(code)
