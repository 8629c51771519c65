"""The reproduction number against EpiEstim's answers, and on epidemics whose truth is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.methods.reproduction import cori, cori_uncertain, wallinga_teunis
from lakehouse.methods.serial_interval import (
    UncertainInterval,
    checked_weights,
    infectivity,
    shifted_gamma,
)
from tests.shared_data import shared

NAMES = {
    "mean": "Mean(R)",
    "sd": "Std(R)",
    "q0.025": "Quantile.0.025(R)",
    "q0.25": "Quantile.0.25(R)",
    "q0.5": "Median(R)",
    "q0.75": "Quantile.0.75(R)",
    "q0.975": "Quantile.0.975(R)",
}


@pytest.fixture(scope="module")
def flu() -> Path:
    return shared("reference", "medical")


def cases(folder: Path) -> np.ndarray:
    return pd.read_csv(folder / "flu2009_incidence.csv")["I"].to_numpy()


def agrees(made: pd.DataFrame, said: pd.DataFrame) -> None:
    assert (made["first"] + 1).tolist() == said["t_start"].tolist()
    assert (made["last"] + 1).tolist() == said["t_end"].tolist()
    for ours, theirs in NAMES.items():
        if theirs in said.columns and ours in made.columns:
            assert np.abs(made[ours].to_numpy() - said[theirs].to_numpy()).max() < 1e-6, ours


def test_the_serial_interval_is_cut_into_days_as_epiestim_does(flu: Path) -> None:
    said = pd.read_csv(flu / "flu2009_si_gamma_shifted_discretised_expected.csv")
    made = shifted_gamma(2.6, 1.5, int(said["k"].max()))
    assert np.abs(made - said["w"].to_numpy()).max() < 1e-9


def test_the_posterior_is_epiestims_with_a_gamma_interval(flu: Path) -> None:
    said = pd.read_csv(flu / "flu2009_cori_expected.csv")
    said = said[said["method"] == "cori_parametric_mean2.6_sd1.5"]
    agrees(cori(cases(flu), shifted_gamma(2.6, 1.5, 32)), said)


def test_the_posterior_is_epiestims_with_an_observed_interval(flu: Path) -> None:
    said = pd.read_csv(flu / "flu2009_cori_expected.csv")
    said = said[said["method"] == "cori_nonparametric"]
    weights = pd.read_csv(flu / "flu2009_si_distr.csv")["w"]
    agrees(cori(cases(flu), weights), said)


def test_looking_back_agrees_with_epiestims_wallinga_and_teunis(flu: Path) -> None:
    said = pd.read_csv(flu / "flu2009_wallinga_teunis_mean_expected.csv")
    weights = shifted_gamma(2.6, 1.5, 32)
    agrees(wallinga_teunis(cases(flu), weights), said)


def test_a_window_within_a_mean_serial_interval_of_the_start_is_missing_as_in_epiestim() -> None:
    counts = [2, 1, 4, 2, 6, 3, 1, 5, 8]
    made = cori(counts, shifted_gamma(4, 2, 9), window=2)
    # estimate_R 2.2-4, parametric_si, mean_si 4, std_si 2
    said = [np.nan, 4.68370290, 3.51442075, 2.64582212, 0.97232049, 1.12166697, 2.20513667]
    np.testing.assert_allclose(made["mean"], said, atol=1e-6)
    for name in ("sd", "q0.025", "q0.975"):
        assert made[name].isna().tolist() == np.isnan(said).tolist()
    assert not made["sure"][0]
    unsure = cori_uncertain(counts, UncertainInterval(4, 0.01, 2, 0.01), window=2)
    assert np.isnan(unsure["mean"][0]) and unsure[2:].notna().all(axis=None)


def growing(r: float, days: int = 60) -> np.ndarray:
    made, weights = [200.0] * 12, shifted_gamma(4, 2, 30)
    while len(made) < days:
        made.append(r * sum(w * c for w, c in zip(weights[1:], made[::-1], strict=False)))
    return np.round(made)


@pytest.mark.parametrize("truth", [0.8, 1.0, 1.4])
def test_a_known_number_is_found(truth: float) -> None:
    made = cori(growing(truth), shifted_gamma(4, 2, 30)).iloc[-1]
    assert made["mean"] == pytest.approx(truth, rel=0.03)
    assert made["q0.025"] < truth < made["q0.975"] and made["sure"]
    back = wallinga_teunis(growing(truth), shifted_gamma(4, 2, 30)).iloc[20]
    assert back["mean"] == pytest.approx(truth, rel=0.05)


def test_an_uncertain_interval_widens_what_is_known() -> None:
    counts = growing(1.4)
    sure = cori(counts, shifted_gamma(4, 2, 30)).iloc[-1]
    unsure = cori_uncertain(counts, UncertainInterval(4, 1, 2, 0.5)).iloc[-1]
    width = [row["q0.975"] - row["q0.025"] for row in (sure, unsure)]
    assert width[1] > 1.5 * width[0] and unsure["mean"] == pytest.approx(sure["mean"], rel=0.1)
    again = cori_uncertain(counts, UncertainInterval(4, 1, 2, 0.5)).iloc[-1]
    assert again.equals(unsure)


def test_an_uncertain_interval_within_bounds_gives_nearly_epiestims_answer() -> None:
    days = np.arange(1, 41)
    counts = np.round(200 * np.exp(0.05 * days - 0.0007 * days**2))
    bounds = {"mean_within": (3.0, 4.5), "sd_within": (1.5, 2.5)}
    made = cori_uncertain(counts, UncertainInterval(4, 2, 2, 1, **bounds), intervals=1000)
    # estimate_R 2.2-4, uncertain_si with these bounds, n1 4000, n2 100
    said = {"mean": [1.12842765, 1.00638224], "q0.5": [1.12813775, 1.00628784]}
    said |= {"q0.025": [1.075339482, 0.972621897], "q0.975": [1.18309969, 1.04057556]}
    for name, wanted in said.items():
        np.testing.assert_allclose(made[name].iloc[[10, 32]], wanted, rtol=4e-3)


def test_without_cases_the_prior_is_all_there_is() -> None:
    made = cori(np.zeros(20), shifted_gamma(4, 2, 30))
    assert np.allclose(made[["mean", "sd"]], 5) and not made["sure"].any()
    assert wallinga_teunis(np.zeros(20), shifted_gamma(4, 2, 30))["mean"].isna().all()


def test_infectivity_weighs_earlier_cases() -> None:
    made = infectivity([10, 0, 0, 4], [0, 0.5, 0.3, 0.2])
    assert np.isnan(made[0]) and made[1:].tolist() == pytest.approx([5, 3, 2])


def test_a_published_interval_is_taken_as_it_was_rounded() -> None:
    rounded = [0, 0.334, 0.334, 0.333]
    assert checked_weights(rounded).tolist() == rounded
    assert infectivity([1000, 0, 0, 0], rounded)[1:].tolist() == pytest.approx([334, 334, 333])


@pytest.mark.parametrize("weights", [[0.5, 0.5], [0, -0.1, 1], [0, 0.52, 0.5], [0], [0, 0]])
def test_what_is_no_serial_interval_is_refused(weights: list[float]) -> None:
    with pytest.raises(PlanError, match="no weights of a serial interval"):
        checked_weights(weights)


def test_what_cannot_be_estimated_is_refused() -> None:
    weights = shifted_gamma(4, 2, 10)
    for bad in ([1, np.nan, 2], [1, -1, 2]):
        with pytest.raises(PlanError, match="missing or below zero"):
            cori(bad, weights, window=1)
    with pytest.raises(PlanError, match="window of 7 days does not fit into 7"):
        cori(np.ones(7), weights)
    with pytest.raises(PlanError, match=r"window of 1\.5 days"):
        cori(np.ones(9), weights, window=1.5)  # type: ignore[arg-type]
    with pytest.raises(PlanError, match="prior of mean 5"):
        cori(np.ones(9), weights, prior_sd=0)
    with pytest.raises(PlanError, match="is not possible"):
        shifted_gamma(0.9, 1, 10)
    with pytest.raises(PlanError, match="too uncertain"):
        cori_uncertain(np.ones(20), UncertainInterval(-50, 0.1, 1, 0.1), intervals=2)
