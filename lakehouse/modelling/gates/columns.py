"""Gates on what a candidate looks at: nothing that knows the future, nothing about who observes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from lakehouse.declare.gates import Gates
from lakehouse.modelling.gates.gate import FUTURE, OBSERVER, Gate, judged
from lakehouse.modelling.learners import Candidate


def column_gates(
    candidates: Mapping[str, Candidate],
    features: Sequence[str],
    matrix: pd.DataFrame,
    asked: Gates,
) -> list[Gate]:
    """Two gates per candidate.

    Features of declared windows are never handed the future; what is handed in otherwise is
    looked at here: columns declared to change later, and values that became known (``known_on``)
    on the day of their list or after it.
    """
    late = {name: told for name in features if (told := _late(matrix, name, asked))}
    gates = []
    for name, candidate in candidates.items():
        seen = candidate.looks_at(features)
        ahead = [f"{column}, {late[column]}" for column in seen if column in late]
        said = f"{name} looks at {'; and at '.join(ahead)}."
        fine = f"{name} looks at nothing that was known only later."
        gates.append(judged(name, FUTURE, bool(ahead), said if ahead else fine))
        who = [column for column in seen if column in asked.about_observer]
        said = f"{name} looks at {', '.join(who)}: who observed, not what was there."
        fine = f"{name} looks at nothing declared to be about who observes."
        gates.append(judged(name, OBSERVER, bool(who), said if who else fine))
    return gates


def _late(matrix: pd.DataFrame, column: str, asked: Gates) -> str:
    """Why the column knows the future, empty where it does not."""
    if column in asked.known_later:
        return "which is changed after the day of the list"
    told = asked.known_on.get(column)
    if told is None:
        return ""
    rows = matrix[matrix[column].notna()]
    known, listed = pd.to_datetime(rows[told]), pd.to_datetime(rows["as_of"])
    # A value without a day may have come at any time.
    after = int((~(known < listed)).sum())
    if not after:
        return ""
    return f"of which {after:,} of {len(rows):,} values were not known before the day of the list"
