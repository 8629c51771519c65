"""Names of germs as they are spelt, where tables hold words in small letters."""

from __future__ import annotations

import re

_SPELT = {"covid 19": "COVID-19", "influenza a": "influenza A", "influenza b": "influenza B"}
_KNOWN = re.compile("|".join(rf"\b{plain}\b" for plain in _SPELT))


def spelt(said: str) -> str:
    """The same text with COVID-19 and the types of influenza as people write them."""
    return _KNOWN.sub(lambda found: _SPELT[found[0]], said)
