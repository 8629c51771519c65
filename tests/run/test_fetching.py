"""``citylake fetch``: which feeds, what is said, which exit code, and that land takes the files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from pyspark.sql import SparkSession
from typer.testing import CliRunner

from lakehouse.declare.errors import SettingError
from lakehouse.run.cli import app
from lakehouse.run.configured.app_token import app_token
from lakehouse.run.settings import load_settings
from lakehouse.store.contract.contracts import read_contracts
from lakehouse.store.lake import Lake
from lakehouse.store.landed.counted import landed_rows
from lakehouse.store.landed.landing import land
from tests.run.town_to_fetch import contract_of, files, properties, town_in, write
from tests.small_city import CONF
from tests.store.open_data.server import Fault, Portal, dogs, serving

Fetch = Callable[..., Result]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with serving(Portal(dogs(range(10)))) as found:
        yield found


@pytest.fixture
def conf(tmp_path: Path, portal: Portal) -> Path:
    """A city of three feeds: two that the portal has, one that somebody brings."""
    folder = town_in(tmp_path)
    for name, dataset in (("cat", "cats-2020"), ("dog", "dogs-2020"), ("hen", "")):
        ours = {"portal": "socrata", "dataset": dataset, "since": ":updated_at", "token": "town"}
        source = {"server": "portal", "type": "api", "location": portal.address}
        source |= {"customProperties": properties(**ours)}
        write(folder, contract_of(name, source if dataset else None, "Tag", "Seen"))
    return folder


@pytest.fixture
def fetch(conf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    def run(*words: str, **env: str) -> Result:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("no_proxy", "*")
        monkeypatch.setenv("CITYLAKE_CONF", str(conf))
        monkeypatch.setenv("CITYLAKE_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("CITYLAKE_WORK", str(tmp_path / "work"))
        return CliRunner().invoke(app, ["fetch", *words])

    return run


def test_a_feed_is_fetched_and_said(fetch: Fetch, tmp_path: Path) -> None:
    said = fetch("town", "dog")
    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("dog  10 rows  parks/dog_") and said.stderr == ""
    assert len(files(tmp_path)) == 1 and not (tmp_path / "work").exists()
    assert fetch("town", "dog").stdout == "dog  nothing new\n"
    assert fetch("town", "dog", "--again").stdout.startswith("dog  10 rows")


def test_one_feed_that_fails_does_not_keep_the_others(fetch: Fetch, tmp_path: Path) -> None:
    said = fetch("town")
    assert said.exit_code == 5  # the contract names a data set that is not there
    assert "cat: 127.0.0.1 has no such data set (404)." in said.stderr
    assert "dog  10 rows" in said.stdout and "hen" not in said.output
    assert len(files(tmp_path)) == 1


def test_a_portal_that_asks_for_peace_is_a_late_delivery(fetch: Fetch, portal: Portal) -> None:
    portal.faults = [Fault("status", 429, {"Retry-After": "9999"})]
    said = fetch("town", "dog")
    assert said.exit_code == 3 and "left alone, for 9999 seconds" in said.stderr
    assert "Try again later" in said.stderr


def test_a_late_delivery_counts_only_when_nothing_else_is_wrong(
    fetch: Fetch, portal: Portal
) -> None:
    portal.faults = [Fault("status", 429, {"Retry-After": "9999"}), Fault("page")]
    assert fetch("town", "dog", "cat").exit_code == 4


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("twon",), "did you mean town?"),
        (("town", "dgo"), "did you mean dog?"),
        (("town", "dog", "hen"), "town/hen.odcs.yaml names no portal"),
        (("sample",), "No contract of Sample city names a portal"),
    ],
)
def test_what_cannot_be_fetched_is_not_found(
    fetch: Fetch, conf: Path, portal: Portal, words: tuple[str, ...], told: str
) -> None:
    shutil.copytree(CONF / "cities" / "sample", conf / "cities" / "sample")
    said = fetch(*words)
    assert said.exit_code == 8 and told in said.stderr and portal.asked == []


def test_without_a_city_it_is_a_wrong_option(fetch: Fetch) -> None:
    assert fetch().exit_code == 2


def test_the_token_comes_from_the_environment_and_is_never_said(
    fetch: Fetch, portal: Portal, tmp_path: Path
) -> None:
    portal.token = "s3cret"
    refused = fetch("town", "dog")
    assert refused.exit_code == 2 and "Set CITYLAKE_TOKEN_TOWN" in refused.stderr
    wrong = fetch("town", "dog", CITYLAKE_TOKEN_TOWN="not-it")
    assert wrong.exit_code == 2 and "not-it" not in wrong.output
    assert fetch("town", "dog", CITYLAKE_TOKEN_TOWN="s3cret").exit_code == 0
    kept = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert all(b"s3cret" not in p.read_bytes() for p in kept)


@pytest.mark.parametrize("token", ["two words", "s3cret\r\nX-Other: 1", "ключ"])
def test_what_no_token_can_be_is_a_wrong_setting(token: str) -> None:
    with pytest.raises(SettingError) as caught:
        app_token("CITYLAKE_TOKEN_TOWN", {"CITYLAKE_TOKEN_TOWN": token})
    assert token not in str(caught.value) and "CITYLAKE_TOKEN_TOWN" in caught.value.what


def test_a_failure_nobody_foresaw_is_one_line(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lakehouse.run.feeds import fetching

    def fail(*given: Any) -> None:
        raise RuntimeError("s3cret")

    monkeypatch.setattr(fetching, "bring", fail)
    said = fetch("town", "dog")
    assert said.exit_code == 1 and "s3cret" not in said.stderr
    assert said.stderr.startswith("dog failed: RuntimeError (lakehouse/run/feeds/fetching.py, line")


@pytest.mark.doors
def test_what_was_fetched_lands_once(
    fetch: Fetch, portal: Portal, spark: SparkSession, conf: Path, tmp_path: Path
) -> None:
    assert fetch("town", "dog").exit_code == 0
    settings = load_settings("town", {"CITYLAKE_CONF": str(conf)})
    feed = next(f for f in read_contracts(settings.city.folder) if f.name == "dog")
    lake, folder = Lake(spark, tmp_path / "lake"), tmp_path / "data" / "town"
    assert land(feed, folder, lake, "first").rows == 10
    # All again is the same content, a broken fetch leaves nothing to land, new rows are new.
    assert fetch("town", "dog", "--again").exit_code == 0
    portal.faults = [None, None, *[Fault("status", 404)] * 2]
    assert fetch("town", "dog", "--again").exit_code == 5
    assert land(feed, folder, lake, "again").rows == 0
    portal.faults, portal.rows = (
        [],
        [*portal.rows, *dogs(range(20, 22), "2020-02-01T00:00:00.000Z")],
    )
    assert fetch("town", "dog").exit_code == 0
    land(feed, folder, lake, "more")
    assert {r["tag"] for r in landed_rows(lake, feed).collect()} == {
        *map(str, range(10)),
        "20",
        "21",
    }


def test_a_fetch_that_is_killed_is_gone_on_with(
    fetch: Fetch, portal: Portal, conf: Path, tmp_path: Path
) -> None:
    contract = conf / "cities" / "town" / "dog.odcs.yaml"
    said = yaml.safe_load(contract.read_text())
    said["servers"][1]["customProperties"].append({"property": "pageSize", "value": 3})
    contract.write_text(yaml.safe_dump(said))
    killed: list[subprocess.Popen[bytes]] = []

    def kill(number: int) -> None:
        if len(portal.pages()) == 3 and killed[0].poll() is None:
            killed[0].kill()
            killed[0].wait()

    portal.before = kill
    folders = {"DATA": tmp_path / "data", "WORK": tmp_path / "work", "CONF": conf}
    env = {**os.environ, "no_proxy": "*", **{f"CITYLAKE_{k}": str(v) for k, v in folders.items()}}
    words = [sys.executable, "-m", "lakehouse.run.cli", "fetch", "town", "dog"]
    with portal.lock:  # nothing is answered before we know whom to kill
        killed.append(subprocess.Popen(words, env=env))
    assert killed[0].wait(60) == -signal.SIGKILL and files(tmp_path) == []
    assert "dog  10 rows" in fetch("town", "dog").stdout
    assert [a.params["$offset"] for a in portal.pages()] == ["0", "3", "6", "6", "9"]
