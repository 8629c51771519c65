"""Releases that together say every sentence of the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from lakehouse.portal.data import PageData, Source
from lakehouse.portal.mapclasses import map_classes
from lakehouse.portal.said.wording import read_words
from tests.portal import drawn_city as drawn
from tests.portal import drawn_lists as lists
from tests.portal import drawn_models as models
from tests.portal import drawn_roads as roads

Release = Callable[..., PageData]
MakeFrame = Callable[..., pd.DataFrame]


def every_state(release: Release, rows: MakeFrame, trials: MakeFrame) -> Iterator[PageData]:
    """Releases that together reach every sentence."""
    late, none = Source("x", "Y", date(2020, 1, 1), 9, 9, 0, 1), Source("z", "Y", None, 0, 0, 0, 0)
    held, undated = (
        Source("h", "Y", date(2020, 5, 30), 9, 8, 1, 1),
        Source("u", "Y", None, 1, 1, 0, 1),
    )
    register = replace(undated, last_landed=date(2020, 1, 1))
    listed = rows(900, 9, best=0.95)
    listed.loc[0, ["name", "why_no_score", "reason_1", "reason_2", "reason_3"]] = None
    listed.loc[1, "reason_1"] = "serves alcohol (1 yes): 0 (typical 1)"
    listed.loc[2, "reason_1"] = "rain of the week before, as a logarithm: 0.6 (typical -0.3)"
    listed.loc[listed["rank"].isna(), "why_no_score"] = None
    yield release(list_rows=listed, example=True, problems=("A.",), sources=(late, none))
    worst = {"premises_to_inspect_first": (0.98, "food_violation")}
    yield replace(release(sources=(held, undated)), quality=worst)
    yield release(sources=(held, register), list_rows=rows(0, 3), trials=trials(plain_won=True))
    yield release(sources=(late,), list_rows=rows(0, 0), trials=trials().iloc[:0])
    yield release(sources=(none,), list_rows=rows(9), files=())
    yield release(sources=(), list_rows=rows(300).assign(probability=0.2), trials=trials(windows=1))
    yield release(
        meanings=release().results["what_the_tables_mean"].iloc[:0],
        list_rows=rows(300).assign(random_share=None),
    )
    for low, high in ((1.1, 1.2), (0.5, 0.6), (np.nan, np.nan)):
        tilted = trials()
        tilted.loc[tilted["measure"] == "calibration_slope", ["low", "high"]] = (low, high)
        tilted.loc[tilted["measure"] == "calibration_error", "value"] = 0.001
        yield release(trials=tilted)
    unranged = trials().assign(low=np.nan, high=np.nan)
    yield release(trials=unranged[unranged["measure"] == "share_found_first_half"])
    bins = pd.DataFrame({"probability": [0.1], "observed": [0.1], "low": [0.05], "high": [0.2]})
    yield release(calibration={"test_food_premises": bins}, models=(models.card(),))
    without = drawn.city_risk().head(6)
    without.loc[5, ["score", "rank", "rank_p05", "rank_p95", "chance_of_top"]] = np.nan
    without["why_no_score"] = [None] * 5 + ["nothing is known here of safety"]
    yield release(more={"city_risk": without})
    for overdue in (0, 1, 2):
        yield release(more=lists.hazards(overdue) | lists.week())
    one = {name: made.head(1) for name, made in (lists.hazards(0) | lists.week()).items()}
    yield release(more=one)
    untold = {name: pd.concat([made.iloc[2:]] * 60) for name, made in lists.hazards(0).items()}
    yield release(more=untold)
    yield release(more={n: made.iloc[[2] + [0] * 150] for n, made in lists.hazards(2).items()})
    yield from every_model(release)
    yield from every_monitor(release)
    none = drawn.heat().iloc[:1].assign(deaths=np.nan, why_none="Too few days.")
    yield release(more={"health_alerts": drawn.alerts(), "deaths_of_heat_and_cold": none})
    for drawing in (0, 1, 2):
        told = {"incidents_that_repeat": drawn.repeats(drawing)}
        yield release(more=told | {"places_needing_help_first": drawn.intersections(8)})
    beside = ("deaths_of_heat_and_cold", "incidents_that_repeat")
    yield replace(release(), results={}, missing=dict.fromkeys(beside, "surveillance.death_day"))


def release_of_many(city: Release) -> PageData:
    """A city with more lists than fit on one side of paper."""
    return city(more={f"list_{n}": drawn.lamps().iloc[:3] for n in range(14)})


def every_model(release: Release) -> Iterator[PageData]:
    """Releases that reach the sentences on gates and groups."""
    none, known = pd.DataFrame(), models.groups("pass", 4)
    by_rule = models.gates().query("not chosen")
    for told in (none, by_rule, models.gates("pass", lost=False), models.gates("fail").iloc[7:]):
        yield release(models=(models.card(gates=told, groups=none, limits=()),))
    unlike = pd.concat([models.groups("fail", 3), models.groups("fail", 3).replace("2", "1")])
    both = unlike.assign(across="community_area")
    shown = models.groups("excepted").assign(counts=False, measure="selected")
    for rows in (both, models.groups("excepted"), known[known["group"] != "4"], shown):
        yield release(models=(models.card(groups=rows, limits=("One.",), features={"a": "b"}),))
    one = models.gates("pass", lost=False).iloc[:1]
    unsure = models.gates("insufficient").iloc[6:8]
    yield release(models=(models.card(gates=one), models.card(gates=unsure, name="m")))


def every_monitor(release: Release) -> Iterator[PageData]:
    """Releases that reach the sentences on alarms that came, that did not, and no judgement."""
    for few in (103, 102, 104):
        rare = drawn.withheld(drawn.alerts(), rare_day=few)
        yield release(more={"health_alerts": rare[rare["series"] == "rare_day"]})
    rows = drawn.alerts()
    one, quiet = models.monitor(series=frozenset({"covid_week"})), drawn.alerts("none")
    calm = models.monitor(series=frozenset({"death_day"}), limits=())
    bare = drawn.alerts().assign(level="no judgement")
    changed = (date(2019, 3, 1), date(2020, 3, 1))
    for told in (rows, quiet, bare, bare[bare["series"] == "covid_week"]):
        cards = (*models.monitors(), replace(one, name="one"), replace(calm, name="calm"))
        yield release(more={"health_alerts": told}, monitors=cards)
    flat = quiet[quiet["series"] == "covid_week"].assign(level="none")
    yield release(more={"health_alerts": flat}, monitors=(replace(one, changed=changed),))
    yield release(more={"health_alerts": quiet.assign(level="none")}, monitors=models.monitors())


def measured(trials: pd.DataFrame) -> pd.DataFrame:
    """The same trial of as many questions as it takes to show every measure with a name."""
    named = [key[8:] for key in read_words().sentences if key.startswith("measure.")]
    own = trials[trials["measure"] == "auc"]
    return pd.concat([own.assign(measure=name, question=f"{n // 4}?")
                      for n, name in enumerate(named)])  # fmt: skip


def every_city(city: Release, trials: MakeFrame) -> Iterator[PageData]:
    """Releases of a whole city that reach the sentences on areas, alerts, beds and any list."""
    yield city()
    late = tuple(Source(f"s{n}", "Y", date(2020 - n, 1, 1), 9, 8, 1, 1) for n in range(9))
    yield city(outlines=(), sources=late)
    for past in (trials(), trials(windows=1)):
        many = pd.concat([drawn.lamps()] * 20).assign(random_share=True)
        tried = past.assign(model_name="test_lamps")
        yield city(more={"lamps": many.assign(rank=range(600))}, trials=tried)
    # More decisions than the brief has lines for.
    yield release_of_many(city)
    yield from every_risk(city)
    names = ("area_side_by_side", "how_good_are_the_models", "what_the_tables_mean")
    yield city(missing=dict.fromkeys(names, ""), trials=measured(trials()))
    yield city(more={"lamps": drawn.lamps().assign(probability=np.linspace(0.7, 0.1, 30))})
    yield city(more={"a_list": drawn.lamps(), "b_list": drawn.lamps().iloc[:0]}, sources=())
    lists = {"lists": drawn.lamps().assign(probability=0.5), "few": drawn.lamps().iloc[:3]}
    yield city(more=lists, missing={}, sources=(), trials=trials().assign(chosen=False))
    tried = trials()
    rival = tried["plain"] & (tried["measure"] == "auc") & (tried["window"] == "all")
    yield city(trials=tried[~rival])
    unscored = drawn.lamps().assign(rank=np.nan)
    yield city(more={"unscored": unscored, "weak": drawn.lamps().assign(probability=0.2)})
    yield PageData("Testville", False, date(2020, 6, 1), {})
    near = drawn.side_by_side().assign(data_through=date(2020, 6, 1), period_from=None)
    near.loc[near["community_area"] == "1", "rank"] = np.nan
    near = near[near["community_area"] != "2"]
    near.loc[near["measure"] == "deaths_per_year", ["rank", "per_1000"]] = np.nan
    yield city(more={"area_side_by_side": near, "beaches_to_close": drawn.beaches(best=0.1)})
    plain = near.assign(per_1000=np.nan)
    yield city(more={"area_side_by_side": plain, "health_alerts": drawn.alerts("none")})
    unranged = drawn.lamps(), drawn.intersections()
    bare = [f.assign(**{n: np.nan for n in f if n.endswith(("_low", "_high"))}) for f in unranged]
    yield city(
        more=dict(zip(("lamps_to_mend_first", "intersections_to_make_safer"), bare, strict=True))
    )
    yield city(more={"area_side_by_side": plain.assign(rank=np.nan)})
    for level in ("warning", "no judgement"):
        yield city(more={"health_alerts": drawn.alerts(level), "hospital_load": drawn.beds(None)})
    bare = drawn.alerts("none").assign(level="no judgement", upper=np.nan, expected=np.nan)
    for over in (0.0, 0.7):
        yield city(more={"health_alerts": bare, "hospital_load": drawn.beds(over)})
    alerts, beds = drawn.alerts(), drawn.beds()
    yield city(more={"health_alerts": alerts.iloc[:0], "hospital_load": beds.iloc[:0]})
    calm = {"traps_to_treat": drawn.traps(), "hospital_load": drawn.beds(0.0)}
    yield replace(city(), results=calm)
    for over in (0.3, 0.01):
        yield city(
            more={"hospital_load": drawn.beds(0), "hospitals_at_risk": drawn.hospitals(over)}
        )
    one = drawn.hospitals().iloc[:4].assign(low=None, naive_low=None)
    one["resource"] = ["ventilator", "icu_bed", "ventilator", "icu_bed"]
    yield city(more={"hospital_load": beds, "hospitals_at_risk": one})
    yield city(more={"hospital_load": beds, "arrivals_to_expect": drawn.arrivals(few=())})
    beside = ("hospitals_at_risk", "arrivals_to_expect", "infections_now", "visits_now")
    beside += ("health_clusters",)
    yield replace(city(), results={}, missing=dict.fromkeys(beside, "surveillance.hospital_census"))
    for rows in (drawn.clusters(rare=False), drawn.clusters().iloc[:2]):
        both = pd.concat([rows, rows.tail(1)])
        yield city(more={"health_alerts": alerts, "health_clusters": both})
    both = pd.concat([beds, beds.assign(stratum="children")])
    yield city(more={"hospital_load": both.assign(probability_over_capacity=0.3)})
    yield replace(city(), results={"lists": drawn.lamps(), "traps_to_treat": drawn.traps()})
    loud = {"health_alerts": alerts, "hospital_load": drawn.beds(0.9)}
    yield replace(city(), results=loud)
    for slow in (0, 1, 2):
        yield city(more=drawn.services(slow))
    hardly = {"how_long_requests_take": drawn.waits().assign(median_days=np.nan)}
    yield city(more=drawn.services() | hardly)
    asked = ("how_long_requests_take", "what_each_district_gets")
    yield replace(city(), results={}, missing=dict.fromkeys(asked, "services.request"))
    yield city(more=drawn.week())
    yield city(more={"air_to_expect": drawn.air(best=0.1)})
    likely = {"beaches_to_close": drawn.beaches, "traps_to_treat": drawn.traps}
    for name, made in (likely | {"air_to_expect": drawn.air}).items():
        yield city(more={name: made(best=0.7)})
        yield city(more={name: made(best=0.9).iloc[:5]})
    for n in (8, 600):
        yield city(more={"intersections_to_make_safer": drawn.intersections(n)})
    flat = drawn.intersections().assign(expected=2.0)
    yield city(more={"intersections_to_make_safer": flat})
    yield from every_hour(city)
    for many, unsure in ((0, 0), (1, 1), (11, 2), (12, 2)):
        yield city(more=roads.roads(many, unsure))
    for many, judged in ((0, True), (1, False), (13, True), (14, True)):
        told = roads.within(many, judged)
        # Of one more nothing is told.
        more = told[told["expected"].isna()].assign(detector_id="D99") if many else told.iloc[:0]
        yield city(more=roads.roads() | {"speeds_within_the_hour": pd.concat([told, more])})
    yield city(more=roads.roads() | {"speeds_within_the_hour": roads.within(13)})
    for ratios in ((0.7, 0.8, 1.1), (0.7, float("nan")), (1.0,)):
        told = {"what_measures_did": roads.measures(*ratios)}
        yield city(more=told | {"streets_to_make_safer": drawn.intersections(8)})
    beside = (
        "bottlenecks",
        "unreliable_corridors",
        "what_measures_did",
        "how_streets_are_judged",
        "crash_hot_spots",
    )
    yield replace(city(), results={}, missing=dict.fromkeys(beside, "transport.detector_hour"))
    yield city(more=drawn.fits("premises_to_inspect_first"))
    files = tuple((f"{name}.csv", "ab" * 32, 2) for name in ("what_fits", "what_capacity_brings"))
    for gain, why in ((1.2, None), (-1.2, None), (0.0, None), (0.0, "Nobody is there.")):
        for known in ("streets_to_make_safer", "buildings_to_visit", "traps_to_treat"):
            told = drawn.fits(known, gain, why)
            yield city(more=told | {known: flat}, files=files)
    # The same rows as a list that says only what it is called, asks and counts.
    flat = flat.assign(peak_says="Between 30 and 191 m.")
    short = ("streets_to_make_safer", "buildings_to_visit", "places_needing_help_first")
    flat = flat.assign(minutes_90=7.5)
    yield city(more={"blocks_to_visit": flat})
    named = (*short, "areas_with_excess_risk")
    yield city(more=dict.fromkeys(named, flat))
    yield from every_named_list(city, named)
    old = drawn.alerts()
    gone = old["series"] == "death_day"
    old.loc[gone, "day"] = date(1994, 12, 29)
    yield city(more={"health_alerts": old})
    codes = ("acute_bed", "hospital_bed", "icu_bed", "ventilator")
    one = drawn.beds(0.7)
    one = one[one["resource"] == "icu_beds"].assign(stratum="all")
    yield city(more={"hospital_load": pd.concat([one.assign(resource=code) for code in codes])})
    two = {"lists": drawn.lamps(), "others": drawn.lamps()}
    yield replace(city(), results=two | {"city_risk": drawn.city_risk()})


def every_named_list(city: Release, names: tuple[str, ...]) -> Iterator[PageData]:
    """The same rows as lists that have sentences of their own: few, sure, unsure and flat ones."""
    sure = drawn.lamps().assign(relative_risk=1.8, risk_low=1.6, risk_high=2.0, cases=364.0)
    sure = sure.assign(expected=196.0, peak_starts_at="A / B", excess=2.5)
    sure[["reason_1", "reason_2", "reason_3"]] = None
    for chance in (sure["probability"], sure["probability"] * 0.6, 0.5):
        yield city(more=dict.fromkeys(names, sure.assign(probability=chance)))
    for n in (1, 3):
        yield city(more=dict.fromkeys(names, sure.iloc[:n]))
    counted = drawn.intersections()
    yield city(more=dict.fromkeys(names, counted))
    # One row on the page and one more behind it.
    yield city(more=dict.fromkeys(names, pd.concat([sure] * 6).assign(rank=range(180))))


def every_hour(city: Release) -> Iterator[PageData]:
    """Releases that reach the sentences on hours to watch and speeds to expect."""
    watch, speed = "hours_and_places_to_watch", "speeds_to_expect"
    one = drawn.hours(1).assign(usual=np.nan, expected_low=np.nan)
    yield city(more={watch: one, speed: drawn.speeds(1, 15)})
    yield city(more={watch: drawn.hours().iloc[:0], speed: drawn.speeds().iloc[:0]})
    yield city(more={watch: drawn.hours(151), speed: drawn.speeds(0).assign(error=np.nan)})
    none = {"error_last": np.nan, "error_usual": np.nan, "coverage": np.nan}
    yield city(more={speed: drawn.speeds(0, 2).assign(error=np.nan, **none)})
    yield city(more={speed: drawn.speeds(0, 1)})


def every_risk(city: Release) -> Iterator[PageData]:
    """Releases that reach the sentences on the city's risk and its pulse."""
    some, one = drawn.city_risk(), {"1": "Northgate"}
    alone = {"city_risk": drawn.city_risk(names=one).assign(withheld="x"), "district_risk":
             drawn.city_risk("police_district", one)}  # fmt: skip
    yield city(more=alone | {"city_pulse": drawn.city_pulse(late=False, calm=True)})
    many = some.assign(is_firm=some["rank"] < 6, chance_of_top=0.9, withheld="x")
    pulse = drawn.city_pulse()
    yield city(more={"city_risk": many, "city_pulse": pulse[pulse["status"] == "none"]})
    unsure = some.assign(is_firm=False, chance_of_top=0.3)
    first = pulse[pulse["indicator"].isin(["closing_days", "ambulance_in_time"])]
    yield city(more={"city_risk": unsure, "city_pulse": first})
    yield city(more={"city_risk": drawn.city_risk().assign(top=3)})
    yield replace(city(), classes=map_classes(city()))
    yield replace(city(), classes={"city_risk value": [1e6]})
    some.loc[0, "chance_of_top"] = 0.6
    some.loc[1, ["score", "rank", "chance_of_top", "rank_p05"]] = None
    quiet = pulse[pulse["indicator"].isin(["ozone", "deaths"])]
    yield city(more={"city_risk": some, "city_pulse": quiet.assign(misses_target=False)})
    apart = drawn.not_combined()
    wards = apart.rename(columns={"community_area": "police_district"})
    apart_too = {"city_risk": apart, "district_risk": wards, "city_pulse": pulse.iloc[:52]}
    yield city(more=apart_too)
    ozone = pulse[pulse["indicator"] == "ozone"].assign(misses_target=True)
    late = pulse[pulse["indicator"] == "deaths"]
    two = pd.concat([late, late.assign(indicator="more", title="More")])
    yield city(more={"city_pulse": pd.concat([ozone, two])})
    yield city(more={"city_pulse": pd.concat([ozone, first.assign(misses_target=True)])})
