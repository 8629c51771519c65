"""Emergency visits follow the season, the week, the place and the delay that are documented."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import emergency
from lakehouse.sample.emergency.course import delay_shares, usual
from lakehouse.sample.emergency.strengths import CODES, STRENGTHS
from lakehouse.sample.emergency.visits import visits
from lakehouse.sample.moments import DAYS
from lakehouse.sample.parameters import LAST_DAY
from tests.sample.whole import planned, whole

pytestmark = pytest.mark.whole

SEED = 7


@cache
def every() -> pd.DataFrame:
    """All visits, those reported after the last day too, with their area."""
    city = planned(SEED)
    return pd.concat([visits(city, a).assign(area=a) for a in city.areas], ignore_index=True)


@cache
def delivered() -> pd.DataFrame:
    return whole(emergency.SOURCES[0], planned(SEED))["emergency_visits"]


def test_delays_are_those_documented() -> None:
    shares, count = delay_shares(), len(every())
    assert shares.sum() == pytest.approx(1) and len(shares) == 15
    seen = every()["delay"].value_counts(normalize=True).reindex(range(15)).to_numpy()
    assert (abs(seen - shares) < 4 * np.sqrt(shares * (1 - shares) / count)).all()
    late = (every()["reported_at"].dt.normalize() - every()["arrived_at"].dt.normalize()).dt.days
    assert (late == every()["delay"]).all()
    assert (every()["reported_at"] >= every()["arrived_at"]).all()


def test_a_reader_of_the_last_day_knows_half_of_it() -> None:
    """Who takes the delivered rows for all of them sees visits fall off at the end."""
    arrived = delivered()["arrived_at"].dt.normalize()
    last, month = (
        (arrived == LAST_DAY).sum(),
        arrived.between("2024-06-01", "2024-06-14").sum() / 14,
    )
    assert 0.35 < last / month < 0.7
    assert delivered()["reported_at"].max() < LAST_DAY + pd.Timedelta(days=1)
    assert (delivered()["month"] == delivered()["reported_at"].dt.strftime("%Y-%m")).all()


def test_without_outbreaks_there_are_as_many_as_is_usual() -> None:
    city = planned(SEED)
    expected = np.array([usual(city, a) for a in city.areas])
    plain = every()[every()["outbreak"] == 0]
    for i, code in enumerate(CODES):
        mean = expected[:, i].sum(axis=0)
        spread = mean.sum() + (mean**2).sum() * STRENGTHS.day_dispersion
        spread += (expected[:, i] ** 2).sum() * STRENGTHS.area_dispersion
        seen = (plain["syndrome"] == i).sum()
        assert abs(seen - mean.sum()) < 4 * spread**0.5, code


def test_daily_counts_scatter_more_than_poisson_and_have_a_week_and_a_winter() -> None:
    city = planned(SEED)
    mean = np.array([usual(city, a) for a in city.areas]).sum(axis=0)
    plain = every()[every()["outbreak"] == 0]
    day = (plain["arrived_at"].dt.normalize() - DAYS[0]).dt.days
    seen = np.zeros_like(mean)
    np.add.at(seen, (plain["syndrome"], day), 1)
    other = CODES.index("OTH")
    dispersion = float(((seen[other] - mean[other]) ** 2 / mean[other]).mean())
    assert 1.1 < dispersion < 2.0
    by_weekday = seen[other].reshape(-1)[: 104 * 7].reshape(104, 7).mean(axis=0)
    assert DAYS[0].dayofweek == 4 and by_weekday.argmax() == 3, "Monday is the busiest"
    lungs = seen[CODES.index("RESP")]
    assert lungs[DAYS.month == 1].mean() > 1.5 * lungs[DAYS.month == 7].mean()
    warm = city.weather.set_index("day")["temperature_max_c"].reindex(DAYS).to_numpy() > 26
    heat = seen[CODES.index("HEAT")]
    assert heat[warm].mean() > 2 * heat[(DAYS.month == 7) & ~warm].mean()


def test_the_hazard_of_a_place_shows_with_its_strength() -> None:
    slopes = []
    for seed in range(20, 26):
        at = planned(seed).neighbourhood
        count = np.array([len(visits(planned(seed), a)) for a in planned(seed).areas])
        slopes.append(np.polyfit(at["health"], np.log(count / at["people"]), 1)[0])
    assert np.mean(slopes) == pytest.approx(STRENGTHS.health_tie, abs=0.02)


def test_a_visit_shows_a_pseudonym_and_never_the_outbreak() -> None:
    assert not {"outbreak", "person", "delay"} & set(delivered().columns)
    assert delivered()["visit_no"].is_unique
    assert delivered()["patient_no"].str.fullmatch("p[0-9a-f]{12}").all()
    again = delivered()["patient_no"].value_counts()
    assert again.max() > 5 and 0.3 < len(again) / planned(SEED).neighbourhood["people"].sum() < 0.7
    place = delivered().groupby("patient_no")["neighbourhood"].nunique()
    band = delivered().groupby("patient_no")["age_band"].nunique()
    assert place.max() == 1 and band.max() == 1
    assert delivered()["neighbourhood"].str.fullmatch("[0-9]{5}").all()
    old = delivered()["age_band"] == "80+"
    assert old.mean() > 0.05, "the old come more often than their share of the people"
