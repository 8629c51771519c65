"""A release of a made-up city, of any size and in any state, and a whole city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.portal import pages
from lakehouse.portal.change import Parts
from lakehouse.portal.data import MEANINGS, TRIALS, PageData, Source
from lakehouse.portal.said.voice import Voice
from lakehouse.portal.said.wording import Words, read_words
from lakehouse.portal.withdrawn import with_notice
from lakehouse.tables import published
from tests.portal import drawn_city as drawn
from tests.portal import drawn_models
from tests.portal import drawn_roads as roads
from tests.portal.changed import BOTH, changes, every_release, listed_change, still
from tests.portal.drawn_arrivals import arrivals
from tests.portal.drawn_places import AREAS, outlines

LISTED = "premises_to_inspect_first"
AS_OF, THROUGH = date(2020, 6, 1), date(2020, 5, 31)
REASONS = (
    (
        "critical violations at its earlier visits, "
        "as a multiple of the city's average: 4.4 (typical 1)"
    ),
    "serves alcohol (1 yes): 1 (typical 0)",
    "years since its first licence on record: 1.1 (typical 6)",
)
LEARNED, PLAIN = "logistic regression", "past violations per visit"
Release = Callable[..., PageData]


def list_rows(scored: int, without: int = 0, best: float = 0.42, seed: int = 1) -> pd.DataFrame:
    """Rows as published: chances fall evenly from ``best``; every tenth is drawn by lot."""
    rng = np.random.default_rng(seed)
    rank = np.arange(1, scored + without + 1, dtype=float)
    chance = np.linspace(best, 0.04, scored) if scored else np.array([])
    chance = np.r_[chance, np.full(without, np.nan)]
    rank[scored:] = np.nan
    known = rank == rank
    frame = pd.DataFrame(
        {
            "rank": rank,
            "premises_id": [f"{100000 + n}" for n in range(len(rank))],
            "name": [f"DINER & GRILL {n}" for n in range(len(rank))],
            "address": [f"{n} W TESTED AVE" for n in range(len(rank))],
            "facility": "restaurant",
            "probability": chance,
            "probability_low": chance * 0.7,
            "probability_high": np.minimum(1, chance * 1.3),
            "random_share": [bool(k) and n % 10 == 5 for n, k in enumerate(known)],
            "why_no_score": np.where(known, None, "its licence has run out"),
            "consequence": 1.5,
            "expected_harm": 1.5 * chance,
            "harm_basis": "Somebody's table, 2022, version 1",
            "last_visit_on": [AS_OF - timedelta(days=30 + n % 400) for n in range(len(rank))],
            "latitude": 52 + 0.1 * rng.random(len(rank)),
            "longitude": 4.3 + 0.15 * rng.random(len(rank)),
            "community_area": [str(1 + n % 3) for n in range(len(rank))],
            "candidate": np.where(known, LEARNED, None),
            "as_of": AS_OF,
            "data_through": THROUGH,
            "model_name": "test_food_premises",
            "model_version": "3",
        }
    )
    for number, reason in enumerate(REASONS, start=1):
        frame[f"reason_{number}"] = np.where(known, reason, None)
    return frame[list(published.premises_to_inspect_first.column_names)]


def trials(plain_won: bool = False, windows: int = 4, steps: int = 2) -> pd.DataFrame:
    """Two candidates over ``windows`` windows that are ``steps`` months apart."""
    days = [date(2019 + (steps * w) // 12, 1 + (steps * w) % 12, 1) for w in range(windows)]
    rows = []
    for name, auc in ((LEARNED, 0.60), (PLAIN, 0.55)):
        own = {"auc": auc, "share_found_first_half": auc + 0.01, "days_earlier": 20 * (auc - 0.5)}
        own |= {"precision_first_10_percent": 0.2, "calibration_slope": 0.95}
        own |= {"calibration_intercept": -0.1, "calibration_error": 0.012}
        own |= {"interval_coverage": 0.9, "rows": 1000.0, "base_rate": 0.14}
        for number, window in enumerate(["all", *map(str, days)]):
            for measure, value in own.items():
                value += 0.01 * (-1) ** number * (measure == "auc") * (window != "all")
                gap = auc - 0.55 if measure == "auc" and name == LEARNED else np.nan
                rows.append((name, window, measure, value, value - 0.1, value + 0.1, gap))
    frame = pd.DataFrame(
        rows, columns=["candidate", "window", "measure", "value", "low", "high", "difference"]
    )
    learned = frame["candidate"] == LEARNED
    return frame.assign(
        question="Which premises will have a critical violation at their next visit?",
        says=np.where(learned, "Adds up 9 features.", "Ranks by critical_visits per visits."),
        plain=~learned,
        chosen=~learned if plain_won else learned,
        compared_with=np.where(learned, PLAIN, None),
        difference_low=frame["difference"] - 0.02,
        difference_high=frame["difference"] + 0.02,
        verdict="The verdict of the test.",
        as_of=AS_OF,
        data_through=THROUGH,
        model_name="test_food_premises",
        model_version="3",
    )[list(published.how_good_are_the_models.column_names)]


def meanings() -> pd.DataFrame:
    """The dictionary of two tables, one of them published."""
    listed = published.premises_to_inspect_first
    rows = [(listed.name, c.name, c.type, c.meaning, listed.decides) for c in listed.columns]
    rows.append(("city.food_premises", "premises_id", "string", "The premises.", None))
    frame = pd.DataFrame(
        rows, columns=["table_name", "column_name", "type", "meaning", "decides"]
    ).assign(one_row="One row per premises.", owner="Health")
    return frame.reindex(columns=list(published.what_the_tables_mean.column_names))


def _release(**changes: Any) -> PageData:
    made: dict[str, Any] = {
        "city_title": "Testville",
        "example": False,
        "as_of": AS_OF,
        "sources": (Source("food licence", "Licensing", THROUGH, 500, 500, 0, 2),),
        "files": (("premises_to_inspect_first.csv", "ab" * 32, 340),),
    }
    tables = {"list_rows": LISTED, "trials": TRIALS, "meanings": MEANINGS}
    results: dict[str, pd.DataFrame] = {
        LISTED: list_rows(300, 40), TRIALS: trials(), MEANINGS: meanings(),
    }  # fmt: skip
    results |= {name: changes.pop(key) for key, name in tables.items() if key in changes}
    results |= changes.pop("more", {})
    return PageData(results=results, **made | changes)


def _city(**changes: Any) -> PageData:
    """All results there are, on twelve areas, with sources of every state."""
    late, none = Source("x", "Y", date(2020, 1, 1), 9, 8, 1, 1), Source("z", "Y", None, 0, 0, 0, 0)
    rows = list_rows(300, 40).assign(community_area=[AREAS[n % 12] for n in range(340)])
    made: dict[str, Any] = {"list_rows": rows, "more": drawn.everything(), "outlines": outlines()}
    made |= {"sources": (late, none), "missing": {"area_pulse": "transport.gps", "queue": ""}}
    made |= {"models": (drawn_models.card(),), "monitors": drawn_models.monitors()}
    made |= {"calibration": {drawn_models.FOOD: drawn_models.reliability()}}
    return _release(**made | changes)


@pytest.fixture(scope="package")
def city() -> Release:
    """Makes a release with every result; named parts replace those it comes with."""
    return _city


@pytest.fixture(scope="package")
def release() -> Release:
    """Makes a release; named parts replace those of a city in good order."""
    return _release


@pytest.fixture(scope="package")
def make_rows() -> Callable[..., pd.DataFrame]:
    return list_rows


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages of a city whose list has 500 rows, one with a name as long as names get."""
    rows, made = list_rows(900, 100), tmp_path_factory.mktemp("city")
    rows.loc[3:5, ["probability", "probability_low", "probability_high"]] = None
    rows.loc[0, "name"] = "THE " + "VERYLONGNAMEWITHOUTANYSPACE" * 2
    moved = changes(listed_change(BOTH, Parts(1, 0, 0)), still())
    beside = drawn.services() | roads.roads(12) | {"what_measures_did": roads.measures(0.7, 1.1)}
    beside |= {"arrivals_to_expect": arrivals(), "streets_to_make_safer": drawn.intersections(60)}
    beside |= drawn.week() | drawn.hazards()
    whole = _city(list_rows=rows, example=True, more=drawn.everything() | beside)
    shown = replace(whole, changes=moved, releases=every_release())
    for name, text in pages(shown).items():
        told = with_notice(text, "Wrong.", read_words()) if name == "releases.html" else text
        (made / name).write_text(told, "utf-8")
    return made


@pytest.fixture
def make_trials() -> Callable[..., pd.DataFrame]:
    return trials


@pytest.fixture
def voice() -> Voice:
    return Voice(read_words(), LISTED)


@pytest.fixture
def words() -> Words:
    return read_words()
