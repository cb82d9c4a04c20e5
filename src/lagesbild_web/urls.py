"""Every address of the site, by feature. Addresses are Swedish: they are read aloud and typed by hand."""

from django.urls import include, path

from lagesbild_web.base import views
from lagesbild_web.now.views import now

urlpatterns = [
    path("", now, name="start"),
    path("halsa", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("", include("lagesbild_web.access.urls")),
    path("", include("lagesbild_web.access.urls_allauth")),
    path("administration/api-nycklar/", include("lagesbild_web.administration.urls_keys")),
    path("administration/", include("lagesbild_web.administration.urls")),
    path("api/", include("lagesbild_web.api.urls")),
    path("logg/", include("lagesbild_web.audit.urls")),
    path("importera/text/", include("lagesbild_web.written_reports.urls")),
    path("importera/kallor/", include("lagesbild_web.sources.urls")),
    path("importera/", include("lagesbild_web.imports.urls")),
    path("", include("lagesbild_web.explore.urls")),
    path("", include("lagesbild_web.backgrounds.urls")),
    path("", include("lagesbild_web.photos.urls")),
    path("rapportera/", include("lagesbild_web.reporting.urls")),
    path("", include("lagesbild_web.areas.urls")),
    path("handelser/", include("lagesbild_web.incidents.urls")),
    path("granska/", include("lagesbild_web.review.urls")),
    path("indikatorer/", include("lagesbild_web.indicators.urls")),
    path("lagesbilder/", include("lagesbild_web.pictures.urls")),
    path("styrdokument/", include("lagesbild_web.steering.urls")),
    path("problem/", include("lagesbild_web.problems.urls")),
    path("atgardsplan/", include("lagesbild_web.plans.urls")),
    path("overenskommelser/", include("lagesbild_web.agreements.urls")),
    path("uppfoljning/", include("lagesbild_web.follow_up.urls")),
    path("moten/", include("lagesbild_web.meetings.urls")),
    path("lagkoll/", include("lagesbild_web.duties.urls")),
    path("kedjan/", include("lagesbild_web.trail.urls")),
    path("trygghetsvandringar/", include("lagesbild_web.walks.urls")),
    path("oppet/", include("lagesbild_web.public.urls")),
]

handler400 = "lagesbild_web.base.views.bad_request"
handler403 = "lagesbild_web.base.views.not_allowed"
handler404 = "lagesbild_web.base.views.not_found"
handler500 = "lagesbild_web.base.views.unexpected"
