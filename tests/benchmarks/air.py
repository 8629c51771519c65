"""How much of what can be known of tomorrow's air the candidates find, beside the oracle.

On a run of the generated city: every candidate learns from the windows before, as the contest has
it; the oracle is the planted chance of each reading, which no job reads.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from deltalake import DeltaTable

from jobs.risk.air_station import air_station
from lakehouse.modelling.windows import windows_before
from tests.beside_the_truth import areas_under_the_curve, played

FIRST = 6  # windows that are only learnt from


def judged(rows: pd.DataFrame, truth: pd.DataFrame) -> pd.Series:
    """AUC of each candidate and of the oracle.

    ``rows`` is the question's matrix; ``truth`` has station, day and chance.
    """
    chance = truth.assign(day=pd.to_datetime(truth["day"]).dt.date)
    given = rows[rows["outcome"].notna()].reset_index(drop=True)
    given = given.merge(chance, left_on=["station", "happened_on"], right_on=["station", "day"])
    given = given.rename(columns={"chance": "oracle"})
    every = windows_before(max(rows["as_of"]), min(given["as_of"]), air_station.months, False)
    return areas_under_the_curve(played(air_station, given, every, FIRST, ["oracle"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path, default=Path("var/lake/sample"))
    parser.add_argument("--truth", type=Path, default=Path("var/sample/truth"))
    asked = parser.parse_args()
    rows = DeltaTable(str(asked.lake / "risk" / "air_station_features")).to_pandas()
    found = judged(rows, pd.read_csv(asked.truth / "air_chances.csv")).to_frame("auc")
    last = found["auc"]["the last reading"]
    found["of_the_oracles_gain"] = (found["auc"] - last) / (found["auc"]["oracle"] - last)
    print(found.sort_values("auc").round(3).to_string())


if __name__ == "__main__":
    main()
