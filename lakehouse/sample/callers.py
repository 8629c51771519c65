"""Who called, as a department wrote it down, and who it really was."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lakehouse.sample.city import City
from lakehouse.sample.people import STRENGTHS, as_written, one_line
from lakehouse.sample.streams import stream


@dataclass(frozen=True)
class Said:
    """What was written of each caller ("" where nothing was) and the frame of who is who."""

    said: pd.Series
    person: pd.Series
    truth: pd.DataFrame


def who_is_who(
    department: str, record: pd.Series, person: pd.Series, errors: pd.Series
) -> pd.DataFrame:
    """One row per record of a department that is about a person of the register."""
    return pd.DataFrame(
        {
            "department": department,
            "record": record.to_numpy(),
            "person": person.to_numpy(),
            "errors": errors.to_numpy(),
        }
    )


def callers(
    city: City, area: int, department: str, record: pd.Series, people: pd.DataFrame
) -> Said:
    """A grown-up neighbour for every record, named in the share that callers are."""
    rng, n = stream(city.seed, f"{department}/caller/{area}"), len(record)
    grown = people.index[people["born_on"] < pd.Timestamp(2004, 1, 1)]
    who = people.loc[rng.choice(grown, n)].reset_index(drop=True)
    written = as_written(rng, who)
    line = one_line(rng, written).set_axis(record.index)
    named = pd.Series(rng.random(n) < STRENGTHS.named_caller, index=record.index)
    keep = named.to_numpy()
    # A name alone has no day of birth, so errors in it cannot show.
    errors = written["errors"].str.replace(r"\+?born_(missing|wrong)", "", regex=True)
    truth = who_is_who(department, record[keep], who["person"][keep], errors.str.strip("+")[keep])
    return Said(line.where(named, ""), pd.Series(np.where(keep, who["person"], -1)), truth)
