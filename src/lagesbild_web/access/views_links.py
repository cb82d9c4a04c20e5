"""Log in by e-mail, choose a new password by e-mail, begin with an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access import actions
from lagesbild_web.access.entering import enter_by_link
from lagesbild_web.access.forms import AddressForm, ChosenPasswordForm
from lagesbild_web.access.queries import purpose_of_link
from lagesbild_web.base.actor import the_public
from lagesbild_web.base.middleware import current_request_id
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotFound


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """Send a link that logs in."""
    return _ask(request, "log_in", title=_("Logga in med e-post"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def ask_for_password(request: HttpRequest) -> HttpResponse:
    """Send a link that lets one choose a new password."""
    return _ask(request, "password", title=_("Har du glömt lösenordet?"))


@require_safe
@login_not_required
@never_cache
def letter_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, in the same words whether the address has an account or not."""
    return page(request, "access/letter_sent.html", title=_("Titta i din e-post"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Open the link of a letter. Only pressing the button uses it: post programs open links by themselves."""
    try:
        if purpose_of_link(code) == "log_in":
            return _log_in(request, code)
        return _choose_password(request, code)
    except NotFound:
        return page(request, "access/old_link.html", title=_("Länken fungerar inte längre"), status=410)


def _ask(request: HttpRequest, purpose: str, *, title: str) -> HttpResponse:
    form = AddressForm(sent(request))
    if form.is_valid():
        actions.ask_for_link(
            the_public(current_request_id()),
            email=form.cleaned_data["email"],
            purpose=purpose,
            address_of=lambda code: request.build_absolute_uri(reverse("access:link", args=[code])),
        )
        return redirect("access:letter_sent")
    return page(request, f"access/ask_{purpose}.html", title=title, form=form)


def _log_in(request: HttpRequest, code: str) -> HttpResponse:
    if request.method == "POST":
        user_id = actions.take_link(the_public(current_request_id()), code)
        return enter_by_link(request, user_id)
    return page(request, "access/link_log_in.html", title=_("Logga in"))


def _choose_password(request: HttpRequest, code: str) -> HttpResponse:
    form = ChosenPasswordForm(sent(request))
    if form.is_valid():
        try:
            password = form.cleaned_data["password"]
            user_id = actions.choose_password(the_public(current_request_id()), code, password=password)
        except Invalid as error:
            form.add_error("password", error.faults["password"])
        else:
            messages.success(request, _("Lösenordet är valt."))
            return enter_by_link(request, user_id)
    return page(request, "access/link_password.html", title=_("Välj ett lösenord"), form=form)
