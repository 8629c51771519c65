"""Hold a file's header against its contract: what is new, what is missing, what was renamed."""

from __future__ import annotations

from collections import Counter

from lakehouse.declare.errors import DeliveryRefused, did_you_mean, listed, printable
from lakehouse.store.formats.delivery import Delivery


def check_headers(delivery: Delivery, headers: list[str]) -> list[str]:
    """The headers the contract does not know; raises when one it needs is missing or doubled."""
    feed, where = delivery.feed, f"{delivery.feed.name}: {delivery.file}"
    wanted = [c.header for c in feed.columns]
    known, counted = set(wanted), Counter(headers)
    added = [h for h in headers if h not in known]
    missing = [h for h in wanted if h not in counted]
    twice = sorted(h for h, times in counted.items() if times > 1 and h)
    nameless = [n for n, h in enumerate(headers, start=1) if not h]
    if len(missing) == len(wanted) and feed.delimited:
        raise DeliveryRefused(
            f"{where} has none of the contract's {len(wanted)} columns; its first line has "
            f"{len(headers)} field(s).",
            f"Is it the right file, delimited by '{feed.delimiter}', with a header, in "
            f"{feed.encoding}? See {feed.contract}.",
        )
    if twice:
        raise DeliveryRefused(
            f"{where} has the column {listed(twice)} twice.",
            f"Ask {feed.owner} to deliver it with one of each.",
        )
    if len(nameless) > 1:
        raise DeliveryRefused(
            f"{where} has {len(nameless)} columns without a name: {listed(map(str, nameless))}.",
            f"Ask {feed.owner} to deliver it with a name for each, or without the empty ones.",
        )
    if missing:
        said = ", ".join(f"{h}{_nearest(h, added)}" for h in missing)
        raise DeliveryRefused(
            f"{where} lacks the column {said}.",
            f"Ask {feed.owner} whether it was dropped or renamed; the contract is {feed.contract}.",
        )
    return added


def _nearest(header: str, added: list[str]) -> str:
    """The new header most like a missing one; blanks around it are said, for nobody sees them."""
    blank = next((h for h in added if h.strip() == header.strip()), None)
    if blank is None:
        return did_you_mean(header, added)
    return f" (it is there with blanks around it: {printable(repr(blank))})"
