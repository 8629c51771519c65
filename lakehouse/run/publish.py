"""Hand out what was published: files and pages with a manifest, all at once."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from lakehouse.portal import PageData, pages
from lakehouse.run import say
from lakehouse.run.fingerprint import page_code
from lakehouse.run.handed import entry, export, ordered
from lakehouse.run.released import missing_results, page_data, results_of
from lakehouse.run.runner import Run
from lakehouse.run.standing import qualities, with_quality

LICENCE = "Open data of the city; give it as the source."


def publish(run: Run, as_of: date) -> None:
    """Write the results beside each other into a new folder, then let ``latest`` point to it.

    Results that are there are published; those that are not, or that a later day left, are named
    on the pages and said.
    Readers follow a link that is moved in one step, so they see the old set or the new one.
    Nothing is written when tables and pages' code are those that ``latest`` was made of.
    """
    missing = missing_results(run)
    there = [t for t in results_of(run) if run.there(t)]
    _say_missing(missing)
    if missing and not there:
        say.say("Nothing was handed out: no result is there yet.")
        return
    versions: dict[str, Any] = {t.name: run.lake.version(t) for t in there}
    versions |= {"missing": missing, "problems": [p.what for p in run.problems]}
    versions["pages"] = page_code()
    quality = qualities(run, there)
    versions["quality"] = {name: list(found) for name, found in quality.items()}
    root = run.settings.published
    latest = root / "latest"
    if _made_of(latest) == versions:
        say.say(f"Published before and unchanged: {latest}/index.html")
        return
    folder = root / f"{as_of}-{run.log.run}"
    part = _fresh(root, folder.name)
    results = {t.last: ordered(run.lake.frame(t), t) for t in there}
    handed = {name: with_quality(frame, quality.get(name)) for name, frame in results.items()}
    files = [f for name, frame in handed.items() for f in export(frame, name, part)]
    written = _write_pages(page_data(run, as_of, results, missing, files), part)
    manifest = {
        "city": run.settings.city.title,
        "as_of": str(as_of),
        "licence": LICENCE,
        "made_of": versions,
        "files": [*files, *written],
    }
    (part / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
    os.replace(part, folder)
    _point(latest, folder)
    say.say(f"Published: {latest}/index.html, with CSV and Parquet files beside it.")


def _say_missing(missing: dict[str, str]) -> None:
    """One line for what a step did not make, one for what the city has no data for."""
    waits = sorted(name for name, lacks in missing.items() if not lacks)
    lacking = sorted(name for name, lacks in missing.items() if lacks)
    if waits:
        say.say(f"Missing on the pages, not there yet: {', '.join(waits)}.")
    if lacking:
        say.say(f"Missing on the pages, no data for them: {', '.join(lacking)}.")


def _fresh(root: Path, name: str) -> Path:
    """An empty folder that no reader sees; what killed runs left of theirs is taken away."""
    for left in root.glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)
    part = root / f".{name}.part"
    part.mkdir(parents=True)
    return part


def _write_pages(data: PageData, folder: Path) -> list[dict[str, Any]]:
    entries = []
    for name, html in pages(data).items():
        (folder / name).write_text(html, "utf-8")
        entries.append(entry(folder / name, None))
    return entries


def _made_of(latest: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((latest / "manifest.json").read_text("utf-8"))["made_of"]
    except (OSError, ValueError, KeyError):
        return None
    return found if isinstance(found, dict) else None


def _point(latest: Path, folder: Path) -> None:
    """Move the link ``latest`` to ``folder`` in one step."""
    link = latest.with_name(f".latest.{os.getpid()}")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    os.replace(link, latest)
