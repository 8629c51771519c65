"""The model card: what a manager or an auditor should know before using the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lakehouse.modelling.contest import Contest
from lakehouse.modelling.gates.words import gate_table, group_table, range_table
from lakehouse.modelling.markdown import table
from lakehouse.modelling.measure_words import (
    DECISIVE,
    OF_COUNTS,
    OF_PROBABILITIES,
    named,
    spread,
)
from lakehouse.modelling.tie_range import of_ties


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
        _section(f"Can the {_what(played)} be trusted?", _trust(played)),
        _section("Gates", gate_table(played.gates)),
        *_groups(played),
        _section("Features", _features(played, facts)),
        _section("Left out on purpose", _excluded(facts)),
        _section("Limits", "\n".join(f"- {limit}" for limit in facts.limits) or "None declared."),
    ]
    return "\n\n".join(parts) + "\n"


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text}"


def _judged(played: Contest) -> str:
    first, last = played.folds[0], played.folds[-1]
    rows = played.out_of_time[played.out_of_time["candidate"] == played.winner]
    return (
        f"{len(played.folds)} test windows from {first.test.start} up to (not including) "
        f"{last.test.end}, {len(rows):,} rows, {int(rows['outcome'].sum()):,} "
        f"{'counted' if played.counts else 'with the outcome'}. "
        f"Before each window a candidate learnt from the windows that were over, at first "
        f"{len(first.train)}, at last {len(last.train)}. Intervals hold {played.level:.0%} of "
        f"the draws when {'places' if played.counts else 'weeks'} are drawn again; they show luck "
        f"in the rows, not in the fitting."
    )


def _candidates(played: Contest) -> str:
    measure = played.judged_on
    found = played.summary[played.summary["measure"] == measure].set_index("candidate")
    rows = []
    for name, candidate in played.candidates.items():
        fate = "used" if name == played.winner else played.failed.get(name, "not the best")
        kind = "plain" if candidate.plain else "learns"
        shown = spread(measure, *(float(found[c][name]) for c in ("value", "low", "high")))
        rows.append([name, kind, candidate.says, shown, fate])
    judged = DECISIVE.get(measure) or named(measure)
    return table(["candidate", "kind", "what it does", judged, "result"], rows)


def _other(played: Contest) -> str | None:
    """Whom to set beside the best plain candidate: the winner, or the best learner that lost."""
    found = played.summary[played.summary["measure"] == played.judged_on]
    others = found[found["candidate"] != played.best_plain].sort_values(
        ["chosen", "plain", "value"], ascending=[False, True, False], kind="stable"
    )
    return str(others["candidate"].iloc[0]) if len(others) else None


def _measures(played: Contest) -> str:
    apart = played.summary["measure"].isin(OF_PROBABILITIES)
    apart |= played.summary["measure"].map(of_ties)
    shown = played.summary[~apart & ~played.summary["measure"].str.contains(" against ")]
    bar, other = played.best_plain, _other(played)
    header, rows = ["measure", f"{bar} (plain)"], []
    if other is not None:
        header += [other, "difference"]
        theirs = shown[shown["candidate"] == other].set_index("measure")
    for row in shown[shown["candidate"] == bar].itertuples():
        cells = [named(row.measure), spread(row.measure, row.value, row.low, row.high)]
        if other is not None:
            it = theirs.loc[row.measure]
            cells.append(spread(row.measure, it["value"], it["low"], it["high"]))
            gap = it["difference"], it["difference_low"], it["difference_high"]
            cells.append(spread(row.measure, *gap, points=True))
        rows.append(cells)
    return table(header, rows)


def _trust(played: Contest) -> str:
    ours = played.summary[played.summary["candidate"] == played.winner].set_index("measure")
    trusted = OF_COUNTS if played.counts else OF_PROBABILITIES
    rows = [
        [words, spread(measure, *(float(ours[c][measure]) for c in ("value", "low", "high")))]
        for measure, words in trusted.items()
        if measure in ours.index
    ]
    if not rows:
        return "Not judged: probabilities need a second test window."
    said = f"The intervals of the {_what(played)} are made for {played.interval_level:.0%}."
    return f"{table(['of ' + played.winner, 'value'], rows)}\n\n{said}"


def _what(played: Contest) -> str:
    return "expected counts" if played.counts else "probabilities"


def _groups(played: Contest) -> list[str]:
    parts = (
        ("Does it treat groups alike?", played.groups, group_table),
        ("Do its ranges hold in every group?", played.ranges, range_table),
    )
    return [
        _section(title, written(found[found["candidate"] == played.winner]))
        for title, found, written in parts
        if not found.empty and (found["candidate"] == played.winner).any()
    ]


def _features(played: Contest, facts: Facts) -> str:
    meaning = {f: facts.meanings.get(f, "(no meaning was declared)") for f in played.features}
    return table(["feature", "meaning"], [[name, words] for name, words in meaning.items()])


def _excluded(facts: Facts) -> str:
    if not facts.excluded:
        return "Nothing."
    return table(["left out", "why"], [[name, why] for name, why in facts.excluded.items()])
