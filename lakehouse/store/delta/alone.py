"""One finished Parquet file as a Delta table of one commit, for readers elsewhere."""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from deltalake import Schema

from lakehouse.store.delta.linked import link
from lakehouse.store.delta.statistics import statistics

FIRST = "_delta_log/00000000000000000000.json"


def stand_alone(file: Path, folder: Path) -> tuple[Path, Path]:
    """Make ``folder`` a Delta table of ``file``, which is linked; its data and its commit.

    The same file is the same table, byte for byte: no clock, and an id made of the content. The
    data are named after their content too, so that a log never meets the data of another table
    where its folder was replaced while it was read. The actions are those every reader knows
    (Delta's protocol, reader version 1, writer version 2).
    """
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    data, commit = folder / f"part-{digest[:32]}.parquet", folder / FIRST
    commit.parent.mkdir(parents=True)
    link(file, data)
    footer = pq.read_metadata(data)
    actions: list[dict[str, Any]] = [
        {"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}},
        {
            "metaData": {
                "id": str(uuid.UUID(digest[:32])),
                "format": {"provider": "parquet", "options": {}},
                "schemaString": Schema.from_arrow(footer.schema.to_arrow_schema()).to_json(),
                "partitionColumns": [],
                "configuration": {},
                "createdTime": 0,
            }
        },
        {
            "add": {
                "path": data.name,
                "partitionValues": {},
                "size": data.stat().st_size,
                "modificationTime": 0,
                "dataChange": True,
                "stats": json.dumps(statistics(footer)),
            }
        },
    ]
    commit.write_text("".join(json.dumps(action) + "\n" for action in actions), "utf-8")
    return data, commit
