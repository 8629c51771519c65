"""The ``slaProperties`` of a contract: how often a feed comes, and how late it may be."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from open_data_contract_standard.model import ServiceLevelAgreementProperty

from lakehouse.declare.errors import PlanError
from lakehouse.store.contract.entries import one_of

HOURS = {"h": 1, "hr": 1, "hour": 1, "hours": 1, "d": 24, "day": 24, "days": 24}
LONGEST = 3650  # days


def cadence_of(said: Iterable[ServiceLevelAgreementProperty] | None) -> str:
    """What ``frequency`` says, empty when nothing does."""
    return next((str(p.value) for p in said or [] if p.property == "frequency"), "")


def latency_of(where: str, said: Iterable[ServiceLevelAgreementProperty] | None) -> int:
    """Days after which the feed is late by its ``latency``, 0 when it says none.

    Raises :class:`PlanError` for what is no time.
    """
    found = next((p for p in said or [] if p.property == "latency"), None)
    if found is None:
        return 0
    unit = one_of(where, "unit of the latency", str(found.unit or "d").lower(), HOURS)
    value = found.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    days = ceil(float(str(value)) * HOURS[unit] / 24) if number else 0
    if not 1 <= days <= LONGEST:
        raise PlanError(
            f"{where}: the latency is '{value}'.", "Give a number of days (unit: d) or hours (h)."
        )
    return days
