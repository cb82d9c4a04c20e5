"""The incidents that a problem is about, as in an address: read, told in words, and kept."""

from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import organisations_of
from lagesbild_web.areas.queries import areas_by_id, categories_of
from lagesbild_web.explore.filter_form import WEEKDAYS
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import read_filter


def read_selection(query: str) -> IncidentFilter:
    """Return the filter of a kept query; parts that cannot be read any more ask for nothing."""
    return read_filter(QueryDict(query)).filter


def in_words(wanted: IncidentFilter, municipality_id: UUID) -> str:
    """Return what a filter chooses, in words; what it says nothing about is left out."""
    parts = [categories_in_words(wanted, municipality_id), where_in_words(wanted, municipality_id)]
    parts += [_organisations(wanted, municipality_id), when_in_words(wanted)]
    if wanted.seriousness:
        parts.append(_("allvar %(levels)s") % {"levels": ", ".join(str(s) for s in wanted.seriousness)})
    if wanted.text:
        parts.append(_("innehåller ”%(text)s”") % {"text": wanted.text})
    if wanted.first_day or wanted.last_day:
        parts.append(f"{wanted.first_day or ''} – {wanted.last_day or ''}")
    return "; ".join(part for part in parts if part) or _("Alla godkända händelser")


def where_in_words(wanted: IncidentFilter, municipality_id: UUID) -> str:
    """Return the areas of a filter by name, and whether it has a drawn surface."""
    found = areas_by_id(municipality_id, set(wanted.areas)) if wanted.areas else {}
    names = [found[area].name for area in wanted.areas if area in found]
    if wanted.polygon:
        names.append(_("en ritad yta"))
    return ", ".join(names)


def when_in_words(wanted: IncidentFilter) -> str:
    """Return the weekdays and hours of a filter."""
    told = ", ".join(str(WEEKDAYS[day - 1]) for day in wanted.weekdays)
    if wanted.hours:
        hours = _("kl. %(hours)s") % {"hours": ", ".join(f"{hour:02d}" for hour in wanted.hours)}
        told = f"{told} {hours}".strip()
    return told


def categories_in_words(wanted: IncidentFilter, municipality_id: UUID) -> str:
    """Return the categories of a filter by name."""
    if not wanted.categories:
        return ""
    names = {c.code: c.name for c in categories_of(municipality_id, with_retired=True)}
    return ", ".join(names.get(code, code) for code in wanted.categories)


def _organisations(wanted: IncidentFilter, municipality_id: UUID) -> str:
    if not wanted.organisations:
        return ""
    names = {o.id: o.name for o in organisations_of(municipality_id)}
    return ", ".join(names[o] for o in wanted.organisations if o in names)
