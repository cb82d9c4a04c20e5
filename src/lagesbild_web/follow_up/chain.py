"""The feature's part of the chain: effects hang on measures, reports on what they tell of."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Gap, Kind, Link, Ref, Thing
from lagesbild_web.follow_up.contracts import Effect
from lagesbild_web.follow_up.queries.effects import all_effects
from lagesbild_web.follow_up.queries.reports import reports_of
from lagesbild_web.follow_up.queries.statuses import measure_lines
from lagesbild_web.follow_up.queries.values import indicator_lines


def effects(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    """Return the estimates of each measure; one that has been replaced says so, since reports tell of it."""
    found = all_effects(actor, municipality_id=municipality_id)
    ends = _replaced_on(found)
    return [
        Thing(
            Ref("effect", effect.id),
            effect.measure,
            reverse("follow_up:measure", args=[effect.measure_id]) + "#effekt",
            _("Ersatt av en nyare") if effect.id in ends else effect.judgement_label,
            ends.get(effect.id),
        )
        for effect in found
    ]


def effect_links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    """Return from each estimate to its measure."""
    found = all_effects(actor, municipality_id=municipality_id)
    ends, verb = _replaced_on(found), _("mäter vad den ledde till")
    return [
        Link(Ref("effect", effect.id), Ref("measure", effect.measure_id), verb, ends.get(effect.id))
        for effect in found
    ]


def _replaced_on(effects: Sequence[Effect]) -> dict[UUID, date]:
    """Return when each estimate but the latest of its measure was replaced; they come the latest first."""
    return {
        before.id: timezone.localdate(after.at)
        for after, before in pairwise(effects)
        if after.measure_id == before.measure_id
    }


def effect_gaps(actor: Actor, municipality_id: UUID) -> Sequence[Gap]:
    """Return the measures that have never been followed up, and indicators that have never been measured."""
    today = timezone.localdate()
    found = [
        Gap(
            "measure_never_followed_up",
            _("Åtgärder som aldrig har följts upp"),
            Thing(
                Ref("measure", line.measure.id),
                line.measure.title,
                reverse("follow_up:measure", args=[line.measure.id]),
                line.measure.state_label,
            ),
            reverse("follow_up:measure", args=[line.measure.id]),
            _("Berätta hur det går"),
        )
        for line in measure_lines(actor, today=today, municipality_id=municipality_id)
        if line.is_asked and line.latest is None
    ]
    found += [
        Gap(
            "indicator_never_measured",
            _("Mått som aldrig har fått ett värde efter starten"),
            Thing(
                Ref("indicator", line.indicator.id),
                line.indicator.title,
                reverse("follow_up:indicator", args=[line.indicator.id]),
                line.indicator.state_label,
            ),
            reverse("follow_up:indicator", args=[line.indicator.id]),
            _("Hämta eller skriv in värdet"),
        )
        for line in indicator_lines(actor, municipality_id=municipality_id)
        if line.latest is None
    ]
    return found


def reports(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    """Return the reports to boards."""
    return [
        Thing(
            Ref("board_report", report.id),
            report.title,
            reverse("follow_up:report", args=[report.id]),
            report.state_label,
        )
        for report in reports_of(actor, municipality_id=municipality_id)
    ]


def report_links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    """Return from each report to its plan, and when it is frozen to what it tells of."""
    links = []
    for report in reports_of(actor, municipality_id=municipality_id):
        upper = Ref("board_report", report.id)
        links.append(Link(upper, Ref("plan", report.plan_id), _("följer upp")))
        links += [Link(upper, Ref("indicator", key), _("redovisar")) for key in report.indicator_ids]
        links += [Link(upper, Ref("measure", key), _("berättar om")) for key in report.measure_ids]
        links += [Link(upper, Ref("effect", key), _("redovisar")) for key in report.effect_ids]
    return links


EFFECT = Kind(
    "effect",
    gettext_lazy("Effekt"),
    gettext_lazy("Effekter"),
    7,
    effects,
    effect_links,
    effect_gaps,
)
REPORT = Kind("board_report", gettext_lazy("Rapport"), gettext_lazy("Rapporter"), 8, reports, report_links)
