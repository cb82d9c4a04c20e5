"""Compute what has happened since last time, with the library's methods and the reader's own rights."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np
import polars as pl
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild import __version__
from lagesbild.layers.clusters import cluster_layer
from lagesbild.layers.layer import MapLayer
from lagesbild.stats.change import changes_in_counts
from lagesbild.tables.incidents import Incidents
from lagesbild_web.areas.queries import areas_of, categories_of, polygons_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.daylight import daylight_at
from lagesbild_web.base.months import months_after
from lagesbild_web.base.swedish_days import SpecialDay, special_days
from lagesbild_web.explore.hours import hour_chart
from lagesbild_web.incidents.boundaries import by_districts_of_today
from lagesbild_web.incidents.contracts import IncidentFilter, IncidentSelection
from lagesbild_web.incidents.queries import incidents_table
from lagesbild_web.incidents.rounds import ReporterCount, round_of_reporters
from lagesbild_web.meetings.figures import Coming, Figures, Line, Prioritised, Reporter
from lagesbild_web.problems.queries import problems_of

SEED: Final = 1
POLICE: Final = "police"
"""The kind of organisation whose reports are the police's situation."""
_MOST_LINES: Final = 15
_MOST_PROBLEMS: Final = 10
"""More is a list to read at one's desk, and it is a click away."""


def compute(
    actor: Actor,
    municipality_id: UUID,
    *,
    areas: Sequence[UUID],
    since: date,
    until: date,
    coming_until: date,
    entries: Sequence[SpecialDay],
    is_shared: bool = False,
) -> Figures:
    """Return the picture of a period beside the equally long one before and the same one a year ago.

    Parameters
    ----------
    areas
        What the group is about; none is the whole municipality.
    since, until
        Local days, both included.
    coming_until
        How far ahead holidays, events and darkness are told.
    entries
        What has been written in the calendar by hand.
    is_shared
        Partners read the agenda: problems that only the own organisation sees are left out.
    """
    days = (until - since).days + 1
    before = (since - timedelta(days=days), since - timedelta(days=1))
    year = (months_after(since, -12), months_after(since, -12) + timedelta(days=days - 1))
    wanted = IncidentFilter(areas=tuple(areas))
    now_is, was, year_ago = (
        by_districts_of_today(
            municipality_id,
            incidents_table(
                actor, replace(wanted, first_day=first, last_day=last), municipality_id=municipality_id
            ),
        )
        for first, last in ((since, until), before, year)
    )
    tables = (now_is.incidents, was.incidents, year_ago.incidents)
    category_names = _category_names(municipality_id)
    area_names = {a.code: a.name for a in areas_of(municipality_id, with_retired=True)}
    grown, shrunk = _moved(now_is, was), _moved(was, now_is)
    # People report on the very day of the meeting: the round is a day later than the picture.
    one_day = timedelta(days=1)
    reporters = round_of_reporters(actor, municipality_id, since + one_day, until + one_day)
    return Figures(
        since=since.isoformat(),
        until=until.isoformat(),
        before_since=before[0].isoformat(),
        before_until=before[1].isoformat(),
        year_since=year[0].isoformat(),
        year_until=year[1].isoformat(),
        n=_sum(tables[0].frame),
        total=_lines([("", _("Alla"))], [[_sum(table.frame)] for table in tables])[0],
        categories=_by(tables, "category", category_names),
        areas=_by(tables, "area", area_names),
        grown=_places(grown, municipality_id),
        shrunk=_places(shrunk, municipality_id),
        hours=_hours(now_is.incidents),
        police=_by(_of_police((now_is, was, year_ago), reporters), "category", category_names),
        reporters=tuple(_reporter(line) for line in reporters),
        coming=tuple(
            Coming(d.first_day.isoformat(), d.last_day.isoformat(), d.name)
            for d in _coming(until, coming_until, entries)
        ),
        darkness=_darkness(municipality_id, until, coming_until),
        problems=_problems(actor, is_shared=is_shared),
        method=_(
            "Antal jämförs som två Poissontal med exakta intervall (Przyborowski och Wilenski 1940), "
            "och alla rader i en tabell prövas tillsammans (Benjamini och Hochberg 1995). Platser: %(places)s"
        )
        % {"places": grown.method}
        + (f" {note}" if (note := now_is.note or was.note or year_ago.note) else ""),
        version=__version__,
        seed=SEED,
        made_at=timezone.localtime().strftime("%Y-%m-%d %H:%M"),
    )


def _category_names(municipality_id: UUID) -> dict[str, str]:
    """Return the municipality's own words for each of the library's categories."""
    names: dict[str, str] = {}
    for category in categories_of(municipality_id, with_retired=True):
        if category.code == category.library_code or category.library_code not in names:
            names[category.library_code] = category.name
    return names


def _sum(frame: pl.DataFrame) -> int:
    return max(0, int(frame["count"].sum()))


