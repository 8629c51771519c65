"""A composite is the one COINr makes at every step, and its parts add up for every mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.declare.errors import PlanError
from lakehouse.methods.composite import Frame, Part, Recipe, aggregated, composite, normalised
from lakehouse.methods.contribution import contributions, drivers, start_scores
from lakehouse.methods.normalisation import filled, per_size
from lakehouse.methods.outlier_treatment import treated
from lakehouse.methods.weighted_mean import MEANS
from tests.shared_data import shared

NEAR = 1e-6
PLAIN = Recipe(means=("arithmetic",), scale=(0, 100))
# Where the reference's groups for filling in lie; the file does not hold them.
ASIA = "AUS BGD BRN CHN IDN IND JPN KAZ KHM KOR LAO MMR MNG MYS NZL PAK PHL RUS SGP THA VNM"
CITY = Frame(
    (
        Part("crashes", "traffic"),
        Part("jams", "traffic", 3),
        Part("doctors", "health", direction=-1),
        Part("traffic", "risk"),
        Part("health", "risk"),
        Part("risk", None),
    )
)
AREAS = pd.DataFrame(
    {"crashes": [1.0, 5, 9, 2], "jams": [3.0, 1, 2, 9], "doctors": [5.0, 2, 1, 4]},
    index=["a", "b", "c", "d"],
)


def asem(step: str) -> pd.DataFrame:
    return pd.read_csv(shared("reference", "composite") / f"asem_{step}.csv", index_col="uCode")


@pytest.fixture(scope="module")
def meta() -> pd.DataFrame:
    return pd.read_csv(shared("reference", "composite") / "asem_imeta.csv")


@pytest.fixture(scope="module")
def frame(meta: pd.DataFrame) -> Frame:
    rows = meta[meta["Level"].notna()].astype({"Parent": object})
    rows["Parent"] = rows["Parent"].where(rows["Parent"].notna(), None)
    columns = rows[["iCode", "Parent", "Weight", "Direction"]].itertuples(index=False)
    return Frame(tuple(Part(*row) for row in columns))


def test_counts_per_size_are_those_of_an_outside_program(meta: pd.DataFrame) -> None:
    raw, told = asem("raw"), asem("denominated")
    of = meta.dropna(subset=["Denominator"]).set_index("iCode")["Denominator"].to_dict()
    # The sizes are not in the files: one indicator of each tells them, the others must follow.
    teller = {size: name for name, size in reversed(of.items())}
    size = pd.DataFrame({s: raw[i] / told[i].where(told[i] > 0) for s, i in teller.items()})
    checked = {name: s for name, s in of.items() if name not in teller.values()}
    made = per_size(raw, size, checked)
    for name, by in checked.items():
        known = size[by].notna()
        np.testing.assert_allclose(made.loc[known, name], told.loc[known, name], rtol=NEAR)
    assert len(checked) == 13


def test_filled_values_are_those_of_an_outside_program() -> None:
    holes = asem("denominated")
    groups = pd.Series(holes.index.isin(ASIA.split()), holes.index)
    np.testing.assert_allclose(filled(holes, groups), asem("imputed"), rtol=0, atol=NEAR)


def test_treated_values_are_those_of_an_outside_program() -> None:
    made, how = treated(asem("screened"))
    np.testing.assert_allclose(made, asem("treated"), rtol=0, atol=NEAR)
    assert (how["how"] == "winsorised").sum() == 15 and how.loc["Bord", "points"] == 3


def test_normalised_values_and_scores_are_those_of_an_outside_program(frame: Frame) -> None:
    made = normalised(asem("screened"), frame, PLAIN)
    np.testing.assert_allclose(made, asem("normalised"), rtol=0, atol=NEAR)
    told = asem("coinr_results_expected")
    scores = composite(asem("screened"), frame, PLAIN).loc[told.index]
    parts = told.columns.drop("Rank")
    np.testing.assert_allclose(scores[parts], told[parts], rtol=0, atol=NEAR)
    assert scores["Index"].rank(ascending=False).tolist() == told["Rank"].tolist()


@pytest.mark.parametrize("mean", MEANS)
def test_each_mean_is_that_of_an_outside_program(frame: Frame, mean: str) -> None:
    told = asem("aggregation_variants_expected")[f"{mean[0]}mean_1_100"]
    made = composite(asem("screened"), frame, Recipe(means=(mean,)))
    np.testing.assert_allclose(made["Index"], told, rtol=0, atol=NEAR)
    added = contributions(made, pd.Series(1.0, made.columns), frame, (mean,))
    np.testing.assert_allclose(added.sum(axis=1) + 1, told, rtol=0, atol=NEAR)


def test_the_whole_is_geometric_and_a_domain_arithmetic_by_hand() -> None:
    made = composite(AREAS, CITY, Recipe(treat=False))
    crashes, jams, doctors = (1 + 99 * x for x in (1 / 2, 0, 3 / 4))
    assert made.loc["b", "traffic"] == pytest.approx((crashes + 3 * jams) / 4)
    assert made.loc["b", "risk"] == pytest.approx(np.sqrt((crashes + 3 * jams) / 4 * doctors))


def test_one_bad_domain_is_not_made_up_for_by_a_good_one() -> None:
    two = pd.DataFrame({"x": [0.0, 50, 100], "y": [100.0, 50, 0]})
    frame = Frame((Part("x", "all"), Part("y", "all"), Part("all", None)))
    even = composite(two, frame, Recipe(means=("arithmetic",)))["all"]
    strict = composite(two, frame, Recipe(means=("geometric",)))["all"]
    assert even.nunique() == 1 and strict.idxmax() == 1


def test_a_missing_indicator_leaves_its_weight_to_the_others() -> None:
    holes = AREAS.astype(float)
    holes.loc["b", "jams"] = np.nan
    made = composite(holes, CITY, Recipe(treat=False))
    assert made.loc["b", "traffic"] == made.loc["b", "crashes"]
    added = contributions(made, pd.Series(1.0, made.columns), CITY, Recipe().means)
    assert added.loc["b", "jams"] == 0
    np.testing.assert_allclose(added.sum(axis=1) + 1, made["risk"])


@given(
    st.lists(st.tuples(*[st.floats(1, 100)] * 3), min_size=2, max_size=6),
    st.tuples(*[st.floats(1, 100)] * 3),
    st.lists(st.sampled_from(MEANS), min_size=1, max_size=2),
)
def test_contributions_add_up_whatever_the_means_and_the_start(
    rows: list[tuple[float, float, float]], start: tuple[float, float, float], means: list[str]
) -> None:
    names, kinds = ["crashes", "jams", "doctors"], tuple(means)
    scores = aggregated(pd.DataFrame(rows, columns=names), CITY, kinds)
    begin = pd.Series(start, index=names)
    added = contributions(scores, begin, CITY, kinds)
    least = start_scores(scores, begin, CITY, kinds)["risk"]
    np.testing.assert_allclose(least + added.sum(axis=1), scores["risk"], rtol=1e-9)


def test_drivers_are_the_indicators_that_add_most() -> None:
    added = pd.DataFrame({"x": [3.0, 0], "y": [5.0, -1], "z": [1.0, 0.5]}, index=["a", "b"])
    assert drivers(added).tolist() == [("y", "x"), ("z",)]


@pytest.mark.parametrize(
    "parts",
    [
        (Part("a", "b"),),
        (Part("a", None), Part("b", None)),
        (Part("a", "b"), Part("a", "b"), Part("b", None)),
    ],
)
def test_what_is_no_tree_is_refused(parts: tuple[Part, ...]) -> None:
    with pytest.raises(PlanError, match="one tree"):
        Frame(parts)


def test_a_mean_that_does_not_fit_the_scale_is_refused() -> None:
    with pytest.raises(PlanError, match="begins above zero"):
        composite(AREAS, CITY, Recipe(scale=(0, 100)))
    with pytest.raises(PlanError, match="no best mean"):
        composite(AREAS, CITY, Recipe(means=("best",)))
    with pytest.raises(PlanError, match="not above zero"):
        per_size(AREAS, pd.DataFrame({"people": [1, 0, 2, 2]}, AREAS.index), {"jams": "people"})
