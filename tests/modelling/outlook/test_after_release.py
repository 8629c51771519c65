"""An outlook that loses more than the plain one beside it is told, and one day alone never is."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.crash_hours.after_release import week_after
from lakehouse.modelling.outlook.after_release import loss_row
from lakehouse.modelling.speeds.after_release import what_came
from lakehouse.modelling.speeds.pace import HOURS, QUARTERS

WEEK = np.repeat(np.arange(7), 24)


@pytest.mark.parametrize(
    ("own", "off", "says"),
    [
        (1.0, False, "as promised"),
        (0.8, False, "as promised"),
        (1.3, False, "worse than promised"),
        (1.3, True, "worse than promised"),
        (1.0, True, "chances off"),
    ],
)
def test_a_loss_is_held_to_the_plain_one_s(own: float, off: bool, says: str) -> None:
    plain = 1 + np.random.default_rng(1).random(len(WEEK))
    row = loss_row("loss", own * plain, plain, WEEK, (3.0, 5.0), off)
    assert row["says"] == says and row["value"] == pytest.approx(own) and row["cases"] == 168
    assert (row["alert"] is not None) == (says != "as promised")
    few = loss_row("loss", own * plain[:144], plain[:144], WEEK[:144], (3.0, 5.0), off)
    assert (few["says"], few["alert"]) == ("too few to tell", None)


FIRST = date(2024, 1, 1)


def crashes(per_hour: int) -> pd.DataFrame:
    """Sixty days of crashes in one area, at 17 every day, and one more at noon long ago."""
    days = [FIRST + timedelta(days=n) for n in range(60)]
    rows = [("crash", day, "1", 17.0) for day in days for _ in range(per_hour)]
    rows.append(("crash", FIRST, "1", 12.0))
    made = pd.DataFrame(rows, columns=["kind", "day", "area", "hour"])
    made["day"], made["begins"] = pd.to_datetime(made["day"]), pd.Timestamp(2024, 3, 1)
    return made.assign(is_dark=1.0, latitude=52.0, longitude=4.0, precipitation=np.nan)


def listed(first: date, expected: float, area: str = "1") -> pd.DataFrame:
    """A week in which ``expected`` crashes were told for every day's 17, and 1.2 are usual."""
    days = [first + timedelta(days=n) for n in range(7)]
    made = pd.DataFrame({"community_area": area, "day": days, "hour": 17})
    return made.assign(expected=expected, usual=1.2)


def test_a_week_is_judged_once_its_crashes_are_reported() -> None:
    now = crashes(2)
    row = week_after(now, listed(FIRST + timedelta(days=40), 2.0))
    assert row is not None and row["cases"] == 7
    # Two came where two were expected: no deviance at all.
    assert (row["came"], row["expected"]) == (14.0, 14.0) and row["value"] == pytest.approx(0)
    assert row["says"] == "as promised" and row["measure"] == "deviance_to_usual"
    # Of a week that ends within the last seven days known a part counts, of a later one nothing.
    part = week_after(now, listed(FIRST + timedelta(days=50), 2.0))
    assert part is not None and part["cases"] == 3 and part["says"] == "too few to tell"
    assert week_after(now, listed(FIRST + timedelta(days=53), 2.0)) is None


def test_a_week_that_expected_too_much_is_told() -> None:
    row = week_after(crashes(1), listed(FIRST + timedelta(days=40), 4.0))
    assert row is not None and row["says"] == "worse than promised"
    nowhere = week_after(crashes(1), listed(FIRST + timedelta(days=40), 0.5, area="of no crash"))
    assert (
        nowhere is not None
        and nowhere["came"] == 0
        and nowhere["value"] == pytest.approx(0.5 / 1.2)
    )
    off = week_after(crashes(9), listed(FIRST + timedelta(days=40), 5.0))
    assert off is not None and off["says"] == "chances off" and "63 came where 35" in off["alert"]


def test_a_day_of_speeds_is_told_beside_the_usual_and_never_called_off() -> None:
    hour = np.arange(24)
    told = pd.DataFrame({"detector_id": "D1", "day": date(1970, 1, 3), "hour": hour})
    told = told.assign(expected=40.0, expected_low=38.0, expected_high=42.0, usual_speed=46.0)
    came = pd.DataFrame({"detector_id": "D1", "step": 48.0 + hour, "speed": 41.0})
    # What was not measured, or is another detector's, does not count.
    came.loc[:3, "speed"] = np.nan
    came = pd.concat([came, came.assign(detector_id="D2", speed=9.0)])
    row = what_came(came, told, HOURS)
    assert row is not None and row["cases"] == 20 and row["value"] == pytest.approx(1 / 5)
    assert (row["came"], row["expected"]) == (20.0, 16.0) and row["says"] == "too few to tell"
    assert what_came(came.assign(step=0.0), told, HOURS) is None
    # The same by quarter hour: two days of them are behind.
    at = pd.Timestamp("1970-01-03") + pd.to_timedelta(15 * hour, unit="min")
    later = told.drop(columns=["day", "hour"]).assign(told_for=at)
    quarter = what_came(came.assign(step=came["step"] + 3 * 48), later, QUARTERS)
    assert quarter is not None and quarter["value"] == row["value"]
    assert (quarter["cases"], quarter["came"]) == (20, 20.0)
