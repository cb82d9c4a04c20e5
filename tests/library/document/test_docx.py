"""The Word document: real styles, header rows, alternative texts."""

import io
from dataclasses import replace

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from lagesbild.document.docx import write_docx
from lagesbild.document.tree import Bullets, Document, Paragraph, Section


@pytest.fixture(scope="module")
def data(document: Document) -> bytes:
    return write_docx(document)


@pytest.fixture(scope="module")
def word(data: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(data))


def test_headings_are_words_own_levels(word: WordDocument, document: Document) -> None:
    headings = [
        (p.style.name, p.text) for p in word.paragraphs if p.style and str(p.style.name).startswith("Heading")
    ]
    assert [text for style, text in headings if style == "Heading 1"] == [
        s.heading for s in document.sections
    ]
    assert ("Heading 2", "Förändring") in headings
    assert ("Heading 3", "Hur förändringen har räknats") in headings


def test_every_table_repeats_its_header_row_and_has_an_alternative_text(
    word: WordDocument, document: Document
) -> None:
    assert len(word.tables) == len(document.tables())
    for shown, table in zip(word.tables, document.tables(), strict=True):
        assert shown.rows[0]._tr.trPr is not None
        assert shown.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert shown._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.caption


def test_every_picture_has_its_alternative_text(word: WordDocument, document: Document) -> None:
    alts = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert alts == [figure.alt for figure in document.figures()]


def test_language_page_number_contents_and_properties(word: WordDocument, document: Document) -> None:
    languages = [each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))]
    assert languages[0] == "sv-SE"
    instructions = " ".join(t.text or "" for t in word.element.iter(qn("w:instrText")))
    assert "TOC" in instructions
    assert "SEQ Tabell" in instructions
    footer = word.sections[0].footer._element
    assert "NUMPAGES" in " ".join(t.text or "" for t in footer.iter(qn("w:instrText")))
    assert word.core_properties.title == document.title
    assert str(word.core_properties.created)[:10] == document.made_on.isoformat()


def test_links_in_the_contents_lead_somewhere(word: WordDocument) -> None:
    targets = {each.get(qn("w:name")) for each in word.element.iter(qn("w:bookmarkStart"))}
    links = [each.get(qn("w:anchor")) for each in word.element.iter(qn("w:hyperlink"))]
    assert links
    assert set(links) <= targets


def test_each_numbered_list_starts_at_one(document: Document) -> None:
    lists = (Bullets(("a", "b"), numbered=True), Bullets(("c",), numbered=True))
    word = docx.Document(io.BytesIO(write_docx(replace(document, sections=(Section("s", "R", lists),)))))
    numbers = [p._p.pPr.numPr.numId.val for p in word.paragraphs if p.text in ("a", "b", "c")]
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_same_document_gives_the_same_bytes(document: Document, data: bytes) -> None:
    assert write_docx(document) == data


def test_space_is_never_made_of_empty_paragraphs(word: WordDocument) -> None:
    empty = [p for p in word.paragraphs if not p.text.strip() and not p._p.xpath(".//w:drawing")]
    assert not empty
    assert not word.element.xpath("//w:br[@w:type='page']")
    [contents, first, second] = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]
    headings = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert [contents, first, second] == ["Innehåll", *headings[:2]]


def test_a_table_without_note_has_air_below_it(document: Document) -> None:
    table = replace(document.tables()[0], note="")
    last = replace(table, id="last")
    parts = (Section("s", "R", (table, Paragraph("Efter."), last)),)
    word = docx.Document(io.BytesIO(write_docx(replace(document, sections=parts))))
    [after] = [p for p in word.paragraphs if p.text == "Efter."]
    assert after.paragraph_format.space_before
    assert word.element.body[-2].tag == qn("w:p")  # Word wants a paragraph after the last table


def test_a_sheet_has_neither_title_page_nor_contents(document: Document) -> None:
    parts = (Section("s", "Närvarande", (Paragraph("Alla."),)),)
    word = docx.Document(io.BytesIO(write_docx(replace(document, layout="sheet", sections=parts))))
    assert not any(p.paragraph_format.page_break_before for p in word.paragraphs)
    assert "TOC" not in " ".join(t.text or "" for t in word.element.iter(qn("w:instrText")))
    assert "PAGE" in " ".join(
        t.text or "" for t in word.sections[0].first_page_footer._element.iter(qn("w:instrText"))
    )
