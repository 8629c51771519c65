"""What a table was made of is remembered whole; what cannot be read was never remembered."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lakehouse.store.state import Made, recall, remember

MADE = Made("f00d", 3, 17, 2, {"balance": [{"feed": "dog", "good": 15}]})


def file_of(lake: Path) -> Path:
    (found,) = lake.rglob("city.dog.json")
    return found


def test_what_was_remembered_is_recalled(tmp_path: Path) -> None:
    remember(tmp_path, "city.dog", MADE)
    assert recall(tmp_path, "city.dog") == MADE
    remember(tmp_path, "city.dog", Made("beef", 4, 1))
    assert recall(tmp_path, "city.dog") == Made("beef", 4, 1, 0, {})


def test_what_was_never_remembered_is_not_recalled(tmp_path: Path) -> None:
    remember(tmp_path, "city.dog", MADE)
    assert recall(tmp_path, "city.cat") is None
    assert recall(tmp_path / "nowhere", "city.dog") is None


def test_a_file_cut_anywhere_means_not_remembered(tmp_path: Path) -> None:
    remember(tmp_path, "city.dog", MADE)
    whole = file_of(tmp_path).read_text()
    for cut in range(len(whole)):
        file_of(tmp_path).write_text(whole[:cut])
        assert recall(tmp_path, "city.dog") is None
    file_of(tmp_path).write_text(whole)
    assert recall(tmp_path, "city.dog") == MADE


@pytest.mark.parametrize(
    "said", ["[]", "7", "null", "{}", '{"fingerprint": "x"}', json.dumps({"other": 1})]
)
def test_a_file_that_says_something_else_means_not_remembered(tmp_path: Path, said: str) -> None:
    remember(tmp_path, "city.dog", MADE)
    file_of(tmp_path).write_text(said)
    assert recall(tmp_path, "city.dog") is None


def test_bytes_that_are_no_text_mean_not_remembered(tmp_path: Path) -> None:
    remember(tmp_path, "city.dog", MADE)
    file_of(tmp_path).write_bytes(b"\xff\xfe\x00")
    assert recall(tmp_path, "city.dog") is None


def test_a_kill_before_the_last_step_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(tmp_path, "city.dog", MADE)

    def killed(*paths: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        remember(tmp_path, "city.dog", Made("beef", 4, 1))
    assert recall(tmp_path, "city.dog") == MADE
