"""A city that is replaced is the earlier one or the new one, wherever that is cut short."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lakehouse.sample.folder import FILES, made_whole

NAMES = ("health/a.csv", "health/b.csv", "police/c.csv")


class Killed(BaseException):
    """The process ends here."""


def write(out: Path, text: str) -> None:
    with made_whole(out) as folder:
        for name in (*NAMES, FILES):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text if name != FILES else "path\n" + "\n".join(NAMES))


def found(out: Path) -> list[str]:
    """What every file of the city says; empty when it is not there."""
    return [(out / n).read_text() for n in NAMES if (out / n).is_file()]


def killed_while_removing(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    real = shutil.rmtree

    def half(folder: Any, *_: Any, **__: Any) -> None:
        """Remove a file of the city, and no more."""
        files = sorted(p for p in Path(folder).rglob("*.csv") if p.name != "files.csv")
        if files and files[0].read_text() == "old":
            files[0].unlink()
            raise Killed
        real(folder, ignore_errors=True)

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr("lakehouse.sample.folder.shutil.rmtree", half)
        act()


def test_killed_while_the_earlier_city_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "city"
    write(out, "old")
    killed_while_removing(monkeypatch, lambda: write(out, "new"))
    assert found(out) in (["old"] * 3, ["new"] * 3)
    write(out, "newer")
    assert found(out) == ["newer"] * 3 and [p.name for p in tmp_path.iterdir()] == ["city"]


@pytest.mark.parametrize("nth", [1, 2])
def test_killed_between_the_renames(
    nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is gone at once: nothing of what it would still have done is done."""
    out, renames, real = tmp_path / "city", [0], Path.rename

    def rename(self: Path, target: Path) -> Path:
        renames[0] += 1
        if renames[0] >= nth:
            raise Killed
        return real(self, target)

    write(out, "old")
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Path, "rename", rename)
        write(out, "new")
    assert found(out) in ([], ["old"] * 3)
    with pytest.raises(ZeroDivisionError), made_whole(out):
        assert found(out) == ["old"] * 3, "brought back before anything else"
        raise ZeroDivisionError
    assert found(out) == ["old"] * 3 and [p.name for p in tmp_path.iterdir()] == ["city"]


def test_an_error_while_writing_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "city", "old")
    with pytest.raises(ZeroDivisionError), made_whole(tmp_path / "city") as folder:
        (folder / "half.csv").write_text("x")
        raise ZeroDivisionError
    assert found(tmp_path / "city") == ["old"] * 3
    assert [p.name for p in tmp_path.iterdir()] == ["city"]
