"""The truth about the outbreaks: how many visits were usual, and how many were added."""

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.emergency.course import usual
from lakehouse.sample.emergency.strengths import CODES
from lakehouse.sample.moments import DAYS
from lakehouse.sample.outbreaks import outbreaks


def outbreaks_truth(city: City) -> dict[str, pd.DataFrame]:
    """One row per outbreak with its place and days, the expected usual visits of its syndrome
    there on these days, and the expected added ones."""
    every = outbreaks(city)
    people = city.neighbourhood["people"].to_numpy()
    district = city.neighbourhood["district"].to_numpy()
    ordinary = np.zeros(len(every))
    for area in city.areas:
        expected = usual(city, area)
        for i, row in enumerate(every.itertuples()):
            if row.neighbourhood in (-1, area):
                at = expected[CODES.index(str(row.syndrome))]
                ordinary[i] += at[row.first : row.first + row.days].sum()
    where = every["neighbourhood"].to_numpy()
    reached = np.where(where < 0, people.sum(), people[where])
    made = pd.DataFrame(
        {
            "outbreak": every["outbreak"],
            "syndrome": every["syndrome"],
            "disease": every["disease"],
            "neighbourhood": where,
            "district": np.where(where < 0, -1, district[where]),
            "first_day": DAYS[every["first"]],
            "last_day": DAYS[every["first"] + every["days"] - 1],
            "usual_visits": ordinary,
            "added_visits": reached * every["per_1000"] / 1_000,
        }
    )
    return {"truth/outbreaks": made}
