"""Incidents cluster, follow each other, and are told in some places and not in others."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.spatial import cKDTree
from scipy.stats import spearmanr

from lakehouse.sample import parameters as p
from lakehouse.sample.police_places import BREAK_IN, FLARING, FOUND, LASTING, STRENGTHS
from tests.sample.people_and_safety.conftest import placed

METRES, SQUEEZE = 111_320.0, float(np.cos(np.radians(52.06)))


def metric(places: pd.DataFrame) -> Any:
    """Places in metres east and north."""
    return np.column_stack(
        [places["lon"] * METRES * SQUEEZE, places["lat"] * METRES],
    )


def knox(events: pd.DataFrame, metres: float, days: float) -> tuple[int, float]:
    """Pairs close in space and time, and how many chance would make (Knox 1964)."""
    pairs = cKDTree(metric(events)).query_pairs(metres, output_type="ndarray")
    day = (events["happened_at"] - p.FIRST_DAY).dt.total_seconds().to_numpy() / 86_400
    close = int((np.abs(day[pairs[:, 0]] - day[pairs[:, 1]]) <= days).sum())
    order = np.sort(day)
    in_time = (
        np.searchsorted(order, order + days, side="right") - np.arange(1, len(day) + 1)
    ).sum()
    return close, len(pairs) * in_time / (len(day) * (len(day) - 1) / 2)


@pytest.fixture(scope="session")
def incident(made: Any) -> pd.DataFrame:
    return placed(made.city, made.of["police_incidents"]["police_incidents"])


@pytest.fixture(scope="session")
def need(made: Any) -> pd.DataFrame:
    truth = made.of["police_incidents"]["truth/police_need"]
    return truth.assign(people=made.city.neighbourhood["people"])


def test_break_ins_follow_each_other_as_often_as_planted(made: Any, incident: pd.DataFrame) -> None:
    events = incident[incident["kind"] == BREAK_IN].reset_index(drop=True)
    pairs = made.of["police_incidents"]["truth/near_repeats"]
    close, expected = knox(events, 200.0, 14.0)
    # Chance pairs are Poisson; chains of three add a few that are no planted pair themselves.
    assert close - expected == pytest.approx(len(pairs), abs=4 * np.sqrt(expected + len(pairs)))
    assert close / expected > 2.5
    followed = len(pairs) / len(events)
    assert 0.4 * STRENGTHS.near_repeat < followed < STRENGTHS.near_repeat


def test_a_reader_at_a_coarse_scale_does_not_see_it(incident: pd.DataFrame) -> None:
    close, expected = knox(incident[incident["kind"] == BREAK_IN], 2_000.0, 120.0)
    assert close / expected < 1.10
    others = incident[incident["kind"] == "VANDALISM"]
    close, expected = knox(others, 200.0, 14.0)
    assert close / expected == pytest.approx(1, abs=0.25)


AREA = (p.NORTH - p.SOUTH) * (p.EAST - p.WEST) * METRES**2 * SQUEEZE
REACH = 250.0


def near(events: pd.DataFrame, spots: pd.DataFrame) -> float:
    return float((cKDTree(metric(spots)).query(metric(events))[0] < REACH).mean())


def planted(share: float, spots: int) -> float:
    """The share within reach of a spot where ``share`` lie some 80 m from one, others anywhere."""
    close, covered = 1 - np.exp(-(REACH**2) / (2 * 80.0**2)), spots * np.pi * REACH**2 / AREA
    return float(share * close + (1 - share * close) * covered)


def test_what_lasts_lies_around_the_lasting_hot_spots(made: Any, incident: pd.DataFrame) -> None:
    spots = made.of["police_incidents"]["truth/hot_spots"]
    events = incident[incident["kind"].isin([*LASTING, *FOUND])]
    assert near(events, spots) == pytest.approx(planted(STRENGTHS.hot, len(spots)), abs=0.04)
    others = incident[incident["kind"].isin(FLARING)]
    assert near(others, spots) < 0.15


def test_what_flares_moves_to_each_building_that_falls_empty(
    made: Any, incident: pd.DataFrame
) -> None:
    stay = made.of["police_incidents"]["truth/temporary_hot_spots"]
    for _, of_area in stay.groupby("neighbourhood"):
        # One at a time, and always one.
        assert (of_area["starts"].iloc[1:].to_numpy() == of_area["ends"].iloc[:-1].to_numpy()).all()
        assert of_area["starts"].iloc[0] == p.FIRST_DAY and of_area["ends"].iloc[-1] == p.AFTER
    register = made.of["fire"]["fire_buildings"]
    empty = register[register["kind"] == "VACANT"]
    later = stay[stay["starts"] > p.FIRST_DAY].merge(empty, on=["lat", "lon"])
    assert (later["registered_on"] == later["starts"]).all()
    assert len(later) == (stay["starts"] > p.FIRST_DAY).sum() > 80, "a reader sees each of them"
    shares = []
    for day in (pd.Timestamp("2023-01-01"), pd.Timestamp("2024-01-01")):
        month = (incident["happened_at"] - day).dt.days.between(0, 29)
        events = incident[month & incident["kind"].isin(FLARING)]
        now = stay[(stay["starts"] <= day) & (stay["ends"] > day + pd.Timedelta(days=30))]
        there = events[events["neighbourhood"].isin(now["neighbourhood"])]
        shares.append(near(there, now))
        assert near(there, stay[stay["ends"] <= day]) < 0.2, "where it was it is no more"
    expected = planted(STRENGTHS.flare, len(made.city.areas))
    assert np.mean(shares) == pytest.approx(expected, abs=0.08)


def test_in_a_year_half_of_what_is_told_lies_on_a_few_percent_of_the_ground(
    incident: pd.DataFrame,
) -> None:
    told = incident[(incident["how"] == "REPORTED") & (incident["happened_at"] >= p.LAST_YEAR)]
    square = np.floor(metric(told) / 200.0).astype(int)
    counted = np.sort(np.unique(square, axis=0, return_counts=True)[1])[::-1]
    half = np.searchsorted(np.cumsum(counted), len(told) / 2) + 1
    assert 0.005 < half * 200.0**2 / AREA < 0.06


def test_what_patrols_find_follows_the_patrols_and_not_the_hazard(
    made: Any, incident: pd.DataFrame, need: pd.DataFrame
) -> None:
    found = incident[incident["how"] == "DISCOVERED"].groupby("neighbourhood").size()
    rate = np.log(found.reindex(need.index) / need["people"])
    slope, _ = np.polyfit(np.log(need["patrol"]), rate, 1)
    error = 1 / np.sqrt(found.mean() * np.log(need["patrol"]).var() * len(need))
    assert slope == pytest.approx(1, abs=5 * error)
    left = rate - np.log(need["patrol"])
    assert abs(np.polyfit(made.city.neighbourhood["safety"], left, 1)[0]) < 0.15


def test_reported_incidents_are_the_true_ones_times_the_reported_share(
    incident: pd.DataFrame, need: pd.DataFrame
) -> None:
    every = incident.groupby("neighbourhood").size().reindex(need.index)
    told = incident[incident["how"] == "REPORTED"].groupby("neighbourhood").size()
    told = told.reindex(need.index)
    expected = need["true_incidents"] * need["reported_share"]
    assert told.sum() == pytest.approx(expected.sum(), rel=0.05)
    # Near repeats come in clumps and some cross a border, so it is more than a Poisson's 1.
    assert (((told - expected) ** 2) / expected).mean() < 5.0
    truly = need["true_incidents"] / need["people"]
    oracle = spearmanr(told / need["reported_share"] / need["people"], truly)[0]
    plain = spearmanr(every / need["people"], truly)[0]
    assert oracle > 0.9 and plain < oracle - 0.03


def test_nothing_is_known_before_it_happens_and_people_take_their_time(
    incident: pd.DataFrame,
) -> None:
    lag = incident["reported_at"] - incident["happened_at"]
    assert (lag >= pd.Timedelta(0)).all() and incident["incident_no"].is_unique
    assert (lag[incident["how"] == "DISCOVERED"] == pd.Timedelta(0)).all()
    assert 0.12 < (lag > pd.Timedelta(hours=24)).mean() < 0.20


def test_calls_follow_need_and_reporting(made: Any, need: pd.DataFrame) -> None:
    calls = made.of["police_incidents"]["police_calls"]
    expected = (need["true_calls"] * need["reported_share"]).sum()
    assert len(calls) == pytest.approx(expected, abs=4 * np.sqrt(expected))
    assert calls["on_scene_at"].isna().mean() == pytest.approx(1 / 12, abs=0.01)
