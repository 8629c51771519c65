"""Let candidates for a count compete on windows they have not seen, by what their top finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from lakehouse.declare.gates import Gates
from lakehouse.declare.judge import Capture
from lakehouse.modelling.area_tally import area_tally
from lakehouse.modelling.cases import check_matrix, teaching
from lakehouse.modelling.contest import Contest, folds_to_play
from lakehouse.modelling.corrected import as_published, with_times, worth_of
from lakehouse.modelling.count_calibration import expected_counts
from lakehouse.modelling.count_summary import count_summary, of_the_most
from lakehouse.modelling.count_tally import count_tally, count_trust, slope_of
from lakehouse.modelling.count_verdict import decide_counts
from lakehouse.modelling.gates.columns import column_gates
from lakehouse.modelling.gates.learners import learner_gates, too_good_gates
from lakehouse.modelling.gates.ranges import ranges_by_group
from lakehouse.modelling.learners import Candidate
from lakehouse.modelling.regret import regrets
from lakehouse.modelling.rounds import play
from lakehouse.modelling.scorecard import per_window, pooled
from lakehouse.modelling.summary import joined, mark, tie_ranges
from lakehouse.modelling.tally import check_tops, top_name
from lakehouse.modelling.verdict import best_plain
from lakehouse.modelling.windows import Fold, Window


def count_contest(
    matrix: pd.DataFrame,
    features: Sequence[str],
    candidates: Mapping[str, Candidate],
    windows: Sequence[Window],
    judge: Capture,
    *,
    about: str,
    played_on: Sequence[Fold] | None = None,
    gates: Gates | None = None,
    draws: int = 300,
    level: float = 0.95,
    interval_level: float = 0.9,
    seed: int = 0,
) -> Contest:
    """Judge the candidates on ``windows`` and choose the winner (see ``decide_counts``).

    ``matrix`` and ``played_on``: as in ``contest``, the outcome a count; ``about`` names the
    column of the entity. Intervals draw entities again, each with all its windows: a place stays
    what it is from year to year. Candidates are named plainest first; ``gates`` are their bars.
    PlanError when the matrix cannot be judged or no plain candidate may be used, TooEarly when too
    few windows have anything counted before them.
    """
    tops = (judge.share, *(share for share in judge.also if share != judge.share))
    tallied = area_tally if judge.of_area else count_tally
    check_tops(tops)
    check_matrix(matrix, features, windows, counts=True)
    every = folds_to_play(candidates, windows, judge.train_at_least, judge.warm_up, played_on)
    tested = teaching(matrix, every, judge.warm_up, counts=True)
    played = play(
        matrix, features, candidates, tested, expected_counts(interval_level), judge.blocks
    )
    starts = [pd.Timestamp(fold.test.start) for fold in tested[judge.warm_up :]]
    played = with_times(played, matrix)
    judged = as_published(played[played["window"].isin(starts)], candidates)
    shown = {name: judged[judged["candidate"] == name] for name in candidates}
    entity = {name: matrix.loc[rows["row"], about] for name, rows in shown.items()}
    measures = {
        name: pooled(rows, tops, draws, seed, tallied, entity[name]) for name, rows in shown.items()
    }
    one = next(iter(candidates))
    knows_all = shown[one].assign(score=worth_of(shown[one]))
    best = pooled(knows_all, (judge.share,), draws, seed, count_tally, entity[one])
    asked, decisive = gates or Gates(), f"capture_{top_name(judge.share)}"
    before = [
        *column_gates(candidates, features, matrix, asked),
        *too_good_gates(*of_the_most(measures, best, judge.share), level, asked),
    ]
    plain = best_plain(candidates, {n: m[decisive].value for n, m in measures.items()}, before)
    each = per_window(judged, tops, tallied, partial(count_trust, top=judge.share))
    slopes = {name: slope_of(rows, entity[name], level) for name, rows in shown.items()}
    summary = count_summary(candidates, shown, measures, slopes, judge, plain, decisive, level)
    summary = joined([summary, tie_ranges(shown, tops), regrets(each, decisive)])
    more, groups = learner_gates(
        candidates, plain, decisive, judged, matrix, each, summary, asked, about
    )
    passed = [*before, *more]
    verdict = decide_counts(
        candidates, summary, plain, decisive, judge.against, len(starts), asked, passed
    )
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
        judged_on=decisive,
        counts=True,
        gates=verdict.gates,
        groups=groups,
        ranges=ranges_by_group(judged, matrix, asked),
    )
