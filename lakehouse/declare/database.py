"""A database is where a feed can be fetched: which table of which PostgreSQL, and what is new."""

from __future__ import annotations

from dataclasses import dataclass

TLS = ("disable", "prefer", "require", "verify-ca", "verify-full")
PORT = 5432
OVERLAP = 600  # a transaction that takes longer than ten minutes to write a row is rare


@dataclass(frozen=True)
class Database:
    """The database entry of a data contract.

    ``since`` names the column that grows with every change (empty: all rows are fetched each
    time); ``overlap`` is by how much a fetch goes back behind the largest value that landed, in
    seconds, or in numbers where the column is one: a row that was written earlier may have been
    committed later. ``password`` names the setting ``CITYLAKE_PASSWORD_<NAME>`` that holds it: the
    password itself is never written down. ``tls`` is libpq's sslmode.
    """

    host: str
    name: str
    table: str
    port: int = PORT
    schema: str = "public"
    user: str = ""
    password: str = ""
    since: str = ""
    overlap: int = OVERLAP
    tls: str = "require"

    @property
    def variable(self) -> str:
        """The environment variable that holds the password; empty when there is none."""
        return f"CITYLAKE_PASSWORD_{self.password.upper()}" if self.password else ""
