"""No text of an export begins as a formula does, and what is read back is what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakehouse.run.harmless_text import RUN, as_written, harmless_text

TEXTS = ["=1+1", "'=1+1", "-5", "'t Hooft", "plain", "''", "@x", "\n=1", "\r=1", "\uff1d1+1"]


@pytest.mark.parametrize("text", [*TEXTS, *RUN])
def test_what_a_spreadsheet_would_run_comes_back_as_it_was(text: str) -> None:
    quoted = str(harmless_text(text))
    assert not quoted.startswith(RUN) and as_written(quoted) == text


@given(st.text("'=+-@\t\r\n\uff1d\uff0b\uff0d\uff20ab", min_size=1))
def test_any_text_comes_back_and_none_is_run(text: str) -> None:
    quoted = str(harmless_text(text))
    assert not quoted.startswith(RUN) and as_written(quoted) == text


def test_other_values_stay() -> None:
    assert harmless_text(-5) == -5 and harmless_text(None) is None
    assert as_written("") is None and as_written(None) is None
