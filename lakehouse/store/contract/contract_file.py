"""The file of a contract: its YAML, its status, and what a draft still leaves to decide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import ValidationError

from lakehouse.declare.errors import PlanError
from lakehouse.store.contract.entries import one_of

# The safe one, in C where PyYAML has it: a city's contracts are read by every command.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TODO = "TODO"  # what a draft leaves to decide
WAITING = ("proposed", "draft")
STATUSES = (*WAITING, "active", "deprecated", "retired")


def waiting_contracts(folder: Path) -> list[Path]:
    """The drafts of a city's folder: nothing lands by them."""
    return [p for p in sorted(folder.glob("*.odcs.yaml")) if status_of(p) in WAITING]


def status_of(path: Path) -> str:
    """The contract's status; raises :class:`PlanError` when it says none, or an unknown one."""
    said = loaded(path)
    status = str(said.get("status") or "") if isinstance(said, dict) else ""
    return one_of(path.name, "status", status, STATUSES)


def refuse_undecided(path: Path, status: str, said: dict[str, str]) -> None:
    """A contract in force has nothing left to decide."""
    left = [name for name, text in said.items() if TODO in text]
    if left and status not in WAITING:
        raise PlanError(
            f"{path.name} is {status}, but still says {TODO} of its {', '.join(left)}.",
            "Decide it, or set its status back to draft.",
        )


def loaded(path: Path) -> Any:
    """The YAML of a file; raises :class:`PlanError` naming the line that is none."""
    try:
        return yaml.load(path.read_text("utf-8"), LOADER)
    except UnicodeDecodeError as error:
        raise PlanError(f"{path.name} is not UTF-8.", "Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise PlanError(f"{path.name} is not valid YAML{where}.", "Correct that line.") from error


def parse(path: Path) -> OpenDataContractStandard:
    """The contract in a file; raises :class:`PlanError` naming the entry that is none."""
    try:
        return OpenDataContractStandard.model_validate(loaded(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"])
        raise PlanError(
            f"{path.name}: {where}: {first['msg']}.", "See the Open Data Contract Standard v3.1."
        ) from error
