"""What the platform knows of itself: deliveries, runs and their steps, models and their moves."""

from lakehouse.tables.governance.model import (
    model_drift,
    model_gate,
    model_move,
    model_performance,
)
from lakehouse.tables.governance.platform import code_word, delivery, run_step, table_column

__all__ = [
    "code_word",
    "delivery",
    "model_drift",
    "model_gate",
    "model_move",
    "model_performance",
    "run_step",
    "table_column",
]
