"""What went wrong with a database, in words: whom it is on, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from py4j.protocol import Py4JError, Py4JJavaError

from lakehouse.declare.errors import (
    CityLakeError,
    DeliveryMissing,
    DeliveryRefused,
    PlanError,
    SettingError,
)

LATER = "Try again later: nothing was delivered, and nothing of what is new is lost."


@contextmanager
def told(where: str, variable: str = "") -> Iterator[None]:
    """Raise what the block's JDBC errors mean, by their SQLSTATE alone.

    PostgreSQL's sentences are not repeated: they may quote a row, and the driver's an address.
    """
    try:
        yield
    except Py4JJavaError as error:
        state = state_of(error)
        raise by_state(where, state, variable) from None
    except Py4JError:
        raise DeliveryMissing(f"{where}: the JDBC driver ended.", LATER) from None


def by_state(where: str, state: str, variable: str = "") -> CityLakeError:
    """The error of a SQLSTATE (PostgreSQL's manual, appendix A); ``IO`` is of our own disk."""
    if state.startswith("28"):
        todo = f"Set {variable} to its password" if variable else "Name its password (password:)"
        return SettingError(
            f"{where} does not let the contract's user in ({state}).",
            f"{todo}, and ask the database's owner whether the user may connect from here.",
        )
    if state == "42501":
        return SettingError(
            f"{where}: the contract's user may not read the table.",
            "Ask the database's owner to grant SELECT on it, and USAGE on its schema.",
        )
    if state == "3D000":
        return PlanError(f"{where} has no such database.", "Correct database in the contract.")
    if state.startswith("42"):
        return PlanError(
            f"{where} does not understand the question ({state}).",
            "Correct what the contract says of the database; since must be a column of its table.",
        )
    if state.startswith(("08", "53", "57", "40")):
        return DeliveryMissing(f"{where} does not answer, or broke off ({state}).", LATER)
    if state == "IO":
        return SettingError(
            f"{where}: what came could not be written.", "Give the platform room on its disk."
        )
    return DeliveryRefused(
        f"{where}: the table cannot be read ({state or 'no SQLSTATE'}).",
        "Nothing was delivered. Ask the database's owner.",
    )


def state_of(error: Py4JJavaError) -> str:
    """The SQLSTATE of the error or of what caused it."""
    cause = error.java_exception
    for _ in range(5):
        if cause is None:
            break
        kind = cause.getClass().getName()
        if kind.startswith("java.io.") and "Socket" not in kind:
            return "IO"
        state = getattr(cause, "getSQLState", None)
        found = state() if kind.startswith("org.postgresql.") and state else None
        if found:
            return str(found)
        cause = cause.getCause()
    return ""
