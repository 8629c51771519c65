"""Read a department's data contract (Open Data Contract Standard, YAML) into a feed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lakehouse.declare.errors import PlanError
from lakehouse.declare.feed import FORMATS, Feed
from lakehouse.store.contract.contract_file import WAITING, parse, refuse_undecided, status_of
from lakehouse.store.contract.database_entry import with_database
from lakehouse.store.contract.entries import (
    a_member,
    a_pattern,
    a_share,
    days,
    names,
    one_of,
    said_of,
)
from lakehouse.store.contract.portal_entry import a_portal
from lakehouse.store.contract.properties import a_column
from lakehouse.store.contract.quality import of_table
from lakehouse.store.contract.relationships import references_of, with_what_rules_take
from lakehouse.store.contract.service_levels import cadence_of, latency_of
from lakehouse.store.contract.text_entries import a_delimiter, a_quote, an_encoding

OURS = (
    "fills",
    "deliveryMode",
    "known",
    "identity",
    "repeats",
    "refuseOver",
    "repairWithin",
    "deletes",
    "finalNewline",
    "lineBreaks",
    "quote",
    "except",
    "legalBasis",
    "sourceKind",
)
OF_SERVER = ("sheet", "member")
ITSELF = "itself"  # the feed's own columns are the table


def read_contracts(folder: Path) -> list[Feed]:
    """Every contract in force of a city's folder, by name; raises :class:`PlanError`."""
    files = sorted(folder.glob("*.odcs.yaml"))
    return [read_contract(p) for p in files if status_of(p) not in WAITING]


def read_contract(path: Path) -> Feed:
    """One contract and the SELECT beside it; raises :class:`PlanError` naming file and entry."""
    said = parse(path)
    schemas = said.schema_ or []
    if len(schemas) != 1 or not schemas[0].properties:
        raise PlanError(f"{path.name}: needs one schema with properties.", "Describe the columns.")
    servers = [s for s in said.servers or [] if s.path]
    if not servers or not said.name:
        raise PlanError(
            f"{path.name}: has no name, or no server with a path.",
            "Say what the feed is called and which files bring it (servers: path:).",
        )
    ours = said_of(path.name, said.customProperties, OURS)
    owner = getattr(said.team, "name", None) or said.domain or ""
    known = ours.get("known", "")
    if not known or "fills" not in ours:
        raise PlanError(
            f"{path.name}: lacks the customProperties 'fills' or 'known'.",
            "Say which table it fills, and the day (SQL) on which a row became known.",
        )
    cadence = cadence_of(said.slaProperties)
    purpose = str(getattr(said.description, "purpose", None) or "")
    decided = {"owner": owner, "domain": said.domain or "", "frequency": cadence, **ours}
    decided |= {"path": servers[0].path or "", "purpose": purpose}
    refuse_undecided(path, said.status or "", decided)
    quote = a_quote(path.name, ours.get("quote", '"'))
    select = path.with_name(path.name.replace(".odcs.yaml", ".sql"))
    columns = tuple(a_column(path.name, p) for p in schemas[0].properties)
    keys = tuple(p.name for p in schemas[0].properties if p.primaryKey and p.name)
    names(path.name, said.name, ((c.name, c.header) for c in columns))
    repeats = _choice(path, ours, "repeats", ("forbidden", "allowed")) == "allowed"
    of_server = said_of(path.name, servers[0].customProperties, OF_SERVER)
    identity = tuple(x.strip() for x in ours.get("identity", "").split(",") if x.strip())
    quality = of_table(path.name, schemas[0].quality or [])
    every = (sql for c in columns for _, sql in (*c.rules, *c.flags))
    conditions = (*every, *(sql for _, sql in (*quality.rules, *quality.flags)))
    references = references_of(path.name, schemas[0])
    feed = Feed(
        name=said.name,
        department=said.domain or "",
        owner=owner,
        glob=a_pattern(path.name, "path", servers[0].path or ""),
        but=a_pattern(path.name, "except", ours.get("except", "")),
        columns=columns,
        fills=f"{said.domain}.{said.name}" if ours["fills"] == ITSELF else ours["fills"],
        itself=ours["fills"] == ITSELF,
        known=known,
        format=one_of(path.name, "format", servers[0].format or "csv", FORMATS),
        delimiter=a_delimiter(path.name, servers[0].delimiter or ",", quote),
        quote=quote,
        encoding=an_encoding(path.name, _extra(servers[0], "encoding", "utf-8")),
        final_newline=_choice(path, ours, "finalNewline", ("true", "false")) == "true",
        line_breaks=_choice(path, ours, "lineBreaks", ("forbidden", "allowed")) == "allowed",
        sheet=of_server.get("sheet", ""),
        member=a_member(path.name, servers[0].format, of_server.get("member", "")),
        mode=ours.get("deliveryMode", "increment"),
        identity=identity or keys,
        repeats=repeats or not (identity or keys),
        rules=tuple(quality.rules),
        flags=tuple(quality.flags),
        refuse_on=tuple(quality.refuse_on),
        measures=tuple(quality.measures),
        references=with_what_rules_take(path.name, references, conditions),
        select=select.read_text("utf-8") if select.is_file() else None,
        refuse_over=a_share(path.name, "refuseOver", ours.get("refuseOver", "0.1")),
        repair_within=days(path.name, "repairWithin", ours.get("repairWithin", "14")),
        deletes=ours.get("deletes", ""),
        cadence=cadence,
        latency=latency_of(path.name, said.slaProperties),
        purpose=purpose,
        contract=f"{path.parent.name}/{path.name}",
        version=said.version or "",
    )
    feed = replace(feed, portal=a_portal(path.name, said.servers or [], feed))
    table = schemas[0].physicalName or schemas[0].name or ""
    return with_database(path.name, said.servers or [], table, feed)


def _choice(path: Path, ours: dict[str, str], name: str, choices: tuple[str, str]) -> str:
    """A customProperty with two values, the first when it is not given."""
    return one_of(path.name, name, ours.get(name, choices[0]).lower(), choices)


def _extra(server: Any, name: str, default: str) -> str:
    """A server entry's attribute, standard or additional."""
    value = getattr(server, name, None) or (server.model_extra or {}).get(name)
    return str(value) if value else default
