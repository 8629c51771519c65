"""How a portal is treated: how often it is asked again, how long is waited, how much is taken."""

from __future__ import annotations

from dataclasses import dataclass

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import InvalidHeader, MaxRetryError, ResponseError
from urllib3.util import Retry

from lakehouse.store.formats.packed import MIB

# 202 is Socrata's "still at it"; the others pass by themselves or are somebody's overload.
PASSING = (202, 408, 425, 429, 500, 502, 503, 504)
FEW = 3


@dataclass(frozen=True)
class Manners:
    """Limits of one fetch: times in seconds, sizes in bytes.

    A question is asked ``tries`` times more, after ``backoff``, then twice that and so on with as
    much chance again on top, at most ``longest``; a portal that wants to be left alone
    (Retry-After) for longer than ``patience`` is left alone. Pages are taken again ``restarts``
    times when the data changed meanwhile. An answer slower than ``slowest`` a second after a
    minute counts as cut.
    """

    tries: int = 6
    backoff: float = 1.0
    longest: float = 120.0
    patience: float = 300.0
    restarts: int = 3
    connect: float = 15.0
    read: float = 90.0
    page_bytes: int = 256 * MIB
    file_bytes: int = 16 * 1024 * MIB
    slowest: float = 100.0

    def retry(self) -> Retry:
        """What urllib3 is to do by itself; the last answer comes back when it gives up."""
        return _Patient(
            total=self.tries,
            # No such host, nobody there, a certificate of another: hardly passes in a minute.
            connect=min(FEW, self.tries),
            other=min(FEW, self.tries),
            redirect=False,
            status_forcelist=PASSING,
            allowed_methods=("GET",),
            backoff_factor=self.backoff,
            backoff_jitter=self.backoff,
            backoff_max=self.longest,
            retry_after_max=int(self.patience) + 1,
            raise_on_status=False,
        )


class _Patient(Retry):
    """A portal that asks to be left alone for longer than we would wait is not asked again."""

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        try:
            return super().get_retry_after(response)
        except InvalidHeader:
            return None

    def increment(  # type: ignore[override]
        self, method: str | None = None, url: str | None = None, **said: object
    ) -> Retry:
        response = said.get("response")
        if isinstance(response, BaseHTTPResponse):
            asked = self.get_retry_after(response)
            if asked is not None and asked >= self.retry_after_max:
                raise MaxRetryError(None, url, ResponseError("Retry-After"))  # type: ignore[arg-type]
        return super().increment(method, url, **said)  # type: ignore[arg-type]
