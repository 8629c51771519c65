"""A town of four feeds, each of another format or mode, that deliver twice, to land and kill."""

from __future__ import annotations

import copy
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from tests.small_city import CONF
from tests.store.dog_contract import FETCHED
from tests.store.workbook import workbook

TOWN = """title = "Town"
delivered = "{work}/delivered"
time_zone = "UTC"
[bounds]
south = 1
west = 1
north = 2
east = 2
"""
ROWS = 3_000
# Feed: format and mode of its deliveries.
FEEDS = {
    "dog": ("csv", "increment"),
    "tree": ("jsonl", "snapshot"),
    "well": ("parquet", "increment"),
    "fee": ("xlsx", "correction"),
}


def conf_in(folder: Path) -> Path:
    """The settings of the town, which takes the place of the sample city."""
    conf = folder / "conf"
    town = conf / "cities" / "sample"
    town.mkdir(parents=True)
    for name in (
        "base.toml",
        "laptop.toml",
        "crash_costs.toml",
        "food_harm.toml",
        "complaint_words.toml",
        "log4j2.properties",
    ):
        shutil.copy(CONF / name, conf)
    (town / "city.toml").write_text(TOWN)
    for name, (form, mode) in FEEDS.items():
        (town / f"{name}.odcs.yaml").write_text(yaml.safe_dump(_contract(name, form, mode)))
    return conf


def _contract(name: str, form: str, mode: str) -> dict[str, Any]:
    said = copy.deepcopy(FETCHED)
    said["id"], said["name"] = f"town-{name}", name
    said["servers"] = [
        {"server": "delivered", "type": "local", "path": f"parks/{name}_*", "format": form}
    ]
    said["customProperties"] = [
        {"property": "fills", "value": "itself"},
        {"property": "known", "value": "seen_on"},
        {"property": "deliveryMode", "value": mode},
    ]
    return said


def deliver(folder: Path, month: int) -> None:
    """The files of the first month or the second: half of its rows come again, some are broken."""
    parks = folder / "parks"
    parks.mkdir(parents=True, exist_ok=True)
    first = (month - 1) * ROWS // 2
    rows = [
        {"tag": str(n), "seen_on": f"2020-{month:02d}-{n % 40 + 1:02d}" if n % 50 else "no day"}
        for n in range(first, first + ROWS)
        if n % 40 < 28
    ]
    for name, (form, _) in FEEDS.items():
        (parks / f"{name}_{month}.{form}").write_bytes(_written(form, rows))


def _written(form: str, rows: list[dict[str, str]]) -> bytes:
    if form == "csv":
        return "".join(f"{r['tag']},{r['seen_on']}\n" for r in [HEAD, *rows]).encode()
    if form == "jsonl":
        return "".join(json.dumps(r) + "\n" for r in rows).encode()
    if form == "xlsx":
        return workbook(list(HEAD), *([r["tag"], r["seen_on"]] for r in rows))
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return sink.getvalue()


HEAD = {"tag": "tag", "seen_on": "seen_on"}
