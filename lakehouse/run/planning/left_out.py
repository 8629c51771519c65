"""What a city does without, in few lines: what lacks, and what it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

PUBLISHED = "published."


def left_out_lines(left_out: Mapping[str, str], every: bool = False) -> Iterator[str]:
    """One line for all that lack the same tables, most first; a line each with ``every``.

    ``left_out`` says, by the table a step would write, which tables no feed fills. Results are
    named, for these are what somebody misses; tables on the way to them are counted.
    """
    if every:
        yield from (f"Left out: {name}; no feed fills {why}." for name, why in left_out.items())
        return
    alike: dict[str, list[str]] = defaultdict(list)
    for name, why in left_out.items():
        alike[why].append(name)
    for why, names in sorted(alike.items(), key=lambda both: (-len(both[1]), both[0])):
        yield f"Left out: {_what(names)}; no feed fills {why}."
    if len(left_out) > len(alike):
        yield f"All {len(left_out)} that are left out, one a line: citylake plan --every."


def _what(names: list[str]) -> str:
    results = [name for name in names if name.startswith(PUBLISHED)]
    others = len(names) - len(results)
    if not results and others == 1:
        return names[0]
    counted = f"{others} table{'s' if others > 1 else ''}"
    return " and ".join([", ".join(results)] * bool(results) + [counted] * bool(others))
