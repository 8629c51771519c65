"""Detectors in the road: the speed of every hour, with gaps, stuck values and one bottleneck."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City, Floats
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.streams import stream
from lakehouse.sample.streets import segments
from lakehouse.sample.transport.days import WEEKEND, WORKDAY
from lakehouse.sample.transport.strengths import STRENGTHS
from lakehouse.sample.weather import rain_mm

BLOCK, BOTTLENECK_HOURS = 24, (16, 17, 18)
GAPS, STUCK = (6, 14), (5, 24)
Runs = list[tuple[int, int]]

DETECTORS = Delivery(
    name="detectors",
    department="transport",
    file="detectors.csv",
    delimiter="|",
    columns=(
        Column("detector_no", "id", key=True),
        Column("segment_no", "id"),
        Column("street", "text"),
        Column("limit_kmh", "number", low=10, high=130),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)
HOURS = Delivery(
    name="detector_hours",
    department="transport",
    file="detector_hours_{month}.parquet",
    format="parquet",
    date_style="%Y-%m-%d %H:%M:%S",
    happened="measured_at",
    sort=("measured_at", "detector_no"),
    columns=(
        Column("detector_no", "id", key=True),
        Column("measured_at", "date"),
        Column("vehicles", "number", low=0, high=9_000),
        Column("speed_kmh", "number", decimals=1, low=0, high=130),
    ),
)


def _apart(city: City) -> int:
    """Every how many neighbourhoods have a detector: every second, in small cities fewer."""
    return min(BLOCK, 2 * round(1 / min(city.scale, 1.0)))


def _has_one(city: City, area: int) -> bool:
    return area % BLOCK % _apart(city) == 0


def detectors(city: City, area: int) -> pd.DataFrame:
    """The detector of a neighbourhood, if it has one."""
    return _stand(city, area).iloc[: int(_has_one(city, area))]


def _stand(city: City, area: int) -> pd.DataFrame:
    """Where a neighbourhood's detector stands or would stand: on an arterial segment.

    With `aadt`, `free_speed` (km/h on an empty road) and `is_bottleneck`: one in each 24
    neighbourhoods stands where the evening's traffic does not get through.
    """
    rng = stream(city.seed, f"transport/detector/{area}")
    road = segments(city, area).query("kind == 'arterial'")
    at = road.iloc[[int(rng.integers(0, len(road)))]]
    block = stream(city.seed, f"transport/bottleneck/{area // BLOCK}")
    jammed = _apart(city) * int(block.integers(0, -(-BLOCK // _apart(city))))
    return pd.DataFrame(
        {
            "detector_no": f"D{area + 1:04d}",
            "segment_no": at["segment"],
            "street": at["street"],
            "limit_kmh": at["speed_limit"],
            "lat": ((at["from_lat"] + at["to_lat"]) / 2).round(5),
            "lon": ((at["from_lon"] + at["to_lon"]) / 2).round(5),
            "aadt": at["aadt"],
            "free_speed": round(float(rng.uniform(46, 53)), 1),
            "is_bottleneck": area % BLOCK == jammed,
        }
    ).reset_index(drop=True)


def _flow(rng: np.random.Generator, at: pd.Series, aadt: float) -> tuple[Floats, Floats]:
    """Vehicles in each hour, and the usual number of the busiest one."""
    shares = np.array((WORKDAY, WEEKEND), dtype=float)
    shares /= shares[0].sum()
    usual = aadt * shares[(at.dt.dayofweek >= 5).astype(int), at.dt.hour]
    peak = np.full(len(at), aadt * shares.max())
    return np.rint(usual * np.exp(rng.normal(0, 0.10, len(at)))), peak


def _runs(rng: np.random.Generator, count: int, many: int, mean: int) -> Runs:
    """First hour and the one after the last of about `many` runs of about `mean` hours."""
    starts = np.sort(rng.integers(0, count, rng.poisson(many)))
    return [(int(s), int(min(count, s + 3 + rng.geometric(1 / mean)))) for s in starts]


def _measured(
    city: City, one: pd.Series, rng: np.random.Generator, until: pd.Timestamp
) -> pd.DataFrame:
    """All hours up to a day of a detector that never fails.

    Speed falls with traffic as in the volume-delay function of the Bureau of Public Roads
    (1964: 0.15 and the fourth power).
    """
    hour = pd.Series(pd.date_range(p.FIRST_DAY, until + pd.Timedelta(hours=23), freq="h"))
    flow, peak = _flow(rng, hour, one["aadt"])
    wet = rain_mm(city.weather, pd.DatetimeIndex(hour.dt.normalize())) > 0
    jam = hour.dt.hour.isin(BOTTLENECK_HOURS) & (hour.dt.dayofweek < 5) & one["is_bottleneck"]
    speed = one["free_speed"] / (1 + 0.15 * (flow / peak) ** 4)
    speed *= np.where(wet, STRENGTHS.wet_speed, 1.0) * np.where(jam, STRENGTHS.bottleneck, 1.0)
    return pd.DataFrame(
        {
            "detector_no": one["detector_no"],
            "measured_at": hour,
            "vehicles": flow,
            "speed_kmh": (speed + rng.normal(0, 1.2, len(hour))).round(1),
            "month": month_of(hour),
        }
    )


def sound_hours(city: City, area: int) -> tuple[pd.DataFrame, Runs, Runs]:
    """The hours of the neighbourhood's detector as if it never failed, and where it does.

    Runs of hours, by number: those in which it hangs, and those that are missing. Where there is
    no detector, the hours of one day, so that columns and types are the same.
    """
    one, rng = _stand(city, area).iloc[0], stream(city.seed, f"transport/detector_hour/{area}")
    rows = _measured(city, one, rng, p.LAST_DAY if _has_one(city, area) else p.FIRST_DAY)
    stuck = _runs(rng, len(rows), *STUCK)
    return rows, stuck, _runs(rng, len(rows), *GAPS)


def failing(rows: pd.DataFrame, stuck: Runs, gaps: Runs) -> pd.DataFrame:
    """Rows one after the other, with the first of each stuck run repeated, without the gaps."""
    made, gone = rows.copy(), np.zeros(len(rows), dtype=bool)
    for since, until in stuck:
        held = made.loc[since, ["vehicles", "speed_kmh"]].to_list()
        made.loc[since : until - 1, ["vehicles", "speed_kmh"]] = held
    for since, until in gaps:
        gone[since:until] = True
    return made[~gone]


def detector_hours(city: City, area: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The hours of the neighbourhood's detector, and its faults: `kind`, `since`, `until`.

    A gap has no rows; a stuck detector repeats the first hour of its run.
    """
    rows, stuck, gaps = sound_hours(city, area)
    hour, there = rows["measured_at"], _has_one(city, area)
    found = [("stuck", hour[since], hour[until - 1]) for since, until in stuck]
    found += [("gap", hour[since], hour[until - 1]) for since, until in gaps]
    faults = pd.DataFrame(found, columns=["kind", "since", "until"])
    faults.insert(0, "detector_no", rows["detector_no"].iloc[0])
    # Where there is none: the same columns and types, and no row.
    last = len(rows) * there
    return failing(rows, stuck, gaps).iloc[:last], faults.iloc[:last]
