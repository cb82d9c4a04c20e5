"""The kinds of organisations, as forms offer them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTNER_KINDS: Final[tuple[tuple[str, Promise], ...]] = (
    ("police", _("Polis")),
    ("school", _("Skola")),
    ("housing_company", _("Bostadsbolag")),
    ("guard_firm", _("Bevakningsföretag")),
    ("rescue_service", _("Räddningstjänst")),
    ("trade", _("Handel och fastighetsägare")),
    ("association", _("Förening")),
    ("other", _("Annan")),
)
"""Everything but the municipality itself, which only whoever runs the server lays up."""
