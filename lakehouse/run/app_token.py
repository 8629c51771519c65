"""The app token of a portal, from the environment alone."""

from __future__ import annotations

import os
from collections.abc import Mapping

from lakehouse.declare.errors import SettingError


def app_token(variable: str, environ: Mapping[str, str] | None = None) -> str:
    """The app token a variable holds, empty when it is not set; never printed, not even a bad one.

    Raises :class:`SettingError` for what no token can be.
    """
    token = (os.environ if environ is None else environ).get(variable, "").strip()
    if not all("!" <= letter <= "~" for letter in token):
        raise SettingError(
            f"{variable} holds spaces or letters that no token has.", "Set it to the token alone."
        )
    return token
