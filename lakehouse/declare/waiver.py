"""A signed, dated exception: a group that a list may treat unlike the others for a while."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

TEXTS = ("question", "group", "rate", "owner", "reason")


@dataclass(frozen=True)
class Waiver:
    """That ``question`` may be beyond the band in the ``rate`` of the ``group``.

    ``owner`` answers for it, ``reason`` says why, and it holds on the days from ``signed`` to
    ``until``, both included.
    """

    question: str
    group: str
    rate: str
    owner: str
    reason: str
    signed: date
    until: date


def in_force(waivers: Iterable[Waiver], question: str, day: date) -> tuple[Waiver, ...]:
    """The question's waivers that hold on a day."""
    return tuple(w for w in waivers if w.question == question and w.signed <= day <= w.until)


def told(waiver: Waiver) -> dict[str, str]:
    """The waiver as texts, for a record; ``read_back`` makes it one again."""
    return {name: str(value) for name, value in asdict(waiver).items()}


def read_back(said: Mapping[str, str]) -> Waiver:
    """The waiver that ``told`` was made of."""
    signed, until = (date.fromisoformat(said[name]) for name in ("signed", "until"))
    question, group, rate, owner, reason = (said[name] for name in TEXTS)
    return Waiver(question, group, rate, owner, reason, signed, until)
