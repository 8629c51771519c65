"""Let candidates compete on windows they have not seen, and publish the one that earned it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.declare.gates import Gates
from lakehouse.modelling.cases import check_matrix, teaching
from lakehouse.modelling.gates.columns import column_gates
from lakehouse.modelling.gates.gate import Gate
from lakehouse.modelling.gates.learners import learner_gates, too_good_gates
from lakehouse.modelling.gates.ranges import ranges_by_group
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.regret import regrets
from lakehouse.modelling.rounds import play, probabilities
from lakehouse.modelling.scorecard import per_window, pooled
from lakehouse.modelling.summary import joined, mark, summarised, tie_ranges
from lakehouse.modelling.tally import Top, check_tops
from lakehouse.modelling.verdict import best_plain, decide
from lakehouse.modelling.windows import Fold, Window, folds


@dataclass(frozen=True)
class Contest:
    """What was tried, how it went, and who won.

    ``per_window``: candidate, window (its first day), measure, value.
    ``summary``: candidate, plain, chosen, measure, value, low, high at ``level``, and the paired
    difference to compared_with, the best plain candidate, with its borders.
    ``out_of_time``: row, candidate, window, as_of, happened_on, outcome, score, probability with
    its borders at ``interval_level``; of counts, expected with its borders and dispersion instead.
    ``judged_on`` is the measure that decides; ``counts`` says that outcomes are counts.
    ``gates`` is what every candidate passed through, ``groups`` how each group fared, ``ranges``
    how often its ranges held; ``taught`` are the windows that the kept model learns from, where
    they are not all.
    """

    candidates: Mapping[str, Candidate]
    features: tuple[str, ...]
    windows: tuple[Window, ...]
    folds: tuple[Fold, ...]
    per_window: pd.DataFrame
    summary: pd.DataFrame
    out_of_time: pd.DataFrame
    winner: str
    best_plain: str
    failed: Mapping[str, str]
    verdict: str
    level: float
    interval_level: float
    seed: int
    judged_on: str = "auc"
    counts: bool = False
    gates: tuple[Gate, ...] = ()
    taught: tuple[Window, ...] = ()
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    ranges: pd.DataFrame = field(default_factory=pd.DataFrame)


def contest(
    matrix: pd.DataFrame,
    features: Sequence[str],
    candidates: Mapping[str, Candidate],
    windows: Sequence[Window],
    *,
    about: str | None = None,
    played_on: Sequence[Fold] | None = None,
    train_at_least: int = 1,
    warm_up: int = 0,
    across_lists: bool = False,
    blocks: str | None = None,
    gates: Gates | None = None,
    tops: Sequence[Top] = (0.1,),
    draws: int = 500,
    level: float = 0.95,
    interval_level: float = 0.9,
    seed: int = 0,
) -> Contest:
    """Judge the candidates on ``windows`` and choose the winner (see ``verdict.decide``).

    ``matrix``: one row per cohort entry with as_of (the day of its list, within its window),
    happened_on, outcome (0 or 1) and the features, in an order of the caller's that does not
    change; with known_at, an outcome is learnt from only after it was known.
    ``about``: the column of the entity; rows of one are not independent of each other where groups
    are compared.
    ``played_on``: the tests of a calendar, by default each window after all that were over.
    ``train_at_least``: windows to learn from before the first test; ``warm_up``: tests after that
    which teach the calibrators and are not judged (one window calibrates badly).
    ``blocks`` (a column of the matrix): see ``rounds.play``. ``across_lists``: rank all rows of
    a window against each other, not list by list. ``tops``: lengths of the list's top, in places
    or as a share. Candidates are named plainest first, for
    a tie goes to the first; ``gates`` are the bars they have to pass. PlanError when the matrix
    cannot be judged or no plain candidate may be used, TooEarly when too few windows have anything
    to learn from before them, or all that was judged happened in one week.
    """
    check_tops(tops)
    check_matrix(matrix, features, windows)
    every = folds_to_play(candidates, windows, train_at_least, warm_up, played_on)
    tested = teaching(matrix, every, warm_up)
    played = play(matrix, features, candidates, tested, probabilities(interval_level, seed), blocks)
    played["list"] = played["window" if across_lists else "as_of"]
    warm = played["window"].isin([pd.Timestamp(fold.test.start) for fold in tested[:warm_up]])
    judged, asked = played[~warm], gates or Gates()
    rows = {name: judged[judged["candidate"] == name] for name in candidates}
    measures = {name: pooled(shown, tops, draws, seed) for name, shown in rows.items()}
    before = [
        *column_gates(candidates, features, matrix, asked),
        *too_good_gates(measures, "auc", level, asked),
    ]
    plain = best_plain(candidates, {n: m["auc"].value for n, m in measures.items()}, before)
    each = per_window(judged, tops)
    summary = summarised(played, warm, candidates, measures, plain, draws, level, seed)
    summary = joined([summary, tie_ranges(rows, tops), regrets(each, "auc")])
    more, groups = learner_gates(
        candidates, plain, "auc", judged, matrix, each, summary, asked, about
    )
    verdict = decide(candidates, summary, plain, len(tested) - warm_up, asked, [*before, *more])
    mark(summary, candidates, verdict.winner)
    return Contest(
        candidates=dict(candidates),
        features=tuple(features),
        windows=tuple(sorted(windows)),
        folds=tested,
        per_window=each,
        summary=summary,
        out_of_time=played,
        winner=verdict.winner,
        best_plain=verdict.best_plain,
        failed=verdict.failed,
        verdict=verdict.sentence,
        level=level,
        interval_level=interval_level,
        seed=seed,
        gates=verdict.gates,
        groups=groups,
        ranges=ranges_by_group(judged, matrix, asked),
    )


def folds_to_play(
    candidates: Mapping[str, Candidate],
    windows: Sequence[Window],
    train_at_least: int,
    warm_up: int,
    played_on: Sequence[Fold] | None = None,
) -> tuple[Fold, ...]:
    """The windows to test; PlanError when no candidate is plain, or too few windows are given."""
    if not any(candidate.plain for candidate in candidates.values()):
        raise PlanError(
            "A contest without a plain candidate has no bar to pass.",
            "Add one that needs no learning, such as RankBy or Rule.",
        )
    tested = folds(windows, train_at_least) if played_on is None else tuple(played_on)
    if len(tested) <= warm_up:
        raise PlanError(
            f"No window has {train_at_least + warm_up} complete windows before it.",
            "Give more windows or a smaller train_at_least.",
        )
    return tested
