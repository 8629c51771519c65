"""What share of fires lies in a fifth of the buildings, by each candidate and by the oracle.

On a run of the generated city: every candidate learns from the three months before, the oracle
is the planted chance of each building, which no job reads.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from deltalake import DeltaTable

from jobs.risk.building_fire import building_fire
from lakehouse.modelling.measures import capture_at

FLAGGED = 0.2
FIRST = 2  # windows that are only learnt from


def captured(lake: Path, truth: Path) -> pd.DataFrame:
    """A row per candidate and window: fires, and how many of them are in the flagged buildings."""
    rows = DeltaTable(str(lake / "risk" / "building_fire_features")).to_pandas()
    planted = pd.read_csv(truth / "fire_buildings.csv").set_index("object_no")["fire_logit"]
    # Those without an outcome wait for their list.
    rows = rows[rows["outcome"].notna()].assign(oracle=rows["building_id"].map(planted))
    days = sorted(rows["as_of"].unique())
    made = []
    for day in days[FIRST:]:
        # Cases are known by the end of their window.
        past, now = rows[rows["known_at"] < day], rows[rows["as_of"] == day]
        fires = now["outcome"].to_numpy()
        scored = {"oracle": now["oracle"].to_numpy()}
        for name, make in building_fire.candidates.items():
            candidate = make()
            looked = list(candidate.looks_at([f.name for f in building_fire.features]))
            fitted = candidate.fit(past[looked], past["outcome"].to_numpy())
            scored[name] = fitted.score(now[looked])
        for name, score in scored.items():
            found = capture_at(score, fires, round(FLAGGED * len(now))).expected * fires.sum()
            made.append({"who": name, "window": day, "fires": fires.sum(), "found": found})
    return pd.DataFrame(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path, default=Path("var/lake/sample"))
    parser.add_argument("--truth", type=Path, default=Path("var/sample/truth"))
    asked = parser.parse_args()
    whole = captured(asked.lake, asked.truth).groupby("who")[["fires", "found"]].sum()
    whole["true_positive_rate"] = whole["found"] / whole["fires"]
    print(whole.sort_values("true_positive_rate").round(3).to_string())


if __name__ == "__main__":
    main()
