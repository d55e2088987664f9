"""Documents in the form of GB/T 9704 as .docx: page, type area, sizes of type, page numbers.

A4, top margin 37 mm, binding margin 28 mm, text area 156 × 225 mm, title in size 2 小标宋, body in
size 3 仿宋, 22 lines of 28 characters (GB/T 9704-2012, 5.2). A .docx is a zip of XML parts; these
few need no library.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MM: Final = 1440 / 25.4  # twentieths of a point
_TOP, _LEFT, _WIDE, _HIGH = 37, 28, 156, 225
_LINES: Final = 22
_PITCH: Final = round(_HIGH * _MM / _LINES)
_NS: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPES: Final = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/>'
    '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footer+xml"/></Types>'
)
_RELS: Final = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/></Relationships>'
)


@dataclass(frozen=True)
class Table:
    """A heading row and rows of text."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Heading:
    """一、… in 黑体."""

    text: str


Part = str | Heading | Table


def official_docx(*, title: str, parts: Sequence[Part], signed: str, dated: str) -> bytes:
    """The document's bytes: title, parts in order, who signed and when at the right."""
    body = [_paragraph(title, font="方正小标宋简体", size=44, align="center", indent=False), _gap()]
    for part in parts:
        match part:
            case Table():
                body += [_table(part), _gap()]
            case Heading():
                body.append(_paragraph(part.text, font="黑体"))
            case str():
                body.append(_paragraph(part))
    body += [_gap(), _paragraph(signed, align="right"), _paragraph(dated, align="right")]
    document = f"{_HEAD}<w:document {_NS}><w:body>{''.join(body)}{_section()}</w:body></w:document>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELS.format(kind="officeDocument", target="word/document.xml")
        )
        archive.writestr("word/document.xml", document)
        archive.writestr(
            "word/_rels/document.xml.rels", _RELS.format(kind="footer", target="footer1.xml")
        )
        archive.writestr("word/footer1.xml", _footer())
    return out.getvalue()


def _run(text: str, font: str, size: int) -> str:
    plain = "".join(c for c in text if c >= " " or c in "\t\n")  # others are no XML
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    words = escape(plain)
    return (
        f'<w:r><w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{words}</w:t></w:r>'
    )


def _paragraph(
    text: str,
    *,
    font: str = "仿宋_GB2312",
    size: int = 32,
    align: str = "both",
    indent: bool = True,
) -> str:
    """Sizes in half points: 32 is size 3, 44 size 2. Paragraphs begin two characters in."""
    first = (
        '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent and align == "both" else ""
    )
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{_PITCH}" w:lineRule="exact"/>'
    return (
        f'<w:p><w:pPr>{spacing}{first}<w:jc w:val="{align}"/></w:pPr>{_run(text, font, size)}</w:p>'
    )


def _gap() -> str:
    return _paragraph("", indent=False)


def _table(table: Table) -> str:
    edge = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    edges = "".join(
        edge.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = max(1, len(table.heading))
    width = round(_WIDE * _MM / columns)
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    rows = [_row(table.heading, width, "黑体"), *(_row(row, width) for row in table.rows)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblBorders>{edges}'
        f"</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Sequence[str], width: int, font: str = "仿宋_GB2312") -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(cell, font=font, size=24, align='center', indent=False)}</w:tc>"
        for cell in cells
    )
    return f"<w:tr>{made}</w:tr>"


def _section() -> str:
    """A4 and the type area; the grid puts 22 lines of 28 characters on it."""
    wide, high = round(210 * _MM), round(297 * _MM)
    right, bottom = round((210 - _LEFT - _WIDE) * _MM), round((297 - _TOP - _HIGH) * _MM)
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"/><w:pgMar w:top="{round(_TOP * _MM)}" '
        f'w:right="{right}" w:bottom="{bottom}" w:left="{round(_LEFT * _MM)}" w:header="851" '
        f'w:footer="{round(28 * _MM)}" w:gutter="0"/>'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{_PITCH}" w:charSpace="-842"/></w:sectPr>'
    )


def _footer() -> str:
    """— 1 —, size 4."""
    field = "".join(
        f'<w:r><w:rPr><w:sz w:val="28"/></w:rPr>{part}</w:r>'
        for part in (
            '<w:t xml:space="preserve">— </w:t>', '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="end"/>', '<w:t xml:space="preserve"> —</w:t>',
        )
    )  # fmt: skip
    return f'{_HEAD}<w:ftr {_NS}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{field}</w:p></w:ftr>'
