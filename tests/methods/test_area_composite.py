"""Areas by risk: parts that add up, doubt that is told, and nothing of a count that is withheld."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lakehouse.methods.area_composite import PARTS, area_composite, lacking, leaving_one_out, top_of
from lakehouse.methods.area_indicators import DOMAINS, INDICATORS, frame_of
from lakehouse.methods.area_rate import area_rate
from lakehouse.tables.risk.area import FEW

NAMES = ("injury_crashes", "traffic_runs", "illness_runs", "building_fires", "residents")


def drawn(areas: int = 12, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    index = [f"{n}" for n in range(1, areas + 1)]
    return pd.DataFrame(rng.gamma(4, 5, (areas, len(NAMES))), index, columns=list(NAMES))


def scored(value: pd.DataFrame, width: float = 0.2) -> pd.DataFrame:
    return area_composite(value, value * (1 - width), value * (1 + width), draws=100)


def test_what_the_parts_add_is_the_score_beyond_the_usual() -> None:
    made = scored(drawn())
    added = made[[f"adds_{part}" for part in PARTS]].sum(axis=1)
    np.testing.assert_allclose(added, made["score"] - 100, atol=1e-9)
    assert made["adds_vulnerability"].isna().all(), "nothing is known of it here"


def test_ranks_lie_in_their_ranges_and_the_chances_fill_the_top() -> None:
    made = scored(drawn())
    assert sorted(made["rank"]) == list(range(1, 13))
    assert ((made["rank_p05"] <= made["rank"]) & (made["rank"] <= made["rank_p95"])).all()
    assert made["chance_of_top"].sum() == pytest.approx(top_of(12))
    firm = made[made["is_firm"].astype(bool)]
    assert (firm["chance_of_top"] >= 0.8).all() and (firm["rank"] <= top_of(12)).all()


def test_more_doubt_of_the_inputs_makes_wider_ranges() -> None:
    sure, unsure = (
        (made["rank_p95"] - made["rank_p05"]).mean()
        for made in (scored(drawn(), 0.02), scored(drawn(), 0.9))
    )
    assert unsure > sure + 1


def test_it_is_the_same_twice_and_in_another_order() -> None:
    value = drawn()
    again = scored(value[[*reversed(NAMES)]])
    pd.testing.assert_frame_equal(scored(value), again)


def test_too_few_areas_have_domains_and_no_rank() -> None:
    made = scored(drawn(2))
    assert made["rank"].isna().all() and made["score"].isna().all()
    assert made["traffic"].notna().any()


def test_an_area_of_which_a_domain_is_unknown_has_no_score_and_takes_no_rank() -> None:
    value = drawn()
    value.loc["4"] = [np.nan, np.nan, 900.0, np.nan, np.nan]  # the highest of all in one domain
    value.loc["5", "residents"] = np.nan
    made = scored(value)
    for area in ("4", "5"):
        assert made.loc[area, ["score", "rank", "chance_of_top", "is_firm"]].isna().all()
        assert made.loc[area, [f"adds_{part}" for part in PARTS]].isna().all()
    assert made.loc["4", "medical"] > 100, "what is known is still told"
    assert sorted(made["rank"].dropna()) == list(range(1, 11)) and (made["of"] == 10).all()
    told = lacking(made)
    assert told["4"] == "traffic and safety and who lives there" and told["5"] == "who lives there"
    assert (told.drop(["4", "5"]) == "").all()


def test_each_domain_counts_alike_and_those_that_are_absent_not_at_all() -> None:
    frame = frame_of(NAMES)
    weights = {part.name: part.weight for part in frame.parts}
    assert len({weights[name] for name in DOMAINS}) == 1
    assert "vulnerability" not in weights and weights["hazard"] == 3 * weights["exposure"]
    assert {p.name for p in frame.indicators} == set(NAMES)


def test_one_indicator_of_a_domain_is_left_out_as_often_as_none() -> None:
    value = drawn()
    draw = leaving_one_out(lambda rng: value.copy(), frame_of(NAMES))
    rng = np.random.default_rng(1)
    gone = pd.DataFrame([draw(rng).isna().all() for _ in range(900)])
    assert not gone[["illness_runs", "building_fires", "residents"]].any(axis=None)
    share = gone[["injury_crashes", "traffic_runs"]].mean()
    np.testing.assert_allclose(share, 1 / 3, atol=0.06)
    assert not gone[["injury_crashes", "traffic_runs"]].all(axis=1).any()


def test_a_small_count_changes_nothing_wherever_it_is_used() -> None:
    """All that is published is the same whatever the withheld counts are."""
    residents = pd.Series({"a": 900.0, "b": 1500.0, "c": 400.0, "d": 2500.0, "e": 100.0})
    seen = pd.Series({"a": 40, "b": 31, "c": 3, "d": 90, "e": 9})
    first = area_rate(seen, residents, 2, few=FEW)
    for other in ({"c": 0}, {"c": 9, "e": 0}, {"c": 7, "e": 7}):
        now = area_rate(pd.Series({**seen, **other}), residents, 2, few=FEW)
        pd.testing.assert_frame_equal(first, now)
    assert first["withheld"].tolist() == [False, False, True, False, True]
    open_now = area_rate(pd.Series({**seen, "c": 0}), residents, 2)
    assert not open_now["withheld"].any()
    assert open_now.loc["c", "value"] < area_rate(seen, residents, 2).loc["c", "value"]


def test_few_residents_are_drawn_to_the_citys_rate() -> None:
    residents = pd.Series({"small": 50.0, **{f"a{n}": 5000.0 for n in range(8)}})
    seen = pd.Series({"small": 5, **{f"a{n}": 40 + 30 * n for n in range(8)}})
    made = area_rate(seen, residents, 1)
    city = 1000 * seen.sum() / residents.sum()
    assert city < made.loc["small", "value"] < 80
    assert (made["value_low"] <= made["value"]).all() and (
        made["value"] <= made["value_high"]
    ).all()
    wide = made["value_high"] - made["value_low"]
    assert wide["small"] > 3 * wide.drop("small").max()


def test_an_area_without_residents_has_no_rate() -> None:
    made = area_rate(pd.Series({"a": 3.0}), pd.Series({"a": 10.0, "b": 0.0, "c": np.nan}), 1)
    assert made["value"].notna().tolist() == [True, False, False]


def test_every_indicator_has_a_meaning_and_goes_into_the_risk() -> None:
    assert len({one.name for one in INDICATORS}) == len(INDICATORS)
    assert all(one.meaning and one.into in PARTS for one in INDICATORS)
