"""One neighbourhood's rows of one file, packed so that Spark can hand them to who writes it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from lakehouse.sample.city import City
from lakehouse.sample.fields import as_text, check_columns
from lakehouse.sample.layout import Delivery
from lakehouse.sample.months import MONTHS
from lakehouse.sample.source import TRUTH, Source
from lakehouse.sample.streams import stream
from lakehouse.sample.truth import csv_bytes

LATE = "_late"
KEY = "_key"
MONTH = "_month"
LATE_SHARE = 0.002


@dataclass(frozen=True)
class Parcel:
    """`rows` rows of the file of `delivery` and `month`, from neighbourhood `area`.

    `data` is an Arrow stream of the fields as text, with what orders them; of truth it is CSV.
    """

    delivery: str
    month: str
    area: int
    rows: int
    data: bytes


def _late(rng: np.random.Generator, delivery: Delivery, month: pd.Series) -> pd.Series:
    """The month in whose file a row stands: for few rows one or two months after their own."""
    place = month.map({m: i for i, m in enumerate(MONTHS)})
    if not delivery.happened:
        return month
    late = (rng.random(len(month)) < LATE_SHARE) & (place < len(MONTHS) - 1)
    later = np.minimum(place + rng.integers(1, 3, len(month)), len(MONTHS) - 1)
    return month.where(~late, later.map(dict(enumerate(MONTHS))))


def _as_arrow(delivery: Delivery, frame: pd.DataFrame) -> pa.Table:
    """The fields as text, with what orders them and, of late rows, their real month."""
    columns = [as_text(c, frame[c.name], delivery.style_of(c)) for c in delivery.columns]
    arrays = [pa.array(values, pa.string()) for values in columns]
    keys = [pa.array(frame[name], from_pandas=True) for name in delivery.sort]
    names = [*delivery.header, *(f"{KEY}{i}" for i in range(len(keys))), LATE]
    return pa.Table.from_arrays([*arrays, *keys, pa.array(frame[LATE], pa.string())], names=names)


def _packed(table: pa.Table) -> bytes:
    stored, options = pa.BufferOutputStream(), pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(stored, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(stored.getvalue())


def unpacked(parcels: list[Parcel], delivery: Delivery) -> pa.Table:
    """The rows of all parcels in the file's order: fields as text, and `_late`, the real month."""
    parts = [pa.ipc.open_stream(p.data).read_all() for p in sorted(parcels, key=lambda p: p.area)]
    every = pa.concat_tables(parts, promote_options="permissive")
    keys = [f"{KEY}{i}" for i in range(len(delivery.sort))]
    if keys:
        order = every.select(keys).to_pandas().sort_values(keys, kind="stable").index
        every = every.take(pa.array(order))
    return every.drop_columns(keys) if keys else every


def parcels(source: Source, city: City, area: int) -> Iterator[Parcel]:
    """What one neighbourhood brings to each file of the source; late rows are in a later one.

    Raises ValueError when the source draws something that it has not declared.
    """
    drawn = source.draw(city) if source.once else source.draw(city, area)
    for name, frame in drawn.items():
        if name.startswith(TRUTH):
            yield Parcel(name, "", area, len(frame), csv_bytes(frame))
            continue
        if name not in {d.name for d in source.deliveries}:
            raise ValueError(f"{source.name} draws {name}, which is none of its deliveries.")
        yield from _of_delivery(source.delivery(name), frame, city, area)


def _of_delivery(
    delivery: Delivery, frame: pd.DataFrame, city: City, area: int
) -> Iterator[Parcel]:
    check_columns(delivery, frame)
    name = delivery.name
    if not delivery.monthly:
        table = _as_arrow(delivery, frame.assign(**{LATE: ""}))
        yield Parcel(name, "", area, len(frame), _packed(table))
        return
    month = _late(stream(city.seed, f"late/{name}/{area}"), delivery, frame["month"])
    late = frame["month"].where(month != frame["month"], "")
    # Text is made once for all months, then cut: most months of a neighbourhood are small.
    sent = frame.assign(**{LATE: late, MONTH: month}).dropna(subset=[MONTH])
    sent = sent.sort_values(MONTH, kind="stable")
    table, start = _as_arrow(delivery, sent), 0
    for file, rows in sent[MONTH].value_counts(sort=False).items():
        yield Parcel(name, str(file), area, rows, _packed(table.slice(start, rows)))
        start += rows
