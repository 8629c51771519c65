"""A list published with the unreported is judged in that order, by what reports stand for."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.judge import Capture
from lakehouse.modelling.after_release import outcome_row
from lakehouse.modelling.area_tally import area_tally
from lakehouse.modelling.contest import Contest
from lakehouse.modelling.corrected import TIMES, WORTH, as_published
from lakehouse.modelling.count_contest import count_contest
from lakehouse.modelling.figures import capture_curve
from lakehouse.modelling.learners import BoostedTrees, Candidate, RankBy
from lakehouse.modelling.tie_range import tie_range
from lakehouse.modelling.windows import windows

PLACES = 800
AMONG = windows(date(2010, 1, 1), date(2017, 12, 31), 12)
JUDGE = Capture(0.1, also=(), of_area=True)
CANDIDATES: dict[str, Candidate] = {
    "record": RankBy("rate"),
    "trees": BoostedTrees(60, 2, 0.1, 20, counts=True, columns=("rate", "street")),
}


def draw(seed: int) -> pd.DataFrame:
    """Half of the places report all, half a fifth; ``street`` tells of the first half alone."""
    rng = np.random.default_rng(seed)
    silent = np.arange(PLACES) % 2 == 1
    street = rng.gamma(2, 1, PLACES)
    mean = 0.6 * np.where(silent, 1.0, np.exp(0.6 * (street - 2))) * rng.gamma(3, 1 / 3, PLACES)
    seen = rng.poisson(mean[:, None], (PLACES, len(AMONG) + 1))
    parts = [
        pd.DataFrame(
            {
                "place": np.arange(PLACES),
                "street": np.where(silent, rng.gamma(2, 1, PLACES), street),
                "rate": seen[:, number],
                "outcome": seen[:, number + 1],
                "as_of": window.start,
                "happened_on": window.start,
                TIMES: np.where(silent, 5.0, 1.0),
            }
        )
        for number, window in enumerate(AMONG)
    ]
    return pd.concat(parts, ignore_index=True)


def hold(matrix: pd.DataFrame) -> Contest:
    features = ("rate", "street")
    return count_contest(matrix, features, CANDIDATES, AMONG, JUDGE, about="place", draws=100)


@pytest.fixture(scope="module")
def matrix() -> pd.DataFrame:
    return draw(3)


@pytest.fixture(scope="module")
def corrected(matrix: pd.DataFrame) -> Contest:
    return hold(matrix)


def test_what_wins_in_another_order_than_the_published_one_is_not_published(
    matrix: pd.DataFrame, corrected: Contest
) -> None:
    # What trees know lies where everything is reported; the published top lies elsewhere.
    assert surely_more(hold(matrix.drop(columns=TIMES))) > 0
    assert surely_more(corrected) < 0
    assert corrected.winner == "record"
    assert "trees does not find more than record for sure" in corrected.verdict


def surely_more(played: Contest) -> float:
    """The low end of what the trees' top finds more than the record's."""
    own = played.summary.set_index(["candidate", "measure"])["difference_low"]
    return float(own["trees", "capture_first_10_percent"])


def test_the_measures_are_those_of_the_published_order(
    matrix: pd.DataFrame, corrected: Contest
) -> None:
    out = corrected.out_of_time[corrected.out_of_time["candidate"] == "trees"]
    window, rows = list(out.groupby("window"))[-1]
    told, places = matrix.loc[rows["row"]], PLACES // 10
    times = told[TIMES].to_numpy()
    order = pd.Series(rows["expected"].to_numpy() * times)
    worth = pd.Series(told["outcome"].to_numpy() * times)
    # By hand: all above the border, and the border's own in proportion to the places left.
    last = order.sort_values(ascending=False).iloc[places - 1]
    level = worth[order == last].mean() * (places - (order > last).sum())
    each = corrected.per_window.set_index(["candidate", "window", "measure"])["value"]
    judged = each[("trees", window, "capture_first_10_percent")]
    assert judged == pytest.approx((worth[order > last].sum() + level) / worth.sum())


def test_counts_themselves_stay_those_that_were_reported(
    matrix: pd.DataFrame, corrected: Contest
) -> None:
    raw = hold(matrix.drop(columns=TIMES))
    whole = ["observed_per_expected", "deviance", "calibration_slope", "interval_coverage"]
    ours, theirs = (
        p.summary.set_index(["measure", "candidate"])["value"].loc[whole] for p in (corrected, raw)
    )
    pd.testing.assert_series_equal(ours, theirs)
    pd.testing.assert_frame_equal(corrected.out_of_time.drop(columns=TIMES), raw.out_of_time)


ROWS = pd.DataFrame(
    {
        "candidate": "a",
        "window": pd.Timestamp("2020-01-01"),
        "outcome": [3, 1, 2, 0],
        "score": [9.0, 1.0, 4.0, 5.0],
        "expected": [3.0, 1.0, 2.0, 2.0],
        "expected_low": 0.0,
        "expected_high": 5.0,
        "dispersion": 0.0,
        TIMES: [1.0, 4.0, 1.0, 1.0],
    }
)


def test_rows_stand_by_what_is_expected_with_the_unreported_then_by_score() -> None:
    made = as_published(ROWS, {"a": RankBy("x")})
    assert [*made["score"]] == [2, 3, 0, 1]
    assert [*made[WORTH]] == [3, 4, 2, 0]
    # Before anything is expected the score stands for it.
    early = as_published(ROWS.assign(expected=np.nan), {"a": RankBy("x")})
    assert [*early["score"]] == [3, 0, 1, 2]
    plain = ROWS.drop(columns=TIMES)
    assert as_published(plain, {"a": RankBy("x")}) is plain


def test_a_top_finds_what_its_reports_stand_for() -> None:
    made = as_published(ROWS, {"a": RankBy("x")})
    told = area_tally(made, (0.25,))
    assert [float(x[0]) for x in told["capture_first_25_percent"]] == [4, 9]
    assert [float(x[0]) for x in told["pei_first_25_percent"]] == [4, 4]
    assert [float(x[0]) for x in told["observed_per_expected"]] == [6, 8]
    assert tie_range(made, (0.25,))["capture_first_25_percent_best"] == pytest.approx(4 / 9)
    assert capture_curve(made, 5)["found"].round(3).tolist() == [0, 0.444, 0.778, 0.778, 1]


def test_a_list_is_looked_at_again_in_the_same_order() -> None:
    listed = pd.DataFrame({"given": [3.0, 1.0, 2.0, 2.0], "outcome": [3, 1, 2, 0]})
    assert outcome_row(listed, None, 0.25)["value"] == pytest.approx(3 / 6)
    again = outcome_row(listed.assign(**{TIMES: ROWS[TIMES]}), None, 0.25)
    assert again["value"] == pytest.approx(4 / 9)
    assert (again["came"], again["expected"]) == (6, 8)
