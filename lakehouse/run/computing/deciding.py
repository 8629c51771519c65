"""One as-of day from the landed tables to what is handed over: alone, or in a series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lakehouse.run.catalogue import Step
from lakehouse.run.computing.own_tables import describe_tables, list_step_balances
from lakehouse.run.computing.runner import Run
from lakehouse.run.computing.steps import run_steps
from lakehouse.run.configured.capacities import list_capacities
from lakehouse.run.published.followed import follow_lists
from lakehouse.run.published.publish import publish
from lakehouse.run.published.sending import hand_over
from lakehouse.run.quality.quality_tables import list_arrivals, list_computed


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
    list_computed(run, day)
    if publishes:
        publish(run, day)
        hand_over(run)
    # After the release: what was done with its own lists is told at once, not a run later.
    follow_lists(run, day)
