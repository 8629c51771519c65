"""Rows of CKAN's DataStore, and the file of a resource."""

from __future__ import annotations

import pytest

from lakehouse.declare.errors import DeliveryRefused, PlanError, SettingError
from tests.store.open_data.fetched import Town
from tests.store.open_data.server import Portal, dogs
from tests.store.parks import dog_feed


def test_all_rows_come_in_the_order_of_their_ids_without_them(town: Town, portal: Portal) -> None:
    done = town.fetch(town.entry("ckan"))
    assert done.rows == 10 and town.tags() == list(range(10))
    assert list(town.rows()[0]) == ["Tag", "Name", "Seen"]
    assert [a.params["offset"] for a in portal.pages()] == ["0", "4", "8"]
    assert {a.params["sort"] for a in portal.pages()} == {"_id"}


def test_a_portal_that_gives_smaller_pages_than_asked_for_gives_all(town: Town) -> None:
    town.portal.most = 3
    assert town.fetch(town.entry("ckan")).rows == 10


def test_the_same_rows_again_are_nothing_new_but_a_changed_one_is(town: Town) -> None:
    town.fetch(town.entry("ckan"))
    assert town.fetch(town.entry("ckan")).file is None
    # CKAN counts and numbers the rows as before.
    town.portal.rows[4]["Name"] = "Ada"
    assert town.fetch(town.entry("ckan")).rows == 10
    assert len(town.files()) == 2 and town.rows()[4]["Name"] == "Ada"


def test_values_are_spelt_as_the_portal_spells_them(town: Town) -> None:
    more = {"weight": 1.5, "tags": '["a"]', "chip": 12345678901234567890 // 10}
    town.portal.rows = [{**dogs(range(1))[0], **more}]
    town.fetch(town.entry("ckan"))
    said = town.rows()[0]
    assert (said["weight"], said["chip"], said["Name"]) == ("1.5", "1234567890123456789", "")


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_formats_keep_types(town: Town, format: str) -> None:
    town.feed = dog_feed(format=format, glob=f"parks/dog*.{format}")
    town.portal.rows = [{**row, "weight": 1.5} for row in dogs(range(9))]
    town.fetch(town.entry("ckan"))
    assert town.tags() == list(range(9)) and town.rows()[0]["weight"] == 1.5
    assert town.rows()[3]["Name"] is None and "_id" not in town.rows()[3]


def test_rows_that_change_while_they_are_read_are_read_again(town: Town, portal: Portal) -> None:
    def swap(number: int) -> None:
        if number == 4:  # after the stamp and the first page: the total stays
            portal.rows = [*portal.rows[1:], *dogs(range(50, 51))]

    portal.before = swap
    town.fetch(town.entry("ckan"))
    assert town.tags() == [*range(1, 10), 50]


def test_a_new_load_of_the_resource_is_noticed(town: Town, portal: Portal) -> None:
    def load(number: int) -> None:
        if number == 4:  # the same number of rows under the same ids
            portal.rows = [{**row, "Name": "New"} for row in portal.rows]
            portal.resource["last_modified"] = "2020-05-01T00:00:00"

    portal.before = load
    town.fetch(town.entry("ckan"))
    assert {r["Name"] for r in town.rows()} == {"New"}


def test_the_file_of_a_resource_is_fetched_from_where_the_portal_says(
    town: Town, portal: Portal
) -> None:
    portal.files["/download/dogs"] = b"Tag,Name,Seen\n1,Rex,2020-01-01\n"
    portal.resource["url"] = f"{portal.address}/download/dogs"
    entry = town.entry("ckan", take="file")
    assert town.fetch(entry).file == "parks/dog_20260415T120000Z.csv"
    assert town.tags() == [1]
    assert town.fetch(entry).file is None


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "", None])
def test_an_address_that_is_not_of_the_web_is_refused(town: Town, url: str | None) -> None:
    town.portal.resource["url"] = url
    with pytest.raises(DeliveryRefused, match="where the resource's file lies"):
        town.fetch(town.entry("ckan", take="file"))


def test_a_token_goes_to_the_portal_and_nowhere_else(town: Town, portal: Portal) -> None:
    portal.token = "s3cret"
    with pytest.raises(SettingError, match="CITYLAKE_TOKEN_TOWN") as caught:
        town.fetch(town.entry("ckan", token="town"), token="wrong")
    assert "wrong" not in str(caught.value)
    assert town.fetch(town.entry("ckan", token="town"), token="s3cret").rows == 10
    portal.files["/download/dogs"], portal.token = b"Tag\n1\n", ""
    # The same machine under another name is another host.
    portal.resource["url"] = portal.address.replace("127.0.0.1", "localhost") + "/download/dogs"
    town.fetch(town.entry("ckan", take="file", token="town"), token="s3cret")
    assert portal.asked[-1].path == "/download/dogs"
    assert "s3cret" not in portal.asked[-1].headers.values()
    assert "s3cret" in portal.asked[-2].headers.values()


def test_a_resource_that_is_not_there_is_the_contracts_mistake(town: Town) -> None:
    with pytest.raises(PlanError, match="no such data set"):
        town.fetch(town.entry("ckan", dataset="cats"))
