"""What is on record of one model, as its page takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class ModelCard:
    """What is declared of a question beside what its last contest found.

    ``cohort`` says who is ranked, ``counts`` what counts as the outcome; ``features`` has what it
    looks at by name, ``left_out`` what it does not look at with the reason, ``lacks`` the tables
    that the city does not deliver for it. ``gates``: candidate, chosen, gate, verdict, reason;
    ``groups``: the rows of governance.model_group. Both may be empty.
    """

    name: str
    asks: str
    owner: str = ""
    version: str = ""
    cohort: str = ""
    counts: str = ""
    features: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    gates: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"model-{self.name}.html"
