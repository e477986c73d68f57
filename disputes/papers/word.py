"""The same form as DOCX, for the letterhead and the seal of a centre."""

from io import BytesIO
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import BaseStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from disputes.papers.blocks import Block, Content, content_hash

LATIN, SERIF, SANS = "Times New Roman", "宋体", "黑体"
GREY = "F4F1EC"


def make_docx(content: Content) -> bytes:
    """The document as a file. Needs no font: Word brings its own."""
    with translation.override(content["language"]):
        document = Document()
        _set_up(document, content)
        _head(document, content)
        for block in content["blocks"]:
            WRITERS[block["type"]](document, block)
        _foot(document, content)
        file = BytesIO()
        document.save(file)
    return file.getvalue()


def _set_up(document: DocumentObject, content: Content) -> None:
    language = "en-GB" if content["language"] == "en" else "zh-CN"
    properties = document.core_properties
    properties.title = f"{content['number']} {content['name']}"
    properties.subject, properties.author = content["reference"], content["centre"]
    properties.language, properties.comments = language, ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    _style(document.styles["Normal"], SERIF, 10.5, language=language)
    _style(document.styles["Title"], SANS, 18, bold=True)
    _style(document.styles["Heading 2"], SANS, 12, bold=True)
    for name in ("List Bullet", "List Number", "Caption", "Header", "Footer"):
        _style(document.styles[name], SERIF, 9 if name in {"Caption", "Header", "Footer"} else 10.5)


def _style(style: BaseStyle, east_asian: str, size: float, *, bold: bool = False, language: str = "") -> None:
    """Latin letters and Chinese characters each in their font; without `w:eastAsia` Word picks any."""
    font = style.font  # type: ignore[attr-defined]  # paragraph styles have one
    font.name, font.size, font.bold, font.italic = LATIN, Pt(size), bold, False
    font.color.rgb = RGBColor(0x11, 0x11, 0x11)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    if language:
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), language)
        lang.set(qn("w:eastAsia"), "zh-CN")
        properties.append(lang)


def _head(document: DocumentObject, content: Content) -> None:
    document.sections[0].header.paragraphs[
        0
    ].text = f"{_('Case')} {content['reference']}\t\t{content['number']} · {content['name']}"
    if content["centre"]:
        document.add_paragraph(content["centre"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(content["name"], style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    version = _("Version %(version)s") % {"version": content["version"]}
    line = f"{content['number']} · {_('Case')} {content['reference']} · {version} · {content['date']}"
    document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if content["addressee"]:
        document.add_paragraph().add_run(_("To: %(name)s") % {"name": content["addressee"]}).bold = True


def _foot(document: DocumentObject, content: Content) -> None:
    document.add_paragraph()
    for basis in content["basis"]:
        document.add_paragraph(_("Legal basis: %(basis)s") % {"basis": basis}, style="Caption")
    document.add_paragraph(content["free"], style="Caption")
    label = _("SHA-256 of the content; compare it on the page of the case in the portal")
    document.add_paragraph(f"{label}: {content_hash(content)}", style="Caption")
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _number(footer, "PAGE")
    footer.add_run(" / ")
    _number(footer, "NUMPAGES")


def _number(paragraph: Paragraph, field: str) -> None:
    """A field that Word fills in: the page, or how many there are."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), field)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    element.append(run)
    paragraph._p.append(element)


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), GREY)
    cell._tc.get_or_add_tcPr().append(shading)


def _is_header_row(table: Table) -> None:
    """Repeated on each page and read out as headers."""
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)


def _grid(document: DocumentObject, rows: int, columns: int, widths: list[float]) -> Table:
    table: Table = document.add_table(rows=rows, cols=columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _heading(document: DocumentObject, block: Block) -> None:
    document.add_paragraph(block["text"], style="Heading 2")


def _facts(document: DocumentObject, block: Block) -> None:
    if not block["rows"]:
        return
    table = _grid(document, len(block["rows"]), 2, [44, 118])
    for row, (name, value) in zip(table.rows, block["rows"], strict=True):
        row.cells[0].text, row.cells[1].text = name, value
        _shade(row.cells[0])
    document.add_paragraph()


def _paragraphs(document: DocumentObject, block: Block) -> None:
    for text in block["items"]:
        document.add_paragraph(text)


def _list(document: DocumentObject, block: Block) -> None:
    for text in block["items"]:
        document.add_paragraph(text, style="List Number" if block["numbered"] else "List Bullet")


def _table(document: DocumentObject, block: Block) -> None:
    document.add_paragraph(block["caption"], style="Caption")
    columns = len(block["columns"])
    table = _grid(document, len(block["rows"]) + 1, columns, [162 / columns] * columns)
    for row, texts in zip(table.rows, [block["columns"], *block["rows"]], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        _shade(cell)
    _is_header_row(table)
    document.add_paragraph()


def _note(document: DocumentObject, block: Block) -> None:
    document.add_paragraph().add_run(block["text"]).bold = True


def _citations(document: DocumentObject, block: Block) -> None:
    for one in block["items"]:
        document.add_paragraph(f"{one['label']} {one['status']}", style="List Number")


def _signatures(document: DocumentObject, block: Block) -> None:
    parties: list[dict[str, Any]] = block["parties"]
    document.add_paragraph()
    table = _grid(document, 1, len(parties), [162 / len(parties)] * len(parties))
    for cell, party in zip(table.rows[0].cells, parties, strict=True):
        cell.text = party["label"]
        cell.add_paragraph(party.get("name", ""))
        cell.add_paragraph(f"({party['seal']})" if party.get("seal") else "")
        cell.add_paragraph("")
        cell.add_paragraph(_("Date: %(day)s") % {"day": party.get("date", "")})


WRITERS = {
    "heading": _heading,
    "facts": _facts,
    "paragraphs": _paragraphs,
    "list": _list,
    "table": _table,
    "note": _note,
    "citations": _citations,
    "signatures": _signatures,
}
