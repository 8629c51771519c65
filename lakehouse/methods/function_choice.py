"""The form of a performance function chosen by a year it has not seen, then fitted on all years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.negative_binomial import log_probability
from lakehouse.methods.performance_function import PerformanceFunction, performance_function


@dataclass(frozen=True)
class Form:
    """What enters with an exponent of its own, in proportion, and as it is."""

    logs: tuple[str, ...]
    offsets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The form in words."""
        parts = [f"{name} by its own exponent" for name in self.logs]
        parts += [f"in proportion to {name}" for name in self.offsets]
        return ", ".join([*parts, *self.columns])


@dataclass(frozen=True)
class Choice:
    """The ``function`` of the chosen ``form``, fitted on all years, and every form's ``score``.

    ``scores``: form (in words) and score, the mean log probability of the held-out year's counts,
    the best first.
    """

    form: Form
    function: PerformanceFunction
    scores: pd.DataFrame


def forms(
    logs: Sequence[str], length: str = "", columns: Sequence[str] = (), offsets: Sequence[str] = ()
) -> tuple[Form, ...]:
    """All forms over some of ``columns``, the plainest first.

    ``logs`` and ``offsets`` are in each; a ``length`` enters in proportion, as the Highway Safety
    Manual has it, or with an exponent of its own.
    """
    some = [set_ for many in range(len(columns) + 1) for set_ in combinations(columns, many)]
    if not length:
        return tuple(Form(tuple(logs), tuple(offsets), one) for one in some)
    ways = (((*logs,), (*offsets, length)), ((*logs, length), (*offsets,)))
    return tuple(Form(free, fixed, one) for one in some for free, fixed in ways)


def chosen_function(
    table: pd.DataFrame, crashes: str, year: str, candidates: Iterable[Form]
) -> Choice:
    """The form that tells the last year's counts best from the years before, refitted on all.

    ``table``: a row per site and ``year`` with ``crashes`` and the columns of the forms. Each is
    fitted without the last year and judged by the logarithmic score of that year (Gneiting and
    Raftery, J Am Stat Assoc 2007, section 4.2); of equals the first is taken. PlanError with fewer
    than two years or no candidate, and as
    :func:`lakehouse.methods.performance_function.performance_function`.
    """
    every, years = tuple(candidates), table[year]
    if not every or years.nunique() < 2:
        raise PlanError(
            f"{years.nunique()} years and {len(every)} forms leave nothing to choose by.",
            "Give two years at the least, and one form or more.",
        )
    last = years == years.max()
    scores = np.array([_score(_fitted(table[~last], crashes, f), table[last]) for f in every])
    told = pd.DataFrame({"form": [form.says for form in every], "score": scores})
    best = every[int(np.argmax(scores))]
    ranked = told.sort_values("score", ascending=False, kind="stable", ignore_index=True)
    return Choice(best, _fitted(table, crashes, best), ranked)


def _fitted(table: pd.DataFrame, crashes: str, form: Form) -> PerformanceFunction:
    return performance_function(
        table, crashes, logs=form.logs, columns=form.columns, offsets=form.offsets
    )


def _score(function: PerformanceFunction, later: pd.DataFrame) -> float:
    told = function.predict(later).assign(seen=later[function.crashes].astype(float))
    # Sites without exposure have the average's dispersion.
    each = [
        log_probability(rows["seen"], rows["predicted"], float(rows["dispersion"].iloc[0])).sum()
        for _, rows in told.groupby("dispersion")
    ]
    return float(np.sum(each)) / len(told)
