"""Whether a list treats groups alike: rates by group, how far apart, and what may be said of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.declare.errors import PlanError
from lakehouse.methods.share_spread import half_width, spread_of_entities, spread_of_rows

PASS, FAIL, INSUFFICIENT = "pass", "fail", "insufficient"
BAND = (0.8, 1.25)
COUNTS = ("tp", "fp", "fn", "tn")
# Which of the four counts are the cases of a rate, and of whom it is the share; of nobody in the
# group: of all groups' cases (aequitas' predicted positive rate).
RATES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "selected": (("tp", "fp"), COUNTS),
    "ppr": (("tp", "fp"), ()),
    "fpr": (("fp",), ("fp", "tn")),
    "fnr": (("fn",), ("fn", "tp")),
    "tpr": (("tp",), ("fn", "tp")),
    "tnr": (("tn",), ("fp", "tn")),
    "precision": (("tp",), ("tp", "fp")),
    "fdr": (("fp",), ("tp", "fp")),
    "for": (("fn",), ("fn", "tn")),
    "npv": (("tn",), ("fn", "tn")),
}


def group_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Each rate of each group; missing where nobody could have been a case.

    ``counts``: tp, fp, fn, tn of each group, the index names it. selected: share on the list; ppr:
    the group's share of the whole list, which large groups have more of; fpr, fnr, tpr, tnr: of
    those without or with the outcome; precision, fdr: of those on the list; for, npv: of those
    not on it. PlanError for a missing column or a count below zero.
    """
    _checked(counts)
    rates = {rate: _cases(counts, rate) for rate in RATES}
    return pd.DataFrame({name: hit / of.where(of > 0) for name, (hit, of) in rates.items()})


def disparities(
    counts: pd.DataFrame,
    reference: str,
    rates: tuple[str, ...] = ("selected", "fpr", "fnr"),
    band: tuple[float, float] = BAND,
    level: float = 0.95,
) -> pd.DataFrame:
    """rate, group, of, share, disparity, low, high and verdict: every group has a row per rate.

    ``disparity`` is the group's rate over the ``reference`` group's (with half a case added to each
    count where the reference has none), [low, high] its ``level`` interval on the log scale (Katz
    et al. 1978, half a case added likewise). It is missing where nobody could have been a case, as
    the share is. ``counts`` may be of each entity of a group (index: group, entity): what is seen
    of one again and again is no new case, so the interval is that between entities where it is
    wider, and missing where fewer than five were seen. The verdict is pass where the interval lies
    within the ``band``, fail where it lies outside, and insufficient where it reaches across an
    edge, or is missing: too few to tell. PlanError for an unknown reference.
    """
    _checked(counts)
    if reference not in counts.index.get_level_values(0):
        raise PlanError(f"There is no group {reference}.", "Name one of the groups.")
    told = [_against(counts, reference, rate, level) for rate in rates]
    made = pd.concat(told, ignore_index=True)
    within = (made["low"] >= band[0]) & (made["high"] <= band[1])
    beyond = (made["low"] > band[1]) | (made["high"] < band[0])
    made["verdict"] = np.select([within, beyond], [PASS, FAIL], INSUFFICIENT)
    return made


def best_known(counts: pd.DataFrame, rates: tuple[str, ...]) -> str:
    """The group whose least known rate rests on the most cases: what others are compared with.

    The largest group is no yardstick where hardly anybody of it is on the list.
    """
    _checked(counts)
    rests = [_cases(counts, rate)[1 if RATES[rate][1] else 0] for rate in rates]
    least = pd.concat(rests, axis=1).min(axis=1)
    return str(least.idxmax())


def verdict(made: pd.DataFrame) -> str:
    """Of all :func:`disparities`: fail if any fails, pass if all pass, insufficient otherwise."""
    seen = set(made["verdict"])
    return FAIL if FAIL in seen else INSUFFICIENT if INSUFFICIENT in seen or not seen else PASS


def parity_ratio(counts: pd.DataFrame) -> float:
    """The least share on the list of a group over the largest (demographic parity ratio).

    1 where nobody is on the list: all are treated alike.
    """
    selected = group_rates(counts)["selected"]
    return float(selected.min() / selected.max()) if selected.max() > 0 else 1.0


def odds_difference(counts: pd.DataFrame) -> float:
    """The largest gap between groups in tpr or in fpr (equalised odds difference, Hardt 2016)."""
    rates = group_rates(counts)[["tpr", "fpr"]]
    return float((rates.max() - rates.min()).max())


def _against(counts: pd.DataFrame, reference: str, rate: str, level: float) -> pd.DataFrame:
    groups, within = counts.groupby(level=0).sum(), bool(RATES[rate][1])
    hit, of = _cases(groups, rate)
    share = hit / of.where(of > 0)
    variance, freedom = spread_of_rows(hit, of, within=within), None
    if counts.index.nlevels > 1:
        variance, freedom = spread_of_entities(*_cases(counts, rate), variance, within=within)
    log_share = np.log((hit + 0.5) / (of + 1))
    middle = log_share - log_share[reference]
    half = half_width(variance, freedom, reference, level)
    known = share[reference] > 0
    ratio = share / share[reference] if known else np.exp(middle)
    return pd.DataFrame(
        {
            "rate": rate,
            "group": groups.index,
            "of": of.to_numpy(),
            "share": share.to_numpy(),
            "disparity": ratio.where(share.notna()).to_numpy(),
            "low": np.exp(middle - half).to_numpy(),
            "high": np.exp(middle + half).to_numpy(),
        }
    )


def _cases(counts: pd.DataFrame, rate: str) -> tuple[pd.Series, pd.Series]:
    hit, of = RATES[rate]
    cases = counts[list(hit)].sum(axis=1)
    whole = pd.Series(cases.sum(), index=cases.index)
    return cases, counts[list(of)].sum(axis=1) if of else whole


def _checked(counts: pd.DataFrame) -> None:
    lost = [name for name in COUNTS if name not in counts.columns]
    if lost or (counts[list(COUNTS)] < 0).to_numpy().any():
        raise PlanError(
            f"The groups need counts of {', '.join(COUNTS)}, none below zero.",
            "Count who was on the list and who had the outcome, by group.",
        )
