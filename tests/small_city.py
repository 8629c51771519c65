"""A copy of conf/ whose sample city has the food inspectors' feeds alone: whole runs stay quick."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from lakehouse.run.settings import Settings, load_settings

CONF = Path(__file__).parents[1] / "conf"
SOURCES = ("food", "sanitation", "burglary", "weather")
FEEDS = (
    *("food_inspection", "food_violation", "food_licence"),
    *("sanitation_request", "burglary", "weather_day"),
)


@cache
def small_conf() -> Path:
    """The folder of the copy, made once per process and removed when it ends."""
    home = Path(tempfile.mkdtemp(prefix="citylake_conf_"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    conf: Path = shutil.copytree(CONF, home / "conf")
    for file in (conf / "cities" / "sample").glob("*"):
        if file.suffix in (".yaml", ".sql") and file.name.split(".")[0] not in FEEDS:
            file.unlink()
    return conf


def small_settings() -> Settings:
    """The settings of that sample city."""
    return load_settings("sample", {"CITYLAKE_CONF": str(small_conf())})
