"""What comes through from a document into our own page, and what does not."""

import pytest
from tests.web.builders import a_document

from lagesbild.document.html import write_html
from lagesbild_web.pictures.chapters import chapters_of


def chapter(content: str) -> str:
    """The content of a document's only chapter."""
    (found,) = chapters_of(
        f'<main><section id="a" class="chapter"><h2 id="h">Rubrik</h2>{content}</section></main>'
    )
    assert (found.id, found.heading) == ("a", "Rubrik")
    return found.html


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p onclick='x()'>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<style>p{}</style><p style='color:red'>a</p>", "<p>a</p>"),
        ("<p>a</p><iframe src='/logg/'><p>b</p></iframe>", "<p>a</p>"),
        (
            "<a href='javascript:x()'>a</a><a href='https://b.example'>b</a><a href='#c'>c</a>",
            '<a>a</a><a>b</a><a href="#c">c</a>',
        ),
        ("<form action='/x'><input name='y'><p>a</p></form>", "<p>a</p>"),
        ("<p>&lt;script&gt; &amp; co</p>", "<p>&lt;script&gt; &amp; co</p>"),
        ('<p class="&quot;&gt;<script>">a</p>', '<p class="&quot;&gt;&lt;script&gt;">a</p>'),
        (
            "<svg><rect fill='url(https://b.example/x)' x='1'/><image href='x.png'/></svg>",
            '<svg><rect x="1"/></svg>',
        ),
        (
            "<svg><g fill='url(#mönster)'><use href='#form'/></g></svg>",
            '<svg><g fill="url(#mönster)"><use href="#form"/></g></svg>',
        ),
        ("<svg><foreignObject><p>a</p></foreignObject></svg>", "<svg><p>a</p></svg>"),
        ("<p>a<br>b", "<p>a<br>b</p>"),
        ("<math><mi>x</mi></math><p>a</p>", "x<p>a</p>"),
    ],
)
def test_only_what_is_listed_comes_through(written: str, shown: str) -> None:
    assert chapter(written) == shown


def test_sections_inside_a_chapter_belong_to_it() -> None:
    assert chapter('<section class="part"><h3>Del</h3></section><p>a</p>') == (
        '<section class="part"><h3>Del</h3></section><p>a</p>'
    )


def test_what_stands_outside_the_chapters_is_left_out() -> None:
    assert chapters_of("<h1>Titel</h1><script>x</script><p>a</p>") == ()


def test_the_librarys_own_document_comes_through_whole() -> None:
    document = a_document("Lägesbild", "2025", 10)
    html = write_html(document)
    chapters = chapters_of(html)
    assert [c.id for c in chapters] == [s.id for s in document.sections]
    assert [c.heading for c in chapters] == [s.heading for s in document.sections]
    written = html[html.index("<main") : html.index("</main>")]
    for tag in ("<p", "<table", "<th", "<td", "<li", "<dd", "<figure", "<svg", "<rect", "<a "):
        shown = sum(c.html.count(tag) for c in chapters)
        assert shown == written.count(tag) > 0, tag
