"""Every rule has its own bit, null passes, and the bits cost no second pass over the rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from lakehouse.checks.mask import BITS, is_broken, masks, reasons
from lakehouse.declare.errors import PlanError

MANY = 2 * BITS + 3
# Rule i is broken by the row that holds i, and by the row that holds -1.
RULES = [(f"rule {i}", f"n <> {i} and n <> -1") for i in range(MANY)]
WORDS = ["_a", "_b", "_c"]


def masked(frame: DataFrame, rules: list[tuple[str, str]]) -> DataFrame:
    names = WORDS[: len(masks(rules))]
    frame = frame.withColumns(dict(zip(names, masks(rules), strict=True)))
    return frame.withColumns({"_broken": is_broken(names), "_why": reasons(names, rules)})


@pytest.fixture(scope="module")
def judged(spark: SparkSession) -> dict[int | None, tuple[bool, list[str], list[int]]]:
    """Per n: whether it is broken, why, and the mask words."""
    drawn = spark.range(-1, MANY + 1).selectExpr("id as n")
    frame = drawn.unionByName(spark.sql("select cast(null as bigint) as n"))
    rows = masked(frame, RULES).collect()
    return {r["n"]: (r["_broken"], r["_why"], [r[w] for w in WORDS]) for r in rows}


@pytest.mark.parametrize("i", range(MANY))
def test_each_rule_sets_its_own_bit_and_no_other(i: int, judged: dict) -> None:  # type: ignore[type-arg]
    broken, why, words = judged[i]
    assert broken
    assert why == [f"rule {i}"]
    assert words == [1 << (i % BITS) if i // BITS == word else 0 for word in range(3)]


@pytest.mark.parametrize("n", [MANY, None], ids=["kept", "null"])
def test_a_row_that_keeps_the_rules_and_a_null_pass(n: int | None, judged: dict) -> None:  # type: ignore[type-arg]
    assert judged[n] == (False, [], [0, 0, 0])


def test_all_reasons_are_spelled_in_the_order_of_the_rules(judged: dict) -> None:  # type: ignore[type-arg]
    broken, why, words = judged[-1]
    assert broken
    assert why == [reason for reason, _ in RULES]
    assert words == [(1 << BITS) - 1, (1 << BITS) - 1, 0b111]


def test_a_mask_is_never_negative(judged: dict) -> None:  # type: ignore[type-arg]
    assert all(0 <= word < 1 << 63 for _, _, words in judged.values() for word in words)


def test_sixty_two_rules_fit_one_integer_and_the_next_takes_a_second(spark: SparkSession) -> None:
    assert [len(masks(RULES[:n])) for n in (0, 1, 61, 62, 63, 124, 125)] == [0, 1, 1, 1, 2, 2, 3]
    frame = spark.range(1).selectExpr("id as n").select(*masks(RULES[:63]))
    assert [f.dataType.simpleString() for f in frame.schema.fields] == ["bigint", "bigint"]


def test_a_condition_keeps_its_meaning_beside_others(table_of: Callable[..., DataFrame]) -> None:
    rules = [
        ("either", "a = 1 or b = 1"),
        ("null is false", "(a is not null) and a < 5"),
        ("text's quote", "c <> 'it\\'s'"),
    ]
    drawn = table_of("""
        a int | b int | c string
        1     | 2     | x
        2     | 2     | it's
              |       |
    """)
    assert [r["_why"] for r in masked(drawn, rules).collect()] == [
        [],
        ["either", "text's quote"],
        ["null is false"],
    ]


def test_without_rules_nothing_is_broken(spark: SparkSession) -> None:
    row = spark.range(1).select(is_broken([]).alias("broken"), reasons([], []).alias("why")).first()
    assert masks([]) == []
    assert row is not None and (row["broken"], row["why"]) == (False, [])


@pytest.mark.parametrize("rule", [("", "n > 0"), ("n is not positive", "")])
def test_a_rule_without_reason_or_condition_is_refused(rule: tuple[str, str]) -> None:
    with pytest.raises(PlanError, match="A rule has no reason or no condition"):
        masks([RULES[0], rule])


def test_masks_and_reasons_take_one_scan(
    spark: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "rows")
    spark.range(3).selectExpr("id as n").write.parquet(path)
    read = spark.read.parquet(path)
    masked(read, RULES).explain()
    once = capsys.readouterr().out
    masked(read, RULES).unionByName(masked(read, RULES)).explain()
    twice = capsys.readouterr().out
    assert (once.count("FileScan parquet"), once.count("Exchange")) == (1, 0)
    assert twice.count("FileScan parquet") == 2
