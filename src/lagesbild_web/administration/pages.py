"""What the administrator's pages have in common: forms that end in a message, and undoing in one press."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lagesbild_web.administration.forms import carried_out
from lagesbild_web.base.page import page
from lagesbild_web.base.refusals import Invalid


def form_page(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[], object],
    *,
    title: str,
    submit: str,
    back: str,
    done: str,
    lead: str = "",
    consequences: tuple[str, ...] = (),
    is_grave: bool = False,
) -> HttpResponse:
    """Show a form, or do what was sent with it and go back; ``back`` is an address.

    ``consequences`` are sentences that say what will happen, read before the button.
    """
    if form.is_valid() and carried_out(form, act):
        messages.success(request, done)
        return redirect(back)
    return page(
        request,
        "administration/form.html",
        title=title,
        form=form,
        submit=submit,
        back=back,
        lead=lead,
        consequences=consequences,
        is_grave=is_grave,
    )


def pressed(request: HttpRequest, act: Callable[[], object], *, back: str, done: str) -> HttpResponse:
    """Do what a single button asks for, and go back with a sentence about how it went."""
    try:
        act()
    except Invalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)
