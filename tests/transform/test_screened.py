"""Sites of a class are screened: traffic explains its part, bad input gives number and word."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from lakehouse.transform.screened import screened
from lakehouse.transform.usual import usual


def streets(seed: int = 3, sites: int = 400, **changes: Any) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    aadt, metres = draw.lognormal(8.5, 0.8, sites), draw.lognormal(6, 0.4, sites)
    effect = draw.gamma(2, 0.5, sites)
    made = pd.DataFrame(
        {
            "site_id": [f"S{n}" for n in range(sites)],
            "metres": metres,
            "aadt": aadt,
            "aadt_minor": np.nan,
            "is_counted": True,
            "aadt_sd": 0.0,
            "aadt_minor_sd": 0.0,
            "people": np.nan,
            "rail_entries": np.nan,
            "years": 5.0,
            "effect": effect,
            "crashes": draw.poisson(5 * 2e-6 * aadt * metres / 2 * effect),
            "injury_crashes": draw.poisson(2e-6 * aadt * metres / 2 * effect),
            "injury_cost": 400_000.0,
            "harmless_cost": 10_000.0,
        }
    )
    return made.assign(**changes)


def test_a_speed_limit_is_looked_at_where_a_class_has_several_that_tell_more() -> None:
    limit = np.random.default_rng(5).choice([20.0, 30, 40, np.nan], 400, p=[0.3, 0.3, 0.3, 0.1])
    sites = streets(speed_limit=limit)
    assert not usual(sites, "crashes").function.columns, "it has nothing to do with crashes"
    faster = np.exp(0.06 * (np.nan_to_num(limit, nan=30) - 30))
    mean = 5 * 2e-6 * sites["aadt"] * sites["metres"] / 2 * faster
    sites = sites.assign(crashes=np.random.default_rng(6).poisson(mean))
    told = usual(sites, "crashes")
    assert told.function.coefficients["limit"] == pytest.approx(0.6, abs=0.1)
    assert "speed limits" in told.function.says and told.told.notna().all().all()
    blind = usual(sites.drop(columns="speed_limit"), "crashes")
    error, without = (np.abs(np.log(u.told["predicted"] / mean)).mean() for u in (told, blind))
    assert error < 0.5 * without
    assert screened(sites)["expected"].notna().all()
    # One limit everywhere tells nothing.
    assert not usual(sites.assign(speed_limit=30.0), "crashes").function.columns


def test_in_a_city_without_counts_what_lies_around_tells_where_more_goes_on() -> None:
    sites = streets(traffic_from=None)
    truth = 5 * 2e-6 * sites["aadt"] * sites["metres"] / 2
    people = sites["aadt"] * np.random.default_rng(1).lognormal(0, 0.2, len(sites))
    bare = sites.assign(aadt=np.nan, aadt_sd=np.nan, is_counted=False)
    alone, helped = usual(bare, "crashes"), usual(bare.assign(people=people), "crashes")
    assert (helped.told["note"].str.contains("people living around it")).all()
    assert (alone.told["note"].str.contains("length alone")).all()
    errors = [np.abs(np.log(u.told["predicted"] / truth)).mean() for u in (alone, helped)]
    assert errors[1] < 0.6 * errors[0]
    # A range is as wide as sites of unknown traffic differ, wider than with counts.
    counted = usual(sites, "crashes")
    widths = [u.told["dispersion"].mean() for u in (counted, helped, alone)]
    assert widths == sorted(widths)
    # Where it tells nothing, or traffic is known, it is not used.
    noise = np.random.default_rng(2).lognormal(5, 1, len(sites))
    assert not usual(bare.assign(people=noise), "crashes").function.columns
    assert not usual(sites.assign(people=people), "crashes").function.columns


def test_expected_is_between_the_record_and_the_usual() -> None:
    sites = streets()
    found = screened(sites).set_index("site_id")
    record = (sites["crashes"] / 5).to_numpy()
    inside = (found["expected"] - record) * (found["usual"] - found["expected"])
    assert (inside >= -1e-9).all()
    assert found["excess"].to_numpy() == pytest.approx(
        (found["expected"] - found["usual"]).to_numpy()
    )
    assert found["usual"].corr(sites.set_index("site_id")["effect"]) < 0.2
    worst, of_all = found["excess"].nlargest(20).index, sites.set_index("site_id")["effect"]
    assert of_all[worst].mean() > 1.5 * of_all.mean()


def test_next_years_number_lies_in_its_range_nine_times_in_ten() -> None:
    inside = []
    for seed in range(8):
        sites = streets(seed)
        to_come = np.random.default_rng(seed + 100).poisson(
            2e-6 * sites["aadt"] * sites["metres"] / 2 * sites["effect"]
        )
        found = screened(sites)
        inside += list((found["expected_low"] <= to_come) & (to_come <= found["expected_high"]))
    # Counts are whole numbers, so that a range of them holds a little more.
    assert 0.89 <= np.mean(inside) <= 0.98


@pytest.mark.parametrize(
    "changes",
    [
        {"aadt": np.nan},
        {"metres": np.where(np.arange(400) < 5, 0.0, 300.0)},
        {"crashes": 0, "injury_crashes": 0},
        {"sites": 3},
        {"sites": 1},
    ],
    ids=["no traffic", "zero lengths", "no crash", "three sites", "one site"],
)
def test_bad_input_gets_a_number_and_a_sentence(changes: dict[str, Any]) -> None:
    size = {"sites": changes.pop("sites")} if "sites" in changes else {}
    found = screened(streets(**size, **changes))
    numbers = found.select_dtypes("number").to_numpy(dtype=float)
    assert np.isfinite(numbers).all() and (found["note"] != "").any()


def test_a_class_without_a_crash_may_have_one_next_year() -> None:
    none = {"crashes": 0, "injury_crashes": 0}
    short = screened(streets(sites=3, **none).assign(years=0.25))
    assert short["expected_low"].tolist() == [0] * 3 and (short["expected_high"] >= 2).all()
    assert (screened(streets(**none))["expected_high"] == 0).all()


def crossings(sites: int) -> pd.DataFrame:
    return streets(sites=sites).assign(metres=np.nan, aadt_minor=1000.0)


def test_intersections_with_traffic_say_that_they_are_too_few() -> None:
    few = crossings(3).assign(crashes=2)
    few.loc[0, "aadt"] = np.nan
    assert screened(few)["note"].tolist() == [
        "Its length or traffic is missing or not above zero: the average site stands for it.",
        *["2 usable sites are too few for 2 coefficients: the average."] * 2,
    ]
    none = screened(crossings(30).assign(crashes=0, injury_crashes=0))
    assert none["note"].str.startswith("None of 30 usable sites had a crash").all()


def test_intersections_go_by_the_traffic_of_both_streets() -> None:
    sites = streets().assign(metres=np.nan, aadt_minor=1000.0)
    busier = screened(pd.concat([sites, sites.assign(site_id=sites["site_id"] + "b")]))
    assert np.isfinite(busier["usual"]).all()
    order = busier.drop_duplicates("usual").set_index("site_id")["usual"]
    assert order.corr(sites.set_index("site_id")["aadt"], method="spearman") > 0.99


def test_what_was_never_counted_is_less_sure() -> None:
    counted = streets()
    # Its traffic is that of a middle street, and streets differ by a factor of two.
    middle = {"aadt": counted["aadt"].median(), "is_counted": False, "aadt_sd": 0.7}
    twins = counted.iloc[:2].assign(site_id=["twin", "known"], metres=4000.0)
    # Half a year tells little of them, so that their kind is most of what is known.
    twins = twins.assign(aadt=middle["aadt"], years=0.5, crashes=10, injury_crashes=5)
    twins.loc[0, ["is_counted", "aadt_sd"]] = [False, 0.7]
    never = streets(9).assign(**middle).assign(site_id=[f"U{n}" for n in range(400)])
    found = screened(pd.concat([counted, never, twins], ignore_index=True)).set_index("site_id")
    twin, known = found.loc["twin"], found.loc["known"]
    assert twin["dispersion"] > 1.5 * known["dispersion"] and twin["usual"] > known["usual"]
    # It may have more traffic than was guessed: less of its surplus or lack is called its own.
    of_class = usual(pd.concat([counted, never, twins], ignore_index=True), "crashes").told.iloc[-2]
    surplus = twin["expected"] - of_class["predicted"] / 0.5
    assert 0.2 < of_class["traffic_share"] < 0.8
    assert twin["excess"] == pytest.approx((1 - of_class["traffic_share"]) * surplus)
    width = (found["expected_high"] - found["expected_low"])[["twin", "known"]]
    assert width["twin"] > width["known"]
    # Those that were guessed do not change what is learnt: not traffic's exponent, not the k.
    alone = screened(pd.concat([counted, twins.iloc[1:]])).set_index("site_id")
    assert found.loc[alone.index, "usual"].to_numpy() == pytest.approx(alone["usual"].to_numpy())
    # Their record is nevertheless as often above the usual as below, all in all.
    guessed = found.loc[never["site_id"]]
    assert guessed["usual"].sum() == pytest.approx(never["crashes"].sum() / 5, rel=0.15)


@pytest.mark.parametrize("sites", [400, 25], ids=["an exponent", "in proportion"])
def test_a_class_without_traffic_goes_by_its_length(sites: int) -> None:
    lone = streets(sites=sites).assign(aadt=np.nan, is_counted=False, aadt_sd=np.nan)
    if sites < 50:
        lone["crashes"] = np.where(lone.index % 5 == 0, 3, 0)
    found = screened(lone)
    assert found["usual"].corr(lone["metres"], method="spearman") > 0.99
    assert found["note"].str.startswith("Its traffic is unknown: its length").all()
    # Else the longest street would be the worst.
    assert sites < 50 or abs(found["excess"].corr(lone["metres"], method="spearman")) < 0.35


def test_streets_quieter_than_the_counted_ones_have_a_level_of_their_own() -> None:
    """Busy streets are counted sooner: their median is too much for the others."""
    sites = streets(sites=2000)
    counted = np.random.default_rng(2).random(2000) < np.where(sites["aadt"] > 5000, 0.4, 0.05)
    middle, spread = sites.loc[counted, "aadt"].median(), np.log(sites.loc[counted, "aadt"]).std()
    guessed = sites.assign(
        is_counted=counted,
        aadt=sites["aadt"].where(counted, middle),
        aadt_sd=np.where(counted, 0.0, spread),
    )
    found = screened(guessed)
    for of in (counted, ~counted):
        assert found["usual"][of].sum() == pytest.approx(sites["crashes"][of].sum() / 5, rel=0.05)
