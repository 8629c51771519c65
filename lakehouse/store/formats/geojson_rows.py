"""Read a delivered GeoJSON file (RFC 7946): one row per feature, its geometry as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.held_json import held
from lakehouse.store.formats.json_rows import NameTwice, each_name_once
from lakehouse.store.formats.records import Row, spelt, well_formed
from lakehouse.store.landed.staged import row_batches

GEOMETRY = "geometry"
# Members that a feature has by the standard (section 3.2), other than its id.
OWN = ("type", "properties", GEOMETRY, "bbox")
AT_ONCE = 10_000


def geojson_features(delivery: Delivery) -> list[Any]:
    """The features, held in memory; raises :class:`DeliveryRefused` for anything else.

    Numbers keep the digits they were delivered with.
    """
    feed, where = delivery.feed, f"{delivery.feed.name}: {delivery.file}"
    try:
        with delivery.open() as stream:
            text = held(delivery, stream)
        found = json.loads(text, parse_float=Decimal, object_pairs_hook=each_name_once)
    except NameTwice as error:
        raise DeliveryRefused(
            f"{where} {error}.", f"Ask {feed.owner} to deliver each property of a feature once."
        ) from error
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise DeliveryRefused(
            f"{where} cannot be read as GeoJSON: it is damaged or cut off.",
            f"Ask {feed.owner} to deliver it again, in UTF-8.",
        ) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise DeliveryRefused(
            f"{where} is JSON, but not a GeoJSON FeatureCollection.",
            f"Ask {feed.owner} to deliver features with properties and a geometry.",
        )
    return features


def geojson_headers(features: list[Any]) -> list[str]:
    """Every property that some feature has, ``geometry``, its ``id`` and foreign members.

    A property comes before a member of its name.
    """
    sound = [f for f in features if _is_feature(f)]
    names = {name: None for f in sound for name in f.get("properties") or {}}
    members = {name: None for f in sound for name in f if name not in (*OWN, *names)}
    return [*names, GEOMETRY, *members] if features else []


def geojson_batches(
    delivery: Delivery, features: list[Any], added: list[str], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """Batches of ``schema``; an entry that is not a feature goes whole to ``_raw``."""
    rows = (_row(delivery, f, added, n) for n, f in enumerate(features, start=1))
    return row_batches(rows, schema, AT_ONCE)


def _is_feature(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.get("type") == "Feature"
        and isinstance(entry.get("properties"), dict | None)
    )


def _row(delivery: Delivery, feature: Any, added: list[str], number: int) -> Row:
    known = delivery.feed.columns
    if not _is_feature(feature):
        return (*(None for _ in known), None, spelt(feature), number)
    members = {name: said for name, said in feature.items() if name not in OWN}
    own = feature.get("properties") or {}
    value = {**members, **own, GEOMETRY: feature.get(GEOMETRY)}
    more = {h: spelt(value.get(h)) for h in added}
    said = well_formed(json.dumps(more, ensure_ascii=False)) if added else None
    return (*(spelt(value.get(c.header), c) for c in known), said, None, number)
