"""The words a city is written in: column, table, result, feed, job, feature, question."""

from lakehouse.declare.balance import Balance
from lakehouse.declare.bounds import Bounds
from lakehouse.declare.calendar import Calendar
from lakehouse.declare.column import Column
from lakehouse.declare.costly import Costly
from lakehouse.declare.feature import (
    Derived,
    Feature,
    Near,
    average,
    count,
    count_and_total,
    days_since,
    faded,
    heat,
    latest,
    total,
)
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.declare.forecast import Forecast
from lakehouse.declare.gates import Fair, Gates
from lakehouse.declare.hazard import Hazard
from lakehouse.declare.job import Job, job
from lakehouse.declare.judge import Capture, Chance, Reporting
from lakehouse.declare.monitor import DAILY, SYNDROMIC, WEEKLY, Monitor, Rung
from lakehouse.declare.outlook import Outlook
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Result, Table

__all__ = [
    "DAILY",
    "SYNDROMIC",
    "WEEKLY",
    "Balance",
    "Bounds",
    "Calendar",
    "Capture",
    "Chance",
    "Column",
    "Costly",
    "Derived",
    "Fair",
    "Feature",
    "Feed",
    "FeedColumn",
    "Forecast",
    "Gates",
    "Hazard",
    "Job",
    "Monitor",
    "Near",
    "Outlook",
    "Ranking",
    "Reporting",
    "Result",
    "Rung",
    "Table",
    "average",
    "count",
    "count_and_total",
    "days_since",
    "faded",
    "heat",
    "job",
    "latest",
    "total",
]
