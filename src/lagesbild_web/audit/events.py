"""The closed vocabulary of the log: every event, the facts it holds, and the sentence it is read as.

A fact is an id, a number, a date, a code or a reason that somebody wrote; never a person's name,
address or any text that was screened away. A new event is a new line here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Event:
    """Something that can happen: its stable name, its facts, and its Swedish sentence with them in it."""

    name: str
    keys: frozenset[str]
    sentence: Promise


def _event(name: str, sentence: Promise, *keys: str) -> Event:
    return Event(name, frozenset(keys), sentence)


EVENTS: Final[Mapping[str, Event]] = {
    event.name: event
    for event in (
        _event("access.logged_in", _("Loggade in.")),
        _event("access.log_in_refused", _("Försökte logga in med fel uppgifter.")),
        _event("access.logged_out", _("Loggade ut.")),
        _event("access.password_changed", _("Bytte lösenord.")),
        _event("access.password_reset", _("Ett nytt lösenord sattes av den som driver tjänsten.")),
        _event("access.organisation_created", _("Lade upp organisationen {name}."), "name", "kind"),
        _event("access.account_created", _("Lade upp ett konto.")),
        _event(
            "access.membership_given",
            _("Gav ett konto rollen {role} i {organisation} från {starts_on}."),
            "role",
            "organisation",
            "starts_on",
        ),
        _event(
            "access.membership_ended",
            _("Avslutade rollen {role} för ett konto, från {ends_on}."),
            "role",
            "ends_on",
        ),
        _event("access.organisation_renamed", _("Bytte namn på {before} till {after}."), "before", "after"),
        _event(
            "access.organisation_ended",
            _(
                "Avslutade organisationen {name} från {ends_on}: {functions} funktioner och "
                "{holdings} innehav slutade."
            ),
            "name",
            "ends_on",
            "functions",
            "holdings",
        ),
        _event("access.organisation_reopened", _("Återupptog organisationen {name}."), "name"),
        _event(
            "access.function_created",
            _("Lade upp funktionen {function} i {organisation} med rollen {role}, från {starts_on}."),
            "function",
            "organisation",
            "role",
            "starts_on",
        ),
        _event(
            "access.function_changed",
            _("Ändrade funktionen {before}; den heter nu {after}."),
            "before",
            "after",
        ),
        _event(
            "access.function_ended",
            _("Avslutade funktionen {function} från {ends_on}. {holdings} innehav slutade."),
            "function",
            "ends_on",
            "holdings",
        ),
        _event("access.function_reopened", _("Återupptog funktionen {function}."), "function"),
        _event(
            "access.function_given",
            _(
                "Gav någon funktionen {function} ({role}) i {organisation} från {starts_on}. "
                "Slutar: {ends_on}. Vikarie: {is_substitute}."
            ),
            "function",
            "organisation",
            "role",
            "starts_on",
            "ends_on",
            "is_substitute",
        ),
        _event(
            "access.holding_ended",
            _("Avslutade att någon har funktionen {function} i {organisation}, från {ends_on}."),
            "function",
            "organisation",
            "ends_on",
        ),
        _event(
            "access.holding_reopened",
            _("Ångrade att någon slutade som {function} i {organisation}."),
            "function",
            "organisation",
        ),
        _event("access.account_invited", _("Bjöd in någon. Nytt konto: {is_new}."), "is_new"),
        _event(
            "access.account_closed",
            _("Avslutade en person i kommunen. {holdings} innehav slutade."),
            "holdings",
        ),
        _event(
            "access.account_reopened",
            _("Öppnade ett konto igen. {holdings} innehav återupptogs."),
            "holdings",
        ),
        _event("access.second_factor_added", _("Lade till ett andra steg för inloggning: {kind}."), "kind"),
        _event("access.second_factor_removed", _("Tog bort ett andra steg för inloggning: {kind}."), "kind"),
        _event(
            "access.second_factor_reset",
            _("Nollställde någons tvåstegsinloggning. Kontroll: {reason}"),
            "reason",
        ),
        _event(
            "access.second_factor_demanded", _("Bestämde vilka roller som kräver två steg: {roles}."), "roles"
        ),
        _event("access.reserve_codes_made", _("Gjorde nya reservkoder.")),
        _event("access.came_from_elsewhere", _("Kom in genom inloggningen {provider}."), "provider"),
        _event(
            "access.group_rule_added", _("Lät gruppen {group} ge funktionen {function}."), "group", "function"
        ),
        _event(
            "access.group_rule_removed",
            _("Tog bort att gruppen {group} ger funktionen {function}."),
            "group",
            "function",
        ),
        _event("access.link_asked", _("Bad om en länk med e-post för att {purpose}."), "purpose"),
        _event("access.link_used", _("Använde länken i ett brev för att {purpose}."), "purpose"),
        _event("access.workplace_chosen", _("Valde att arbeta i {municipality}."), "municipality"),
        _event(
            "access.api_key_made",
            _(
                "Skapade API-nyckeln {key} till funktionen {function} i {organisation}, till {expires_on}. "
                "Den får: {scopes}."
            ),
            "key",
            "function",
            "organisation",
            "scopes",
            "expires_on",
        ),
        _event(
            "access.api_key_renewed",
            _("Förnyade API-nyckeln {key} till {expires_on}. Den gamla fungerar till: {old_until}."),
            "key",
            "expires_on",
            "old_until",
        ),
        _event("access.api_key_ended", _("Avslutade API-nyckeln {key}. Skäl: {reason}"), "key", "reason"),
        _event("access.api_key_used", _("API-nyckeln {key} användes för första gången den dagen."), "key"),
        _event("access.account_erased", _("Raderade ett konto. Skäl: {reason}"), "reason"),
        _event(
            "audit.checked",
            _("Kontrollerade loggen: {records} händelser, {faults} fel."),
            "records",
            "faults",
        ),
        _event("audit.log_exported", _("Hämtade {rows} rader ur loggen som {format}."), "rows", "format"),
        _event(
            "audit.retention_decided",
            _("Bestämde att {record_type} sparas i {months} månader. Grund: {basis}"),
            "record_type",
            "months",
            "basis",
        ),
        _event(
            "audit.old_removed",
            _("Gallrade {record_type}: {removed} som var äldre än {before}."),
            "record_type",
            "removed",
            "before",
        ),
        _event(
            "audit.disclosure_registered",
            _("Registrerade ett utlämnande {disclosed_on} till {receiver}. Grund: {ground}."),
            "receiver",
            "ground",
            "disclosed_on",
        ),
        _event(
            "audit.disclosure_corrected",
            _("Rättade ett registrerat utlämnande {disclosed_on} till {receiver}. Grund: {ground}."),
            "receiver",
            "ground",
            "disclosed_on",
        ),
        _event(
            "audit.person_erased",
            _("Raderade kopplingen mellan en person och {records} händelser i loggen. Skäl: {reason}"),
            "records",
            "reason",
        ),
        _event("figure.defined", _("Lade till indikatorn {name}."), "name"),
        _event("figure.changed", _("Ändrade indikatorn {name}: {fields}."), "name", "fields"),
        _event("figure.retired", _("Slutade använda indikatorn {name}. Skäl: {reason}"), "name", "reason"),
        _event("figure.restored", _("Tog indikatorn {name} i bruk igen."), "name"),
        _event("figure.entered", _("Lade in ett värde för {name}, {period}."), "name", "period"),
        _event(
            "figure.withdrawn",
            _("Tog tillbaka värdet för {name}, {period}. Skäl: {reason}"),
            "name",
            "period",
            "reason",
        ),
        _event("figure.exported", _("Hämtade {indicators} indikatorer som {format}."), "indicators", "format"),
        _event(
            "figure.fetched",
            _("Hämtade värden från {source}. Nya: {new}. Ändrade: {changed}."),
            "source",
            "new",
            "changed",
        ),
        _event("schedule.asked", _("Bad om att arbetet {job} körs nu."), "job"),
        _event("schedule.paused", _("Pausade arbetet {job}."), "job"),
        _event("schedule.resumed", _("Lät arbetet {job} gå igen."), "job"),
        _event(
            "picture.imported",
            _("Laddade in lägesbilden ”{title}”, version {version}, med {files} filer."),
            "title",
            "version",
            "files",
            "snapshot",
        ),
        _event(
            "picture.imported_again",
            _("Laddade in lägesbilden ”{title}” en gång till. Inget ändrades."),
            "title",
            "snapshot",
        ),
        _event(
            "picture.published",
            _("Publicerade lägesbilden ”{title}”. Visas för: {circle}."),
            "title",
            "circle",
        ),
        _event(
            "picture.withdrawn", _("Drog tillbaka lägesbilden ”{title}”. Skäl: {reason}"), "title", "reason"
        ),
        _event("picture.ordered", _("Beställde lägesbilden ”{what}”."), "what"),
        _event(
            "picture.made",
            _("Lägesbilden ”{title}”, version {version}, blev klar som utkast."),
            "title",
            "version",
            "snapshot",
        ),
        _event("picture.failed", _("Lägesbilden ”{what}” kunde inte göras."), "what"),
        _event("picture.assessed", _("Skrev en bedömning i ”{title}”, {section}."), "title", "section"),
        _event(
            "picture.assessment_removed",
            _("Tog bort en bedömning i ”{title}”, {section}."),
            "title",
            "section",
        ),
        _event(
            "picture.section_hidden",
            _("Lät avsnittet {section} i ”{title}” inte visas. Motiv: {motive}"),
            "title",
            "section",
            "motive",
        ),
        _event(
            "picture.section_shown", _("Visade avsnittet {section} i ”{title}” igen."), "title", "section"
        ),
        _event(
            "picture.problem_recommended",
            _("Rekommenderade ett problem att gå vidare med i ”{title}”."),
            "title",
            "section",
        ),
        _event(
            "picture.problem_dropped",
            _("Tog tillbaka ett rekommenderat problem i ”{title}”."),
            "title",
            "section",
        ),
        _event(
            "picture.sent_for_review",
            _("Skickade ”{title}” på granskning till {functions} funktioner, svar senast {answer_by}."),
            "title",
            "functions",
            "answer_by",
        ),
        _event("picture.review_taken_back", _("Tog tillbaka ”{title}” från granskning."), "title"),
        _event("picture.remarked", _("Lämnade en synpunkt på ”{title}”."), "title"),
        _event("picture.reviewed", _("Läste färdigt ”{title}” på granskning."), "title"),
        _event("picture.remark_answered", _("Svarade på en synpunkt på ”{title}”."), "title"),
        _event(
            "picture.decided",
            _("Registrerade att {body} {decided_on} § {paragraph} beslutade ”{title}”, version {version}."),
            "title",
            "version",
            "body",
            "decided_on",
            "paragraph",
            "content",
        ),
        _event(
            "picture.documents_kept",
            _("De slutliga dokumenten till ”{title}” sparades. Kontrollvärde: {content}"),
            "title",
            "content",
        ),
        _event("picture.documents_failed", _("Dokumenten till ”{title}” kunde inte göras."), "title"),
        _event("picture.documents_asked", _("Bad om dokumenten till ”{title}” igen."), "title"),
        _event("contact.set", _("Ändrade kontaktpunkten: {function}."), "function"),
        _event("picture.exported", _("Hämtade lägesbilden ”{title}” som {format}."), "title", "format"),
        _event("problem.proposed", _("Föreslog problemet ”{title}” ({origin})."), "title", "origin"),
        _event(
            "problem.reformulated",
            _("Formulerade om problemet ”{title}”, version {version}."),
            "title",
            "version",
        ),
        _event("problem.started", _("Började arbeta med problemet ”{title}”."), "title", "reason"),
        _event(
            "problem.deprioritised",
            _("Lät problemet ”{title}” inte vara prioriterat längre. Skäl: {reason}"),
            "title",
            "reason",
        ),
        _event("problem.closed", _("Avslutade problemet ”{title}”. {reason}"), "title", "reason"),
        _event("problem.reopened", _("Öppnade problemet ”{title}” igen. Skäl: {reason}"), "title", "reason"),
        _event(
            "problem.evidence_added",
            _("Frös underlag till problemet ”{title}” ({kind})."),
            "title",
            "kind",
            "rows_sha256",
        ),
        _event(
            "problem.evidence_removed",
            _("Tog bort underlag från problemet ”{title}”. Skäl: {reason}"),
            "title",
            "reason",
        ),
        _event("problem.dialogue_added", _("Antecknade medborgardialog om problemet ”{title}”."), "title"),
        _event(
            "problem.dialogue_removed",
            _("Tog bort en anteckning om medborgardialog från problemet ”{title}”. Skäl: {reason}"),
            "title",
            "reason",
        ),
        _event("problem.scored", _("Bedömde problemet ”{title}”: {score}."), "title", "score"),
        _event(
            "problem.criteria_changed",
            _("Ändrade kriterierna för bedömning till version {number}. Skäl: {reason}"),
            "number",
            "reason",
        ),
        _event(
            "problem.prioritised",
            _("Skrev in beslutet om prioritering av {problems} problem: {body} {decided_on} § {paragraph}."),
            "problems",
            "body",
            "decided_on",
            "paragraph",
        ),
        _event(
            "problem.checked", _("Bockade av ett steg för problemet ”{title}”: {check}."), "title", "check"
        ),
        _event(
            "problem.unchecked", _("Tog bort en bock för problemet ”{title}”: {check}."), "title", "check"
        ),
        _event("problem.exported", _("Hämtade problem som {format}: {what}."), "format", "what"),
        _event("problem.demo_laid_in", _("Lade in {problems} påhittade problem."), "problems"),
        _event("cause.added", _("Lade till en orsak till problemet ”{title}”."), "title"),
        _event("cause.changed", _("Ändrade en orsak till problemet ”{title}”: {fields}."), "title", "fields"),
        _event("cause.moved", _("Flyttade en orsak till problemet ”{title}”."), "title"),
        _event(
            "cause.retired",
            _("Tog bort en orsak till problemet ”{title}”. Skäl: {reason}"),
            "title",
            "reason",
        ),
        _event("cause.restored", _("Tog tillbaka en orsak till problemet ”{title}”."), "title"),
        _event("cause.chain_written", _("Ändrade händelsekedjan för problemet ”{title}”."), "title"),
        _event(
            "cause.analysed",
            _("Skrev vad orsaksanalysen av problemet ”{title}” kommer fram till. Klar: {is_ready}"),
            "title",
            "is_ready",
        ),
        _event(
            "areas.imported",
            _("Lade in {areas} områden: {name}, från {valid_from}."),
            "areas",
            "name",
            "valid_from",
            "sha256",
        ),
        _event("areas.drawn", _("Ritade området {code} {name}."), "code", "name"),
        _event("areas.redrawn", _("Ritade om området {code} {name}."), "code", "name"),
        _event(
            "areas.renamed",
            _("Bytte namn på området {code} från {before} till {after}."),
            "code",
            "before",
            "after",
        ),
        _event(
            "areas.retired", _("Tog området {code} {name} ur bruk. Skäl: {reason}"), "code", "name", "reason"
        ),
        _event("areas.restored", _("Tog området {code} {name} i bruk igen."), "code", "name"),
        _event(
            "areas.population_imported",
            _("Lade in folkmängd för {areas} områden, åren {years}."),
            "areas",
            "years",
        ),
        _event(
            "category.defaults_imported",
            _("Lade in {categories} kategorier ur programmets lista."),
            "categories",
        ),
        _event("category.added", _("Lade till kategorin {code} {name}."), "code", "name"),
        _event("category.changed", _("Ändrade kategorin {code} {name}: {fields}."), "code", "name", "fields"),
        _event("category.moved", _("Flyttade kategorin {code} {name} i listan."), "code", "name"),
        _event(
            "category.retired",
            _("Tog kategorin {code} {name} ur bruk. Skäl: {reason}"),
            "code",
            "name",
            "reason",
        ),
        _event("category.restored", _("Tog kategorin {code} {name} i bruk igen."), "code", "name"),
        _event("incident.reported", _("Rapporterade {incidents} händelser."), "incidents", "counts_at_once"),
        _event(
            "incident.reported_nothing",
            _("Rapporterade att inget hade hänt {first_day}–{last_day}."),
            "first_day",
            "last_day",
        ),
        _event("incident.reported_again", _("Skickade samma rapport en gång till. Inget ändrades.")),
        _event(
            "incident.personal_data_kept",
            _("Behöll en text som liknar personuppgifter ({kinds}). Skäl: {reason}"),
            "kinds",
            "reason",
        ),
        _event("incident.demo_laid_in", _("Lade in {incidents} påhittade händelser."), "incidents"),
        _event("incident.corrected", _("Rättade en händelse: {fields}. Skäl: {reason}"), "fields", "reason"),
        _event("incident.approved", _("Godkände en händelse.")),
        _event("incident.returned", _("Skickade tillbaka en händelse med en fråga.")),
        _event("incident.answered", _("Svarade på granskarens fråga.")),
        _event("incident.merged", _("Slog ihop en händelse med en annan."), "into"),
        _event("incident.withdrawn", _("Drog tillbaka en händelse. Skäl: {reason}"), "reason"),
        _event("incident.undone", _("Ångrade det senaste steget: {step}."), "step"),
        _event(
            "incident.exported",
            _("Hämtade {rows} händelser som {format}. Urval: {selection}"),
            "rows",
            "format",
            "selection",
        ),
        _event(
            "incident.organisation_trusted",
            _("Lät händelser från {organisation} räknas direkt. Skäl: {reason}"),
            "organisation",
            "reason",
        ),
        _event(
            "incident.organisation_distrusted",
            _("Lät händelser från {organisation} granskas först. Skäl: {reason}"),
            "organisation",
            "reason",
        ),
        _event(
            "incident.batch_loaded",
            _("Läste in {new} nya händelser ur en fil. Ändrade: {changed}. Oförändrade: {same}."),
            "new",
            "changed",
            "same",
        ),
        _event("incident.batch_withdrawn", _("Tog tillbaka {rows} inlästa händelser."), "rows"),
        _event("import.uploaded", _("Laddade upp filen {name} ({bytes} byte)."), "name", "bytes", "sha256"),
        _event("import.read", _("Läste filen {name}: {rows} rader, {faults} fel."), "name", "rows", "faults"),
        _event("import.loaded", _("Läste in filen {name}."), "name"),
        _event("import.failed", _("Arbetet med filen {name} avbröts. Inget lästes in."), "name"),
        _event("import.mapped", _("Ändrade hur filen {name} läses."), "name"),
        _event("import.started", _("Började läsa in filen {name}."), "name"),
        _event("import.undone", _("Ångrade inläsningen av filen {name}. Skäl: {reason}"), "name", "reason"),
        _event("explore.filter_saved", _("Sparade ett urval. Delas: {shared}"), "shared"),
        _event("explore.filter_removed", _("Tog bort ett sparat urval.")),
        _event(
            "api.read",
            _("Hämtade {fetched} genom API:t, {rows} rader. Urval: {selection}"),
            "fetched",
            "rows",
            "selection",
        ),
        _event(
            "explore.exported",
            _("Hämtade sidan {view} som {format}, {rows} rader, {first_day}–{last_day}."),
            "view",
            "format",
            "rows",
            "first_day",
            "last_day",
        ),
        _event("agreement.drafted", _("Började skriva: {kind} ”{title}”."), "kind", "title"),
        _event("agreement.changed", _("Ändrade texten i ”{title}”."), "title"),
        _event("agreement.party_added", _("Lade till {party} som part i en överenskommelse."), "party"),
        _event("agreement.party_removed", _("Tog bort {party} som part i en överenskommelse."), "party"),
        _event(
            "agreement.linked", _("Länkade en överenskommelse till något annat ({kind})."), "kind", "thing"
        ),
        _event(
            "agreement.unlinked",
            _("Tog bort en länk från en överenskommelse ({kind})."),
            "kind",
            "thing",
        ),
        _event(
            "agreement.consulted",
            _("Registrerade samråd {held_on} om ”{title}”: {about}."),
            "title",
            "held_on",
            "about",
        ),
        _event(
            "agreement.signed",
            _("Registrerade att {party} undertecknade ”{title}” {signed_on}."),
            "title",
            "party",
            "signed_on",
        ),
        _event(
            "agreement.signature_undone",
            _("Tog tillbaka underskriften från {party} på ”{title}”."),
            "title",
            "party",
        ),
        _event("agreement.revision_begun", _("Började ändra ”{title}”. Skäl: {reason}"), "title", "reason"),
        _event(
            "agreement.extended",
            _("Förlängde ”{title}” från {before} till {after}."),
            "title",
            "before",
            "after",
        ),
        _event("agreement.ended", _("Avslutade ”{title}” i förtid. Skäl: {reason}"), "title", "reason"),
        _event("agreement.replaced", _("Ersatte ”{title}” med en annan."), "title", "by"),
        _event("agreement.shared", _("Visar ”{title}” för: {circle}."), "title", "circle"),
        _event(
            "agreement.followed_up",
            _("Följde upp ”{title}” till {day}: {outcome}."),
            "title",
            "day",
            "outcome",
        ),
        _event("agreement.file_attached", _("Lade till en fil i ”{title}”."), "title", "sha256"),
        _event("agreement.file_retired", _("Tog bort en fil från sidan ”{title}”."), "title", "sha256"),
        _event("agreement.exported", _("Hämtade ”{title}” som {format}."), "title", "format"),
        _event(
            "agreement.list_exported",
            _("Hämtade listan över överenskommelser, {rows} rader, som {format}."),
            "rows",
            "format",
        ),
    )
}
