"""Who tells next week's crashes: trees only where they are better than plain rates for sure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t

from lakehouse.declare.errors import TooEarly
from lakehouse.declare.gates import Gates
from lakehouse.methods.fairness import INSUFFICIENT
from lakehouse.modelling.crash_hours.boosted import SETTINGS, TREES
from lakehouse.modelling.crash_hours.record import Record, known_record
from lakehouse.modelling.crash_hours.weeks import (
    BOOSTED,
    HISTORICAL,
    LEAST_DAYS,
    SMOOTHED,
    WEEKS,
    WINDOWS,
    judged_weeks,
)
from lakehouse.modelling.gates.gate import BASELINE, Gate, refused
from lakehouse.modelling.gates.numbers import level_holds
from lakehouse.modelling.outlook.contest import (
    OutlookContest,
    Tried,
    loss_gates,
    nothing_judged,
    row_of,
)
from lakehouse.modelling.summary import joined, mark

LOSS, CAPTURE = "deviance_a_week", "capture_first_5_percent"
LEVEL = "observed_per_expected_a_week"
SHORTEST = 56  # days on record, for an hour of the week to be seen at all
CANDIDATES = {
    HISTORICAL: Tried("Counts the crashes of the area in that hour of the week.", plain=True),
    SMOOTHED: Tried(
        "Draws that count to what the area and the city's hour of the week explain, as far as the "
        "scatter of hours asks.",
        plain=True,
    ),
    BOOSTED: Tried(
        "Adds to the smoothed rate what light, rain, season and the last four weeks tell.",
        plain=False,
        settings={**SETTINGS, "trees": TREES},
    ),
}
HOW = (
    f"{WINDOWS} windows of {WEEKS} weeks were forecast, each from the day before it, and measured "
    "week by week. Intervals are those of the mean of weeks (Student's t), differences are paired "
    "by the week."
)


def crash_contest(rows: pd.DataFrame) -> OutlookContest:
    """Let the rates and the trees compete on what is known (rows of ``known_record``).

    TooEarly where no area has a crash, or the record is too short for a week to be told.
    """
    record = known_record(rows)
    if not record.areas or record.days < SHORTEST:
        raise TooEarly(
            f"Crashes in {len(record.areas)} area(s) over {record.days} day(s) are on record; "
            f"{SHORTEST} days are needed to tell a week by.",
            "Choose a later --as-of, or wait for more data.",
        )
    return contest_of(record)


def contest_of(record: Record) -> OutlookContest:
    """The contest over a record's last weeks.

    A plain rate that loses against the other plain one is out. The trees are chosen only when
    their Poisson deviance is lower for sure (95 % interval of the paired weekly differences), and
    no other gate refuses them. On a short record the smoothed rate is used unjudged.
    """
    weeks = judged_weeks(record)
    if weeks.empty:
        least = LEAST_DAYS + 7 * (WINDOWS * WEEKS + 1)
        why = f"{record.days} days on record are too few to judge by: the smoothed rate is used."
        short = f"{record.days} days are on record; {least} are needed to judge {BOOSTED}."
        unsure = Gate(BOOSTED, BASELINE, INSUFFICIENT, short)
        return _contest(record, weeks, joined([]), nothing_judged(), SMOOTHED, why, [unsure])
    total = weeks["deviance"].unstack().sum()
    plain = min((HISTORICAL, SMOOTHED), key=lambda name: total[name])
    each = _per_window(record, weeks)
    summary = _summary(each, plain)
    gates = (
        *loss_gates(BOOSTED, plain, LOSS, summary, each),
        level_holds(BOOSTED, row_of(summary, BOOSTED, LEVEL), Gates().level_within),
    )
    chosen, why = _chosen(weeks["deviance"].unstack(), plain, gates)
    mark(summary, CANDIDATES, chosen)
    return _contest(record, weeks, summary, each, chosen, why, gates, plain)


def _contest(
    record: Record,
    weeks: pd.DataFrame,
    summary: pd.DataFrame,
    each: pd.DataFrame,
    chosen: str,
    why: str,
    gates: Sequence[Gate],
    plain: str = SMOOTHED,
) -> OutlookContest:
    last = np.datetime64(record.first) + np.timedelta64(record.days - 1, "D")
    return OutlookContest(
        candidates=CANDIDATES,
        measure=LOSS,
        how=HOW,
        judged=weeks.reset_index(),
        summary=summary,
        per_window=each,
        winner=chosen,
        best_plain=plain,
        failed=refused(gates),
        verdict=why,
        through=pd.Timestamp(last).date(),
        gates=tuple(gates),
    )


def _per_window(record: Record, weeks: pd.DataFrame) -> pd.DataFrame:
    """candidate, window (first day of the week), measure, value."""
    told = pd.DataFrame(
        {
            LOSS: weeks["deviance"],
            CAPTURE: weeks["capture"],
            LEVEL: weeks["crashes"] / weeks["expected"],
        }
    )
    tidy = told.rename_axis(columns="measure").stack().rename("value").reset_index()
    tidy["window"] = pd.Timestamp(record.first) + pd.to_timedelta(tidy["week"], unit="D")
    return tidy[["candidate", "window", "measure", "value"]]


def _summary(each: pd.DataFrame, plain: str) -> pd.DataFrame:
    """Every measure of every candidate over all weeks, beside the best plain one; nobody chosen."""
    records = []
    for measure, rows in each.groupby("measure", sort=False):
        table = rows.pivot(index="window", columns="candidate", values="value")
        for name in CANDIDATES:
            value, low, high = _mean(table[name])
            row = {"candidate": name, "measure": measure, "value": value, "low": low, "high": high}
            if name != plain:
                gap, gap_low, gap_high = _mean(table[name] - table[plain])
                row |= {"compared_with": plain, "difference": gap}
                row |= {"difference_low": gap_low, "difference_high": gap_high}
            records.append(row)
    return joined([pd.DataFrame(records)])


def _mean(weeks: pd.Series) -> tuple[float, float, float]:
    """The mean of weeks and the ends of its 95 % interval."""
    values: npt.NDArray[np.float64] = weeks.to_numpy(dtype=float)
    reach = t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean()), float(values.mean() - reach), float(values.mean() + reach)


def _chosen(deviance: pd.DataFrame, plain: str, gates: Sequence[Gate]) -> tuple[str, str]:
    """The winner, and why: ``deviance`` has a row per week and a column per candidate."""
    gap = 100 * (deviance[BOOSTED] - deviance[plain]) / deviance[plain].mean()
    mean, low, high = _mean(gap)
    told = f"{mean:+.2f} % ({low:+.2f} to {high:+.2f}) against the {plain}"
    over = f"Over {len(gap)} weeks not learnt from, the deviance of the {BOOSTED} was {told}"
    why = refused(gates)
    if high >= 0:
        return plain, f"{over}: not lower for sure, so the {plain} is used."
    if why:
        return plain, f"{over}, yet the {plain} is used: {why[BOOSTED]}"
    return BOOSTED, f"{over}, so these are used."
