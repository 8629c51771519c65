"""Withdraw a release: nobody is led to it any more, and whoever still reads it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lakehouse.declare.errors import SettingError
from lakehouse.portal.pages import environment
from lakehouse.portal.withdrawn import with_notice, with_releases
from lakehouse.run.releases.history import listed
from lakehouse.run.releases.kept import LATEST, Release, latest, releases
from lakehouse.run.releases.rewritten import pages_of, rewrite, text_of, words_of
from lakehouse.run.releases.written import point, write_manifest

LIST_PAGE = "releases.html"


def withdraw(root: Path, release: Release, because: str, force: bool = False) -> Release | None:
    """Withdraw ``release``; the one that ``latest`` points to then, None when there is none left.

    The manifest comes first, then the link, then every page: after a kill, asking again goes on
    where it stopped (the first reason stays). Raises :class:`SettingError` for the only release,
    unless ``force``, and for no reason.
    """
    if not because.strip():
        raise SettingError("No reason is given.", 'Write --because "what is wrong with it".')
    others = [r for r in releases(root) if r.withdrawn is None and r.name != release.name]
    if not others and not force:
        raise SettingError(
            f"{release.name} is the only release that stands: without it there is no latest.",
            "Publish another one first, or give --force.",
        )
    said = release.withdrawn or " ".join(because.split())
    manifest = release.manifest | {"withdrawn": {"because": said}}
    write_manifest(release.folder, manifest)
    here = latest(root)
    if here is None or here.withdrawn is not None:
        point(root / LATEST, others[0].folder if others else None)
    words = words_of(release)
    told = {n: with_notice(text_of(release, n), said, words) for n in pages_of(release)}
    rewrite(replace(release, manifest=manifest), told)
    for kept in {r.name: r for r in (latest(root), release) if r}.values():
        _list_anew(root, kept.folder)
    return latest(root)


def _list_anew(root: Path, folder: Path) -> None:
    """Bring the page of releases in a release up to date, where it has one."""
    found = next(r for r in releases(root) if r.folder.name == folder.name)
    if (folder / LIST_PAGE).is_file():
        html = text_of(found, LIST_PAGE)
        anew = with_releases(html, listed(root, found), environment(), words_of(found))
        rewrite(found, {LIST_PAGE: anew})
