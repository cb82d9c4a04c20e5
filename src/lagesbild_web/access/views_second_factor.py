"""Pages about one's own second factors, and the step after the password."""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access import actions, second_factor
from lagesbild_web.access.adapters import SecondFactorAdapter
from lagesbild_web.access.forms_second_factor import AppForm, KeyAnswerForm, KeyForm, ProveForm, StepForm
from lagesbild_web.access.guessing import is_guessed_too_often, note_wrong_guess
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.views import locked_out
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid

if TYPE_CHECKING:
    from lagesbild_web.access.models import User

View = Callable[..., HttpResponse]

_FRESH_SECONDS = 15 * 60


def without_second_factor(view: View) -> View:
    """Let those come here who are yet to add the second factor that their role demands."""
    view.is_open_before_second_step = True  # type: ignore[attr-defined]  # read by LogInFirst
    return view


def freshly_proved(view: View) -> View:
    """Ask for the password again if it was long ago: an unlocked screen must not be enough."""

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        proofs = [proof["at"] for proof in get_authentication_records(request, _oneself(request))]
        if not proofs or max(proofs) < time.time() - _FRESH_SECONDS:
            return redirect(f"{reverse('access:prove')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return ask


class SecondStepView(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The step after the password: a code from the app, a passkey, or a code in reserve."""

    form_class = StepForm
    webauthn_form_class = KeyAnswerForm
    template_name = "access/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the page its title, and what a passkey is to answer."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        options = found.pop("js_data", {}).get("request_options")
        factors = second_factor.factors_of(self.stage.login.user)
        return found | {
            "title": _("Bekräfta att det är du"),
            "options": json.dumps(options) if options else "",
            "has_key": any(factor.is_key for factor in factors),
            "has_app": any(not factor.is_key for factor in factors),
        }


second_step = require_http_methods(["GET", "HEAD", "POST"])(SecondStepView.as_view())


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the password again."""
    user = _oneself(request)
    if not user.has_usable_password():
        return page(request, "access/prove_otherwise.html", title=_("Logga in igen först"))
    if is_guessed_too_often(request, user):
        return locked_out(request)
    form = ProveForm(user, sent(request))
    if form.is_valid():
        record_authentication(request, user, method="password", reauthenticated=True)
        wanted = request.GET.get("next", "")
        is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
        return redirect(wanted if is_here else "access:second_factor")
    note_wrong_guess(request, user, field="password")
    return page(request, "access/prove.html", title=_("Skriv lösenordet igen"), form=form)


@require_safe
@without_second_factor
def second_factors(request: HttpRequest) -> HttpResponse:
    """Show one's second factors."""
    user = _oneself(request)
    factors = second_factor.factors_of(user)
    return page(
        request,
        "access/second_factor.html",
        title=_("Tvåstegsinloggning"),
        factors=factors,
        has_app=any(not factor.is_key for factor in factors),
        codes_left=second_factor.codes_left(user),
        is_demanded=actor_of(request).needs_second_factor,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
@freshly_proved
@never_cache
def add_app(request: HttpRequest) -> HttpResponse:
    """Connect an app on the phone."""
    user = _oneself(request)
    form = AppForm(user=user, data=sent(request))
    if form.is_valid() and _did(
        form, lambda: actions.add_app(actor_of(request), user.id, secret=form.secret)
    ):
        clear_totp_secret(request)
        return _added(request, user)
    adapter = SecondFactorAdapter()
    address = adapter.build_totp_url(user, form.secret)
    picture = adapter.build_totp_svg(address).partition("?>")[2] or adapter.build_totp_svg(address)
    return page(
        request,
        "access/add_app.html",
        title=_("Koppla en app"),
        form=form,
        picture=format_html("{}", mark_safe(picture)),  # noqa: S308  # drawn here, from a secret made here
        secret=" ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@without_second_factor
@freshly_proved
@never_cache
def add_key(request: HttpRequest) -> HttpResponse:
    """Connect a passkey or a security key."""
    user = _oneself(request)
    form = KeyForm(user=user, data=sent(request))
    if form.is_valid() and _did(
        form,
        lambda: actions.add_key(
            actor_of(request),
            user.id,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        ),
    ):
        return _added(request, user)
    return page(
        request,
        "access/add_key.html",
        title=_("Lägg till en nyckel"),
        form=form,
        options=json.dumps(webauthn.begin_registration(user, False)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def remove_factor(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Remove one of one's second factors, after saying what that means."""
    user = _oneself(request)
    form = Form(sent(request))
    if form.is_valid() and _did(form, lambda: actions.remove_factor(actor_of(request), user.id, factor_id)):
        messages.success(request, _("Borttaget."))
        return redirect("access:second_factor")
    return page(request, "access/remove_factor.html", title=_("Ta bort andra steget"), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
@never_cache
def reserve_codes(request: HttpRequest) -> HttpResponse:
    """Make codes in reserve and show them, this once."""
    user = _oneself(request)
    form, codes = Form(sent(request)), []
    if form.is_valid():
        try:
            codes = actions.make_codes(actor_of(request), user.id)
        except Invalid as error:
            form.add_error(None, str(error))
    return page(
        request,
        "access/reserve_codes.html",
        title=_("Reservkoder"),
        form=form,
        codes=codes,
        codes_left=second_factor.codes_left(user),
    )


def _oneself(request: HttpRequest) -> "User":
    return cast("User", request.user)  # LogInFirst lets nobody else come here


def _added(request: HttpRequest, user: "User") -> HttpResponse:
    """Count this log-in as one with two steps, and lead on to the codes in reserve the first time."""
    second_factor.remember(request, is_shown=True)
    messages.success(request, _("Klart. Nästa gång du loggar in behövs båda stegen."))
    if second_factor.codes_left(user) == 0:
        return redirect("access:reserve_codes")
    return redirect("access:second_factor")


def _did(form: Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except Invalid as error:
        for field, sentence in error.faults.items():
            form.add_error(field if field in form.fields else None, sentence)
        return False
    return True
