"""The document as DOCX: for those who go on writing in it, with real headings, captions and table heads."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Final

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph as WordParagraph

from lagesbild.document import swedish
from lagesbild.document.charts.frame import png_of
from lagesbild.document.outline import Outline, facts_of, outline_of
from lagesbild.document.palette import ACCENT, INK, MUTED, RULE, SIGNAL
from lagesbild.document.table_layout import (
    TEXT_WIDTH_PT,
    WIDE_TEXT_WIDTH_PT,
    TableLayout,
    table_layout,
)
from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Document,
    Figure,
    KeyFigures,
    Paragraph,
    Statements,
    Subsection,
    Table,
)
from lagesbild.document.word_parts import (
    add_bookmark,
    add_field,
    add_link,
    cell_line,
    close_field,
    close_section,
    describe_table,
    keep_whole,
    open_field,
    repeat_as_header,
    rule_rows,
)
from lagesbild.document.word_styles import (
    CALLOUTS,
    CELL,
    CELL_SIZE,
    KEY_FIGURE,
    LEAD,
    NOTE,
    STATEMENT,
    prepare,
    rgb,
)
from lagesbild.document.words import runs, without_markup

_BELOW_TABLE: Final = Pt(14)
_CALLOUT_NAMES: Final = {"note": "Bra att veta", "warning": "Viktigt", "missing": "Saknas"}
_COLOURS: Final = {"increase": SIGNAL, "notice": SIGNAL, "decrease": ACCENT, "stable": ACCENT}


def write_docx(document: Document) -> bytes:
    """Return the document as an editable Word document.

    Parameters
    ----------
    document
        The tree.

    Returns
    -------
    bytes
        DOCX in Word's own styles, A4, with language, header rows, alternative texts, page numbers and a
        contents list that Word can update. The same bytes for the same document.

    Raises
    ------
    DocumentError
        If the tree contradicts itself (see :func:`lagesbild.document.outline.outline_of`).
    """
    outline = outline_of(document)
    writer = _Writer(docx.Document(), outline)
    prepare(writer.word, language=document.language, is_sheet=document.layout == "sheet")
    writer.cell_style_id = writer.word.styles[CELL].style_id
    _describe(writer.word, document)
    is_report = document.layout == "report"
    writer.head(document)
    if is_report:
        writer.page_break()
        writer.contents(document)
    writer.running_head(document)
    for section in document.sections:
        writer.lay(is_wide=section.id in outline.wide_sections)
        writer.heading(section.heading, level=1, bookmark=section.id)
        writer.blocks(section.blocks, level=2)
        if is_report and section is document.sections[0]:
            writer.page_break()
    writer.end()
    stream = io.BytesIO()
    writer.word.save(stream)
    return _dated(stream.getvalue(), document.made_on)


class _Writer:
    """Where in the Word document we are."""

    def __init__(self, word: WordDocument, outline: Outline) -> None:
        self.word = word
        self.outline = outline
        self.bookmarks = 0
        self.starts_page = False
        """The next paragraph begins a page. A break of its own would be an empty line for who listens."""
        self.follows_table = False
        """The next paragraph stands right below a table and needs air."""
        self.is_wide = False
        """The page lies down."""
        self.cell_style_id = ""
        """Looked up once: python-docx searches all styles each time, in every cell."""

    def head(self, document: Document) -> None:
        """Write what the first page says of the whole document: alone on a report's title page."""
        first = self.paragraph(style="Normal")
        _run(first, document.organisation, size=13, bold=True, colour=ACCENT)
        self.paragraph(document.title, style="Title")
        if document.subtitle:
            self.paragraph(document.subtitle, style="Subtitle")
        if document.status:
            _run(self.paragraph(style="Normal"), document.status, bold=True, colour=SIGNAL)
        facts = facts_of(document)
        for i, (label, value) in enumerate(facts):
            line = self.paragraph(style="Normal")
            line.paragraph_format.tab_stops.add_tab_stop(Pt(110))
            line.paragraph_format.left_indent = Pt(110)
            line.paragraph_format.first_line_indent = Pt(-110)
            if i == 0:
                line.paragraph_format.space_before = Pt(60 if document.layout == "report" else 10)
            _run(line, f"{label}\t", colour=MUTED)
            _run(line, value, bold=True)

    def running_head(self, document: Document) -> None:
        """Write running head and page numbers, from the second page where the first is a title page."""
        section = self.word.sections[0]
        section.start_type = WD_SECTION.NEW_PAGE
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].text = f"{document.organisation} · {document.title}"
        _page_number(section.footer.paragraphs[0], shown="2")
        if document.layout == "sheet":
            _page_number(section.first_page_footer.paragraphs[0], shown="1")

    def lay(self, *, is_wide: bool) -> None:
        """Go on at a page that lies down, or stands up again, when the next section wants it."""
        if is_wide == self.is_wide:
            return
        self.end()
        close_section(self.word)
        section = self.word.sections[-1]
        # Head and foot go on from the section before; only the document's first page has its own.
        section.different_first_page_header_footer = False
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = section.page_height, section.page_width
        self.is_wide, self.starts_page, self.follows_table = is_wide, False, False

    def contents(self, document: Document) -> None:
        """Write a contents list that is links now and gets page numbers when Word updates it."""
        heading = self.paragraph(style="Normal")
        _run(heading, "Innehåll", size=20, bold=True, colour=ACCENT)
        for i, section in enumerate(document.sections):
            line = self.paragraph(style="Normal")
            if i == 0:
                open_field(line, 'TOC \\o "1-2" \\h \\z \\u')
            add_link(line, section.heading, bookmark=section.id)
            if i == len(document.sections) - 1:
                close_field(line)
        self.page_break()

    def end(self) -> None:
        """Close the document: Word wants a paragraph after a table."""
        if self.follows_table:
            self.paragraph(style=NOTE)

    def blocks(self, blocks: Sequence[Block], *, level: int) -> None:
        """Write blocks in order; the words right before a table stay with it."""
        for block, after in zip_longest(blocks, blocks[1:]):
            self.block(block, level=level)
            if isinstance(block, Paragraph) and isinstance(after, Table):
                self.word.paragraphs[-1].paragraph_format.keep_with_next = True

    def block(self, block: Block, *, level: int) -> None:
        """Write one block, whatever it is."""
        if isinstance(block, Subsection):
            self.heading(block.heading, level=min(level, 3))
            self.blocks(block.blocks, level=level + 1)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Figure):
            self.figure(block)
        elif isinstance(block, Paragraph):
            self.paragraph(block.text, style=LEAD if block.lead else "Normal")
        elif isinstance(block, Bullets):
            self.bullets(block)
        elif isinstance(block, Callout):
            self.callout(block)
        elif isinstance(block, Statements):
            self.statements(block)
        else:
            self.key_figures(block)

    def heading(self, words: str, *, level: int, bookmark: str = "") -> None:
        """Write a heading in one of Word's own levels."""
        heading = self._placed(self.word.add_heading(words, level))
        if bookmark:
            self.bookmark(heading, bookmark)

    def bookmark(self, paragraph: WordParagraph, name: str) -> None:
        """Name a paragraph for links."""
        self.bookmarks += 1
        add_bookmark(paragraph, name, number=self.bookmarks)

    def paragraph(self, words: str = "", *, style: str) -> WordParagraph:
        """Write a paragraph of running text."""
        paragraph = self._placed(self.word.add_paragraph(style=style))
        _add_rich(paragraph, words)
        return paragraph

    def page_break(self) -> None:
        """Go on at the next page."""
        self.starts_page = True

    def _placed(self, paragraph: WordParagraph) -> WordParagraph:
        """Let a new paragraph begin a page or stand apart from a table, where that is due."""
        layout = paragraph.paragraph_format
        if self.starts_page:
            layout.page_break_before = True
        elif self.follows_table and not (paragraph.style and _air_of(paragraph.style)):
            layout.space_before = _BELOW_TABLE
        self.starts_page = self.follows_table = False
        return paragraph

    def bullets(self, block: Bullets) -> None:
        """Write a list; each numbered list starts at 1 because its numbers are Word's for this list only."""
        style = "List Number" if block.numbered else "List Bullet"
        number = _restarted_list(self.word) if block.numbered else None
        for item in block.items:
            paragraph = self.paragraph(item, style=style)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def callout(self, block: Callout) -> None:
        """Write a boxed text."""
        title = self.paragraph(style=CALLOUTS[block.kind])
        _run(title, f"{_CALLOUT_NAMES[block.kind]}: ", bold=True, colour=MUTED)
        _run(title, block.title, bold=True)
        title.paragraph_format.space_before = Pt(10)
        title.paragraph_format.keep_with_next = True
        text = self.paragraph(block.text, style=CALLOUTS[block.kind])
        text.paragraph_format.space_after = Pt(12)

    def statements(self, block: Statements) -> None:
        """Write findings, each with its verdict first."""
        for i, item in enumerate(block.items, 1):
            found = swedish.verdict(item.verdict)
            paragraph = self.paragraph(style=STATEMENT)
            if i == len(block.items):
                paragraph.paragraph_format.space_after = Pt(10)
            _run(paragraph, f"{found}: ", bold=True, colour=_COLOURS.get(item.verdict, MUTED))
            _add_rich(paragraph, item.sentence)
            if item.detail:
                paragraph.add_run().add_break()
                _add_rich(paragraph, item.detail, size=9.5, colour=MUTED)

    def key_figures(self, block: KeyFigures) -> None:
        """Write large numbers with their meaning and comparison."""
        for i, item in enumerate(block.items, 1):
            paragraph = self.paragraph(style=KEY_FIGURE)
            if i == len(block.items):
                paragraph.paragraph_format.space_after = Pt(10)
            _run(paragraph, swedish.value_text(item.value, item.kind), size=20, bold=True, colour=ACCENT)
            _run(paragraph, f"  {item.label}", bold=True)
            paragraph.add_run().add_break()
            _add_rich(paragraph, item.detail, size=9.5, colour=MUTED)

    def figure(self, figure: Figure) -> None:
        """Write a picture with caption, alternative text and where its numbers are."""
        caption = self.paragraph(style="Caption")
        label, _, number = self.outline.figure_label(figure).partition(swedish.SPACE)
        self.caption(caption, label=label, number=number, words=figure.caption, sequence="Figur")
        line = self.word.add_paragraph(style="Normal")
        line.paragraph_format.keep_with_next = True
        width = Pt(TEXT_WIDTH_PT * figure.width_share)
        picture = line.add_run().add_picture(io.BytesIO(png_of(figure.svg)), width=width)
        properties = picture._inline.docPr
        properties.set("descr", figure.alt)
        properties.set("name", f"{label} {number}")
        note = self.word.add_paragraph(style=NOTE)
        add_link(note, self.outline.table_pointer(figure), bookmark=_table_bookmark(figure.table_id))

    def caption(
        self, paragraph: WordParagraph, *, label: str, number: str, words: str, sequence: str
    ) -> None:
        """Write a caption whose number Word can recount."""
        _run(paragraph, f"{label}{swedish.SPACE}", colour=ACCENT)
        add_field(paragraph, f"SEQ {sequence} \\* ARABIC", shown=number)
        _run(paragraph, ". ", colour=ACCENT)
        _run(paragraph, words)

    def table(self, table: Table) -> None:
        """Write a table with a repeated header row, right-aligned numbers and its note."""
        caption = self.paragraph(style="Caption")
        self.caption(
            caption,
            label="Tabell",
            number=str(self.outline.tables[table.id]),
            words=table.caption,
            sequence="Tabell",
        )
        self.bookmark(caption, _table_bookmark(table.id))
        layout = table_layout(table, available=WIDE_TEXT_WIDTH_PT if self.is_wide else TEXT_WIDTH_PT)
        body = [
            [
                value
                if column.kind == "text" and isinstance(value, str) and value
                else swedish.cell_text(value, column, is_total=index in table.total_rows)
                for value, column in zip(row, table.columns, strict=True)
            ]
            for index, row in enumerate(table.rows)
        ] or [["Inga rader."] + [""] * (len(table.columns) - 1)]
        word_table = self.word.add_table(rows=len(body) + 1, cols=len(table.columns))
        word_table.alignment = WD_TABLE_ALIGNMENT.LEFT
        word_table.autofit = False
        describe_table(word_table, title=table.caption, description=table.note)
        rule_rows(word_table, colour=RULE[1:], right_air=layout.right_air)
        for column, width in zip(word_table.columns, layout.widths, strict=True):
            column.width = Pt(width)
        header, *rows = list(word_table.rows)
        self.row(header, table, [column.heading for column in table.columns], layout, line="bottom")
        repeat_as_header(header)
        for index, (row, words) in enumerate(zip(rows, body, strict=True)):
            keep_whole(row)
            self.row(row, table, words, layout, line="top" if index in table.total_rows else None)
        if layout.is_together:
            # With a note below, also the last row stays: a note is never alone on the next page.
            for row in (header, *rows[: len(rows) if table.note else -1]):
                row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        if table.note:
            self.paragraph(table.note, style=NOTE)
        self.follows_table = not table.note

    def row(
        self, row: Row, table: Table, words: Sequence[str], layout: TableLayout, *, line: str | None
    ) -> None:
        """Write one row; a row with a line along one side is a heading or a sum, and strong."""
        size = None if layout.size == CELL_SIZE else layout.size
        for i, (cell, text, column) in enumerate(zip(row.cells, words, table.columns, strict=True)):
            cell.width = Pt(layout.widths[i])
            paragraph = cell.paragraphs[0]
            paragraph._p.style = self.cell_style_id
            if column.kind in swedish.RIGHT_ALIGNED:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if layout.left_air[i]:
                paragraph.paragraph_format.left_indent = Pt(layout.left_air[i])
            if line is None:
                _add_rich(paragraph, text, size=size)
            else:
                _run(paragraph, without_markup(text), size=size, bold=True)
                cell_line(cell, side=line, colour=INK[1:])


