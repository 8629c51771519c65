"""Files drawn in a test, drafted as the command does."""

from __future__ import annotations

from pathlib import Path

from lakehouse.draft.columns import Proposed
from lakehouse.draft.proposal import Proposal, propose
from lakehouse.draft.source import look_at
from lakehouse.draft.texts import read_texts
from lakehouse.draft.written import About, written

ABOUT = About("town", "dog", "parks", "parks/dog*.csv")


def drafted(folder: Path, data: str | bytes, name: str = "dog.csv") -> Proposal:
    """The proposal for a file of that content."""
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    source = look_at(file)
    return propose(source, read_texts(source))


def column(folder: Path, values: list[str], header: str = "x") -> Proposed:
    """The proposal for one column, beside one that tells the rows apart."""
    lines = [f'{i};"{v}"' if v else f"{i};" for i, v in enumerate(values, start=1)]
    return drafted(folder, "\n".join([f"nth;{header}", *lines, ""])).columns[1]


def text_of(proposal: Proposal) -> str:
    return written(proposal, ABOUT)
