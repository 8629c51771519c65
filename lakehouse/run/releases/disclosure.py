"""The attack on a release before anybody sees it: what it and all before it tell of few people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from lakehouse.declare.errors import PromiseBroken
from lakehouse.declare.table import Result
from lakehouse.methods.count_table import TOTAL, CountTable
from lakehouse.methods.disclosure_attack import recovered
from lakehouse.methods.suppression import Rule
from lakehouse.run import say
from lakehouse.run.releases.kept import Release
from lakehouse.run.releases.overlaps import told_by_windows
from lakehouse.run.releases.stand_in import told_by_ranges


def refuse_disclosure(
    results: Mapping[Result, pd.DataFrame],
    earlier: Sequence[Release],
    indicators: pd.DataFrame | None = None,
) -> None:
    """PromiseBroken, before anything is handed out, when an attack on counts of people succeeds.

    Withdrawn releases are attacked too: whoever has one keeps it. What is embedded in pages is
    made of these same rows, so a number that they do not hold is nowhere. ``indicators`` are the
    rows of ``risk.area_indicator`` that results with ``stand_ins`` are made of. PromiseBroken also
    where an earlier release cannot be read: what it tells would be left out of the attack.
    """
    for table, rows in results.items():
        found: list[str] = []
        if table.withheld:
            past = {r.name: r.frame(table.last) for r in earlier if table.last in r.tables}
            found = attacked(table, rows, past)
        if table.stand_ins and indicators is not None:
            found += told_by_ranges(indicators)
        if found:
            many = f" and {len(found) - 1} more" if len(found) > 1 else ""
            raise PromiseBroken(
                f"{table.name} would tell of fewer than {table.withhold_under}: {found[0]}{many}.",
                "Nothing was handed out. Withhold what is made of that count, or more counts "
                "beside it. What an earlier release tells cannot be taken back by this one: where "
                "that may stand, move its folder out of the releases; it is not looked at then.",
            )


def attacked(table: Result, rows: pd.DataFrame, past: Mapping[str, pd.DataFrame]) -> list[str]:
    """What an attacker who kept every release finds out, in words without the number itself."""
    assert table.withhold_under is not None
    rule = Rule(table.withhold_under, zeros=True)
    count, *made = table.withheld
    now = _cells(table, rows)
    found = [f"a small count is shown for {_name(k)}" for k in now.index[rule.small(now[count])]]
    blank = now[now[count].isna()]
    for column in made:
        told = blank.index[blank[column].notna()] if column in blank else []
        found += [f"{column} is told beside a withheld count, {_name(k)}" for k in told]
    known, every = now[count].dropna(), now.index
    told = [known]
    for release, frame in past.items():
        lacking = [name for name in (*_named_by(table, rows), count) if name not in frame]
        if lacking:
            say.say(
                f"Not held against release {release}: its {table.last}.parquet has no "
                f"{', '.join(lacking)}. Compare by hand, should the column have another name now."
            )
            continue
        cells = _cells(table, frame)[count]
        every, then = every.union(cells.index, sort=False), cells.dropna()
        told.append(then)
        leaked = then.index[rule.small(then)].intersection(blank.index)
        found += [f"release {release} shows what is withheld, {_name(k)}" for k in leaked]
        gap = (known - then).abs().dropna()
        apart = gap.index[(gap > 0) & rule.small(gap)]
        found += [f"the difference to release {release}, {_name(k)}" for k in apart]
        more = then[~then.index.isin(known.index.union(blank.index))]
        known = pd.concat([each for each in (known, more) if len(each)] or [known])
    if table.counts_over:
        return found + told_by_windows(known, pd.concat(told[1:] or [known[:0]]), rule)
    return found + _by_sums(every, known, rule)


def _cells(table: Result, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that count people, by key as text, so that types of old releases do not matter.

    A table whose key holds no day counts another period each time, so the first and last day of
    the period are part of the name, or the day it was made for, where it counts one moment.
    """
    key = [rows[name].astype(str) for name in _named_by(table, rows)]
    own = key[0].str.startswith(table.counts_people)
    index = pd.Index(list(zip(*key, strict=True)), dtype=object, tupleize_cols=False)
    counts = pd.to_numeric(rows[table.withheld[0]]).astype("float64")
    made = rows.assign(**{table.withheld[0]: counts}).set_axis(index, axis=0)
    return made[own.to_numpy()]


def _named_by(table: Result, rows: pd.DataFrame) -> list[str]:
    """The columns that tell a count of ``rows`` from all others."""
    dated = any(table.column(name).type == "date" for name in table.key)
    moment = not dated and not table.counts_over and "as_of" in rows
    return [*table.key, *(table.counts_over or ()), *(["as_of"] if moment else [])]


def _by_sums(every: pd.Index, known: pd.Series, rule: Rule) -> list[str]:
    """What can be worked out by bounds and differences where some rows are sums of others.

    ``every`` names what any release counts: what only an earlier one left blank is part of its
    sums, too.
    """
    sums = [k for k in every if TOTAL in k]
    if not sums:
        return []  # nothing binds a blank
    finest = pd.Index([k for k in every if TOTAL not in k], dtype=object, tupleize_cols=False)
    # Those beside a sum alone: each row is a sum of the finest that agree where it says no Total.
    inside = [
        [all(mine in (TOTAL, theirs) for mine, theirs in zip(k, f, strict=True)) for f in finest]
        for k in every
    ]
    values = known.reindex(every)
    shown = pd.Series(values.notna().to_numpy(), every)
    made = CountTable(values, csr_array(np.array(inside, dtype=float)), finest)
    found = recovered(made, shown, rule)
    return [f"{how}, {_name(k)}" for k, how in zip(found["number"], found["how"], strict=True)]


def _name(key: tuple[str, ...]) -> str:
    return " / ".join(key)
