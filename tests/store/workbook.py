"""A spreadsheet written by hand, cell by cell, so that a test says what stands in the file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from html import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DATE, MOMENT, TIME, SPAN = 1, 2, 3, 4  # cell formats of the styles below
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '</numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>'
    '<xf numFmtId="21"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True)
class Cell:
    """A stored value with its type (``n``, ``str``, ``b``, ``e``), cell format and formula."""

    value: object
    kind: str = "n"
    style: int = 0
    formula: str = ""

    def xml(self, place: str) -> str:
        formula = f"<f>{escape(self.formula)}</f>" if self.formula else ""
        value = escape(str(self.value))
        return f'<c r="{place}" s="{self.style}" t="{self.kind}">{formula}<v>{value}</v></c>'


def _cell(value: object, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Cell):
        return value.xml(place)
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'
    return Cell(int(value) if isinstance(value, bool) else value, _KINDS[type(value)]).xml(place)


_KINDS = {bool: "b", int: "n", float: "n"}


def _sheet(rows: list[list[object]], merged: tuple[str, ...]) -> str:
    body = "".join(
        f'<row r="{r}">{"".join(_cell(v, f"{chr(65 + c)}{r}") for c, v in enumerate(row))}</row>'
        for r, row in enumerate(rows, start=1)
    )
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    said = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{said}</worksheet>'


def workbook(
    *rows: list[object],
    merged: tuple[str, ...] = (),
    since_1904: bool = False,
    before: tuple[str, ...] = (),
    hidden: tuple[str, ...] = (),
    **more: list[list[object]],
) -> bytes:
    """An xlsx file: sheet ``Dogs`` of ``rows``, empty ones ``before`` and ``more`` behind it."""
    sheets: dict[str, list[list[object]]] = {name: [] for name in before}
    sheets |= {"Dogs": list(rows)} | more
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
        for n, name in enumerate(sheets, start=1)
    )
    places = [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="{place}"/>'
        for n, place in enumerate(places, start=1)
    )
    kinds = "".join(
        f'<Override PartName="/xl/{place}" ContentType="{KIND}.worksheet+xml"/>' for place in places
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{KIND}.sheet.main+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<workbookPr date1904="{int(since_1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rs" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }
    for place, (name, body) in zip(places, sheets.items(), strict=True):
        files[f"xl/{place}"] = _sheet(body, merged if name == "Dogs" else ())
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, text in files.items():
            packed.writestr(file, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return sink.getvalue()
