"""Bring one file over HTTP, going on where it was cut off (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import os
import re

import requests

from lakehouse.store.formats.packed import MIB
from lakehouse.store.open_data import trouble
from lakehouse.store.open_data.door import CUT, Door, again, pieces, refuse_status, send
from lakehouse.store.open_data.kept import Partial
from lakehouse.store.open_data.source import refuse_html
from lakehouse.store.open_data.visit import Said, Visit

UNCHANGED, PART, NO_SUCH_PART = 304, 206, 416


def take_file(door: Door, url: str, visit: Visit, question: Said, known: Said) -> Said | None:
    """The file in ``visit.partial.body`` and its version; None while ``known`` is its version.

    A version is what the server says: entity tag, day of the last change. After a cut the rest is
    asked for, only if the file is still the same (If-Range); a server that knows no parts sends
    it anew. Raises the errors of ``trouble``.
    """
    partial, tries = visit.partial, door.manners.retry()
    while True:
        state = partial.found(question) or {}
        had = _size(partial) if _strong(state) else 0
        asked = _go_on(state, had) if had else _if_changed(known)
        try:
            with send(door, url, headers={"Accept-Encoding": "identity", **asked}) as response:
                code = response.status_code
                if code == UNCHANGED and asked and not had:
                    return None
                if code == NO_SUCH_PART and had:
                    partial.forget()
                    continue
                refuse_status(door, response)
                if code != PART or not had:
                    had, state = 0, {"question": question, **_version(response)}
                    partial.begin(state)
                _body(door, response, visit, had)
            return {name: state[name] for name in ("etag", "modified")}
        except CUT as error:
            if _size(partial) - had >= MIB:  # it does get on
                tries = door.manners.retry()
            tries = again(door, tries, error)


def _go_on(state: Said, had: int) -> dict[str, str]:
    return {"Range": f"bytes={had}-", "If-Range": _strong(state)}


def _if_changed(known: Said) -> dict[str, str]:
    if known.get("etag"):
        return {"If-None-Match": known["etag"]}
    return {"If-Modified-Since": known["modified"]} if known.get("modified") else {}


def _body(door: Door, response: requests.Response, visit: Visit, had: int) -> None:
    """Write or append the body; raises what :func:`pieces` raises, with all that came kept."""
    total = _total(door, response, had)
    size = had
    with visit.partial.body.open("ab" if had else "wb") as stream:
        visit.tell(size, total)
        for piece in pieces(door, response, door.manners.file_bytes - had):
            if not size:
                refuse_html(door, response.headers.get("Content-Type", ""), piece[:200])
            size += stream.write(piece)
            visit.tell(size, total)
        stream.flush()
        os.fsync(stream.fileno())
    if not size:
        raise trouble.not_data(door.where, "answers with an empty file")
    if total is not None and total != size:
        visit.partial.forget()
        raise trouble.not_data(door.where, f"says {total:,} bytes and sends {size:,}")


def _total(door: Door, response: requests.Response, had: int) -> int | None:
    """Bytes of the whole file, None when the server does not say."""
    if response.status_code == PART:
        said = response.headers.get("Content-Range", "")
        found = re.fullmatch(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)", said)
        if not found or int(found[1]) != had or not had:
            raise trouble.not_data(door.where, "sends another part of the file than was asked for")
        return None if found[2] == "*" else int(found[2])
    length = response.headers.get("Content-Length", "")
    plain = "Content-Encoding" not in response.headers
    return int(length) if plain and length.isdecimal() and len(length) < 19 else None


def _version(response: requests.Response) -> Said:
    said = response.headers
    packed = said.get("Content-Encoding", "identity") != "identity"
    version = {"etag": said.get("ETag", ""), "modified": said.get("Last-Modified", "")}
    return {**version, "packed": packed}


def _strong(state: Said) -> str:
    """What If-Range may hold: a strong entity tag, else the moment of the last change.

    Nothing for a file that was packed on its way: its parts are parts of the packed one.
    """
    etag = str(state.get("etag", ""))
    said = etag if etag.startswith('"') else str(state.get("modified", ""))
    return "" if state.get("packed") else said


def _size(partial: Partial) -> int:
    return partial.body.stat().st_size if partial.body.exists() else 0
