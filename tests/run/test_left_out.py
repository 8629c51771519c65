"""A plan says in few lines what a city does without."""

from __future__ import annotations

from lakehouse.run.planning.left_out import left_out_lines

LACKS = {
    "risk.air_hour": "environment.air",
    "city.fire": "fire.incident",
    "published.air_to_expect": "environment.air",
    "risk.air_trials": "environment.air",
    "risk.heat": "a.b, c.d",
    "city.heat": "a.b, c.d",
}


def test_what_lacks_the_same_stands_in_one_line_with_its_results_by_name() -> None:
    assert list(left_out_lines(LACKS)) == [
        "Left out: published.air_to_expect and 2 tables; no feed fills environment.air.",
        "Left out: 2 tables; no feed fills a.b, c.d.",
        "Left out: city.fire; no feed fills fire.incident.",
        "All 6 that are left out, one a line: citylake plan --every.",
    ]


def test_every_table_has_its_line_when_asked() -> None:
    said = list(left_out_lines(LACKS, every=True))
    assert len(said) == 6 and said[1] == "Left out: city.fire; no feed fills fire.incident."
    assert list(left_out_lines({"city.fire": "fire.incident"})) == [said[1]]
    assert list(left_out_lines({})) == []
