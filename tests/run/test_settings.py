"""Settings come in three layers, each outranking the one before, and nothing passes unchecked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.declare.errors import NotFound, SettingError
from lakehouse.run.settings import ELSEWHERE, TEXT, load_settings, read_toml

BASE = """
city = "delft"
profile = "laptop"
data = "data"
work = "var"
lake = "{work}/lake"
published = "{work}/published"
tracking = ""

[spark]
"base.only" = "base"
"both" = "base"
"""
LAPTOP = '[spark]\n"both" = "laptop"\n"log" = "file:{conf}/log"\n'
CLUSTER = 'lake = "/big/lake"\n\n[spark]\n"both" = "cluster"\n'
CITY = """
title = "Delft"
delivered = "{data}/delft"
time_zone = "Europe/Amsterdam"

[bounds]
south = 51.9
west = 4.3
north = 52.1
east = 4.4
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with one city and two profiles."""
    conf = tmp_path / "conf"
    (conf / "cities" / "delft").mkdir(parents=True)
    (conf / "base.toml").write_text(BASE)
    (conf / "laptop.toml").write_text(LAPTOP)
    (conf / "cluster.toml").write_text(CLUSTER)
    (conf / "cities" / "delft" / "city.toml").write_text(CITY)
    return tmp_path


def env(project: Path, **variables: str) -> dict[str, str]:
    return {"CITYLAKE_CONF": str(project / "conf")} | {
        f"CITYLAKE_{name.upper()}": value for name, value in variables.items()
    }


def test_base_gives_what_nobody_else_says(project: Path) -> None:
    found = load_settings(None, env(project))
    assert found.city.name == "delft"
    assert found.spark["base.only"] == "base"


def test_the_profile_outranks_base_and_leaves_the_rest(project: Path) -> None:
    assert load_settings(None, env(project)).spark["both"] == "laptop"
    other = load_settings(None, env(project, profile="cluster"))
    assert other.spark == {"base.only": "base", "both": "cluster"}
    assert other.lake == Path("/big/lake/delft")


def test_a_variable_outranks_the_profile(project: Path) -> None:
    found = load_settings(None, env(project, profile="cluster", lake="/mine"))
    assert found.lake == Path("/mine/delft")


def test_a_city_chooses_the_language_of_its_pages_and_the_variable_outranks_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lakehouse.run.settings.read_words", lambda language: language)
    assert load_settings(None, env(project)).language == "en"
    (project / "conf" / "base.toml").write_text('language = "fr"\n' + BASE)
    assert load_settings(None, env(project)).language == "fr"
    (project / "conf" / "cities" / "delft" / "city.toml").write_text('language = "nl"\n' + CITY)
    assert load_settings(None, env(project)).language == "nl"
    assert load_settings(None, env(project, language="fy")).language == "fy"


def test_a_language_that_has_no_file_is_an_error(project: Path) -> None:
    with pytest.raises(SettingError, match="The pages have no language 'nl'"):
        load_settings(None, env(project, language="nl"))


def test_the_command_line_outranks_the_variable(project: Path) -> None:
    with pytest.raises(NotFound, match="no city 'delf'"):
        load_settings(None, env(project, city="delf"))
    assert load_settings("delft", env(project, city="delf")).city.name == "delft"


def test_relative_paths_are_relative_to_the_folder_that_holds_conf(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    found = load_settings(None, env(project))
    assert found.work == (project / "var").resolve()
    assert found.lake == (project / "var/lake/delft").resolve()
    assert found.published == (project / "var/published/delft").resolve()
    assert found.city.delivered == (project / "data/delft").resolve()


def test_work_moves_all_the_platform_makes(project: Path) -> None:
    found = load_settings(None, env(project, work="/elsewhere"))
    assert (found.lake, found.published) == (
        Path("/elsewhere/lake/delft"),
        Path("/elsewhere/published/delft"),
    )
    assert found.city.delivered == (project / "data/delft").resolve()


def test_tracking_is_sqlite_inside_the_lake_unless_a_server_is_named(project: Path) -> None:
    found = load_settings(None, env(project))
    assert found.tracking == f"sqlite:///{found.lake}/mlflow.db"
    named = load_settings(None, env(project, tracking="http://127.0.0.1:5000"))
    assert named.tracking == "http://127.0.0.1:5000"


def test_sparks_settings_may_name_the_conf_folder(project: Path) -> None:
    assert load_settings(None, env(project)).spark["log"] == f"file:{project / 'conf'}/log"


@pytest.mark.parametrize(
    ("variable", "near"),
    [("CITYLAKE_LAK", "CITYLAKE_LAKE"), ("CITYLAKE_TRACKNG", "CITYLAKE_TRACKING")],
)
def test_an_unknown_variable_is_an_error_with_the_nearest_name(
    project: Path, variable: str, near: str
) -> None:
    with pytest.raises(SettingError) as caught:
        load_settings(None, env(project) | {variable: "x"})
    assert variable in caught.value.what and f"did you mean {near}?" in caught.value.what
    assert "CITYLAKE_WORK" in caught.value.todo


@settings(deadline=None)
@given(st.from_regex(r"[A-Z]{1,12}", fullmatch=True))
def test_only_known_variables_pass(name: str) -> None:
    known = {n.upper() for n in (*TEXT, *ELSEWHERE)}
    said = {f"CITYLAKE_{name}": "sample"}
    if name in known:
        return
    with pytest.raises(SettingError, match=f"CITYLAKE_{name} is unknown"):
        load_settings("sample", said)


def test_variables_of_others_are_none_of_our_business(project: Path) -> None:
    assert load_settings(None, env(project) | {"LAKE": "x", "MYCITYLAKE_LAKE": "y"}).city


def test_an_unknown_setting_in_a_file_is_an_error_with_the_nearest_name(project: Path) -> None:
    (project / "conf" / "laptop.toml").write_text('publishd = "x"\n' + LAPTOP)
    with pytest.raises(SettingError, match=r"'publishd' \(did you mean published\?\)"):
        load_settings(None, env(project))


def test_an_unknown_profile_is_an_error_with_the_nearest_name(project: Path) -> None:
    with pytest.raises(SettingError) as caught:
        load_settings(None, env(project, profile="laptp"))
    assert "'laptp'" in caught.value.what and "did you mean laptop?" in caught.value.what
    assert caught.value.todo == "Profiles are: cluster, laptop."


def test_base_is_no_profile(project: Path) -> None:
    with pytest.raises(SettingError) as caught:
        load_settings(None, env(project, profile="bse"))
    assert "base" not in caught.value.todo


def test_an_unknown_city_is_an_error_with_the_nearest_name(project: Path) -> None:
    with pytest.raises(NotFound) as caught:
        load_settings("delt", env(project))
    assert "'delt'" in caught.value.what and "did you mean delft?" in caught.value.what
    assert caught.value.todo.startswith("Cities are: delft. Say --city")


@pytest.mark.parametrize("name", ["../cities/delft", "delft/", "/etc", "..", ""])
def test_a_city_is_a_name_and_not_a_path(project: Path, name: str) -> None:
    with pytest.raises(NotFound):
        load_settings(name, env(project, city="nowhere"))


def test_a_folder_without_base_toml_is_an_error_that_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        load_settings(None, {"CITYLAKE_CONF": str(tmp_path)})
    assert str(tmp_path) in caught.value.what
    assert "CITYLAKE_CONF" in caught.value.todo


def test_conf_is_looked_for_here_first_and_then_beside_the_code(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    assert load_settings(None, {}).city.name == "delft"
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    assert load_settings(None, {}).city.name == "sample"


def test_bad_toml_is_an_error_with_file_and_line(project: Path) -> None:
    file = project / "conf" / "laptop.toml"
    file.write_text('[spark]\n"both" = \n')
    with pytest.raises(SettingError) as caught:
        load_settings(None, env(project))
    assert str(file) in caught.value.what and "line 2" in caught.value.what


def test_a_file_that_is_not_utf8_is_an_error_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    file.write_bytes('title = "Zoë"\n'.encode("latin-1"))
    with pytest.raises(SettingError, match=r"city\.toml is not valid TOML"):
        read_toml(file)
    file.write_text('title = "Zoë"\n', "utf-8")
    assert read_toml(file) == {"title": "Zoë"}


@pytest.mark.parametrize("entry", ["title", "delivered", "time_zone"])
def test_a_city_without_an_entry_is_an_error_that_names_it(project: Path, entry: str) -> None:
    file = project / "conf" / "cities" / "delft" / "city.toml"
    lines = [x for x in CITY.splitlines() if not x.startswith(entry)]
    file.write_text("\n".join(lines))
    with pytest.raises(SettingError, match=f"does not say '{entry}'") as caught:
        load_settings(None, env(project))
    assert str(file) in caught.value.what and caught.value.todo


def test_a_city_without_bounds_is_an_error_and_one_without_code_lists_is_not(project: Path) -> None:
    file = project / "conf" / "cities" / "delft" / "city.toml"
    assert load_settings(None, env(project)).city.codes == {}
    file.write_text(CITY.split("[bounds]")[0])
    with pytest.raises(SettingError, match="does not say 'bounds'"):
        load_settings(None, env(project))


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("south = 51.9", "south = 52.9", "no city lies between 52.9 and 52.1 degrees north"),
        ("west = 4.3", "west = 184.3", "no city lies between"),
        ("south = 51.9", 'south = "51.9"', "does not say where the city lies"),
        ("south = 51.9\n", "", "does not say where the city lies"),
        ("Amsterdam", "Amsterdm", r"no time zone 'Europe/Amsterdm' \(did you mean Europe/Amst"),
        ("Europe/Amsterdam", "/etc", "no time zone"),
    ],
)
def test_a_city_lies_somewhere_and_keeps_a_time(
    project: Path, was: str, now: str, told: str
) -> None:
    file = project / "conf" / "cities" / "delft" / "city.toml"
    assert was in CITY
    file.write_text(CITY.replace(was, now))
    with pytest.raises(SettingError, match=told) as caught:
        load_settings(None, env(project))
    assert str(file) in caught.value.what and caught.value.todo


def test_a_folder_without_a_city_and_a_conf_without_one_are_told_apart(project: Path) -> None:
    folder = project / "conf" / "cities" / "delft"
    (folder / "city.toml").unlink()
    with pytest.raises(NotFound, match=r"delft has no city\.toml") as caught:
        load_settings(None, env(project))
    folder.rmdir()
    with pytest.raises(NotFound, match="There is no city 'delft'") as caught:
        load_settings(None, env(project))
    assert caught.value.todo == "CONTRIBUTING.md has an example."
    other = project / "conf" / "cities" / "leiden"
    other.mkdir()
    (other / "city.toml").touch()
    with pytest.raises(NotFound, match="There is no city 'delft'") as caught:
        load_settings(None, env(project))
    assert "leiden. Say --city, or CITYLAKE_CITY, or city in base.toml." in caught.value.todo


def test_a_path_that_names_an_unknown_place_is_an_error(project: Path) -> None:
    with pytest.raises(SettingError, match=r"'\{home\}/lake' uses the unknown place 'home'"):
        load_settings(None, env(project, lake="{home}/lake"))


def test_the_projects_own_cities_load(tmp_path: Path) -> None:
    sample = load_settings("sample", {"CITYLAKE_WORK": str(tmp_path)})
    assert sample.city.delivered == tmp_path / "sample"
    assert sample.city.example and sample.city.codes["reason"]["ROUTINE"] == "canvass"
    chicago = load_settings("chicago", {"CITYLAKE_DATA": str(tmp_path)})
    assert chicago.city.delivered.is_relative_to(tmp_path)
    assert not chicago.city.example


def test_how_models_are_trained_is_a_table_of_whole_numbers(project: Path) -> None:
    base = project / "conf" / "base.toml"
    assert load_settings(None, env(project)).models.workers == 1
    base.write_text(BASE + "[models]\nworkers = 3\n")
    assert load_settings(None, env(project)).models.workers == 3
    for wrong in ("worker = 3", 'workers = "3"', "workers = 0", "cells_in_memory = true"):
        base.write_text(BASE + f"[models]\n{wrong}\n")
        with pytest.raises(SettingError, match=wrong.split(" ")[0]):
            load_settings(None, env(project))


def test_lanes_are_a_number_from_one(project: Path) -> None:
    assert load_settings(environ=env(project)).lanes == 1
    assert load_settings(environ=env(project, lanes="3")).lanes == 3
    for wrong in ("0", "two", "-1", "1.5", ""):
        with pytest.raises(SettingError, match="whole number from 1"):
            load_settings(environ=env(project, lanes=wrong))
