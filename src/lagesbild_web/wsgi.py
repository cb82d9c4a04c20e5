"""The WSGI application that granian serves."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lagesbild_web.settings")
application = get_wsgi_application()
# The first visitor would otherwise wait for every feature and what it computes with to be imported.
_addresses = get_resolver().url_patterns


def _warm() -> None:
    from lagesbild_web.incidents.hourly import warm_all

    warm_all()


# Nor for a register of a million incidents to be read; whoever comes at once waits for the same reading.
Thread(target=_warm, name="warm", daemon=True).start()
