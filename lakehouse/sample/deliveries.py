"""The deliveries of all departments, and how their rows become files."""

import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.defects import encoded
from lakehouse.sample.departments import SOURCES
from lakehouse.sample.fields import rows_of
from lakehouse.sample.layout import Delivery
from lakehouse.sample.planted import Defect, choose, plant
from lakehouse.sample.source import Source
from lakehouse.sample.streams import stream

DELIVERIES: dict[str, Delivery] = {d.name: d for s in SOURCES for d in s.deliveries}


def drawn(source: Source, city: City) -> dict[str, pd.DataFrame]:
    """All rows of a source by delivery or truth name, neighbourhood by neighbourhood."""
    parts = [source.draw(city)] if source.once else [source.draw(city, a) for a in city.areas]
    return {name: pd.concat([p[name] for p in parts], ignore_index=True) for name in parts[0]}


def delivered_files(
    delivery: Delivery, frame: pd.DataFrame, seed: int, share: float
) -> tuple[dict[str, tuple[int, bytes]], list[Defect]]:
    """Path to (number of data rows, bytes) of one delivery, with `share` of its rows damaged."""
    if delivery.sort:
        frame = frame.sort_values(list(delivery.sort), kind="stable")
    rng = stream(seed, f"defects/{delivery.name}")
    chosen = choose(rng, len(frame), delivery, share)
    rows = rows_of(delivery, frame)
    months = frame["month"].tolist() if delivery.monthly else [""] * len(frame)
    files, defects = {}, []
    for month in sorted({m for m in months if isinstance(m, str)}):
        here = [i for i, m in enumerate(months) if m == month]
        local = {n: chosen[i] for n, i in enumerate(here) if i in chosen}
        path = delivery.path(month)
        written, found = plant([rows[i] for i in here], local, delivery, path, rng)
        files[path] = (len(written), encoded([delivery.header, *written], delivery))
        defects += found
    return files, defects
