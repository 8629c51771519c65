"""Each department's faultless rows keep the promises of their delivery."""

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, build_city
from lakehouse.sample.health import food_inspections, food_violations, risk_class
from lakehouse.sample.layout import Column, Delivery, as_text, rows_of
from lakehouse.sample.licensing import food_licences
from lakehouse.sample.names import latin, plain, street_names
from lakehouse.sample.parameters import Strengths
from lakehouse.sample.streams import stream
from lakehouse.sample.weather import daily_weather


def test_violations_are_those_of_the_truth(city: City, visit: pd.DataFrame) -> None:
    found = food_violations(city, visit)
    assert found["item"].between(1, 44).all() and not found.duplicated(["visit_no", "item"]).any()
    critical = set(found.loc[found["item"] <= 14, "visit_no"])
    assert critical == set(visit.loc[visit["critical"], "visit_no"])
    none = visit[(visit["worst"] + visit["serious"] + visit["minor"]) == 0]
    assert len(none) and not set(none["visit_no"]) & set(found["visit_no"])
    expected = np.select(
        [found["item"] <= 14, found["item"] <= 29], ["CRITICAL", "SERIOUS"], "MINOR"
    )
    assert (found["severity"] == expected).all()


def test_inspections_never_show_inspector_or_truth(city: City, visit: pd.DataFrame) -> None:
    shown = food_inspections(city, visit)
    assert not {"inspector", "logit", "critical", "risk_logit"} & set(shown.columns)
    assert set(shown["risk"]) == {"HIGH", "MEDIUM", "LOW"}
    assert len(shown) == len(visit)


def test_the_official_class_is_mostly_that_of_the_kind(city: City) -> None:
    usual = city.premises["kind"].map({k.name: k.risk_class for k in p.KINDS})
    same = (risk_class(city) == usual).mean()
    assert 0.9 < same < 1.0


def test_licence_terms_renew_without_gap_or_overlap(city: City) -> None:
    terms = food_licences(city)
    assert (terms["term_to"] > terms["term_from"]).all()
    assert not terms.duplicated(["licence_no", "term_from"]).any()
    following = terms.groupby("licence_no")["term_from"].shift(-1)
    gap = (following - terms["term_to"]).dropna()
    assert len(gap) > 500 and (gap == pd.Timedelta(days=1)).all()
    assert set(terms["licence_no"]) <= set(city.premises["licence_no"])


def test_one_name_in_five_is_filed_in_another_spelling(city: City) -> None:
    name = city.premises.set_index("licence_no")["trading_as"]
    terms = food_licences(city).drop_duplicates("licence_no")
    odd = terms["trading_as"].to_numpy() != terms["licence_no"].map(name).to_numpy()
    assert 0.13 < odd.mean() < 0.27


def test_weather_is_metric_and_seasonal() -> None:
    days = daily_weather(11)
    assert len(days) == 1100 and days["day"].diff().dropna().eq(pd.Timedelta(days=1)).all()
    assert days["humidity_pct"].between(0, 100).all() and (days["wind_speed_kmh"] >= 0).all()
    monthly = days.groupby(days["day"].dt.month)["temperature_max_c"].mean()
    assert monthly[7] > 20 > 10 > monthly[1]


def test_names_fit_their_encodings() -> None:
    assert latin("Café Işık").encode("iso-8859-1").decode("iso-8859-1") == "Café Isik"
    assert plain("Crêperie Zoë") == "CREPERIE ZOE"
    with pytest.raises(UnicodeEncodeError):
        "Işık".encode("iso-8859-1")


def test_streets_are_different_and_finite() -> None:
    assert len(set(street_names(stream(1, "t"), 192))) == 192
    with pytest.raises(ValueError, match="193 streets wanted"):
        street_names(stream(1, "t"), 193)


@pytest.mark.parametrize("scale", [0.0, -1.0, 0.001, float("nan")])
def test_a_scale_without_a_city_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match=r"scale of 0\.01 or more"):
        build_city(7, scale, Strengths())


def test_values_are_written_as_the_column_says() -> None:
    day = pd.to_datetime(pd.Series(["2023-02-01", None]))
    assert as_text(Column("d", "date"), day, "%d.%m.%Y") == ["01.02.2023", ""]
    assert as_text(Column("x", "lat"), pd.Series([52.1]), "") == ["52.10000"]
    assert as_text(Column("n", "number", decimals=1), pd.Series([3, 4.25]), "") == ["3.0", "4.2"]
    assert as_text(Column("f", "flag"), pd.Series([True, False]), "") == ["Y", "N"]


def test_a_frame_without_a_column_is_refused() -> None:
    layout = Delivery("d", "x", "f.csv", ",", "utf-8", "", (Column("a", "id"), Column("b", "id")))
    assert rows_of(layout, pd.DataFrame({"b": [1], "a": ["x"]})) == [["x", "1"]]
    with pytest.raises(ValueError, match="d lacks b"):
        rows_of(layout, pd.DataFrame({"a": [1]}))
