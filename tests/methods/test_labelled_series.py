"""On seven labelled weekly series each method alarms in the very weeks in which R's does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from lakehouse.methods.cusum import cusum_rossi
from lakehouse.methods.ears import ears_c1, ears_c2
from lakehouse.methods.farrington import farrington
from lakehouse.methods.farrington_flexible import farrington_flexible
from lakehouse.methods.judged import alarms
from lakehouse.methods.same_weeks import SYSTEMS, bayes, rki

Reference = Callable[..., pd.DataFrame]
FIRST = 157  # the week from which R judged the series
METHODS: dict[str, tuple[Any, dict[str, int]]] = {
    "ears_c1": (ears_c1, {}),
    "ears_c2": (ears_c2, {}),
    "farrington": (farrington, {"years": 2}),
    "ff_noufaily": (farrington_flexible, {"years": 2}),
    "cusum_rossi": (cusum_rossi, {"learn": FIRST - 1}),
    **{f"bayes{system}": (bayes, {"system": system}) for system in SYSTEMS},
    **{f"rki{system}": (rki, {"system": system}) for system in SYSTEMS},
}


@pytest.mark.parametrize("name", METHODS)
def test_alarms_and_their_hits_are_those_of_r(name: str, medical: Reference) -> None:
    method, using = METHODS[name]
    weeks, quality = medical("rki7_weekly", None), medical("rki7_quality_expected", None)
    for row in quality[quality["method"] == name].itertuples():
        mine = weeks[weeks["series"] == row.series].set_index("t")
        rings = pd.Series(alarms(method(mine["observed"], **using)), mine.index).loc[FIRST:]
        wanted = [int(week) for week in str(row.alarms).split()] if row.FP + row.TP else []
        assert rings.index[rings].tolist() == wanted, row.series
        outbreak = mine["state"].loc[FIRST:] == 1
        assert ((rings & outbreak).sum(), (rings & ~outbreak).sum()) == (row.TP, row.FP)


@pytest.mark.parametrize(
    ("name", "using"),
    [
        ("farrington", {"years": 4}),
        ("ff_noufaily", {"years": 4}),
        ("cusum_rossi", {"learn": 260}),
        ("bayes1", {"system": 1}),
    ],
)
def test_false_alarms_on_agona_are_as_many_as_rs(
    name: str, using: dict[str, int], medical: Reference, agona: pd.Series
) -> None:
    quality = medical("agona_quality_expected", "Unnamed: 0")
    wanted = quality.loc[{"ff_noufaily": "ff_noufaily_nb"}.get(name, name)]
    made = METHODS[name][0](agona, **using)
    assert alarms(made)[260:].sum() == wanted["TP"] + wanted["FP"]
