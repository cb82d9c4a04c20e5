"""The pieces of Word's format that python-docx has no name for: fields, shading, header rows, language."""

from collections.abc import Sequence
from copy import deepcopy

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph


def part(tag: str, /, **attributes: str) -> BaseOxmlElement:
    """Return an element such as ``w:shd`` with its attributes, all in Word's name space."""
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def add_field(paragraph: Paragraph, instruction: str, *, shown: str) -> None:
    """Add a field, such as a page number, that shows ``shown`` until Word computes it."""
    for kind in ("begin", "instr", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            instructions = part("w:instrText")
            instructions.set(qn("xml:space"), "preserve")
            instructions.text = f" {instruction} "
            run._r.append(instructions)
        elif kind == "shown":
            run.text = shown
        else:
            run._r.append(part("w:fldChar", fldCharType=kind))


def close_section(word: Document) -> None:
    """End Word's section with the last paragraph: what follows begins on a new page, laid out for itself.

    The heads and feet that the ended section speaks of stay with it; the next one goes on with them.
    """
    body = word.element.body
    layout = body.sectPr
    ended = deepcopy(layout)
    body.p_lst[-1].get_or_add_pPr().append(ended)
    for name in ("w:headerReference", "w:footerReference"):
        for reference in layout.findall(qn(name)):
            layout.remove(reference)


def open_field(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field that goes on over the paragraphs that follow, such as a contents list."""
    for kind in ("begin", "instr", "separate"):
        run = paragraph.add_run()
        if kind == "instr":
            instructions = part("w:instrText")
            instructions.set(qn("xml:space"), "preserve")
            instructions.text = f" {instruction} "
            run._r.append(instructions)
        else:
            run._r.append(part("w:fldChar", fldCharType=kind))


def close_field(paragraph: Paragraph) -> None:
    """End the field begun by :func:`open_field`."""
    paragraph.add_run()._r.append(part("w:fldChar", fldCharType="end"))


def add_bookmark(paragraph: Paragraph, name: str, *, number: int) -> None:
    """Name the paragraph, so that links can lead to it."""
    paragraph._p.insert(1, part("w:bookmarkStart", id=str(number), name=name))
    paragraph._p.append(part("w:bookmarkEnd", id=str(number)))


def add_link(paragraph: Paragraph, words: str, *, bookmark: str) -> None:
    """Add words that lead to a bookmark in the same document."""
    link = part("w:hyperlink", anchor=bookmark, history="1")
    run = paragraph.add_run(words)
    link.append(run._r)
    paragraph._p.append(link)


def shade(style: ParagraphStyle, *, fill: str, edge: str) -> None:
    """Give a paragraph style a coloured ground and a thick edge to the left."""
    properties = style.element.get_or_add_pPr()
    borders = part("w:pBdr")
    borders.append(part("w:left", val="single", sz="36", space="8", color=edge))
    _insert(properties, borders)
    _insert(properties, part("w:shd", val="clear", color="auto", fill=fill))


def rule(style: ParagraphStyle, *, sides: Sequence[str], colour: str, eighths: int, space: int = 6) -> None:
    """Give a paragraph style lines at its sides (top, bottom, between); thickness in eighths of a point."""
    borders = part("w:pBdr")
    for side in sides:
        borders.append(part(f"w:{side}", val="single", sz=str(eighths), space=str(space), color=colour))
    _insert(style.element.get_or_add_pPr(), borders)


def set_language(styles_element: BaseOxmlElement, language: str) -> None:
    """Set the language of all text that says nothing else."""
    for properties in styles_element.iter(qn("w:rPrDefault")):
        for run in properties.iter(qn("w:rPr")):
            for old in run.findall(qn("w:lang")):
                run.remove(old)
            run.append(part("w:lang", val=language, eastAsia=language, bidi="ar-SA"))


def set_font(style: ParagraphStyle, name: str) -> None:
    """Set a style's font by name, over the theme's."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, part("w:rFonts", ascii=name, hAnsi=name, cs=name, eastAsia=name))


def repeat_as_header(row: _Row) -> None:
    """Mark a row as the table's heading, repeated on every page and read aloud as headings."""
    properties = row._tr.get_or_add_trPr()
    properties.append(part("w:cantSplit"))
    properties.append(part("w:tblHeader"))


def keep_whole(row: _Row) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(part("w:cantSplit"))


def describe_table(table: Table, *, title: str, description: str) -> None:
    """Give a table its alternative text, and say that its first row and column are headings."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    properties.append(
        part(
            "w:tblLook",
            val="00A0",
            firstRow="1",
            lastRow="0",
            firstColumn="1",
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        )
    )
    properties.append(part("w:tblCaption", val=title))
    if description:
        properties.append(part("w:tblDescription", val=description))


def rule_rows(table: Table, *, colour: str, right_air: float) -> None:
    """Draw thin lines between the rows and below the table, and air (points) right of each cell."""
    properties = table._tbl.tblPr
    borders = part("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(part(f"w:{side}", val="single", sz="4", space="0", color=colour))
    _insert(properties, borders, before=("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"))
    margins = part("w:tblCellMar")
    margins.append(part("w:left", w="0", type="dxa"))
    margins.append(part("w:right", w=str(round(right_air * 20)), type="dxa"))
    _insert(properties, margins, before=("w:tblLook",))


def cell_line(cell: _Cell, *, side: str, colour: str) -> None:
    """Draw a thicker line along one side of a cell."""
    properties = cell._tc.get_or_add_tcPr()
    borders = part("w:tcBorders")
    borders.append(part(f"w:{side}", val="single", sz="8", space="0", color=colour))
    properties.append(borders)


_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:jc", "w:outlineLvl", "w:rPr",
)  # fmt: skip


def _insert(
    properties: BaseOxmlElement, element: BaseOxmlElement, before: Sequence[str] = _AFTER_BORDERS
) -> None:
    """Insert where the schema wants it: Word refuses properties in another order."""
    names = {qn(name) for name in before if qn(name) != element.tag}
    for index, child in enumerate(properties):
        if child.tag in names:
            properties.insert(index, element)
            return
    properties.append(element)
