"""A withdrawn release stays readable and says so; latest moves to the newest that stands."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from lakehouse.declare.errors import SettingError
from lakehouse.portal.said.wording import read_words
from lakehouse.run.releases import rewritten
from lakehouse.run.releases import withdraw as asked
from lakehouse.run.releases.kept import Release, find, latest, releases
from lakehouse.run.releases.withdraw import withdraw
from tests.run.releases.small_release import release


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for n in (1, 2, 3):
        release(tmp_path, f"2024070{n}-040000-aaaaaa", n / 10)
    return tmp_path


def page(found: Release) -> str:
    return (found.folder / "index.html").read_text("utf-8")


def test_latest_moves_to_the_newest_that_stands(root: Path) -> None:
    first, second, third = reversed(releases(root))
    withdraw(root, second, "Wrong.")
    assert latest(root) is not None and os.readlink(root / "latest") == third.name
    left = withdraw(root, third, "Wrong too.")
    assert left is not None and left.name == first.name == os.readlink(root / "latest")


def test_pages_and_manifest_say_so_and_the_tables_stay(root: Path) -> None:
    found = find(root, "latest")
    before = {p.name: p.read_bytes() for p in found.folder.rglob("*.*") if p.is_file()}
    withdraw(root, found, "  The file was\n of last year. ")
    told = find(root, found.name)
    assert told.withdrawn == "The file was of last year."
    assert "The file was of last year." in page(told) and told.changed_files() == []
    after = {p.name: p.read_bytes() for p in found.folder.rglob("*.*") if p.is_file()}
    assert before.keys() == after.keys()
    assert {n for n in after if after[n] != before[n]} == {"index.html", "manifest.json"}
    assert json.loads(before["manifest.json"])["files"][0] == told.manifest["files"][0]


def test_the_only_release_is_kept_unless_forced(root: Path) -> None:
    for found in releases(root)[1:]:
        withdraw(root, found, "Wrong.")
    only = find(root, "latest")
    with pytest.raises(SettingError, match="only release that stands"):
        withdraw(root, only, "Wrong.")
    assert find(root, "latest").withdrawn is None
    assert withdraw(root, only, "Wrong.", force=True) is None
    assert latest(root) is None and not (root / "latest").is_symlink()
    assert len(releases(root)) == 3


def test_a_reason_has_to_be_given(root: Path) -> None:
    with pytest.raises(SettingError, match="No reason"):
        withdraw(root, find(root, "latest"), " ")
    assert find(root, "latest").withdrawn is None


def test_asking_again_ends_what_a_kill_cut_off_and_keeps_the_reason(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find(root, "latest")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(asked, "with_notice", killed)
        withdraw(root, found, "Wrong.")
    # Nobody is led to it from the first step on.
    assert find(root, "latest").name != found.name and "Wrong." not in page(found)
    withdraw(root, find(root, found.name), "Another reason.")
    assert "Wrong." in page(found) and find(root, found.name).withdrawn == "Wrong."
    assert page(found).count('id="withdrawn"') == 1


def test_the_notice_is_in_the_language_of_the_release(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find(root, "latest")
    made_of = found.manifest["made_of"] | {"language": "nl"}
    (found.folder / "manifest.json").write_text(json.dumps(found.manifest | {"made_of": made_of}))
    dutch = replace(read_words(), sentences={**read_words().sentences, "withdrawn.notice": "Fout."})
    monkeypatch.setattr(rewritten, "read_words", {"nl": dutch, "en": read_words()}.__getitem__)
    withdraw(root, find(root, "latest"), "Wrong.")
    assert "Fout." in (found.folder / "index.html").read_text("utf-8")
