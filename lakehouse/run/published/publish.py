"""Hand out what was published: files and pages with a manifest, all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lakehouse.checks.unforeseen import unforeseen
from lakehouse.declare.column import GRADES
from lakehouse.declare.errors import CityLakeError
from lakehouse.declare.table import Result
from lakehouse.portal import PageData, pages
from lakehouse.portal.mapclasses import map_classes
from lakehouse.run import say
from lakehouse.run.computing.runner import Run
from lakehouse.run.fingerprint import page_code
from lakehouse.run.published.city_map import city_borders
from lakehouse.run.published.handed import Handing, entry, export, ordered
from lakehouse.run.published.model_record import record_versions
from lakehouse.run.published.released import missing_results, page_data, results_of
from lakehouse.run.quality.standing import qualities, standings, with_quality
from lakehouse.run.releases.described import LICENCE, described
from lakehouse.run.releases.disclosure import refuse_disclosure
from lakehouse.run.releases.history import listed, since_latest
from lakehouse.run.releases.kept import LATEST, Release, began, latest, releases
from lakehouse.run.releases.made import made_before, make, withdrawn_before
from lakehouse.run.releases.stopped import clear_stopped, note_stopped
from lakehouse.tables.governance.quality import SOURCE_QUALITY
from lakehouse.tables.risk import area_indicator


def publish(run: Run, as_of: date) -> None:
    """Write the results beside each other into a new folder, then let ``latest`` point to it.

    Results that are there are published; those that are not, or that a later day left, are named
    on the pages and said.
    Nothing is written when tables and pages' code are those that ``latest`` was made of, or those
    of a release that was withdrawn. Where a check stops it, the release that stands says so on
    every page until another one comes out; the error goes on.
    """
    missing = missing_results(run)
    there = [t for t in results_of(run) if run.there(t)]
    _say_missing(missing)
    if missing and not there:
        say.say("Nothing was handed out: no result is there yet.")
        return
    made_of: dict[str, Any] = {t.name: run.lake.version(t) for t in there}
    made_of |= {"missing": missing, "problems": [p.what for p in run.problems]}
    made_of |= {"pages": page_code(), "language": run.settings.language}
    known = standings(run.lake.root, run.catalogue.feeds)
    worst = qualities(run.catalogue, there, known)
    made_of["models"] = record_versions(run.lake)
    made_of["quality"] = {name: list(found) for name, found in worst.items()}
    root = run.settings.published
    page = root / LATEST / "index.html"
    if made_before(root, made_of):
        clear_stopped(root)
        say.say(f"Published before and unchanged: {page}")
        return
    if withdrawn := withdrawn_before(root, made_of):
        say.say(
            f"Nothing was handed out: this is what release {withdrawn.name} was, withdrawn because "
            f"{withdrawn.withdrawn}"
        )
        return
    name = f"{as_of}-{run.log.run}"
    try:
        make(root, name, lambda part: _fill(run, as_of, part, name, there, made_of, known))
    except Exception as error:
        told = error if isinstance(error, CityLakeError) else unforeseen("The release", error)
        at = began(run.log.run)
        note_stopped(root, at.date() if at else as_of, told)
        raise told from error
    clear_stopped(root)
    say.say(f"Published: {page}, with CSV, Parquet, spreadsheets and maps beside it.")


def _fill(
    run: Run,
    as_of: date,
    part: Path,
    name: str,
    there: list[Result],
    made_of: dict[str, Any],
    known: dict[str, dict[str, float]],
) -> dict[str, Any]:
    """Write files and pages into the folder; its manifest."""
    lake, city = run.lake, run.settings.city.title
    results = {t.last: ordered(lake.frame(t), t) for t in there}
    beneath = lake.frame(area_indicator) if any(t.stand_ins for t in there) else None
    shown = {t: results[t.last] for t in there}
    # Before a file is written: a kill leaves half-made folders behind.
    refuse_disclosure(shown, releases(run.settings.published), beneath)
    handing = Handing(name, city, LICENCE, city_borders(lake))
    files: list[dict[str, Any]] = []
    for table in there:
        rows = with_quality(results[table.last], made_of["quality"].get(table.last))
        with_it = replace(table, columns=(*table.columns, SOURCE_QUALITY))
        files += export(rows, with_it, part, handing)
    about = {t.last: described(lake.root, t, made_of[t.name], results[t.last]) for t in there}
    manifest: dict[str, Any] = {"name": name, "city": city, "as_of": str(as_of), "licence": LICENCE}
    manifest |= {"made_of": made_of, "results": about, "files": files}
    made, root = Release(part, manifest), run.settings.published
    history = since_latest(run.settings, run.catalogue, root, made), listed(root, made)
    asked = results, made_of["missing"], files, known
    before = latest(root)
    classes = before.manifest.get("map_classes", {}) if before else {}
    data = page_data(run, as_of, *asked, *history, made_of["quality"], classes)
    manifest["map_classes"] = map_classes(data)
    grade = max((t.grade for t in there), key=GRADES.index, default=GRADES[0])
    told = {"licence": LICENCE, "grade": grade}
    return manifest | {"files": [*files, *(e | told for e in _write_pages(data, part))]}


def _say_missing(missing: dict[str, str]) -> None:
    """One line for what a step did not make, one for what the city has no data for."""
    waits = sorted(name for name, lacks in missing.items() if not lacks)
    lacking = sorted(name for name, lacks in missing.items() if lacks)
    if waits:
        say.say(f"Missing on the pages, not there yet: {', '.join(waits)}.")
    if lacking:
        say.say(f"Missing on the pages, no data for them: {', '.join(lacking)}.")


def _write_pages(data: PageData, folder: Path) -> list[dict[str, Any]]:
    entries = []
    for name, html in pages(data).items():
        (folder / name).write_text(html, "utf-8")
        entries.append(entry(folder / name, None))
    return entries
