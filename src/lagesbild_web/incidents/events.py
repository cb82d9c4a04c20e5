"""What the log says of incidents."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("incident.reported", _("Rapporterade {incidents} händelser."), "incidents", "counts_at_once"),
    event(
        "incident.reported_nothing",
        _("Rapporterade att inget hade hänt {first_day}–{last_day}."),
        "first_day",
        "last_day",
    ),
    event("incident.reported_again", _("Skickade samma rapport en gång till. Inget ändrades.")),
    event(
        "incident.personal_data_kept",
        _("Behöll en text som liknar personuppgifter ({kinds}). Skäl: {reason}"),
        "kinds",
        "reason",
    ),
    event("incident.demo_laid_in", _("Lade in {incidents} påhittade händelser."), "incidents"),
    event("incident.corrected", _("Rättade en händelse: {fields}. Skäl: {reason}"), "fields", "reason"),
    event("incident.approved", _("Godkände en händelse.")),
    event("incident.returned", _("Skickade tillbaka en händelse med en fråga.")),
    event("incident.answered", _("Svarade på granskarens fråga.")),
    event("incident.merged", _("Slog ihop en händelse med en annan."), "into"),
    event(
        "incident.reporters_told",
        _("Berättade för dem som rapporterat {incidents} händelser vad det ledde till."),
        "incidents",
    ),
    event("incident.withdrawn", _("Drog tillbaka en händelse. Skäl: {reason}"), "reason"),
    event("incident.undone", _("Ångrade det senaste steget: {step}."), "step"),
    event(
        "incident.exported",
        _("Hämtade {rows} händelser som {format}. Urval: {selection}"),
        "rows",
        "format",
        "selection",
    ),
    event(
        "incident.organisation_trusted",
        _("Lät händelser från {organisation} räknas direkt. Skäl: {reason}"),
        "organisation",
        "reason",
    ),
    event(
        "incident.organisation_distrusted",
        _("Lät händelser från {organisation} granskas först. Skäl: {reason}"),
        "organisation",
        "reason",
    ),
    event(
        "incident.batch_loaded",
        _("Läste in {new} nya händelser ur en fil. Ändrade: {changed}. Oförändrade: {same}."),
        "new",
        "changed",
        "same",
    ),
    event("incident.batch_begun", _("Började skriva in en fil. Inget ur den räknas förrän allt är skrivet.")),
    event("incident.batch_settled", _("Lade det som en fil ersatte under det nya.")),
    event(
        "incident.batch_leaving",
        _("Började ta tillbaka en fil. Den räknas tills det som den ersatte är framme."),
    ),
    event("incident.batch_ended", _("Avslutade arbetet med en fil. Inget ur den räknas.")),
    event("incident.batch_withdrawn", _("Tog tillbaka {rows} inlästa händelser."), "rows"),
    event("reading.protected_incident", _("Öppnade en skyddad händelse.")),
)
