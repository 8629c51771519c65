"""What the commands share: the options they have in common, and how an error ends one."""

from __future__ import annotations

import os
import sys
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

YEARS = (1900, 2200)


def day_of(text: str, option: str) -> date:
    """A day that was typed; raises :class:`SettingError` naming ``option`` when it is none."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise SettingError(f"'{text}' is not a day.", f"Write {option} YYYY-MM-DD.") from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise SettingError(
            f"{text} is not a day that a city keeps records of.",
            f"Write {option} with a year from {YEARS[0]} to {YEARS[1]}.",
        )
    return day


def guard(work: Callable[[], int | None]) -> None:
    """Run a command; an error becomes its message and its exit code, never a stack trace."""
    try:
        code = work() or 0
    except CityLakeError as error:
        code = _told(error)
    except BrokenPipeError:
        # Whoever reads the output has seen enough (| head); Python must not flush it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        code = _told(
            SettingError(
                f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.",
                "See that the folder exists, has room and may be written (CITYLAKE_WORK).",
            )
        )
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        from lakehouse.checks.unforeseen import unforeseen

        code = _told(unforeseen("The command", error))
    raise typer.Exit(code)


def _told(error: CityLakeError) -> int:
    from lakehouse.run.say import problem

    problem(error)
    return error.exit_code
