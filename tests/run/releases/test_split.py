"""The parts of every row add up to its change, whatever the models say."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.portal.change import Cause
from lakehouse.run.releases.split import (
    Asked,
    entered_by,
    needs_old_model,
    only,
    split_by_models,
)

DATA = Cause(data=("food",), models={"m": ("1", "2")})
RULES = Cause(rules=("risk.x",), models={"m": ("1", "2")})
chance = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(chance, chance, chance), min_size=1, max_size=8), st.booleans())
def test_parts_add_up(rows: list[tuple[float, float, float]], by_data: bool) -> None:
    keys = [str(n) for n in range(len(rows))]
    old, new, between = (pd.Series(column, index=keys) for column in zip(*rows, strict=True))
    parts = split_by_models(old, new, Asked(old, new, between), DATA if by_data else RULES)
    assert parts is not None and list(parts) == keys
    for key, part in parts.items():
        assert part.whole == pytest.approx(new[key] - old[key], abs=1e-12)
        assert (part.rules if by_data else part.data) == 0
        assert part.model == new[key] - between[key]


def test_rows_of_one_release_alone_have_no_parts() -> None:
    old, new = pd.Series({"a": 0.1, "gone": 0.2}), pd.Series({"a": 0.3, "new": 0.2})
    between = pd.Series({"a": 0.2, "new": 0.1})
    parts = split_by_models(old, new, Asked(old, new, between), DATA)
    assert parts is not None and list(parts) == ["a"]


def test_a_model_that_lost_a_row_splits_nothing() -> None:
    old = pd.Series({"a": 0.1, "b": 0.2})
    assert split_by_models(old, old, Asked(old[:1], old, old), DATA) is None


def test_who_the_old_model_would_have_put_there_entered_by_data() -> None:
    between = pd.Series({"a": 0.9, "b": 0.2, "c": 0.8, "d": 0.1})
    rank = pd.Series({"a": 1, "b": 2, "c": 3, "d": 4})
    share = entered_by(["a", "b"], 2, between, rank, DATA)
    assert (share.data, share.model, share.rules) == (1, 1, 0)
    assert entered_by(["a", "b"], 2, between, rank, RULES).rules == 1


def test_equal_values_stand_as_the_new_list_has_them() -> None:
    between = pd.Series({"a": 0.5, "b": 0.5, "c": 0.5})
    rank = pd.Series({"c": 1, "b": 2, "a": 3})
    assert entered_by(["c"], 1, between, rank, DATA).data == 1
    assert entered_by(["a"], 1, between, rank, DATA).model == 1


def test_the_old_model_is_needed_beside_one_other_cause() -> None:
    assert needs_old_model(DATA) and needs_old_model(RULES)
    assert not needs_old_model(Cause(data=("a",), rules=("b",)))
    assert not needs_old_model(Cause(data=("a",), rules=("b",), models=DATA.models))
    assert only(Cause(data=("a",))) == "data" and only(DATA) is None
    assert only(Cause(known=False, data=("a",))) is None
