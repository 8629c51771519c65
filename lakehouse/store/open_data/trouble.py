"""What went wrong with a portal, in words: whom it is on, and what to do."""

from __future__ import annotations

import requests

from lakehouse.declare.errors import (
    CityLakeError,
    DeliveryMissing,
    DeliveryRefused,
    PlanError,
    SettingError,
)
from lakehouse.declare.open_data import Portal

LATER = "Try again later: what was fetched so far is kept, and the next fetch goes on there."
SHOWN = 200  # characters of what a portal says about its error


def bad_status(where: str, portal: Portal, response: requests.Response, said: str) -> CityLakeError:
    """The error of an answer that is none; ``said`` is the start of its body."""
    code, contract = response.status_code, "its contract"
    words = _shown(said)
    if code in (401, 403):
        todo = (
            f"Set {portal.variable} to an app token that may read it."
            if portal.variable
            else f"If it needs an app token, name one in {contract} (token:)."
        )
        return SettingError(f"{where} does not let us read it ({code}).", todo)
    if code in (404, 410):
        return PlanError(
            f"{where} has no such data set ({code}).", f"Correct location or dataset in {contract}."
        )
    if code == 429:
        wait = response.headers.get("Retry-After", "")
        asked = f", for {wait} seconds" if wait.isdecimal() and len(wait) < 9 else ""
        more = "" if portal.token else f" An app token (token: in {contract}) has a higher limit."
        return DeliveryMissing(f"{where} asks to be left alone{asked} (429).", LATER + more)
    if code >= 500 or code in (202, 408, 425):
        return DeliveryMissing(f"{where} is out of order ({code}), asked several times.", LATER)
    return PlanError(
        f"{where} does not understand the question ({code}){words}.",
        f"Correct what {contract} says of the portal.",
    )


def no_answer(where: str, error: Exception) -> CityLakeError:
    """The error of a question that nobody answered."""
    name = type(error).__name__
    if isinstance(error, requests.exceptions.SSLError):
        return SettingError(
            f"{where}: its certificate cannot be trusted.",
            "Correct the location; behind a proxy set REQUESTS_CA_BUNDLE to its certificates.",
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return SettingError(f"{where}: the proxy refuses us.", "Correct HTTPS_PROXY.")
    if isinstance(error, requests.exceptions.ConnectionError) and _names(error, "NameResolution"):
        return DeliveryMissing(
            f"{where}: there is no such host, or no network.",
            "Correct the location if it is misspelt, else try again later.",
        )
    if isinstance(
        error,
        requests.exceptions.ConnectionError
        | requests.exceptions.Timeout
        | requests.exceptions.ChunkedEncodingError
        | requests.exceptions.ContentDecodingError,
    ):
        kind = "takes too long" if isinstance(error, requests.exceptions.Timeout) else "is cut off"
        return DeliveryMissing(f"{where} does not answer, or {kind}, asked several times.", LATER)
    return DeliveryRefused(f"{where} gives no answer that can be read ({name}).", "Ask its owner.")


def cut_off(where: str) -> DeliveryMissing:
    """The error of an answer that broke off every time."""
    return DeliveryMissing(f"{where} broke off its answer, asked several times.", LATER)


def not_data(where: str, why: str) -> DeliveryRefused:
    """The error of an answer that came, but is not what a contract can mean."""
    return DeliveryRefused(
        f"{where} {why}.",
        "Nothing was delivered. Look at the portal with a browser; correct the contract, or ask "
        "its owner.",
    )


def _names(error: BaseException | None, part: str) -> bool:
    """Whether an error, or one it was made of, is of a kind named like ``part``."""
    seen: set[int] = set()
    found: list[BaseException | None] = [error]
    while found:
        each = found.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        if part in type(each).__name__:
            return True
        inner = [a for a in each.args if isinstance(a, BaseException)]
        reason = getattr(each, "reason", None)
        found += [*inner, each.__cause__, each.__context__]
        found.append(reason if isinstance(reason, BaseException) else None)
    return False


def _shown(text: str) -> str:
    """The start of what a portal says, in one line that no terminal obeys."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f": {plain[:SHOWN]}" if plain else ""
