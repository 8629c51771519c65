"""Pages that are made one after the other, each when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Made(Mapping[str, str]):
    """HTML by file name, out of ``each`` in its order; what was made is kept.

    Who asks for the front page alone does not wait for those behind it.
    """

    def __init__(self, each: Iterator[tuple[str, str]]) -> None:
        self._each = each
        self._kept: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        while name not in self._kept:
            if not self._next():
                raise KeyError(name)
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        self._rest()
        return iter(self._kept)

    def __len__(self) -> int:
        self._rest()
        return len(self._kept)

    def _next(self) -> bool:
        """Make one more page; False when there is none."""
        made = next(self._each, None)
        if made is not None:
            self._kept[made[0]] = made[1]
        return made is not None

    def _rest(self) -> None:
        while self._next():
            pass
