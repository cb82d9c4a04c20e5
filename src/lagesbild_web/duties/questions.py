"""The five questions that auditors ask, answered from the system's own data with counts and links."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild_web.base.chain import KINDS
from lagesbild_web.duties.contracts import STATUS_LABELS, Duty, Fact, Question
from lagesbild_web.duties.gathering import Known
from lagesbild_web.duties.registers import CLOSED
from lagesbild_web.duties.work import Work
from lagesbild_web.follow_up.contracts import Judgement

_MOST: Final = 4
"""How many decisions, agreements and reports are named; the rest are in their lists."""
_LISTS: Final = {
    "picture": "pictures:list",
    "problem": "problems:list",
    "goal": "plans:list",
    "measure": "follow_up:overview",
    "decision": "meetings:decisions",
}
"""The page that lists the things of a kind; the page of the chain for the others."""


def five_questions(known: Known, duties: Sequence[Duty]) -> tuple[Question, ...]:
    """Return the questions in the order that auditors ask them."""
    by_number = {duty.number: duty for duty in duties}
    return (
        _organised(known, by_number),
        _whole(known),
        _resources(known),
        _outside(known, by_number),
        _steering(known, by_number),
    )


def _organised(known: Known, duties: dict[int, Duty]) -> Question:
    bound = sum(1 for duty in duties.values() if duty.note.function)
    facts = (
        _status(duties[11]),
        _status(duties[10]),
        _status(duties[13]),
        Fact(
            _("Paragrafer med ansvarig funktion"),
            _("%(n)s av %(all)s") % {"n": bound, "all": len(duties)},
            reverse("duties:list"),
        ),
        Fact(_("Samordnande funktioner"), ", ".join(known.coordinators) or "0"),
        *_responsible(known),
    )
    answer = _(
        "Ansvaret ligger på funktioner, inte personer. Samordningen: %(coordination)s Rådet: %(council)s"
    ) % {"coordination": duties[11].judged.reason, "council": duties[10].judged.reason}
    cannot = _("Om de som har funktionerna känner till och förstår sitt ansvar. Det måste frågas.")
    return Question(
        1,
        _("Är arbetet organiserat på ett tydligt sätt vad gäller ansvar och roller?"),
        answer,
        facts,
        cannot,
    )


def _whole(known: Known) -> Question:
    facts = (
        *_things(known, "picture"),
        *_things(known, "problem"),
        *_things(known, "cause"),
        *_things(known, "goal"),
        *_things(known, "measure"),
        *_together(known),
        Fact(_("Luckor i kedjan"), swedish.count(len(known.gaps)), reverse("trail:gaps")),
    )
    counted = sum(known.count(kind) or 0 for kind in ("problem", "measure"))
    if not counted:
        answer = _("Systemet har inga problem eller åtgärder ännu, så helheten går inte att se.")
    elif known.gaps:
        answer = _(
            "Kedjan från lägesbild till åtgärd och uppföljning går att följa, med %(gaps)s på vägen. Där "
            "står %(problems)s problem, %(goals)s mål och huvudområden och %(measures)s åtgärder."
        ) % {
            "gaps": swedish.plural(len(known.gaps), "lucka", "luckor"),
            "problems": swedish.count(known.count("problem") or 0),
            "goals": swedish.count(known.count("goal") or 0),
            "measures": swedish.count(known.count("measure") or 0),
        }
    else:
        answer = _("Kedjan från lägesbild till åtgärd och uppföljning går att följa utan luckor.")
    cannot = _("Samarbete som sker utanför systemet, och om förvaltningarna har egna rutiner.")
    return Question(
        2, _("Finns en helhetssyn och ett samarbete inom kommunen för att nå målen?"), answer, facts, cannot
    )


def _resources(known: Known) -> Question:
    work = known.work
    facts: list[Fact] = list(_costs(known, work)) if work else []
    facts.append(
        Fact(
            _("Vakanta samordnande funktioner"),
            _of(known.vacant, len(known.coordinators)),
            reverse("duties:duty", args=[11]),
        )
    )
    if work is None or not work.lines:
        answer = _("Systemet har inga åtgärder ännu, så det går inte att se vad som är avsatt.")
    else:
        answer = _(
            "%(costed)s av %(all)s åtgärder i beslutade planer har en kostnad. För dem är %(planned)s kr "
            "planerat och %(reported)s kr redovisat %(year)s. %(late)s av %(lines)s åtgärder är försenade, "
            "%(alone)s öppna saknar någon som svarar för dem i dag, och %(vacant)s."
        ) % {
            "costed": swedish.count(work.costed),
            "planned": swedish.count(work.planned(known.today.year, hours=False)),
            "reported": swedish.count(work.reported(known.today.year, hours=False)),
            "year": known.today.year,
            "all": swedish.count(len(work.cards)),
            "late": swedish.count(work.late),
            "lines": swedish.count(len(work.lines)),
            "alone": swedish.count(work.without_anybody),
            "vacant": swedish.plural(
                known.vacant, "samordnande funktion är vakant", "samordnande funktioner är vakanta"
            ),
        }
    cannot = _("Om pengarna och tiden räcker för att nå målen. Det är en bedömning som kommunen måste göra.")
    question = _("Räcker de resurser som har tilldelats arbetet?")
    return Question(3, question, answer, tuple(facts), cannot)


def _outside(known: Known, duties: dict[int, Duty]) -> Question:
    organisations = {seat.values.get("organisation", "") for seat in known.entries.get("radet", ())}
    facts = (
        _status(duties[9]),
        Fact(
            _("Organisationer i rådet"),
            swedish.count(len(organisations)),
            reverse("duties:register", args=["radet"]),
        ),
        Fact(
            _("Kontakter utifrån"),
            swedish.count(len(known.entries.get("kontakter", ()))),
            reverse("duties:register", args=["kontakter"]),
        ),
        *_agreed(known),
        *_things(known, "decision"),
    )
    answer = f"{_reason(duties[9])} {_reason(duties[10])}"
    cannot = _("Hur parterna själva ser på samverkan, och det som sägs utan att antecknas.")
    return Question(4, _("Är samverkan med externa parter tillräcklig?"), answer, facts, cannot)


def _steering(known: Known, duties: dict[int, Duty]) -> Question:
    points = known.entries.get("revision", ())
    still_open = [point for point in points if point.state not in CLOSED]
    facts = (
        _status(duties[13]),
        _status(duties[6]),
        *_decisions(known),
        *_followed(known),
        *_given(known),
        Fact(
            _("Öppna rekommendationer från revision"),
            _("%(n)s av %(all)s") % {"n": len(still_open), "all": len(points)},
            reverse("duties:register", args=["revision"]),
        ),
    )
    answer = f"{_reason(duties[13])} {_reason(duties[6])} {_told(known)}".strip()
    cannot = _("Om de förtroendevalda använder rapporterna när de styr. Protokollen visar det bättre.")
    return Question(5, _("Är den politiska styrningen och uppföljningen tillräcklig?"), answer, facts, cannot)


def _responsible(known: Known) -> tuple[Fact, ...]:
    """Who answers for the measures."""
    work = known.work
    if work is None:
        return ()
    url = reverse("follow_up:overview")
    return (
        Fact(_("Funktioner som svarar för åtgärder"), swedish.count(work.functions), url),
        Fact(_("Öppna åtgärder utan någon som svarar i dag"), _of(work.without_anybody, work.open), url),
    )


def _together(known: Known) -> tuple[Fact, ...]:
    """What shows that the municipality's own parts work together."""
    work = known.work
    if work is None:
        return ()
    cells = [cell for row in work.matrix.requirements for cell in row.cells if cell.state != "not_needed"]
    has = sum(cell.state == "has" for cell in cells)
    return (
        Fact(_("Åtgärder som görs med andra"), _of(work.with_partners, len(work.lines))),
        Fact(_("Rutiner och planer som nämnderna har"), _of(has, len(cells)), reverse("steering:matrix")),
    )


