"""Ranges that hold in the whole city and not in one district are told by district."""

import numpy as np
import pandas as pd

from lakehouse.declare.gates import Fair, Gates
from lakehouse.methods.fairness import FAIL, INSUFFICIENT, PASS
from lakehouse.modelling.gates.fair import UNKNOWN
from lakehouse.modelling.gates.ranges import COLUMNS, ranges_by_group

ASKED = Gates(fair=Fair("district", 0.2))
WINDOWS, ROWS = 6, 1000


def city(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with chances that are right in the south and half of the truth in the north."""
    n = WINDOWS * ROWS
    matrix = pd.DataFrame({"district": np.where(rng.random(n) < 0.5, "north", "south")})
    matrix.loc[matrix.index[::500], "district"] = "port"
    matrix.loc[matrix.index[1::500], "district"] = None
    chance = rng.uniform(0.1, 0.4, n)
    true = np.where(matrix["district"] == "north", 2 * chance, chance)
    half = 2 * np.sqrt(chance * (1 - chance) / (ROWS / 10))
    rows = pd.DataFrame(
        {
            "row": matrix.index,
            "candidate": "learner",
            "window": np.repeat(pd.date_range("2024-01-01", periods=WINDOWS), ROWS),
            "outcome": (rng.random(n) < true).astype(int),
            "score": chance,
            "probability": chance,
            "probability_low": chance - half,
            "probability_high": chance + half,
        }
    )
    return rows, matrix


def test_ranges_that_are_wrong_in_one_district_fail_there_alone() -> None:
    told = ranges_by_group(*city(np.random.default_rng(1)), ASKED).set_index("group")
    assert told["verdict"].to_dict() == {
        "north": FAIL,
        "south": PASS,
        "port": INSUFFICIENT,
        UNKNOWN: INSUFFICIENT,
    }
    assert told.loc["south", "share"] > 0.8 > told.loc["north", "high"]
    # As many rows to a range as the range was made for, and too few for one is told all the same.
    assert told.loc["south", "ranges"] == told.loc["south", "rows"] // (ROWS / 10)
    assert told.loc["port", ["rows", "ranges"]].tolist() == [WINDOWS * ROWS / 500, 0]


def test_of_counts_each_row_has_a_range() -> None:
    rows, matrix = city(np.random.default_rng(2))
    rows = rows.drop(columns=["probability"]).assign(
        expected=1.0,
        expected_low=0.0,
        expected_high=np.where(matrix["district"] == "north", 0.0, 2.0),
        outcome=1,
    )
    told = ranges_by_group(rows, matrix, ASKED).set_index("group")
    assert told.loc["north", ["share", "verdict"]].tolist() == [0.0, FAIL]
    assert told.loc["south", ["share", "verdict"]].tolist() == [1.0, PASS]
    assert told["ranges"].tolist() == told["rows"].tolist()


def test_without_groups_or_without_chances_nothing_is_told() -> None:
    rows, matrix = city(np.random.default_rng(3))
    assert ranges_by_group(rows, matrix, Gates()).empty
    none = ranges_by_group(rows.assign(probability=np.nan), matrix, ASKED)
    assert none.empty and list(none.columns) == COLUMNS
