"""What became of a model since its release, drawn by hand: moved features, lists that failed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lakehouse.modelling.after_release import (
    FITS,
    OFF,
    WAITS,
    WORSE,
    drift_rows,
    list_ends,
    outcome_row,
)

RNG = np.random.default_rng(8)


def drawn(rows: int, shift: float = 0, kinds: str = "aab") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "age": RNG.normal(size=rows) + shift,
            "kind": RNG.choice(list(kinds), rows),
            "empty": np.nan,
        }
    )


def says(training: pd.DataFrame, today: pd.DataFrame) -> dict[str, str]:
    return {r["feature"]: r["says"] for r in drift_rows(training, today, ["age", "kind", "empty"])}


def test_what_did_not_move_is_steady_and_what_was_never_known_is_left_out() -> None:
    assert says(drawn(3000), drawn(3000)) == {"age": "steady", "kind": "steady"}


def test_a_feature_that_moved_has_an_alert_that_promotes_nothing() -> None:
    rows = drift_rows(drawn(3000), drawn(3000, shift=1), ["age", "kind"])
    told = {r["feature"]: r for r in rows}
    assert told["age"]["says"] == "drifted" and told["kind"]["alert"] is None
    assert "age is no longer what the model learnt from" in told["age"]["alert"]
    assert "the champion stays until a contest is won" in told["age"]["alert"]
    assert told["age"]["p"] < 1e-6 and told["kind"]["ks"] is None


def test_a_category_never_seen_before_is_drift() -> None:
    assert says(drawn(3000), drawn(3000, kinds="cd"))["kind"] == "drifted"


def test_a_dozen_rows_are_too_few_to_tell() -> None:
    found = [says(drawn(3000), drawn(12))["age"] for _ in range(50)]
    assert found.count("drifted") <= 2 and "too few to tell" in found


def listed(rows: int, strength: float, level: float = 1.0) -> pd.DataFrame:
    pull = RNG.normal(size=rows)
    given = 1 / (1 + np.exp(1 - pull))
    truth = 1 / (1 + np.exp(1 - strength * pull))
    outcome = (RNG.random(rows) < np.minimum(1, level * truth)).astype(int)
    return pd.DataFrame({"given": given, "outcome": outcome})


@pytest.mark.parametrize(
    ("cases", "promised", "verdict"),
    [
        (listed(2000, 1), 0.7, FITS),
        (listed(2000, 0), 0.7, WORSE),
        (listed(2000, 1, level=1.6), 0.6, OFF),
        (listed(30, 1).assign(outcome=0).head(5), 0.7, WAITS),
        (listed(2000, 1), None, FITS),
    ],
)
def test_a_list_is_as_promised_or_says_how_it_failed(
    cases: pd.DataFrame, promised: float | None, verdict: str
) -> None:
    row = outcome_row(cases, promised)
    assert row["says"] == verdict and (row["alert"] is not None) == (verdict in (WORSE, OFF))
    assert row["cases"] == len(cases) and row["came"] == cases["outcome"].sum()


def test_sound_lists_are_called_bad_as_seldom_as_promised() -> None:
    found = [outcome_row(listed(400, 1), 0.70)["says"] for _ in range(300)]
    assert sum(verdict in (WORSE, OFF) for verdict in found) <= 6


def test_a_list_serves_until_the_next_one_or_its_windows_end() -> None:
    day = date(2024, 1, 31)
    assert list_ends(day, 7, 2) == date(2024, 2, 7)
    assert list_ends(day, None, 1) == date(2024, 2, 29)


def counted(rows: int, strength: float) -> pd.DataFrame:
    """Places with an expected number; what came follows it, or (strength 0) does not."""
    pull = RNG.normal(size=rows)
    given = 0.3 * np.exp(pull - 0.5)
    return pd.DataFrame(
        {"given": given, "outcome": RNG.poisson(0.3 * np.exp(strength * (pull - strength / 2)))}
    )


@pytest.mark.parametrize(
    ("strength", "promised", "verdict"), [(1, 0.25, FITS), (0, 0.25, WORSE), (1, None, FITS)]
)
def test_a_list_of_counts_is_held_to_what_its_top_was_to_find(
    strength: float, promised: float | None, verdict: str
) -> None:
    row = outcome_row(counted(3000, strength), promised, 0.1)
    assert row["measure"] == "capture_first_10_percent" and row["says"] == verdict
    assert row["low"] < row["value"] < row["high"]
    if verdict == WORSE:
        assert "share found in the first 10 %" in row["alert"] and "train again" in row["alert"]


def test_of_counts_that_never_came_nothing_is_told() -> None:
    assert outcome_row(counted(50, 1).assign(outcome=0, given=0.001), 0.3, 0.1)["says"] == WAITS
