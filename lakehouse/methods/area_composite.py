"""The one view of the city's risk: areas by score, with how sure their ranks are and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd

from lakehouse.methods.area_indicators import DOMAINS, EXPOSURE, INDICATORS, RISK, VULNERABILITY
from lakehouse.methods.area_indicators import frame_of as frame_of_known
from lakehouse.methods.composite import Frame, Recipe, composite
from lakehouse.methods.contribution import contributions, drivers
from lakehouse.methods.outlier_treatment import winsorised
from lakehouse.methods.rank_uncertainty import (
    Inputs,
    how_sure,
    redrawn_scores,
    within_intervals,
)

# 100 is what is usual in the city; less than a hundredth of it counts as a hundredth.
USUAL = 100
RECIPE = Recipe(normaliser="share_of_mean", scale=(1, USUAL), treat=False)
# How indicators are made comparable is a choice too, so it is made by lot when ranks are drawn.
RECIPES = (RECIPE, Recipe(normaliser="min_max", scale=(1, 100)))
NOISE = 0.5
SHARE_ON_TOP, LEAST_AREAS = 5, 3
PARTS = (*DOMAINS, EXPOSURE, VULNERABILITY)


def top_of(areas: int) -> int:
    """How many of so many areas are called the top: a fifth."""
    return max(1, round(areas / SHARE_ON_TOP))


def area_composite(
    value: pd.DataFrame,
    low: pd.DataFrame,
    high: pd.DataFrame,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per area: score, rank and its range, chance of the top, domains, what each adds.

    ``value``, ``low`` and ``high``: a row per area, a column per indicator of
    :data:`~lakehouse.methods.area_indicators.INDICATORS`, in its own unit; 9 times in 10 the truth
    lies between low and high, which are missing where nobody can say. OECD/JRC handbook: outliers
    drawn in, each indicator as a share of the city's mean (100 is usual), arithmetic within a
    domain, geometric between the domains and with who lives there. The columns ``adds_<part>`` of
    a row add up to its score less 100. Ranks are drawn again from the intervals, with weights off
    by up to half, one indicator of a domain left out by lot, and min-max with treatment in every
    other draw (handbook, step 7). An area has no score where :func:`lacking` names something: what
    is not known there is neither usual nor like the rest of it.
    """
    columns = [
        one.name for one in INDICATORS if one.name in value and value[one.name].notna().any()
    ]
    value = drawn_in(value[columns])
    low, high = np.minimum(low[columns], value), np.maximum(high[columns], value)
    frame = frame_of_known(columns)
    scores = composite(value, frame, RECIPE)
    held = scores.loc[lacking(scores) == "", RISK].dropna()
    if len(held) < LEAST_AREAS:
        return _bare(scores)
    drawn = redrawn_scores(
        leaving_one_out(within_intervals(value, low, high), frame),
        frame,
        RECIPES,
        noise=NOISE,
        draws=draws,
        seed=seed,
    )
    sure = how_sure(held, drawn, top_of(len(held)))
    added = contributions(scores, pd.Series(float(USUAL), columns), frame, RECIPE.means)
    told = drivers(added)
    made = scores.reindex(columns=PARTS).assign(score=held)
    for part in PARTS:
        names = [p.name for p in frame.parts if p.into == part]
        made[f"adds_{part}"] = (
            added[names].sum(axis=1).where(made[part].notna() & made["score"].notna())
        )
    made = made.join(sure.rename(columns={"chance": "chance_of_top", "firm": "is_firm"}))
    made["of"], made["top"] = len(held), top_of(len(held))
    made["drivers"] = told.where(made["score"].notna(), None)
    return made


def lacking(scores: pd.DataFrame) -> pd.Series:
    """What is not known of each area, in words, of the domains that others have and of who lives
    there; empty where all is. ``scores``: a row per area with the columns of ``PARTS`` there are.
    """
    needed = [n for n in (*DOMAINS, EXPOSURE) if n in scores and scores[n].notna().any()]
    said = {EXPOSURE: "who lives there"}
    gone = scores[needed].isna()
    told = [" and ".join(said.get(n, n) for n in needed if row[n]) for _, row in gone.iterrows()]
    return pd.Series(told, scores.index, dtype=object)


def drawn_in(value: pd.DataFrame) -> pd.DataFrame:
    """The hazards with outliers drawn in (handbook, step 3); people are as many as they are."""
    made = value.copy()
    for one in INDICATORS:
        if one.name in value and one.into in DOMAINS:
            known = value[one.name].dropna()
            made.loc[known.index, one.name] = winsorised(known.to_numpy(dtype=float))
    return made


def leaving_one_out(inputs: Inputs, frame: Frame) -> Inputs:
    """Draws of ``inputs`` in which each domain with several indicators may lack one, by lot.

    Whether an indicator belongs in at all is the first choice that a composite is open to; none
    is left out as often as each is.
    """
    pairs = sorted((p.into or "", p.name) for p in frame.indicators)
    groups = [[n for _, n in each] for _, each in groupby(pairs, key=lambda pair: pair[0])]
    several: Sequence[list[str]] = [names for names in groups if len(names) > 1]

    def draw(rng: np.random.Generator) -> pd.DataFrame:
        made = inputs(rng)
        for names in several:
            at = int(rng.integers(len(names) + 1))
            if at:
                made[names[at - 1]] = np.nan
        return made

    return draw


def _bare(scores: pd.DataFrame) -> pd.DataFrame:
    """The domains alone, where there are too few areas for a rank."""
    made = scores.reindex(columns=PARTS)
    more = ["score", *(f"adds_{part}" for part in PARTS)]
    more += ["rank", "rank_p05", "rank_p95", "chance_of_top", "of", "top"]
    return made.reindex(columns=[*PARTS, *more]).assign(is_firm=None, drivers=None)
