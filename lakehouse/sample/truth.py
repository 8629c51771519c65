"""The truth folder: what was planted, for tests to look up and for no job to read."""

import json

import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.parameters import FIRST_DAY, LAST_DAY, described
from lakehouse.sample.planted import Defect

NOTE = "Only tests and reports may read this folder. A job that reads it would see the answers."


def _csv(frame: pd.DataFrame, decimals: int = 6) -> bytes:
    text: str = frame.to_csv(index=False, lineterminator="\n", float_format=f"%.{decimals}f")
    return text.encode("utf-8")


def _visits_truth(city: City, visit: pd.DataFrame) -> pd.DataFrame:
    number = city.inspector["inspector_no"].to_numpy()[visit["inspector"]]
    return pd.DataFrame(
        {
            "visit_no": visit["visit_no"],
            "inspector_no": number,
            "true_logit": visit["logit"],
            "critical": visit["critical"].astype(int),
        }
    )


def _premises_truth(city: City) -> pd.DataFrame:
    at = city.premises.rename(columns={"risk_logit": "true_logit"})
    return at[
        [
            "licence_no",
            "neighbourhood",
            "kind",
            "true_logit",
            "premises_effect",
            "kind_effect",
            "neighbourhood_effect",
        ]
    ].sort_values("licence_no")


def truth_files(
    city: City, visit: pd.DataFrame, defects: list[Defect], measured: dict[str, float]
) -> dict[str, bytes]:
    """The files of truth/ by path, each as bytes; defects count data rows from 1.

    `true_logit` of a premises is base + its three effects; that of a visit adds the time since
    the last visit and the warmth, and subtracts the inspector's leniency.
    """
    parameters = {
        "note": NOTE,
        "seed": city.seed,
        "scale": city.scale,
        "first_day": FIRST_DAY.strftime("%Y-%m-%d"),
        "last_day": LAST_DAY.strftime("%Y-%m-%d"),
        "strengths": described(city.strengths),
        "measured_last_year": measured,
    }
    return {
        "truth/premises_truth.csv": _csv(_premises_truth(city)),
        "truth/visits_truth.csv": _csv(_visits_truth(city, visit)),
        "truth/inspectors_truth.csv": _csv(city.inspector),
        "truth/neighbourhood_truth.csv": _csv(city.neighbourhood),
        "truth/defects_truth.csv": _csv(
            pd.DataFrame(defects, columns=["file", "row", "kind", "column"])
        ),
        "truth/parameters.json": (json.dumps(parameters, indent=2) + "\n").encode("utf-8"),
    }
