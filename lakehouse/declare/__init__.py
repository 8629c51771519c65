"""The words a city is written in: column, table, result, feed, job, feature, ranking."""

from lakehouse.declare.column import Column
from lakehouse.declare.feature import (
    Derived,
    Feature,
    Near,
    average,
    count,
    days_since,
    faded,
    heat,
    latest,
    total,
)
from lakehouse.declare.feed import Feed, FeedColumn
from lakehouse.declare.job import Job, job
from lakehouse.declare.judge import Capture, Chance
from lakehouse.declare.ranking import Ranking
from lakehouse.declare.table import Result, Table

__all__ = [
    "Capture",
    "Chance",
    "Column",
    "Derived",
    "Feature",
    "Feed",
    "FeedColumn",
    "Job",
    "Near",
    "Ranking",
    "Result",
    "Table",
    "average",
    "count",
    "days_since",
    "faded",
    "heat",
    "job",
    "latest",
    "total",
]
