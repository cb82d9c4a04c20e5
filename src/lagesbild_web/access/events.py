"""What the log says of accounts, functions and log-ins."""

from django.utils.translation import gettext_lazy as _

from lagesbild_web.audit.events import declare, event

declare(
    event("access.logged_in", _("Loggade in.")),
    event("access.log_in_refused", _("Försökte logga in med fel uppgifter.")),
    event("access.logged_out", _("Loggade ut.")),
    event("access.password_changed", _("Bytte lösenord.")),
    event("access.password_reset", _("Ett nytt lösenord sattes av den som driver tjänsten.")),
    event("access.organisation_created", _("Lade upp organisationen {name}."), "name", "kind"),
    event("access.account_created", _("Lade upp ett konto.")),
    event("access.organisation_renamed", _("Bytte namn på {before} till {after}."), "before", "after"),
    event(
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
    event("access.organisation_reopened", _("Återupptog organisationen {name}."), "name"),
    event(
        "access.function_created",
        _("Lade upp funktionen {function} i {organisation} med rollen {role}, från {starts_on}."),
        "function",
        "organisation",
        "role",
        "starts_on",
    ),
    event(
        "access.function_changed",
        _("Ändrade funktionen {before}; den heter nu {after}."),
        "before",
        "after",
    ),
    event(
        "access.function_ended",
        _("Avslutade funktionen {function} från {ends_on}. {holdings} innehav slutade."),
        "function",
        "ends_on",
        "holdings",
    ),
    event("access.function_reopened", _("Återupptog funktionen {function}."), "function"),
    event(
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
    event(
        "access.holding_ended",
        _("Avslutade att någon har funktionen {function} i {organisation}, från {ends_on}."),
        "function",
        "organisation",
        "ends_on",
    ),
    event(
        "access.holding_reopened",
        _("Ångrade att någon slutade som {function} i {organisation}."),
        "function",
        "organisation",
    ),
    event("access.account_invited", _("Bjöd in någon. Nytt konto: {is_new}."), "is_new"),
    event(
        "access.account_closed",
        _("Avslutade en person i kommunen. {holdings} innehav slutade."),
        "holdings",
    ),
    event(
        "access.account_reopened",
        _("Öppnade ett konto igen. {holdings} innehav återupptogs."),
        "holdings",
    ),
    event("access.second_factor_added", _("Lade till ett andra steg för inloggning: {kind}."), "kind"),
    event("access.second_factor_removed", _("Tog bort ett andra steg för inloggning: {kind}."), "kind"),
    event(
        "access.second_factor_reset",
        _("Nollställde någons tvåstegsinloggning. Kontroll: {reason}"),
        "reason",
    ),
    event("access.second_factor_demanded", _("Bestämde vilka roller som kräver två steg: {roles}."), "roles"),
    event("access.reserve_codes_made", _("Gjorde nya reservkoder.")),
    event("access.came_from_elsewhere", _("Kom in genom inloggningen {provider}."), "provider"),
    event("access.group_rule_added", _("Lät gruppen {group} ge funktionen {function}."), "group", "function"),
    event(
        "access.group_rule_removed",
        _("Tog bort att gruppen {group} ger funktionen {function}."),
        "group",
        "function",
    ),
    event("access.link_asked", _("Bad om en länk med e-post för att {purpose}."), "purpose"),
    event("access.link_used", _("Använde länken i ett brev för att {purpose}."), "purpose"),
    event("access.workplace_chosen", _("Valde att arbeta i {municipality}."), "municipality"),
    event(
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
    event(
        "access.api_key_renewed",
        _("Förnyade API-nyckeln {key} till {expires_on}. Den gamla fungerar till: {old_until}."),
        "key",
        "expires_on",
        "old_until",
    ),
    event("access.api_key_ended", _("Avslutade API-nyckeln {key}. Skäl: {reason}"), "key", "reason"),
    event("access.api_key_used", _("API-nyckeln {key} användes för första gången den dagen."), "key"),
    event(
        "access.api_key_end_told",
        _("Brev om att API-nyckeln {key} slutar gälla {expires_on}: {letters} skickade."),
        "key",
        "expires_on",
        "letters",
    ),
    event("access.account_erased", _("Raderade ett konto. Skäl: {reason}"), "reason"),
)
