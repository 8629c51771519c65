"""Take all rows of a portal page by page, each once, however the data change meanwhile."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path

from lakehouse.declare.errors import DeliveryMissing, DeliveryRefused
from lakehouse.store.formats.packed import MIB
from lakehouse.store.open_data.kept import Partial, write_whole
from lakehouse.store.open_data.source import Page, Source, Stamp, Window
from lakehouse.store.open_data.visit import Said, Visit
from lakehouse.store.open_data.written import page_text


@dataclass
class Taking:
    """Pages so far: ``sizes`` holds rows and bytes of each, under the same ``columns``.

    ``edge`` is the stamp of the newest moment alone, which is asked for again the next time.
    """

    window: Window
    stamp: Stamp
    columns: list[str] = field(default_factory=list)
    sizes: list[list[int]] = field(default_factory=list)
    edge: Stamp | None = None

    @property
    def rows(self) -> int:
        """How many rows there are so far."""
        return sum(rows for rows, _ in self.sizes)

    def fits(self, page: Page) -> bool:
        """Whether a page can follow: it has rows, not too many, under the same columns."""
        alike = not self.sizes or list(page.columns) == self.columns
        return alike and 0 < len(page.rows) <= self.stamp.total - self.rows

    def paths(self, partial: Partial) -> list[Path]:
        """The pages' files."""
        return [partial.page(n) for n in range(len(self.sizes))]


def take_rows(source: Source, visit: Visit, question: Said, known: Stamp | None) -> Taking | None:
    """All rows the question asks for, as pages in ``visit.partial``; None while ``known`` holds.

    The stamp is asked for before and after: when the rows changed in between, a page might hold
    a row twice or lack one, so all are taken again, a bounded number of times. Raises
    :class:`DeliveryMissing` when they never stood still, :class:`DeliveryRefused` when there are
    fewer or more than the portal counts.
    """
    name, tries = visit.feed.name, visit.manners.restarts + 1
    for _ in range(tries):
        found = _resumed(source, visit.partial, question)
        if found is None:
            found = _begun(source, question, known)
            if found is None:
                return None
            visit.partial.begin({"question": question, **asdict(found)})
        taking = found
        whole = _pages(source, visit, question, taking)
        # A row may have moved to the newest moment while the others were read: the whole is as
        # large as before, and the next fetch would take the row for one that it knows.
        still = _edge(source, taking.window) == taking.edge
        still = still and source.stamp(taking.window) == taking.stamp
        if whole and still:
            return taking
        visit.partial.forget()
    if still:
        raise DeliveryRefused(
            f"{name}: the portal counts {taking.stamp.total:,} rows, but what it gives after row "
            f"{taking.rows:,} does not fit that, or has other columns.",
            "Nothing was delivered. Ask the portal's owner.",
        )
    raise DeliveryMissing(
        f"{name}: the portal's rows changed each of the {tries} times that they were read.",
        "Try again when nobody writes to it, or fetch what is new alone (since: in its contract).",
    )


def _begun(source: Source, question: Said, known: Stamp | None) -> Taking | None:
    first = str(question["first"])
    now = source.stamp(Window(first))
    if now == known:
        return None
    # Rows that come while we read are left for the next time.
    window = Window(first, now.newest)
    edge = _edge(source, window)
    return Taking(window, source.stamp(window) if now.newest else now, edge=edge)


def _edge(source: Source, window: Window) -> Stamp | None:
    return source.stamp(Window(window.last, window.last)) if window.last else None


def _resumed(source: Source, partial: Partial, question: Said) -> Taking | None:
    """The pages of a fetch that broke off, None when they are damaged or outdated."""
    said = partial.found(question) or {}
    try:
        window, stamp = Window(**said["window"]), Stamp(**said["stamp"])
        edge = Stamp(**said["edge"]) if said["edge"] else None
        taking = Taking(window, stamp, said["columns"], said["sizes"], edge)
        there = [p.stat().st_size for p in taking.paths(partial)]
        if there != [size for _, size in taking.sizes]:
            return None
    except (KeyError, TypeError, ValueError, OSError):
        return None
    return taking if source.stamp(taking.window) == taking.stamp else None


def _pages(source: Source, visit: Visit, question: Said, taking: Taking) -> bool:
    """Take the pages that lack; False when one does not fit to the others."""
    visit.tell(taking.rows, taking.stamp.total)
    while taking.rows < taking.stamp.total:
        page = source.page(taking.window, taking.rows)
        if not taking.fits(page):
            return False
        content = page_text(visit.feed, page)
        write_whole(visit.partial.page(len(taking.sizes)), [content])
        taking.columns = list(page.columns)
        taking.sizes.append([len(page.rows), len(content)])
        limit = visit.manners.file_bytes
        if sum(size for _, size in taking.sizes) > limit:
            visit.partial.forget()
            raise DeliveryRefused(
                f"{visit.feed.name}: the portal has more than {limit / MIB:,.0f} MiB.",
                "Ask for less: where: in its contract.",
            )
        visit.partial.keep({"question": question, **asdict(taking)})
        visit.tell(taking.rows, taking.stamp.total)
    return True
