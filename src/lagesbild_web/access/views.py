"""Log in, log out, one's own account."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from allauth.socialaccount.providers.saml import views as saml
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import Seer
from lagesbild_web.access.entering import enter
from lagesbild_web.access.forms import LogInForm, NewPasswordForm
from lagesbild_web.access.forms_others import OthersForm
from lagesbild_web.access.guessing import is_guessed_too_often, note_wrong_guess
from lagesbild_web.access.queries import actor_of, granted_roles, open_organisations, who_may
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.base.actor import the_public
from lagesbild_web.base.middleware import current_request_id
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotFound

if TYPE_CHECKING:
    from lagesbild_web.access.models import User


class LogInView(LoginView):
    """The log-in page; leads on to the page that was asked for."""

    template_name = "access/log_in.html"
    form_class = LogInForm
    redirect_authenticated_user = True
    extra_context = {"title": gettext_lazy("Logga in")}  # noqa: RUF012  # Django's own view declares it so

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show a button for each log-in elsewhere that is trusted."""
        return super().get_context_data(**kwargs) | {"providers": settings.LOG_IN_PROVIDERS}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on to the second step, or open the session."""
        user = form.get_user()
        return enter(self.request, user, method="password", next_page=self.get_success_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Say what was wrong, without saying whether the account exists."""
        if form.non_field_errors():
            actions.refuse_log_in(
                the_public(current_request_id()), email=form.cleaned_data.get("username", "")
            )
        return super().form_invalid(form)


log_in = require_http_methods(["GET", "HEAD", "POST"])(LogInView.as_view())


# Sent from the log-in elsewhere, so it cannot have our token; allauth checks the signature on the next page.
saml_answer = csrf_exempt(require_POST(saml.acs))
saml_log_out = csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(saml.sls))


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Say that there were too many wrong attempts, and when to try again."""
    pause: timedelta = settings.AXES_COOLOFF_TIME
    return page(
        request,
        "base/429.html",
        title=_("För många försök att logga in"),
        minutes=int(pause.total_seconds() // 60),
        status=429,
    )


@require_POST
@login_not_required
def log_out(request: HttpRequest) -> HttpResponse:
    """Close the session and show the log-in page; does no harm when there is no session."""
    actor = actor_of(request)
    if actor.user_id is not None:
        actions.log_out(actor, request)
        messages.success(request, _("Du är utloggad."))
    return redirect("access:log_in")


@require_POST
def work_in(request: HttpRequest) -> HttpResponse:
    """Choose which of one's municipalities to work in."""
    try:
        chosen = UUID(request.POST.get("municipality", ""))
    except ValueError as error:
        raise NotFound from error
    actions.work_in(actor_of(request), request, chosen)
    wanted = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(wanted if is_here else reverse("start"))


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is logged in as and what that lets one see and do."""
    actor = actor_of(request)
    return page(
        request, "access/account.html", title=_("Vad får jag se?"), actor=actor, roles=granted_roles(actor)
    )


@require_safe
def others(request: HttpRequest) -> HttpResponse:
    """Show who else can see a thing of a kind that one chooses."""
    actor = actor_of(request)
    home = actor.municipality_id
    organisations = [(str(o.id), o.name) for o in open_organisations(home)] if home else []
    form = OthersForm(organisations, request.GET)
    seers: list[Seer] = []
    is_open = False
    if form.is_valid():
        told = form.cleaned_data
        seers, is_open = who_may(
            actor,
            Right(told["ratt"]),
            owner_id=UUID(told["agare"]),
            circle=Circle(told["krets"]),
            sensitivity=Sensitivity(told["kanslighet"]),
        )
    return page(
        request,
        "access/others.html",
        title=_("Vad ser andra?"),
        form=form,
        seers=seers,
        is_open=is_open,
        has_answer=form.is_valid(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password and stay logged in."""
    user = cast("User", request.user)  # LoginRequiredMiddleware lets nobody else come here
    if is_guessed_too_often(request, user):
        return locked_out(request)
    form = NewPasswordForm(user, sent(request))
    if form.is_valid() and _changed(request, user, form):
        messages.success(request, _("Lösenordet är bytt. På andra ställen där du är inloggad loggas du ut."))
        return redirect("access:account")
    if "old_password" in form.errors:
        note_wrong_guess(request, user, field="old_password")
    return page(request, "access/change_password.html", title=_("Byt lösenord"), form=form)


def _changed(request: HttpRequest, user: "User", form: NewPasswordForm) -> bool:
    try:
        actions.change_password(actor_of(request), user.id, password=form.cleaned_data["password"])
    except Invalid as error:
        form.add_error("password", error.faults["password"])
        return False
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    return True