def _costs(known: Known, work: Work) -> list[Fact]:
    """Money and time of the year, and what has no sum; the costs of the latest decided plan are linked."""
    year = known.today.year
    decided = [plan for plan in known.plans if plan.decided_on is not None]
    url = reverse("plans:costs", args=[decided[0].id]) if decided else ""
    told = _("%(planned)s planerat, %(reported)s redovisat")

    def both(*, hours: bool) -> str:
        unit = _("timmar") if hours else _("kr")
        planned, reported = work.planned(year, hours=hours), work.reported(year, hours=hours)
        return told % {
            "planned": f"{swedish.count(planned)} {unit}",
            "reported": f"{swedish.count(reported)} {unit}",
        }

    late = reverse("follow_up:overview") + "?visa=sena"
    return [
        Fact(_("Åtgärder med kostnad"), _of(work.costed, len(work.cards)), url),
        Fact(_("Pengar %(year)s") % {"year": year}, both(hours=False), url),
        Fact(
            _("Varav statsbidrag %(year)s") % {"year": year},
            f"{swedish.count(work.from_grants(year))} kr",
            url,
        ),
        Fact(_("Egen arbetstid %(year)s") % {"year": year}, both(hours=True), url),
        Fact(_("Försenade åtgärder"), _of(work.late, len(work.lines)), late),
        Fact(_("Åtgärder som står stilla"), _of(work.standing_still, len(work.lines)), late),
        Fact(_("Öppna åtgärder utan någon som svarar i dag"), _of(work.without_anybody, work.open)),
    ]