def _air_of(style: ParagraphStyle) -> bool:
    """Return whether the style has air of its own above."""
    return bool(style.paragraph_format.space_before)


def _page_number(footer: WordParagraph, *, shown: str) -> None:
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_field(footer, "PAGE", shown=shown)
    footer.add_run(" (")
    add_field(footer, "NUMPAGES", shown=shown)
    footer.add_run(")")


def _table_bookmark(table_id: str) -> str:
    return f"tabell-{table_id}"[:40]


def _add_rich(
    paragraph: WordParagraph, words: str, *, size: float | None = None, colour: str | None = None
) -> None:
    for run in runs(words):
        _run(paragraph, run.text, size=size, bold=True if run.is_strong else None, colour=colour)


def _run(
    paragraph: WordParagraph,
    words: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    colour: str | None = None,
) -> None:
    run = paragraph.add_run(words)
    run.bold = bold
    if size is not None:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = rgb(colour)


def _restarted_list(word: WordDocument) -> int:
    """Return a new list instance with the numbering of the style ``List Number``, starting at 1."""
    numbering = word.part.numbering_part.element
    number_of_style = word.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(
        each.find(qn("w:abstractNumId")).get(qn("w:val"))
        for each in numbering.findall(qn("w:num"))
        if each.get(qn("w:numId")) == str(number_of_style)
    )
    instance = numbering.add_num(int(abstract))
    instance.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(instance.numId)


def _describe(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    made = datetime(document.made_on.year, document.made_on.month, document.made_on.day)  # noqa: DTZ001  # Word's dates have no zone
    properties.title, properties.subject = document.title, document.subtitle
    properties.author = properties.last_modified_by = document.organisation
    properties.keywords = ", ".join(document.keywords)
    properties.language = "sv-SE" if document.language == "sv" else document.language
    properties.comments = document.status
    properties.created = properties.modified = made


def _dated(data: bytes, made_on: date) -> bytes:
    """Return the archive with one date on every file, so that the same input gives the same bytes."""
    stamp = (max(1980, made_on.year), made_on.month, made_on.day, 0, 0, 0)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return stream.getvalue()
