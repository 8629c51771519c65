"""What the documents say is so: commands, exit codes, paths and words exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from lakehouse.declare.errors import EXIT_CODES
from lakehouse.run.cli import app
from lakehouse.run.settings import ELSEWHERE, TEXT

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README", "ARCHITECTURE", "CONTRIBUTING", "GLOSSARY", "DECISIONS", "CHANGELOG")
FOLDERS = ("lakehouse", "jobs", "conf", "tests", "notebooks", ".ci")
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = tuple(
    "".join(parts)
    for parts in (
        ("py", "pi", ".org"),
        ("python", "hosted", ".org"),
        ("repo1.", "maven", ".org"),
        ("repo.", "maven", ".apache.org"),
        ("registry.", "npm", "js.org"),
        ("conda.", "anaconda", ".org"),
    )
)
MACHINE = re.compile(r"(?<![\w.}/~-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me|Us" + r"ers)/\w")


def text_of(name: str) -> str:
    return (ROOT / f"{name}.md").read_text("utf-8")


def commands() -> dict[str, Any]:
    """Each command with its parameters."""
    return dict(vars(get_command(app))["commands"])


def parameters(command: Any) -> list[Any]:
    """Its parameters; of a group of commands those of all its members."""
    members = getattr(command, "commands", {}).values()
    return [*command.params, *(p for member in members for p in member.params)]


def make_targets() -> dict[str, str]:
    """Each documented target of the Makefile with what is said of it."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return dict(re.findall(r"^([a-z]+):.*?## (.+)$", makefile, re.MULTILINE))


