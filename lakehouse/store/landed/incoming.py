"""What of a feed's files is new: each content once, read and staged, the rest told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from lakehouse.declare.errors import DeliveryRefused
from lakehouse.declare.feed import Feed
from lakehouse.store.formats.delivery import Delivery, inspect_file, refuse_damaged
from lakehouse.store.formats.reading import stage
from lakehouse.store.landed.file_ledger import FileLedger
from lakehouse.store.landed.staged import Staged, stamp_of

Known = Mapping[str, int]


@dataclass
class Incoming:
    """Files that are new and staged, those refused, all that were hashed, and what is odd."""

    staged: list[Staged] = field(default_factory=list)
    refused: list[DeliveryRefused] = field(default_factory=list)
    looked_at: list[Delivery] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def incoming(
    feed: Feed,
    files: tuple[list[Path], Path],
    staging: Path,
    known: Known,
    ledger: FileLedger,
    run: str,
) -> Incoming:
    """Read each of ``files`` (below a folder) whose content is new, the same content only once.

    ``known`` has the sequence of each content that landed.
    """
    made = Incoming()
    seen, last, now = set(known), max(known.values(), default=0), datetime.now(UTC)
    for path in files[0]:
        if ledger.landed_as(path, path.relative_to(files[1]).as_posix()) in known:
            continue
        try:
            delivery = inspect_file(feed, path, files[1])
            made.looked_at.append(delivery)
            if delivery.hash in seen:
                made.notices += _came_back(delivery, known, ledger)
                continue
            seen.add(delivery.hash)
            refuse_damaged(delivery)
            # Folders as Spark names partitions, so that it reads these columns from them.
            part = part_of(last + len(made.staged) + 1, delivery)
            folder_of = staging.joinpath(*(f"{name}={value}" for name, value in part.items()))
            made.staged.append(stage(delivery, folder_of, stamp_of(delivery, now, run)))
        except DeliveryRefused as error:
            made.refused.append(error)
    return made


def part_of(sequence: int, delivery: Delivery) -> dict[str, str]:
    """The partition of the landed table that a delivery is."""
    return {"_sequence": str(sequence), "_delivery": delivery.hash}


def _came_back(delivery: Delivery, known: Known, ledger: FileLedger) -> list[str]:
    """A snapshot that was replaced and is delivered anew: what landed once does not land again."""
    feed, file = delivery.feed, delivery.file
    newest = max(known.values(), default=0)
    again = known.get(delivery.hash, newest) < newest and ledger.had(file) != delivery.hash
    if feed.mode != "snapshot" or ledger.is_new or not again:
        return []
    return [
        (
            f"{feed.name}: {file} is the same, byte for byte, as a delivery that a newer one "
            f"replaced; the newer one still holds. If this is to hold again, {feed.owner} has to "
            "deliver it with anything changed, such as the order of its rows."
        )
    ]


def came_late(accepted: list[Staged], known: Known, ledger: FileLedger) -> list[str]:
    """A snapshot that holds from now on though the one it replaces has a later name."""
    if not accepted or not known or accepted[-1].delivery.feed.mode != "snapshot":
        return []
    last = accepted[-1].delivery
    replaced = max(ledger.names(max(known, key=lambda content: known[content])), default="")
    if last.file >= replaced:
        return []
    return [
        (
            f"{last.feed.name}: {last.file} came after {replaced} and replaces it, although its "
            "name stands before it. If it is an older state that came late, deliver the newer one "
            "again with anything changed, such as the order of its rows."
        )
    ]
