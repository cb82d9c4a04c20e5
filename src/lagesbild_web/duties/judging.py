"""The status of each paragraph from what is known: a rule for each, and never more certain than the data."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild_web.duties.contracts import EntryContract, Fact, Judged, Status
from lagesbild_web.duties.gathering import Known
from lagesbild_web.pictures.dues import two_years_after

_YEAR: Final = timedelta(days=365)
_IN_FORCE: Final = "in_force"
_AGREEMENT: Final = "agreement"
"""A promise to the inhabitants is no agreement in the meaning of § 9."""


def picture(known: Known) -> Judged:
    """§ 4: decided as the law's picture, with every part."""
    facts = _facts_of_pictures(known)
    by_law = [each for each in known.decided if each.is_by_law]
    if by_law:
        reason = _("%(what)s är beslutad med alla delar som lagen kräver.") % {"what": by_law[0].title}
        return Judged(Status.MET, reason, facts)
    if known.decided:
        reason = _("En lägesbild är beslutad, men den är inte prövad mot de delar som 4 § kräver.")
        return Judged(Status.PART, reason, facts)
    if known.undecided:
        return Judged(Status.PART, _("En lägesbild är publicerad men inte beslutad."), facts)
    return Judged(Status.MISSING, _("Ingen lägesbild är beslutad eller publicerad."), facts)


def plan(known: Known) -> Judged:
    """§ 5: decided, on a decided picture."""
    decided = [each for each in known.plans if each.decided_on]
    facts = (
        Fact(_("Åtgärdsplaner"), swedish.count(len(known.plans)), reverse("plans:list")),
        *(Fact(each.title, each.decision, reverse("plans:plan", args=[each.id])) for each in decided),
    )
    pictures = {each.id for each in known.decided}
    if any(each.picture_id in pictures for each in decided):
        return Judged(
            Status.MET, _("Åtgärdsplanen är beslutad och har den beslutade lägesbilden som underlag."), facts
        )
    if decided:
        reason = _("Åtgärdsplanen är beslutad, men den pekar inte på en beslutad lägesbild.")
        return Judged(Status.PART, reason, facts)
    if known.plans:
        return Judged(Status.PART, _("Det finns en åtgärdsplan, men den är inte beslutad."), facts)
    return Judged(Status.MISSING, _("Det finns ingen åtgärdsplan."), facts)


def renewal(known: Known) -> Judged:
    """§ 6: both within two years."""
    clocks = [
        (_("Lägesbilden"), known.decided[0].decided_on if known.decided else None, reverse("pictures:list")),
        (_("Uppföljningen av åtgärdsplanen"), _latest_report(known), reverse("follow_up:reports")),
    ]
    facts, in_time = [], 0
    for label, day, url in clocks:
        if day is None:
            facts.append(Fact(label, _("har aldrig gjorts"), url))
            continue
        due = two_years_after(day)
        in_time += due >= known.today
        told = _("senast %(day)s, nästa gång senast %(due)s") % {
            "day": day.isoformat(),
            "due": due.isoformat(),
        }
        facts.append(Fact(label, told, url))
    words = {
        0: _("Ingen av dem är gjord de senaste två åren."),
        1: _("Bara en av dem är gjord de senaste två åren."),
    }
    reason = words.get(in_time, _("Båda är gjorda de senaste två åren."))
    status = (Status.MISSING, Status.PART, Status.MET)[in_time]
    return Judged(status, reason, tuple(facts))


def integration(known: Known) -> Judged:
    """§ 7: only people can judge it."""
    documents = known.count("steering_document")
    facts = (Fact(_("Styrdokument i kedjan"), swedish.count(documents)),) if documents is not None else ()
    return Judged(
        Status.UNKNOWN,
        _("Systemet ser inte hur arbetet hänger ihop med annan planering. Skriv en anteckning med motiv."),
        facts,
    )


