"""SQL that brings a delivered text to the way in which SQL spells values."""

from __future__ import annotations

from lakehouse.declare.feed import FeedColumn


def quoted(text: str) -> str:
    """The text as a SQL string."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def text_of(column: FeedColumn) -> str:
    """SQL: the text without surrounding blanks, null where nothing or a word for it is left."""
    text = f"nullif(trim(`{column.name}`), '')"
    if not column.spelling.missing:
        return text
    words = ", ".join(quoted(word) for word in column.spelling.missing)
    return f"if({text} in ({words}), null, {text})"


def number_of(column: FeedColumn) -> str:
    """SQL: the text of a number, null where marks stand in places that no number has them.

    ``1,2,3`` is not 123 with thousands ``,``: what is badly spelt must not become a value.
    """
    text, said = text_of(column), column.spelling
    if said.plain:
        return text
    if said.unit:
        text = f"trim(replace({text}, {quoted(said.unit)}, ''))"
    pointed = f"replace({text}, {quoted(said.decimal)}, '.')"
    plain = f"when {text} rlike {quoted(said.ungrouped)} then {pointed}"
    if not said.thousands:
        return f"case {plain} end"
    bare = f"replace({text}, {quoted(said.thousands)}, '')"
    return (
        f"case when {text} rlike {quoted(said.grouped)} "
        f"then replace({bare}, {quoted(said.decimal)}, '.') {plain} end"
    )
