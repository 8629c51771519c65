"""Requests tell less of the need in some places, and hide identifiers in their words."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import spearmanr

from lakehouse.sample import parameters as p
from lakehouse.sample.free_text import HIDDEN
from lakehouse.sample.service_needs import CATEGORIES, STRENGTHS
from tests.sample.people_and_safety.conftest import placed


@pytest.fixture(scope="session")
def request_(made: Any) -> pd.DataFrame:
    return placed(made.city, made.of["service_requests"]["service_requests"])


@pytest.fixture(scope="session")
def need(made: Any) -> pd.DataFrame:
    truth = made.of["service_requests"]["truth/service_need"]
    return truth.assign(people=made.city.neighbourhood["people"])


def reports_read_from_duplicates(reports: int, first: int) -> float:
    """Mean of a Poisson that is seen only where it is not 0, from the mean of what is seen."""
    seen = reports / first
    return float(brentq(lambda m: m / -np.expm1(-m) - seen, 1e-6, 20))


def test_distinct_requests_are_the_needs_times_the_reported_share(
    request_: pd.DataFrame, need: pd.DataFrame
) -> None:
    first = request_[request_["duplicate_of"] == ""].groupby("neighbourhood").size()
    expected = need["needs_a_year"] * 2 * need["reported_share"]
    # Surges add to the needs, the last days' needs are not told yet.
    assert first.sum() == pytest.approx(expected.sum(), rel=0.05)
    assert spearmanr(first / need["reported_share"], need["needs_a_year"])[0] > 0.93


def test_second_reports_betray_how_much_is_told(request_: pd.DataFrame, need: pd.DataFrame) -> None:
    first = request_[request_["duplicate_of"] == ""].groupby("neighbourhood").size()
    every = request_.groupby("neighbourhood").size()
    read = [reports_read_from_duplicates(every[a], first[a]) for a in need.index]
    assert np.corrcoef(read, need["reports_per_need"])[0, 1] > 0.9
    assert np.mean(read) == pytest.approx(need["reports_per_need"].mean(), rel=0.06)


def test_a_reader_of_counts_alone_ranks_needs_worse(
    request_: pd.DataFrame, need: pd.DataFrame
) -> None:
    truly = need["needs_a_year"] / need["people"]
    counts = request_.groupby("neighbourhood").size() / need["people"]
    first = request_[request_["duplicate_of"] == ""].groupby("neighbourhood").size()
    oracle = spearmanr(first / need["reported_share"] / need["people"], truly)[0]
    assert oracle > 0.90 and spearmanr(counts, truly)[0] < oracle - 0.03


def test_every_hidden_identifier_stands_in_its_text_as_often_as_documented(made: Any) -> None:
    sent, truth = (
        made.of["service_requests"][k] for k in ("service_requests", "truth/hidden_identifiers")
    )
    text = truth["request_no"].map(sent.set_index("request_no")["description"])
    assert all(found in whole for found, whole in zip(truth["text"], text, strict=True))
    for kind, percent in HIDDEN.items():
        share, n = percent / 100, len(sent)
        found = (truth["kind"] == kind).sum() / n
        assert found == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / n))


def test_a_reader_of_one_spelling_misses_phones_and_takes_signs_for_plates(made: Any) -> None:
    sent, truth = (
        made.of["service_requests"][k] for k in ("service_requests", "truth/hidden_identifiers")
    )
    phones = truth.loc[truth["kind"] == "PHONE", "text"]
    assert 0.1 < phones.str.fullmatch(r"06-\d{8}").mean() < 0.4
    looks = re.compile(r"\b[A-Z0-9]{2,3}-[A-Z0-9]{2,3}-[A-Z0-9]{1,2}\b")
    found = [hit for text in sent["description"] for hit in looks.findall(text)]
    plates = set(truth.loc[truth["kind"] == "PLATE", "text"])
    assert np.mean([hit in plates for hit in found]) < 0.6


def test_bank_numbers_pass_their_check_and_name_no_real_bank(made: Any) -> None:
    truth = made.of["service_requests"]["truth/hidden_identifiers"]
    numbers = truth.loc[truth["kind"] == "BANK", "text"].str.replace(" ", "")
    assert len(numbers) > 50 and numbers.str[4:8].eq("CITY").all()
    for number in numbers:
        digits = "".join(str(int(c, 36)) for c in number[4:] + number[:4])
        assert int(digits) % 97 == 1


def test_each_district_is_as_slow_as_the_truth_says(made: Any, request_: pd.DataFrame) -> None:
    truth = made.of["service_districts"]["truth/service_districts"].set_index("district")
    done = request_[(request_["status"] == "CLOSED") & (request_["created_at"] < "2024-01-01")]
    days = (done["closed_at"] - done["created_at"]).dt.total_seconds() / 86_400
    usual = done["category"].map({k: v[1] for k, v in CATEGORIES.items()})
    slow = np.log(days / usual).groupby(done["district"]).mean()
    for district, row in truth.iterrows():
        assert np.exp(slow[district]) == pytest.approx(row["slowness"], rel=0.06)


def test_a_surge_stands_out_in_its_district_and_category_only(
    made: Any, request_: pd.DataFrame
) -> None:
    truth = made.of["service_districts"]["truth/service_districts"]
    first = request_[request_["duplicate_of"] == ""]
    ratios, city_wide = [], []
    for row in truth.itertuples():
        since = pd.Timestamp(row.surge_first)
        until = since + pd.Timedelta(days=row.surge_days + STRENGTHS.told_within)
        inside = first["created_at"].between(since, until)
        own = (first["district"] == row.district) & (first["category"] == row.surge_category)
        share = (until - since) / (p.LAST_DAY - p.FIRST_DAY)
        ratios.append((own & inside).sum() / ((own & ~inside).sum() * share))
        city_wide.append(inside.sum() / ((~inside).sum() * share))
    # Three times as much more over the surge itself, thinned by the days that follow.
    assert np.mean(ratios) > 1.8
    assert np.mean(city_wide) < 1.25
