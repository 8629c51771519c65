"""How much of a change of a list the data, the model and the rules each made, adding up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.portal.change import By, Cause, Parts

# Two ways of computing the same number differ in the last bits; what is published is not rounded.
SAME = 1e-9


@dataclass(frozen=True)
class Asked:
    """What models say when they are asked again, by key: the old and the new one of the features
    of their own release, and the old one of the new features (``between``)."""

    old: pd.Series
    new: pd.Series
    between: pd.Series


def only(cause: Cause) -> By | None:
    """The one of the three that differs, None where several do, none, or nobody knows."""
    return cause.kinds[0] if cause.known and len(cause.kinds) == 1 else None


def needs_old_model(cause: Cause) -> bool:
    """Whether the old model on the new features would tell the parts from each other.

    Where data and rules both differ it would not: the features are made from both.
    """
    return cause.known and len(cause.kinds) == 2 and "model" in cause.kinds


def split_by_one(before: pd.Series, after: pd.Series, by: By) -> dict[str, Parts]:
    """Every row's change as that of the only thing that differs."""
    change = (after - before).dropna()
    return {key: _parts(by, value, 0.0) for key, value in change.items()}


def split_by_models(
    before: pd.Series, after: pd.Series, asked: Asked, cause: Cause
) -> dict[str, Parts] | None:
    """Every row's change in two steps: new features for the old model, then the new model.

    None where asking again does not give what was published (``before``, ``after``, by key): then
    the steps would not be those that were taken.
    """
    if not (_equal(before, asked.old) and _equal(after, asked.new)):
        return None
    features, model = asked.between - before, after - asked.between
    steps = pd.DataFrame({"features": features, "model": model}).dropna()
    return {
        str(key): _parts(_of_features(cause), *values)
        for key, *values in steps.itertuples(name=None)
    }


def entered_by(
    entered: Iterable[str], first: int, between: pd.Series, after_rank: pd.Series, cause: Cause
) -> Parts:
    """How many of those that entered the first places the old model would have put there too.

    Equal values stand in the order that the new list gives them.
    """
    order = pd.DataFrame({"value": between, "rank": after_rank}).dropna()
    top = order.sort_values(["value", "rank"], ascending=[False, True]).index[:first]
    names = set(entered)
    kept = len(names & set(top))
    return _parts(_of_features(cause), kept, len(names) - kept)


def _of_features(cause: Cause) -> By:
    """Whether it was the rules or the data that changed what the models look at."""
    return "rules" if "rules" in cause.kinds else "data"


def _parts(by: By, value: float, model: float) -> Parts:
    """``value`` goes to ``by``, ``model`` to the model."""
    made = {"data": 0.0, "model": 0.0, "rules": 0.0}
    made[by] += float(value)
    made["model"] += float(model)
    return Parts(**made)


def _equal(published: pd.Series, again: pd.Series) -> bool:
    told = again.reindex(published.index)
    return bool(np.allclose(published, told, rtol=0, atol=SAME))
