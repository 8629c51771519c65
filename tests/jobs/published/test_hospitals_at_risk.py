"""The hospital that runs over comes first, and nobody can work out how few lie anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from pyspark.sql import DataFrame

from jobs.published.hospitals_at_risk import CITY, FEW, hospitals_at_risk
from lakehouse.checks.conform import conform
from lakehouse.checks.evaluated import evaluated
from lakehouse.run.releases.disclosure import attacked
from lakehouse.tables import published, risk, surveillance

TableOf = Callable[..., DataFrame]
RESULT = published.hospitals_at_risk
AS_OF, THROUGH = date(2024, 6, 30), date(2024, 6, 28)
# In use and staffed: of beds nobody is few; in intensive care H03 has 2 and H02 has to go with it.
NOW = {
    ("H01", "hospital_bed"): (25, 48), ("H02", "hospital_bed"): (17, 16),
    ("H03", "hospital_bed"): (14, 25), ("H01", "icu_bed"): (9, 12),
    ("H02", "icu_bed"): (6, 7), ("H03", "icu_bed"): (2, 4),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(table_of: TableOf) -> DataFrame:
    header = "day | hospital_id | name | resource | status | amount | known_at\n"
    rows = []
    for (who, what), (used, there) in NOW.items():
        name = f"Hospital {who}"
        then = there + (9 if (who, what) == ("H02", "hospital_bed") else 0)
        rows += [
            f"2024-06-28 | {who} | {name} | {what} | in_use | {used} | 2024-06-29",
            f"2024-06-29 | {who} | {name} | {what} | in_use | 1 | 2024-06-30",
            f"2024-06-28 | {who} | {name} | {what} | capacity | {there} | 2024-06-29",
            f"2024-03-31 | {who} | {name} | {what} | capacity | {then} | 2024-04-01",
        ]
    census = table_of(header + "\n".join(rows), surveillance.hospital_census)
    ahead = "resource | stratum | hospital_id | day | days_ahead | q05 | q50 | q95 | naive_q05 | naive_q95 | capacity | probability_over_capacity | expected | probability_over_by_then | candidate | as_of | data_through\n"  # noqa: E501
    lines = []
    both = {(who, what): of for (who, what), of in NOW.items()}
    for what in ("hospital_bed", "icu_bed"):
        sums = [sum(of[i] for (_, w), of in NOW.items() if w == what) for i in (0, 1)]
        both["Total", what] = (sums[0], sums[1])
    for (who, what), (used, there) in both.items():
        for day, chance in ((29, 0.1), (30, 0.6 if used > there else 0.15)):
            lines.append(
                f"{what} | all | {who} | 2024-06-{day} | {day - 28} | {used - 5} | {used} | "
                f"{used + 6} | {used - 7} | {used + 8} | {there} | {chance} | {used + 0.44} | "
                f"{chance + 0.05} | back | 2024-06-30 | 2024-06-28"
            )
    load = table_of(ahead + "\n".join(lines), risk.hospital_load)
    return conform(hospitals_at_risk(load, census, AS_OF), RESULT)


@pytest.fixture(scope="module")
def rows(made: DataFrame) -> pd.DataFrame:
    return made.toPandas()


def test_the_one_most_likely_over_comes_first_with_its_reasons(rows: pd.DataFrame) -> None:
    first = rows.iloc[0]
    assert (first["rank"], first["hospital_id"], first["name"]) == (1, "H02", "Hospital H02")
    assert (first["in_use"], first["capacity"], first["probability_over"]) == (17, 16, 0.65)
    assert first["first_day_at_risk"] == first["worst_day"] == date(2024, 6, 30)
    assert (first["expected_in_use"], first["low"], first["high"]) == (17.4, 12, 23)
    assert (first["naive_low"], first["naive_high"]) == (10, 25)
    assert first["reason_1"] == "17 of 16 staffed beds were in use on 28 June 2024"
    assert first["reason_2"] == "The chance is 1 in 5 or more on 1 of the coming 2 days"
    assert first["reason_3"] == "9 fewer staffed beds than 90 days before"
    others = rows[rows["rank"] > 1]
    assert others["first_day_at_risk"].isna().all() and others["reason_3"].isna().all()


def test_what_is_known_later_is_not_told(rows: pd.DataFrame) -> None:
    assert set(rows["reported_on"]) == {THROUGH} and 1 not in set(rows["in_use"])


def test_the_city_stands_below_as_the_sum_of_its_hospitals(rows: pd.DataFrame) -> None:
    city = rows[rows["hospital_id"] == "Total"].set_index("resource")
    assert city["rank"].isna().all() and set(city["why_no_score"]) == {CITY}
    assert city["in_use"].to_dict() == {"hospital_bed": 56, "icu_bed": 17}


def test_few_patients_are_withheld_and_what_would_tell_of_them(rows: pd.DataFrame) -> None:
    blank = rows[rows["why_no_score"] == FEW]
    assert set(zip(blank["hospital_id"], blank["resource"], strict=True)) == {
        ("H03", "icu_bed"), ("H02", "icu_bed"),
    }  # fmt: skip
    assert blank[list(RESULT.withheld)].isna().all(axis=None)
    assert blank["capacity"].notna().all()
    assert attacked(RESULT, rows, {}) == []


def test_the_attack_succeeds_where_the_second_is_shown(rows: pd.DataFrame) -> None:
    told = rows.copy()
    told.loc[(told["hospital_id"] == "H02") & (told["resource"] == "icu_bed"), "in_use"] = 6
    found = attacked(RESULT, told, {})
    assert any("known more closely" in said and "H03" in said for said in found)


def test_its_rows_keep_its_rules(made: DataFrame) -> None:
    assert evaluated(made, RESULT).broken().isEmpty()
