"""Reports so far stand beside those to come, clusters have names, few patients are not shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest
from pyspark.sql import DataFrame

from jobs.published import visits_now
from jobs.published.health_clusters import health_clusters
from jobs.published.infections_now import UNSURE, infections_now, told
from lakehouse.checks.conform import conform
from lakehouse.checks.evaluated import evaluated
from lakehouse.run.releases.disclosure import attacked
from lakehouse.tables import city, published, risk
from lakehouse.tables.published.infections import PROMISED
from lakehouse.transform.nowcast_trust import FEW as TOO_FEW
from lakehouse.transform.nowcast_trust import MANY, NARROW, SHORT, trust
from lakehouse.transform.nowcast_week import FEW
from lakehouse.transform.reported import known_at_week_end
from lakehouse.transform.visit_reports import CALLED
from tests.transform.test_reported import drawn

TableOf = Callable[..., DataFrame]
AS_OF = date(2024, 6, 29)
NOWCAST = """
    disease    | specimen_on | age | week_reported | week_expected | week_low | week_high | data_through
    covid_19   | 2024-06-28  | 0   | 21            | 34.26         | 28       | 41        | 2024-06-28
    covid_19   | 2024-06-27  | 1   | 25            | 35            | 28       | 41        | 2024-06-28
    covid_19   | 2024-06-21  | 7   | 20            | 21            | 20       | 23        | 2024-06-28
    covid_19   | 2024-06-14  | 14  | 18            | 18            | 18       | 18        | 2024-06-28
    salmonella | 2024-06-28  | 0   | 9             | 10.1          | 9        | 13        | 2024-06-28
    norovirus  | 2024-06-28  | 0   | 4             | 12.4          | 7        | 18        | 2024-06-28
    norovirus  | 2024-06-21  | 7   | 2             | 2             | 2        | 2         | 2024-06-28
    influenza  | 2024-06-28  | 0   | 8             | 9.4           | 8        | 12        | 2024-06-28
"""  # noqa: E501
SPREAD = """
    disease    | day        | mean  | low  | high | sure  | why_none   | data_through
    covid_19   | 2024-06-28 | 1.404 | 1.1  | 1.81 | true  |            | 2024-06-28
    covid_19   | 2024-06-27 | 9     | 8    | 10   | true  |            | 2024-06-28
    salmonella | 2024-06-28 |       |      |      | false | not passed | 2024-06-28
    norovirus  | 2024-06-28 | 1.2   | 1    | 1.4  | true  |            | 2024-06-28
    influenza  | 2024-06-28 | 4     | 0.5  | 12   | false |            | 2024-06-28
"""
ACCURACY = """
    disease    | age | nowcasts | bias | coverage_95 | says
    covid_19   | 0   | 100      | 0.2  | 0.9         |
    covid_19   | 6   | 300      | 0    | 0.98        |
    covid_19   | 7   | 100      | 9    | 0.1         |
    salmonella | 0   | 100      | 1.5  | 0.8         |
    norovirus  | 0   | 100      | 0    | 0.95        |
    influenza  | 0   | 4        | 0    | 0.5         | only 4 nowcasts
"""
CLUSTERS = """
    syndrome    | place | areas   | first_day  | last_day   | cases | usual | ratio | p     | recurrence | why_none
    respiratory | 1     | 1, 12   | 2024-06-17 | 2024-06-28 | 29    | 15.59 | 1.86  | 0.002 | 500        |
    respiratory | 2     | 2       | 2024-06-28 | 2024-06-28 | 4     | 0.81  | 4.9   | 0.9   | 1          |
    other       | 1     |         | 2024-06-28 | 2024-06-28 |       |       |       |       |            | too few days
"""  # noqa: E501
AREAS = """
    area_kind      | area | name
    community_area | 12   | Old Mill
    community_area | 1    | Riverside
    ward           | 1    | Ward 1
