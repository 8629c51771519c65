"""The licensing office's delivery: one snapshot of food licence terms."""

import numpy as np
import pandas as pd

from lakehouse.sample import parameters as p
from lakehouse.sample.city import City
from lakehouse.sample.layout import Column, Delivery
from lakehouse.sample.names import plain
from lakehouse.sample.streams import stream

ACTIVITIES = {
    "RESTAURANT": "EAT_IN",
    "TAKEAWAY": "EAT_OUT",
    "GROCERY": "RETAIL",
    "BAKERY": "RETAIL",
    "CAFE": "EAT_IN",
    "CHILDCARE": "CARE",
    "BUTCHER": "RETAIL",
}
FLAGS = {"tobacco": ("GROCERY", 0.45), "alcohol": ("RESTAURANT", 0.55), "patio": ("CAFE", 0.50)}

LICENCES = Delivery(
    name="food_licences",
    department="licensing",
    file="food_licences.csv",
    byte_order_mark=True,
    date_style="%d/%m/%Y",
    interval=("term_from", "term_to"),
    sort=("licence_no", "term_from"),
    columns=(
        Column("licence_no", "id", key=True),
        Column("term_from", "date"),
        Column("term_to", "date"),
        Column("activity", "code", codes=("CARE", "EAT_IN", "EAT_OUT", "RETAIL")),
        Column("trading_as", "text"),
        Column("address", "text"),
        Column("account_no", "number", low=0),
        Column("status", "code", codes=("ACTIVE", "EXPIRED", "CANCELLED")),
        Column("lat", "lat"),
        Column("lon", "lon"),
        Column("tobacco", "flag"),
        Column("alcohol", "flag"),
        Column("patio", "flag"),
    ),
)


def _filed(rng: np.random.Generator, names: pd.Series) -> pd.Series:
    # One name in five is filed in another spelling, so that joining by name alone fails.
    odd = rng.random(len(names)) < 0.2
    formal = names.map(plain).where(rng.random(len(names)) < 0.6, names + " B.V.")
    return names.where(~odd, formal)


def _terms(rng: np.random.Generator, premises: pd.DataFrame) -> pd.DataFrame:
    """Renewal terms of one or two years that touch the two years before the records or later."""
    years = np.where(rng.random(len(premises)) < 0.15, 1, 2)
    last = premises["closed"].fillna(p.LAST_DAY)
    nothing = {"premises": int, "term_from": "datetime64[ns]", "term_to": "datetime64[ns]"}
    parts = [pd.DataFrame(columns=list(nothing)).astype(nothing)]
    for length in (1, 2):
        at = premises.index[years == length]
        start = pd.DatetimeIndex(premises["opened"].loc[at])
        while at.size:
            following = start + pd.DateOffset(years=length)
            term = {"premises": at, "term_from": start, "term_to": following - pd.Timedelta(days=1)}
            parts.append(pd.DataFrame(term)[following > p.FOOD_FROM - pd.DateOffset(years=2)])
            going = following <= last.loc[at].to_numpy()
            at, start = at[going], following[going]
    return pd.concat(parts, ignore_index=True)


def food_licences(city: City, area: int, premises: pd.DataFrame) -> pd.DataFrame:
    """One row per licence and renewal term, as the register stood on the last day."""
    rng = stream(city.seed, f"licensing/{area}")
    known = premises.assign(filed_as=_filed(rng, premises["trading_as"]))
    for flag, (kind, often) in FLAGS.items():
        share = np.where(known["kind"] == kind, often, 0.06)
        known[flag] = rng.random(len(known)) < share
    term = _terms(rng, known)
    at = known.iloc[term["premises"]].reset_index(drop=True)
    over = term["term_to"] < p.LAST_DAY
    cancelled = at["closed"].notna() & (term["term_to"] >= at["closed"])
    return pd.DataFrame(
        {
            "licence_no": at["licence_no"],
            "term_from": term["term_from"],
            "term_to": term["term_to"],
            "activity": at["kind"].map(ACTIVITIES),
            "trading_as": at["filed_as"],
            "address": at["address"],
            "account_no": at["account_no"],
            "status": np.select([cancelled, over], ["CANCELLED", "EXPIRED"], "ACTIVE"),
            "lat": at["lat"],
            "lon": at["lon"],
            **{flag: at[flag] for flag in FLAGS},
        }
    )
