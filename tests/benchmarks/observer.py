"""What a list would gain by knowing who inspects, and what that gain is worth.

On a run of the generated city, whose inspectors differ in strictness as planted: the published
logistic regression with and without the inspector of each visit, who is handed to no job.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from deltalake import DeltaTable
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from jobs.risk.food_premises.features import PREMISES
from lakehouse.modelling.learners import Logistic
from lakehouse.modelling.ties import Array

WINDOWS = 6  # two months each: the last year is looked at
DRAWN_TO = 20  # visits that the city's average counts for an inspector


def known_rates(rows: pd.DataFrame) -> pd.Series:
    """Findings per visit of each row's inspector at visits known before the row's as-of day."""
    made = pd.Series(np.nan, rows.index)
    for day, now in rows.groupby("as_of"):
        past = rows[rows["known_at"] < day]
        usual = past["outcome"].mean() if len(past) else 0.0
        each = past.groupby("inspector_no")["outcome"].agg(["sum", "size"])
        rate = (each["sum"] + DRAWN_TO * usual) / (each["size"] + DRAWN_TO)
        made.loc[now.index] = now["inspector_no"].map(rate).fillna(usual)
    return made


def scores(rows: pd.DataFrame) -> dict[str, Array]:
    """The score of each visit of the last windows: without, with, and with everybody alike."""
    days = sorted(rows["as_of"].unique())
    tests = rows["as_of"].isin(days[-WINDOWS:])
    with_who = (*PREMISES, "inspector")
    made: dict[str, list[Array]] = {"without": [], "with": [], "with everybody alike": []}
    for day in days[-WINDOWS:]:
        past, now = rows[rows["known_at"] < day], rows[rows["as_of"] == day]
        outcome = past["outcome"].to_numpy()
        plain = Logistic(C=0.001, columns=PREMISES).fit(past[[*PREMISES]], outcome)
        # A weaker penalty lets it use the inspector in full; the other features stay as they are.
        knows = Logistic(C=0.1, columns=with_who).fit(past[[*with_who]], outcome)
        alike = now.assign(inspector=past["inspector"].mean())
        made["without"].append(plain.score(now[[*PREMISES]]))
        made["with"].append(knows.score(now[[*with_who]]))
        made["with everybody alike"].append(knows.score(alike[[*with_who]]))
    order = rows[tests].sort_values("as_of", kind="stable").index
    assert len(order) == sum(map(len, made["with"]))
    return {name: np.concatenate(parts) for name, parts in made.items()}


def measured(lake: Path, truth: Path) -> pd.DataFrame:
    """Per kind of list: its AUC by what was written down, and by what is true of the premises."""
    rows = DeltaTable(str(lake / "risk" / "food_premises_features")).to_pandas()
    visits = pd.read_csv(truth / "visits_truth.csv", dtype={"visit_no": str})
    premises = pd.read_csv(truth / "premises_truth.csv", dtype={"licence_no": str})
    rows = rows[rows["outcome"].notna()].merge(
        visits[["visit_no", "inspector_no"]], left_on="case_id", right_on="visit_no"
    )
    true = premises.set_index("licence_no")["true_logit"]
    rows["true"] = rows["premises_id"].map(true)
    rows = rows[rows["true"].notna()].sort_values("as_of", kind="stable", ignore_index=True)
    rows["inspector"] = known_rates(rows)
    seen = rows[rows["as_of"].isin(sorted(rows["as_of"].unique())[-WINDOWS:])]
    return pd.DataFrame(
        {
            "list": name,
            "visits": len(seen),
            "auc": roc_auc_score(seen["outcome"], score),
            "agrees_with_truth": spearmanr(score, seen["true"]).statistic,
            "goes_with_inspector": spearmanr(score, seen["inspector"]).statistic,
        }
        for name, score in scores(rows).items()
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path, default=Path("var/lake/sample"))
    parser.add_argument("--truth", type=Path, default=Path("var/sample/truth"))
    asked = parser.parse_args()
    print(measured(asked.lake, asked.truth).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
