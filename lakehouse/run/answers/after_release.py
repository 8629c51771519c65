"""Write what became of a model since its release: drift of its features, outcomes of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from lakehouse.declare.forecast import Forecast
from lakehouse.declare.judge import Capture
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Table
from lakehouse.modelling.after_release import drift_rows, list_ends, outcome_row
from lakehouse.modelling.corrected import TIMES
from lakehouse.modelling.final import FinalModel
from lakehouse.modelling.tally import top_name
from lakehouse.run.answers.model_part import told_of, write_part
from lakehouse.run.answers.past_cases import CASE, learnt_and_asked, past_frame
from lakehouse.run.answers.reporting import with_reporting
from lakehouse.run.settings import Models
from lakehouse.store.lake import Lake
from lakehouse.store.record.recorded import learnt_version
from lakehouse.tables.governance import model_drift, model_performance

# Earlier lists that are looked at again: a year of monthly ones.
LISTS = 12
# Writes of a table that are looked through for them: a day may have been computed again.
WRITES = 50


def watch_release(
    lake: Lake, asked: Ranking, final: FinalModel, stamp: Mapping[str, Any], models: Models
) -> None:
    """Write the model's rows of governance.model_drift and governance.model_performance.

    Bins are those of the cases the version learnt from, however many were added since.
    """
    fixed = told_of(stamp)
    name, version = str(stamp["model_name"]), str(stamp["model_version"])
    learnt = learnt_version(name, version, asked.matrix.name)
    both = learnt_and_asked(lake, asked, final.features, models, learnt)
    moved = drift_rows(*both, final.features)
    write_part(lake, model_drift, stamp, [fixed | row for row in moved])
    by = [asked.reporting.by] if asked.reporting else []
    past = with_reporting(lake, asked, past_frame(lake, asked, [*CASE, asked.about, *by]))
    told = [fixed | row for row in performance(lake, asked, final, past, stamp)]
    write_part(lake, model_performance, stamp, told)


def performance(
    lake: Lake,
    asked: Ranking,
    final: FinalModel,
    past: pd.DataFrame,
    stamp: Mapping[str, Any],
) -> Iterator[dict[str, Any]]:
    """One row per earlier list of which outcomes are known by now, the last list first.

    ``past``: the cases of the matrix. Each list is asked what it said then, not what the model
    would say today.
    """
    share = asked.judged_by.share if isinstance(asked.judged_by, Capture) else None
    decisive = "auc" if share is None else f"capture_{top_name(share)}"
    promised = _promised(lake, asked, decisive)
    for listed in earlier_lists(lake, asked, stamp["as_of"], final.gives[0]):
        day = listed["as_of"].iloc[0]
        until = list_ends(day, asked.list_days, asked.months)
        happened = pd.to_datetime(past["happened_on"])
        served = (happened >= pd.Timestamp(day)) & (happened < pd.Timestamp(until))
        cases = past.loc[served, [c for c in (asked.about, "outcome", TIMES) if c in past.columns]]
        both = cases.merge(listed[[asked.about, "given"]], on=asked.about)
        if both.empty:
            continue
        version = str(listed["model_version"].iloc[0])
        yield {
            "version": version,
            "as_of": day,
            "looked_at": stamp["as_of"],
            **outcome_row(both, promised.get(version), share),
        }


def earlier_lists(
    lake: Lake, asked: Ranking | Forecast | Outlook, before: date, given: str
) -> Iterator[pd.DataFrame]:
    """What was listed for days before ``before``: the last write of each day, newest first."""
    seen: set[date] = set()
    for version in _versions(lake, asked.writes):
        listed = lake.frame(asked.writes, version)
        day = listed["as_of"].iloc[0] if len(listed) else None
        if day is None or day >= before or day in seen:
            continue
        seen.add(day)
        yield listed[listed[given].notna()].rename(columns={given: "given"})
        if len(seen) == LISTS:
            return


def _promised(lake: Lake, asked: Ranking, decisive: str) -> dict[str, float]:
    """The low end of what decided for the winner, by version, where its trials are still there."""
    found: dict[str, float] = {}
    for version in _versions(lake, asked.trials):
        told = lake.frame(asked.trials, version)
        told = told[(told["window"] == "all") & (told["measure"] == decisive) & told["chosen"]]
        for row in told.itertuples():
            found.setdefault(str(row.model_version), float(row.low))
        if len(found) == LISTS:
            break
    return found


def _versions(lake: Lake, table: Table) -> range:
    """The last versions of a table, newest first."""
    newest = lake.version(table)
    last = -1 if newest is None else newest
    return range(last, max(last - WRITES, -1), -1)
