"""A contract says its portal, or an error names its file and the entry that is wrong."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.declare.open_data import Portal
from tests.store.dog_contract import FETCHED, read_as

SOCRATA = {"portal": "socrata", "dataset": "dogs-2020"}


def contract(
    folder: Path, location: str = "", delivered: dict[str, Any] | None = None, **said: Any
) -> Feed:
    text = copy.deepcopy(FETCHED)
    text["servers"][0].update(delivered or {})
    text["servers"][1]["location"] = location or text["servers"][1]["location"]
    mode = said.pop("deliveryMode", "increment")
    text["customProperties"].append({"property": "deliveryMode", "value": mode})
    text["servers"][1]["customProperties"] = [{"property": k, "value": v} for k, v in said.items()]
    return read_as(folder, text)


def test_a_portal_is_what_the_entry_says(tmp_path: Path) -> None:
    more = {"since": ":updated_at", "where": "a = 1", "order": "a desc, b", "pageSize": 500}
    feed = contract(tmp_path, "https://data.town.example/", token="town", **SOCRATA, **more)
    assert feed.glob == "parks/dog*.csv"
    assert feed.portal == Portal(
        *("socrata", "https://data.town.example", "dogs-2020"),
        *(":updated_at", "a = 1", "a desc, b", 500, "town", "rows"),
    )
    assert "data.town.example" not in str(feed)  # tables are not computed again for it
    assert feed.portal.paged and feed.portal.variable == "CITYLAKE_TOKEN_TOWN"


def test_what_is_not_said_is_usual(tmp_path: Path) -> None:
    portal = contract(tmp_path, **SOCRATA).portal
    assert portal == Portal("socrata", "https://data.town.example", "dogs-2020")
    url = contract(tmp_path, "https://town.example/dogs.csv?year=2020&x=[1]", portal="url").portal
    assert url is not None and url.location.endswith("x=[1]") and not url.paged
    file = contract(tmp_path, portal="ckan", dataset="8f1b-Aa", take="file").portal
    assert file is not None and not file.paged


def test_without_an_entry_there_is_no_portal(tmp_path: Path) -> None:
    text = copy.deepcopy(FETCHED)
    text["servers"].pop()
    assert read_as(tmp_path, text).portal is None


def test_two_portals_are_one_too_many(tmp_path: Path) -> None:
    text = copy.deepcopy(FETCHED)
    text["servers"].append(text["servers"][1])
    with pytest.raises(PlanError, match="two portals"):
        read_as(tmp_path, text)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "property": ({**SOCRATA, "pagesize": 5}, "'pagesize' is unknown (did you mean pageSize?)"),
    "no kind": ({"dataset": "dogs-2020"}, "portal is ''"),
    "kind": ({"portal": "socrates"}, "(did you mean socrata?)"),
    "dataset": ({"portal": "socrata", "dataset": "../../x"}, "dataset is '../../x'"),
    "no dataset": ({"portal": "ckan"}, "dataset is ''"),
    "since": ({**SOCRATA, "since": "a) or (1=1"}, "since is"),
    "order": ({**SOCRATA, "order": "a; drop"}, "order is"),
    "page": ({**SOCRATA, "pageSize": 0}, "pageSize is '0'"),
    "pages": ({**SOCRATA, "pageSize": "many"}, "pageSize is 'many'"),
    "take": ({"portal": "ckan", "dataset": "x", "take": "flie"}, "did you mean file?"),
    "since of ckan": ({"portal": "ckan", "dataset": "x", "since": "a"}, "no 'since'"),
    "dataset of url": ({"portal": "url", "dataset": "x"}, "no 'dataset'"),
    "snapshot": ({**SOCRATA, "since": "a", "deliveryMode": "snapshot"}, "would replace all"),
    "format": ({**SOCRATA, "delivered": {"format": "parquet"}}, "'parquet'"),
    "path": ({**SOCRATA, "delivered": {"path": "*/dog.csv"}}, "'*/dog.csv'"),
    "outside": ({**SOCRATA, "delivered": {"path": "../dog*.csv"}}, "'../dog*.csv'"),
    "one file": ({**SOCRATA, "since": "a", "delivered": {"path": "dog.csv"}}, "names one"),
    "scheme": ({**SOCRATA, "location": "ftp://x.example"}, "no plain web address"),
    "no host": ({**SOCRATA, "location": "https://"}, "no plain web address"),
    "question": ({**SOCRATA, "location": "https://x.example/?a=1"}, "asks a question"),
}


@pytest.mark.parametrize("entry", WRONG)
def test_every_wrong_entry_is_named_with_its_file(tmp_path: Path, entry: str) -> None:
    said, words = WRONG[entry]
    with pytest.raises(PlanError) as caught:
        contract(tmp_path, **said)
    assert caught.value.what.startswith("dog.odcs.yaml: ") and words in caught.value.what
    assert caught.value.todo


@pytest.mark.parametrize(
    "said",
    [
        {"location": "https://me:s3cret@x.example", **SOCRATA},
        {"token": "S3cretS3cretS3cretS3cret", **SOCRATA},
        {"token": "s3cret-x", **SOCRATA},
    ],
)
def test_a_secret_that_somebody_wrote_down_is_not_repeated(
    tmp_path: Path, said: dict[str, Any]
) -> None:
    with pytest.raises(PlanError) as caught:
        contract(tmp_path, **said)
    assert "s3cret" not in str(caught.value).lower()
