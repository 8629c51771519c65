"""What a complaint is about is told by the words of its city, in whatever language."""

from __future__ import annotations

import tomllib

from jobs.city.sanitation_complaint import sanitation_complaint
from lakehouse.checks.conform import conform
from lakehouse.declare.complaint_words import read_complaint_words
from lakehouse.run.settings import load_settings
from lakehouse.tables import city, services
from tests.conftest import TableOf
from tests.declare.test_complaint_words import DUTCH
from tests.jobs.city.test_event import OUTLINES

ENGLISH = load_settings("sample", {}).city.complaint_words
COMPLAINTS = """
    row_id | nature                         | created_on | known_at
    1      | RATS_IN_YARD                   | 2024-05-01 | 2024-05-02
    2      | Construction site: crates      | 2024-05-01 | 2024-05-02
    3      | Sewage and overflowing carts   | 2024-05-01 | 2024-05-02
    4      |                                | 2024-05-01 | 2024-05-02
    5      | Ratten bij het vuilnis (stank) | 2024-05-01 | 2024-05-02
    6      | Een rat? Nee: ratt\u00eb          | 2024-05-01 | 2024-05-02
"""


def test_each_language_finds_its_own(table_of: TableOf) -> None:
    told = table_of(COMPLAINTS, services.sanitation_request)
    unknown = [table_of(t.column_names[0], t) for t in (city.area_boundary, city.area_population)]
    dutch = read_complaint_words(tomllib.loads(DUTCH), "here")
    found = {}
    for words in (ENGLISH, dutch):
        made = conform(sanitation_complaint(told, *unknown, words), city.sanitation_complaint)
        rows = made.orderBy("row_id").collect()
        found[rows[0]["words"]] = [
            "".join(kind[0] for kind in ("refuse", "animals", "water") if row[f"about_{kind}"])
            for row in rows
        ]
    assert found == {
        "English, version 1": ["a", "", "rw", "", "", "a"],
        "Dutch, version 2": ["", "", "", "", "raw", "a"],
    }


def test_a_complaint_of_a_small_area_counts_for_more(table_of: TableOf) -> None:
    complaints = """
        row_id | created_on | latitude | longitude | known_at
        north  | 2024-05-01 | 0.75     | 0.5       | 2024-05-02
        before | 2019-05-01 | 0.75     | 0.5       | 2019-05-02
        south  | 2024-05-01 | 0.25     | 0.5       | 2024-05-02
        nobody | 2024-05-01 | 9        | 9         | 2024-05-02
    """
    people = """
        area_kind      | area | census | population
        community_area | 1    | 2010   | 500
        community_area | 2    | 2010   | 500
        community_area | 1    | 2020   | 100
        community_area | 2    | 2020   | 300
    """
    made = sanitation_complaint(
        table_of(complaints, services.sanitation_request),
        table_of(OUTLINES, city.area_boundary),
        table_of(people, city.area_population),
        ENGLISH,
    )
    rows = conform(made, city.sanitation_complaint).collect()
    found = {r["row_id"]: (r["community_area"], r["people_for_each"]) for r in rows}
    assert found == {
        "north": ("1", 4.0),
        "before": ("1", 2.0),
        "south": ("2", 4 / 3),
        "nobody": (None, None),
    }
