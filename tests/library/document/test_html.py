"""The page: self-contained, accessible, and inert for what people write."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from lagesbild.document.html import write_html
from lagesbild.document.tree import Callout, Document, Paragraph, Section

CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def page_text(document: Document) -> str:
    return write_html(document)


def test_page_is_self_contained_and_needs_no_script(page_text: str) -> None:
    assert "<script" not in page_text
    addresses = set(re.findall(r"https?://[^\"' )>]+", page_text))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert len(page_text.encode()) < 1_500_000


def test_headings_go_down_one_level_at_a_time(page_text: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page_text)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scopes(page_text: str) -> None:
    tables = re.findall(r"<table>.*?</table>", page_text, re.S)
    assert len(tables) == 7
    assert all("<caption" in table and 'scope="col"' in table and 'scope="row"' in table for table in tables)


def test_what_people_write_is_never_markup(document: Document) -> None:
    attack = (
        '</style></title><script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }} **<b>fet</b>**'
    )
    page = write_html(
        replace(
            document,
            title=attack,
            subtitle=attack,
            organisation=attack,
            status=attack,
            facts=((attack, attack),),
            keywords=(attack,),
            sections=(Section("s", attack, (Paragraph(attack), Callout("note", attack, attack))),),
        )
    )
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert page.count("</style>") == 1
    assert "{{ 7*7 }}" in page


def test_the_same_document_gives_the_same_page(document: Document, page_text: str) -> None:
    assert write_html(document) == page_text


def test_page_passes_axe_and_fits_a_phone_without_asking_the_network(page_text: str, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    file.write_text(page_text, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        try:
            page = browser.new_page(viewport={"width": 390, "height": 844})
            asked: list[str] = []
            page.on("request", lambda request: asked.append(request.url))
            page.goto(file.as_uri())
            _check_phone(page)
            report = Axe().run(page)
            assert report.violations_count == 0, report.generate_report()
            assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        finally:
            browser.close()


def _check_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
    # The wide table is reached by keyboard and scrolls inside its own region.
    region = page.locator("#manader [role=region]")
    assert region.get_attribute("tabindex") == "0"
    assert region.evaluate("e => e.scrollWidth > e.clientWidth")
