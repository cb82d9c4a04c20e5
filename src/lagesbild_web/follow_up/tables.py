"""What the pages of follow-up show, as tables to take along: statuses, values, effects and reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES, Cell, as_table
from lagesbild_web.follow_up.actions.exports import note_export
from lagesbild_web.follow_up.contracts import Effect, IndicatorLine, MeasureLine, ReportSummary
from lagesbild_web.follow_up.listing import chosen_lines, indicators_with
from lagesbild_web.follow_up.queries import latest_effects, reports_of
from lagesbild_web.plans.queries import plans_of


@dataclass(frozen=True, slots=True)
class FollowUpTable:
    """A table with what each of its columns says."""

    columns: Mapping[str, str]
    rows: Sequence[Sequence[Cell]]


def export_lines(actor: Actor, *, shown: str, words: str = "", filetype: str) -> OutgoingFile:
    """Hand out the list of measures as it is shown."""
    lines = chosen_lines(actor, shown=shown, words=words, today=timezone.localdate()).lines
    return _file(actor, "uppfoljning", _statuses(lines), filetype)


def export_table(actor: Actor, what: str, *, words: str = "", filetype: str) -> OutgoingFile:
    """Hand out what a page shows; ``what`` is a key of :data:`TABLES`.

    Raises
    ------
    NotFound
        If there is no such table or kind of file.
    NotAllowed
        If the actor may not read plans.
    """
    plans_of(actor)  # refuses those who may not read plans
    if actor.municipality_id is None:
        raise NotAllowed
    if what not in TABLES:
        raise NotFound
    return _file(actor, what, TABLES[what](actor, words), filetype)


def _file(actor: Actor, name: str, table: FollowUpTable, filetype: str) -> OutgoingFile:
    if filetype not in TABLE_FILES:
        raise NotFound
    note_export(actor, filetype=filetype if name == "uppfoljning" else f"{name} {filetype}")
    guide = list(table.columns.values())
    return as_table(name, list(table.columns), table.rows, filetype=filetype, guide=guide)


def _statuses(lines: Sequence[MeasureLine]) -> FollowUpTable:
    columns = {
        _("Åtgärd"): _("Vad åtgärden heter."),
        _("Svarar för den"): _("Funktionen som svarar för åtgärden."),
        _("Läge"): _("Planerad, beslutad, pågår, genomförd, avslutad i förtid eller blev inte av."),
        _("Kvartal"): _("Kvartalet som beskedet gäller."),
        _("Besked"): _("Hur det går. Tomt när beskedet saknas eller inte frågas efter än."),
        _("Vad som är gjort"): _("Det som den ansvariga funktionen har skrivit."),
        _("Vad som står i vägen"): _("Hinder, när det är försenat eller står stilla."),
        _("Härnäst"): _("Nästa steg."),
        _("Beskedet lämnades"): _("Dagen då beskedet lämnades."),
        _("Sista dag"): _("Dagen då åtgärden ska vara klar."),
    }
    return FollowUpTable(columns, [_status_cells(line) for line in lines])


def _status_cells(line: MeasureLine) -> Sequence[Cell]:
    status = line.status
    return [
        line.measure.title,
        line.measure.function,
        line.measure.state_label,
        str(line.quarter),
        status.progress_label if status else "",
        status.done if status else "",
        status.obstacle if status else "",
        status.next_step if status else "",
        timezone.localtime(status.at).date().isoformat() if status else "",
        _iso(line.measure.ends_on),
    ]


def _values(actor: Actor, words: str) -> FollowUpTable:
    columns = {
        _("Mått"): _("Indikatorns namn i planen."),
        _("Enhet"): _("Vad värdet mäts i."),
        _("Utgångsvärde"): _("Var indikatorn stod från början. Andelar är procent, 0–100."),
        _("Nu"): _("Det senaste värdet. Tomt när det inte är mätt."),
        _("Nu, lägst"): _("Nedre gränsen i 95 procents intervall. Tomt när den inte är känd."),
        _("Nu, högst"): _("Övre gränsen i 95 procents intervall. Tomt när den inte är känd."),
        _("Antal bakom"): _("Hur många händelser eller svar som värdet bygger på."),
        _("Från"): _("Första dagen i perioden för det senaste värdet."),
        _("Till"): _("Sista dagen i perioden för det senaste värdet."),
        _("Målvärde"): _("Vart indikatorn ska nå."),
        _("Senast"): _("Dagen då målvärdet ska vara nått."),
        _("Bedömning"): _("Vad värdet säger mot utgångsvärdet, med hänsyn till slumpen."),
        _("I ord"): _("Jämförelsen i en mening, med tal och intervall."),
        _("Målet nått"): _("Om målvärdet är nått, så långt det går att säga."),
        _("Källa"): _("Varifrån det senaste värdet kommer."),
        _("Metod"): _("Hur värdet och intervallet är räknade."),
    }
    return FollowUpTable(columns, [_value_cells(line) for line in indicators_with(actor, words)])


def _value_cells(line: IndicatorLine) -> Sequence[Cell]:
    indicator, latest = line.indicator, line.latest
    now: list[Cell] = [None, None, None, None, "", ""]
    if latest is not None:
        days = (_iso(latest.first_day), _iso(latest.last_day))
        now = [latest.value, latest.low, latest.high, latest.n, *days]
    return [
        indicator.title,
        indicator.unit,
        indicator.baseline.value if indicator.baseline else None,
        *now,
        indicator.target_value,
        _iso(indicator.target_on),
        line.judgement_label if latest else _("Inte mätt"),
        line.sentence,
        line.reached,
        latest.source if latest else indicator.source,
        latest.method if latest else "",
    ]


def _effects(actor: Actor, words: str) -> FollowUpTable:
    del words  # the page has no search
    columns = {
        _("Åtgärd"): _("Vad åtgärden heter."),
        _("Hur effekten är prövad"): _(
            "Upplägget: tidsserie, jämförelse mellan områden, eller ingen mätning."
        ),
        _("Bedömning"): _("Vad som går att säga, med hänsyn till slumpen."),
        _("I ord"): _("Svaret i en mening, med tal och intervall."),
        _("Kommentar"): _("Det som samordnaren har lagt till."),
        _("Varningar"): _("Det som kan göra svaret osäkert."),
        _("Antal händelser"): _("Hur många händelser som svaret bygger på."),
        _("Styrka"): _("Upplägget på Marylandskalan, 1–5. Högre är säkrare."),
        _("Metod"): _("Metoden som räknade."),
        _("Version"): _("Programmets version när det räknades."),
        _("Slumpfrö"): _("Talet som gör att slumpen blir densamma igen. Tomt när ingen slump behövs."),
        _("Räknat av"): _("Funktionen som räknade."),
        _("Dag"): _("Dagen då det räknades."),
    }
    home = actor.municipality_id
    found = latest_effects(actor, municipality_id=home) if home else []
    return FollowUpTable(columns, [_effect_cells(effect) for effect in found])


def _effect_cells(effect: Effect) -> Sequence[Cell]:
    return [
        effect.measure,
        effect.design_label,
        effect.judgement_label,
        effect.sentence,
        effect.comment,
        " ".join(effect.warnings),
        effect.n,
        effect.strength,
        effect.method,
        effect.version,
        effect.seed,
        effect.function,
        timezone.localtime(effect.at).date().isoformat(),
    ]


def _reports(actor: Actor, words: str) -> FollowUpTable:
    del words  # the page has no search
    columns = {
        _("Rapport"): _("Vad rapporten heter."),
        _("Till"): _("Organet som får rapporten."),
        _("Avser från"): _("Första dagen som rapporten handlar om."),
        _("Avser till"): _("Sista dagen som rapporten handlar om."),
        _("Läge"): _("Utkast, färdig eller lämnad."),
        _("Lämnad"): _("Dagen då rapporten lämnades."),
        _("Paragraf"): _("Paragrafen i protokollet."),
        _("Diarienummer"): _("Ärendets nummer i diariet."),
        _("Åtgärder"): _("Hur många åtgärder rapporten berättar om. Tomt för ett utkast."),
        _("Ansvarig"): _("Funktionen som har skrivit rapporten."),
    }
    found = reports_of(actor, municipality_id=actor.municipality_id)
    return FollowUpTable(columns, [_report_cells(report) for report in found])


def _report_cells(report: ReportSummary) -> Sequence[Cell]:
    return [
        report.title,
        report.body,
        report.first_day.isoformat(),
        report.last_day.isoformat(),
        report.state_label,
        _iso(report.given_on),
        report.section,
        report.record_number,
        len(report.measure_ids) or None,
        report.function,
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


TABLES: Final[Mapping[str, Callable[[Actor, str], FollowUpTable]]] = {
    "matt": _values,
    "effekter": _effects,
    "rapporter": _reports,
}
"""The word in the address → the table."""
