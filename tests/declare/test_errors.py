"""Errors say what is wrong and what to do, and each kind has its own exit code."""

from __future__ import annotations

import pytest

from lakehouse.declare import errors
from lakehouse.declare.errors import EXIT_CODES, CityLakeError, did_you_mean, listed

KINDS = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, CityLakeError)
]


def test_what_to_do_stands_indented_below_what_is_wrong() -> None:
    assert str(CityLakeError("It broke.", "Mend it.")) == "It broke.\n  Mend it."
    assert str(CityLakeError("It broke.")) == "It broke."


def test_every_kind_has_its_own_code_and_words() -> None:
    assert len(KINDS) == 12
    assert {k.exit_code: k.kind for k in KINDS} == EXIT_CODES
    assert len(EXIT_CODES) == len(KINDS) == len(set(EXIT_CODES.values()))
    assert 0 not in EXIT_CODES


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("visits", " (did you mean visit?)"),
        ("visit", " (did you mean visit?)"),
        ("licnce", " (did you mean licence?)"),
        ("weather", ""),
        ("", ""),
    ],
)
def test_only_a_near_name_is_guessed(name: str, said: str) -> None:
    assert did_you_mean(name, iter(["visit", "licence"])) == said


def test_nothing_known_gives_no_guess() -> None:
    assert did_you_mean("visit", []) == ""


def test_what_no_eye_sees_is_spelt_out() -> None:
    said = str(CityLakeError("No \x1b[2J\ufeffTag\u202e of Zoë.", "Ask\tthem."))
    assert said == "No \\x1b[2J\\ufeffTag\\u202e of Zoë.\n  Ask\\tthem."


def test_of_many_names_a_few_are_shown() -> None:
    assert listed("abc", most=3) == "a, b, c" and listed([]) == ""
    assert listed(map(str, range(1_003)), most=3) == "0, 1, 2 and 1,000 more"
    assert listed(["\x1b[2J"]) == "\\x1b[2J"
