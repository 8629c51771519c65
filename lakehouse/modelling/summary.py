"""A contest over all its windows: each measure of each candidate beside the best plain one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import pandas as pd

from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.rounds import CHANCES
from lakehouse.modelling.scorecard import Pooled, of_probabilities
from lakehouse.modelling.tally import Top
from lakehouse.modelling.tie_range import tie_range
from lakehouse.modelling.verdict import COLUMNS, compare
from lakehouse.modelling.visit_order import days_earlier_by_lot


def summarised(
    played: pd.DataFrame,
    warm: pd.Series,
    candidates: Mapping[str, Candidate],
    measures: Mapping[str, Mapping[str, Pooled]],
    plain: str,
    draws: int,
    level: float,
    seed: int,
) -> pd.DataFrame:
    """The ``summary`` of a contest about chances, nobody chosen yet.

    ``played`` are all out-of-time rows, ``warm`` says which only taught the calibrators,
    ``measures`` are the pooled ones of the others.
    """
    # Warm-up scores stay, for they taught the calibrators; their probabilities are not judged.
    taught = played.assign(**{chance: played[chance].mask(warm) for chance in CHANCES})
    shown = played[~warm & (played["candidate"] == plain)]
    lot = {"days_earlier_by_lot": days_earlier_by_lot(shown, level, seed=seed)}
    lot = lot if "days_earlier" in measures[plain] else {}
    parts = []
    for name, candidate in candidates.items():
        parts.append(compare(name, None if name == plain else plain, measures, level))
        rows = taught[taught["candidate"] == name]
        trust = lot | of_probabilities(rows, level, draws, seed, candidate.log_odds)
        frame = pd.DataFrame.from_dict(trust, orient="index", columns=["value", "low", "high"])
        parts.append(frame.rename_axis("measure").reset_index().assign(candidate=name))
    return joined(parts)


def tie_ranges(shown: Mapping[str, pd.DataFrame], tops: Sequence[Top]) -> pd.DataFrame:
    """candidate, measure and value: what each top finds at best and at worst over ties."""
    told = {name: tie_range(rows, tops) for name, rows in shown.items()}
    return pd.DataFrame(
        [
            {"candidate": name, "measure": measure, "value": value}
            for name, found in told.items()
            for measure, value in found.items()
        ]
    )


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The parts of a summary as one frame with all its columns."""
    # Row by row, as joining frames with columns that are empty in one of them changes their types.
    records = [record for part in parts for record in part.to_dict("records")]
    summary = pd.DataFrame(records, columns=COLUMNS)
    numeric = [column for column in COLUMNS if column.startswith(("value", "low", "high", "diff"))]
    return summary.astype(dict.fromkeys(numeric, float))


class Tried(Protocol):
    """Any candidate, of a list or of a forecast."""

    @property
    def plain(self) -> bool:
        """Whether it needs no learning."""


def mark(summary: pd.DataFrame, candidates: Mapping[str, Tried], winner: str) -> None:
    """Say in the summary which candidates are plain, and which one was chosen."""
    summary["plain"] = summary["candidate"].map({n: c.plain for n, c in candidates.items()})
    summary["chosen"] = summary["candidate"] == winner
