"""Area names and postal codes, however they are spelt, to the codes of the city's lists."""

from __future__ import annotations

import unicodedata

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.declare.errors import PlanError

ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
PLAIN = "AAAAAACEEEEIIIINOOOOOOUUUUY"
REASONS = ("no name", "a name that is not in the list", "a name of several codes")


def normal_name(text: str | None) -> str | None:
    """Capital letters and digits alone, without accents: ``O'Hare`` and ``OHARE`` are one name.

    Blanks go as well, since ``LAKEVIEW`` is ``Lake View``. None where nothing is left.
    """
    upper = unicodedata.normalize("NFC", text or "").upper()
    plain = upper.translate(str.maketrans(ACCENTED, PLAIN))
    return "".join(c for c in plain if c.isalnum()) or None


def normal_name_sql(column: str) -> str:
    """SQL: :func:`normal_name` of a column (of texts whose accents are part of their letter)."""
    plain = f"translate(upper({column}), '{ACCENTED}', '{PLAIN}')"
    return rf"nullif(regexp_replace({plain}, r'[^\p{{L}}\p{{N}}]', ''), '')"


def zip_sql(column: str) -> str:
    """SQL: the five digits of a ZIP or ZIP+4, null for anything else."""
    return rf"nullif(regexp_extract({column}, r'^\s*([0-9]{{5}})(-?[0-9]{{4}})?\s*$', 1), '')"


def coded(rows: DataFrame, codes: DataFrame, name: str, into: str) -> DataFrame:
    """``rows`` with the code of the name in column ``name`` as ``into``, and ``<into>_reason``.

    ``codes`` is a small list with ``name`` and ``code``. Every row stays, once: a name of several
    codes gets none of them. The reason (one of REASONS) is missing where there is a code.
    """
    for added in (into, f"{into}_reason"):
        if added in rows.columns:
            raise PlanError(f"The rows have a column {added} already.", "Choose another name.")
    listed = codes.select(F.expr(normal_name_sql("name")).alias("_name"), "code")
    several = listed.where("_name is not null").groupBy("_name")
    known = several.agg(F.collect_set("code").alias("_codes"))
    reason = f"""case when _name is null then '{REASONS[0]}' when _codes is null then '{REASONS[1]}'
        when size(_codes) > 1 then '{REASONS[2]}' end"""
    named = rows.withColumn("_name", F.expr(normal_name_sql(f"`{name}`")))
    return named.join(F.broadcast(known), "_name", "left").select(
        *rows.columns,
        F.expr("if(size(_codes) = 1, _codes[0], null)").alias(into),
        F.expr(reason).alias(f"{into}_reason"),
    )
