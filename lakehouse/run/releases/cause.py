"""What differs in the making of a result between two releases, from their manifests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakehouse.portal.change import Cause


def cause_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> Cause:
    """Compare two entries of ``results``; not known where one of them lacks its origin."""
    old, new = before.get("made_from", {}), after.get("made_from", {})
    if not _told(old) or not _told(new):
        return Cause(known=False)
    days = (str(before.get("as_of")), str(after.get("as_of")))
    models = _both(before.get("models", {}), after.get("models", {}))
    return Cause(
        data=tuple(_both(old["data"], new["data"])),
        days=days if days[0] != days[1] else None,
        models={name: (str(a or "none"), str(b or "none")) for name, (a, b) in models.items()},
        rules=tuple(_both(old["rules"], new["rules"])),
    )


def _told(made_from: Mapping[str, Any]) -> bool:
    """Whether every table above says by which rules it was made, and some data are below."""
    rules = made_from.get("rules", {})
    return bool(rules) and all(rules.values())


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs, by name."""
    names = sorted({*old, *new})
    return {n: (old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)}
