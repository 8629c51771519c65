"""A mistake that nobody foresaw is one line without a value, and all of it when asked for."""

from __future__ import annotations

import pytest
import typer
from pyspark.errors import AnalysisException

from lakehouse.checks.unforeseen import TRACE, unforeseen
from lakehouse.declare.column import Column
from lakehouse.declare.errors import CityLakeError, NotHandedOver
from lakehouse.run.commands.options import guard


def caught() -> Exception:
    try:
        Column("a", "no type", "Ada Lovelace")
    except Exception as error:
        return error
    raise AssertionError("a type that does not exist was taken")


def test_its_kind_and_the_innermost_line_of_ours_are_told_without_what_it_says() -> None:
    told = unforeseen("The release", caught())
    assert told.what.startswith("The release failed: PlanError (lakehouse/declare/column.py, line")
    assert "Ada" not in str(told) and TRACE in told.todo
    elsewhere = unforeseen("The step", ValueError("Ada Lovelace"))
    assert elsewhere.what == "The step failed: ValueError."


def test_a_query_s_mistake_says_which_name_is_wrong() -> None:
    told = unforeseen("risk.x", AnalysisException("Column `agee` is unknown. SQLSTATE: 42703"))
    assert told.what == "risk.x failed: AnalysisException: Column `agee` is unknown."


def test_it_is_an_error_of_the_kind_asked_for() -> None:
    assert unforeseen("PostgreSQL", OSError("x"), NotHandedOver).exit_code == 12


def test_all_of_it_is_printed_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(TRACE, "1")
    unforeseen("The step", caught())
    assert "Traceback" in capsys.readouterr().err


def test_a_command_ends_with_one_line_and_the_code_of_what_nobody_foresaw(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def work() -> int:
        raise KeyError("Ada Lovelace")

    with pytest.raises(typer.Exit) as ended:
        guard(work)
    said = capsys.readouterr()
    assert ended.value.exit_code == CityLakeError.exit_code
    assert said.err.startswith("The command failed: KeyError") and "Ada" not in said.err + said.out
