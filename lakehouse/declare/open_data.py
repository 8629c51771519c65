"""A portal is where a feed can be fetched: which kind, which data set, and what to ask for."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("socrata", "ckan", "url")
TAKES = ("rows", "file")
# Rows of a page: a few megabytes, and far below what any portal refuses.
PAGE = 10_000
LARGEST_PAGE = 50_000  # a Socrata 2.0 endpoint gives no more, CKAN 32,000


@dataclass(frozen=True)
class Portal:
    """The portal entry of a data contract.

    ``location`` is the portal's address, of a plain ``url`` the file's own; ``dataset`` the id
    there. ``since`` names the column of times whose newest one says what was fetched (empty: all
    is fetched each time), ``where`` a fixed condition in the portal's language, ``order`` the
    columns that pages are taken in, ``page`` the rows of one. ``token`` names the setting
    ``CITYLAKE_TOKEN_<NAME>`` that holds the app token: the token itself is never written down.
    CKAN can be asked for a resource's ``file`` instead of its ``rows``.
    """

    kind: str
    location: str
    dataset: str = ""
    since: str = ""
    where: str = ""
    order: str = ""
    page: int = PAGE
    token: str = ""
    take: str = "rows"

    @property
    def paged(self) -> bool:
        """Whether rows are asked for page by page, else one file is."""
        return self.kind != "url" and self.take == "rows"

    @property
    def variable(self) -> str:
        """The environment variable that holds the app token; empty when there is none."""
        return f"CITYLAKE_TOKEN_{self.token.upper()}" if self.token else ""
