"""The setting ``[results.postgresql]``: into which database every release's tables go."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from lakehouse.declare.database import PORT, TLS, Database
from lakehouse.declare.errors import SettingError, did_you_mean
from lakehouse.run.settings import Settings

KNOWN = ("url", "schema", "user", "password", "sslMode")
HERE = ("localhost", "127.0.0.1", "::1")
EXAMPLE = 'Write url = "postgresql://db.town.example:5432/reports" and user = "citylake_writer".'


def results_database(settings: Settings) -> Database | None:
    """The database, its schema that of the city unless one is named; None where none is set.

    Raises :class:`SettingError` for what cannot be used, without repeating it: somebody may have
    written a password into it.
    """
    unknown = sorted(set(settings.results) - {"postgresql"})
    said = dict(settings.results.get("postgresql", {}))
    unknown += [n for n in said if n not in KNOWN or not isinstance(said[n], str)]
    if unknown:
        raise SettingError(
            f"[results] has '{unknown[0]}', which cannot be used{did_you_mean(unknown[0], KNOWN)}.",
            f"[results.postgresql] takes the texts {', '.join(KNOWN)}.",
        )
    if not said:
        return None
    host, port, database = _place(said.get("url", ""))
    tls = said.get("sslMode", "prefer" if host in HERE else "require")
    secret = said.get("password", "results")
    if tls not in TLS or not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", secret):
        raise SettingError(
            "[results.postgresql] has a password or an sslMode that cannot be one.",
            f"password is the x of the variable CITYLAKE_PASSWORD_X; sslMode is {', '.join(TLS)}.",
        )
    schema = said.get("schema", "{city}").format(city=settings.city.name)
    if not said.get("user") or not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
        raise SettingError("[results.postgresql] lacks a user or a plain schema.", EXAMPLE)
    return Database(
        host, database, "", port=port, schema=schema, user=said["user"], password=secret, tls=tls
    )


def _place(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORT
    except ValueError:
        parts, port = urlsplit(""), PORT
    database = unquote(parts.path.removeprefix("/"))
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    fits = parts.scheme in ("postgresql", "postgres") and plain
    if not fits or not parts.hostname or not re.fullmatch(r"[^\x00-\x1f/]{1,63}", database):
        raise SettingError("[results.postgresql] has no url that can be used.", EXAMPLE)
    return parts.hostname, port, database
