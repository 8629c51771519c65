"""Measures agree with counting over every order of ties, and with outside implementations."""

from __future__ import annotations

import json
from itertools import pairwise, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from lakehouse.declare.errors import PlanError
from lakehouse.modelling.measures import (
    auc,
    average_precision,
    brier,
    capture_at,
    log_score,
    precision_at,
)
from lakehouse.modelling.ties import found_in_first, tie_groups

rows = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=6)
both = rows.filter(lambda pairs: len({outcome for _, outcome in pairs}) == 2)
few = settings(deadline=None, max_examples=60)


def split(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    score, outcome = zip(*pairs, strict=True)
    return np.array(score, dtype=float), np.array(outcome)


def orders(score: np.ndarray) -> list[list[int]]:
    """Every order of the rows that keeps higher scores first."""
    return [
        list(order)
        for order in permutations(range(len(score)))
        if all(score[a] >= score[b] for a, b in pairwise(order))
    ]


@few
@given(rows, st.integers(1, 6))
def test_shares_at_k_are_those_over_all_orders_of_ties(
    pairs: list[tuple[int, int]], k: int
) -> None:
    score, outcome = split(pairs)
    k = min(k, len(score))
    hits = [int(outcome[order[:k]].sum()) for order in orders(score)]
    found = precision_at(score, outcome, k)
    assert found.expected == pytest.approx(np.mean(hits) / k)
    assert (found.best, found.worst) == (max(hits) / k, min(hits) / k)
    if outcome.sum():
        captured = capture_at(score, outcome, k)
        assert captured.expected == pytest.approx(np.mean(hits) / outcome.sum())
        assert captured.best == max(hits) / outcome.sum()


@few
@given(both)
def test_auc_is_its_mean_over_all_orders_of_ties(pairs: list[tuple[int, int]]) -> None:
    score, outcome = split(pairs)
    won = []
    for order in orders(score):
        listed = outcome[order]
        below = (listed == 0).sum() - np.cumsum(listed == 0)
        won.append(below[listed == 1].sum() / (listed.sum() * (1 - listed).sum()))
    assert auc(score, outcome) == pytest.approx(np.mean(won))


@few
@given(both, st.randoms(use_true_random=False))
def test_no_measure_depends_on_the_order_of_the_rows(pairs, random) -> None:  # type: ignore[no-untyped-def]
    other = list(pairs)
    random.shuffle(other)
    for measure in (auc, average_precision):
        assert measure(*split(pairs)) == pytest.approx(measure(*split(other)), abs=1e-12)
    assert precision_at(*split(pairs), 2) == precision_at(*split(other), 2)


def test_measures_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    outcome, score = rng.integers(0, 2, 500), np.round(rng.random(500), 1)
    assert auc(score, outcome) == pytest.approx(roc_auc_score(outcome, score))
    expected = average_precision_score(outcome, score)
    assert average_precision(score, outcome) == pytest.approx(expected)
    chance = np.clip(score, 0.05, 0.95)
    assert brier(chance, outcome) == pytest.approx(brier_score_loss(outcome, chance))
    assert log_score(chance, outcome) == pytest.approx(log_loss(outcome, chance))


def test_random_labels_have_an_auc_near_a_half() -> None:
    rng = np.random.default_rng(11)
    values = [auc(rng.random(400), rng.random(400) < 0.2) for _ in range(100)]
    # One such AUC spreads by about 0.036, the mean of a hundred by a tenth of that.
    assert np.mean(values) == pytest.approx(0.5, abs=0.012)
    assert 0.02 < np.std(values) < 0.06


def test_precision_and_recall_are_those_of_fairlearn_and_aequitas(reference: Path) -> None:
    counts = pd.read_csv(reference / "compas_confusion_by_race.csv", index_col="race")
    answers = json.loads((reference / "validation_expected.json").read_text())
    precision, rates = {}, answers["compas_fairlearn"]["by_group"]
    for race, n in counts.iterrows():
        outcome = np.repeat([1, 0, 1, 0], [n.tp, n.fp, n.fn, n.tn])
        chosen = np.repeat([1, 0], [n.tp + n.fp, n.fn + n.tn])
        at = precision_at(chosen, outcome, int(chosen.sum()))
        assert at.best == at.worst == pytest.approx(at.expected)
        precision[race] = at.expected
        found = capture_at(chosen, outcome, int(chosen.sum())).expected
        assert found == pytest.approx(rates["tpr"][race], rel=1e-12)
        # With one threshold the AUC is the mean of sensitivity and specificity.
        middle = (1 + rates["tpr"][race] - rates["fpr"][race]) / 2
        assert auc(chosen, outcome) == pytest.approx(middle, rel=1e-12)
    for race, expected in answers["compas_aequitas_vs_Caucasian"]["precision_disparity"].items():
        assert precision[race] / precision["Caucasian"] == pytest.approx(expected, rel=1e-12)


def test_one_outcome_alone_has_no_auc_and_certain_errors_stay_finite() -> None:
    assert np.isnan(auc([1, 2], [0, 0])) and np.isnan(average_precision([1, 2], [0, 0]))
    assert np.isnan(capture_at([1, 2], [0, 0], 1).expected)
    assert log_score([0.0], [1]) == pytest.approx(-np.log(1e-12))


def test_half_a_place_finds_half_a_row() -> None:
    assert found_in_first(tie_groups([2, 1], [1, 1]), 1.5)[0] == 1.5


@pytest.mark.parametrize(
    ("score", "outcome", "message"),
    [
        ([1.0, np.nan], [0, 1], "1 scores are missing"),
        ([1.0, 2.0], [0, 2], "1 outcomes are not 0 or 1"),
        ([1.0], [0, 1], "cannot be judged"),
        ([], [], "empty list"),
    ],
)
def test_lists_that_cannot_be_judged_are_refused(score, outcome, message) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PlanError, match=message):
        auc(score, outcome)


def test_impossible_places_and_probabilities_are_refused() -> None:
    with pytest.raises(PlanError, match="first 3 cannot"):
        precision_at([1, 2], [0, 1], 3)
    with pytest.raises(PlanError, match="below 0 or above 1"):
        brier([1.2, 0.1], [1, 0])
