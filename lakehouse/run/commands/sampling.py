"""The command that writes the sample city's deliveries."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from lakehouse.run import say
from lakehouse.run.settings import load_settings
from lakehouse.sample import generate
from lakehouse.sample.folder import refuse_other_content
from lakehouse.sample.generate import chosen_sources
from lakehouse.store.session import open_session

# A session takes longer to start than a smaller city takes to be drawn without one.
SPARK_FROM = 0.3


def sample(out: Path | None, seed: int, scale: float, only: Sequence[str] = ()) -> int:
    """Generate the sample city's deliveries, and say what of each source was written."""
    settings = load_settings("sample")
    folder, began = out or settings.city.delivered, time.monotonic()
    chosen_sources(only)
    refuse_other_content(folder)
    spark = open_session(settings.spark) if scale >= SPARK_FROM else None
    with say.working("generating the sample city"):
        made = generate(folder, seed, scale, only=only, spark=spark, told=say.drawn)
    rows = [f.rows for f in made.files if f.rows]
    say.say(
        f"{folder}: {sum(rows):,} rows in {len(rows):,} files, {made.defects:,} rows broken on "
        f"purpose, {time.monotonic() - began:.0f} s; the truth is in truth/."
    )
    return 0
