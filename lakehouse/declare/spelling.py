"""How a column's numbers and gaps are spelt where that is not the plain way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lakehouse.declare.errors import PlanError

THOUSANDS = ("", ",", ".", " ", "'", "\u00a0", "\u202f")
DECIMALS = (".", ",")


@dataclass(frozen=True)
class Spelling:
    """``1.234,50 EUR`` has thousands ``.``, decimal ``,`` and unit ``EUR``.

    ``missing`` are words that stand for no value at all, as NA. Raises :class:`PlanError` for
    marks that no number has, or one mark with two meanings.
    """

    missing: tuple[str, ...] = ()
    thousands: str = ""
    decimal: str = "."
    unit: str = ""

    def __post_init__(self) -> None:
        if self.thousands not in THOUSANDS or self.decimal not in DECIMALS:
            raise PlanError(
                f"Numbers with thousands '{self.thousands}' and decimal '{self.decimal}' are "
                "unknown.",
                "decimal is . or , and thousands one of: , . ' or a blank.",
            )
        if self.thousands == self.decimal:
            raise PlanError(
                f"'{self.decimal}' cannot part thousands and decimals.", "Say one of them."
            )

    @property
    def plain(self) -> bool:
        """Whether numbers are spelt as SQL spells them."""
        return (self.thousands, self.decimal, self.unit) == ("", ".", "")

    @property
    def grouped(self) -> str:
        """Pattern of a number whose thousands are parted (three digits behind every mark)."""
        mark, point = re.escape(self.thousands), re.escape(self.decimal)
        return f"^[+-]?[0-9]{{1,3}}({mark}[0-9]{{3}})+({point}[0-9]*)?$"

    @property
    def ungrouped(self) -> str:
        """Pattern of a number without a mark between thousands."""
        point = re.escape(self.decimal)
        return f"^[+-]?([0-9]+({point}[0-9]*)?|{point}[0-9]+)([eE][+-]?[0-9]+)?$"


PLAIN = Spelling()
