"""Whether the file of a language says just what the English one says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lakehouse.declare.errors import did_you_mean

_PLACE = re.compile(r"\{(\w*)\}")
# Sentences that are rows of names, and how many each has.
ROWS = {"format.months": 12, "format.short_months": 12, "format.weekdays": 7}


def differences(own: Mapping[str, str], english: Mapping[str, str], language: str) -> list[str]:
    """What is wrong with ``own``, the sentences of ``language`` by key; nothing if all is right.

    Keys are those of ``english``, none left out and none more. A sentence has the same places; that
    for one alone (``.one``) may leave out ``{n}``, and have those of its ``.many``.
    """
    wrong = [f"'{key}' is missing" for key in english if key not in own]
    wrong += [
        f"nothing asks for '{key}'{did_you_mean(key, english)}" for key in own.keys() - english
    ]
    for key in english.keys() & own.keys():
        wrong += _misplaced(key, own[key], english)
    for key, names in ROWS.items():
        if key in own and len(own[key].split()) != names:
            wrong.append(f"'{key}' has {len(own[key].split())} names, not {names}")
    if own.get("language") != language:
        wrong.append(f"it says that its language is '{own.get('language')}'")
    return sorted(wrong)


def _misplaced(key: str, sentence: str, english: Mapping[str, str]) -> list[str]:
    here, asked = (set(_PLACE.findall(text)) for text in (sentence, english[key]))
    many = english.get(f"{key.removesuffix('.one')}.many", "") if key.endswith(".one") else ""
    may = asked | set(_PLACE.findall(many))
    needed = asked - here - ({"n"} if many else set())
    made = [f"'{key}' leaves out {{{name}}}" for name in sorted(needed)]
    return made + [f"'{key}' has the unknown place {{{name}}}" for name in sorted(here - may)]
