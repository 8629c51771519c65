"""A proposal as the text of a contract: commented where a person has to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lakehouse.draft.proposal import Proposal, almost_keys
from lakehouse.draft.written_column import property_of
from lakehouse.draft.yaml_text import comment, said


@dataclass(frozen=True)
class About:
    """What the file itself does not tell: city and department, the feed, its files, its table."""

    city: str
    name: str
    domain: str
    path: str
    fills: str = ""
    fitting: tuple[str, ...] = ()


def written(proposal: Proposal, about: About) -> str:
    """The YAML of the draft; it holds no value of a column that looks personal."""
    lines = [
        *_top(proposal, about),
        *_server(proposal, about),
        *_ours(proposal, about),
        "schema:",
        f"  - name: {said(about.name)}",
        "    physicalType: file",
        *_rules(proposal),
        "    properties:",
    ]
    for column in proposal.columns:
        lines += property_of(column)
    return "\n".join(lines) + "\n"


def _top(proposal: Proposal, about: About) -> Iterator[str]:
    yield from comment(
        f"Drafted from {proposal.source.path.name}: {proposal.rows:,} rows, "
        f"{len(proposal.columns)} columns. A draft is never active. Decide the lines with TODO, "
        "correct descriptions, take off what you do not agree with; citylake contract test holds "
        "files against it. Then say status: active. Limits, code lists and required are proposals "
        "from the rows of this one file."
    )
    for note in proposal.notes:
        yield from comment(f"Note: {note}.")
    yield "apiVersion: v3.1.0"
    yield "kind: DataContract"
    yield f"id: {said(f'{about.city}-{about.name}'.replace('_', '-'))}"
    yield f"name: {said(about.name)}"
    yield "version: 0.1.0"
    yield "status: draft"
    yield f"domain: {said(about.domain)}" + ("" if about.domain else "  # TODO the department")
    yield "description:"
    yield "  purpose: TODO what the department keeps these rows for"
    yield "  usage: TODO which decision they serve"
    yield "  limitations: TODO what they do not hold"
    yield "team:"
    yield "  name: TODO who answers for the rows and repairs the broken ones"


def _server(proposal: Proposal, about: About) -> Iterator[str]:
    source = proposal.source
    yield "servers:"
    yield "  - server: delivered"
    yield "    type: local"
    yield f"    path: {said(about.path)}  # TODO below the city's folder; * for day or number"
    yield f"    format: {source.format}"
    if source.format == "csv":
        yield f"    delimiter: {said('tab' if source.delimiter == chr(9) else source.delimiter)}"
    if source.format in ("csv", "json", "jsonl"):
        yield f"    encoding: {source.encoding}"
    if source.sheet:
        yield f"    customProperties: [{{property: sheet, value: {said(source.sheet)}}}]"


def _ours(proposal: Proposal, about: About) -> Iterator[str]:
    yield "slaProperties:"
    yield "  - property: frequency"
    yield "    value: TODO daily, weekly, monthly, yearly"
    yield "customProperties:"
    if not about.fills:
        yield "  # TODO the table it fills (citylake contract vocabulary), with a SELECT beside"
        yield "  # this file; or itself: then the columns below are the table."
        for table in about.fitting:
            yield from comment(f"Like these columns: {table}", "  ")
    yield _custom("fills", about.fills or "itself")
    yield "  # TODO increment: a file adds rows, one with a known key replaces the earlier one;"
    yield "  # snapshot: a file replaces all before it; correction: later files replace by key."
    yield _custom("deliveryMode", "increment")
    known, why = known_of(proposal)
    yield from comment(f"TODO SQL for the first day the city could know the row: {why}", "  ")
    # In quotes always: a comma, as in date_add(x, 1), would end the value.
    quoted = known.replace("'", "''")
    yield f"  - {{property: known, value: '{quoted}'}}"
    yield from _identity(proposal)
    if not proposal.content.final_newline:
        yield _custom("finalNewline", "false") + "  # its last line has no end"
    if proposal.content.line_breaks:
        yield _custom("lineBreaks", "allowed") + "  # values hold line breaks"


def _identity(proposal: Proposal) -> Iterator[str]:
    keys = [c.name for c in proposal.columns if c.key]
    if keys:
        text = (
            f"TODO is {', '.join(keys)} the key (primaryKey) of every file, or of this by chance?"
        )
        yield from comment(text, "  ")
    else:
        yield "  # TODO no column, nor few together, tell all rows apart: equal rows are then"
        yield "  # counted as different facts. Name what identifies a row, if anything does:"
        yield '  # - {property: identity, value: "column, other_column"}'
    if proposal.repeats:
        held = ", and would be held back" if keys else ""
        text = f"{proposal.repeats:,} rows are equal to one before them in every column{held}."
        yield from comment(text, "  ")
    for name, rows in list(almost_keys(proposal).items())[:3]:
        yield f"  # {name} tells nearly all rows apart: {rows:,} rows share theirs."


def known_of(proposal: Proposal) -> tuple[str, str]:
    """The SQL proposed for the day a row became known, and why."""
    dated = [c for c in proposal.columns if c.kind.moments is not None and c.tag != "date-of-birth"]
    # The day of an extract is the same in all rows, and says of none when it became known.
    told = [c for c in dated if len(c.texts.values) > 1] or dated
    full = [c for c in told if c.required] or told
    if full:
        said_so = [c for c in full if set(c.name.split("_")) & set(REPORTED)]
        chosen = (said_so or full)[0]
        why = "date_add(x, 1) where rows come the day after"
        day = chosen.name if chosen.kind.type == "date" else f"cast({chosen.name} as date)"
        return day, why
    years = [c.name for c in proposal.columns if c.tag == "year"]
    if years:
        return f"make_date({years[0]} + 1, 1, 1)", "here when its year was over"
    return "null", "no column is a day; null is for lists that never change"


REPORTED = (
    *("reported", "report", "rpt", "created", "creation", "received", "opened", "entered"),
    *("notified", "filed"),
)


def _rules(proposal: Proposal) -> Iterator[str]:
    if not proposal.in_order:
        return
    yield "    quality:"
    for first, second in proposal.in_order:
        yield "      - type: custom"
        yield "        engine: citylake"
        yield f"        description: {second} is before {first}"
        yield f'        implementation: "{second} >= {first}"  # so in all rows of this file'


def _custom(name: str, value: str) -> str:
    return f"  - {said({'property': name, 'value': value})}"
