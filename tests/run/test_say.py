"""What the command line says: short lines, whole words, nothing taken for markup."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from lakehouse.declare.errors import PromiseBroken
from lakehouse.run import say
from lakehouse.store.lake import Written
from lakehouse.tables import city


@pytest.mark.parametrize(
    ("rows", "before", "quarantined", "line"),
    [
        (1204, 1173, 2, "city.food_visit v18  1,204 rows  +31  2 quarantined  3.1 s\n"),
        (1204, 1204, 0, "city.food_visit v18  1,204 rows  3.1 s\n"),
        (0, 1000, 0, "city.food_visit v18  0 rows  -1,000  3.1 s\n"),
    ],
)
def test_a_line_a_table(
    rows: int, before: int, quarantined: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say.wrote(Written(city.food_visit, 18, rows, before, quarantined, 3.14))
    assert capsys.readouterr().out == line


def test_a_problem_goes_to_the_error_stream_with_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say.problem(PromiseBroken("Twice [red]here[/red].", "Mend it."))
    seen = capsys.readouterr()
    assert seen.err == "Twice [red]here[/red].\n  Mend it.\n" and seen.out == ""


def test_a_long_line_is_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    say.say("word " * 100)
    assert capsys.readouterr().out.count("\n") == 1


def test_nobody_watching_sees_no_spinner(capsys: pytest.CaptureFixture[str]) -> None:
    with say.working("long work"):
        pass
    seen = capsys.readouterr()
    assert seen.out + seen.err == ""


def test_what_is_worked_on_side_by_side_has_one_spinner(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = io.StringIO()
    monkeypatch.setattr(say, "err", Console(file=seen, force_terminal=True, width=100))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with say.working("dogs"):
        with say.working("cats"):
            assert [s.status for s in say._spinners] == ["dogs, cats"]
        assert [s.status for s in say._spinners] == ["dogs"]
    assert not say._spinners and "dogs" in seen.getvalue()


def test_progress_is_shown_to_who_watches_and_to_nobody_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with say.progress("dog") as tell:
        tell(5, 10)
    assert capsys.readouterr().err == ""
    seen = io.StringIO()
    monkeypatch.setattr(say, "err", Console(file=seen, force_terminal=True, width=100))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with say.progress("[dog]") as tell:
        tell(1500, None)
        tell(2500, 10000)
    assert "[dog]" in seen.getvalue() and "2,500" in seen.getvalue()
