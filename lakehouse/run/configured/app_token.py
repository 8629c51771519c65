"""The app token of a portal, the password of a database: from the environment alone."""

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


def password(variable: str, environ: Mapping[str, str] | None = None) -> str:
    """The password a variable holds, empty when there is none; it may hold blanks.

    Raises :class:`SettingError` for one that cannot be sent, without showing it.
    """
    said = (os.environ if environ is None else environ).get(variable, "") if variable else ""
    if any(ord(letter) < ord(" ") for letter in said):
        raise SettingError(
            f"{variable} holds a line break or another control character.",
            "Set it to the password alone.",
        )
    return said
