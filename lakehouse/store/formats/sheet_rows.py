"""Read a sheet of a delivered spreadsheet (xlsx): its first filled row names the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from lakehouse.declare.errors import did_you_mean
from lakehouse.store.formats.delivery import Delivery
from lakehouse.store.formats.records import Records, Row, spelt
from lakehouse.store.formats.workbook_parts import refuse_unsound, refused


@dataclass(frozen=True)
class Sheet:
    """A sheet, the names of its columns by their place, and its header's row (0 is the first)."""

    sheet: CalamineSheet
    names: list[str]
    top: int

    @property
    def headers(self) -> list[str]:
        """The names without the places that have none."""
        return [name for name in self.names if name]

    def column(self, place: int) -> str:
        """What a place without a name is called: column C."""
        start = self.sheet.start or (0, 0)
        left, letters = start[1] + place + 1, ""
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(65 + letter) + letters
        return f"column {letters}"


def read_sheet(delivery: Delivery) -> Sheet | None:
    """The sheet that the contract names, else the first visible one; None when it is empty.

    Raises :class:`DeliveryRefused` for a file that is no sound workbook or unpacks to too much, a
    sheet that is not there, and merged cells or no known name in the header.
    """
    refuse_unsound(delivery)
    try:
        with delivery.open() as stream:
            book = CalamineWorkbook.from_filelike(stream)
            sheet = book.get_sheet_by_name(_sheet_name(delivery, book))
    except CalamineError as error:
        raise refused(delivery, "cannot be read as a workbook (xlsx): it is damaged") from error
    top, cells = next(
        ((n, r) for n, r in enumerate(sheet.iter_rows()) if any(map(_filled, r))), (0, [])
    )
    if not cells:
        return None
    _check_merged(delivery, sheet, top)
    found = Sheet(sheet, [(spelt(c) or "").strip() for c in cells], top)
    wanted = [c.header for c in delivery.feed.columns]
    if wanted and not set(wanted) & set(found.headers):
        raise refused(
            delivery,
            f"has none of the contract's {len(wanted)} columns in row {top + 1} of its sheet "
            f"{sheet.name} (its sheets: {', '.join(book.sheet_names)})",
            "with the names of the columns in the first row; another sheet is named by the "
            "server's customProperty sheet",
        )
    return found


def sheet_rows(sheet: Sheet, records: Records) -> Iterator[Row]:
    """One row per row that holds anything, numbered from 1 below the header.

    A formula counts with the value that was stored with it, an error such as #N/A as missing.
    """
    body = islice(sheet.sheet.iter_rows(), sheet.top + 1, None)
    records.names |= dict.fromkeys(sheet.headers)
    for number, cells in enumerate(body, start=1):
        if any(map(_filled, cells)):
            named = zip(sheet.names, cells, strict=True)
            places = enumerate(named)
            yield records.row(
                {
                    name or sheet.column(place): cell if _filled(cell) else None
                    for place, (name, cell) in places
                    if name or _filled(cell)
                },
                number,
            )


def _filled(cell: Any) -> bool:
    return cell is not None and cell != ""


def _sheet_name(delivery: Delivery, book: CalamineWorkbook) -> str:
    wanted = delivery.feed.sheet
    if wanted:
        if wanted not in book.sheet_names:
            raise refused(
                delivery,
                f"has no sheet {wanted}{did_you_mean(wanted, book.sheet_names)} (its sheets: "
                f"{', '.join(book.sheet_names)})",
            )
        return wanted
    for each in book.sheets_metadata:
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible:
            return str(each.name)
    raise refused(delivery, "has no visible sheet")


def _check_merged(delivery: Delivery, sheet: CalamineSheet, top: int) -> None:
    for (first, _), (last, _) in sheet.merged_cell_ranges or []:
        if first <= top <= last:
            raise refused(
                delivery,
                f"has merged cells in row {top + 1} of its sheet {sheet.name}, which names the "
                "columns",
                "with one name above each column",
            )
