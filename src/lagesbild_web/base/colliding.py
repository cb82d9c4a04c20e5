"""Two who write in the same form: what stands there now, and what the slower one wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, cast

from django import forms
from django.http import QueryDict

_YES: Final = "✓"


@dataclass(frozen=True, slots=True)
class Said:
    """A field's label, and what is said in it."""

    label: str
    value: str
    """Empty when nothing is."""


def let_save_again(form: forms.BaseForm, version: int, *, field: str = "version") -> None:
    """Let what is written be sent again, knowingly: the form then carries the version that stands now."""
    data = cast("QueryDict", form.data).copy()
    data[field] = str(version)
    form.data = data


def differences(form: forms.BaseForm, *, leave_out: tuple[str, ...] = ()) -> list[Said]:
    """Return what stands now in each field where something else is written.

    What stands is the form's ``initial``. ``leave_out`` names fields that say nothing of the thing itself.
    """
    found = []
    for name in form.changed_data:
        field = form.fields[name]
        if name in leave_out or field.widget.is_hidden:
            continue
        stands = _shown(field, form.get_initial_for_field(field, name))
        if stands != _shown(field, form[name].data):
            found.append(Said(str(field.label or ""), stands))
    return found


def written_in(fields: Mapping[str, forms.Field], sent: QueryDict) -> list[Said]:
    """Return what was written, for showing it where it can no longer be sent."""
    return [
        Said(str(field.label or ""), _shown(field, sent[name]))
        for name, field in fields.items()
        if not field.widget.is_hidden and sent.get(name, "").strip()
    ]


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool) or isinstance(field, forms.BooleanField):
        return _YES if value else ""
    if isinstance(field, forms.ChoiceField):
        labels = _labels(field.choices)
        return labels.get(str(value or ""), str(value or "")) if value else ""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _labels(choices: Any) -> dict[str, str]:
    """Flatten groups of choices."""
    labels: dict[str, str] = {}
    for key, label in choices:
        if isinstance(label, list | tuple):
            labels.update(_labels(label))
        else:
            labels[str(key)] = str(label)
    return labels
