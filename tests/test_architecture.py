"""What the code may not do, read from its syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lakehouse.declare import Costly, Feature, Ranking
from lakehouse.run.catalogue import find_steps, find_tables

ROOT = Path(__file__).parents[1]
CALLED = ("collect", "toPandas", "toLocalIterator", "show", "writeTo", "head", "take", "foreach")
CLOCKS = ("now", "today", "utcnow")
INNER = ("rdd", "_jvm", "_jdf", "_jsc", "_jsparkSession", "sparkContext", "_sc")


def breaking(rule: Callable[[ast.AST], Iterator[str]], *folders: str) -> dict[str, list[str]]:
    """What breaks the rule, by file."""
    paths = [p for folder in folders for p in sorted((ROOT / folder).rglob("*.py"))]
    assert paths
    found = {p.relative_to(ROOT).as_posix(): list(rule(tree_of(p))) for p in paths}
    return {name: lines for name, lines in found.items() if lines}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), path.name)


def acts(tree: ast.AST) -> Iterator[str]:
    """What starts a Spark action, looks at the clock, prints or opens a file, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("write", "writeStream"):
            yield f"line {node.lineno}: .{node.attr}"
        if not isinstance(node, ast.Call):
            continue
        said = node.func
        name = said.attr if isinstance(said, ast.Attribute) else getattr(said, "id", "")
        called = name in CALLED and isinstance(said, ast.Attribute)
        banned = called or name in (*CLOCKS, "print", "open")
        if banned or (name == "count" and counts_rows(node)):
            yield f"line {node.lineno}: {name}()"


def counts_rows(call: ast.Call) -> bool:
    """``frame.count()``: neither a function with arguments nor the count of groups."""
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    grouped = isinstance(of, ast.Call) and getattr(of.func, "attr", "") in ("groupBy", "groupby")
    return of is not None and not call.args and not grouped


def inner(tree: ast.AST) -> Iterator[str]:
    """Where the code reaches behind data frames."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in INNER:
            yield f"line {node.lineno}: .{node.attr}"


def test_jobs_and_transforms_only_describe_what_to_compute() -> None:
    assert breaking(acts, "jobs", "lakehouse/transform") == {}


def test_nobody_reaches_behind_data_frames() -> None:
    # The session itself has to be given to each thread, and stopped.
    assert [*breaking(inner, "jobs", "lakehouse")] == ["lakehouse/store/session.py"]


def rankings() -> list[Ranking]:
    found = [s for s in find_steps() if isinstance(s, Ranking)]
    assert found
    return found


def test_no_ranking_reads_the_replay_of_published_features() -> None:
    replay = find_tables()["city.food_visit_surroundings"]
    for ranking in rankings():
        assert replay not in ranking.reads


def test_no_ranking_looks_at_the_inspector() -> None:
    for ranking in rankings():
        columns = [c.name for t in (*ranking.reads, ranking.matrix) for c in t.columns]
        said = [*columns, *ranking.learned]
        for f in ranking.features:
            if isinstance(f, Feature | Costly):
                said += [*([f.take] if isinstance(f, Feature) else f.takes), f.where or ""]
            else:
                said.append(f.sql)
        assert [text for text in said if re.search("inspector|sanitarian", text.lower())] == []


BAD_CODE = {
    acts: [
        *("frame.collect()", "frame.toPandas()", "frame.where('a').show()", "frame.write.save()"),
        *("frame.count()", "frame.where(x).count()", "datetime.now()", "date.today()"),
        *("print(1)", "open('file')", "path.open()"),
    ],
    inner: ["frame.rdd.map(f)", "spark._jvm.x", "spark.sparkContext"],
}
GOOD_CODE = {
    acts: [
        *("F.count('*')", "frame.groupBy('a').count()", "count('visits', VISIT, 'a', 'm')"),
        *("frame.select('count')", "F.collect_set('a')", "F.lit(as_of)", "frame.first_day"),
        "feature.take.replace('a', 'b')",
    ],
    inner: ["frame.select('rdd')", "spark.sql('select 1')"],
}


@pytest.mark.parametrize(("rule", "code"), [(r, c) for r, many in BAD_CODE.items() for c in many])
def test_the_rules_catch(rule: Callable[[ast.AST], Iterator[str]], code: str) -> None:
    assert len(list(rule(ast.parse(code)))) == 1


@pytest.mark.parametrize(("rule", "code"), [(r, c) for r, many in GOOD_CODE.items() for c in many])
def test_the_rules_let_pass(rule: Callable[[ast.AST], Iterator[str]], code: str) -> None:
    assert list(rule(ast.parse(code))) == []
