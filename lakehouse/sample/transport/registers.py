"""Two registers of the same crashes: the police's of all, the safety office's of walkers' ones."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.moments import later
from lakehouse.sample.months import month_of
from lakehouse.sample.names import plain
from lakehouse.sample.numbering import dated_numbers
from lakehouse.sample.streams import stream
from lakehouse.sample.transport.days import light_of
from lakehouse.sample.transport.events import marked

Words = npt.NDArray[np.object_]
KINDS = ("REAR_END", "ANGLE", "SIDESWIPE", "FIXED_OBJECT", "PARKED")
CAUSES = ("PRIORITY", "DISTANCE", "SPEED", "DISTRACTION", "ALCOHOL", "UNKNOWN")
# The injury scale of police reports, from killed to unhurt; shares plainly chosen.
INJURIES, WALKERS_HURT = ("K", "A", "B", "C", "O"), (0.010, 0.13, 0.42, 0.32, 0.12)
DRIVERS_HURT = (0.003, 0.02, 0.09, 0.117, 0.77)
# Any number has one other that stands for it: a prime larger than all, and a multiplier.
PRIME, FACTOR = 10_000_000_019, 7_368_787


def numbered(city: City, area: int, crash: pd.DataFrame) -> pd.DataFrame:
    """The crashes with both registers' numbers, what happened, and when each came to know.

    `crash_no` and `record_no` share nothing: only truth/same_crash says which are the same.
    """
    rng, count = stream(city.seed, f"transport/register/{area}"), len(crash)
    number = dated_numbers(city, area, crash["crashed_at"], p.CRASHES_FROM)
    walker = crash["hits_walker"].to_numpy()
    hurt = [np.cumsum(shares) for shares in (DRIVERS_HURT, WALKERS_HURT)]
    within = np.where(walker[:, None], hurt[1], hurt[0])
    worst = (rng.random((count, 1)) > within).sum(axis=1).clip(max=len(INJURIES) - 1)
    cycles, delay = rng.random(count) < 0.55, rng.gamma(1.2, 3.0, (2, count))
    who = np.where(cycles, "CYCLIST", "PEDESTRIAN")
    other = rng.choice(KINDS, count, p=(0.32, 0.26, 0.16, 0.14, 0.12))
    alone = (other == "FIXED_OBJECT") & ~walker
    light = light_of(crash["crashed_at"])
    twilight = np.where(crash["crashed_at"].dt.hour < 12, "DAWN", "DUSK")
    lit = np.where(rng.random(count) < 0.75, "DARK_LIT", "DARK")
    wet = crash["is_wet"].to_numpy()
    falls = wet & (rng.random(count) < 0.6)
    record = marked(rng, crash["lat"], crash["lon"])
    return crash.assign(
        record_lat=record["lat"],
        record_lon=record["lon"],
        crash_no=[f"RC{n:010d}" for n in number],
        record_no=[f"{n * FACTOR % PRIME:011d}" for n in number.tolist()],
        who=who,
        kind=np.where(walker, who, other),
        worst=np.array(INJURIES, dtype=object)[worst],
        units=np.where(alone, 1, 2 + (rng.random(count) < 0.08)),
        weather=np.where(falls, "RAIN", np.where(rng.random(count) < 0.02, "FOG", "DRY")),
        surface=np.where(wet, "WET", "DRY"),
        light=np.select([light == "TWILIGHT", light == "DARK"], [twilight, lit], "DAY"),
        cause=rng.choice(CAUSES, count, p=(0.27, 0.24, 0.14, 0.17, 0.06, 0.12)),
        fled=rng.random(count) < 0.09,
        door=walker & cycles & (rng.random(count) < 0.07),
        registered_at=later(crash["crashed_at"], 24 * 60 * delay[0]),
        recorded_at=later(crash["crashed_at"], 24 * 60 * delay[1] * 4),
    )


def police_register(city: City, area: int, crash: pd.DataFrame) -> pd.DataFrame:
    """The rows of `crashes`: every crash, streets in capitals, in the month of its registration."""
    outcome = np.select(
        [crash["worst"] == "K", crash["worst"] == "O"], ["FATAL", "DAMAGE"], "INJURY"
    )
    rows = crash.assign(
        outcome=outcome,
        street=crash["street"].map(plain),
        limit_kmh=crash["speed_limit"],
        neighbourhood=city.neighbourhood["name"].iloc[area],
        month=month_of(crash["registered_at"]),
    )
    return rows[rows["month"].notna()]


def safety_register(crash: pd.DataFrame) -> pd.DataFrame:
    """The rows of `pedestrian_cyclist_crashes`, in the month in which they were recorded.

    People hurt: the one of the worst injury, in some crashes a second one with a slight one.
    """
    rows = crash[crash["hits_walker"]].drop(columns=["lat", "lon"])
    said = {"worst": "worst_injury", "record_lat": "lat", "record_lon": "lon"}
    rows = rows.rename(columns=said)
    hurt = (rows["worst_injury"] != "O").astype(int)
    second = hurt * (rows["units"] - 2)
    rows["killed"], rows["incapacitating"], rows["visible"] = (
        (rows["worst_injury"] == letter).astype(int) for letter in ("K", "A", "B")
    )
    rows["possible"] = (rows["worst_injury"] == "C").astype(int) + second
    rows["injured"] = hurt + second
    rows["intersection_no"] = rows["node"].where(rows["node"] > 0).astype("Int64")
    rows["streets"] = rows["name"].where(rows["node"] > 0, rows["street"])
    rows["month"] = month_of(rows["recorded_at"])
    return rows[rows["month"].notna()]