"""


def test_a_germ_has_its_reports_so_far_beside_those_to_come(table_of: TableOf) -> None:
    result = published.infections_now
    known = (
        table_of(NOWCAST, risk.lab_nowcast),
        table_of(SPREAD, risk.reproduction_number),
        table_of(ACCURACY, risk.lab_nowcast_accuracy),
    )
    made = conform(told(*known, AS_OF), result)
    assert evaluated(made, result).broken().isEmpty()
    rows = made.toPandas().set_index("disease")
    assert rows.index.tolist() == ["covid_19", "salmonella", "influenza", "norovirus"]
    first = rows.loc["covid_19"]
    assert first[["reported", "expected", "low", "high"]].tolist() == [21, 34, 28, 41]
    assert first["usual"] == 20, "whole weeks before, not the days between"
    assert first[["reproduction", "reproduction_low", "reproduction_high"]].tolist() == [
        1.4, 1.1, 1.81
    ]  # fmt: skip
    assert rows["why_no_reproduction"].to_dict() == {
        "covid_19": None, "salmonella": "not passed", "influenza": UNSURE, "norovirus": FEW,
    }  # fmt: skip
    assert rows.loc["influenza", "reproduction_high"] != rows.loc["influenza", "reproduction_high"]
    assert rows["trust"].to_dict() == {
        "covid_19": PROMISED, "salmonella": NARROW, "influenza": SHORT, "norovirus": None,
    }  # fmt: skip
    assert first[["coverage", "bias"]].tolist() == [0.96, 0.7], "days of a week's age alone"
    few = rows.loc["norovirus"]
    assert few[["coverage", "bias"]].isna().all()
    assert few["why_none"] == FEW and few[list(result.withheld)].isna().all()
    assert pd.isna(few["usual"]), "two in all of the weeks before are few as well"
    assert attacked(result, made.toPandas(), {}) == []


def test_visits_of_a_week_are_told_in_steps_so_that_no_district_is_told_by_them(
    table_of: TableOf,
) -> None:
    result = published.visits_now
    seen = NOWCAST.replace("specimen_on", "arrived_on").replace("disease ", "syndrome")
    known = table_of(seen, risk.visit_nowcast).withColumnsRenamed(CALLED)
    accuracy = table_of(ACCURACY.replace("disease ", "syndrome"), risk.visit_nowcast_accuracy)
    made = conform(visits_now.told(known, accuracy, AS_OF), result)
    assert evaluated(made, result).broken().isEmpty()
    rows = made.toPandas().set_index("syndrome")
    first = rows.loc["covid_19"]
    assert first[["reported", "expected", "low", "high", "usual"]].tolist() == [20, 35, 25, 45, 20]
    assert (first["trust"], first["coverage"]) == (PROMISED, 0.96)
    assert (first["period_from"], first["data_through"]) == (date(2024, 6, 22), date(2024, 6, 28))
    few = rows.loc["norovirus"]
    assert few["why_none"] == FEW and few[[*result.withheld, "trust"]].isna().all()
    assert attacked(result, made.toPandas(), {}) == []


@pytest.mark.whole
def test_a_week_is_told_alike_on_every_day_after_it(table_of: TableOf) -> None:
    """Of windows that roll on, two releases would tell of the days that they do not share."""
    rows, _ = drawn(days=100, mean=2)
    lines = [f"covid_19 | {r.specimen_on} | {r.known_at} | {r.reports}" for r in rows.itertuples()]
    known = table_of(
        "\n".join(["disease | specimen_on | known_at | reports", *lines]), city.lab_report_day
    )
    monday = date(2022, 3, 28)
    first, *others, later = (
        known_at_week_end(known, monday + timedelta(days=n)).toPandas() for n in (0, 3, 6, 7)
    )
    for other in others:
        pd.testing.assert_frame_equal(other, first)
    assert len(later) > len(first) and set(later["reached"]) == {date(2022, 4, 3)}
    accuracy = table_of(ACCURACY, risk.lab_nowcast_accuracy)
    (row,) = conform(infections_now(known, accuracy, monday), published.infections_now).collect()
    assert (row["period_from"], row["data_through"]) == (date(2022, 3, 21), date(2022, 3, 27))
    told_of = first[pd.to_datetime(first["specimen_on"]) >= "2022-03-21"]
    assert row["reported"] == told_of["reports"].sum() <= row["expected"]


def test_a_cluster_is_told_by_the_names_of_its_areas(table_of: TableOf) -> None:
    result = published.health_clusters
    known = (table_of(CLUSTERS, risk.health_cluster), table_of(AREAS, city.area_boundary))
    made = conform(health_clusters(*known, AS_OF), result)
    assert evaluated(made, result).broken().isEmpty()
    rows = made.toPandas()
    first = rows.iloc[0]
    assert (first["areas"], first["cases"], first["stands_out"]) == (
        "Old Mill, Riverside",
        25,
        True,
    )
    assert (first["usual"], first["recurrence"]) == (16, 500)
    few = rows[(rows["syndrome"] == "respiratory") & (rows["place"] == 2)].iloc[0]
    assert few[list(result.withheld)].isna().all() and few["why_none"].startswith("fewer than 5")
    assert rows.loc[rows["syndrome"] == "other", "why_none"].tolist() == ["too few days"]
    assert attacked(result, rows, {}) == []


def test_a_week_that_was_off_by_a_quarter_of_a_usual_one_is_not_trusted(
    table_of: TableOf,
) -> None:
    rows = "coverage | bias | usual\n 0.95 | 6 | 20\n 0.95 | -6 | 20\n 0.95 | 6 | \n 0.95 | 5 | 20"
    told = table_of(rows, published.infections_now).select(trust().alias("says")).collect()
    assert [row["says"] for row in told] == [MANY, TOO_FEW, PROMISED, PROMISED]
