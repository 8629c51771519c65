"""One as-of day from the landed tables to what is handed over: alone, or in a series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lakehouse.run.capacities import list_capacities
from lakehouse.run.catalogue import Step
from lakehouse.run.followed import follow_lists
from lakehouse.run.own_tables import describe_tables, list_step_balances
from lakehouse.run.publish import publish
from lakehouse.run.quality_tables import list_arrivals
from lakehouse.run.runner import Run
from lakehouse.run.sending import hand_over
from lakehouse.run.steps import run_steps


def decide(
    run: Run,
    steps: tuple[Step, ...],
    days: Mapping[str, date],
    day: date,
    *,
    publishes: bool,
    again: bool = False,
) -> None:
    """Make the steps' tables, each for its day of ``days``, and what is said of ``day`` as a whole.

    ``publishes``: a release is made and handed over. ``again``: also what did not change is made.
    """
    describe_tables(run)
    list_capacities(run)
    run_steps(run, steps, days, again)
    list_step_balances(run)
    run.log.as_of = day
    list_arrivals(run, day)
    if publishes:
        publish(run, day)
        hand_over(run)
    # After the release: what was done with its own lists is told at once, not a run later.
    follow_lists(run, day)
