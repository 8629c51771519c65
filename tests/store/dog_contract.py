"""A contract as a town might write it, and the ways in which a test changes its entries."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from lakehouse.declare.feed import Feed
from lakehouse.store.contract.contracts import read_contract

CONTRACT = yaml.safe_load("""
apiVersion: v3.1.0
kind: DataContract
id: town-dog
name: dog
version: 2.1.0
status: active
domain: parks
team: {name: Town Parks}
servers:
  - {server: delivered, type: local, path: "parks/dog*.csv"}
slaProperties:
  - {property: frequency, value: weekly}
customProperties:
  - {property: fills, value: city.dog}
  - {property: known, value: seen_on}
schema:
  - name: dog
    physicalType: file
    properties:
      - {name: tag, physicalName: Tag No, description: Its tag., logicalType: string,
         primaryKey: true, required: true, classification: internal}
      - {name: seen_on, physicalName: Seen, description: Its day., logicalType: date,
         logicalTypeOptions: {format: dd.MM.yyyy}}
      - {name: weight, description: Its weight., logicalType: number, physicalType: float}
""")
Said = dict[str, Any]
# As short as may be, of files that a portal has.
FETCHED: Said = {name: said for name, said in CONTRACT.items() if name != "slaProperties"} | {
    "servers": [
        {**CONTRACT["servers"][0], "format": "csv"},
        {"server": "portal", "type": "api", "location": "https://data.town.example"},
    ],
    "schema": [
        {
            "name": "dog",
            "physicalType": "file",
            "properties": [
                {
                    "name": "tag",
                    "description": "Its tag.",
                    "logicalType": "string",
                    "primaryKey": True,
                },
                {"name": "seen_on", "description": "Its day.", "logicalType": "date"},
            ],
        }
    ],
}
Edit = Callable[[Said], object]


def custom(name: str, value: object) -> Edit:
    return lambda said: said["customProperties"].append({"property": name, "value": value})


def server(**entries: object) -> Edit:
    return lambda said: said["servers"][0].update(entries)


def weight(**entries: object) -> Edit:
    return lambda said: said["schema"][0]["properties"][2].update(entries)


def rule(**entries: object) -> Edit:
    return lambda said: said["schema"][0].update(quality=[{"type": "custom", **entries}])


def contract(folder: Path, *edits: Edit) -> Feed:
    said = copy.deepcopy(CONTRACT)
    for edit in edits:
        edit(said)
    return read_as(folder, said)


def read_as(folder: Path, said: Said) -> Feed:
    """The feed of a contract with these entries."""
    (folder / "dog.odcs.yaml").write_text(yaml.safe_dump(said), "utf-8")
    return read_contract(folder / "dog.odcs.yaml")
