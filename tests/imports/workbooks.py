"""Workbooks written by hand, part by part, so that tests have every kind of cell."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
# Styles by their place: general, a day, a moment, a time of day, a length of time.
GENERAL, DAY, MOMENT, TIME, LENGTH = range(5)
STYLES = (
    f'<styleSheet xmlns="{NS}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/></numFmts>'
    '<cellXfs count="5">'
    + "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in (0, 14, 22, 21, 164))
    + "</cellXfs></styleSheet>"
)


def text(value: str) -> str:
    """A cell of text."""
    return f't="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is>'


def number(value: object, style: int = GENERAL) -> str:
    """A number, shown in a style."""
    return f's="{style}"><v>{value}</v>'


def formula(value: object) -> str:
    """A formula with the number it came to."""
    return f"><f>1+1</f><v>{value}</v>"


def error(value: str) -> str:
    """A formula with the error it came to."""
    return f't="e"><f>NA()</f><v>{value}</v>'


def boolean(value: bool) -> str:
    """A truth value."""
    return f't="b"><v>{int(value)}</v>'


def sheet(rows: dict[int, list[str | None]], left: str = "A", prefix: str = "") -> str:
    """A sheet's XML: cells by their row, from column `left` on; None is no cell at all."""
    out = []
    for row, cells in rows.items():
        here = "".join(
            f'<{prefix}c r="{chr(ord(left) + place)}{row}" {cell}</{prefix}c>'.replace(" >", ">")
            for place, cell in enumerate(cells)
            if cell is not None
        )
        out.append(f'<{prefix}row r="{row}">{here}</{prefix}row>')
    return "".join(out)


def workbook(
    sheets: dict[str, str], hidden: tuple[str, ...] = (), extra: dict[str, bytes] | None = None
) -> bytes:
    """A workbook of sheets, by name and XML."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }
    names, links = [], [f'<Relationship Id="s" Type="{REL}/styles" Target="styles.xml"/>']
    for place, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name in hidden else ""
        names.append(f'<sheet name="{escape(name)}" sheetId="{place}"{state} r:id="r{place}"/>')
        links.append(f'<Relationship Id="r{place}" Type="{REL}/worksheet" Target="worksheets/s{place}.xml"/>')
        parts[f"xl/worksheets/s{place}.xml"] = (
            f'<worksheet xmlns="{NS}" xmlns:x="{NS}"><sheetData>{rows}</sheetData></worksheet>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{NS}" xmlns:r="{REL}"><sheets>{"".join(names)}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(links)}</Relationships>"
    )
    return zipped(parts | (extra or {}))


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of parts, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
