"""What bringing a feed's table up to date works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lakehouse.declare.feed import Feed
from lakehouse.declare.table import Table
from lakehouse.store.contract.vocabulary import Codes
from lakehouse.store.lake import Lake


@dataclass(frozen=True)
class Filling:
    """A feed, the table that it fills, the city's code lists; ``about`` is kept with the commit."""

    lake: Lake
    feed: Feed
    table: Table
    codes: Codes
    about: Mapping[str, Any]
