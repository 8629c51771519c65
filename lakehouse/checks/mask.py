"""All row rules of a table as one condition, and as one integer mask for rows that break some."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from lakehouse.declare.errors import PlanError

Rules = Sequence[tuple[str, str]]
# A signed 64-bit integer has 63 usable bits; more rules than that take a second integer.
BITS = 62


def fits(rules: Rules) -> SparkColumn:
    """Whether a row keeps every rule (null passes); it stops at the first that is broken."""
    return F.expr(" and ".join(f"coalesce({condition}, true)" for _, condition in rules) or "true")


def masks(rules: Rules, fit: str | None = None) -> list[SparkColumn]:
    """One bigint column per 62 rules: bit i is set where rule i is false (null passes).

    ``fit`` names a column that says whether the row keeps all rules: then the mask is spelled
    only where it does not, which is rare. Raises :class:`PlanError` when a rule has no reason.
    """
    for reason, condition in rules:
        if not reason or not condition:
            raise PlanError(f"A rule has no reason or no condition: '{reason}' '{condition}'.")
    words = [rules[i : i + BITS] for i in range(0, len(rules), BITS)]
    return [_word(word, fit) for word in words]


def _word(rules: Rules, fit: str | None) -> SparkColumn:
    bits = [
        f"if(coalesce({condition}, true), 0L, {1 << i}L)" for i, (_, condition) in enumerate(rules)
    ]
    mask = " + ".join(bits)
    return F.expr(f"if(`{fit}`, 0L, {mask})" if fit else mask)


def is_broken(names: Sequence[str]) -> SparkColumn:
    """Whether any of the mask columns ``names`` has a bit set."""
    if not names:
        return F.lit(False)
    return F.expr(" or ".join(f"`{name}` <> 0" for name in names))


def breaks_one_of(names: Sequence[str], first: int) -> SparkColumn:
    """Whether any of the ``first`` rules is broken, by the mask columns ``names``."""
    broken = F.lit(False)
    for i, name in enumerate(names):
        bits = (1 << max(0, min(BITS, first - i * BITS))) - 1
        broken = broken | (F.col(name).bitwiseAND(F.lit(bits)) != 0)
    return broken


def reasons(names: Sequence[str], rules: Rules) -> SparkColumn:
    """The reasons spelled from the masks, as array<string> in the order of the rules."""
    spelled = [
        F.when(F.col(names[i // BITS]).bitwiseAND(F.lit(1 << (i % BITS))) != 0, F.lit(reason))
        for i, (reason, _) in enumerate(rules)
    ]
    return F.array_compact(F.array(*spelled))
