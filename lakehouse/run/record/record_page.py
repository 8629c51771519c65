"""MLflow's own page over the record of a city's models, on this machine only."""

from __future__ import annotations

import subprocess
import sys

from lakehouse.declare.errors import NotFound
from lakehouse.run import say
from lakehouse.run.settings import load_settings

HERE = "127.0.0.1"


def serve(city: str | None, port: int) -> int:
    """Run ``mlflow ui`` over the record until it ends; its exit code.

    A record on a server has its page already. Raises :class:`NotFound` before the first model.
    """
    settings = load_settings(city)
    if not settings.tracking.startswith("sqlite:"):
        say.say(f"The record is kept by a server, which has its own page: {settings.tracking}")
        return 0
    if not (settings.lake / "mlflow.db").is_file() and "mlflow.db" in settings.tracking:
        raise NotFound(f"{settings.city.title} has no record of models yet.", "Run citylake run.")
    say.say(f"MLflow of {settings.city.title}: http://{HERE}:{port} (Ctrl+C ends it)")
    return subprocess.run(command(settings.tracking, port), check=False).returncode


def command(tracking: str, port: int) -> list[str]:
    """The command line of MLflow's page."""
    where = ["--backend-store-uri", tracking, "--host", HERE, "--port", str(port)]
    return [sys.executable, "-m", "mlflow", "ui", *where]