def committed() -> Iterator[Path]:
    """Every text file of the project, generated ones left out."""
    # In a second work tree .git is a file, and never committed.
    yield from (p for p in ROOT.iterdir() if p.is_file() and p.name != ".git")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def code_in(text: str) -> list[str]:
    """What stands in backticks or in a block of code."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    without = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return lines + re.findall(r"`([^`]+)`", without)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_has_a_title_and_no_overlong_line(name: str) -> None:
    lines = text_of(name).splitlines()
    assert lines[0].startswith("# ") and len(lines) > 3
    assert [x for x in lines if len(x) > 160 and not x.startswith("|")] == []


def test_the_licence_is_the_one_the_project_names() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in licence and "Version 2.0" in licence
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_citylake_command_in_the_documents_exists_with_its_options(name: str) -> None:
    known = commands()
    for line in code_in(text_of(name)):
        found = re.search(r"\bcitylake ([a-z]+)(.*)", line)
        if found is None:
            continue
        verb, rest = found.groups()
        assert verb in known, line
        options = {o for p in parameters(known[verb]) for o in (*p.opts, *p.secondary_opts)}
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= options, line


def test_readme_names_every_citylake_command() -> None:
    said = {
        m for line in code_in(text_of("README")) for m in re.findall(r"citylake ([a-z]+)", line)
    }
    assert said == set(commands())


def test_readme_names_options_that_exist() -> None:
    options = {o for c in commands().values() for p in parameters(c) for o in p.opts}
    named = set(re.findall(r"--[a-z][a-z-]*", text_of("README")))
    assert named and named <= options


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_command_in_the_documents_exists(name: str) -> None:
    said = {m for line in code_in(text_of(name)) for m in re.findall(r"\bmake ([a-z]+)", line)}
    assert said <= set(make_targets())


def test_run_and_test_come_first_in_readme() -> None:
    blocks = re.findall(r"```\n(.*?)```", text_of("README"), re.DOTALL)
    assert [line.split("#")[0].strip() for line in blocks[0].strip().splitlines()] == [
        "make run",
        "make test",
    ]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_alone_lists_the_commands_and_changes_nothing(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    done = subprocess.run(["make"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    for target, words in make_targets().items():
        assert re.search(rf"make {target} +{re.escape(words)}", done.stdout)
    assert [p.name for p in tmp_path.iterdir()] == ["Makefile"]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("work", [None, "elsewhere"])
def test_make_run_makes_the_sample_city_once_wherever_it_lies(
    tmp_path: Path, work: str | None
) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (program := tmp_path / ".venv/bin/citylake").parent.mkdir(parents=True)
    made = '[ $1 = sample ] && mkdir -p "${CITYLAKE_WORK:-var}/sample" && echo a city'
    program.write_text(f"#!/bin/sh\n{made}\nexit 0\n")
    program.chmod(0o755)
    ready = re.search(r"^\$\(READY\): (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert ready
    for needed in ready[1].split():
        (file := tmp_path / needed).parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / ".venv/.ready").touch()
    env = {"PATH": os.environ["PATH"], "CITYLAKE_DATA": "somewhere"}
    env |= {"CITYLAKE_WORK": str(tmp_path / work)} if work else {}

    def run() -> str:
        return subprocess.run(
            ["make", "run"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        ).stdout

    assert "a city" in run() and (tmp_path / (work or "var") / "sample").is_dir()
    assert "a city" not in run()


def test_every_target_that_is_not_a_file_is_phony() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)
    assert phony and set(make_targets()) == set(phony[1].split())


def test_every_exit_code_stands_in_readme() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", text_of("README"), re.MULTILINE)
    assert {int(code): words for code, words in rows} == {0: "done", **EXIT_CODES}


def test_every_variable_stands_in_readme_and_none_that_is_not() -> None:
    said = set(re.findall(r"CITYLAKE_[A-Z]+", text_of("README")))
    assert said == {f"CITYLAKE_{name.upper()}" for name in (*TEXT, *ELSEWHERE, "token", "password")}


def test_contributing_has_four_recipes_in_steps() -> None:
    parts = re.split(r"^## ", text_of("CONTRIBUTING"), flags=re.MULTILINE)[1:]
    recipes = {p.splitlines()[0]: p for p in parts if p.startswith("Add ")}
    assert list(recipes) == ["Add a table", "Add a job", "Add a model", "Add a result"]
    for recipe in recipes.values():
        steps = [int(n) for n in re.findall(r"^(\d)\. ", recipe, re.MULTILINE)]
        assert len(steps) >= 2 and steps == list(range(1, len(steps) + 1))


def test_contributing_explains_what_a_contract_may_say() -> None:
    from lakehouse.store.contract.contracts import OURS
    from lakehouse.store.contract.portal_entry import OF_PORTAL

    said = set(re.findall(r"`([A-Za-z]+)[:`]", text_of("CONTRIBUTING")))
    # The two that only inform people need no recipe.
    assert set(OURS) - {"legalBasis", "sourceKind"} <= said
    assert set(OF_PORTAL) <= said


def test_the_glossary_gives_each_word_a_meaning_once_and_in_order() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", text_of("GLOSSARY"), re.MULTILINE)[1:]
    assert len(rows) > 15
    for word, meaning in rows:
        assert re.fullmatch(r"\*\*[^*]+\*\*", word), word
        assert len(meaning.split()) >= 2, word
    words = [word.strip("*").lower() for word, _ in rows]
    assert words == sorted(words) and len(set(words)) == len(words)


def test_the_glossary_knows_the_words_a_result_is_made_of() -> None:
    bold = {w.lower() for w in re.findall(r"\*\*([^*]+)\*\*", text_of("GLOSSARY"))}
    for word in (
        "as-of day",
        "random share",
        "window",
        "candidate",
        "quarantine",
        "feed",
        "known at",
    ):
        assert word in bold


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text_of(name))
    local = [link for link in links if not link.startswith("https://")]
    assert [link for link in local if not (ROOT / link).exists()] == []
    assert name != "README" or len(local) >= 6


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_in_the_documents_exist(name: str) -> None:
    starts = tuple(f"{folder}/" for folder in FOLDERS)
    paths = [c for c in code_in(text_of(name)) if c.startswith(starts) and "<" not in c]
    found = {p: list(ROOT.glob(p.rstrip("/"))) for p in paths if not re.search(r"[\s(]", p)}
    assert [p for p, there in found.items() if not there] == []


def test_no_committed_file_names_a_place_on_this_machine_or_a_registry() -> None:
    found = []
    for path in committed():
        text = path.read_text("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {m[0]}" for m in MACHINE.finditer(text)]
        found += [f"{path.relative_to(ROOT)}: {host}" for host in REGISTRIES if host in text]
    assert found == []


def test_what_is_looked_for_would_be_found() -> None:
    assert MACHINE.search("open('/" + "work/main/x')") and MACHINE.search("/" + "home/me")
    assert not MACHINE.search("../shared/data") and not MACHINE.search("{work}/lake")
    assert REGISTRIES[0].count(".") == 1
    assert len(list(committed())) > 100
