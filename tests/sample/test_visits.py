"""Visits fall on working days, follow failures, and go where inspectors go."""

import dataclasses

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.measure import all_visits
from lakehouse.sample.streams import stream
from lakehouse.sample.visits import inspectors_of, working_day


@given(st.lists(st.integers(0, 1500), min_size=1, max_size=40))
def test_working_days_are_the_next_ones(day: list[int]) -> None:
    moved = working_day(np.array(day))
    date = p.FOOD_FROM + pd.to_timedelta(moved, unit="D")
    assert (date.dayofweek < 5).all()
    assert ((moved - np.array(day)) <= 2).all() and (moved >= np.array(day)).all()


def test_visits_lie_in_the_36_months_and_in_business_hours_of_the_premises(
    known: pd.DataFrame, visit: pd.DataFrame
) -> None:
    at = known.loc[visit["premises"]].reset_index(drop=True)
    assert visit["visited_on"].between(p.FOOD_FROM, p.LAST_DAY).all()
    assert (visit["visited_on"] > at["opened"]).all()
    assert (visit["visited_on"] <= at["closed"].fillna(p.LAST_DAY)).all()
    assert visit["visit_no"].is_unique and visit["visited_on"].is_monotonic_increasing


def test_a_failed_visit_brings_a_reinspection_within_a_month(visit: pd.DataFrame) -> None:
    following = visit.groupby("premises")[["visited_on", "reason"]].shift(-1)
    failed = visit["outcome"].isin(["FAIL", "CLOSED"]) & following["reason"].notna()
    wait = (following["visited_on"] - visit["visited_on"])[failed].dt.days
    assert (following["reason"][failed] == "REINSPECTION").all() and wait.between(7, 30).all()
    other = ~visit["outcome"].isin(["FAIL", "CLOSED"]) & following["reason"].notna()
    assert not (following["reason"][other] == "REINSPECTION").any()


def test_riskier_classes_are_visited_more_often(known: pd.DataFrame, visit: pd.DataFrame) -> None:
    kind = known["kind"]
    per_premises = visit["premises"].value_counts().reindex(kind.index, fill_value=0)
    mean = per_premises.groupby(kind).mean()
    assert mean["TAKEAWAY"] > mean["GROCERY"] > mean["CHILDCARE"]


def test_complaints_bring_inspectors_to_riskier_premises(city: City, visit: pd.DataFrame) -> None:
    mean = visit.groupby("reason")["risk"].mean()
    assert mean["COMPLAINT"] > mean["ROUTINE"] + 0.15
    indifferent = dataclasses.replace(city.strengths, complaint_pull=0.0)
    other = all_visits(dataclasses.replace(city, strengths=indifferent))
    mean = other.groupby("reason")["risk"].mean()
    assert abs(mean["COMPLAINT"] - mean["ROUTINE"]) < 0.15


def test_an_area_has_a_usual_inspector_who_changes_by_year(city: City) -> None:
    rng = stream(1, "test")
    usual = [
        pd.Series(inspectors_of(city, rng, 5, np.full(3000, day))).value_counts()
        for day in (10, 400, 800)
    ]
    assert all(0.55 < counts.iloc[0] / 3000 < 0.68 for counts in usual)
    assert len({counts.index[0] for counts in usual}) == 3
