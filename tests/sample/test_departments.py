"""The food source's faultless rows keep the promises of their deliveries."""

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.food import risk_class
from lakehouse.sample.names import latin, plain
from lakehouse.sample.weather import daily_weather

Frames = dict[str, pd.DataFrame]


def test_violations_are_those_of_the_truth(food: Frames, visit: pd.DataFrame) -> None:
    found = food["food_violations"]
    assert found["item"].between(1, 44).all() and not found.duplicated(["visit_no", "item"]).any()
    critical = set(found.loc[found["item"] <= 14, "visit_no"])
    assert critical == set(visit.loc[visit["critical"], "visit_no"])
    none = visit[visit["items"] == 0]
    assert len(none) and not set(none["visit_no"]) & set(found["visit_no"])
    expected = np.select(
        [found["item"] <= 14, found["item"] <= 29], ["CRITICAL", "SERIOUS"], "MINOR"
    )
    assert (found["severity"] == expected).all()
    truth = food["truth/visits_truth"].set_index("visit_no")["critical"]
    assert set(truth.index[truth == 1]) == critical


def test_inspections_never_show_inspector_or_truth(food: Frames, visit: pd.DataFrame) -> None:
    shown = food["food_inspections"]
    assert not {"inspector", "logit", "critical", "risk_logit"} & set(shown.columns)
    assert set(shown["risk"]) == {"HIGH", "MEDIUM", "LOW"}
    assert len(shown) == len(visit) and shown["visit_no"].is_unique


def test_the_official_class_is_mostly_that_of_the_kind(city: City) -> None:
    kind = pd.Series([k.name for k in p.KINDS] * 300)
    usual = kind.map({k.name: k.risk_class for k in p.KINDS})
    assert 0.9 < (risk_class(city, 3, kind) == usual).mean() < 1.0


def test_licences_are_the_premises_of_the_inspections(food: Frames, known: pd.DataFrame) -> None:
    assert known["licence_no"].is_unique
    assert set(food["food_licences"]["licence_no"]) <= set(known["licence_no"])
    assert set(food["food_inspections"]["licence_no"]) <= set(known["licence_no"])
    assert len(known) == 800


def test_licence_terms_renew_without_gap_or_overlap(food: Frames) -> None:
    terms = food["food_licences"].sort_values(["licence_no", "term_from"])
    assert (terms["term_to"] > terms["term_from"]).all()
    assert not terms.duplicated(["licence_no", "term_from"]).any()
    following = terms.groupby("licence_no")["term_from"].shift(-1)
    gap = (following - terms["term_to"]).dropna()
    assert len(gap) > 500 and (gap == pd.Timedelta(days=1)).all()


def test_one_name_in_five_is_filed_in_another_spelling(food: Frames, known: pd.DataFrame) -> None:
    terms = food["food_licences"].drop_duplicates("licence_no")
    name = known["trading_as"].loc[terms["licence_no"]]
    odd = terms["trading_as"].to_numpy() != name.to_numpy()
    assert 0.13 < odd.mean() < 0.27


def test_weather_is_metric_and_seasonal() -> None:
    days = daily_weather(11)
    assert days["day"].iloc[[0, -1]].tolist() == [p.WEATHER_FROM, p.LAST_DAY]
    assert days["day"].diff().dropna().eq(pd.Timedelta(days=1)).all()
    assert days["humidity_pct"].between(0, 100).all() and (days["wind_speed_kmh"] >= 0).all()
    assert days["temperature_max_c"].between(-30, 45).all()
    monthly = days.groupby(days["day"].dt.month)["temperature_max_c"].mean()
    assert monthly[7] > 20 > 10 > monthly[1]


def test_names_fit_their_encodings() -> None:
    assert latin("Café Işık").encode("iso-8859-1").decode("iso-8859-1") == "Café Isik"
    assert plain("Crêperie Zoë") == "CREPERIE ZOE"
    with pytest.raises(UnicodeEncodeError):
        "Işık".encode("iso-8859-1")
