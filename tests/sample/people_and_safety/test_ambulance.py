"""Runs follow the domains' hazards; some districts wait longer; harm needs all three domains."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.sample import harm
from lakehouse.sample.ambulance import REASONS, STRENGTHS
from lakehouse.sample.city import build_city

pytestmark = pytest.mark.whole


def district_of(made: Any, places: pd.DataFrame) -> pd.Series:
    """District of each place, by the cell it lies in."""
    found = pd.Series(0, index=places.index)
    for _, cell in made.city.neighbourhood.iterrows():
        here = places["lat"].between(cell["south"], cell["north"], inclusive="left")
        here &= places["lon"].between(cell["west"], cell["east"], inclusive="left")
        found[here] = cell["district"]
    return found


def test_each_district_waits_as_long_as_the_truth_says(made: Any) -> None:
    run = made.of["ambulance"]["ambulance_runs"]
    truth = made.of["ambulance_city"]["truth/response_time"].set_index("district")
    minutes = (run["arrived_at"] - run["called_at"]).dt.total_seconds() / 60
    urgent = run["urgency"] == "A1"
    # Times are cut to the full minute: half a minute is lost on average.
    middle = (minutes + 0.5)[urgent].groupby(district_of(made, run)[urgent]).median()
    count = urgent.sum() / len(truth)
    for district, row in truth.iterrows():
        error = 1.2533 * STRENGTHS.spread * row["median_minutes"] / np.sqrt(count)
        assert middle[district] == pytest.approx(row["median_minutes"], abs=0.5 + 4 * error)


def test_each_reason_follows_its_own_domain(made: Any) -> None:
    run = made.of["ambulance"]["ambulance_runs"]
    at = made.city.neighbourhood
    for reason in ("HEART", "TRAFFIC", "VIOLENCE"):
        counts = []
        some = run[run["reason"] == reason]
        for _, cell in at.iterrows():
            here = some["lat"].between(cell["south"], cell["north"])
            counts.append((here & some["lon"].between(cell["west"], cell["east"])).sum())
        latent = at[REASONS[reason][2]]
        slope = np.polyfit(latent, np.log(np.array(counts) / at["people"]), 1)[0]
        error = 1 / np.sqrt(np.sum(counts))
        assert slope == pytest.approx(STRENGTHS.hazard, abs=0.05 + 5 * error)


def test_there_are_as_many_runs_as_the_rates_say(made: Any) -> None:
    run = made.of["ambulance"]["ambulance_runs"]
    expected = sum(rate for rate, _, _ in REASONS.values()) * 2 * 50_000
    assert len(run) == pytest.approx(expected, rel=0.12)
    assert (run["arrived_at"] >= run["called_at"]).all() and run["run_no"].is_unique


def first_fifth(score: Any, counted: Any) -> float:
    """Share of the harm in the first fifth of the neighbourhoods by score."""
    first = np.argsort(-np.asarray(score))[: max(1, round(len(counted) * 0.2))]
    return float(np.asarray(counted)[first].sum() / np.sum(counted))


@pytest.fixture(scope="session")
def captured() -> pd.DataFrame:
    """Per city: the share of the last year's harm that each way to rank puts first."""
    rows = []
    for seed in range(100, 130):
        made = harm.draw(build_city(seed))
        true, every = made["truth/harm"], made["serious_harm"]
        last = every[every["ends_on"] == every["ends_on"].max()]
        people, hazard = last["residents"].to_numpy(), true[list(harm.DOMAINS)]
        usual = (hazard - hazard.mean()) / hazard.std()
        ways = {
            "product": true["true_rate"],
            # Shifted to be positive, so that it can be multiplied by people as the others are.
            "sum": usual.sum(axis=1) - usual.sum(axis=1).min(),
            **{d: hazard[d] for d in harm.DOMAINS},
        }
        rows.append({k: first_fifth(v * people, last["serious_harm"]) for k, v in ways.items()})
    return pd.DataFrame(rows)


def test_only_all_domains_together_rank_harm(captured: pd.DataFrame) -> None:
    best = captured[list(harm.DOMAINS)].max(axis=1)
    for other, gain in ((best, 0.06), (captured["sum"], 0.02)):
        more = captured["product"] - other
        error = more.std() / np.sqrt(len(more))
        assert more.mean() - 3 * error > 0
        assert more.mean() > gain


def test_the_rate_is_the_product_of_the_hazards() -> None:
    city = build_city(5)
    product = harm.hazards(city).prod(axis=1)
    ratio = harm.harm_rate(city) / product
    assert ratio.to_numpy() == pytest.approx(ratio.iloc[0])
    people = city.neighbourhood["people"]
    mean = (harm.harm_rate(city) * people).sum() / people.sum()
    assert mean == pytest.approx(harm.STRENGTHS.per_thousand / 1000)
