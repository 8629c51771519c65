"""A contract says its database, or an error names its file and the entry that is wrong."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from lakehouse.declare.database import Database
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.store.contract.database_entry import MOMENT
from tests.store.dog_contract import FETCHED, read_as

SERVER = {"server": "source", "type": "postgresql", "host": "db.town.example", "database": "dogs"}
SINCE = {"name": "changed_at", "logicalType": "timestamp", "description": "Last change."}


def contract(
    folder: Path,
    server: dict[str, Any] | None = None,
    delivered: dict[str, Any] | None = None,
    seen: dict[str, Any] | None = None,
    also: dict[str, Any] | None = None,
    **said: Any,
) -> Feed:
    text = copy.deepcopy(FETCHED)
    text["servers"][0].update(delivered or {})
    text["schema"][0]["properties"].append({**SINCE, **(seen or {})})
    mode = said.pop("deliveryMode", "increment")
    text["customProperties"].append({"property": "deliveryMode", "value": mode})
    text["customProperties"].append({"property": "quote", "value": said.pop("quote", '"')})
    ours = [{"property": k, "value": v} for k, v in ({"user": "reader"} | said).items()]
    text["servers"][1] = {**SERVER, **(server or {}), "customProperties": ours}
    text["servers"] += [also] if also else []
    return read_as(folder, text)


def test_a_database_is_what_the_entry_says(tmp_path: Path) -> None:
    server = {"port": 6543, "schema": "kennel"}
    feed = contract(
        tmp_path, server, since="changed_at", overlap=60, password="dogs", sslMode="verify-full"
    )
    assert feed.database == Database(
        *("db.town.example", "dogs", "dog", 6543, "kennel", "reader", "dogs"),
        *("changed_at", 60, "verify-full"),
    )
    assert feed.database.variable == "CITYLAKE_PASSWORD_DOGS" and feed.portal is None
    assert feed.line_breaks and feed.columns[-1].format == MOMENT
    assert "db.town.example" not in str(feed)  # tables are not computed again for it


def test_what_is_not_said_is_usual(tmp_path: Path) -> None:
    feed = contract(tmp_path)
    assert feed.database == Database("db.town.example", "dogs", "dog", user="reader")
    assert feed.database.variable == "" and feed.database.tls == "require"
    here = contract(tmp_path, {"host": "127.0.0.1", "type": "postgres"}).database
    assert here is not None and here.tls == "prefer"


def test_a_format_that_the_contract_gives_stays(tmp_path: Path) -> None:
    given = {"logicalTypeOptions": {"format": "yyyy"}}
    assert contract(tmp_path, seen=given).columns[-1].format == "yyyy"


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "host": ({"server": {"host": "db.town.example/x?user=a"}}, "lacks host"),
    "no host": ({"server": {"host": ""}}, "lacks host"),
    "database": ({"server": {"database": "a\nb"}}, "lacks database"),
    "port": ({"server": {"port": 70000}}, "port is '70000'"),
    "user": ({"user": ""}, "lacks user"),
    "password": ({"password": "S3cret!"}, "password is not the name of a setting"),
    "property": ({"sslmode": "require"}, "'sslmode' is unknown (did you mean sslMode?)"),
    "tls": ({"sslMode": "allow"}, "sslMode is 'allow'"),
    "overlap": ({"overlap": -1}, "overlap is '-1'"),
    "since": ({"since": "changed"}, "since is 'changed'"),
    "text since": ({"since": "tag"}, "since is 'tag'"),
    "format since": (
        {"since": "changed_at", "seen": {"logicalTypeOptions": {"format": "yyyy"}}},
        "without a format",
    ),
    "snapshot": ({"since": "changed_at", "deliveryMode": "snapshot"}, "deliveryMode: increment"),
    "star": ({"since": "changed_at", "delivered": {"path": "parks/dog.csv"}}, "a star in path"),
    "path": ({"delivered": {"path": "parks/**/dog*.csv"}}, "no name for a fetched file"),
    "format": ({"delivered": {"format": "jsonl"}}, "come as CSV in UTF-8"),
    "encoding": ({"delivered": {"encoding": "iso-8859-1"}}, "come as CSV in UTF-8"),
    "delimiter": ({"delivered": {"delimiter": "§"}}, "not one plain character"),
    "quote": ({"quote": "none"}, "are quoted by"),
    "two": ({"also": SERVER}, "from two places"),
}


@pytest.mark.parametrize("entry", WRONG)
def test_every_error_names_the_file_and_what_to_do(tmp_path: Path, entry: str) -> None:
    said, told = WRONG[entry]
    with pytest.raises(PlanError) as caught:
        contract(tmp_path, **said)
    assert "dog.odcs.yaml" in caught.value.what and caught.value.todo
    assert told in str(caught.value) and "S3cret" not in str(caught.value)


def test_a_portal_beside_a_database_is_one_too_many(tmp_path: Path) -> None:
    portal = {
        "server": "portal",
        "type": "api",
        "location": "https://town.example/dog.csv",
        "customProperties": [{"property": "portal", "value": "url"}],
    }
    with pytest.raises(PlanError, match="from two places"):
        contract(tmp_path, also=portal)
