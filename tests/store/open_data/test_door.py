"""Faults of a portal: asked again where that helps, said clearly where it does not, and bounded."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import pytest

from lakehouse.declare.errors import (
    CityLakeError,
    DeliveryMissing,
    DeliveryRefused,
    LakeBusy,
    PlanError,
    SettingError,
)
from lakehouse.store.open_data.fetch import fetch
from lakehouse.store.open_data.kept import partial_of
from tests.store.open_data.fetched import NOON, Town
from tests.store.open_data.server import Fault, Portal

PASSING = [Fault("status", code) for code in (202, 429, 500, 502, 503, 504)]
ALL = [*PASSING, Fault("cut"), Fault("torn"), Fault("drop")]


@pytest.mark.parametrize("fault", ALL, ids=lambda f: f"{f.kind} {f.status}")
def test_what_passes_is_waited_for(town: Town, fault: Fault) -> None:
    town.portal.faults = [None, fault, fault, None, fault]
    assert town.fetch().rows == 10 and town.tags() == list(range(10))


@pytest.mark.parametrize("fault", ALL, ids=lambda f: f"{f.kind} {f.status}")
def test_what_does_not_pass_is_given_up_and_kept(town: Town, portal: Portal, fault: Fault) -> None:
    portal.faults = [None, None, *[fault] * 50]
    with pytest.raises(DeliveryMissing, match="Try again later"):
        town.fetch()
    asked = len(portal.asked)
    assert asked <= 2 + town.manners.tries + 1 and town.files() == []
    portal.faults = []
    assert town.fetch().rows == 10
    # The first page was not asked for again.
    assert [a.params["$offset"] for a in portal.asked[asked:] if "$offset" in a.params] == [
        "4",
        "8",
    ]


def test_a_portal_is_left_alone_for_as_long_as_it_asks(town: Town) -> None:
    town.portal.faults = [Fault("status", 429, {"Retry-After": "1"})]
    began = time.monotonic()
    town.fetch()
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("wait", ["3600", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_portal_that_wants_peace_for_long_gets_it(town: Town, wait: str) -> None:
    town.portal.faults = [Fault("status", 429, {"Retry-After": wait})]
    with pytest.raises(DeliveryMissing, match="left alone"):
        town.fetch()
    assert len(town.portal.asked) == 1


def test_a_wait_that_nobody_understands_is_no_obstacle(town: Town) -> None:
    town.portal.faults = [Fault("status", 503, {"Retry-After": "soon"})]
    assert town.fetch().rows == 10


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, SettingError, "token"),
        (403, SettingError, "token"),
        (404, PlanError, "no such data set"),
        (410, PlanError, "no such data set"),
        (400, PlanError, "as planned"),
        (418, PlanError, "does not understand"),
    ],
)
def test_what_will_not_pass_is_said_at_once(
    town: Town, status: int, kind: type[CityLakeError], words: str
) -> None:
    town.portal.faults = [Fault("status", status)]
    with pytest.raises(kind, match=words):
        town.fetch()
    assert len(town.portal.asked) == 1 and town.files() == []


def test_a_web_page_in_place_of_data_is_refused(town: Town) -> None:
    for before in (0, 2):  # in place of the count, of a page of rows
        town.portal.faults = [*[None] * before, Fault("page")]
        with pytest.raises(DeliveryRefused, match="web page in place of data"):
            town.fetch()
    assert town.files() == []


def test_redirects_are_followed_to_the_web_alone(town: Town, portal: Portal) -> None:
    portal.files["/dogs.csv"] = b"Tag\n1\n"
    moved = Fault("move", 302, {"Location": "/dogs.csv"})
    portal.faults = [moved, moved]
    entry = town.entry("url", location=f"{portal.address}/old")
    town.fetch(entry)
    assert town.tags() == [1]
    for target in ("file:///etc/passwd", "ftp://127.0.0.1/x", "https://", "http://[broken"):
        portal.faults = [Fault("move", 302, {"Location": target})]
        with pytest.raises(DeliveryRefused, match="no web address"):
            town.fetch(entry)
    portal.faults = [moved] * 20
    with pytest.raises(DeliveryRefused, match="more than 5 times"):
        town.fetch(entry)


def test_a_token_does_not_follow_a_redirect_to_another_host(town: Town, portal: Portal) -> None:
    portal.files["/dogs.csv"] = b"Tag\n1\n"
    other = portal.address.replace("127.0.0.1", "localhost")
    portal.faults = [Fault("move", 307, {"Location": f"{other}/dogs.csv"})]
    entry = town.entry("url", location=f"{portal.address}/old", token="town")
    town.fetch(entry, token="s3cret")
    assert portal.asked[0].headers["Authorization"] == "s3cret"
    assert "s3cret" not in portal.asked[1].headers.values()


def test_the_token_is_kept_nowhere(town: Town) -> None:
    town.portal.token = "s3cret"
    town.fetch(town.entry(token="town"), token="s3cret")
    kept = [p for p in town.root.rglob("*") if p.is_file()]
    assert kept and all(b"s3cret" not in p.read_bytes() for p in kept)


@pytest.mark.parametrize("kind", ["socrata", "url"])
def test_an_answer_beyond_all_measure_is_refused(town: Town, kind: str) -> None:
    town.portal.files["/dogs.csv"] = b"x" * 5000
    town.manners = replace(town.manners, page_bytes=100, file_bytes=4000)
    location = town.portal.address + ("/dogs.csv" if kind == "url" else "")
    with pytest.raises(DeliveryRefused, match="MiB"):
        town.fetch(town.entry(kind, location=location))
    assert town.files() == []


def test_a_data_set_beyond_all_measure_is_refused(town: Town) -> None:
    town.manners = replace(town.manners, file_bytes=100)
    with pytest.raises(DeliveryRefused, match="MiB"):
        town.fetch()
    assert town.files() == []


def test_hosts_that_are_not_there_are_said(town: Town) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(DeliveryMissing, match="does not answer"):
        town.fetch(town.entry(location=nobody))
    with pytest.raises(DeliveryMissing, match="no such host"):
        town.fetch(town.entry(location="http://portal.invalid"))
    with pytest.raises(CityLakeError, match=r"certificate|does not answer"):
        town.fetch(town.entry(location=town.portal.address.replace("http", "https")))


def test_an_answer_that_drips_is_cut(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from lakehouse.store.open_data import door

    monkeypatch.setattr(door, "MINUTE", 0.0)
    town.manners = replace(town.manners, slowest=1e12)
    with pytest.raises(DeliveryMissing, match="broke off"):
        town.fetch()


def test_a_portal_that_says_nothing_is_not_waited_for_for_ever(town: Town) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        town.manners = replace(town.manners, read=0.05, tries=1)
        with pytest.raises(DeliveryMissing, match=r"takes too long|does not answer"):
            town.fetch(town.entry(location=f"http://127.0.0.1:{silent.getsockname()[1]}"))


def test_a_feed_is_fetched_by_one_at_a_time(town: Town) -> None:
    with partial_of(town.root / "parks", "dog"), pytest.raises(LakeBusy, match="another process"):
        town.fetch()


def test_a_host_that_is_not_there_is_not_asked_for_long(town: Town) -> None:
    town.manners = replace(town.manners, tries=50, backoff=0.1)
    began = time.monotonic()
    with pytest.raises(DeliveryMissing, match="no such host"):
        town.fetch(town.entry(location="http://portal.invalid"))
    assert time.monotonic() - began < 5


def test_a_fetch_that_is_interrupted_is_gone_on_with(town: Town, portal: Portal) -> None:
    entry, tell = town.entry(), town.told.append
    for rows in (4, 8):  # interrupted after the first page, then after the second

        def told(done: int, total: int | None, rows: int = rows) -> None:
            tell((done, total))
            if done == rows:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fetch(town.feed, entry, town.root, "", NOON, told, manners=town.manners)
    town.fetch()
    assert [a.params["$offset"] for a in portal.pages()] == ["0", "4", "8"]
    assert town.tags() == list(range(10))


def test_an_answer_to_another_question_is_not_gone_on_with(town: Town, portal: Portal) -> None:
    portal.faults = [None, None, None, *[Fault("status", 500)] * 9]
    with pytest.raises(DeliveryMissing):
        town.fetch()
    portal.faults = []
    asked = len(portal.asked)
    town.fetch(town.entry(order="Name"))
    assert portal.asked[asked + 1].params["$offset"] == "0"
    assert sorted(town.tags()) == list(range(10))


def test_damaged_pages_are_taken_again(town: Town, portal: Portal) -> None:
    portal.faults = [None, None, None, *[Fault("status", 500)] * 9]
    with pytest.raises(DeliveryMissing):
        town.fetch()
    (page, *_) = sorted(town.root.rglob(".00*"))
    page.write_bytes(b"cut")
    portal.faults = []
    town.fetch()
    assert town.tags() == list(range(10))


def test_nothing_is_written_outside_the_folder(town: Town) -> None:
    elsewhere = town.root.parent / "elsewhere"
    elsewhere.mkdir()
    town.root.mkdir()
    (town.root / "parks").symlink_to(elsewhere)
    with pytest.raises(SettingError, match="leads out"):
        town.fetch()
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_is_a_file_is_said(town: Town) -> None:
    town.root.mkdir()
    (town.root / "parks").write_text("")
    with pytest.raises(SettingError, match="cannot be written"):
        town.fetch()


def test_garbage_is_said(town: Town) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def talk() -> None:
            for _ in range(40):
                try:
                    line = server.accept()[0]
                except OSError:
                    return
                line.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")
                line.close()

        threading.Thread(target=talk, daemon=True).start()
        with pytest.raises(CityLakeError):
            town.fetch(town.entry(location=f"http://127.0.0.1:{server.getsockname()[1]}"))
