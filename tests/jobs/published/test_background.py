"""Deaths of heat and cold, and incidents that draw others, are handed on with what they say."""

from __future__ import annotations

from datetime import date

from jobs.published.deaths_of_heat_and_cold import deaths_of_heat_and_cold
from jobs.published.incidents_that_repeat import incidents_that_repeat
from lakehouse.checks.conform import conform
from lakehouse.checks.evaluated import evaluated
from lakehouse.tables import city, published, risk
from tests.conftest import TableOf

AS_OF = date(2024, 6, 29)
HEAT = """
    part         | at    | estimate | low   | high  | share | minimum | first_day  | data_through
    curve        | 30    | 1.2      | 1.1   | 1.4   |       | 21.04   | 2014-01-01 | 2024-06-28
    attributable | heat  | 630.04   | 480   | 780   | 0.023 | 21.04   | 2014-01-01 | 2024-06-28
    attributable | cold  | 310      | -40   | 660   | 0.011 | 21.04   | 2014-01-01 | 2024-06-28
    attributable | all   | 940      | 610   | 1270  | 0.034 | 21.04   | 2014-01-01 | 2024-06-28
"""
NONE = """
    part  | at | why_none | first_day  | data_through
    curve |    | too few  | 2024-01-01 | 2024-06-28
"""
KINDS = """
    kind     | incidents | pairs | expected | ratio | ratio_low | ratio_high | p
    burglary | 1400      | 90    | 61.23    | 1.47  | 1.117     | 1.93       | 0.01
    noise    | 300       | 9     | 6        | 1.5   | 0.69      | 2.85       | 0.03
    fraud    | 300       | 2     | 6        | 0.33  | 0.04      | 1.2        | 0.005
    arson    | 4         | 2     | 0.1      | 20    | 2.4       | 72         | 0.005
"""
SEEN = """
    happened_on | known_at
    2024-06-27  | 2024-06-28
    2024-06-28  | 2024-06-30
"""


def test_only_deaths_are_handed_on_with_their_range(table_of: TableOf) -> None:
    result = published.deaths_of_heat_and_cold
    made = conform(deaths_of_heat_and_cold(table_of(HEAT, risk.heat_and_deaths)), result)
    assert evaluated(made, result).broken().isEmpty()
    told = {row["cause"]: row for row in made.collect()}
    assert set(told) == {"heat", "cold", "all"}
    heat = told["heat"]
    assert (heat["deaths"], heat["deaths_low"], heat["deaths_high"]) == (630.0, 480.0, 780.0)
    assert (heat["share"], heat["fewest_at"]) == (0.023, 21.0)


def test_where_nothing_was_fitted_one_row_says_why(table_of: TableOf) -> None:
    result = published.deaths_of_heat_and_cold
    made = conform(deaths_of_heat_and_cold(table_of(NONE, risk.heat_and_deaths)), result)
    assert evaluated(made, result).broken().isEmpty()
    (row,) = made.collect()
    assert (row["cause"], row["deaths"], row["why_none"]) == ("all", None, "too few")


def test_a_kind_draws_others_where_chance_among_all_kinds_would_not(table_of: TableOf) -> None:
    result = published.incidents_that_repeat
    known = table_of(KINDS, risk.near_repeat), table_of(SEEN, city.reported_incident)
    made = conform(incidents_that_repeat(*known, AS_OF), result)
    told = {row["kind"]: row for row in made.collect()}
    assert set(told) == {"burglary", "noise", "fraud"}, "of four nothing is told"
    draws = {kind: row["draws_others"] for kind, row in told.items()}
    assert draws == {"burglary": True, "noise": False, "fraud": False}
    assert {row["data_through"] for row in told.values()} == {date(2024, 6, 27)}
    sure = told["burglary"]
    assert (sure["ratio"], sure["ratio_low"], sure["ratio_high"]) == (1.47, 1.12, 1.93)
