"""The groups that a list has to treat alike: found by place, excepted by hand, refused else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from lakehouse.declare.errors import Unfair
from lakehouse.declare.gates import Fair
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table
from lakehouse.declare.waiver import Waiver, in_force
from lakehouse.methods.fairness import FAIL
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.gates.fair import WORDS
from lakehouse.run.answers.past_cases import PastCases
from lakehouse.run.answers.reporting import with_reporting
from lakehouse.run.settings import Settings
from lakehouse.store.lake import Lake
from lakehouse.transform.areas import areas


def with_waivers(asked: Ranking, settings: Settings, as_of: date) -> Ranking:
    """The question with the city's exceptions that are in force on the day."""
    return excepting(asked, in_force(settings.city.waivers, asked.name, as_of))


def excepting(asked: Ranking, signed: tuple[Waiver, ...]) -> Ranking:
    """The question with these exceptions to its band, where it has one."""
    if asked.gates.fair is None:
        return asked
    fair = replace(asked.gates.fair, waivers=signed)
    return replace(asked, gates=replace(asked.gates, fair=fair))


def with_groups(
    lake: Lake, asked: Ranking, cases: PastCases, then: Mapping[str, int] | None = None
) -> PastCases:
    """The cases with the area of each row, where groups are areas; missing where it has none.

    A city that delivered no outlines has no groups to compare: all rows are of none. Also with what
    each row stands for, where the order is corrected (``with_reporting``). ``then``: the versions
    of tables, by name, that both are taken from; today's without it.
    """
    fair = asked.gates.fair
    cases = replace(cases, rows=with_reporting(lake, asked, cases.rows, then))
    if fair is None or fair.outlines is None:
        return cases
    return replace(cases, rows=_in_areas(lake, fair, fair.outlines, cases.rows, then))


def looked_up(lake: Lake, asked: Ranking) -> tuple[Table, ...]:
    """What groups are found by, and the order is corrected by, where the city has it."""
    return tuple(t for t in asked.optional if lake.exists(t))


def _in_areas(
    lake: Lake,
    fair: Fair,
    outlines: Table,
    matrix: pd.DataFrame,
    then: Mapping[str, int] | None,
) -> pd.DataFrame:
    nowhere = matrix.assign(**{fair.across: None})
    if not lake.exists(outlines) or (then is not None and outlines.name not in then):
        return nowhere
    drawn = lake.frame(outlines, then[outlines.name] if then else None)
    drawn = drawn.query("area_kind == @fair.across")
    if drawn.empty:
        return nowhere
    known = areas(fair.across, tuple(drawn["area"]), tuple(drawn["geometry"]))
    places = (matrix[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    found, _ = known.find(*places)
    return matrix.assign(**{fair.across: np.array([*known.codes, None], dtype=object)[found]})


def refuse_unfair(asked: Ranking, played: Contest) -> None:
    """Raises :class:`Unfair` where the list that won is beyond the band and nobody signed.

    A learner beyond it is kept out by its gate, and the plain list is published. Where that
    is beyond it too, there is nothing fair to publish.
    """
    if played.groups.empty:
        return
    ours = played.groups[played.groups["candidate"] == played.winner]
    beyond = ours[ours["counts"] & (ours["verdict"] == FAIL)]
    if beyond.empty:
        return
    fair = asked.gates.fair
    assert fair is not None
    told = "; ".join(
        f"{WORDS.get(r.rate, r.rate)} of {r.group} are {r.disparity:.2f} times those of "
        f"{r.reference} ({r.low:.2f} to {r.high:.2f})"
        for r in beyond.itertuples()
    )
    raise Unfair(
        f"{asked.name}: {played.winner}, the list that would be published, does not treat every "
        f"{fair.across} alike ({fair.band[0]:g} to {fair.band[1]:g}): {told}.",
        "Mend the list, or sign an exception in the city's exceptions.toml (question, group, "
        "rate, owner, reason, signed, until).",
    )
