"""The table of crash costs is read whole, or what is wrong in it is named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare.crash_cost import SEVERITIES, read_crash_costs
from lakehouse.declare.errors import SettingError
from lakehouse.run.settings import load_settings

SAID = tomllib.loads((Path(__file__).parents[2] / "conf" / "crash_costs.toml").read_text("utf-8"))


def test_the_project_s_own_table_is_read() -> None:
    made = read_crash_costs(SAID, "here")
    cost = dict(made.cost)
    assert set(cost) == set(SEVERITIES) and cost["fatal"] > cost["incapacitating"] > cost["none"]
    assert made.basis.endswith("2019 US dollars, version 1")
    assert {one.at for one in made.measures} == {"segment", "intersection"}
    assert load_settings("sample", {}).city.crash_costs == made


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"version": None}, "does not say 'version'"),
        ({"cost": SAID["cost"] | {"fatl": 1}}, "fatl is no severity"),
        ({"cost": SAID["cost"] | {"fatal": 0}}, "not above zero"),
        ({"cost": SAID["cost"] | {"fatal": "much"}}, "could not convert"),
        ({"budget": -1}, "not above zero"),
        ({"measure": {"m": {"at": "sea", "price": 1, "remaining": 0.5, "years": 1}}}, "no kind"),
        ({"measure": {"m": {"at": "segment", "price": 1, "remaining": 1.2, "years": 1}}}, "zero"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], word: str) -> None:
    said = {name: value for name, value in (SAID | change).items() if value is not None}
    with pytest.raises(SettingError, match=word):
        read_crash_costs(said, "here")
