"""Values and comments as lines of YAML."""

from __future__ import annotations

import textwrap
from typing import Any

import yaml


def comment(text: str, indent: str = "") -> list[str]:
    """The text as lines of comment, broken between words."""
    return textwrap.wrap(text, 98, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}#   ")


def said(value: Any) -> str:
    """A value as YAML on one line, quoted where it has to be."""
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=10**6, sort_keys=False
    )
    return text.strip().removesuffix("...").strip()
