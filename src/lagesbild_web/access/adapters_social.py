"""Log-ins from elsewhere: who is let in, and which functions their groups give."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lagesbild_web.access.actions import come_from_elsewhere
from lagesbild_web.access.models import User
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.middleware import current_request_id
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.log_in_providers import Provider


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Lets in those whose address the log-in may vouch for; what it tells of them is not kept."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or lay up the person's account, give and end functions by groups, and tie the log-in to it."""
        provider = _provider(str(sociallogin.account.provider))
        told = _told(sociallogin)
        try:
            user_id = come_from_elsewhere(
                the_system(current_request_id()),
                provider_id=provider.id,
                domains=provider.domains,
                email=_first(told, provider.email),
                full_name=_first(told, provider.full_name),
                groups=told.get(provider.groups, []),
            )
        except Invalid as error:
            _refuse(request, str(error))
        user = User.objects.get(pk=user_id)
        if sociallogin.is_existing and sociallogin.user.pk != user.pk:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).delete()
            sociallogin.account.pk = None
            sociallogin.account._state.adding = True
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        else:
            sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *_args: Any, **_kwargs: Any
    ) -> None:
        """Lead back to the log-in page with a sentence."""
        _refuse(request, _("Inloggningen hos %(name)s lyckades inte. Försök igen.") % {"name": provider.name})

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: whoever is let in has an account before this is asked."""
        del request, sociallogin
        return False


def _refuse(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect("access:log_in"))


def _provider(provider_id: str) -> Provider:
    known: dict[str, Provider] = {provider.id: provider for provider in settings.LOG_IN_PROVIDERS}
    return known[provider_id]


def _told(sociallogin: SocialLogin) -> dict[str, list[str]]:
    """Return what the log-in told, each claim as a list of texts."""
    data = sociallogin.account.extra_data
    parts = [data[part] for part in ("id_token", "userinfo") if part in data]  # what OIDC tells, in two parts
    claims = {name: value for part in parts or [data] for name, value in part.items()}
    return {
        name: [str(value) for value in (values if isinstance(values, list) else [values])]
        for name, values in claims.items()
        if values is not None
    }


def _first(told: dict[str, list[str]], name: str) -> str:
    return (told.get(name) or [""])[0].strip()
