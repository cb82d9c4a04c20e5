"""What every file that is handed out must hold, by kind: each check returns the faults in words."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import docx
import openpyxl
import pikepdf
import pypdfium2
from docx.oxml.ns import qn
from lxml import html


@dataclass(frozen=True, slots=True)
class Head:
    """What a document calls itself, and the day it says it was made."""

    title: str
    day: date | None


def faults_of_pdf(content: bytes) -> list[str]:
    """Tags, language, title, the marks of PDF/UA and PDF/A, words for each figure, headings in order."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        with pdf.open_metadata() as told:
            marks = {
                "no PDF/UA-1": told.get("{http://www.aiim.org/pdfua/ns/id/}part") != "1",
                "no PDF/A-2a": told.get("{http://www.aiim.org/pdfa/ns/id/}conformance") != "A",
                "no title": not told.get("dc:title"),
            }
        marks |= {
            "no tags": "/MarkInfo" not in pdf.Root or not pdf.Root.MarkInfo.get("/Marked"),
            "no title shown": not pdf.Root.ViewerPreferences.DisplayDocTitle,
            "not Swedish": str(pdf.Root.get("/Lang")) != "sv-SE",
        }
        elements = list(_elements(pdf.Root.StructTreeRoot.K))
        figures = [each for each in elements if str(each.S) == "/Figure"]
        marks["a figure without words"] = not all(str(each.get("/Alt", "")).strip() for each in figures)
        levels = [int(str(each.S)[2:]) for each in elements if re.fullmatch("/H[1-6]", str(each.S))]
    return [fault for fault, is_there in marks.items() if is_there] + _faults_of_levels(levels)


def faults_of_word(content: bytes) -> list[str]:
    """Title and language, headings in order, header rows, alternative texts, and no lines made of nothing."""
    word = docx.Document(io.BytesIO(content))
    [language, *_] = [each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))]
    pictures = word.element.xpath(".//wp:docPr")
    marks = {
        "no title": not word.core_properties.title,
        "not Swedish": {language, word.core_properties.language} != {"sv-SE"},
        "a picture without words": not all((each.get("descr") or "").strip() for each in pictures),
    }
    for table in word.tables:
        words = table.rows[0].cells[0].text
        marks[f"no header row: {words}"] = not table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")
        marks[f"no caption: {words}"] = table._tbl.tblPr.find(qn("w:tblCaption")) is None
    *paragraphs, last = word.paragraphs
    # Word wants a paragraph after a table where a section or the document ends; all others say something.
    empty = [
        paragraph
        for paragraph in paragraphs
        if not paragraph.text.strip() and not paragraph._p.xpath(".//w:drawing | ./w:pPr/w:sectPr")
    ]
    marks[f"{len(empty)} empty paragraphs"] = bool(empty)
    styles = [str(paragraph.style.name) for paragraph in (*paragraphs, last) if paragraph.style]
    levels = [int(style[8:]) for style in styles if style.startswith("Heading ")]
    return [fault for fault, is_there in marks.items() if is_there] + _faults_of_levels(levels)


def faults_of_page(content: bytes) -> list[str]:
    """Nothing is fetched and nothing is run, the language is told, and headings stand in order."""
    text = content.decode()
    page = html.fromstring(text)
    fetched = [
        value
        for _element, attribute, value, _at in page.iterlinks()
        if attribute in ("src", "data", "background") and not value.startswith("data:")
    ]
    marks = {
        "a script": bool(page.xpath("//script | //iframe | //object | //embed | //link[@href]")),
        "something that runs": bool(page.xpath("//@*[starts-with(name(), 'on')]")),
        f"fetches {fetched}": bool(fetched),
        "a style that fetches": bool(re.search(r"url\((?!data:)|@import", text)),
        "not Swedish": page.get("lang") not in ("sv", "sv-SE"),
        "a figure without words": bool(page.xpath("//svg[@role='img'][not(@aria-label)] | //img[not(@alt)]")),
    }
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    return [fault for fault, is_there in marks.items() if is_there] + _faults_of_levels(levels)


def faults_of_workbook(content: bytes) -> list[str]:
    """It opens, and a sheet says what each column of the others means."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    if "Kolumner" not in book.sheetnames:
        return [f"no sheet about the columns, only {book.sheetnames}"]
    told = [row for row in book["Kolumner"].iter_rows(values_only=True) if any(row)]
    has_tables = len(book.sheetnames) > 2 or "Uppgifter" in book.sheetnames
    return ["the sheet about the columns is empty"] if has_tables and len(told) < 2 else []


def text_of_pdf(content: bytes) -> str:
    """Return what is read on the pages."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def text_of_word(content: bytes) -> str:
    """Return what is read in paragraphs and tables."""
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def text_of_page(content: bytes) -> str:
    """Return what is read on the page; entities are read as a browser reads them."""
    page = html.fromstring(content.decode())
    for style in page.xpath("//style"):
        style.drop_tree()
    return " ".join(page.text_content().split())


def text_of_workbook(content: bytes) -> str:
    """Return the words of all cells, without the keys that tie a column to the same one in JSON."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    columns = [column for sheet in book for column in sheet.iter_cols(values_only=True)]
    cells = (cell for column in columns if column[0] != "Nyckel" for cell in column)
    return "\n".join(cell for cell in cells if isinstance(cell, str))


def text_of_table(content: bytes) -> str:
    """Return the words of all cells of a CSV file."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return "\n".join(cell for row in rows for cell in row)


def head_of_pdf(content: bytes) -> Head:
    """Return title and day; the title ends with who made it."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as told:
        title = str(told["dc:title"]).rpartition(" – ")[0]
        return Head(title, date.fromisoformat(str(told["xmp:CreateDate"])[:10]))


def head_of_word(content: bytes) -> Head:
    """Return title and day."""
    told = docx.Document(io.BytesIO(content)).core_properties
    return Head(str(told.title), told.created.date() if told.created else None)


def head_of_page(content: bytes) -> str:
    """Return the title."""
    [heading] = html.fromstring(content.decode()).iter("h1")
    return " ".join(heading.text_content().split())


def head_of_workbook(content: bytes) -> Head:
    """Return title and day."""
    told = openpyxl.load_workbook(io.BytesIO(content)).properties
    return Head(str(told.title), told.created.date() if told.created else None)


def _faults_of_levels(levels: list[int]) -> list[str]:
    if not levels or levels[0] != 1:
        return [f"headings begin with {levels[:1]}"]
    return ["a level of heading is skipped"] if any(b - a > 1 for a, b in pairwise(levels)) else []


def _elements(node: object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _elements(kid)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node and node.get("/Type") in (None, "/StructElem"):
            yield node
        if "/K" in node:
            yield from _elements(node.K)
