"""Which sources there are, what each gives, and how often it can be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POLICE, KOLADA, SCB = "polisen", "kolada", "scb"
EVERY_LABELS: Final[Mapping[int, Promise]] = {
    30: _("varje halvtimme"),
    60: _("varje timme"),
    6 * 60: _("var sjätte timme"),
    24 * 60: _("varje dygn"),
    7 * 24 * 60: _("varje vecka"),
    28 * 24 * 60: _("var fjärde vecka"),
}
"""Minutes → words."""
_SLOW: Final = (24 * 60, 7 * 24 * 60, 28 * 24 * 60)


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A source that can be switched on."""

    id: str
    """Stable; in addresses and in the log."""
    name: str
    host: str
    library_id: str
    """The library's source, whose limits are printed."""
    gives: Promise
    becomes: Promise
    terms: Promise
    every: Sequence[int]
    """Choices in minutes, the first is what is suggested."""
    asks_for: Sequence[str] = ()
    """What is asked for when nothing else has been chosen; empty when there is nothing to choose."""


KINDS: Final[Mapping[str, SourceKind]] = {
    kind.id: kind
    for kind in (
        SourceKind(
            POLICE,
            "Polisens händelsenotiser",
            "polisen.se",
            "polisen-events",
            _("De notiser som polisen publicerar om kommunen: sort, tid och ort."),
            _(
                "Blir händelser i kategorin Omvärld. De visar vad som stått att läsa, och räknas inte som "
                "brott av något slag."
            ),
            _("Polisens öppna data. Tjänsten får frågas högst 60 gånger i timmen."),
            (60, 30, 6 * 60),
        ),
        SourceKind(
            KOLADA,
            "Kolada",
            "api.kolada.se",
            "kolada",
            _("Nyckeltal om anmälda brott för kommunen och riket, år för år."),
            _("Blir indikatorer med värden. Det du har skrivit om indikatorn får vara kvar."),
            _("Fritt att använda med källa Kolada. Egna beräkningar får inte anges ha Kolada som källa."),
            (7 * 24 * 60, 24 * 60, 28 * 24 * 60),
            ("N07403", "U07418", "U07417", "U07452", "N07402", "N02905"),
        ),
        SourceKind(
            SCB,
            "SCB",
            "statistikdatabasen.scb.se",
            "scb",
            _("Kommunens folkmängd år för år."),
            _("Blir en indikator. Den används också för att räkna ut intervall för tal per invånare."),
            _("Fritt att använda (CC0)."),
            (28 * 24 * 60, 7 * 24 * 60, 24 * 60),
        ),
    )
}
