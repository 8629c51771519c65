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
    dutch = read_complaint_words(tomllib.loads(DUTCH), "here")
    found = {}
    for words in (ENGLISH, dutch):
        made = conform(sanitation_complaint(told, words), city.sanitation_complaint)
        rows = made.orderBy("row_id").collect()
        found[rows[0]["words"]] = [
            "".join(kind[0] for kind in ("refuse", "animals", "water") if row[f"about_{kind}"])
            for row in rows
        ]
    assert found == {
        "English, version 1": ["a", "", "rw", "", "", "a"],
        "Dutch, version 2": ["", "", "", "", "raw", "a"],
    }
