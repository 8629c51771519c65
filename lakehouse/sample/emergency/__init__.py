"""The emergency departments: one row per visit, reported some days later."""

from lakehouse.sample.emergency.strengths import AGE_BANDS, CODES, STRENGTHS
from lakehouse.sample.emergency.told import outbreaks_truth
from lakehouse.sample.emergency.visits import emergency
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.source import Source

VISITS = Delivery(
    name="emergency_visits",
    department="health",
    file="emergency_visits_{month}.jsonl",
    format="jsonl",
    date_style="%Y-%m-%d %H:%M",
    happened="arrived_at",
    interval=("arrived_at", "reported_at"),
    columns=(
        Column("visit_no", "id", key=True),
        Column("patient_no", "id"),
        Column("hospital", "id"),
        Column("age_band", "code", codes=AGE_BANDS),
        Column("syndrome", "code", codes=CODES),
        Column("complaint", "text"),
        Column("arrived_at", "date"),
        Column("neighbourhood", "id"),
        Column("reported_at", "date"),
    ),
    sort=("reported_at", "visit_no"),
)

SOURCES = (
    Source("emergency", (VISITS,), emergency, strengths=STRENGTHS),
    # Nothing is delivered of it: what was planted is told to tests alone.
    Source("outbreaks", (), outbreaks_truth, once=True),
)
