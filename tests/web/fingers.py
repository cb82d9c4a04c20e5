"""Forms as a browser sees them, read out of the finished page with what it would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

WORDS: Final = {"text", "search", "textarea", "email", "tel", "url", "number"}
"""Kinds of fields in which anything can be written; also numbers, since those are written as text."""

DAYS: Final = {"date", "month", "week", "time", "datetime-local"}
"""Kinds of fields for days and times."""

_USUAL: Final = {
    "date": "2026-03-09",
    "month": "2026-03",
    "week": "2026-W10",
    "time": "08:30",
    "datetime-local": "2026-03-09T08:30",
    "email": "trygghet@exempelkoping.example",
    "number": "3",
}


@dataclass(slots=True)
class Field:
    """A field of a form: its kind (``type`` or the element), what it holds, and what can be chosen."""

    name: str
    kind: str
    values: list[str]
    choices: list[str] = field(default_factory=list)
    is_number: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether it is chosen among what is offered."""
        return self.kind in {"select", "select-multiple", "radio", "checkbox"}

    @property
    def is_typed(self) -> bool:
        """Whether somebody writes in it."""
        return self.kind in WORDS | DAYS

    def usual(self) -> list[str]:
        """What somebody who is careful puts there when it is empty."""
        if any(self.values) or self.kind in {"hidden", "submit", "button", "file", "password", "checkbox"}:
            return self.values
        if self.is_chosen:
            return [choice for choice in self.choices if choice][-1:]
        return ["3" if self.is_number else _USUAL.get(self.kind, "Klotter vid porten")]


@dataclass(slots=True)
class Form:
    """A form on a page: where it is sent, and its fields in order."""

    action: str
    is_multipart: bool
    fields: list[Field] = field(default_factory=list)

    def of(self, *kinds: str) -> list[str]:
        """The names of the fields of these kinds."""
        return [f.name for f in self.fields if f.kind in kinds]

    def chosen(self) -> list[str]:
        """The names of the fields that are chosen in."""
        return [f.name for f in self.fields if f.is_chosen]

    def filled(self, given: dict[str, str]) -> dict[str, list[str]]:
        """What somebody who is careful sends, with ``given`` written in its fields."""
        sent: dict[str, list[str]] = {}
        buttons: set[str] = set()
        for each in self.fields:
            if each.kind in {"submit", "button"}:
                if not buttons:
                    sent.setdefault(each.name, each.values)
                buttons.add(each.name)
            elif each.kind != "file":
                sent[each.name] = [*sent.get(each.name, []), *each.usual()]
        return sent | {name: [value] for name, value in given.items()}


def forms_on(html: str, path: str) -> list[Form]:
    """Return the forms of a page that are sent with POST; a form without an address is sent to ``path``."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    return reader.forms


class _Reader(HTMLParser):
    """Gathers forms and their fields."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._path = path
        self._form: Form | None = None
        self._text: Field | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(
                given.get("action") or self._path, given.get("enctype") == "multipart/form-data"
            )
            self.forms.append(self._form)
        elif (
            self._form is not None and tag in {"input", "select", "textarea", "button"} and given.get("name")
        ):
            self._add(self._form, tag, given)
        elif tag == "option" and self._select is not None:
            value = given.get("value", "")
            self._select.choices.append(value)
            if "selected" in given:
                self._select.values.append(value)

    def _add(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = {"input": given.get("type") or "text", "button": "submit"}.get(tag, tag)
        if tag == "select" and "multiple" in given:
            kind = "select-multiple"
        if kind in {"radio", "checkbox"}:
            there = next((f for f in form.fields if (f.name, f.kind) == (given["name"], kind)), None)
            if there is None:
                there = Field(given["name"], kind, [])
                form.fields.append(there)
            value = given.get("value", "on")
            there.choices.append(value)
            there.values += [value] if "checked" in given else []
            return
        made = Field(given["name"], kind, [], is_number="inputmode" in given)
        form.fields.append(made)
        if tag == "textarea":
            made.values, self._text = [""], made
        elif tag == "select":
            self._select = made
        else:
            made.values = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._text is not None:
            self._text.values = [self._text.values[0].removeprefix("\n")]
            self._text = None
        elif tag == "select" and self._select is not None:
            if self._select.kind == "select" and not self._select.values:
                self._select.values = self._select.choices[:1]
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.values[0] += data
