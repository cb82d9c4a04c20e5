"""The PDF: accessible, archivable, and inert for what people write."""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import docx
import pikepdf
import pypdfium2
import pytest

from lagesbild.document.docx import write_docx
from lagesbild.document.html import write_html
from lagesbild.document.pdf import write_pdf
from lagesbild.document.tree import Column, Document, Paragraph, Section, Table


@pytest.fixture(scope="module")
def data(document: Document) -> bytes:
    return write_pdf(document)


@pytest.fixture(scope="module")
def pdf(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    found: list[pikepdf.Dictionary] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for kid in node:
                walk(kid)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node and node.get("/Type") in (None, "/StructElem"):
                found.append(node)
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def named(pdf: pikepdf.Pdf, *names: str) -> list[pikepdf.Dictionary]:
    return [element for element in elements(pdf) if str(element.S) in names]


def pages_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_it_says_that_it_is_pdf_ua_1_and_pdf_a_2a(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["{http://www.aiim.org/pdfa/ns/id/}part"] == "2"
        assert metadata["{http://www.aiim.org/pdfa/ns/id/}conformance"] == "A"
        assert metadata["dc:title"] == "Lägesbild av brott och trygghet – Exempelby kommun & samverkansområde"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("sv")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "/Outlines" in pdf.Root


def test_every_figure_has_its_alternative_text(pdf: pikepdf.Pdf, document: Document) -> None:
    alts = [str(figure.Alt) for figure in named(pdf, "/Figure")]
    assert alts == [figure.alt for figure in document.figures()]


def test_headings_are_in_order_and_complete(pdf: pikepdf.Pdf, document: Document) -> None:
    headings = named(pdf, "/H1", "/H2", "/H3")
    levels = [int(str(heading.S)[2:]) for heading in headings]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [str(h.T) for h in headings if str(h.S) == "/H1"] == [
        "Innehåll", *(section.heading for section in document.sections),
    ]  # fmt: skip


def test_every_table_has_header_cells_and_caption(pdf: pikepdf.Pdf, document: Document) -> None:
    tables = document.tables()
    assert len(named(pdf, "/Table")) == len(tables)
    assert len(named(pdf, "/TH")) == sum(len(table.columns) for table in tables)
    assert len(named(pdf, "/Caption")) == len(tables) + len(document.figures())


def test_all_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [
        font
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        for font in [item]
    ]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
    assert all("SourceSans3" in str(font.FontName) for font in fonts)


def test_pages_are_numbered_and_the_running_head_names_the_document(data: bytes) -> None:
    pages = pages_of(data)
    for number, text in enumerate(pages[1:], 2):
        assert f"{number} ({len(pages)})" in text
        assert "Exempelby kommun & samverkansområde · Lägesbild av brott och trygghet" in text
    assert f"1 ({len(pages)})" not in pages[0]


def test_summary_is_one_page_and_a_long_table_repeats_its_head(data: bytes) -> None:
    pages = pages_of(data)
    [first] = [i for i, text in enumerate(pages) if "Siffrorna för september är preliminära" in text]
    assert "Sammanfattning" in pages[first]
    assert "Omfattning och utveckling" in pages[first + 1]
    assert sum("Senast anmäld" in text for text in pages) >= 2


def test_what_people_write_is_never_typesetting_commands(document: Document) -> None:
    attack = '#panic("x") $x^2$ *fet* _kursiv_ @ref <label> \\ `kod` = Rubrik #include "x.typ"'
    table = document.tables()[0]
    rows = ((attack, *table.rows[0][1:]),)
    tree = replace(
        document,
        title=attack,
        status=attack,
        facts=((attack, attack),),
        sections=(
            Section("s", attack, (Paragraph(attack), Table("t", attack, table.columns, rows, note=attack))),
        ),
    )
    text = " ".join(" ".join(pages_of(write_pdf(tree))).split())
    assert text.count("$x^2$ *fet* _kursiv_") >= 6


def test_the_same_document_gives_the_same_bytes_also_from_several_threads(
    document: Document, data: bytes
) -> None:
    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(write_pdf, [document] * 3)) == {data}


def test_a_long_compound_word_does_not_leave_the_page(document: Document) -> None:
    word = "Brottsförebyggandesamordningsansvarsområdesutvecklingsstrategi" * 2
    table = replace(document.tables()[0], id="t", rows=((word, *document.tables()[0].rows[0][1:]),))
    data = write_pdf(replace(document, sections=(Section("s", "Rubrik", (table,)),)))
    with pypdfium2.PdfDocument(data) as opened:
        page = opened[len(opened) - 1]
        text_page = page.get_textpage()
        rights = [text_page.get_charbox(i)[2] for i in range(text_page.count_chars())]
        assert max(rights) < page.get_width() - 60
        assert re.sub(r"[\s\u00ad\u0002\ufffe-]", "", text_page.get_text_range()).count("strategi") == 2


def test_a_summary_that_runs_over_a_little_is_made_to_fit_its_page(document: Document) -> None:
    text = "Stölderna har ökat tydligt i centrum och vid stationen, medan bostadsinbrotten har minskat. " * 4
    summary = Section("summary", "Sammanfattning", [Paragraph(text + "Slut.") for _ in range(10)])
    pages = pages_of(
        write_pdf(replace(document, sections=(summary, Section("b", "Nästa", (Paragraph("x"),)))))
    )
    [first] = [i for i, page in enumerate(pages) if "Sammanfattning" in page and "Slut." in page]
    assert pages[first].count("Slut.") == 10


def test_a_sheet_begins_under_its_title_and_has_no_contents(document: Document) -> None:
    sections = (Section("a", "Närvarande", [Paragraph("Alla.")]), Section("b", "Beslut", [Paragraph("Ja.")]))
    data = write_pdf(replace(document, layout="sheet", sections=sections))
    [page] = pages_of(data)
    assert "Innehåll" not in page
    words = (document.title, document.subtitle, "Närvarande", "Alla.", "Beslut", "1 (1)")
    assert all(word in " ".join(page.split()) for word in words)
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert [str(heading.T) for heading in named(opened, "/H1")] == ["Närvarande", "Beslut"]


def test_a_very_wide_table_lies_down_and_the_rest_stands(document: Document) -> None:
    columns = tuple(Column(f"c{i}", f"Uppgift nummer {i}") for i in range(9))
    wide = Table("wide", "Ett register", columns, (("Samordningsfunktionen i kommunen",) * 9,) * 3)
    sections = (*document.sections, Section("register", "Register", (wide,)), Section("end", "Slut", ()))
    with pypdfium2.PdfDocument(write_pdf(replace(document, sections=sections))) as pdf:
        sizes = [page.get_size() for page in pdf]
    lying = [width > height for width, height in sizes]
    assert lying[-2:] == [True, False]
    assert not any(lying[:-2])
    word = docx.Document(io.BytesIO(write_docx(replace(document, sections=sections))))
    assert [s.page_width > s.page_height for s in word.sections if s.page_width and s.page_height] == [
        False, True, False,
    ]  # fmt: skip
    assert [s.header.is_linked_to_previous for s in word.sections] == [False, True, True]
    assert 'class="chapter wide"' in write_html(replace(document, sections=sections))


def test_an_empty_word_beside_a_sum_is_nothing_and_elsewhere_a_dash(document: Document) -> None:
    columns = (Column("a", "Vad"), Column("b", "Vem"), Column("c", "Kr", "count"))
    table = Table("t", "Summor", columns, (("x", "", 1), ("Summa", "", 1)), total_rows=frozenset({1}))
    page = write_html(replace(document, sections=(Section("s", "Rubrik", (table,)),)))
    assert page.count("<td>–</td>") == 1
    assert page.count("<td></td>") == 1
