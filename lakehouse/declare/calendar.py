"""A calendar says when a model is refitted, from what history, and how it is tested (triage)."""

from __future__ import annotations

from dataclasses import dataclass

SPANS = (
    *("training_label_timespans", "training_as_of_date_frequencies", "test_durations"),
    *("test_label_timespans", "test_as_of_date_frequencies", "max_training_histories"),
)
TIMES = ("feature_start_time", "feature_end_time", "label_start_time", "label_end_time")


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """triage's ``temporal_config``, as it is written there: ``Calendar(**config)``.

    Spans are texts such as 6month, 5y, 2 weeks, 0d; where several are possible, one text or a list.
    A ranking leaves out the four times: it begins with its record and ends on the run's day.
    """

    feature_start_time: str = ""
    feature_end_time: str = ""
    label_start_time: str = ""
    label_end_time: str = ""
    model_update_frequency: str
    training_label_timespans: tuple[str, ...]
    training_as_of_date_frequencies: tuple[str, ...]
    test_durations: tuple[str, ...]
    test_label_timespans: tuple[str, ...]
    test_as_of_date_frequencies: tuple[str, ...]
    max_training_histories: tuple[str, ...]

    def __post_init__(self) -> None:
        # One text is one span, not its letters; a list could be changed behind the calendar.
        for name in SPANS:
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))
