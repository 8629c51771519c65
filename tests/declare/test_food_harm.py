"""The weights of violations are read whole, or what is wrong in them is named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare.errors import SettingError
from lakehouse.declare.food_harm import read_food_harm
from lakehouse.run.settings import load_settings

SAID = tomllib.loads((Path(__file__).parents[2] / "conf" / "food_harm.toml").read_text("utf-8"))


def test_the_project_s_own_table_is_read() -> None:
    made = read_food_harm(SAID, "here")
    high, medium, low = made.risk_class
    assert high > medium > low > 0 and min(dict(made.facility).values()) > high
    assert made.basis.endswith("2022, version 1")
    assert load_settings("sample", {}).city.food_harm == made
    assert "when facility = 'daycare' then 2.0D when" in made.consequence_sql


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"version": None}, "does not say 'version'"),
        ({"risk_class": {"high": 3, "medium": 2}}, "does not say 'low'"),
        ({"risk_class": SAID["risk_class"] | {"hi": 3}}, "hi is unknown"),
        ({"risk_class": SAID["risk_class"] | {"low": 0}}, "not above zero"),
        ({"facility": {"day'care": 4}}, "day'care is unknown"),
        ({"facility": {"care": "much"}}, "could not convert"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], word: str) -> None:
    said = {name: value for name, value in (SAID | change).items() if value is not None}
    with pytest.raises(SettingError, match=word):
        read_food_harm(said, "here")
