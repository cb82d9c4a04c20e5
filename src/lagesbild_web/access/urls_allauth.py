"""The few addresses that allauth asks for by its own names."""

from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access import views, views_second_factor

_callback = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("logga-in/", views.log_in, name="account_login"),
    path("logga-in/steg-tva/", views_second_factor.second_step, name="mfa_authenticate"),
    path("logga-in/oidc/<slug:provider_id>/", require_POST(oidc.login), name="openid_connect_login"),
    path(
        "logga-in/oidc/<slug:provider_id>/svar/", require_safe(oidc.callback), name="openid_connect_callback"
    ),
    path("logga-in/saml/<slug:organization_slug>/", require_POST(saml.login), name="saml_login"),
    path("logga-in/saml/<slug:organization_slug>/svar/", views.saml_answer, name="saml_acs"),
    path(
        "logga-in/saml/<slug:organization_slug>/klart/", require_safe(saml.finish_acs), name="saml_finish_acs"
    ),
    path(
        "logga-in/saml/<slug:organization_slug>/metadata/", require_safe(saml.metadata), name="saml_metadata"
    ),
    path("logga-in/saml/<slug:organization_slug>/ut/", views.saml_log_out, name="saml_sls"),
]
