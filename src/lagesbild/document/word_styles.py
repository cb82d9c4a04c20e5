"""The styles of the Word document: Word's own names, so that its users can change them in one place."""

from typing import Final

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from lagesbild.document.palette import ACCENT, INK, MUTED, RULE, SIGNAL, SIGNAL_LIGHT, TINT
from lagesbild.document.word_parts import rule, set_font, set_language, shade

FONT: Final = "Calibri"
"""On every municipal computer; LibreOffice has a font of the same widths."""
LEAD, NOTE, STATEMENT, KEY_FIGURE, CELL = "Ingress", "Anmärkning", "Iakttagelse", "Nyckeltal", "Tabelltext"
CELL_SIZE: Final = 9.0
_REPORT_SIZES: Final = (("Heading 1", 20, 26, 10), ("Heading 2", 13.5, 18, 6), ("Heading 3", 11.5, 12, 4))
"""Style, points, and points before and after."""
_SHEET_SIZES: Final = (("Heading 1", 15, 18, 6), ("Heading 2", 12, 12, 4), ("Heading 3", 11, 10, 4))
CALLOUTS: Final = {"note": "Ruta", "warning": "Ruta varning", "missing": "Ruta saknas"}


def rgb(colour: str) -> RGBColor:
    """Return ``#rrggbb`` as Word's colour."""
    return RGBColor.from_string(colour.removeprefix("#").upper())


def prepare(word: WordDocument, *, language: str, is_sheet: bool = False) -> None:
    """Set page size, language and every style the document uses; a sheet has smaller headings."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.35)
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.2)
    set_language(word.styles.element, "sv-SE" if language == "sv" else language)
    _text(word, "Normal", size=10.5, after=6, line=1.15)
    sizes = _SHEET_SIZES if is_sheet else _REPORT_SIZES
    for name, size, before, after in sizes:
        style = _text(word, name, size=size, before=before, after=after, bold=True, line=1.0)
        style.font.color.rgb = rgb(ACCENT if name == "Heading 1" else INK)
        style.paragraph_format.keep_with_next = True
    if is_sheet:
        title = _text(word, "Title", size=24, before=4, after=4, bold=True, line=0.95)
    else:
        rule(_style(word, "Heading 1"), sides=("top",), colour=ACCENT[1:], eighths=18)
        title = _text(word, "Title", size=34, before=150, after=8, bold=True, line=0.95)
    title.font.color.rgb = rgb(ACCENT)
    for border in title.element.xpath("w:pPr/w:pBdr"):
        border.getparent().remove(border)
    subtitle = _text(
        word, "Subtitle", size=13 if is_sheet else 15, after=10 if is_sheet else 18, colour=MUTED
    )
    for spacing in subtitle.element.xpath("w:rPr/w:spacing"):
        spacing.getparent().remove(spacing)
    _text(
        word, "Caption", size=10, before=12, after=5, bold=True, colour=INK
    ).paragraph_format.keep_with_next = True
    for name in ("List Bullet", "List Number"):
        _text(word, name, size=10.5, after=3, line=1.15)
    for name in ("Header", "Footer"):
        _text(word, name, size=8.5, colour=MUTED)
    _own_styles(word)


def _own_styles(word: WordDocument) -> None:
    for name, size in ((LEAD, 12.5), (NOTE, 9), (STATEMENT, 10.5), (KEY_FIGURE, 10.5), (CELL, CELL_SIZE)):
        _add(word, name)
        _text(word, name, size=size)
    _style(word, NOTE).font.color.rgb = rgb(MUTED)
    _style(word, NOTE).paragraph_format.space_after = Pt(14)
    for name in (STATEMENT, KEY_FIGURE):
        rule(_style(word, name), sides=("top", "between"), colour=RULE[1:], eighths=4, space=5)
        _style(word, name).paragraph_format.keep_together = True
        # The air is the border's own: with space between paragraphs each would get two lines.
        _style(word, name).paragraph_format.space_after = Pt(0)
    cell = _style(word, CELL).paragraph_format
    cell.space_before = cell.space_after = Pt(2)
    cell.line_spacing_rule = WD_LINE_SPACING.SINGLE
    for kind, fill, edge in (
        ("note", TINT, ACCENT),
        ("warning", SIGNAL_LIGHT, SIGNAL),
        ("missing", "#ffffff", MUTED),
    ):
        style = _add(word, CALLOUTS[kind])
        _text(word, CALLOUTS[kind], size=10.5, after=0)
        shade(style, fill=fill[1:], edge=edge[1:])
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.4)
        style.paragraph_format.keep_together = True


def _add(word: WordDocument, name: str) -> ParagraphStyle:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    return _style(word, name)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    style = word.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a paragraph style")
    return style


def _text(
    word: WordDocument,
    name: str,
    *,
    size: float,
    before: float = 0,
    after: float = 4,
    line: float = 1.1,
    bold: bool = False,
    italic: bool = False,
    colour: str = INK,
) -> ParagraphStyle:
    style = _style(word, name)
    set_font(style, FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = rgb(colour)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = line
    return style
