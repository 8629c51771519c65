"""A release is sent to the results' database after a run; what fails there harms nothing here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from lakehouse.declare.errors import SettingError
from lakehouse.run.cli import app
from lakehouse.run.computing.runner import Run
from lakehouse.run.configured.results_database import results_database
from lakehouse.run.published import sending
from lakehouse.run.releases.kept import latest
from lakehouse.run.settings import load_settings
from lakehouse.store.database import replaced
from tests.run.releases.small_release import LISTED, release
from tests.small_city import small_conf
from tests.store.database.postgres import MISSING, PROGRAMS, Server, serving
from tests.store.database.reports import NEW, PASSWORD

pytestmark = pytest.mark.doors
OLD, RUN = "20240701-040000-aaaaaa", "20240708-040000-bbbbbb"
Say = Callable[..., Any]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not PROGRAMS:
        pytest.skip(MISSING)
    with serving() as found:
        found.sql(NEW)
        yield found


@pytest.fixture
def say(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Asks a city whose results go to the server; two releases, the second is ``latest``."""
    server.sql(NEW)
    conf = shutil.copytree(small_conf(), tmp_path / "conf")
    with (conf / "base.toml").open("a") as out:
        url = f"postgresql://127.0.0.1:{server.port}/town"
        out.write(f'\n[results.postgresql]\nurl = "{url}"\nuser = "reporter"\nschema = "delft"\n')
    monkeypatch.setenv("CITYLAKE_CONF", str(conf))
    monkeypatch.setenv("CITYLAKE_WORK", str(tmp_path))
    monkeypatch.setenv("CITYLAKE_PASSWORD_RESULTS", PASSWORD)
    monkeypatch.setattr(replaced, "WAITS", (0.0,))
    root = tmp_path / "published" / "sample"
    release(root, OLD, 0.4)
    told = {"as_of": "2024-07-05", "delta": {"table": "published/places_first", "version": 3}}
    release(root, RUN, 0.6, as_of="2024-07-05", results={"places_first": told}, city="Delft")
    return lambda *words: CliRunner().invoke(app, ["release", *words, "--city", "sample"])


def test_the_latest_release_is_sent_once(say: Say, server: Server) -> None:
    done = say("send")
    assert done.exit_code == 0, done.stderr
    assert f"Sent: release 2024-07-05-{RUN} with 2 tables to 127.0.0.1/town" in done.stdout
    assert (
        server.sql("SELECT rank, probability FROM delft.places_first ORDER BY 1") == "1|0.6\n2|0.3"
    )
    assert server.sql("SELECT delta_version FROM delft.release_table ORDER BY 1 LIMIT 1") == "3"
    assert f"has release 2024-07-05-{RUN} already" in say("send").stdout
    assert "Sent:" in say("send", "--again").stdout


def test_what_is_withdrawn_gives_way_to_the_release_before(say: Say, server: Server) -> None:
    say("send")
    done = say("withdraw", f"2024-07-05-{RUN}", "--because", "A file was last year's.")
    assert done.exit_code == 0 and f"Sent: release 2024-06-28-{OLD}" in done.stdout
    assert server.sql("SELECT name FROM delft.release") == f"2024-06-28-{OLD}"
    assert server.sql("SELECT max(probability) FROM delft.places_first") == "0.4"
    done = say("withdraw", f"2024-06-28-{OLD}", "--because", "So was this.", "--force")
    assert done.exit_code == 8 and "still has the withdrawn one" in done.stderr


def test_a_wrong_password_ends_with_its_own_code(
    say: Say, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYLAKE_PASSWORD_RESULTS", "other")
    done = say("send")
    assert done.exit_code == 2 and "Set CITYLAKE_PASSWORD_RESULTS" in done.stderr


def test_a_failing_database_is_a_problem_of_the_run_and_the_next_one_sends_it(
    say: Say, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = load_settings("sample")
    before = latest(settings.published)
    server.sql("CREATE TABLE delft.places_first (mine int)")
    failed = handed(settings, tmp_path)
    assert failed.exit_code == 12 and failed.log.steps == [("results.postgresql", "failed")]
    assert "which CityLake did not make" in capsys.readouterr().err
    now = latest(settings.published)
    assert before and now and now.name == before.name and now.changed_files() == []
    server.sql("DROP TABLE delft.places_first")
    assert handed(settings, tmp_path).log.steps == [("results.postgresql", "done")]
    again = handed(settings, tmp_path)
    assert again.log.steps == [("results.postgresql", "unchanged")] and again.exit_code == 0


def test_nobody_answering_is_a_problem_and_no_more(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "conf" / "base.toml"
    text = base.read_text().replace("postgresql://127.0.0.1:", "postgresql://127.0.0.1:1/x?#")
    base.write_text(text)
    assert handed(load_settings("sample"), tmp_path).exit_code == 2
    base.write_text(text.split("[results.postgresql]")[0])
    done = handed(load_settings("sample"), tmp_path)
    assert done.exit_code == 0 and done.log.steps == []
    assert say("send").exit_code == 2


def handed(settings: Any, work: Path) -> Any:
    """A run that published and hands over."""
    log = SimpleNamespace(steps=[])
    log.step = lambda step, outcome, **more: log.steps.append((step, outcome))
    catalogue = SimpleNamespace(tables={"published.places_first": LISTED})
    run = Run(settings, catalogue, None, log)  # type: ignore[arg-type]
    sending.hand_over(run)
    return run


BAD = {
    'url = "postgresql://u:secret@h/d"\nuser = "u"': "no url",
    'url = "mysql://h/d"\nuser = "u"': "no url",
    'url = "postgresql://h:99999/d"\nuser = "u"': "no url",
    'url = "postgresql://h/d"': "lacks a user",
    'url = "postgresql://h/d"\nuser = "u"\nschema = "a b"': "lacks a user or a plain schema",
    'url = "postgresql://h/d"\nuser = "u"\nsslMode = "maybe"': "sslMode",
    'url = "postgresql://h/d"\nuser = "u"\npassword = "S3cret!"': "password",
    'uri = "x"': "did you mean url",
}


@pytest.mark.parametrize("said", BAD)
def test_a_setting_that_cannot_be_used_is_refused_and_not_repeated(
    said: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingError, match=BAD[said]) as caught:
        results_database(settings_with(said, tmp_path))
    assert "secret" not in str(caught.value) and "S3cret" not in str(caught.value)


def test_a_schema_is_the_citys_and_the_line_is_safe_unless_said(tmp_path: Path) -> None:
    made = results_database(settings_with('url = "postgresql://h/d%20e"\nuser = "u"', tmp_path))
    assert made and (made.name, made.schema, made.port) == ("d e", "sample", 5432)
    assert made.tls == "require" and made.variable == "CITYLAKE_PASSWORD_RESULTS"


def settings_with(said: str, folder: Path) -> Any:
    conf = shutil.copytree(small_conf(), folder / "conf")
    with (conf / "base.toml").open("a") as out:
        out.write(f"\n[results.postgresql]\n{said}\n")
    return load_settings("sample", {"CITYLAKE_CONF": str(conf)})
