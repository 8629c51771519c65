"""Which files are on record as landed, so that what did not change is neither hashed nor read."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path

from lakehouse.declare.feed import Feed
from lakehouse.store.formats.delivery import Delivery, on_disk
from lakehouse.store.lake import Lake
from lakehouse.store.state import Made, recall, remember

# A file may change again within one tick of its disk's clock, and then looks as it did before.
SETTLED = 2_000_000_000


class FileLedger:
    """Of each file whose content landed: the content's hash, and what told the file apart on disk.

    It only saves work: a hash counts while its delivery is in the lake, a file only while size,
    times of change (of content and of place) and inode are the same. Lost, it is made again.
    """

    def __init__(self, lake: Lake, feed: Feed) -> None:
        made = recall(lake.root, f"{feed.name}.files")
        # Read otherwise, as another member of a zip, the same file has another content.
        self._how = f"{feed.format} {feed.member}"
        self.is_new = made is None or made.fingerprint != self._how
        self._files: dict[str, list[object]] = {}
        if made is not None and not self.is_new:
            self._files = dict(made.facts["files"])
        self._lake, self._name = lake, f"{feed.name}.files"

    def landed_as(self, path: Path, file: str) -> str | None:
        """The hash of a file that did not change since it landed, None where it may have."""
        content, *trace = self._files.get(file, [None])
        try:
            return str(content) if trace and tuple(trace) == on_disk(path) else None
        except OSError:  # moved away since it was listed
            return None

    def had(self, file: str) -> str | None:
        """The hash of what landed from the file of that name, whatever it holds now."""
        content = self._files.get(file, [None])[0]
        return None if content is None else str(content)

    def names(self, content: str) -> list[str]:
        """The files from which that content landed."""
        return [file for file, (hash, *_) in self._files.items() if hash == content]

    def keep(self, looked_at: Iterable[Delivery], landed: Container[str]) -> None:
        """Note those whose content is in the lake; written whole or not at all."""
        before = dict(self._files)
        for each in looked_at:
            if each.hash in landed:
                settled = max(each.seen[1:3]) < each.looked_at - SETTLED
                self._files[each.file] = [each.hash, *(each.seen if settled else ())]
        if self.is_new or self._files != before:
            made = Made(self._how, 0, len(self._files), facts={"files": self._files})
            remember(self._lake.root, self._name, made)
