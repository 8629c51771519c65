"""Write many copies of one city side by side, so that data grows and density does not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb

# File, its columns that identify (each copy gets its own numbers) and its column of longitude.
FILES = (
    ("health/food_inspections.csv", ("Inspection_ID", "License"), "Longitude"),
    ("health/food_violations.csv", ("Inspection_ID",), None),
    ("business_affairs/food_licences.csv", ("ID", "LICENSE_NUMBER", "ACCOUNT_NUMBER"), "LONGITUDE"),
    ("services_311/sanitation_requests.csv", ("Service_Request_Number",), "Longitude"),
    ("police/burglaries.csv", ("ID",), "Longitude"),
)
ONCE = "weather/daily.csv"
BOUND = re.compile(r"(minimum: -\d+(?:\.\d+)?, maximum:) -\d+(?:\.\d+)?")


def write_cities(source: Path, target: Path, times: int) -> None:
    """``times`` copies of the city folder ``source``, each one degree east of the one before.

    The first copy is the city itself; the numbers of copy k are led by k and filled with zeros
    to one length. The weather stays one station's.
    """
    (target / ONCE).parent.mkdir(parents=True)
    shutil.copy(source / ONCE, target / ONCE)
    for file, numbers, longitude in FILES:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        changed = [_numbered(n) for n in numbers]
        if longitude:
            moved = f'cast(cast("{longitude}" as double) + k as varchar)'
            changed.append(f'case when k > 0 then {moved} else "{longitude}" end as "{longitude}"')
        duckdb.connect().execute(
            f"copy (select * exclude (k) replace ({', '.join(changed)}) "
            f"from read_csv('{source / file}', all_varchar = true, header = true), "
            f"range({times}) copies(k)) to '{target / file}' (format csv, header true)"
        )


def _numbered(column: str) -> str:
    """SQL: the copy's own number in place of the city's; an empty one stays empty."""
    own = f"""k || lpad("{column}", 20, '0')"""
    return f"""case when k > 0 and "{column}" <> '' then {own} else "{column}" end as "{column}" """


def widened_conf(source: Path, target: Path, city: str) -> None:
    """A copy of the folder conf in which the city's contracts allow any longitude to the east."""
    shutil.copytree(source, target)
    for contract in (target / "cities" / city).glob("*.odcs.yaml"):
        text = contract.read_text("utf-8")
        contract.write_text(BOUND.sub(r"\1 180", text), "utf-8")
