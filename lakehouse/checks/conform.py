"""Bring a frame into the declared columns, in order and type, or say which do not fit."""

from __future__ import annotations

from functools import cache

from pyspark.sql import DataFrame
from pyspark.sql.types import (
    ByteType,
    DataType,
    DateType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StructField,
    StructType,
    TimestampType,
    _parse_datatype_string,
)

from lakehouse.declare.errors import PlanError, did_you_mean
from lakehouse.declare.table import Table

# A type may be widened to those on its right without losing a value.
WIDER: list[DataType] = [ByteType(), ShortType(), IntegerType(), LongType()]
ALSO: dict[DataType, tuple[DataType, ...]] = {
    FloatType(): (DoubleType(),),
    IntegerType(): (DoubleType(),),
    ShortType(): (DoubleType(), FloatType()),
    ByteType(): (DoubleType(), FloatType()),
    DateType(): (TimestampType(),),
}


def schema_of(table: Table) -> StructType:
    """The declared columns as a Spark schema, all nullable (rules refuse null, not Delta)."""
    return StructType(list(_fields(", ".join(f"`{c.name}` {c.type}" for c in table.columns))))


@cache
def _fields(ddl: str) -> tuple[StructField, ...]:
    """The columns as Spark parses them, which asks the JVM: once for each table."""
    parsed = _parse_datatype_string(ddl)
    assert isinstance(parsed, StructType)
    return tuple(parsed.fields)


def conform(frame: DataFrame, table: Table) -> DataFrame:
    """``frame`` with exactly the declared columns; raises :class:`PlanError` naming what is off.

    Columns may only be widened (int to bigint, date to timestamp): a narrowing cast could change
    a value in silence, so the job has to say it.
    """
    has = {f.name: f.dataType for f in frame.schema.fields}
    wants = schema_of(table)
    missing = [f.name for f in wants.fields if f.name not in has]
    extra = [name for name in has if name not in wants.fieldNames()]
    if missing or extra:
        said = [f"lacks {n}{did_you_mean(n, extra)}" for n in missing]
        said += [f"has {n}, which is not declared" for n in extra]
        raise PlanError(
            f"What is written to {table.name} {'; '.join(said)}.",
            "Correct the job's last select, or the table's declaration.",
        )
    wrong = [
        f"{f.name} is {has[f.name].simpleString()}, declared {f.dataType.simpleString()}"
        for f in wants.fields
        if not _fits(has[f.name], f.dataType)
    ]
    if wrong:
        raise PlanError(
            f"What is written to {table.name} has other types: {'; '.join(wrong)}.",
            "Cast in the job, or correct the declaration.",
        )
    # As text, since every step of a column expression asks the JVM.
    return frame.selectExpr(
        *(
            f"`{c.name}`"
            if has[c.name] == f.dataType
            else f"cast(`{c.name}` as {c.type}) as `{c.name}`"
            for c, f in zip(table.columns, wants.fields, strict=True)
        )
    )


def _fits(has: DataType, wants: DataType) -> bool:
    if has == wants or has.simpleString() == "void":
        return True
    if has in WIDER and wants in WIDER:
        return WIDER.index(has) <= WIDER.index(wants)
    return wants in ALSO.get(has, ()) or has.simpleString() == wants.simpleString()
