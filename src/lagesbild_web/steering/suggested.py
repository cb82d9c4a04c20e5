"""Documents that a law asks for, or that the work cannot do without, as a first list for the matrix."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Suggested:
    """A required document with its law; empty where the municipality itself asks for it."""

    title: Promise
    kind: str
    law: str


SUGGESTED: Final = (
    Suggested(_("Plan mot kränkande behandling"), "action_plan", "skollagen (2010:800) 6 kap. 8 §"),
    Suggested(_("Rutin för orosanmälan till socialnämnden"), "routine", "socialtjänstlagen (2025:400)"),
    Suggested(_("Tillsynsplan för alkohol"), "action_plan", "alkohollagen (2010:1622) 9 kap. 2 §"),
    Suggested(
        _("Handlingsprogram för förebyggande verksamhet"),
        "programme",
        "lagen (2003:778) om skydd mot olyckor 3 kap. 3 §",
    ),
    Suggested(_("Rutin för att lämna uppgifter till polisen"), "routine", "lagen (2025:170) 6–7 §§"),
    Suggested(_("Rutin för kamerabevakning"), "routine", "lagen (2023:196) 14 §"),
    Suggested(_("Rutin för brottsförebyggande arbete i verksamheten"), "routine", ""),
    Suggested(_("Plan för åtgärder inom ansvarsområdet"), "action_plan", ""),
)
COMMITTEES: Final = (
    _("Kommunstyrelsen"),
    _("Socialnämnden"),
    _("Bildningsnämnden"),
    _("Kultur- och fritidsnämnden"),
    _("Samhällsbyggnadsnämnden"),
)
