"""A small public transport network as a GTFS zip, its contract, and zips that are not sound."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lakehouse.declare import Column, Table
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.tables.shared import LATITUDE, LONGITUDE, SOURCE

STOPS = (
    "stop_id,stop_code,stop_name,stop_lat,stop_lon,zone_id,location_type,parent_station,"
    "wheelchair_boarding\r\n"
    'S1,,"Main, Central",41.88,-87.63,A,1,,1\r\n'
    "P1,11,Main Platform 1,41.8801,-87.6301,A,,S1,\r\n"
    "P2,12,Müllerstraße,41.8902,-87.6402,B,0,,2"  # many makers leave the last line open
)
TEXTS = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,Town,https://t.example,UTC\n",
    "stops.txt": "\ufeff" + STOPS,
    "routes.txt": "route_id,agency_id,route_short_name,route_type\nR1,1,10,3\n",
    "trips.txt": "route_id,service_id,trip_id\nR1,W,T1\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "T1,24:10:00,24:10:30,P1,1\nT1,24:20:00,24:20:00,P2,2\n"
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "W,1,1,1,1,1,0,0,20260101,20261231\n"
    ),
}
transit_stop = Table(
    "transport.transit_stop",
    "One row per place of a public transport network: a stop, a station, an entrance.",
    key=("stop_id",),
    owner="Transport",
    columns=(
        Column("stop_id", "string", "Identifier of the place (GTFS stop_id)."),
        Column("code", "string", "What the sign at the place says."),
        Column("name", "string", "Its name, which several places may share."),
        Column(
            "kind",
            "string",
            "stop, station, entrance, node or boarding_area (GTFS location_type).",
            rule="kind in ('stop', 'station', 'entrance', 'node', 'boarding_area')",
            required=True,
        ),
        Column("station_id", "string", "The station it belongs to; empty for one by itself."),
        Column("is_accessible", "boolean", "Whether a wheelchair can board; empty: not known."),
        Column("zone", "string", "Fare zone."),
        LATITUDE,
        LONGITUDE,
        *SOURCE,
    ),
)
SELECT = """
select stop_id, nullif(code, '') as code, name,
       element_at(array('stop', 'station', 'entrance', 'node', 'boarding_area'),
                  coalesce(kind, 0) + 1) as kind,
       nullif(station_id, '') as station_id,
       case wheelchair when 1 then true when 2 then false end as is_accessible,
       zone, latitude, longitude, _file, _row
from stop
"""


def gtfs(changes: Mapping[str, str | bytes | None] | None = None, method: int = 8) -> bytes:
    """A zip of the texts with some changed, added or (None) left out; ``method`` 0 stores."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as parts:
        for name, text in {**TEXTS, **(changes or {})}.items():
            if text is not None:
                parts.writestr(zipfile.ZipInfo(name), text, method)
    return sink.getvalue()


def stop_feed(**changes: Any) -> Feed:
    """The feed of stops.txt, a snapshot."""
    names = {
        "stop_id": ("stop_id", "string"),
        "stop_code": ("code", "string"),
        "stop_name": ("name", "string"),
        "stop_lat": ("latitude", "double"),
        "stop_lon": ("longitude", "double"),
        "zone_id": ("zone", "string"),
        "location_type": ("kind", "int"),
        "parent_station": ("station_id", "string"),
        "wheelchair_boarding": ("wheelchair", "int"),
    }
    said: dict[str, Any] = {
        "name": "stop",
        "department": "transport",
        "owner": "Town Transit",
        "glob": "transit/*.zip",
        "columns": tuple(FeedColumn(h, n, kind, "As GTFS.") for h, (n, kind) in names.items()),
        "fills": "transport.transit_stop",
        "known": "date'2026-01-01'",
        "format": "gtfs",
        "member": "stops.txt",
        "mode": "snapshot",
        "identity": ("stop_id",),
        "select": SELECT,
        "contract": "town/stop.odcs.yaml",
    }
    return Feed(**(said | changes))


def route_feed() -> Feed:
    """The feed of routes.txt in the same zip."""
    columns = tuple(
        FeedColumn(n, n, "string", "As GTFS.") for n in ("route_id", "route_short_name")
    )
    return stop_feed(
        name="route", member="routes.txt", columns=columns, identity=("route_id",), select=None
    )
