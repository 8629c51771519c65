"""Rows of a Socrata portal: each once, what is new alone, and none from a portal in motion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused, PlanError
from tests.store.open_data.fetched import Town
from tests.store.open_data.server import Portal, dogs
from tests.store.parks import dog_feed

NEW = "2020-02-01T00:00:00.000Z"


def test_all_rows_come_page_by_page_in_one_file(town: Town, portal: Portal) -> None:
    done = town.fetch()
    assert done.file == "parks/dog_20260415T120000Z.csv" and done.rows == 10
    assert [p.relative_to(town.root).as_posix() for p in town.files()] == [done.file]
    assert town.tags() == list(range(10))
    assert town.rows()[4]["Name"] == 'Rex, "4"' and town.rows()[3]["Name"] == ""
    assert [a.params["$offset"] for a in portal.pages()] == ["0", "4", "8"]
    assert {a.params["$order"] for a in portal.pages()} == {":id"}
    assert town.told[0] == (0, 10) and town.told[-1] == (10, 10)


def test_a_portal_that_gives_smaller_pages_than_asked_for_gives_all(town: Town) -> None:
    town.portal.most = 3
    town.fetch()
    assert town.tags() == list(range(10))


def test_twice_changes_nothing(town: Town) -> None:
    town.fetch()
    pages = len(town.portal.pages())
    assert town.fetch().file is None
    assert len(town.files()) == 1 and len(town.portal.pages()) == pages


def test_a_file_that_was_taken_away_is_brought_again(town: Town) -> None:
    town.fetch()
    town.files()[0].unlink()
    assert town.fetch().rows == 10 and town.tags() == list(range(10))


@pytest.mark.parametrize("format", ["csv", "json", "jsonl", "geojson"])
def test_every_format_has_every_row_once(town: Town, format: str) -> None:
    town.feed = dog_feed(format=format, glob=f"parks/dog*.{format}")
    town.fetch()
    assert town.tags() == list(range(10))


def test_a_value_that_json_leaves_out_is_null(town: Town) -> None:
    town.feed = dog_feed(format="jsonl", glob="parks/dog*.jsonl")
    town.portal.rows = [{**row, "Name": None} for row in dogs(range(3))]
    town.fetch()
    assert [r["Name"] for r in town.rows()] == [None] * 3


def test_columns_of_the_portal_itself_are_left_out_unless_the_contract_has_them(town: Town) -> None:
    town.portal.rows = [{**row, ":@computed_region_ab": 7} for row in dogs(range(3))]
    town.fetch()
    assert list(town.rows()[0]) == ["Tag", "Name", "Seen"]


def test_delimiter_and_encoding_are_the_contracts(town: Town) -> None:
    town.feed = dog_feed(delimiter=";", encoding="iso-8859-1")
    town.portal.rows = [{**dogs(range(1))[0], "Name": "Zoë; Æ"}]
    town.fetch()
    assert town.files()[0].read_bytes() == 'Tag;Name;Seen\n0;"Zoë; Æ";2020-01-01\n'.encode(
        "latin-1"
    )
    town.portal.rows[0]["Name"] = "Жучка"
    with pytest.raises(DeliveryRefused, match="cannot hold"):
        town.fetch(again=True)


def test_only_what_is_new_since_the_last_time_comes(town: Town, portal: Portal) -> None:
    entry = town.entry(since=":updated_at")
    town.fetch(entry)
    assert town.tags() == list(range(10))
    assert town.fetch(entry).file is None
    portal.rows += dogs(range(20, 22), NEW)
    portal.rows[5] = {**portal.rows[5], ":updated_at": NEW, "Name": "Ada"}
    town.fetch(entry)
    # The moment fetched last is asked for again: rows may have come at it since.
    new = {r["Tag"]: r["Name"] for r in town.rows()}
    assert {"5", "20", "21"} <= set(new) and new["5"] == "Ada"
    assert town.fetch(entry).file is None
    portal.rows += dogs(range(30, 31), "2020-03-01T00:00:00.000Z")
    town.fetch(entry)
    assert sorted(town.tags()) == [5, 20, 21, 30]


def test_rows_that_come_late_at_the_moment_fetched_last_are_not_lost(town: Town) -> None:
    entry = town.entry(since="met")
    town.portal.rows = [{**row, "met": "2020-01-05T00:00:00.000"} for row in dogs(range(3))]
    town.fetch(entry)
    late = {**dogs(range(7, 8))[0], "met": "2020-01-05T00:00:00.000"}
    town.portal.rows.append(late)
    town.fetch(entry)
    assert 7 in town.tags()


def test_rows_without_a_time_come_with_the_first_fetch(town: Town) -> None:
    town.portal.rows = [
        {**r, "met": None if n else "2020-01-05"} for n, r in enumerate(dogs(range(3)))
    ]
    town.fetch(town.entry(since="met"))
    assert town.tags() == [0, 1, 2]


def test_all_is_fetched_again_when_asked_or_when_the_question_is_another(town: Town) -> None:
    entry = town.entry(since=":updated_at")
    town.fetch(entry)
    assert town.fetch(entry, again=True).rows == 10
    assert town.fetch(replace(entry, where="Tag = '3'")).rows == 1
    assert town.tags() == [3]


def test_rows_that_change_while_they_are_read_are_read_again(town: Town, portal: Portal) -> None:
    def insert(number: int) -> None:
        if number == 3:  # between the first page and the second, before all others
            portal.rows.insert(0, {**dogs(range(1), NEW)[0], ":id": "row-", "Tag": "77"})

    portal.before = insert
    town.fetch()
    assert sorted(town.tags()) == [*range(10), 77]
    assert [a.params["$offset"] for a in portal.pages()][-3:] == ["0", "4", "8"]


def test_a_row_that_goes_while_another_comes_is_noticed(town: Town, portal: Portal) -> None:
    def swap(number: int) -> None:
        if number == 3:
            portal.rows = [*portal.rows[1:], *dogs(range(50, 51), NEW)]

    portal.before = swap
    town.fetch()
    assert sorted(town.tags()) == [*range(1, 10), 50]


def test_new_rows_do_not_disturb_a_fetch_of_what_is_new(town: Town, portal: Portal) -> None:
    moments = iter(f"2021-01-01T00:00:{n:02d}.000Z" for n in range(60))
    portal.before = lambda number: portal.rows.extend(
        dogs(range(100 + number, 101 + number), next(moments))
    )
    entry = town.entry(since=":updated_at")
    town.fetch(entry)
    first = set(town.tags())
    asked = len(portal.asked)
    portal.before = lambda number: None
    town.fetch(entry)
    assert len(town.tags()) == len(set(town.tags()))
    assert first | set(town.tags()) == {*range(10), *range(101, 101 + asked)}


def test_a_portal_that_never_stands_still_is_given_up(town: Town, portal: Portal) -> None:
    portal.before = lambda number: portal.rows.extend(dogs(range(100 + number, 101 + number), NEW))
    with pytest.raises(DeliveryMissing, match="changed each of the 3 times"):
        town.fetch()
    assert town.files() == []


def test_a_portal_that_counts_wrong_is_refused(town: Town, portal: Portal) -> None:
    portal.hidden = 2
    with pytest.raises(DeliveryRefused, match="counts 10 rows"):
        town.fetch()
    assert town.files() == []


def test_no_rows_at_all_are_no_delivery(town: Town) -> None:
    town.portal.rows = [{**dogs(range(1))[0]}]
    with pytest.raises(DeliveryRefused, match="has no rows"):
        town.fetch(town.entry(where="Tag = 'none'"))


@pytest.mark.parametrize("since", ["nothing", "tag"])
def test_a_column_that_is_none_or_holds_no_times_is_named(town: Town, since: str) -> None:
    with pytest.raises((PlanError, DeliveryRefused), match=since):
        town.fetch(town.entry(since=since))
    assert town.files() == []


def test_a_data_set_that_is_not_there_is_the_contracts_mistake(town: Town) -> None:
    with pytest.raises(PlanError, match="no such data set"):
        town.fetch(town.entry(dataset="cats-2020"))
    assert len(town.portal.asked) == 1
