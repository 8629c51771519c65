"""Stays, beds in use and laboratory reports agree with each other and with what is documented."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import beds, emergency, hospital, laboratory
from lakehouse.sample.emergency.told import outbreaks_truth
from lakehouse.sample.hospital import stays
from lakehouse.sample.laboratory import DISEASES, expected
from lakehouse.sample.parameters import BEDS_FROM, FIRST_DAY, LAST_DAY
from lakehouse.sample.people import residents
from lakehouse.sample.wards import hospitals
from tests.sample.whole import planned, whole

pytestmark = pytest.mark.whole

SEED = 7
LONGEST = pd.Timedelta(days=90)


@cache
def admissions() -> pd.DataFrame:
    return whole(hospital.SOURCES[0], planned(SEED))["hospital_admissions"]


@cache
def bed_days() -> pd.DataFrame:
    return drawn_beds()["hospital_beds"].set_index("day")


@cache
def drawn_beds(seed: int = SEED) -> dict[str, pd.DataFrame]:
    return whole(beds.SOURCES[0], planned(seed))


@cache
def reports() -> pd.DataFrame:
    return whole(laboratory.SOURCES[0], planned(SEED))["laboratory_reports"]


def test_beds_in_use_are_the_stays_that_were_delivered() -> None:
    """On days whose patients have all been delivered: the longest stay from either end."""
    days = pd.date_range(FIRST_DAY + LONGEST, LAST_DAY - LONGEST, freq="D")
    stay = admissions()
    for name, ours in (
        ("beds_in_use", stay),
        ("icu_in_use", stay[stay["ward"] == "ICU"]),
        ("ventilators_in_use", stay[stay["ventilated"]]),
    ):
        there = [((ours["admitted"] <= d) & (d < ours["discharged"])).sum() for d in days]
        assert (bed_days().loc[days, name].to_numpy() == np.array(there)).all(), name


def test_each_hospital_s_beds_hold_the_stays_that_name_it() -> None:
    day = pd.Timestamp("2023-06-01")
    stay, told = admissions(), drawn_beds()["hospital_census"]
    there = stay[(stay["admitted"] <= day) & (day < stay["discharged"])].groupby("hospital").size()
    counted = told[told["day"] == day].set_index("hospital")["beds_in_use"]
    assert there.to_dict() == counted.to_dict() and len(counted) == 3


def test_beds_reach_back_into_the_archive_without_filling_up_first() -> None:
    day = bed_days()
    assert (
        day.index[0] == BEDS_FROM and (day.loc[: FIRST_DAY - LONGEST, "month"] == "archive").all()
    )
    early, all_days = day["beds_in_use"].iloc[:60].mean(), day["beds_in_use"].mean()
    assert 0.7 < early / all_days < 1.1
    assert (day["ventilators_in_use"] <= day["icu_in_use"]).all()
    assert (day["icu_in_use"] <= day["beds_in_use"]).all()
    assert (day["beds_in_use"] <= day["beds"]).mean() > 0.95


def test_the_citys_beds_are_the_sum_of_its_hospitals() -> None:
    each = drawn_beds()["hospital_census"]
    summed = each.groupby("day")[list(beds.NUMBERS)].sum()
    assert summed.equals(bed_days()[list(beds.NUMBERS)]) and each["hospital"].nunique() == 3
    assert (each["icu_in_use"] <= each["beds_in_use"]).all()


@pytest.mark.parametrize("seed", [7, 11, 13])
def test_one_hospital_alone_has_too_few_beds_since_its_wards_closed(seed: int) -> None:
    drawn = drawn_beds(seed)
    truth = drawn["truth/hospitals"].set_index("hospital")
    short, (closed,) = truth.index[truth["short"] == 1], set(truth["closed_from"]) - {""}
    each, city = drawn["hospital_census"], drawn["hospital_beds"]
    over = (each["beds_in_use"] > each["beds"]).groupby(
        [each["hospital"].isin(short), each["day"] >= closed]
    )
    share = over.mean()
    assert len(short) == 1 and share[True, True] > 0.3
    assert share[[(True, False), (False, False), (False, True)]].max() < 0.05
    later = city[city["day"] >= closed]
    assert (later["beds_in_use"] > later["beds"]).mean() < 0.05, "the city's feed does not show it"
    kept = truth.loc[short[0]]
    assert kept["staffed_at_last"] == pytest.approx(0.9 * kept["expected_in_use"], abs=1)


def test_more_people_have_more_hospitals_of_unequal_size() -> None:
    for scale, count in ((0.02, 3), (1, 3), (4, 6), (20, 13)):
        share = hospitals(planned(SEED, scale))["share"]
        assert len(share) == count and share.is_monotonic_decreasing
        assert share.sum() == pytest.approx(1) and share.iloc[0] > 1.5 * share.iloc[-1]


def test_stays_are_as_long_and_as_many_as_documented() -> None:
    s = hospital.STRENGTHS
    nights = (admissions()["discharged"] - admissions()["admitted"]).dt.days
    assert nights.min() >= 1
    # The delivered ones lack those that had not ended; all that were drawn are the measure.
    every = pd.concat([stays(planned(SEED), a) for a in planned(SEED).areas])
    error = every["nights"].std() / len(every) ** 0.5
    assert every["nights"].mean() == pytest.approx(s.mean_nights, abs=4 * error + 0.05)
    assert every["intensive"].mean() == pytest.approx(s.intensive, abs=0.008)
    assert 9_000 < len(admissions()) < 12_000
    assert admissions()["admission_no"].is_unique
    assert (admissions()["month"] == admissions()["discharged"].dt.strftime("%Y-%m")).all()


def test_a_patient_is_the_same_at_the_emergency_department_and_in_hospital() -> None:
    visit = whole(emergency.SOURCES[0], planned(SEED))["emergency_visits"]
    both = visit.drop_duplicates("patient_no").merge(
        admissions().drop_duplicates("patient_no"), on="patient_no"
    )
    assert len(both) > 1_000
    assert (both["age_band_x"] == both["age_band_y"]).all()
    assert (both["neighbourhood_x"] == both["neighbourhood_y"]).all()


def test_the_truth_tells_which_resident_a_patient_is() -> None:
    city = planned(SEED)
    told = whole(hospital.SOURCES[0], city)["truth/who_is_who_hospital"]
    assert told["record"].is_unique and set(told["record"]) == set(admissions()["patient_no"])
    everybody = pd.concat([residents(city, a) for a in city.areas]).set_index("person")
    band = admissions().drop_duplicates("patient_no").set_index("patient_no")["age_band"]
    age = (FIRST_DAY - everybody["born_on"].loc[told["person"]]).dt.days.to_numpy() / 365.25
    old = band.loc[told["record"]].to_numpy() == "80+"
    assert (old == (age >= 80)).all() and 0.01 < old.mean() < 0.5


def test_reports_are_late_by_the_days_of_their_germ() -> None:
    late = (reports()["reported_day"] - reports()["specimen_day"]).dt.days
    settled = reports()["specimen_day"] < LAST_DAY - pd.Timedelta(days=60)
    for germ in DISEASES:
        mine = late[settled & (reports()["disease"] == germ.code)]
        error = mine.std() / len(mine) ** 0.5
        # Whole days: half of one is lost on average, a little more of a skewed delay.
        assert mine.mean() == pytest.approx(germ.delay - 0.5, abs=4 * error + 0.1), germ.code
    assert reports()["neighbourhood"].isna().mean() == pytest.approx(0.04, abs=0.01)
    assert reports()["report_no"].is_unique


def test_outbreaks_are_in_the_laboratories_too() -> None:
    city, s = planned(SEED), laboratory.STRENGTHS
    truth = outbreaks_truth(city)["truth/outbreaks"]
    means = np.array([expected(city, a) for a in city.areas])
    for row in truth[truth["neighbourhood"] < 0].itertuples():
        germ = [d.code for d in DISEASES].index(row.disease)
        days = pd.date_range(row.first_day, row.last_day, freq="D")
        at = (days - FIRST_DAY).days
        seen = reports()[reports()["disease"] == row.disease]
        seen = seen[seen["specimen_day"].isin(days)]
        # Other outbreaks of the germ are in the mean as well.
        mean = means[:, germ][:, at]
        spread = mean.sum() + s.dispersion * (mean**2).sum()
        assert abs(len(seen) - mean.sum()) < 4 * spread**0.5
        plain = mean.sum() - s.tested * row.added_visits
        assert len(seen) - plain > 2 * plain**0.5, "a reader of reports sees it, later"
