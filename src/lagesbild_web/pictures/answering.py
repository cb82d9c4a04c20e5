"""What every form page of the feature does: show, try, say what is wrong beside its field, or go on."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lagesbild_web.base.page import page
from lagesbild_web.base.refusals import Invalid

Do = Callable[[], str]
"""Does what was asked for and answers with the address to go on to."""


def answered(
    request: HttpRequest,
    form: forms.Form,
    do: Do,
    *,
    title: str,
    done: str,
    template: str = "pictures/form.html",
    **variables: object,
) -> HttpResponse:
    """Return the page with the form, or go on when what was sent could be done.

    Faults that belong to a field of the form stand beside it, the others first on the page; what was
    written stays in the form.
    """
    if form.is_valid():
        try:
            to = do()
        except Invalid as error:
            add_faults(form, error)
        else:
            messages.success(request, done)
            return redirect(to)
    return page(request, template, title=title, form=form, **variables)  # type: ignore[arg-type]  # never its status


def add_faults(form: forms.Form, error: Invalid) -> None:
    """Put each sentence on the field that it is about."""
    for field, sentence in error.faults.items():
        form.add_error(field if field in form.fields else None, sentence)


def done_or_told(request: HttpRequest, do: Callable[[], object], *, done: str, to: str) -> HttpResponse:
    """Do what a button asks for and go back, with a message of what was done or why not."""
    try:
        do()
    except Invalid as error:
        messages.error(request, " ".join(error.faults.values()))
    else:
        messages.success(request, done)
    return redirect(to)
