"""One process at a time holds a lake; the next is told who, waits, or takes over from the dead."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lakehouse.declare.errors import LakeBusy
from lakehouse.store.lock import hold, holder, is_held

pytestmark = pytest.mark.doors
HOLDER = """
import sys, time
from pathlib import Path
from lakehouse.store.lock import hold
with hold(Path(sys.argv[1]), "test run"):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""
Hold = Callable[[float], "subprocess.Popen[str]"]


@pytest.fixture
def held_for(tmp_path: Path) -> Iterator[Hold]:
    """Let another process hold the lake ``tmp_path`` for that many seconds."""
    started = []

    def start(seconds: float) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLDER, str(tmp_path), str(seconds)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        started.append(process)
        assert process.stdout and process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_process_is_refused_and_told_who_holds_the_lake(
    tmp_path: Path, held_for: Hold
) -> None:
    other = held_for(60)
    with pytest.raises(LakeBusy) as caught, hold(tmp_path, "second"):
        pass
    named = rf"held by process {other.pid} \(test run, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\)"
    assert re.search(named, caught.value.what) and str(tmp_path) in caught.value.what
    assert "--wait" in caught.value.todo
    assert re.search(rf"process {other.pid} \(test run", is_held(tmp_path))


def test_waiting_is_told_once_and_ends_when_the_lake_is_free(
    tmp_path: Path, held_for: Hold
) -> None:
    other, told = held_for(1.0), list[str]()
    with hold(tmp_path, "second", wait=30, tell=told.append):
        assert is_held(tmp_path)
    assert len(told) == 1 and f"process {other.pid}" in told[0]


def test_waiting_ends_after_its_seconds(tmp_path: Path, held_for: Hold) -> None:
    held_for(60)
    began = time.monotonic()
    with pytest.raises(LakeBusy), hold(tmp_path, "second", wait=0.5, tell=lambda text: None):
        pass
    assert 0.5 <= time.monotonic() - began < 10


def test_kill_9_frees_the_lake(tmp_path: Path, held_for: Hold) -> None:
    other = held_for(60)
    other.send_signal(signal.SIGKILL)
    other.wait(timeout=30)
    assert is_held(tmp_path) == ""
    with hold(tmp_path, "second"):
        assert f"process {other.pid}" not in is_held(tmp_path)


def test_the_lake_is_free_after_the_block_and_after_an_error_in_it(tmp_path: Path) -> None:
    assert is_held(tmp_path / "lake") == ""
    with hold(tmp_path / "lake", "first"):
        assert "(first, since" in is_held(tmp_path / "lake")
    with pytest.raises(KeyError), hold(tmp_path / "lake", "second"):
        raise KeyError
    assert is_held(tmp_path / "lake") == ""


def test_the_same_process_cannot_hold_it_twice(tmp_path: Path) -> None:
    with hold(tmp_path, "first"), pytest.raises(LakeBusy), hold(tmp_path, "second"):
        pass


def test_two_lakes_are_held_at_once(tmp_path: Path) -> None:
    with hold(tmp_path / "a", "first"), hold(tmp_path / "b", "second"):
        assert "(first" in is_held(tmp_path / "a") and "(second" in is_held(tmp_path / "b")


@pytest.mark.parametrize("said", ["", '{"pid": 1}', "{cut"])
def test_a_lock_that_says_nothing_readable_is_another_processes(tmp_path: Path, said: str) -> None:
    assert holder(tmp_path) == "another process"
    (tmp_path / ".lock").write_text(said)
    assert holder(tmp_path) == "another process"


def test_a_shorter_note_replaces_a_longer_one(tmp_path: Path) -> None:
    with hold(tmp_path, "a very long description of what is done"):
        pass
    with hold(tmp_path, "b"):
        assert "(b, since" in holder(tmp_path)
