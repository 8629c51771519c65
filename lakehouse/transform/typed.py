"""Raw delivered rows to typed ones by their contract, each with the mask of the rules it breaks."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark.sql import Column as SparkColumn
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.checks.mask import BITS, breaks_one_of, fits, is_broken, masks, reasons
from lakehouse.checks.plain import NAMES_ONLY, plain
from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import Feed
from lakehouse.transform.referred import NONE, Known, referred_beside
from lakehouse.transform.spelling import text_of
from lakehouse.transform.values import value_of

LANDED = ("_file", "_row", "_delivery", "_sequence", "_landed_at", "_run")
# A released row says in _more which quarantined one it repairs, as delivery:row.
RELEASED = "_released/"
REPAIRS = "_repairs"


def row_rules(feed: Feed) -> list[tuple[str, str]]:
    """(reason, condition) pairs over the typed row; ``_text`` is the struct of delivered texts."""
    every = ", ".join(f"_text.`{c.name}`" for c in feed.columns)
    found = [
        ("the row cannot be split into the fields of the header", "_raw is null"),
        (
            "the row has unreadable characters (another encoding?)",
            f"not contains(concat_ws('', {every}, _raw), '\ufffd')",
        ),
    ]
    for c in feed.columns:
        if c.required or (c.name in feed.identity and not feed.repeats):
            present = f"_raw is not null or _text.`{c.name}` is not null"
            found.append((f"{c.header} is missing", present))
        if c.type != "string":
            pattern = f" ({c.format or 'yyyy-MM-dd'})" if c.type == "date" else ""
            fits = f"_text.`{c.name}` is null or `{c.name}` is not null"
            a = "an" if c.type.startswith("i") else "a"
            found.append((f"{c.header} is not {a} {c.type}{pattern}", fits))
        found += [(f"{c.header}: {reason}", condition) for reason, condition in c.rules]
    found += feed.rules
    found += [r.rule for r in feed.references if r.severity != "warning"]
    # Rules that look at another table come last, so that their bits of the mask stand together.
    return sorted(found, key=lambda rule: looks_beyond(feed, rule[1]))


def looks_beyond(feed: Feed, condition: str) -> bool:
    """Whether a rule looks at a table that the feed refers to."""
    return any(r.behind(condition) for r in feed.references)


REPEATED = ("its key stands in a good row of this delivery before", "not _repeats")


def mask_names(feed: Feed) -> list[str]:
    """The mask columns: one for every 62 row rules, and one for the repeated key."""
    return [*row_masks(feed), "_broken_key"]


def row_masks(feed: Feed) -> list[str]:
    """The mask columns of the row rules."""
    return [f"_broken_{i}" for i in range(-(-len(row_rules(feed)) // BITS))]


def why_broken(feed: Feed) -> SparkColumn:
    """The reasons of a row of :func:`typed`, as array<string>."""
    said = reasons(row_masks(feed), row_rules(feed))
    return F.concat(said, reasons(["_broken_key"], [REPEATED]))


def typed(landed: DataFrame, feed: Feed, known: Known = NONE) -> DataFrame:
    """Every landed row with typed columns, ``_text``, ``_row_id``, ``known_at`` and its masks."""
    return numbered(valued(landed, feed, known), feed)


def valued(landed: DataFrame, feed: Feed, known: Known = NONE) -> DataFrame:
    """Typed values and the masks of the row rules: each row by itself, without a shuffle.

    ``_identity`` spells what identifies the row (typed values, so that 5 and 05 are one key) and
    ``_key`` is its short hash; ``_fit`` says that the row keeps every row rule, ``_waits`` (of a
    feed with references) that it breaks only such as look at another table. ``known`` are the
    tables that the feed refers to, by name: what rows refer to is joined before the mask is made.
    Raises :class:`PlanError` naming the contract whose rule Spark cannot read.
    """
    try:
        return _valued(landed, feed, known)
    except NAMES_ONLY as error:
        raise PlanError(f"{feed.contract}: {plain(error)}", "Correct its rules.") from error


def _valued(landed: DataFrame, feed: Feed, known: Known) -> DataFrame:
    texts = ", ".join(f"'{c.name}', {text_of(c)}" for c in feed.columns)
    repairs = f"if(startswith(_file, '{RELEASED}'), get_json_object(_more, '$.{REPAIRS}'), null)"
    rows = landed.select(
        *(F.expr(value_of(c)).alias(c.name) for c in feed.columns),
        F.expr(f"named_struct({texts})").alias("_text"),
        F.expr(repairs).alias(REPAIRS),
        *("_raw", *LANDED),
    )
    rows = rows.withColumn("known_at", F.expr(f"cast({feed.known} as date)"))
    rows = rows.withColumn("_deleted", F.expr(f"coalesce({feed.deletes or 'false'}, false)"))
    rows = referred_beside(rows, feed, known)
    rows = rows.withColumn("_fit", fits(row_rules(feed)))
    rows = rows.withColumns(dict(zip(row_masks(feed), masks(row_rules(feed), "_fit"), strict=True)))
    if feed.references:
        own = sum(not looks_beyond(feed, sql) for _, sql in row_rules(feed))
        rows = rows.withColumn("_waits", ~F.col("_fit") & ~breaks_one_of(row_masks(feed), own))
    spelt = {c.name: (f"`{c.name}`", f"_text.`{c.name}`") for c in feed.columns}
    rows = rows.withColumn("_identity", _identity(feed, spelt))
    return rows.withColumn("_key", F.xxhash64("_delivery", "_identity", "_fit"))


def _identity(feed: Feed, spelt: Mapping[str, tuple[str, str]]) -> SparkColumn:
    """What identifies a row, from the SQL of each column's value and of its text."""
    names = feed.identity or tuple(c.name for c in feed.columns)
    each = (f"coalesce(cast({spelt[n][0]} as string), {spelt[n][1]})" for n in names)
    told = F.to_json(F.struct(*(F.expr(e).alias(n) for e, n in zip(each, names, strict=True))))
    return F.coalesce("_raw", told)