def _agreed(known: Known) -> tuple[Fact, ...]:
    """The agreements that hold, with their parties and days, the first to end first."""
    holding = [each for each in known.agreements if each.lasting.state == "in_force"]
    return tuple(
        Fact(
            f"{each.kind_label}: {each.title}",
            _("%(parties)s; gäller %(first)s – %(last)s")
            % {
                "parties": ", ".join(each.parties) or "–",
                "first": each.lasting.starts_on.isoformat(),
                "last": each.lasting.ends_on.isoformat(),
            },
            reverse("agreements:agreement", args=[each.id]),
        )
        for each in sorted(holding, key=lambda each: each.lasting.ends_on)[:_MOST]
    )


def _decisions(known: Known) -> tuple[Fact, ...]:
    """What has been decided: the plans and the pictures, by whom, when and in which paragraph."""
    plans = [plan for plan in known.plans if plan.decision]
    return (
        *(Fact(p.title, p.decision, reverse("plans:plan", args=[p.id])) for p in plans[:_MOST]),
        *(
            Fact(
                f"{each.title}, {each.period}",
                " ".join(
                    part
                    for part in (each.body, each.decided_on.isoformat(), _section(each.paragraph))
                    if part
                ),
                reverse("pictures:picture", args=[each.id]),
            )
            for each in known.decided[:1]
        ),
    )


def _followed(known: Known) -> tuple[Fact, ...]:
    """Whether the goals are tied to the council's, measured and followed."""
    work = known.work
    if work is None:
        return ()
    effects = reverse("follow_up:effects")
    facts = [
        Fact(
            _("Mål som för vidare fullmäktiges mål"),
            _of(work.carrying, len(work.only_goals)),
            reverse("steering:targets"),
        ),
        Fact(
            _("Indikatorer med ett värde efter starten"),
            _of(work.measured, len(work.indicators)),
            reverse("follow_up:indicators"),
        ),
    ]
    if work.quarter:
        label = _("Åtgärder med besked %(quarter)s") % {"quarter": work.quarter}
        facts.append(Fact(label, _of(work.told, work.asked), reverse("follow_up:overview")))
    told = _("%(n)s prövade: %(better)s säkert bättre, %(worse)s säkert sämre") % {
        "n": swedish.count(len(work.effects)),
        "better": swedish.count(work.judged(Judgement.BETTER)),
        "worse": swedish.count(work.judged(Judgement.WORSE)),
    }
    return (*facts, Fact(_("Effekter av åtgärder"), told, effects))


def _given(known: Known) -> tuple[Fact, ...]:
    """The latest reports with body, day and paragraph, out of the follow-up and out of the register."""
    told = [
        (
            report.given_on.isoformat(),
            report.body,
            report.section,
            reverse("follow_up:report", args=[report.id]),
        )
        for report in known.reports
        if report.given_on
    ]
    register = reverse("duties:register", args=["rapporter"])
    told += [
        (
            line.happened_on.isoformat(),
            line.values.get("body", ""),
            line.values.get("paragraph", ""),
            register,
        )
        for line in known.entries.get("rapporter", ())
        if line.happened_on
    ]
    return tuple(
        Fact(
            _("Rapport till %(body)s") % {"body": body},
            " ".join(part for part in (day, _section(where)) if part),
            url,
        )
        for day, body, where, url in sorted(told, reverse=True)[:_MOST]
    )


def _told(known: Known) -> str:
    work = known.work
    if work is None or not work.quarter:
        return ""
    return _(
        "%(told)s av %(asked)s åtgärder har besked för %(quarter)s, och %(n)s av %(all)s indikatorer är "
        "mätta."
    ) % {
        "told": swedish.count(work.told),
        "asked": swedish.count(work.asked),
        "quarter": work.quarter,
        "n": swedish.count(work.measured),
        "all": swedish.count(len(work.indicators)),
    }


def _section(text: str) -> str:
    return text if not text or text.startswith("§") else f"§ {text}"


def _of(n: int, every: int) -> str:
    return _("%(n)s av %(all)s") % {"n": swedish.count(n), "all": swedish.count(every)}


def _reason(duty: Duty) -> str:
    return _("%(n)s §: %(reason)s") % {"n": duty.number, "reason": duty.judged.reason}


def _status(duty: Duty) -> Fact:
    label = _("%(n)s § %(heading)s") % {"n": duty.number, "heading": duty.heading}
    return Fact(label, str(STATUS_LABELS[duty.status]), reverse("duties:duty", args=[duty.number]))


def _things(known: Known, kind: str) -> tuple[Fact, ...]:
    """How many there are of a kind of the chain, with their list; said when no feature keeps them."""
    if kind not in KINDS:
        return ()
    things = known.things.get(kind, ())
    url = things[0].url if len(things) == 1 else reverse(_LISTS.get(kind, "trail:overview"))
    return (Fact(str(KINDS[kind].plural), swedish.count(len(things)), url),)