def coordination(known: Known) -> Judged:
    """§ 8: as the weaker of § 9 and § 10."""
    two = (agreements(known), council(known))
    order = (Status.MISSING, Status.UNKNOWN, Status.PART, Status.MET)
    weaker = min(two, key=lambda judged: order.index(judged.status))
    both_missing = all(judged.status is Status.MISSING for judged in two)
    status = weaker.status if weaker.status is not Status.MISSING or both_missing else Status.PART
    reason = _("Bedöms av 9 § och 10 §: %(reason)s") % {"reason": weaker.reason}
    return Judged(status, reason, (*two[0].facts, *two[1].facts))


def agreements(known: Known) -> Judged:
    """§ 9: written, with purposes and areas, in force."""
    in_force = [
        each for each in known.agreements if each.lasting.state == _IN_FORCE and each.kind == _AGREEMENT
    ]
    facts = (
        Fact(
            _("Överenskommelser och löften"), swedish.count(len(known.agreements)), reverse("agreements:list")
        ),
        Fact(_("Gäller i dag"), swedish.count(len(in_force)), reverse("agreements:list")),
    )
    if in_force:
        reason = _("%(n)s gäller i dag. Syften och områden krävs för att den ska kunna träda i kraft.")
        count = swedish.plural(len(in_force), "överenskommelse", "överenskommelser")
        return Judged(Status.MET, reason % {"n": count}, facts)
    if known.agreements:
        return Judged(Status.PART, _("Överenskommelser är påbörjade, men ingen gäller i dag."), facts)
    return Judged(Status.MISSING, _("Ingen överenskommelse är skriven i systemet."), facts)


def council(known: Known) -> Judged:
    """§ 10: led by the municipality, others with leading positions."""
    seats = known.entries.get("radet", ())
    leading = [seat for seat in seats if seat.values.get("is_leading")]
    leads = any(seat.values.get("leads") for seat in seats)
    url = reverse("duties:register", args=["radet"])
    facts = (
        Fact(_("Platser i rådet"), swedish.count(len(seats)), url),
        Fact(
            _("I ledande befattning"),
            _("%(n)s av %(all)s") % {"n": swedish.count(len(leading)), "all": swedish.count(len(seats))},
            url,
        ),
    )
    if not seats:
        return Judged(Status.MISSING, _("Inget strategiskt råd är inskrivet."), facts)
    if not leads:
        return Judged(Status.PART, _("Rådet är inskrivet, men inte vem som leder det."), facts)
    if len(leading) < len(seats):
        return Judged(Status.PART, _("Alla i rådet har inte en ledande befattning."), facts)
    return Judged(Status.MET, _("Rådet är inskrivet, har en ledning och alla har ledande befattning."), facts)


def function(known: Known) -> Judged:
    """§ 11: there is a function, and somebody holds it."""
    facts = (
        Fact(_("Samordnande funktioner"), ", ".join(known.coordinators) or "0"),
        Fact(_("Vakanta"), swedish.count(known.vacant)),
    )
    if not known.coordinators:
        return Judged(Status.MISSING, _("Ingen funktion i kommunen har rollen samordnare."), facts)
    if known.vacant == len(known.coordinators):
        return Judged(Status.PART, _("Funktionen finns, men är vakant i dag."), facts)
    return Judged(Status.MET, _("Funktionen finns och någon har den i dag."), facts)


def tasks(known: Known) -> Judged:
    """§ 12: a contact point, and information to those who live there."""
    contacts = known.entries.get("kontakter", ())
    facts = (
        Fact(_("Kontaktpunkt"), known.contact.function or _("inte angiven"), reverse("public:list")),
        Fact(_("Publika lägesbilder"), swedish.count(len(known.public)), reverse("public:list")),
        Fact(
            _("Antecknade kontakter"),
            swedish.count(len(contacts)),
            reverse("duties:register", args=["kontakter"]),
        ),
    )
    there = [bool(known.contact.function), bool(known.public)]
    if all(there):
        return Judged(
            Status.MET,
            _("Kontaktpunkten står på den öppna sidan, och en lägesbild är publicerad för alla."),
            facts,
        )
    if any(there):
        missing = _("en publik lägesbild") if there[0] else _("kontaktpunkten")
        return Judged(Status.PART, _("Det fattas: %(what)s.") % {"what": missing}, facts)
    return Judged(Status.MISSING, _("Varken kontaktpunkt eller publik lägesbild finns."), facts)


