"""Crash rates follow traffic and sites as documented, and who knows them beats the plain count."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from lakehouse.methods.negative_binomial import negative_binomial
from lakehouse.sample.transport.draw import black_spots
from lakehouse.sample.transport.reader import reader
from lakehouse.sample.transport.strengths import STRENGTHS

pytestmark = pytest.mark.whole

Array = npt.NDArray[np.float64]
Cities = list[Any]
SINCE, CUT, END = (pd.Timestamp(f"{year}-07-01") for year in (2020, 2023, 2024))


@dataclass(frozen=True)
class Kind:
    """A kind of site: its key among the crashes, its columns of truth, and what is documented."""

    key: str
    rate: str
    explained: str
    named: str
    dispersion: tuple[float, float]
    gain: float
    found: float
    read: float


# Dispersion of all sites together; gain in capture over the three-year count; share of the black
# spots that the count finds; the least that the reader has of the truth's gain over it.
KINDS = {
    "segment": Kind(
        *("segment", "true_rate", "explained", "segment"), (0.66, 1.32), 0.02, 0.45, 0.8
    ),
    "node": Kind("node", "true_rate", "explained", "intersection", (0.33, 1.14), 0.04, 0.60, 0.8),
    "walker": Kind(
        *("node", "walker_rate", "walker_explained", "walkers"), (0.33, 1.14), 0.04, 0.52, 0.6
    ),
}
every_kind = pytest.mark.parametrize("name", KINDS)


def crashes_of(drawn: Any, name: str) -> pd.DataFrame:
    crash = drawn.crash[drawn.crash[KINDS[name].key] > 0]
    return crash if name == "segment" else crash[crash["hits_walker"] == (name == "walker")]


def counts(drawn: Any, name: str, since: pd.Timestamp, until: pd.Timestamp) -> Array:
    kind, crash = KINDS[name], crashes_of(drawn, name)
    inside = crash[crash["crashed_at"].between(since, until, inclusive="left")]
    sites = getattr(drawn, kind.key)[kind.key]
    return np.asarray(inside[kind.key].value_counts().reindex(sites, fill_value=0), dtype=float)


def captured(score: Array, worth: Array, many: int = 0) -> float:
    """The share of `worth` in the top of `score` (5 % of all), in expectation over ties."""
    many = many or round(0.05 * len(score))
    edge = np.sort(score)[-many]
    above, tied = score > edge, score == edge
    rest = worth[tied].sum() * (many - above.sum()) / tied.sum()
    return float((worth[above].sum() + rest) / worth.sum())


def true_rate(drawn: Any, name: str) -> Array:
    """Crashes a year after the measures."""
    kind = KINDS[name]
    sites = getattr(drawn, kind.key)
    rate = sites[kind.rate].to_numpy()
    if kind.key == "segment":
        return np.asarray(rate)
    raised = drawn.measure.loc[drawn.measure["kind"] == "RAISED_JUNCTION", "node"]
    return np.where(sites["node"].isin(raised), STRENGTHS.measure_effect * rate, rate)


def found(drawn: Any, name: str, score: Array) -> float:
    """The share of the black spots in a list of as many sites."""
    black = getattr(drawn, KINDS[name].key)["is_black_spot"].to_numpy()
    return captured(score, black.astype(float), int(black.sum()))


@every_kind
def test_the_true_rate_captures_more_of_the_next_year_than_the_count(
    cities: Cities, name: str
) -> None:
    gains = [
        captured(true_rate(d, name), after) - captured(counts(d, name, SINCE, CUT), after)
        for d in cities
        for after in [counts(d, name, CUT, END)]
    ]
    error = np.std(gains, ddof=1) / np.sqrt(len(gains))
    assert np.mean(gains) > 0
    assert np.mean(gains) == pytest.approx(KINDS[name].gain, abs=max(3 * error, 0.01))


@every_kind
def test_the_plain_count_misses_many_black_spots_and_who_reads_all_files_few(
    cities: Cities, name: str
) -> None:
    """So much is in the delivered files that a list with most of it has 0.7 of the oracle's."""
    kind, plain, read = KINDS[name], [], []
    for drawn in cities:
        thought = reader(drawn.city, drawn.crash, drawn.measure)[kind.named]
        sites = getattr(drawn, kind.key)[kind.key]
        plain.append(found(drawn, name, counts(drawn, name, pd.Timestamp("2021-07-01"), END)))
        read.append(found(drawn, name, thought.reindex(sites).to_numpy()))
    share = (np.array(read) - plain) / (1 - np.array(plain))
    assert np.mean(plain) == pytest.approx(kind.found, abs=0.1)
    assert max(plain) < 0.8 and share.min() >= kind.read


