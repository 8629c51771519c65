"""Class counts and what they tell are those of an outside program."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.anonymity import anonymity, diversity
from tests.shared_data import shared

NAMES = {
    "l": "l",
    "entropy_l": "entropy_l",
    "alpha": "alpha",
    "t": "t",
    "beta": "basic_beta",
    "enhanced_beta": "enhanced_beta",
    "delta": "delta_disclosure",
}
FILES = {
    "arx_adult:sex+race": ("arx_adult_counts_sex_race_age_salary", "n"),
    "arx_adult:sex+age+race": ("arx_adult_counts_sex_race_age_salary", "n"),
    "hospital": ("pycanon_hospital_anonymized", None),
    "synthetic_health400": ("synthetic_health400", None),
    "pycanon_adult_anonymized_3": ("pycanon_adult_k3_class_counts", "n"),
    "pycanon_adult_anonymized_10": ("pycanon_adult_k10_class_counts", "n"),
    "pycanon_adult_anonymized_20": ("pycanon_adult_k20_class_counts", "n"),
}
PEOPLE = pd.DataFrame(
    {"age": [1, 1, 1, 2, 2, 3], "ill": ["flu", "flu", "cold", "flu", "cold", "flu"]}
)


@pytest.mark.parametrize("case", FILES)
def test_anonymity_is_that_of_an_outside_program(case: str) -> None:
    folder = shared("reference", "privacy")
    told = json.loads((folder / "pycanon_expected.json").read_text("utf-8"))
    file, count = FILES[case]
    rows, said = pd.read_csv(folder / f"{file}.csv"), told[case]
    made = anonymity(rows, said["QI"], count)
    assert (made.rows, made.k) == (said["n"], said["k"])
    for ours, theirs in (
        ("classes", "classes"),
        ("unique", "unique_records"),
        ("small", "records_in_classes_lt5"),
    ):
        assert getattr(made, ours) == said.get(theirs, getattr(made, ours))
    tells = diversity(rows, said["QI"], said["SA"][0], count)
    for ours, theirs in NAMES.items():
        assert getattr(tells, ours) == pytest.approx(said[theirs], abs=1e-9), ours


def test_ordered_values_are_as_far_apart_as_an_outside_program_says() -> None:
    folder = shared("reference", "privacy")
    told = json.loads((folder / "pycanon_expected.json").read_text("utf-8"))
    rows = pd.read_csv(folder / "synthetic_health400.csv")
    made = diversity(rows, ["age_band", "sex", "district"], "cost", ordered=True)
    assert made.t == pytest.approx(told["synthetic_health400_numeric_t_cost"]["t"], abs=1e-9)


def test_classes_by_hand() -> None:
    made = anonymity(PEOPLE, ["age"], below=3)
    assert (made.k, made.classes, made.unique, made.small) == (1, 3, 1, 3)
    tells = diversity(PEOPLE, ["age"], "ill")
    assert (tells.l, tells.alpha) == (1, 1) and tells.t == pytest.approx(1 / 3)


def test_a_table_without_a_row_is_refused() -> None:
    with pytest.raises(PlanError, match="hides nobody"):
        anonymity(PEOPLE[:0], ["age"])
