"""Makes the folder of deliveries whole or not at all, and never over something else."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from lakehouse.declare.errors import SettingError

FILES = "truth/files.csv"


def _strangers(out: Path) -> list[str]:
    """Files below `out` that no earlier sample city put there."""
    found = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if not p.is_dir())
    listed = out / FILES
    known = set(pd.read_csv(listed)["path"]) | {FILES} if listed.is_file() else set()
    return [name for name in found if name not in known]


def refuse_other_content(out: Path) -> None:
    """Raise :class:`SettingError` where `out` holds anything but an earlier sample city."""
    if out.exists() and not out.is_dir():
        raise SettingError(f"{out} is a file.", "Choose another --out.")
    strange = _strangers(out) if out.is_dir() else []
    if strange:
        raise SettingError(
            f"{out} holds something else: {strange[0]}"
            + (f" and {len(strange) - 1} more." if len(strange) > 1 else "."),
            "Choose another --out, or move it away.",
        )


@contextmanager
def made_whole(out: Path) -> Iterator[Path]:
    """A folder to write into that becomes `out` in the end; after an error nothing has changed.

    Killed at any moment, `out` is the earlier city, the new one, or for an instant not there (then
    the next call brings the earlier one back); never a part of one.
    """
    out = out.absolute()
    partial, earlier = (out.with_name(f".{out.name}.{of}") for of in ("partial", "old"))
    if earlier.is_dir() and not out.exists():
        earlier.rename(out)
    refuse_other_content(out)
    for left in (partial, earlier):
        shutil.rmtree(left, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        if out.is_dir():
            out.rename(earlier)
        try:
            partial.rename(out)
        except BaseException:
            if earlier.is_dir():
                earlier.rename(out)
            raise
        shutil.rmtree(earlier, ignore_errors=True)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
