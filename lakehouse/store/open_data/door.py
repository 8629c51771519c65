"""The one place that speaks HTTP: asks a portal, again where that helps, and limits what comes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import DecodeError, MaxRetryError, ProtocolError, ReadTimeoutError
from urllib3.util import Retry

from lakehouse.declare.open_data import Portal
from lakehouse.store.formats.packed import MIB
from lakehouse.store.open_data import trouble
from lakehouse.store.open_data.manners import Manners

CHUNK = MIB // 4
REDIRECTS = 5
CUT = (ProtocolError, ReadTimeoutError, DecodeError)
MINUTE = 60.0
# Where each kind of portal expects the token.
HEADERS = {"socrata": "X-App-Token", "ckan": "Authorization", "url": "Authorization"}
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Ask:
    """One question: an address and its parameters."""

    url: str
    params: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Door:
    """A portal that can be asked; ``where`` names feed and host in errors."""

    where: str
    portal: Portal
    manners: Manners
    session: requests.Session
    token: str = field(repr=False)


class _Session(requests.Session):
    def resolve_redirects(self, *_: object, **__: object) -> Iterator[requests.Response]:  # type: ignore[override]
        """None: :func:`send` looks at each, and does not read a redirect's body however long."""
        return iter(())


def open_door(feed: str, portal: Portal, token: str, manners: Manners) -> Door:
    """A door with retries; the token stays in it."""
    session = _Session()
    # Else requests would look for a password in the user's netrc file.
    session.auth = lambda request: request
    session.headers["User-Agent"] = "citylake"
    for scheme in DEFAULT_PORTS:
        session.mount(f"{scheme}://", HTTPAdapter(max_retries=manners.retry()))
    return Door(f"{feed}: {urlsplit(portal.location).hostname}", portal, manners, session, token)


def answer(door: Door, ask: Ask) -> Answer:
    """The whole answer to a question, in memory; an answer that is cut off is asked for again.

    Raises the errors of ``trouble``.
    """
    tries = door.manners.retry()
    while True:
        response = send(door, ask.url, ask.params)
        with response:
            try:
                refuse_status(door, response)
                body = b"".join(pieces(door, response, door.manners.page_bytes))
                return Answer(body, response.headers)
            except CUT as error:
                tries = again(door, tries, error)


def send(
    door: Door,
    url: str,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> requests.Response:
    """The answer to a GET with its body still to come, redirects to http and https followed.

    Raises the errors of ``trouble``.
    """
    for _ in range(REDIRECTS + 1):
        own = _same_origin(url, door.portal.location) and door.token
        token = {HEADERS[door.portal.kind]: door.token} if own else {}
        try:
            response = door.session.get(
                url,
                params=params,
                headers={**(headers or {}), **token},
                stream=True,
                allow_redirects=False,
                timeout=(door.manners.connect, door.manners.read),
            )
        except requests.RequestException as error:
            raise trouble.no_answer(door.where, error) from None
        target = door.session.get_redirect_target(response)
        if target is None:
            return response
        response.close()
        url, params = _followed(door, response.url, target), None
    raise trouble.not_data(door.where, f"redirects more than {REDIRECTS} times")


def refuse_status(door: Door, response: requests.Response) -> None:
    """Raise the error of an answer whose status is not one of success."""
    if response.status_code not in (200, 206, 304):
        try:
            start = response.raw.read1(4096, decode_content=True) or b""
        except CUT:
            start = b""
        raise trouble.bad_status(
            door.where, door.portal, response, start.decode("utf-8", "replace")
        )


def pieces(door: Door, response: requests.Response, limit: int) -> Iterator[bytes]:
    """The body as it comes; raises one of ``CUT`` where it ends too early or hardly moves."""
    began, size = time.monotonic(), 0
    while piece := response.raw.read1(CHUNK, decode_content=True):
        size += len(piece)
        if size > limit:
            raise trouble.not_data(door.where, f"sends more than {limit / MIB:,.0f} MiB at once")
        took = time.monotonic() - began
        if took > MINUTE and size < took * door.manners.slowest:
            raise ProtocolError("hardly anything comes")
        yield piece


def again(door: Door, tries: Retry, error: Exception) -> Retry:
    """Wait before an answer that was cut off is asked for again; raises when it was too often."""
    try:
        tries = tries.increment("GET", error=ProtocolError(type(error).__name__))
    except MaxRetryError:
        raise trouble.cut_off(door.where) from None
    tries.sleep()
    return tries


def _followed(door: Door, before: str, target: str) -> str:
    try:
        url = urljoin(before, target)
        scheme, host = urlsplit(url).scheme, urlsplit(url).hostname
    except ValueError:
        url, scheme, host = "", "", None
    if scheme not in DEFAULT_PORTS or not host:
        raise trouble.not_data(door.where, "redirects to what is no web address")
    if scheme == "http" and urlsplit(before).scheme == "https":
        raise trouble.not_data(door.where, "redirects to an address without encryption")
    return url


def _same_origin(url: str, other: str) -> bool:
    parts = [urlsplit(u) for u in (url, other)]
    one, two = ((p.scheme, p.hostname, p.port or DEFAULT_PORTS.get(p.scheme)) for p in parts)
    return one == two
