"""The city services' delivery: sanitation complaints from residents."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.places import clustered_places, days_of_events
from lakehouse.sample.streams import stream

NATURES = ("RUBBISH", "RODENTS", "STANDING_WATER", "DUMPING", "SMELL", "OTHER")
DUPLICATE_SHARE, REPEATED_SHARE = 0.06, 0.005

SANITATION = Delivery(
    name="sanitation_requests",
    department="services",
    file="sanitation_requests_{year}.csv",
    delimiter="\t",
    encoding="utf-8",
    date_style="%d-%m-%Y",
    happened="created_on",
    interval=("created_on", "closed_on"),
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


def sanitation_requests(city: City) -> pd.DataFrame:
    """One row per request as known on the last day, plus the undelivered `year`.

    About 6 % are second reports ("Completed - Dup") and 0.5 % of the request numbers occur on
    two rows, the second with another nature: both are habits of the service, not defects.
    """
    rng = stream(city.seed, "services/sanitation")
    count = round(p.COMPLAINTS * city.scale)
    weight = city.neighbourhood["complaint_weight"].to_numpy()
    _, lat, lon = clustered_places(rng, city, weight, count, tight=0.0015)
    created = days_of_events(rng, count, (1.5, 1.25, 1.15, 1.1, 1.05, 0.5, 0.45), 196, 0.35)
    calls = pd.DataFrame({"created_on": created, "lat": lat, "lon": lon, "duplicate": False})
    # Days come in order; shuffled, the last calls are a fair sample to turn into duplicates.
    calls = _with_duplicates(rng, calls.iloc[rng.permutation(count)])
    calls = calls.sort_values(["created_on", "lat", "lon"], kind="stable", ignore_index=True)
    n = len(calls)
    calls["request_no"] = [f"SR-{i:07d}" for i in 1_000_000 + np.cumsum(rng.integers(1, 4, n))]
    calls["nature"] = rng.choice(NATURES, n, p=(0.34, 0.2, 0.08, 0.22, 0.1, 0.06))
    calls["place"] = rng.choice(("achter het café", "aan de straat", "in de steeg", ""), n)
    closed = calls["created_on"] + pd.to_timedelta(rng.gamma(1.3, 9, n).astype(int), unit="D")
    calls["closed_on"] = closed.where(closed <= p.LAST_DAY)
    calls["status"] = np.select(
        [calls["closed_on"].isna(), calls["duplicate"]], ["Open", "Completed - Dup"], "Completed"
    )
    repeated = calls.sample(frac=REPEATED_SHARE, random_state=rng)
    following = dict(zip(NATURES, NATURES[1:] + NATURES[:1], strict=True))
    repeated["nature"] = repeated["nature"].map(following)
    calls = pd.concat([calls, repeated]).sort_index(kind="stable").reset_index(drop=True)
    return calls.assign(year=calls["created_on"].dt.year)
