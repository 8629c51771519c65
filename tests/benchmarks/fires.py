"""What share of fires lies in a fifth of the buildings, by each candidate and by the oracle.

On a run of the generated city: every candidate learns from the three months before, the oracle
is the planted chance of each building, which no job reads.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import pandas as pd
from deltalake import DeltaTable

from jobs.risk.building_fire import building_fire
from lakehouse.modelling.measures import capture_at
from lakehouse.modelling.windows import windows_before
from tests.beside_the_truth import played

FLAGGED = 0.2
FIRST = 2  # windows that are only learnt from


def captured(rows: pd.DataFrame, truth: pd.DataFrame, as_of: date) -> pd.Series:
    """The share of fires in the flagged buildings, by each candidate and by the oracle.

    ``rows`` is the question's matrix for the day; ``truth`` has object_no and fire_logit.
    """
    planted = truth.set_index("object_no")["fire_logit"]
    # Those without an outcome wait for their list.
    given = rows[rows["outcome"].notna()].reset_index(drop=True)
    given = given.assign(oracle=given["building_id"].map(planted))
    among = windows_before(as_of, min(given["as_of"]), building_fire.months, False)
    parts = played(building_fire, given, among, FIRST, ["oracle"]).groupby(["candidate", "window"])
    made = [(name, *_in_first(part)) for (name, _), part in parts]
    sums = pd.DataFrame(made, columns=["candidate", "found", "fires"]).groupby("candidate").sum()
    return sums["found"] / sums["fires"]


def _in_first(part: pd.DataFrame) -> tuple[float, float]:
    fires = part["outcome"].to_numpy(dtype=float)
    found = capture_at(part["score"].to_numpy(), fires, round(FLAGGED * len(part))).expected
    return found * fires.sum(), fires.sum()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path, default=Path("var/lake/sample"))
    parser.add_argument("--truth", type=Path, default=Path("var/sample/truth"))
    asked = parser.parse_args()
    rows = DeltaTable(str(asked.lake / "risk" / "building_fire_features")).to_pandas()
    truth = pd.read_csv(asked.truth / "fire_buildings.csv")
    found = captured(rows, truth, max(rows["as_of"]))
    print(found.sort_values().rename("true_positive_rate").round(3).to_string())


if __name__ == "__main__":
    main()
