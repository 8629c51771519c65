"""All row rules of a table as one integer mask, evaluated in the pass that writes the rows."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import Column as SparkColumn
from pyspark.sql import functions as F

from lakehouse.declare.errors import PlanError

Rules = Sequence[tuple[str, str]]
# A signed 64-bit integer has 63 usable bits; more rules than that take a second integer.
BITS = 62


def masks(rules: Rules) -> list[SparkColumn]:
    """One bigint column per 62 rules: bit i is set where rule i is false (null passes).

    Raises :class:`PlanError` when there is a rule without a reason.
    """
    for reason, condition in rules:
        if not reason or not condition:
            raise PlanError(f"A rule has no reason or no condition: '{reason}' '{condition}'.")
    words = [rules[i : i + BITS] for i in range(0, len(rules), BITS)]
    return [_word(word) for word in words]


def _word(rules: Rules) -> SparkColumn:
    bits = [
        f"if(coalesce({condition}, true), 0L, {1 << i}L)" for i, (_, condition) in enumerate(rules)
    ]
    return F.expr(" + ".join(bits))


def is_broken(names: Sequence[str]) -> SparkColumn:
    """Whether any of the mask columns ``names`` has a bit set."""
    if not names:
        return F.lit(False)
    return F.expr(" or ".join(f"`{name}` <> 0" for name in names))


def reasons(names: Sequence[str], rules: Rules) -> SparkColumn:
    """The reasons spelled from the masks, as array<string> in the order of the rules."""
    spelled = [
        F.when(F.col(names[i // BITS]).bitwiseAND(F.lit(1 << (i % BITS))) != 0, F.lit(reason))
        for i, (reason, _) in enumerate(rules)
    ]
    return F.array_compact(F.array(*spelled))
