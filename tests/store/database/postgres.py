"""A real PostgreSQL of Debian's packages, on loopback, for as long as the tests run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
MISSING = "no PostgreSQL here: apt-get install postgresql"
ADMIN = "admin-s3cret"
# Nothing of it has to outlive the tests.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=20")


@dataclass(frozen=True)
class Server:
    """A running server; ``sql`` asks it as its administrator."""

    port: int
    programs: Path
    process: subprocess.Popen[bytes]

    def sql(self, text: str, database: str = "town") -> str:
        """What psql answers, without headers."""
        words = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database]
        done = subprocess.run(
            [self.programs / "psql", *words, "-AtqX", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input=text,
            capture_output=True,
            text=True,
            env={**os.environ, "PGPASSWORD": ADMIN},
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def _as_postgres(*words: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root, and Debian's package brings a user for it."""
    plain = [str(word) for word in words]
    return ["runuser", "-u", "postgres", "--", *plain] if os.geteuid() == 0 else plain


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving() -> Iterator[Server]:
    """A server with the database ``town``, where passwords are asked for (SCRAM)."""
    programs, folder = PROGRAMS[-1].parent, Path(tempfile.mkdtemp(prefix="citylake-pg-"))
    secret = folder / "secret"
    secret.write_text(ADMIN)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(secret, "postgres")
    process = None
    try:
        words = ["-U", "postgres", "-A", "scram-sha-256", "--no-sync", "-E", "UTF8"]
        made = _as_postgres(
            programs / "initdb", "-D", folder / "data", *words, f"--pwfile={secret}"
        )
        subprocess.run(made, check=True, capture_output=True, timeout=120, cwd=folder)
        port = free_port()
        said = (f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
        options = [word for each in (*said, *HASTY) for word in ("-c", each)]
        process = subprocess.Popen(
            _as_postgres(programs / "postgres", "-D", folder / "data", *options),
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = Server(port, programs, process)
        _wait(server)
        server.sql("CREATE DATABASE town", "postgres")
        yield server
    finally:
        if process is not None:
            process.terminate()
            process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: Server) -> None:
    words = ["-h", "127.0.0.1", "-p", str(server.port), "-q"]
    for _ in range(300):
        if subprocess.run([server.programs / "pg_isready", *words]).returncode == 0:
            return
        assert server.process.poll() is None, "PostgreSQL did not start"
        time.sleep(0.2)
    raise AssertionError("PostgreSQL did not start within a minute")
