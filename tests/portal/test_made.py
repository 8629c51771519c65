"""Pages are made in their order, each once, and only those that are asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lakehouse.portal.made import Made


def drawn(done: list[str]) -> Iterator[tuple[str, str]]:
    for name in ("front", "list", "trust"):
        done.append(name)
        yield name, f"<{name}>"


def test_a_page_waits_for_none_behind_it_and_is_made_once() -> None:
    done: list[str] = []
    made = Made(drawn(done))
    assert done == [] and made["list"] == "<list>" and done == ["front", "list"]
    assert made["front"] == "<front>" and done == ["front", "list"]
    assert list(made) == ["front", "list", "trust"] and len(made) == 3
    assert dict(made) == {name: f"<{name}>" for name in done} and len(done) == 3


def test_a_page_that_is_not_there_is_an_error_after_all_others() -> None:
    done: list[str] = []
    made = Made(drawn(done))
    with pytest.raises(KeyError, match="none"):
        made["none"]
    assert len(done) == 3 and "trust" in made and "none" not in made
