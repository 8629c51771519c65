"""Results as tests draw them: one row per place, with whatever columns a test looks at."""

from __future__ import annotations

from typing import Any

from lakehouse.declare import Column, Result

ABOUT: dict[str, Any] = {
    "owner": "Health",
    "decides": "What next.",
    "audience": "All",
    "refreshed": "weekly",
}
PLACE = Column("place", "string", "The place.")
RANK = Column("rank", "int", "Its rank.")
PROBABILITY = Column("probability", "double", "Its chance.")
VALUE = Column("value", "double", "Its value.")
SEEN_ON = Column("seen_on", "date", "When it was seen.")
KNOWN_AT = Column("known_at", "timestamp", "When that was known.")
IS_OPEN = Column("is_open", "boolean", "Whether it is open.")
TAGS = Column("tags", "array<string>", "Its tags.")
AS_OF = Column("as_of", "date", "The day.")


def drawn_result(name: str, *columns: Column, key: str = "place") -> Result:
    """A published result of these columns."""
    return Result(f"published.{name}", "One row per place.", (key,), columns, **ABOUT)
