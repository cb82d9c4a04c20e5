"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lagesbild_web.settings")
application = get_wsgi_application()
# The first visitor would otherwise wait for every feature and what it computes with to be imported.
_addresses = get_resolver().url_patterns
