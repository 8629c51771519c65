"""What a fetch keeps on disk: pages until all are there, and what was fetched last."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lakehouse.declare.errors import LakeBusy

Said = dict[str, Any]
STAYS = (".lock", ".last")


@dataclass(frozen=True)
class Partial:
    """The hidden folder beside a feed's files in which a fetch that broke off is kept.

    Its state says which question it answers, so that the answer to another one is never gone on
    with. All names in it begin with a dot: landing does not look at such files.
    """

    folder: Path

    @property
    def body(self) -> Path:
        """A file that comes in one piece."""
        return self.folder / ".body"

    @property
    def whole(self) -> Path:
        """The file made of all pages."""
        return self.folder / ".whole"

    def page(self, number: int) -> Path:
        """A page of rows."""
        return self.folder / f".{number:06d}"

    def begin(self, state: Said) -> None:
        """Forget what was there; ``state`` is what comes now."""
        self.forget()
        self.keep(state)

    def keep(self, state: Said) -> None:
        """Write the state, whole or not at all."""
        write_whole(self.folder / ".state", [json.dumps(state).encode()])

    def found(self, question: Said) -> Said | None:
        """The state of a fetch that broke off, None when there is none of this question."""
        state = _read(self.folder / ".state")
        return state if state is not None and state.get("question") == question else None

    def forget(self) -> None:
        """Remove all but the lock and what was fetched last."""
        for path in self.folder.iterdir():
            if path.name not in STAYS:
                path.unlink()

    def last(self, question: Said) -> Said:
        """What :meth:`remember` kept of this question, empty when nothing was."""
        said = _read(self.folder / ".last")
        return said if said is not None and said.get("question") == question else {}

    def remember(self, said: Said) -> None:
        """Keep what was fetched; written last, so a kill before it means: fetch again."""
        write_whole(self.folder / ".last", [json.dumps(said, indent=1).encode()])


@contextmanager
def partial_of(folder: Path, feed: str) -> Iterator[Partial]:
    """The feed's hidden folder, held; raises :class:`LakeBusy` when another process has it."""
    hidden = folder / f".{feed}.fetch"
    hidden.mkdir(parents=True, exist_ok=True)
    handle = os.open(hidden / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LakeBusy(
                f"{feed} is being fetched by another process.", "Wait until it has ended."
            ) from None
        yield Partial(hidden)
    finally:
        os.close(handle)


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file whole or not at all, on disk when this returns."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    move(part, path)


def move(part: Path, path: Path) -> None:
    """Give a finished file its name in one step, also should the power fail."""
    os.replace(part, path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> Said | None:
    try:
        said = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None
