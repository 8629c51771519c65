"""A contract names files below the city's folder and members of a zip, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.store.formats.delivery import delivered_files
from tests.store.parks import dog_feed
from tests.store.test_contracts import contract, custom, server

OUTSIDE = (
    "../other/dog*.csv",
    "parks/../../dog.csv",
    "/etc/passwd",
    "~/dog.csv",
    "..\\dog.csv",
    "\\\\host\\share\\dog.csv",
    "C:\\dogs\\dog.csv",
    "parks/dog\n.csv",
    ".hidden/dog.csv",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(PlanError, match=r"dog\.odcs\.yaml: path"):
        contract(tmp_path, server(path=path))
    with pytest.raises(PlanError, match=r"dog\.odcs\.yaml: except"):
        contract(tmp_path, custom("except", path))


@pytest.mark.parametrize("path", ["dog.csv", "a/b*/dog?.csv", "a..b/dog [1-3].csv", "**/dog.csv"])
def test_a_path_below_the_folder_is_taken(tmp_path: Path, path: str) -> None:
    assert contract(tmp_path, server(path=path)).glob == path


@pytest.mark.parametrize("path", ["../dog.csv", "*/../../dog.csv"])
def test_a_feed_made_without_a_contract_finds_nothing_outside_either(
    tmp_path: Path, path: str
) -> None:
    (tmp_path / "in" / "parks").mkdir(parents=True)
    (tmp_path / "dog.csv").write_text("Tag\n1\n")
    assert delivered_files(dog_feed(glob=path), tmp_path / "in") == []


def test_the_server_says_which_member_of_a_zip(tmp_path: Path) -> None:
    said = [{"property": "member", "value": "stops.txt"}]
    feed = contract(tmp_path, server(format="gtfs", path="transit/*.zip", customProperties=said))
    assert (feed.format, feed.member, feed.delimited) == ("gtfs", "stops.txt", True)


@pytest.mark.parametrize(
    ("format", "member", "told"),
    [
        ("gtfs", "", "lacks a member"),
        ("csv", "stops.txt", "only the format gtfs"),
        ("gtfs", "../stops.txt", "no name in a zip"),
        ("gtfs", "/stops.txt", "no name in a zip"),
        ("gtfs", "a\\stops.txt", "no name in a zip"),
    ],
)
def test_a_member_that_cannot_be_meant_is_refused(
    tmp_path: Path, format: str, member: str, told: str
) -> None:
    said = [{"property": "member", "value": member}] if member else []
    with pytest.raises(PlanError, match=told):
        contract(tmp_path, server(format=format, customProperties=said))
