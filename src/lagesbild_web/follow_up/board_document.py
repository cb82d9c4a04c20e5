"""The report to a board as a document: the same tree gives the page for reading, the PDF and the DOCX."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Statement,
    Statements,
    Subsection,
    Table,
)
from lagesbild_web.access.queries import organisation_name
from lagesbild_web.follow_up.board_content import Content
from lagesbild_web.follow_up.contracts import PROGRESS_LABELS, Judgement, Progress, ReportState, ReportSummary

_CERTAIN: Final = (Judgement.BETTER.value, Judgement.WORSE.value)


def board_document(content: Content, report: ReportSummary) -> Document:
    """Return the report as a document; everything in it comes from ``content``."""
    made = datetime.fromisoformat(content["made_at"]).date()
    plan = content["plan"]
    facts = [
        (_("Avser"), f"{content['first_day']} – {content['last_day']}"),
        (_("Till"), content["body"]),
        (
            _("Plan"),
            _("%(title)s, version %(number)s") % {"title": plan["title"], "number": plan["number"] or "–"},
        ),
        (_("Planen beslutad"), plan["decision"] or _("nej")),
        (_("Planens lägesbild"), plan["picture"] or _("ingen angiven")),
        (_("Från"), content["function"] or _("Samordnaren")),
    ]
    return Document(
        title=content["title"],
        subtitle=_("Uppföljning av åtgärdsplanen"),
        organisation=organisation_name(report.municipality_id),
        made_on=made,
        facts=facts,
        sections=_sections(content),
        status=_status(report, made),
        keywords=(_("uppföljning"), _("åtgärdsplan"), "lag (2023:196)"),
    )


def _status(report: ReportSummary, made: date) -> str:
    if report.state is ReportState.GIVEN and report.given_on:
        told = _("Lämnad till %(body)s %(day)s") % {"body": report.body, "day": report.given_on.isoformat()}
        return f"{told} {report.section}".strip()
    if report.state is ReportState.READY:
        return _("Färdig %(day)s") % {"day": made.isoformat()}
    return _("Utkast")


def _sections(content: Content) -> list[Section]:
    return [
        Section("sammanfattning", _("Sammanfattning"), _summary(content)),
        Section("mal", _("Mål och mått"), _goals(content["indicators"])),
        Section("atgarder", _("Åtgärder"), _measures(content["measures"])),
        Section("effekter", _("Vad åtgärderna ledde till"), _effects(content["effects"])),
        Section("kostnader", _("Kostnader"), _costs(content["costs"])),
        Section("lardomar", _("Lärdomar"), _lessons(content["lessons"])),
        Section("metod", _("Så är siffrorna gjorda"), _method(content)),
    ]


def _summary(content: Content) -> list[Block]:
    counts, indicators = content["counts"], content["indicators"]
    measured = [item for item in indicators if item["value"] is not None]
    better = sum(item["judgement"] == Judgement.BETTER.value for item in measured)
    worse = sum(item["judgement"] == Judgement.WORSE.value for item in measured)
    late = [m for m in content["measures"] if m["is_late"] or m["progress"] in ("late", "stopped")]
    blocks: list[Block] = []
    if content["introduction"]:
        blocks.append(Paragraph(content["introduction"], lead=True))
    blocks.append(
        KeyFigures(
            [
                KeyFigure(
                    _("åtgärder med besked"),
                    counts["told"],
                    "count",
                    _("av %(n)s i planen") % {"n": counts["measures"]},
                ),
                KeyFigure(_("försenade eller stillastående"), len(late), "count", _("åtgärder, se nedan")),
                KeyFigure(
                    _("mått säkert bättre"),
                    better,
                    "count",
                    _("av %(n)s som är mätta, av %(all)s i planen")
                    % {"n": len(measured), "all": len(indicators)},
                ),
                KeyFigure(
                    _("mått säkert sämre"), worse, "count", _("av %(n)s som är mätta") % {"n": len(measured)}
                ),
            ]
        )
    )
    certain = [e for e in content["effects"] if e["judgement"] in _CERTAIN]
    if certain:
        blocks.append(Statements([_effect_statement(effect) for effect in certain]))
    elif content["effects"]:
        text = _("Effekten av %(n)s har prövats. För ingen av dem går det att dra en säker slutsats.")
        tried = swedish.plural(len(content["effects"]), _("åtgärd"), _("åtgärder"))
        blocks.append(Paragraph(text % {"n": tried}))
    if content["assessment"]:
        blocks.append(Subsection(_("Samordnarens bedömning"), [Paragraph(content["assessment"])]))
    if content["proposal"]:
        blocks.append(Subsection(_("Förslag till beslut"), [Paragraph(content["proposal"])]))
    return blocks


def _goals(indicators: Sequence[Content]) -> list[Block]:
    if not indicators:
        return [
            Callout(
                "missing",
                _("Planen saknar mått"),
                _("Utan mått går det inte att säga om målen nås. Lägg till dem i åtgärdsplanen."),
            )
        ]
    blocks: list[Block] = []
    for number, focus in enumerate(dict.fromkeys(item["focus"] for item in indicators), start=1):
        rows = [item for item in indicators if item["focus"] == focus]
        cells = [
            (
                f"{item['title']} ({item['unit']})" if item.get("unit") else item["title"],
                item["goal"],
                item["baseline"],
                item["value"],
                item["low"],
                item["high"],
                item["target"],
                item["judgement_label"] or _("Inte mätt"),
            )
            for item in rows
        ]
        note = _(
            "Lägst och högst är gränserna för ett 95-procentigt intervall. "
            "Streck betyder att det inte är känt."
        )
        caption = _("Mått i %(focus)s") % {"focus": focus}
        table = Table(f"mal-{number}", caption, _value_columns(rows), cells, note=note)
        sentences = [_sentence(item) for item in rows if item["sentence"]]
        blocks.append(Subsection(focus, [table, *([Bullets(sentences)] if sentences else [])]))
    return blocks


def _value_columns(rows: Sequence[Content]) -> list[Column]:
    values = [row[name] for row in rows for name in ("baseline", "value", "low", "high", "target")]
    # A decimal says nothing of whole numbers, and little of large ones.
    is_fine = any(v is not None and not float(v).is_integer() and abs(v) < 100 for v in values)
    numbers = (
        ("baseline", _("Från början"), ""),
        ("value", _("Nu"), ""),
        ("low", _("Lägst"), _("95 % intervall, nedre gräns")),
        ("high", _("Högst"), _("95 % intervall, övre gräns")),
        ("target", _("Målvärde"), ""),
    )
    return [
        Column("title", _("Mått")),
        Column("goal", _("Mål")),
        *(Column(key, label, "number", int(is_fine), told) for key, label, told in numbers),
        Column("judgement", _("Bedömning")),
    ]


def _sentence(item: Content) -> str:
    return f"**{item['title']}:** {item['sentence']} {item['reached']}".strip()


def _measures(measures: Sequence[Content]) -> list[Block]:
    columns = (
        Column("title", _("Åtgärd")),
        Column("function", _("Svarar för den")),
        Column("state", _("Läge")),
        Column("progress", _("Senaste besked")),
        Column("done", _("Vad som är gjort")),
        Column("next", _("Härnäst")),
    )
    blocks: list[Block] = []
    for number, focus in enumerate(dict.fromkeys(m["focus"] for m in measures), start=1):
        rows = [
            (
                m["title"],
                (m["function"] or _("ingen")) + (_(" (vakant)") if m["is_vacant"] else ""),
                m["state_label"],
                f"{m['progress_label']}, {m['quarter']}" if m["progress"] else _("Inget besked i perioden"),
                m["done"] or None,
                m["next_step"] or None,
            )
            for m in measures
            if m["focus"] == focus
        ]
        table = Table(f"atgarder-{number}", _("Åtgärder i %(focus)s") % {"focus": focus}, columns, rows)
        blocks.append(Subsection(focus, [table]))
    late = [m for m in measures if m["is_late"] or m["progress"] in ("late", "stopped")]
    if late:
        blocks.append(
            Subsection(_("Det som är försenat eller står stilla"), [Bullets([_late(m) for m in late])])
        )
    silent = [m["title"] for m in measures if m["is_asked"] and not m["progress"]]
    if silent:
        text = _("Dessa åtgärder har inget besked för perioden: %(titles)s.") % {"titles": ", ".join(silent)}
        blocks.append(Callout("missing", _("Besked saknas"), text))
    loose = [m for m in measures if not m["problems"]]
    if loose:
        told = [f"{m['title']}: {m['no_problem_motive'] or _('inget skäl är skrivet')}" for m in loose]
        blocks.append(Subsection(_("Åtgärder utan problem i lägesbilden"), [Bullets(told)]))
    return blocks or [Paragraph(_("Planen har inga åtgärder."))]


def _late(measure: Content) -> str:
    why = measure["obstacle"] or measure["state_reason"] or _("Inget skäl är skrivet.")
    return f"**{measure['title']}** ({measure['function'] or _('ingen svarar för den')}). {why}"


def _effects(effects: Sequence[Content]) -> list[Block]:
    if not effects:
        return [
            Paragraph(
                _(
                    "Ingen effekt är räknad än. En åtgärd behöver ha pågått en tid, och det måste finnas "
                    "något "
                    "att jämföra med, för att det ska gå att säga vad den ledde till."
                )
            )
        ]
    return [Statements([_effect_statement(effect) for effect in effects])]


def _effect_statement(effect: Content) -> Statement:
    parts = [effect["comment"], *effect["warnings"]]
    if effect["method"]:
        parts.append(_("Metod: %(design)s. n = %(n)s.") % {"design": effect["design"], "n": effect["n"]})
    sentence = f"{effect['measure']}: {effect['judgement_label']}. {effect['sentence']}"
    return Statement(sentence, "notice", " ".join(part for part in parts if part))


def _costs(costs: Content) -> list[Block]:
    columns = (
        Column("kind", _("Slag")),
        Column("planned", _("Planerat"), "count"),
        Column("reported", _("Redovisat"), "count"),
        Column("lines", _("Rader"), "count", description=_("Antal kostnadsrader som summan bygger på")),
    )
    rows = [
        (label, costs[kind]["planned"], costs[kind]["reported"], costs[kind]["lines"])
        for kind, label in (("kronor", _("Kronor")), ("hours", _("Egen arbetstid, timmar")))
    ]
    first, last = costs["years"]
    years = str(first) if first == last else f"{first}–{last}"
    table = Table(
        "kostnadstabell",
        _("Kostnader %(years)s") % {"years": years},
        columns,
        rows,
        note=_("Det som inte är ifyllt räknas inte som noll: det saknas i summan."),
    )
    blocks: list[Block] = [table]
    if costs["without"]:
        text = _("%(n)s av %(all)s åtgärder har ingen kostnad ifylld för åren: %(titles)s.") % {
            "n": len(costs["without"]),
            "all": costs["measures"],
            "titles": ", ".join(item["title"] for item in costs["without"]),
        }
        blocks.append(Callout("missing", _("Kostnader saknas"), text))
    return blocks


def _lessons(lessons: Sequence[Content]) -> list[Block]:
    if not lessons:
        return [Paragraph(_("Inga lärdomar är skrivna i perioden."))]
    return [Bullets([f"**{item['measure']}:** {item['text']} {_by(item)}".rstrip() for item in lessons])]


def _by(item: Content) -> str:
    return f"({item['function']})" if item["function"] else ""


def _method(content: Content) -> list[Block]:
    used: dict[str, Any] = {i["method"]: None for i in content["indicators"] if i["method"]}
    used |= {f"{e['method']}: {e['source']}": None for e in content["effects"] if e["method"]}
    progress = ", ".join(
        f"{PROGRESS_LABELS[Progress(name)]} {count}" for name, count in content["counts"]["progress"].items()
    )
    told = _(
        "Beskeden om åtgärderna kommer från de funktioner som svarar för dem. Fördelning: %(progress)s. "
        "Siffrorna är räknade med Lägesbild %(version)s den %(day)s och är frysta i rapporten."
    ) % {
        "progress": progress or _("inga besked"),
        "version": content["version"],
        "day": content["made_at"][:10],
    }
    blocks: list[Block] = [Paragraph(told)]
    if used:
        blocks.append(Bullets(list(used)))
    weak = [f"{i['title']}: {i['weakness']}" for i in content["indicators"] if i["weakness"]]
    if weak:
        blocks.append(Subsection(_("Måttens svagheter"), [Bullets(weak)]))
    return blocks
