"""The deliveries of all departments, and how their rows become files."""

import pandas as pd

from lakehouse.sample import health, licensing, police, services, weather
from lakehouse.sample.city import City
from lakehouse.sample.defects import encoded
from lakehouse.sample.layout import Delivery, rows_of
from lakehouse.sample.planted import Defect, choose, plant
from lakehouse.sample.streams import stream

DELIVERIES: dict[str, Delivery] = {
    d.name: d
    for d in (
        health.INSPECTIONS,
        health.VIOLATIONS,
        licensing.LICENCES,
        services.SANITATION,
        police.BURGLARIES,
        weather.DAILY,
    )
}


def delivered_frames(
    city: City, visit: pd.DataFrame, days: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The faultless rows of every delivery by name. A new department adds its line here."""
    return {
        "food_inspections": health.food_inspections(city, visit),
        "food_violations": health.food_violations(city, visit),
        "food_licences": licensing.food_licences(city),
        "sanitation_requests": services.sanitation_requests(city),
        "burglaries": police.burglaries(city),
        "weather_daily": days,
    }


def delivered_files(
    delivery: Delivery, frame: pd.DataFrame, seed: int, share: float
) -> tuple[dict[str, tuple[int, bytes]], list[Defect]]:
    """Path to (number of data rows, bytes) of one delivery, with `share` of its rows damaged."""
    rng = stream(seed, f"defects/{delivery.name}")
    chosen = choose(rng, len(frame), delivery, share)
    rows = rows_of(delivery, frame)
    years = frame["year"].tolist() if "{year}" in delivery.file else [0] * len(frame)
    files, defects = {}, []
    for year in sorted(set(years)):
        here = [i for i, y in enumerate(years) if y == year]
        local = {n: chosen[i] for n, i in enumerate(here) if i in chosen}
        path = delivery.path(year)
        written, found = plant([rows[i] for i in here], local, delivery, path, rng)
        files[path] = (len(written), encoded([delivery.header, *written], delivery))
        defects += found
    return files, defects
