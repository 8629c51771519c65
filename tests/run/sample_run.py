"""What the tests of a run of the sample city speak of: its tables, its question and its list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lakehouse.declare import Ranking
from lakehouse.run.catalogue import load_catalogue
from lakehouse.tables import risk
from tests.small_city import small_settings

Made = Any
LISTED = "published.premises_to_inspect_first"
CATALOGUE = load_catalogue(small_settings().city)
# Asked without what a city without outlines lacks.
RANKING = next(s for s in CATALOGUE.steps if s.writes is risk.food_premises)
assert isinstance(RANKING, Ranking)
Asked = Callable[..., Any]
