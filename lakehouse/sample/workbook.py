"""A spreadsheet of one sheet as Office Open XML (ECMA-376), the same rows the same bytes."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# ZIP cannot tell earlier times; any fixed one keeps the bytes free of the clock.
MADE = (1980, 1, 1, 0, 0, 0)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# XML 1.0 has no place for these, so a workbook has neither.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{MAIN}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
    f'Id="rId1" Type="{OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}


def _cell(value: Any) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    text = escape(CONTROL.sub("", str(value)))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _part(name: str) -> ZipInfo:
    info = ZipInfo(name, MADE)
    info.compress_type = ZIP_DEFLATED
    return info


def write_workbook(
    file: BinaryIO, title: str, header: list[str], rows: Iterable[list[Any]]
) -> None:
    """Write header and rows as the one sheet `title`; numbers as numbers, all else as text."""
    sheet = escape(title[:31], {'"': "&quot;"})
    book = (
        f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}/relationships"><sheets>'
        f'<sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, text in (*PARTS.items(), ("xl/workbook.xml", book)):
            package.writestr(_part(name), HEAD + text)
        with package.open(_part("xl/worksheets/sheet1.xml"), "w") as part:
            part.write((HEAD + f'<worksheet xmlns="{SHEETS}"><sheetData>').encode())
            for row in chain([header], rows):
                part.write(f"<row>{''.join(map(_cell, row))}</row>\n".encode())
            part.write(b"</sheetData></worksheet>")
