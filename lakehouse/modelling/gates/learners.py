"""The gates that need a candidate's own rows: too good, stable, intervals, groups."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lakehouse.declare.gates import Gates
from lakehouse.modelling.bootstrap import interval_of
from lakehouse.modelling.gates.fair import fairness
from lakehouse.modelling.gates.gate import Gate
from lakehouse.modelling.gates.numbers import covered, stable, too_good
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.reliability import equal_mass_bins
from lakehouse.modelling.scorecard import Pooled


def too_good_gates(
    measures: Mapping[str, Mapping[str, Pooled]], decisive: str, level: float, asked: Gates
) -> list[Gate]:
    """One gate per candidate, plain ones too: a leak may be all that a baseline looks at."""
    gates = []
    for name, ours in measures.items():
        found = ours[decisive]
        low = interval_of(found.draws, level).low
        gates.append(too_good(name, decisive, found.value, low, asked))
    return gates


def learner_gates(
    candidates: Mapping[str, Candidate],
    plain: str,
    decisive: str,
    judged: pd.DataFrame,
    matrix: pd.DataFrame,
    each: pd.DataFrame,
    summary: pd.DataFrame,
    asked: Gates,
    about: str | None = None,
) -> tuple[list[Gate], pd.DataFrame]:
    """Gates of every learner, and how each group fared with it (empty when none are declared).

    ``judged`` are the out-of-time rows, ``each`` the measures per window (``per_window``), the
    larger the better where they are ``decisive``. Groups are compared for plain ones too;
    ``about`` is the matrix's column of the entity (see ``fairness``).
    """
    gates: list[Gate] = []
    groups: list[pd.DataFrame] = []
    by_window = each[each["measure"] == decisive].pivot(
        index="window", columns="candidate", values="value"
    )
    coverage = summary[summary["measure"] == "interval_coverage"].set_index("candidate")["value"]
    for name, candidate in candidates.items():
        rows = judged[judged["candidate"] == name]
        if not candidate.plain:
            gates.append(stable(name, plain, by_window[name] - by_window[plain]))
            share = float(coverage.get(name, float("nan")))
            gates.append(covered(name, share, _intervals(rows), asked.covered))
        if asked.fair is not None:
            gate, told = fairness(name, rows, matrix, asked.fair, about)
            groups.append(told)
            if not candidate.plain:
                gates.append(gate)
    return gates, pd.concat(groups, ignore_index=True) if groups else pd.DataFrame()


def _intervals(rows: pd.DataFrame) -> int:
    """How many intervals were judged: of counts each row's, of chances each tenth of a window."""
    if "probability" not in rows.columns:
        return len(rows)
    told = rows[rows["probability"].notna()]
    tenths = told.groupby("window")["score"].transform(equal_mass_bins)
    return int(pd.DataFrame({"window": told["window"], "tenth": tenths}).drop_duplicates().shape[0])
