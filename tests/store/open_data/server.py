"""Portals on this machine that answer as the real ones do, with faults planned beforehand."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Row = dict[str, Any]
CHANGED = formatdate(1_700_000_000, usegmt=True)
SYSTEM = (":id", ":updated_at", "_id")


@dataclass(frozen=True)
class Fault:
    """What one request gets in place of its answer.

    ``kind`` is ``status``, ``cut`` (half the body, then nothing), ``torn`` (the same in chunks),
    ``drop`` (no answer), ``page`` (a web page), ``move`` (a redirect).
    """

    kind: str
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """A request as it came."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]


@dataclass
class Portal:
    """One data set, files beside it, and what is to happen.

    ``faults`` are taken one a request, None is no fault; ``before`` is called with the number of
    each request; ``most`` is the largest page that is given, the last ``hidden`` rows are counted
    and never given.
    """

    rows: list[Row] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault | None] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    before: Callable[[int], None] = lambda number: None
    most: int = 1000
    hidden: int = 0
    ranges: bool = True
    versions: dict[str, str] = field(default_factory=lambda: {"ETag": '"one"'})
    token: str = ""
    resource: dict[str, Any] = field(default_factory=dict)
    address: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def pages(self) -> list[Asked]:
        """The requests for rows, without those for counts."""
        return [a for a in self.asked if "$offset" in a.params or "offset" in a.params]

    def columns(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def query(self, sql: str) -> list[Row]:
        """The data set asked by SQL, which SoQL is close enough to."""
        names = self.columns()
        quoted = ", ".join(f'"{n}"' for n in names)
        with sqlite3.connect(":memory:") as base:
            base.execute(f"create table portal ({quoted})")
            marks = ", ".join("?" for _ in names)
            values = [[row.get(n) for n in names] for row in self.rows]
            base.executemany(f"insert into portal values ({marks})", values)
            found = base.execute(sql)
            heads = [d[0] for d in found.description]
            rows = [dict(zip(heads, row, strict=True)) for row in found]
        base.close()
        return rows


def _sql(text: str) -> str:
    """Names with a colon as SQLite spells them; what stands in quotes is left alone."""
    return re.sub(r"'(?:[^']|'')*'|:@?\w+", lambda m: m[0] if m[0][0] == "'" else f'"{m[0]}"', text)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def log_message(self, *said: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        portal, parts = self.portal, urlsplit(self.path)
        params = {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
        with portal.lock:
            portal.asked.append(Asked(parts.path, params, dict(self.headers)))
            portal.before(len(portal.asked))
            fault = portal.faults.pop(0) if portal.faults else None
            if fault and fault.kind in ("status", "move", "drop", "page"):
                return self._fail(fault)
            status, headers, body = self._answer(parts.path, params)
        return self._send(status, headers, body, fault.kind if fault else "")

    def _fail(self, fault: Fault) -> None:
        self.close_connection = True
        if fault.kind == "page":
            self._send(200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><p>Closed today.")
        elif fault.kind != "drop":
            self._send(fault.status, fault.headers, b'{"message": "as planned"}')

    def _send(self, status: int, headers: dict[str, str], body: bytes, how: str = "") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if how == "torn":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(body) if status != 304 else 0))
        self.end_headers()
        half = body[: len(body) // 2]
        if how == "torn":
            self.wfile.write(b"%x\r\n%b" % (len(body), half))
        elif status != 304:
            self.wfile.write(half if how == "cut" else body)
        self.close_connection = self.close_connection or bool(how)

    def _answer(self, path: str, params: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        portal = self.portal
        said = {self.headers.get("X-App-Token"), self.headers.get("Authorization")}
        if portal.token and portal.token not in said:
            return 403, {}, b"{}"
        if path in portal.files:
            return self._file(portal.files[path])
        try:
            if found := re.fullmatch(r"/resource/dogs-2020\.(\w+)", path):
                return _socrata(portal, params, found[1])
            if path == "/api/3/action/resource_show":
                return _ckan({"url_type": "datastore", **portal.resource})
            if path == "/api/3/action/datastore_search" and params.get("resource_id") == "dogs":
                return _datastore(portal, params)
        except sqlite3.Error as error:
            return 400, {}, json.dumps({"code": "query", "message": str(error)}).encode()
        return 404, {"Content-Type": "text/html"}, b"<html>No such page"

    def _file(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        portal, asked = self.portal, self.headers
        same = (portal.versions.get("ETag"), portal.versions.get("Last-Modified"))
        known = asked.get("If-None-Match") or asked.get("If-Modified-Since")
        if known and known in same:
            return 304, portal.versions, b""
        start = re.fullmatch(r"bytes=(\d+)-", asked.get("Range", ""))
        if start and portal.ranges and asked.get("If-Range") in same:
            first, size = int(start[1]), len(body)
            if first >= size:
                return 416, {"Content-Range": f"bytes */{size}"}, b""
            said = {"Content-Range": f"bytes {first}-{size - 1}/{size}"}
            return 206, {**portal.versions, **said}, body[first:]
        return 200, {**portal.versions, "Content-Type": "text/csv"}, body


def _socrata(
    portal: Portal, params: dict[str, str], suffix: str
) -> tuple[int, dict[str, str], bytes]:
    own = [n for n in portal.columns() if n not in SYSTEM]
    select = _sql(params.get("$select", "")) or ", ".join(f'"{n}"' for n in own)
    sql = f"select {select} from portal"
    sql += f" where {_sql(params['$where'])}" if "$where" in params else ""
    # Without an order the newest come first, as a table that was vacuumed may give them.
    sql += f" order by {_sql(params.get('$order', 'rowid desc'))}"
    offset, most = int(params.get("$offset", 0)), portal.most
    if "$offset" in params:
        most = max(0, min(most, len(portal.rows) - portal.hidden - offset))
    sql += f" limit {min(int(params.get('$limit', 1000)), most)} offset {offset}"
    rows = portal.query(sql)
    names = list(rows[0]) if rows else own
    if suffix == "csv":
        text = io.StringIO(newline="")
        out = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
        out.writerows([names, *([r[n] for n in names] for r in rows)])
        return 200, {"Content-Type": "text/csv; charset=utf-8"}, text.getvalue().encode()
    told = [{k: str(v) for k, v in r.items() if v is not None} for r in rows]
    body: Any = told
    if suffix == "geojson":
        features = [{"type": "Feature", "properties": r, "geometry": None} for r in told]
        body = {"type": "FeatureCollection", "features": features}
    return 200, {"X-SODA2-Fields": json.dumps(names)}, json.dumps(body).encode()


def _ckan(result: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    return 200, {}, json.dumps({"help": "", "success": True, "result": result}).encode()


def _datastore(portal: Portal, params: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    names = [n for n in portal.columns() if not n.startswith(":")]
    limit = min(int(params.get("limit", 100)), portal.most)
    listed = ", ".join(f'"{n}"' for n in names)
    order = params.get("sort", "rowid desc")
    offset = int(params.get("offset", 0))
    rows = portal.query(
        f"select {listed} from portal order by {order} limit {limit} offset {offset}"
    )
    fields = [{"id": n, "type": "int" if n == "_id" else "text"} for n in names]
    more = {"fields": fields, "limit": limit, "offset": offset, "records": rows}
    return _ckan({"total": len(portal.rows), "total_was_estimated": False, **more})


@contextmanager
def serving(portal: Portal) -> Iterator[Portal]:
    """The portal at ``portal.address`` on a free port of the loopback interface."""
    handler = type("Handler", (_Handler,), {"portal": portal})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    portal.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def dogs(numbers: range, changed: str = "2020-01-01T00:00:00.000Z") -> list[Row]:
    """One dog per number; every third has no name."""
    return [
        {
            ":id": f"row-{n:05d}",
            ":updated_at": changed,
            "_id": n,
            "Tag": str(n),
            "Name": None if n % 3 == 0 else f'Rex, "{n}"',
            "Seen": f"2020-01-{n % 28 + 1:02d}",
        }
        for n in numbers
    ]