def reporting(known: Known) -> Judged:
    """§ 13: continuously, here at least one report in the last year and the next one planned."""
    given = known.entries.get("rapporter", ())
    days = [e.happened_on for e in given if e.happened_on] + [r.given_on for r in known.reports if r.given_on]
    planned = [e for e in known.entries.get("kalender", ()) if e.state not in ("done", "declined")]
    latest = max(days, default=None)
    facts = (
        Fact(
            _("Lämnade rapporter"),
            swedish.count(len(days))
            + (_(", senast %(day)s") % {"day": latest.isoformat()} if latest else ""),
            reverse("duties:register", args=["rapporter"]),
        ),
        Fact(
            _("Planerade rapporter"),
            swedish.count(len(planned)),
            reverse("duties:register", args=["kalender"]),
        ),
    )
    if latest is None:
        return Judged(Status.MISSING, _("Ingen rapport är registrerad."), facts)
    if known.today - latest > _YEAR:
        return Judged(Status.PART, _("Den senaste rapporten är mer än ett år gammal."), facts)
    if not planned:
        return Judged(
            Status.PART, _("En rapport är lämnad det senaste året, men nästa är inte planerad."), facts
        )
    return Judged(Status.MET, _("En rapport är lämnad det senaste året, och nästa är planerad."), facts)


def cameras(known: Known) -> Judged:
    """§ 14 gives a right: what is judged is whether each camera has its balancing test."""
    rows = [e for e in known.entries.get("kameror", ()) if not _is_over(e, known.today)]
    untested = [e for e in rows if not e.values.get("tested_on") or not e.values.get("test")]
    late = [e for e in rows if e.is_late]
    facts = (
        Fact(_("Kameror i drift"), swedish.count(len(rows)), reverse("duties:register", args=["kameror"])),
    )
    if not rows:
        return Judged(
            Status.UNKNOWN, _("Ingen kamera är inskriven. Paragrafen ger en rätt och inget krav."), facts
        )
    if len(untested) == len(rows):
        return Judged(Status.MISSING, _("Ingen kamera har en inskriven intresseavvägning."), facts)
    if untested or late:
        told = {"n": len(untested), "all": len(rows), "late": len(late)}
        parts = [_("%(n)s av %(all)s kameror saknar intresseavvägning.")] if untested else []
        parts += [_("%(late)s av %(all)s kameror skulle ha omprövats.")] if late else []
        return Judged(Status.PART, " ".join(parts) % told, facts)
    return Judged(
        Status.MET, _("Varje kamera har en intresseavvägning och ingen omprövning är försenad."), facts
    )


RULES: Final[Mapping[int, Callable[[Known], Judged]]] = {
    4: picture,
    5: plan,
    6: renewal,
    7: integration,
    8: coordination,
    9: agreements,
    10: council,
    11: function,
    12: tasks,
    13: reporting,
    14: cameras,
}


def _facts_of_pictures(known: Known) -> tuple[Fact, ...]:
    decided = [
        Fact(
            f"{each.title}, {each.period}",
            f"{each.body} {each.decided_on.isoformat()}" + (f" § {each.paragraph}" if each.paragraph else ""),
            reverse("pictures:picture", args=[each.id]),
        )
        for each in known.decided[:3]
    ]
    count = Fact(_("Beslutade lägesbilder"), swedish.count(len(known.decided)), reverse("pictures:list"))
    return (count, *decided)


def _latest_report(known: Known) -> date | None:
    """When the plan was last followed up in a report to a board."""
    days = [r.given_on for r in known.reports if r.given_on]
    return max(days, default=None)


def _is_over(entry: EntryContract, today: date) -> bool:
    ended = entry.values.get("ended_on", "")
    return bool(ended) and ended <= today.isoformat()
