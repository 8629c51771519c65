"""Names, however they are spelt, to the codes of the city's lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

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


Told = tuple[str | None, str | None]


def decoder(codes: Mapping[str, str]) -> Callable[[str | None], Told]:
    """What tells the code of a name, or the reason (one of REASONS) why it has none."""
    by_name = _by_name(codes)

    def code_of(name: str | None) -> Told:
        spelt = normal_name(name)
        if spelt is None:
            return None, REASONS[0]
        found = by_name.get(spelt, set())
        if len(found) == 1:
            return min(found), None
        return None, REASONS[2] if found else REASONS[1]

    return code_of


def coded(rows: DataFrame, codes: Mapping[str, str], name: str, into: str) -> DataFrame:
    """``rows`` with the code of the name in column ``name`` as ``into``, and ``<into>_reason``.

    ``codes`` is a small list, which goes into the query: no join. A name of several codes gets
    none of them. The reason (one of REASONS) is missing where there is a code.
    """
    for added in (into, f"{into}_reason"):
        if added in rows.columns:
            raise PlanError(f"The rows have a column {added} already.", "Choose another name.")
    # Spark has no map without an entry, and no name is spelt so.
    listed = {"": [], **{spelt: sorted(found) for spelt, found in _by_name(codes).items()}}
    entries = (F.array(*map(F.lit, found)).cast("array<string>") for found in listed.values())
    known = F.map_from_arrays(F.array(*map(F.lit, listed)), F.array(*entries))
    spelt = F.expr(normal_name_sql(f"`{name}`"))
    found = known[spelt]
    reason = F.when(spelt.isNull(), REASONS[0]).when(found.isNull(), REASONS[1])
    return rows.withColumns(
        {
            into: F.when(F.size(found) == 1, found[0]),
            f"{into}_reason": reason.when(F.size(found) > 1, REASONS[2]),
        }
    )


def _by_name(codes: Mapping[str, str]) -> dict[str, set[str]]:
    """The codes of each name, however it is spelt in the list."""
    found: dict[str, set[str]] = {}
    for name, code in codes.items():
        spelt = normal_name(name)
        if spelt is not None:
            found.setdefault(spelt, set()).add(code)
    return found
