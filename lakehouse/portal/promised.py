"""Whether the tables of a release hold the columns that the pages cannot do without."""

from __future__ import annotations

from collections.abc import Sequence

from lakehouse.declare.errors import PromiseBroken
from lakehouse.portal.data import AREAS, MEANINGS, TRIALS, PageData
from lakehouse.portal.decision import decisions
from lakehouse.portal.views.arrivals import RESULT as ARRIVALS
from lakehouse.portal.views.background import HEAT, REPEATS
from lakehouse.portal.views.infections import CLUSTERS, GERMS, VISITS
from lakehouse.portal.views.measures_taken import RESULT as MEASURES
from lakehouse.portal.views.pulseview import PULSE
from lakehouse.portal.views.riskview import CITY, DISTRICTS
from lakehouse.portal.views.roads import CORRIDORS, STUCK
from lakehouse.portal.views.waits import SERVED, WAITS
from lakehouse.portal.views.wards import RESULT as WARDS
from lakehouse.portal.views.within import WITHIN
from lakehouse.portal.views.worklists import HAZARDS, WEEK
from lakehouse.tables import published

NEEDED = {
    TRIALS: published.how_good_are_the_models.column_names,
    MEANINGS: published.what_the_tables_mean.column_names,
    AREAS: published.area_side_by_side.column_names,
    CITY: published.city_risk.column_names,
    DISTRICTS: published.district_risk.column_names,
    PULSE: published.city_pulse.column_names,
    GERMS: published.infections_now.column_names,
    VISITS: published.visits_now.column_names,
    CLUSTERS: published.health_clusters.column_names,
    HEAT: published.deaths_of_heat_and_cold.column_names,
    REPEATS: published.incidents_that_repeat.column_names,
    WAITS: published.how_long_requests_take.column_names,
    SERVED: published.what_each_district_gets.column_names,
    WITHIN: published.speeds_within_the_hour.column_names,
    STUCK: published.bottlenecks.column_names,
    CORRIDORS: published.unreliable_corridors.column_names,
    MEASURES: published.what_measures_did.column_names,
    WARDS: published.hospitals_at_risk.column_names,
    ARRIVALS: published.arrivals_to_expect.column_names,
    WEEK: published.inspections_this_week.column_names,
    HAZARDS: published.hazards_overdue.column_names,
}
OF_KIND = {
    "list": ("rank", "as_of", "data_through"),
    "alerts": ("series", "day", "observed", "expected", "upper", "level"),
    "load": ("resource", "day", "observed", "q05", "q50", "q95"),
    "hours": published.hours_and_places_to_watch.column_names,
    "speeds": published.speeds_to_expect.column_names,
}
NAMED = {"premises_to_inspect_first": published.premises_to_inspect_first.column_names}


def promised(data: PageData) -> None:
    """PromiseBroken when a table lacks a column that the pages need."""
    named: dict[str, Sequence[str]] = {**NEEDED, **NAMED}
    needed = {name: columns for name, columns in named.items() if name in data.results}
    for decision in decisions(data):
        needed.setdefault(decision.name, OF_KIND[decision.kind])
    for name, columns in needed.items():
        missing = [column for column in columns if column not in data.results[name]]
        if missing:
            raise PromiseBroken(
                f"The pages need columns of published.{name} that they were not given: "
                f"{', '.join(missing)}.",
                "Hand over the table as it is declared.",
            )
