"""A list of any kind, brought to the same columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from lakehouse.portal.decision import Decision

# Filled with nothing where a list lacks them.
OPTIONAL = (
    *("low", "high", "reason_1", "reason_2", "reason_3", "why_no_score", "random_share"),
    *("address", "starts_at", "community_area", "latitude", "longitude"),
)
# What is said of a row when it is opened, where its list has a sentence for it.
TOLD = (
    *("facility", "last_visit_on", "last_three_years", "all_years", "last_sampled_on"),
    *("last_collected_on", "excess", "peak_says", "expected_harm", "minutes_90"),
    *("people_exposed", "expected_exposed", "pollutant"),
)
_NOT_A_KEY = {"candidate", "score", "name", "model_name", "model_version", *OPTIONAL, *TOLD}


@dataclass(frozen=True)
class Listed:
    """Rows with rank, key, name, value, low, high and OPTIONAL columns, those with a rank first.

    ``chance`` says whether values are chances between 0 and 1; else they are expected counts.
    """

    rows: pd.DataFrame
    chance: bool

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The rows with a rank, in its order."""
        return self.rows[self.rows["rank"].notna()]

    @property
    def without(self) -> pd.DataFrame:
        """The rows without a rank."""
        return self.rows[self.rows["rank"].isna()]


def listed(decision: Decision) -> Listed:
    """The rows of a ranking-shaped result; its key is its first text column of its own."""
    rows = decision.rows
    chance = "probability" in rows
    value = "probability" if chance else "expected"
    key = key_of(rows)
    named = {value: "value", f"{value}_low": "low", f"{value}_high": "high"}
    named["peak_starts_at"] = "starts_at"
    made = rows.rename(columns=named).assign(key=rows[key].astype("string"))
    for column in OPTIONAL:
        if column not in made:
            made[column] = None
    if "name" not in made:
        # People know a building by its address; its key is told when the row is opened.
        known = made["address"].notna()
        made["name"] = made["address"].where(known, made["key"])
        made["address"] = None
    made["name"] = made["name"].astype(object)
    made["value"] = pd.to_numeric(made["value"])
    return Listed(made.sort_values(["rank", "key"], kind="stable", ignore_index=True), chance)


def key_of(rows: pd.DataFrame) -> str:
    """The column that names a row: one that ends in _id, else the first text of its own."""
    ids = [name for name in rows if str(name).endswith("_id")]
    texts = [n for n in rows.select_dtypes(["object", "string"]) if n not in _NOT_A_KEY]
    return str((ids or texts or list(rows))[0])
