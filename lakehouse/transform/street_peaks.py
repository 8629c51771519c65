"""Where along each street segment the excess of crashes lies, with a sentence for every case."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lakehouse.methods.peak_search import LIMIT, peak_search
from lakehouse.methods.road_windows import road_windows
from lakehouse.methods.sliding_window import worst_windows
from lakehouse.transform.street_order import street_order
from lakehouse.transform.street_record import AT_INTERSECTION

WINDOW = 160.9  # metres: 0.1 mile, where peak searching begins (Highway Safety Manual 2010)
# The manual moves windows by a third of their length, of 0.3 mile: in a city that is a block.
STEP = WINDOW / 3
BY_CHANCE = 0.05  # above it a cluster may be none
PEAKS = (
    "site_id string, worst_from double, worst_to double, worst_excess double, peak_from double, "
    "peak_to double, peak_window double, peak_crashes int, peak_excess double, peak_cv double, "
    "peak_by_chance double, peak_says string"
)
COLUMNS = [word.split()[0] for word in PEAKS.split(", ")]


def street_peaks(sites: pd.DataFrame) -> pd.DataFrame:
    """A row per segment: its worst window, its peak, and ``peak_says``, which is never missing.

    ``sites`` have site_id, metres, usual (crashes a year), years, dispersion (k), crashes on
    record, ``places``, the share of the line before each of them, ``starts_at``, the name of
    the intersection at the first end, and what ``street_order`` wants; they are of one class.
    Crashes of the intersections' own areas are theirs, so that the stretch between these areas is
    searched; crashes projected beyond its ends count there.
    ``..._from`` and ``..._to`` are metres from the first end, excess is crashes a year.

    The worst window may run on over the next segment of the street, past the intersection's area,
    which is no part of it: then it begins before 0 or ends beyond the length. A peak stays within
    its segment, as the Highway Safety Manual has peak searching.
    """
    road = _stretches(sites)
    found = sites[["site_id", "places"]].explode("places").dropna()
    found = found.rename(columns={"site_id": "segment"}).merge(road, on="segment")
    at = (found["places"].astype(float) * found["metres"]).clip(found["begins"], found["ends"])
    crashes = found[["segment"]].assign(at=at.astype(float))
    worst = _worst(road, crashes)
    peak = peak_search(road, crashes, WINDOW).set_index("segment")
    years = road["years"].to_numpy()
    made = pd.DataFrame(
        {
            "site_id": road["segment"].to_numpy(),
            "worst_from": worst["from"].to_numpy(dtype=float).round(),
            "worst_to": worst["to"].to_numpy(dtype=float).round(),
            "worst_excess": worst["excess"].to_numpy(dtype=float) / years,
            "peak_from": peak["begins"].to_numpy(dtype=float).round(),
            "peak_to": peak["ends"].to_numpy(dtype=float).round(),
            "peak_window": (peak["ends"] - peak["begins"]).to_numpy(dtype=float).round(1),
            "peak_crashes": peak["observed"].to_numpy(dtype=float),
            "peak_excess": peak["excess"].to_numpy(dtype=float) / years,
            "peak_cv": peak["cv"].to_numpy(dtype=float),
            "peak_by_chance": peak["by_chance"].to_numpy(dtype=float),
        }
    )
    asked = made.assign(
        best_cv=peak["best_cv"].to_numpy(),
        room=(road["ends"] - road["begins"]).to_numpy(),
        crashes=sites["crashes"].to_numpy(),
        placed=sites["places"].map(len).to_numpy(),
        starts_at=sites["starts_at"].to_numpy(),
    )
    made["peak_says"] = [_says(one) for one in asked.to_dict("records")]
    # A missing number is None: in a table that others read NaN would be a value.
    return made.astype(object).where(made.notna(), None)[COLUMNS]


def _worst(road: pd.DataFrame, crashes: pd.DataFrame) -> pd.DataFrame:
    """``from``, ``to`` (metres from its first end) and ``excess`` of each segment's worst window.

    Segments adjoin as ``street_order`` says, measured in the direction of their road.
    """
    own = road.set_index("segment")
    turned = crashes.assign(at=crashes["at"].astype(float))
    back = own["backwards"].reindex(turned["segment"]).to_numpy(dtype=bool)
    room = own["metres"].reindex(turned["segment"]).to_numpy(dtype=float)
    turned["at"] = np.where(back, room - turned["at"], turned["at"])
    found = worst_windows(road_windows(road, turned, WINDOW, STEP)).set_index("segment")
    # Where each segment lies along its street, the intersections' areas included.
    along = road.sort_values(["road", "turn"], kind="stable").set_index("segment")
    lies = along.groupby("road")["metres"].cumsum() - along["metres"]
    here = lies.reindex(found.index)
    begins = lies.reindex(found["first"]).to_numpy() + found["first_at"] - here
    ends = lies.reindex(found["last"]).to_numpy() + found["last_at"] - here
    length = own["metres"].reindex(found.index)
    back = own["backwards"].reindex(found.index)
    found["from"] = begins.where(~back, length - ends)
    found["to"] = ends.where(~back, length - begins)
    return found[["from", "to", "excess"]].reindex(road["segment"])


def _stretches(sites: pd.DataFrame) -> pd.DataFrame:
    """The part of each segment that is its own, between the areas of its intersections."""
    metres = sites["metres"].to_numpy(dtype=float)
    whole = np.where(metres > 0, metres, np.nan)
    edge = np.where(whole > 2 * AT_INTERSECTION, AT_INTERSECTION, np.nan)
    return pd.DataFrame(
        {
            "segment": sites["site_id"].to_numpy(),
            "metres": whole,
            "begins": edge,
            "ends": whole - edge,
            "years": sites["years"].to_numpy(dtype=float),
            "predicted": sites["usual"].to_numpy(dtype=float) * sites["years"].to_numpy(float),
            "dispersion": sites["dispersion"].to_numpy(dtype=float),
            **street_order(sites.reset_index(drop=True)),
        }
    )


def _says(one: dict[str, object]) -> str:
    """What can be said of a segment, and why not more."""
    room, best, crashes, placed = (float(one[n]) for n in ("room", "best_cv", "crashes", "placed"))  # type: ignore[arg-type]
    if np.isnan(room):
        return (
            "Its length is unknown, or it lies within the areas of its intersections: "
            "it has no parts to compare."
        )
    if crashes == 0:
        return "No crash is on record along it."
    if placed < crashes:
        return (
            f"Of {crashes:.0f} crashes only {placed:.0f} have a place along it: no part is named."
        )
    if np.isinf(best):
        return "No part of it has more crashes than usual for its kind and traffic."
    if one["peak_cv"] != one["peak_cv"]:
        return (
            "Neither a part of it nor the whole has an excess that is known well enough: "
            f"coefficient of variation {best:.2f} at best, {LIMIT} is asked for."
        )
    start = (
        f"from {one['starts_at']}" if isinstance(one["starts_at"], str) else "from its first end"
    )
    beyond = (
        f"{one['peak_crashes']:.0f} crashes on record, "
        f"{one['peak_excess']:.1f} a year beyond the usual"
    )
    if float(one["peak_window"]) >= room - 0.1:  # type: ignore[arg-type]
        short = "it is too short to compare its parts" if room <= WINDOW else "no part stands out"
        return f"The whole of it, for {short}: {beyond}."
    lucky = float(one["peak_by_chance"]) > BY_CHANCE  # type: ignore[arg-type]
    but = "; by chance alone as many could lie together" if lucky else ""
    return f"Between {one['peak_from']:.0f} and {one['peak_to']:.0f} m {start}: {beyond}{but}."
