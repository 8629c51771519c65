"""The city services' delivery: sanitation complaints from residents."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.months import month_of
from lakehouse.sample.numbering import dated_numbers
from lakehouse.sample.places import clustered, days_of_events
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream

NATURES = ("RUBBISH", "RODENTS", "STANDING_WATER", "DUMPING", "SMELL", "OTHER")
DUPLICATE_SHARE, REPEATED_SHARE = 0.06, 0.005

SANITATION = Delivery(
    name="sanitation_requests",
    department="services",
    file="sanitation_requests_{month}.csv",
    delimiter="\t",
    date_style="%d-%m-%Y",
    happened="created_on",
    interval=("created_on", "closed_on"),
    sort=("created_on", "request_no"),
    columns=(
        Column("request_no", "id", key=True),
        Column("created_on", "date"),
        Column("closed_on", "date"),
        Column("status", "code", codes=("Open", "Completed", "Completed - Dup")),
        Column("nature", "code", codes=NATURES),
        Column("place", "text"),
        Column("lat", "lat"),
        Column("lon", "lon"),
    ),
)


def _with_duplicates(rng: np.random.Generator, calls: pd.DataFrame) -> pd.DataFrame:
    """The last calls turned into second reports of earlier ones, up to 5 days later."""
    count = int(len(calls) * DUPLICATE_SHARE)
    again = rng.choice(len(calls) - count, count, replace=False)
    later = calls.iloc[again].copy()
    later["created_on"] += pd.to_timedelta(rng.integers(0, 6, count), unit="D")
    later["lat"] = (later["lat"] + rng.normal(0, 0.0001, count)).clip(p.SOUTH, p.NORTH).round(5)
    later["duplicate"] = True
    kept = calls.iloc[: len(calls) - count]
    return pd.concat([kept, later[later["created_on"] <= p.LAST_DAY]], ignore_index=True)


def sanitation_requests(city: City, area: int) -> pd.DataFrame:
    """One row per request as known on the last day, plus the undelivered `month`.

    About 6 % are second reports ("Completed - Dup") and 0.5 % of the request numbers occur on
    two rows, the second with another nature: both are habits of the service, not defects. Shares,
    seasons and days until closed are plainly chosen.
    """
    rng = stream(city.seed, f"services/sanitation/{area}")
    mean = p.COMPLAINTS * city.scale * city.neighbourhood["complaint_share"].iloc[area]
    by_weekday = (1.5, 1.25, 1.15, 1.1, 1.05, 0.5, 0.45)
    created = days_of_events(rng, mean, by_weekday, 196, 0.35, p.FOOD_FROM)
    lat, lon = clustered(rng, city, area, len(created), "sanitation", tight=0.0015)
    calls = pd.DataFrame({"created_on": created, "lat": lat, "lon": lon, "duplicate": False})
    # Days come in order; shuffled, the last calls are a fair sample to turn into duplicates.
    calls = _with_duplicates(rng, calls.iloc[rng.permutation(len(calls))])
    calls = calls.sort_values(["created_on", "lat", "lon"], kind="stable", ignore_index=True)
    n = len(calls)
    numbers = dated_numbers(city, area, calls["created_on"], p.FOOD_FROM)
    calls["request_no"] = [f"SR-{i:010d}" for i in numbers]
    calls["nature"] = rng.choice(NATURES, n, p=(0.34, 0.2, 0.08, 0.22, 0.1, 0.06))
    calls["place"] = rng.choice(("achter het café", "aan de straat", "in de steeg", ""), n)
    closed = calls["created_on"] + pd.to_timedelta(rng.gamma(1.3, 9, n).astype(int), unit="D")
    calls["closed_on"] = closed.where(closed <= p.LAST_DAY)
    calls["status"] = np.select(
        [calls["closed_on"].isna(), calls["duplicate"]], ["Open", "Completed - Dup"], "Completed"
    )
    repeated = calls[rng.random(n) < REPEATED_SHARE].copy()
    following = dict(zip(NATURES, NATURES[1:] + NATURES[:1], strict=True))
    repeated["nature"] = repeated["nature"].map(following)
    calls = pd.concat([calls, repeated]).sort_index(kind="stable").reset_index(drop=True)
    return calls.assign(month=month_of(calls["created_on"]))


def draw(city: City, area: int) -> dict[str, pd.DataFrame]:
    """The sanitation requests of one neighbourhood."""
    return {SANITATION.name: sanitation_requests(city, area)}


SOURCES = (Source("sanitation", (SANITATION,), draw),)
