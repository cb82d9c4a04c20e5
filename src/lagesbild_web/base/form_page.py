"""A page with one form, or a button: read, act, then say what was done or what must change."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base import unsent
from lagesbild_web.base.page import page
from lagesbild_web.base.refusals import Invalid

FARTHEST: Final = timedelta(days=7320)
"""Farther away than twenty years is a slip of the finger."""
_EARLIEST: Final = date(1990, 1, 1)


class DayField(forms.DateField):
    """A day, written or chosen, with faults in sentences."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={
                "required": _("Skriv vilken dag, till exempel 2025-03-09."),
                "invalid": _("Skriv dagen som år-månad-dag, till exempel 2025-03-09."),
            },
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Stop days that nobody can have meant."""
        day: date | None = super().clean(value)
        if day is not None and (fault := fault_of_day(day)):
            raise forms.ValidationError(fault)
        return day


class MomentField(forms.DateTimeField):
    """A day and a time, written or chosen, with faults in sentences."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M"],
            error_messages={
                "required": _("Skriv dag och tid, till exempel 2025-03-09 13:00."),
                "invalid": _("Skriv dag och tid så här: 2025-03-09 13:00."),
            },
            **options,
        )

    def to_python(self, value: Any) -> Any:
        """Read it, and stop days that nobody can have meant before they are moved to another time zone."""
        try:
            moment: datetime | None = super().to_python(value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if moment is not None and (fault := fault_of_day(moment.date())):
            raise forms.ValidationError(fault)
        return moment


def fault_of_day(day: date) -> str:
    """Return the sentence about a day that nobody can have meant; empty when there is nothing to say."""
    if _EARLIEST <= day <= timezone.localdate() + FARTHEST:
        return ""
    return gettext("%(day)s ligger för långt bort. Kontrollera året.") % {"day": day.isoformat()}


class LongText(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        options.setdefault("max_length", 6000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)


def carried_out(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do it; when it cannot be done, put each sentence on its field, or first on the page."""
    try:
        act()
    except Invalid as error:
        for field, sentence in error.faults.items():
            is_shown = field in form.fields and not form.fields[field].widget.is_hidden
            form.add_error(field if is_shown else None, sentence)
        return False
    return True


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[], object],
    *,
    title: str,
    submit: str,
    back: str,
    done: str,
    lead: str = "",
    consequences: Sequence[str] = (),
    is_grave: bool = False,
    is_wide: bool = False,
    to: Callable[[], str] | None = None,
) -> HttpResponse:
    """Show a form, and do what it is for when it can be done; then go ``back``, or to where ``to`` says."""
    if form.is_valid() and carried_out(form, act):
        messages.success(request, done)
        return redirect(to() if to else back)
    return page(
        request,
        "base/form.html",
        title=title,
        form=form,
        submit=submit,
        back=back,
        lead=lead,
        consequences=consequences,
        is_grave=is_grave,
        is_wide=is_wide,
    )


def pressed(request: HttpRequest, act: Callable[[], object], *, back: str, done: str) -> HttpResponse:
    """Do what a button is for, and go back with what was done, or with why not and what was written."""
    try:
        act()
    except Invalid as error:
        unsent.keep_refused(request, back)
        for sentence in error.faults.values():
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect(back)
