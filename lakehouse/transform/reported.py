"""Reports that come late, germ by germ: how many there will be, how good that was, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

# Nearly all reports are in after five weeks; delays of the last half year tell how they come.
LONGEST, RECENT = 35, 182
HISTORY, SHOWN, WINDOW = 400, 90, 7
WAYS = 100
# A week's range takes more than the reproduction number, whose own doubt is larger.
DRAWS = 1000
# Accuracy is told of the nowcasts made every third day of the last year.
WATCHED, EVERY = 365, 3
NOWCAST = (
    "disease string, specimen_on date, age int, reported int, share double, expected double, "
    "low double, high double, week_reported int, week_expected double, week_low double, "
    "week_high double, data_through date"
)
ACCURACY = (
    "disease string, age int, nowcasts int, error double, reported_error double, bias double, "
    "coverage_50 double, coverage_80 double, coverage_95 double, score double, says string, "
    "data_through date"
)
REPRODUCTION = (
    "disease string, day date, expected double, mean double, sd double, low double, "
    "median double, high double, sure boolean, looking_back double, why_none string, "
    "data_through date"
)
SHORT = "fewer than {} days of reports"
NOT_PASSED_ON = "hardly passed on from person to person, or no serial interval is declared"


def known_by(lab_report_day: DataFrame, as_of: date) -> DataFrame:
    """What was known before ``as_of``, with the last day on which any report came (reached)."""
    known = lab_report_day.where(F.col("known_at") < F.lit(as_of)).select(
        "disease", "specimen_on", "known_at", "reports"
    )
    return known.crossJoin(F.broadcast(known.agg(F.max("known_at").alias("reached"))))


def known_at_week_end(lab_report_day: DataFrame, as_of: date) -> DataFrame:
    """What was known on the last Sunday that the reports reach, as ``known_by`` gives it.

    Made for any day of the week after, it is the same, whatever came in meanwhile.
    """
    known = known_by(lab_report_day, as_of)
    # next_day of a Sunday is the Sunday after it.
    sunday = F.date_sub(F.next_day("reached", "Sunday"), WINDOW)
    return known.withColumn("reached", sunday).where("known_at <= reached")


@dataclass(frozen=True)
class Reports:
    """Of one germ: the days each report is of and became known on, from day 0 on ``start``."""

    disease: str
    start: date
    today: int
    happened: NDArray[np.int64]
    known: NDArray[np.int64]

    def dates(self, days: pd.Series) -> pd.Series:
        """Day numbers as dates."""
        return (pd.Timestamp(self.start) + pd.to_timedelta(days, unit="D")).dt.date


def reports_of(rows: pd.DataFrame, history: int = HISTORY) -> Reports:
    """``rows``: disease, specimen_on, known_at, reports and reached, the last day of any report."""
    on, told, reached = (
        pd.to_datetime(rows[name]) for name in ("specimen_on", "known_at", "reached")
    )
    today = reached.iloc[0]
    start = max(on.min(), today - pd.Timedelta(days=history - 1))
    kept = (on >= start).to_numpy()
    number = rows["reports"].to_numpy(dtype=int)[kept]
    happened, known = (
        np.repeat((each - start).dt.days.to_numpy(dtype=np.int64)[kept], number)
        for each in (on, told)
    )
    disease = str(rows["disease"].iloc[0])
    return Reports(disease, start.date(), (today - start).days, happened, known)


def nowcasted(rows: pd.DataFrame) -> pd.DataFrame:
    """``NOWCAST`` of one germ for its last ``SHOWN`` days; no row before any day is complete."""
    from lakehouse.methods.nowcast import nowcast, nowcast_draws, reporting_triangle

    seen = reports_of(rows)
    if seen.today < LONGEST:
        return empty(NOWCAST)
    triangle = reporting_triangle(seen.happened, seen.known, seen.today, LONGEST)
    made = nowcast(triangle, recent=RECENT)
    # Ends of a week's range are not the sum of its days': late reports do not agree that well.
    ways = pd.DataFrame(nowcast_draws(triangle, DRAWS, recent=RECENT).T).rolling(WINDOW).sum()
    made = made.assign(
        week_reported=made["reported"].rolling(WINDOW).sum().astype("Int64"),
        week_expected=made["expected"].rolling(WINDOW).sum(),
        week_low=ways.quantile(0.05, axis=1),
        week_high=ways.quantile(0.95, axis=1),
    ).tail(SHOWN)
    made = made.assign(specimen_on=seen.dates(made["day"]), age=seen.today - made["day"])
    return stamped(made.assign(reported=made["reported"].astype(int)), seen, NOWCAST)


def watched(rows: pd.DataFrame) -> pd.DataFrame:
    """``ACCURACY`` of one germ: the nowcasts of the last year beside what came in."""
    from lakehouse.methods.nowcast_accuracy import accuracy, backcast

    seen = reports_of(rows, WATCHED + RECENT + LONGEST)
    days = range(max(LONGEST + WINDOW, seen.today - WATCHED), seen.today + 1, EVERY)
    if seen.today < 2 * LONGEST + WINDOW:
        return empty(ACCURACY)
    told = backcast(
        seen.happened, seen.known, days, known=seen.today, longest=LONGEST, recent=RECENT
    )
    made = accuracy(told)
    shares = {f"coverage_{round(100 * x)}": made[f"coverage_{x}"] for x in (0.5, 0.8, 0.95)}
    return stamped(made.assign(**shares), seen, ACCURACY)


def reproduced(rows: pd.DataFrame) -> pd.DataFrame:
    """``REPRODUCTION`` of one germ for the windows that end in the last ``SHOWN`` days."""
    from lakehouse.methods.nowcast import nowcast_draws, reporting_triangle
    from lakehouse.methods.reproduction import wallinga_teunis
    from lakehouse.methods.reproduction_nowcast import SERIAL_INTERVALS, cori_nowcast
    from lakehouse.methods.serial_interval import shifted_gamma

    seen = reports_of(rows)
    interval = SERIAL_INTERVALS.get(seen.disease)
    if interval is None or seen.today < LONGEST + WINDOW:
        why = NOT_PASSED_ON if interval is None else SHORT.format(LONGEST + WINDOW)
        bare = pd.DataFrame({"day": [seen.start], "sure": [False], "why_none": [why]})
        return stamped(bare.assign(day=seen.dates(pd.Series([seen.today]))), seen, REPRODUCTION)
    triangle = reporting_triangle(seen.happened, seen.known, seen.today, LONGEST)
    ways = nowcast_draws(triangle, WAYS, recent=RECENT)
    made = cori_nowcast(ways, interval, window=WINDOW)
    weights = shifted_gamma(interval.mean, interval.sd, seen.today)
    back = wallinga_teunis(ways.mean(axis=0), weights, window=WINDOW)["mean"]
    # Those whom the last cases infected are not all there, nor all reported.
    whole = made["last"] <= seen.today - LONGEST - round(interval.mean + 3 * interval.sd)
    week = pd.Series(ways.mean(axis=0)).rolling(WINDOW).sum().to_numpy()
    made = made.assign(
        expected=week[made["last"]],
        looking_back=back.where(whole),
        day=seen.dates(made["last"]),
        why_none=None,
    ).rename(columns={"q0.025": "low", "q0.5": "median", "q0.975": "high"})
    return stamped(made.tail(SHOWN), seen, REPRODUCTION)


def stamped(made: pd.DataFrame, seen: Reports, schema: str) -> pd.DataFrame:
    """With germ and last day, in the order of the schema; what is not there is missing."""
    through = seen.dates(pd.Series([seen.today])).iloc[0]
    return made.assign(disease=seen.disease, data_through=through).reindex(columns=names(schema))


def names(schema: str) -> list[str]:
    """The columns of a schema."""
    return [column.split()[0] for column in schema.split(", ")]


def empty(schema: str) -> pd.DataFrame:
    """No row of a schema."""
    return pd.DataFrame(columns=names(schema))
