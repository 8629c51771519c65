"""A plain file over HTTP: whole, gone on with after a cut, and not again while it is the same."""

from __future__ import annotations

import pytest

from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused
from lakehouse.declare.open_data import Portal as Entry
from tests.store.open_data.fetched import Town
from tests.store.open_data.server import CHANGED, Fault, Portal
from tests.store.parks import dog_feed

CUT, TORN = Fault("cut"), Fault("torn")
DOGS = b"Tag,Name,Seen\n" + b"".join(b"%d,Rex,2020-01-01\n" % n for n in range(500))


@pytest.fixture
def entry(town: Town) -> Entry:
    town.portal.files["/dogs.csv"] = DOGS
    return town.entry("url", location=f"{town.portal.address}/dogs.csv")


def ranges(portal: Portal) -> list[str]:
    return [a.headers.get("Range", "") for a in portal.asked]


def test_the_file_comes_as_it_is(town: Town, entry: Entry) -> None:
    done = town.fetch(entry)
    assert done.size == len(DOGS) and done.rows is None
    assert [p.read_bytes() for p in town.files()] == [DOGS]
    assert town.told[-1] == (len(DOGS), len(DOGS))


@pytest.mark.parametrize("versions", [{"ETag": '"one"'}, {"Last-Modified": CHANGED}])
def test_while_it_is_the_same_it_is_not_sent_again(
    town: Town, entry: Entry, versions: dict[str, str]
) -> None:
    town.portal.versions = versions
    town.fetch(entry)
    assert town.fetch(entry).file is None and len(town.files()) == 1
    town.portal.files["/dogs.csv"] = DOGS + b"501,Ada,2020-01-02\n"
    town.portal.versions = {name: f"{said[:-5]}0:02 GMT" for name, said in versions.items()}
    assert town.fetch(entry).file is not None and len(town.files()) == 2


def test_the_same_content_under_another_version_is_nothing_new(town: Town, entry: Entry) -> None:
    town.fetch(entry)
    town.portal.versions = {"ETag": '"two"'}
    assert town.fetch(entry).file is None and len(town.files()) == 1


@pytest.mark.parametrize("versions", [{"ETag": '"one"'}, {"Last-Modified": CHANGED}])
@pytest.mark.parametrize("fault", [CUT, TORN])
def test_after_a_cut_only_the_rest_is_sent(
    town: Town, entry: Entry, versions: dict[str, str], fault: Fault
) -> None:
    town.portal.versions, town.portal.faults = versions, [fault, fault]
    town.fetch(entry)
    assert town.files()[0].read_bytes() == DOGS
    first, second, third = ranges(town.portal)
    assert first == "" and second.startswith("bytes=") and third > second


def test_a_fetch_that_broke_off_is_gone_on_with_by_the_next(town: Town, entry: Entry) -> None:
    town.portal.faults = [CUT] + [Fault("drop")] * 9
    with pytest.raises(DeliveryMissing, match="Try again later"):
        town.fetch(entry)
    assert town.files() == []
    town.portal.faults = []
    town.fetch(entry)
    assert town.files()[0].read_bytes() == DOGS
    assert ranges(town.portal)[-1] == f"bytes={len(DOGS) // 2}-"


def test_a_file_that_changed_after_the_cut_is_sent_anew(town: Town, entry: Entry) -> None:
    new = DOGS.replace(b"Rex", b"Ada")

    def change(number: int) -> None:
        if number == 2:
            town.portal.files["/dogs.csv"], town.portal.versions = new, {"ETag": '"two"'}

    town.portal.faults, town.portal.before = [CUT], change
    town.fetch(entry)
    assert town.files()[0].read_bytes() == new


@pytest.mark.parametrize("versions", [{"ETag": '"one"'}, {}, {"ETag": 'W/"one"'}])
def test_without_ranges_or_a_version_the_file_is_sent_anew(
    town: Town, entry: Entry, versions: dict[str, str]
) -> None:
    town.portal.ranges, town.portal.versions = bool(versions.get("ETag", "W")[0] == "W"), versions
    town.portal.faults = [CUT, TORN]
    town.fetch(entry)
    assert town.files()[0].read_bytes() == DOGS


def test_a_fetch_killed_after_the_last_byte_still_ends(town: Town, entry: Entry) -> None:
    town.portal.faults = [CUT] + [Fault("drop")] * 9
    with pytest.raises(DeliveryMissing):
        town.fetch(entry)
    (body,) = town.root.rglob(".body")
    body.write_bytes(DOGS)
    town.portal.faults = []
    town.fetch(entry)  # 416: there is nothing after it
    assert town.files()[0].read_bytes() == DOGS


def test_a_file_cut_off_each_time_is_given_up_and_nothing_is_delivered(
    town: Town, entry: Entry
) -> None:
    town.portal.ranges, town.portal.faults = False, [CUT] * 20
    with pytest.raises(DeliveryMissing, match="broke off its answer"):
        town.fetch(entry)
    assert town.files() == [] and len(town.portal.asked) == town.manners.tries + 1


@pytest.mark.parametrize(
    ("body", "why"), [(b"", "empty file"), (b"\xef\xbb\xbf\n <!DOCTYPE html><p>Sorry", "web page")]
)
def test_what_is_no_data_is_refused(town: Town, entry: Entry, body: bytes, why: str) -> None:
    town.fetch(entry)
    town.portal.files["/dogs.csv"], town.portal.versions = body, {"ETag": '"two"'}
    with pytest.raises(DeliveryRefused, match=why):
        town.fetch(entry)
    assert [p.read_bytes() for p in town.files()] == [DOGS]


def test_a_pattern_without_a_star_is_one_file_that_is_replaced(town: Town, entry: Entry) -> None:
    town.feed = dog_feed(glob="parks/dogs.csv", mode="snapshot")
    assert town.fetch(entry).file == "parks/dogs.csv"
    town.portal.files["/dogs.csv"], town.portal.versions = b"Tag\n1\n", {"ETag": '"two"'}
    town.fetch(entry)
    assert [p.read_bytes() for p in town.files()] == [b"Tag\n1\n"]


def test_two_fetches_at_the_same_moment_are_two_files(town: Town, entry: Entry) -> None:
    town.fetch(entry)
    town.count = 0
    town.fetch(entry, again=True)
    names = ["dog_20260415T120000Z-1.csv", "dog_20260415T120000Z.csv"]
    assert [p.name for p in town.files()] == names
