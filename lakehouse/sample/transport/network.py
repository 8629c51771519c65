"""What the transport department has of its streets: the network, and traffic counted on some."""

import json

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.streams import stream
from lakehouse.sample.streets import segments
from lakehouse.sample.transport.strengths import STRENGTHS

CLASSES = ("arterial", "collector", "local")
# The share of segments on which traffic was ever counted.
COUNTED = {"arterial": 1.0, "collector": 0.6, "local": 0.15}
COUNTED_FROM, COUNT_DAYS = pd.Timestamp("2019-03-01"), 1_100

STREETS = Delivery(
    name="street_segments",
    department="transport",
    file="street_segments.geojson",
    format="geojson",
    columns=(
        Column("segment_no", "id", key=True),
        Column("street", "text"),
        Column("class", "code", codes=CLASSES),
        Column("from_intersection", "id"),
        Column("to_intersection", "id"),
        Column("length_m", "number", decimals=1, low=1, high=5_000),
        Column("limit_kmh", "number", low=10, high=130),
        Column("geometry", "geometry"),
    ),
)
COUNTS = Delivery(
    name="traffic_counts",
    department="transport",
    file="traffic_counts.csv",
    delimiter=";",
    encoding="iso-8859-1",
    date_style="%d.%m.%Y",
    happened="counted_on",
    columns=(
        Column("segment_no", "id", key=True),
        Column("counted_on", "date"),
        Column("method", "code", codes=("TUBE", "CAMERA", "RADAR")),
        Column("vehicles_per_day", "number", low=0, high=80_000),
        Column("street", "text"),
    ),
)


def line(road: pd.DataFrame) -> list[str]:
    """The segments as GeoJSON lines, longitude before latitude (RFC 7946)."""
    ends = road[["from_lon", "from_lat", "to_lon", "to_lat"]].to_numpy().tolist()
    return [
        json.dumps({"type": "LineString", "coordinates": [[a, b], [c, d]]}, separators=(",", ":"))
        for a, b, c, d in ends
    ]


def street_segments(city: City, area: int) -> pd.DataFrame:
    """The network's lines; traffic is not among what it knows."""
    road = segments(city, area)
    return pd.DataFrame(
        {
            "segment_no": road["segment"],
            "street": road["street"],
            "class": road["kind"],
            "from_intersection": road["from_node"],
            "to_intersection": road["to_node"],
            "length_m": road["length"],
            "limit_kmh": road["speed_limit"],
            "geometry": line(road),
        }
    )


def traffic_counts(city: City, area: int) -> pd.DataFrame:
    """One count of a few days each on part of the segments, made up to a day of the year.

    Its log error has the documented standard deviation; busy streets are counted first.
    """
    road, rng = segments(city, area), stream(city.seed, f"transport/count/{area}")
    drawn, off = rng.random(len(road)), rng.normal(0, STRENGTHS.count_error, len(road))
    day = COUNTED_FROM + pd.to_timedelta(rng.integers(0, COUNT_DAYS, len(road)), unit="D")
    method = rng.choice(("TUBE", "CAMERA", "RADAR"), len(road), p=(0.6, 0.25, 0.15))
    counted = pd.DataFrame(
        {
            "segment_no": road["segment"],
            "counted_on": day,
            "method": method,
            # An expected value of 1: errors do not make the city busier.
            "vehicles_per_day": road["aadt"] * np.exp(off - STRENGTHS.count_error**2 / 2),
            "street": road["street"],
        }
    )
    return counted[drawn < road["kind"].map(COUNTED).to_numpy()].reset_index(drop=True)