@every_kind
def test_true_rates_are_those_of_the_crashes(cities: Cities, name: str) -> None:
    """Sites in ten classes of their true rate: each has the crashes that it should have."""
    for drawn in cities[:3]:
        sites = getattr(drawn, KINDS[name].key)[KINDS[name].rate].to_numpy()
        before = counts(drawn, name, pd.Timestamp("2016-07-01"), pd.Timestamp("2022-07-01"))
        decile = pd.qcut(sites, 10, labels=False)
        expected = pd.Series(6 * sites).groupby(decile).sum()
        seen = pd.Series(before).groupby(decile).sum()
        chi_square = ((seen - expected) ** 2 / expected).sum()
        # 10 classes: beyond 30 lies one chance in a thousand.
        assert chi_square < 30


@every_kind
def test_sites_differ_by_as_much_as_streets_do(cities: Cities, name: str) -> None:
    """The dispersion of all sites together, black spots among them, is one of the manual's."""
    kind = KINDS[name]
    fitted = []
    for drawn in cities:
        sites = getattr(drawn, kind.key)
        here = np.exp(STRENGTHS.neighbourhood * drawn.city.neighbourhood["traffic"])
        mean = 6 * sites[kind.explained] * sites["area"].map(here)
        seen = counts(drawn, name, pd.Timestamp("2016-07-01"), pd.Timestamp("2022-07-01"))
        fit = negative_binomial(seen, np.ones((len(seen), 1)), np.log(mean))
        fitted.append(fit.dispersion)
        black = sites["is_black_spot"]
        assert 0.02 < black.mean() < 0.09
        excess = sites[kind.rate] - sites[kind.explained]
        assert excess[black].min() > 0 and excess[~black].abs().mean() < 0.2 * excess[black].mean()
    low, high = kind.dispersion
    assert low < np.mean(fitted) < high


def test_the_exponents_of_traffic_and_length_are_found_again(cities: Cities) -> None:
    found: list[Array] = []
    for drawn in cities:
        # What is wrong at a black spot does not go with traffic.
        road = drawn.segment[~drawn.segment["is_black_spot"]]
        here = STRENGTHS.neighbourhood * road["area"].map(drawn.city.neighbourhood["traffic"])
        X = np.column_stack([np.ones(len(road)), np.log(road["aadt"]), np.log(road["length"])])
        seen = counts(drawn, "segment", pd.Timestamp("2016-07-01"), pd.Timestamp("2022-07-01"))
        fit = negative_binomial(seen[road.index], X, here.to_numpy())
        found.append((fit.coefficients - [0, *EXPONENTS])[1:] / fit.errors[1:])
    off = np.array(found)
    assert np.abs(off).max() < 4
    assert np.abs(off.mean(axis=0)).max() < 3 / np.sqrt(len(off))


EXPONENTS = (STRENGTHS.volume_exponent, STRENGTHS.length_exponent)


def test_crashes_come_on_the_documented_days(cities: Cities) -> None:
    wet, friday, sunday = [], [], []
    for drawn in cities:
        days = drawn.city.weather
        days = days[days["day"] >= "2016-07-01"]
        per_day = drawn.crash["crashed_at"].dt.normalize().value_counts()
        seen = days["day"].map(per_day).fillna(0)
        is_wet = days["precipitation_intensity_mm_h"] > 0
        wet.append(seen[is_wet].mean() / seen[~is_wet].mean())
        by_weekday = seen.groupby(days["day"].dt.dayofweek).mean()
        friday.append(by_weekday[4] / by_weekday.mean())
        sunday.append(by_weekday[6] / by_weekday.mean())
    # About 11,000 crashes a city: a ratio of two halves has an error of 2 %.
    assert np.mean(wet) == pytest.approx(STRENGTHS.wet_day, abs=0.03)
    assert np.mean(friday) == pytest.approx(1.16, abs=0.04)
    assert np.mean(sunday) == pytest.approx(0.83, abs=0.04)


def test_the_truth_names_the_black_spots_worst_first(cities: Cities) -> None:
    drawn = cities[0]
    told = black_spots(drawn.city)["truth/black_spot"]
    black = {key: getattr(drawn, key).query("is_black_spot") for key in ("segment", "node")}
    named = {"segment": "segment", "intersection": "node", "intersection_walkers": "node"}
    for site_kind, key in named.items():
        rows = told[told["site_kind"] == site_kind]
        assert set(rows["site"]) == set(black[key][key])
        assert rows["excess"].is_monotonic_decreasing
