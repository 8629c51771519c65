"""How soon planted outbreaks are alerted of, and how often there is an alert without one."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd

from jobs.risk.emergency_signal import SETTLED, emergency_alert, emergency_signal
from lakehouse.declare import Monitor
from lakehouse.methods.false_discovery import benjamini_hochberg
from lakehouse.methods.ladder import judge
from lakehouse.sample import emergency
from lakehouse.sample.parameters import FIRST_DAY, LAST_DAY
from lakehouse.tables.few import LEAST
from tests.sample.whole import planned, whole

# After its last case an outbreak still explains an alert for so long, and alerts no further
# apart than a week are one episode: nobody is called twice for them.
AFTER, APART = pd.Timedelta(days=14), pd.Timedelta(days=7)
NEVER = np.inf
MONITORS = (emergency_signal, emergency_alert)


@dataclass(frozen=True)
class Seen:
    """Of one city: days from each outbreak's first day to its first alert (the day that is judged;
    it is known ``SETTLED`` days later), and false episodes and alert days by series and year."""

    days: pd.Series
    episodes: float
    alert_days: float


def watched(seed: int, asked: Monitor = emergency_signal) -> Seen:
    """The city of a seed, each of its series judged by the monitor's ladder and levels.

    Of ``emergency_alert`` what is published: judged by what is shown, and no alert of a few.
    """
    visits, planted = emergency.SOURCES
    city = planned(seed)
    series = series_of(whole(visits, city)["emergency_visits"])
    alert = alerts(shown(series), asked) & (series >= LEAST)
    if asked is not emergency_alert:
        alert = alerts(series, asked)
    truth = whole(planted, city)["truth/outbreaks"]
    days = ["first_day", "last_day"]
    truth[days] = truth[days].apply(pd.to_datetime)
    years = len(alert) / 365.25 * alert.shape[1]
    false = pd.DataFrame({key: without(alert[key], around(truth, *key)) for key in alert})
    found = {one.outbreak: first_alert(alert, one) for one in truth.itertuples()}
    return Seen(
        pd.Series(found),
        sum(episodes(false[key]) for key in false) / years,
        float(false.to_numpy().sum()) / years,
    )


def series_of(visit: pd.DataFrame) -> pd.DataFrame:
    """Visits by day of arrival, as reported ``SETTLED`` days later; a column per series."""
    on, told = (visit[name].dt.normalize() for name in ("arrived_at", "reported_at"))
    prompt = (told - on).dt.days <= SETTLED
    district = visit["neighbourhood"].str[:3].astype(int)
    days = pd.date_range(FIRST_DAY, LAST_DAY - pd.Timedelta(days=SETTLED))
    counts = pd.crosstab(on[prompt], [visit["syndrome"][prompt], district[prompt]])
    return counts.reindex(days, fill_value=0).astype(float)


def alerts(series: pd.DataFrame, asked: Monitor) -> pd.DataFrame:
    """Where the level is an alert: a rare p whose q among the day's series is small enough."""
    made = {key: judge(series[key], asked.ladder, asked.alert) for key in series}
    p, expected = (pd.DataFrame({k: made[k][x] for k in made}) for x in ("p", "expected"))
    q = np.vstack([benjamini_hochberg(row) for row in p.to_numpy(dtype=float)])
    return (p < asked.alert) & (q <= asked.fdr) & (series > expected)


def shown(series: pd.DataFrame) -> pd.DataFrame:
    """Small counts replaced as ``lakehouse.transform.few_people.stand_in`` does it in SQL."""
    days = (series.index - pd.Timestamp("1970-01-01")).days.to_numpy()
    return series.where(series >= LEAST, pd.Series(2.0 * days % LEAST, series.index), axis=0)


def around(truth: pd.DataFrame, syndrome: str, district: int) -> pd.DataFrame:
    """The outbreaks that reach a series."""
    here = truth["district"].astype(int).isin([-1, district])
    return truth[here & (truth["syndrome"] == syndrome)]


def without(alert: pd.Series, there: pd.DataFrame) -> pd.Series:
    """The alerts that no outbreak explains."""
    explained = np.zeros(len(alert), dtype=bool)
    for one in there.itertuples():
        explained |= (alert.index >= one.first_day) & (alert.index <= one.last_day + AFTER)
    return alert & ~explained


def episodes(alert: pd.Series) -> int:
    """Alerts in a row, or no further apart than ``APART``, are one."""
    days = alert.index[alert]
    return int((np.diff(days) > APART).sum()) + 1 if len(days) else 0


def first_alert(alert: pd.DataFrame, outbreak: object) -> float:
    """Days from the outbreak's first to the first alert before its end, in any of its series."""
    began, ended = outbreak.first_day, outbreak.last_day  # type: ignore[attr-defined]
    one = pd.DataFrame([outbreak._asdict()])  # type: ignore[attr-defined]
    mine = [alert[key] for key in alert if len(around(one, *key))]
    during = pd.concat(mine, axis=1).any(axis=1)[began:ended]
    hit = during.index[during]
    return (hit[0] - began).days if len(hit) else NEVER


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[7, 11, 12, 13, 21, 22])
    both = [(seed, asked) for seed in parser.parse_args().seed for asked in MONITORS]
    for seed, asked in both:
        seen = watched(seed, asked)
        found = np.isfinite(seen.days)
        told = seen.days.median() + SETTLED
        print(
            f"seed {seed}, {asked.name}: {found.sum()} of {len(found)} outbreaks alerted of, the "
            f"median day is {told - SETTLED:g} (known on day {told:g}); by series and year "
            f"{seen.episodes:.2f} false episodes, {seen.alert_days:.2f} false days"
        )


if __name__ == "__main__":
    main()
