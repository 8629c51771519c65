"""The emergency visits of a neighbourhood: usual ones and those of outbreaks."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City, Ints
from lakehouse.sample.counts import one_by_one
from lakehouse.sample.emergency.complaints import complaints
from lakehouse.sample.emergency.course import delay_shares, scattered, usual
from lakehouse.sample.emergency.patients import (
    neighbourhood_code,
    patients,
    pseudonyms,
    who_they_are,
)
from lakehouse.sample.emergency.strengths import AGE_BANDS, CODES, SYNDROMES
from lakehouse.sample.moments import DAYS
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import dated_numbers
from lakehouse.sample.outbreaks import added
from lakehouse.sample.parameters import FIRST_DAY
from lakehouse.sample.streams import stream
from lakehouse.sample.wards import chosen, hospitals


def visits(city: City, area: int) -> pd.DataFrame:
    """Every visit of the neighbourhood's residents, in order of arrival.

    Columns: arrived_at, reported_at (both in minutes), delay (days), syndrome (number in
    `SYNDROMES`), outbreak (its number, 0 for none), person (of the register), band.
    """
    rng = stream(city.seed, f"emergency/visit/{area}")
    counts = rng.poisson(scattered(city, area, usual(city, area)))
    kind, day = one_by_one(counts)
    parts = [(day, kind, 0)]
    for number, code, _, expected in added(city, area):
        more = np.repeat(np.arange(expected.size), rng.poisson(expected))
        parts.append((more, np.full(more.size, CODES.index(code)), number))
    at = np.concatenate([p[0] for p in parts])
    syndrome = np.concatenate([p[1] for p in parts])
    outbreak = np.concatenate([np.full(p[0].size, p[2]) for p in parts])
    minute = _minutes(rng, syndrome)
    delay = rng.choice(delay_shares().size, at.size, p=delay_shares())
    arrived = DAYS.to_numpy()[at] + minute.astype("timedelta64[m]")
    # On the day itself it is reported before midnight, later on during office hours.
    later = np.where(
        delay == 0, minute + (1440 - minute) * rng.random(at.size), rng.integers(420, 1080, at.size)
    )
    reported = DAYS.to_numpy()[at] + (delay * 1440 + later.astype(np.int64)).astype(
        "timedelta64[m]"
    )
    who, band = patients(city, rng, area, syndrome)
    found = pd.DataFrame(
        {
            "arrived_at": arrived,
            "reported_at": reported,
            "delay": delay,
            "syndrome": syndrome,
            "outbreak": outbreak,
            "person": who,
            "band": band,
        }
    )
    return found.sort_values(["arrived_at", "reported_at"], kind="stable", ignore_index=True)


def _minutes(rng: np.random.Generator, syndrome: Ints) -> Ints:
    """Minute of the day of arrival, by the hours of each syndrome."""
    minute = np.zeros(syndrome.size, dtype=np.int64)
    for i, kind in enumerate(SYNDROMES):
        chosen = syndrome == i
        weight = np.array(kind.hours)
        span = rng.choice(weight.size, int(chosen.sum()), p=weight / weight.sum())
        minute[chosen] = span * 240 + rng.integers(0, 240, span.size)
    return minute


def emergency(city: City, area: int) -> dict[str, pd.DataFrame]:
    """What the hospitals report of a neighbourhood, and which visits belong to outbreaks.

    Visits that are reported after the last day are not delivered yet.
    """
    every = visits(city, area)
    rng = stream(city.seed, f"emergency/text/{area}")
    code = np.array(CODES)[every["syndrome"]]
    names = pseudonyms(city, every["person"])
    where = chosen(city, area, len(every), "emergency")
    frame = pd.DataFrame(
        {
            "visit_no": dated_numbers(city, area, every["arrived_at"], FIRST_DAY),
            "patient_no": names,
            "hospital": hospitals(city)["hospital"].to_numpy()[where],
            "age_band": np.array(AGE_BANDS)[every["band"]],
            "syndrome": code,
            "complaint": complaints(rng, code),
            "arrived_at": every["arrived_at"],
            "neighbourhood": neighbourhood_code(city, area),
            "reported_at": every["reported_at"],
            "month": month_of(every["reported_at"]),
        }
    )
    told = frame["month"].notna().to_numpy()
    ill = told & (every["outbreak"] > 0).to_numpy()
    truth = pd.DataFrame({"visit_no": frame["visit_no"][ill], "outbreak": every["outbreak"][ill]})
    return {
        "emergency_visits": frame[told],
        "truth/outbreak_visits": truth,
        "truth/who_is_who_emergency": who_they_are("emergency", names[told], every["person"][told]),
    }
