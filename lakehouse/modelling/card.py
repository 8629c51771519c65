"""The model card: what a manager or an auditor should know before using the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lakehouse.modelling.contest import Contest

READS_AS = {
    "auc": "Chance that a row with the outcome is ranked above one without",
    "average_precision": "Average precision",
    "share_found_first_half": "Share found in the first half of the list",
    "days_earlier": "Days earlier than the visits were made",
    "days_earlier_by_lot": "The same for 200 orders drawn by lot",
    "brier": "Mean squared error of the probabilities (smaller is better)",
    "log_score": "Log score of the probabilities (smaller is better)",
}
PERCENT = ("precision", "capture", "share")
OF_PROBABILITIES = {
    "calibration_slope": "Calibration slope (1 is right, below 1 too extreme)",
    "calibration_intercept": "Calibration intercept (0 is right)",
    "calibration_error": "Mean gap between probability and observed share",
    "interval_coverage": "Share of tenths of a window whose observed share fell in the interval",
}


@dataclass(frozen=True)
class Facts:
    """What only people can declare: the question, who is in it, what counts, what is left out."""

    question: str
    cohort: str
    outcome: str
    meanings: Mapping[str, str]
    excluded: Mapping[str, str]
    limits: Sequence[str]


def card(played: Contest, facts: Facts) -> str:
    """The model card as Markdown text; it ends with a line break.

    Every number in it comes from the contest; nothing is rounded up.
    """
    parts = [
        f"# {facts.question}",
        played.verdict,
        _section("Who is ranked", facts.cohort),
        _section("What counts as the outcome", facts.outcome),
        _section("How it was judged", _judged(played)),
        _section("Candidates", _candidates(played)),
        _section("Measures", _measures(played)),
        _section("Can the probabilities be trusted?", _trust(played)),
        _section("Features", _features(played, facts)),
        _section("Left out on purpose", _excluded(facts)),
        _section("Limits", "\n".join(f"- {limit}" for limit in facts.limits) or "None declared."),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    # A bar would end the cell.
    cells = (" | ".join(cell.replace("|", "\\|") for cell in line) for line in lines)
    return "\n".join(f"| {line} |" for line in cells)


def _judged(played: Contest) -> str:
    first, last = played.folds[0], played.folds[-1]
    rows = played.out_of_time[played.out_of_time["candidate"] == played.winner]
    return (
        f"{len(played.folds)} test windows from {first.test.start} up to (not including) "
        f"{last.test.end}, {len(rows):,} rows, {int(rows['outcome'].sum()):,} with the outcome. "
        f"Before each window a candidate learnt from the windows that were over, at first "
        f"{len(first.train)}, at last {len(last.train)}. Intervals hold {played.level:.0%} of "
        f"the draws when weeks are drawn again; they show luck in the rows, not in the fitting."
    )


def _candidates(played: Contest) -> str:
    auc = played.summary[played.summary["measure"] == "auc"].set_index("candidate")
    rows = []
    for name, candidate in played.candidates.items():
        fate = "used" if name == played.winner else played.failed.get(name, "not the best")
        kind = "plain" if candidate.plain else "learns"
        shown = _spread("auc", *(float(auc[c][name]) for c in ("value", "low", "high")))
        rows.append([name, kind, candidate.says, shown, fate])
    return _table(["candidate", "kind", "what it does", "AUC", "result"], rows)


def _other(played: Contest) -> str | None:
    """Whom to set beside the best plain candidate: the winner, or the best learner that lost."""
    auc = played.summary[played.summary["measure"] == "auc"]
    others = auc[auc["candidate"] != played.best_plain].sort_values(
        ["chosen", "plain", "value"], ascending=[False, True, False], kind="stable"
    )
    return str(others["candidate"].iloc[0]) if len(others) else None


def _measures(played: Contest) -> str:
    shown = played.summary[~played.summary["measure"].isin(OF_PROBABILITIES)]
    bar, other = played.best_plain, _other(played)
    header, rows = ["measure", f"{bar} (plain)"], []
    if other is not None:
        header += [other, "difference"]
        theirs = shown[shown["candidate"] == other].set_index("measure")
    for row in shown[shown["candidate"] == bar].itertuples():
        cells = [_name(row.measure), _spread(row.measure, row.value, row.low, row.high)]
        if other is not None:
            it = theirs.loc[row.measure]
            cells.append(_spread(row.measure, it["value"], it["low"], it["high"]))
            gap = it["difference"], it["difference_low"], it["difference_high"]
            cells.append(_spread(row.measure, *gap, points=True))
        rows.append(cells)
    return _table(header, rows)


def _name(measure: str) -> str:
    if measure in READS_AS:
        return READS_AS[measure]
    kind, _, top = measure.partition("_")
    words = top.replace("_", " ").replace(" percent", " %")
    start = {"precision": "Share with the outcome among the", "capture": "Share found in the"}
    return f"{start[kind]} {words}" if kind in start else measure.replace("_", " ")


def _spread(measure: str, value: float, low: float, high: float, *, points: bool = False) -> str:
    if pd.isna(value):
        return "not measured"
    form = "{:.3f}"
    if measure.startswith(PERCENT):
        form = "{:+.1%}" if points else "{:.1%}"
    shown = [form.format(x) for x in (value, low, high)]
    if points:
        shown = [x.replace("%", " points") for x in shown]
    return shown[0] if pd.isna(low) else f"{shown[0]} ({shown[1]} to {shown[2]})"


def _trust(played: Contest) -> str:
    ours = played.summary[played.summary["candidate"] == played.winner].set_index("measure")
    rows = [
        [words, _spread(measure, *(float(ours[c][measure]) for c in ("value", "low", "high")))]
        for measure, words in OF_PROBABILITIES.items()
        if measure in ours.index
    ]
    if not rows:
        return "Not judged: probabilities need a second test window."
    said = f"The intervals of the probabilities are made for {played.interval_level:.0%}."
    return f"{_table(['of ' + played.winner, 'value'], rows)}\n\n{said}"


def _features(played: Contest, facts: Facts) -> str:
    meaning = {f: facts.meanings.get(f, "(no meaning was declared)") for f in played.features}
    return _table(["feature", "meaning"], [[name, words] for name, words in meaning.items()])


def _excluded(facts: Facts) -> str:
    if not facts.excluded:
        return "Nothing."
    return _table(["left out", "why"], [[name, why] for name, why in facts.excluded.items()])
