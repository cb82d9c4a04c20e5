"""Fill in a form on a finished page."""

import re
from collections.abc import Collection
from html import escape
from html.parser import HTMLParser
from typing import Final

from django.http import QueryDict
from django.template.loader import render_to_string

_LEFT_ALONE: Final = {"submit", "button", "file", "password", "image", "reset"}
_OF_THE_PAGE: Final = ("csrfmiddlewaretoken", "antal")
"""Hidden fields that belong to the page as it is now."""
_NO_WORDS: Final = re.compile(r"[a-z0-9_.:\-]*")
"""Codes, numbers and ids: nothing that anybody has written."""


def filled(html: str, fields: QueryDict, *, action: str, page: str) -> str:
    """Return the page with the fields of its form set to what was written; everything else as it was.

    The form is the one that is sent to ``action``; a form without an address is sent to ``page``. Files and
    passwords are left alone. A hidden field that held one value holds it again, so that a version that was
    looked at is still the one that is sent. Words that have no field on the page are shown under its heading.

    Examples
    --------
    >>> form = '<form method="post"><input name="a" value="1"><textarea name="b"></textarea></form>'
    >>> filled(form, QueryDict("a=2&b=x"), action="/p/", page="/p/")
    '<form method="post"><input name="a" value="2"><textarea name="b">x</textarea></form>'
    """
    filler = _Filler(fields, action, page)
    filler.feed(html)
    filler.close()
    html = "".join(filler.out)
    lost = words_in(fields, but=filler.used)
    if not lost:
        return html
    return html.replace("</h1>", f"</h1>{render_to_string('partials/written.html', {'texts': lost})}", 1)


def words_in(fields: QueryDict, *, but: Collection[str] = ()) -> list[str]:
    """Return what somebody has written in words, other than in the fields ``but``."""
    return [
        value
        for name, values in fields.lists()
        for value in values
        if name not in but and not _NO_WORDS.fullmatch(value.strip())
    ]


class _Filler(HTMLParser):
    """Writes the page again, tag by tag, and changes only fields of the form."""

    def __init__(self, fields: QueryDict, action: str, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.used: set[str] = set()
        self._fields, self._action, self._page = fields, action, page
        self._is_in_form = False
        self._select = ""
        self._skips_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            goes_to = values.get("action") or self._page
            self._is_in_form = values.get("method", "").lower() == "post" and goes_to == self._action
        changed = self._changed(tag, values) if self._is_in_form else None
        self.out.append((self.get_starttag_text() or "") if changed is None else _written(tag, changed))
        name = values.get("name", "")
        if self._is_in_form and name:
            self.used.add(name)
        if self._is_in_form and tag == "textarea" and name in self._fields:
            self.out.append(escape(self._written_in(name)))
            self._skips_text = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_in_form = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._skips_text = False
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._skips_text:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def _written_in(self, name: str) -> str:
        return str(self._fields.getlist(name)[-1])

    def _changed(self, tag: str, attrs: dict[str, str]) -> dict[str, str] | None:
        """Return the tag's attributes as they should be; None when it is not ours to change."""
        name = attrs.get("name", "")
        if tag == "select":
            self._select = name if name in self._fields else ""
        if tag == "option" and self._select:
            return _marked(attrs, "selected", attrs.get("value", "") in self._fields.getlist(self._select))
        if tag != "input" or not name or attrs.get("type", "text") in _LEFT_ALONE:
            return None
        if attrs.get("type") == "hidden" and (name in _OF_THE_PAGE or len(self._fields.getlist(name)) != 1):
            return None
        if attrs.get("type") in {"checkbox", "radio"}:
            return _marked(attrs, "checked", attrs.get("value", "on") in self._fields.getlist(name))
        return {**attrs, "value": self._written_in(name)} if name in self._fields else None


def _marked(attrs: dict[str, str], mark: str, is_on: bool) -> dict[str, str]:
    rest = {name: value for name, value in attrs.items() if name != mark}
    return {**rest, mark: ""} if is_on else rest


def _written(tag: str, attrs: dict[str, str]) -> str:
    told = "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in attrs.items())
    return f"<{tag}{told}>"
