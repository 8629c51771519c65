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
    """A folder to write into that becomes `out` in the end; after an error nothing has changed."""
    refuse_other_content(out)
    out = out.absolute()
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        if out.is_dir():
            shutil.rmtree(out)
        partial.rename(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