def identified(landed: DataFrame, feed: Feed) -> DataFrame:
    """Landed rows with the ``_identity`` of :func:`valued` and nothing else typed: cheap."""
    spelt = {c.name: (value_of(c), text_of(c)) for c in feed.columns}
    return landed.select(*LANDED, _identity(feed, spelt).alias("_identity"))


def numbered(rows: DataFrame, feed: Feed, repeated: bool = True) -> DataFrame:
    """:func:`valued` rows with their number among equals, ``_row_id`` and the mask of the key.

    ``_row_id`` is the hash of the identity and, where a contract allows repeats, of the row's
    number among equals of its delivery. A row that breaks a rule does not use up its key.
    ``repeated=False`` is for rows known to have no equal: they need no sorting.
    """
    equals = Window.partitionBy("_key", "_delivery", "_identity", "_fit").orderBy("_row")
    nth = F.row_number().over(equals) if repeated else F.lit(1)
    if feed.repeats:
        row_id, repeats = F.sha2(F.concat_ws("#", "_identity", nth), 256), F.lit(False)
    else:
        row_id, repeats = F.sha2("_identity", 256), F.col("_fit") & (nth > 1)
    rows = rows.withColumns({"_row_id": row_id, "_repeats": repeats})
    return rows.withColumn("_broken_key", masks([REPEATED])[0]).drop("_key")


def good(rows: DataFrame, feed: Feed, deliveries: int | None = None) -> DataFrame:
    """Of :func:`typed` rows those that break no rule, in their latest version.

    Of a single delivery every good row is the latest. A snapshot is its last delivery, with the
    rows of it that were released since; of an increment the last delivered row of each identity,
    unless that says that there is none any more.
    """
    kept = rows.where(~is_broken(mask_names(feed)))
    if deliveries != 1:
        if feed.mode == "snapshot":
            whole = rows.where(f"{REPAIRS} is null")
            last = whole.agg(F.max_by("_delivery", "_sequence").alias("_last"))
            of_it = F.expr(f"_delivery = _last or startswith({REPAIRS}, _last)")
            kept = kept.join(F.broadcast(last), of_it)
        newest = Window.partitionBy("_row_id").orderBy(F.desc("_sequence"), F.desc("_row"))
        kept = kept.withColumn("_age", F.row_number().over(newest)).where("_age = 1")
    kept = kept.where("not _deleted")
    return kept.select(*(c.name for c in feed.columns), "known_at", "_row_id", "_file", "_row")
