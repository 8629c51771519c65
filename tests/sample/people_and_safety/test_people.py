"""The same people in all departments, written otherwise at known rates."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample.city import build_city
from lakehouse.sample.people import STRENGTHS, as_written, residents
from lakehouse.sample.person_names import address_as, typo
from lakehouse.sample.streams import stream


def near(share: float, expected: float, count: int) -> None:
    """Within four standard errors of a share."""
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / count)


@pytest.fixture(scope="session")
def register(made: Any) -> pd.DataFrame:
    known = made.of["population"]
    return known["residents"].merge(known["truth/residents"], on="person_no")


@pytest.fixture(scope="session")
def patients(made: Any, register: pd.DataFrame) -> pd.DataFrame:
    """Each run that is about a resident, beside who it truly was."""
    runs = made.of["ambulance"]
    who = runs["truth/who_is_who_ambulance"].rename(columns={"record": "run_no"})
    both = runs["ambulance_runs"].merge(who, on="run_no")
    people = register[["person", "given_name", "family_name", "born_on"]]
    return both.merge(people, on="person")


def test_the_truth_knows_everyone_and_faultless_records_agree(patients: pd.DataFrame) -> None:
    good = patients[patients["errors"] == ""]
    assert (good["patient_given"] == good["given_name"]).all()
    assert (good["patient_family"] == good["family_name"]).all()
    assert (good["patient_born"] == good["born_on"]).all()
    assert len(good) > 10_000


def test_each_error_is_as_frequent_as_documented(patients: pd.DataFrame) -> None:
    for name, share in {
        "given": STRENGTHS.misspelt,
        "family": STRENGTHS.misspelt,
        "swapped": STRENGTHS.swapped,
        "born_missing": STRENGTHS.born_missing,
        "born_wrong": STRENGTHS.born_wrong * (1 - STRENGTHS.born_missing),
    }.items():
        found = [name in said.split("+") for said in patients["errors"]]
        near(float(np.mean(found)), share, len(patients))


def test_a_reader_who_joins_exactly_misses_the_documented_share(
    patients: pd.DataFrame, register: pd.DataFrame
) -> None:
    s = STRENGTHS
    faultless = (1 - s.misspelt) ** 2 * (1 - s.swapped)
    faultless *= (1 - s.born_missing) * (1 - s.born_wrong)
    keys = ["given_name", "family_name", "born_on"]
    record = patients[["run_no", "person", "patient_given", "patient_family", "patient_born"]]
    record = record.set_axis(["run_no", "truly", *keys], axis=1).dropna()
    found = record.merge(register[[*keys, "person"]], on=keys)
    recall = (found["person"] == found["truly"]).sum() / len(patients)
    near(recall, faultless, len(patients))
    assert recall < 0.75


def test_the_three_departments_speak_of_the_same_people_by_other_numbers(
    made: Any, register: pd.DataFrame
) -> None:
    who = pd.concat(
        made.of[source][f"truth/who_is_who_{name}"]
        for source, name in {
            "fire": "fire",
            "ambulance": "ambulance",
            "service_requests": "services",
        }.items()
    )
    assert not who.duplicated(["department", "record"]).any()
    assert set(who["person"]) <= set(register["person"])
    assert (who.groupby("person")["department"].nunique() >= 2).sum() > 1_000
    assert not set(who["record"]) & set(register["person_no"])


def test_a_building_is_written_differently_by_each_department(made: Any) -> None:
    fire, homes = made.of["fire"]["fire_buildings"], made.of["population"]["residents"]
    assert not set(fire["address"]) & set(homes["address"])
    assert address_as("population", "Kerkstraat", "4") == "Kerkstraat 4"
    assert address_as("fire", "Kerkstraat", "4") == "KERKSTR. 4"
    assert address_as("ambulance", "Duinsingel", "4") == "4 Duinsngl"
    assert not fire["address"].duplicated().any()


def test_households_live_together_and_nobody_moves_in_unborn(register: pd.DataFrame) -> None:
    assert register["person_no"].is_unique and len(register) == pytest.approx(50_000, rel=0.01)
    assert register.groupby("household_no")["building"].nunique().max() == 1
    assert (register["moved_in"] >= register["born_on"]).all()
    age = (pd.Timestamp("2022-07-01") - register["born_on"]).dt.days / 365.25
    assert age.min() >= 0 and age.max() < 102 and 0.15 < (age < 18).mean() < 0.30


def test_a_neighbourhood_is_the_same_whoever_asks_for_it() -> None:
    city = build_city(3, 0.1)
    pd.testing.assert_frame_equal(residents(city, 5), residents(city, 5))
    one, two = (as_written(stream(1, "t"), residents(city, 5)) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_a_typing_error_changes_a_name_and_keeps_its_first_letter() -> None:
    rng = stream(1, "t")
    wrong = [typo(rng, "Lotte") for _ in range(200)]
    assert "Lotte" not in wrong and {w[0] for w in wrong} == {"L"} and len(set(wrong)) > 20
    assert typo(rng, "Bo") == "Bo"