def _by(tables: Sequence[Incidents], column: str, names: dict[str, str]) -> tuple[Line, ...]:
    """Return the counts by a column, the largest now first."""
    counts = [
        {
            key: max(0, n)
            for key, n in table.counted().frame.group_by(column).agg(pl.col("count").sum()).iter_rows()
            if key is not None
        }
        for table in tables
    ]
    keys = sorted(set(counts[0]) | set(counts[1]), key=lambda key: (-counts[0].get(key, 0), key))
    if not keys:
        return ()
    rows = [[count.get(key, 0) for key in keys] for count in counts]
    return tuple(_lines([(key, names.get(key, key)) for key in keys], rows))[:_MOST_LINES]


def _lines(keys: Sequence[tuple[str, str]], counts: Sequence[Sequence[int]]) -> list[Line]:
    """Judge every row against both comparisons; the rows of a table are judged together."""
    now, before, year = (np.asarray(row, dtype=np.int64) for row in counts)
    change, yearly = changes_in_counts(before, now), changes_in_counts(year, now)

    def limit(value: float) -> float | None:
        # Infinity cannot be kept as JSON; the words for it are the same as for nothing to compare with.
        return round(float(value), 4) if np.isfinite(value) else None

    return [
        Line(
            name,
            int(now[i]),
            int(before[i]),
            limit(change.low[i]),
            limit(change.high[i]),
            str(change.verdict[i]),
            int(year[i]),
            str(yearly.verdict[i]),
        )
        for i, (_key, name) in enumerate(keys)
    ]


def _moved(now: IncidentSelection, before: IncidentSelection) -> MapLayer:
    return cluster_layer(now.incidents.frame, before.incidents.frame, seed=SEED)


def _places(layer: MapLayer, municipality_id: UUID) -> tuple[str, ...]:
    """Tell each place with the district it lies in; without places, why there are none."""
    if not layer.features:
        return layer.sentences[:1]
    districts = polygons_of(municipality_id)
    told = []
    for feature in layer.features:
        middle = feature.shape.centroid
        inside = [
            name
            for name, polygon in zip(districts.frame["name"], districts.plane_polygons(), strict=True)
            if polygon.contains(middle)
        ]
        told.append(
            f"{feature.words} {_('Ligger i %(area)s.') % {'area': inside[0]}}" if inside else feature.words
        )
    return tuple(told)


def _hours(incidents: Incidents) -> tuple[str, ...]:
    chart = hour_chart(incidents)
    if chart.table is None:
        return chart.sentences
    hours = [
        (float(value), str(row[0]), hour)
        for row in chart.table.rows
        for hour, value in enumerate(row[1:25])
        if isinstance(value, int | float)
    ]
    top = sorted(hours, reverse=True)[:3]
    named = ", ".join(f"{weekday.lower()} {hour:02d}–{(hour + 1) % 24:02d}" for n, weekday, hour in top if n)
    return (*chart.sentences, _("Flest händelser: %(hours)s.") % {"hours": named})


def _of_police(
    selections: Sequence[IncidentSelection], reporters: Sequence[ReporterCount]
) -> list[Incidents]:
    ids = [str(line.organisation_id) for line in reporters if line.kind == POLICE]
    return [
        Incidents.from_frame(
            chosen.incidents.frame.filter(
                chosen.details["organisation_id"].is_in(ids)
                | chosen.incidents.frame["source"].str.starts_with("polis")
            )
        )
        for chosen in selections
    ]


def _reporter(line: ReporterCount) -> Reporter:
    last = timezone.localtime(line.last_at).date().isoformat() if line.last_at else ""
    return Reporter(line.name, line.kind == POLICE, line.incidents, line.zero_reports, last)


def _coming(until: date, coming_until: date, entries: Sequence[SpecialDay]) -> list[SpecialDay]:
    first = until + timedelta(days=1)
    own = [entry for entry in entries if entry.first_day <= coming_until and entry.last_day >= first]
    return sorted([*special_days(first, coming_until), *own], key=lambda d: (d.first_day, d.name))


def _darkness(municipality_id: UUID, until: date, coming_until: date) -> str:
    districts = polygons_of(municipality_id)
    if not len(districts):
        return ""
    west, south, east, north = districts.polygons[0].bounds
    told = []
    for day in (until + timedelta(days=1), coming_until):
        dusk = daylight_at((west + east) / 2, (south + north) / 2, day).dark_from
        told.append(dusk.strftime("%H.%M") if dusk else _("inte alls"))
    return _("Det blir mörkt kl. %(first)s i början av perioden och kl. %(last)s i slutet.") % {
        "first": told[0],
        "last": told[1],
    }


def _problems(actor: Actor, *, is_shared: bool) -> tuple[Prioritised, ...]:
    if actor.municipality_id is None:
        return ()
    shown = [problem for problem in problems_of(actor) if not (is_shared and problem.is_own)]
    return tuple(
        Prioritised(
            problem.title, reverse("problems:problem", args=[problem.id]), problem.state_label, problem.score
        )
        for problem in shown[:_MOST_PROBLEMS]
    )
