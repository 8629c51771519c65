"""Pages of a finished release replaced, and entered in its manifest with their new hashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lakehouse.portal.said.wording import ENGLISH, Words, read_words
from lakehouse.run.published.handed import entry
from lakehouse.run.releases.kept import Release
from lakehouse.run.releases.written import replace_text, write_manifest


def pages_of(release: Release) -> list[str]:
    """The names of its pages."""
    return [f["name"] for f in release.manifest["files"] if f["name"].endswith(".html")]


def text_of(release: Release, name: str) -> str:
    """A page as it is."""
    return (release.folder / name).read_text("utf-8")


def words_of(release: Release) -> Words:
    """The sentences in the language of its pages."""
    return read_words(release.manifest.get("made_of", {}).get("language", ENGLISH))


def rewrite(release: Release, pages: Mapping[str, str]) -> None:
    """Replace pages, one after the other, then write the manifest; asking again changes nothing."""
    for name, html in pages.items():
        if html != text_of(release, name):
            replace_text(release.folder / name, html)

    def anew(said: dict[str, Any]) -> dict[str, Any]:
        return said | entry(release.folder / said["name"], None) if said["name"] in pages else said

    files = [anew(said) for said in release.manifest["files"]]
    write_manifest(release.folder, release.manifest | {"files": files})
