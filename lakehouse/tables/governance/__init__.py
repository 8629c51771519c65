"""What the platform knows of itself: deliveries, quality, runs and their steps, models."""

from lakehouse.tables.governance.capacity import capacity
from lakehouse.tables.governance.follow_up import list_follow_up
from lakehouse.tables.governance.hazard import hazard_opened
from lakehouse.tables.governance.model import (
    model_drift,
    model_gate,
    model_move,
    model_performance,
)
from lakehouse.tables.governance.model_trust import model_group, model_reliability
from lakehouse.tables.governance.platform import (
    code_word,
    delivery,
    repair,
    run_step,
    step_balance,
    table_column,
)
from lakehouse.tables.governance.quality import (
    arrival,
    computed_quality,
    notice,
    quality,
    quality_drift,
    quality_score,
    volume,
)

__all__ = [
    "arrival",
    "capacity",
    "code_word",
    "computed_quality",
    "delivery",
    "hazard_opened",
    "list_follow_up",
    "model_drift",
    "model_gate",
    "model_group",
    "model_move",
    "model_performance",
    "model_reliability",
    "notice",
    "quality",
    "quality_drift",
    "quality_score",
    "repair",
    "run_step",
    "step_balance",
    "table_column",
    "volume",
]
