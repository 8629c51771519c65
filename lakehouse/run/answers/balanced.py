"""Whether a job's output holds every row of the inputs that it balances; else it is not written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from typing import Any

from lakehouse.declare.balance import ALL, Balance
from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.job import Job
from lakehouse.store.delta.prepared import Prepared
from lakehouse.store.delta.tallied import BOTH, NEITHER, tallied
from lakehouse.store.lake import Lake

HELD = "held back in quarantine"


def balance_check(
    lake: Lake, step: Job, behind: Container[str]
) -> Callable[[Prepared], list[dict[str, Any]]]:
    """What looks at the rows a step is about to write: rows of ``governance.step_balance``.

    It raises :class:`PromiseBroken` when one row of an input is lost, stands twice, or neither is
    matched nor says why. Tables named ``behind`` were handed over empty.
    """

    def check(prepared: Prepared) -> list[dict[str, Any]]:
        return [row for each in step.balances for row in _rows(lake, step, each, behind, prepared)]

    return check


def _rows(
    lake: Lake, step: Job, balance: Balance, behind: Container[str], prepared: Prepared
) -> list[dict[str, Any]]:
    found = tallied(prepared.good, balance)
    for (part, _), n in tallied(prepared.broken, balance).items():
        found[part, HELD] += n
    rows = 0 if balance.of.name in behind else lake.rows(balance.of)
    _refuse_imbalance(step, balance, rows, found)
    said = {"step": step.writes.name, "input": balance.of.name, "input_rows": rows}
    return [
        {**said, "part": part, "outcome": outcome, "rows": n}
        for (part, outcome), n in sorted(found.items())
    ]


def _refuse_imbalance(
    step: Job, balance: Balance, rows: int, found: Counter[tuple[str, str]]
) -> None:
    parts: Counter[str] = Counter()
    for (part, outcome), n in found.items():
        parts[part] += n
        if outcome in (BOTH, NEITHER) and n:
            raise _lost(step, f"of {balance.of.name} {n:,} rows are {outcome}")
    # An input without a row has no part; one with rows has at least one.
    for part, n in parts.items() if parts else [(ALL, 0)]:
        if n != rows:
            where = "" if part == ALL else f" of {balance.each} {part}"
            told = f"{balance.of.name} has {rows:,} rows, {n:,}{where} are matched or say why not"
            raise _lost(step, told)


def _lost(step: Job, found: str) -> PromiseBroken:
    return PromiseBroken(
        f"The step '{step.writes.name}' does not add up: {found}.",
        "Nothing was written; find the join that loses or repeats rows.",
    )
