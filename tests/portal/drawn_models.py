"""A model on record as its page takes it: gates, groups and what is declared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from lakehouse.modelling.gates.gate import ORDER
from lakehouse.portal.modelcard import ModelCard
from lakehouse.portal.monitorcard import MonitorCard
from lakehouse.tables.governance import model_gate, model_group

FOOD = "test_food_premises"
LEARNED, PLAIN, LOST = "logistic regression", "past violations per visit", "boosted trees"


def gates(verdict: str = "insufficient", lost: bool = True) -> pd.DataFrame:
    """Every gate of the winner, the last with ``verdict``, and one that kept another out."""
    rows = [(LEARNED, True, gate, "pass", f"{LEARNED} is fine here.") for gate in ORDER[:-1]]
    rows.append((LEARNED, True, ORDER[-1], verdict, "Too few to tell for police_district 7."))
    rows.append((PLAIN, False, ORDER[0], "pass", "It looks at nothing known later."))
    if lost:
        rows.append((LOST, False, "calibrated", "fail", f"The chances of {LOST} are < 1."))
    names = ["candidate", "chosen", "gate", "verdict", "reason"]
    made = pd.DataFrame(rows, columns=names).assign(model=FOOD, version="3", as_of=None)
    return made[list(model_gate.column_names)]


def groups(worst: str = "insufficient", districts: int = 22) -> pd.DataFrame:
    """Missed cases, visits for nothing, false alarms and ranges of each district.

    District 2 has the verdict ``worst``, the last one too few cases.
    """
    rows = []
    for measure, counts in (("fnr", True), ("fdr", True), ("fpr", False), ("ranges", False)):
        for n in range(1, districts + 1):
            few, at = n == districts, 0.9 + 0.01 * n
            told = worst if n == 2 else "insufficient" if few else "pass"
            told = "pass" if measure == "ranges" and told == "excepted" else told
            cases, times = 4.0 if few else 200.0 + n, np.nan if measure == "ranges" else at
            share, ends = 0.4 + 0.02 * n, (at - 0.3, at + 0.5)
            rows.append((measure, counts, str(n), cases, share, times, *ends, told))
    names = ["measure", "counts", "group", "cases", "share", "times", "low", "high", "verdict"]
    made = pd.DataFrame(rows, columns=names)
    ranges = made["measure"] == "ranges"
    made.loc[ranges, ["low", "high"]] = (0.7, 0.97)
    made["reference"] = None if ranges.all() else np.where(ranges, None, "11")
    made = made.assign(model=FOOD, version="3", as_of=None, candidate=LEARNED)
    return made.assign(across="police_district")[list(model_group.column_names)]


def card(**changes: object) -> ModelCard:
    """The card of the food list."""
    asks = "Which premises will have a critical violation at their next visit?"
    made = ModelCard(
        name=FOOD,
        asks=asks,
        owner="Health",
        version="3",
        cohort="Canvass visits that took place.",
        counts="At least one critical violation at the visit.",
        features={"visits_raw": "earlier visits", "failed_raw": "the last visit failed (1 yes)"},
        left_out={"who inspected": "It tells more about the inspector than the premises."},
        limits=("Outcomes are known only where inspectors went.", "It ranks for a visit."),
        lacks=("services.sanitation_complaint",),
        gates=gates(),
        groups=groups(),
    )
    return ModelCard(**{**vars(made), **changes})  # type: ignore[arg-type]


def monitor(**changes: object) -> MonitorCard:
    """The monitor behind the drawn alerts: two series a week, one that nothing is told of."""
    made = MonitorCard(
        name="test_alert_week",
        asks="Are unusually many people admitted this week?",
        watches="One row per series and week.",
        every=7,
        alert=0.005,
        warning=0.02,
        fdr=0.1,
        ladder=(("essence_ewma", 9), ("farrington_flexible", 159)),
        owner="Health",
        version="ab12cd34",
        limits=("A rise of less than a week shows when the week has ended.",),
        result="health_alerts",
        series=frozenset({"covid_week", "death_day", "rare_day"}),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def monitors() -> tuple[MonitorCard, ...]:
    """One that is released, one that is not, one of which this release has no rows."""
    inside = monitor(name="test_inside", every=1, result="", series=frozenset())
    return monitor(), inside, monitor(name="test_absent", series=frozenset({"of another time"}))


def reliability() -> pd.DataFrame:
    """Ten tenths of chances of which nearly all came true."""
    stated = np.linspace(0.04, 0.42, 10)
    return pd.DataFrame({"probability": stated, "observed": stated * 1.05,
                         "low": stated - 0.03, "high": stated + 0.06})  # fmt: skip
