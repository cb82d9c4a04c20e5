"""Addresses where other systems leave reports, and see what became of them."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from lagesbild_web.access.scopes import Scope
from lagesbild_web.api.asking import refuse_if, unknown_words
from lagesbild_web.api.entering import actor_with, key_of
from lagesbild_web.api.incoming import in_json_paths, read_report, read_zero_report
from lagesbild_web.api.outgoing import KeyOut, ReceiptOut, key_out, receipt_out
from lagesbild_web.api.problems import INVALID, Fault, Refused
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import ReportReceipt
from lagesbild_web.incidents.queries import receipt_numbered

router = Router(tags=["Lämna rapporter"])

_KEPT = {201: ReceiptOut, 200: ReceiptOut}


@router.get(
    "/nyckel",
    response=KeyOut,
    url_name="key",
    operation_id="nyckel",
    summary="Se vad nyckeln får och när den går ut",
)
def key(request: HttpRequest) -> KeyOut:
    """Svarar med nyckelns namn, funktion, omfattning och sista dag. Ett bra första anrop att pröva med."""
    refuse_if(unknown_words(request, ()))
    return key_out(key_of(request), calls_per_minute=settings.API_CALLS_PER_MINUTE)


@router.post(
    "/rapporter",
    response=_KEPT,
    url_name="reports",
    operation_id="rapportera",
    summary="Rapportera händelser",
)
def send_report(request: HttpRequest) -> Status[ReceiptOut]:
    """Tar emot en rapport med 1–500 händelser. Alla sparas, eller ingen.

    Händelserna hör till nyckelns organisation och granskas som alla andra. Samma ``client_id`` en gång
    till ger samma kvitto och svaret 200, och inget sparas igen: skicka därför om när svaret uteblir, och gör
    ett nytt nummer till varje ny rapport.

    Texter som liknar personuppgifter tas inte emot. Alla fel sägs på en gång.
    """
    actor = actor_with(request, Scope.REPORT)
    refuse_if(unknown_words(request, ()))
    sent = read_report(request, _municipality(actor))
    return _kept(
        actor,
        sent.client_id,
        lambda: actions.report(actor, sent.client_id, sent.drafts),
        incidents=len(sent.drafts),
    )


@router.post(
    "/nollrapporter", response=_KEPT, url_name="zero_reports", operation_id="rapportera_inget",
    summary="Rapportera att inget har hänt",
)  # fmt: skip
def send_zero_report(request: HttpRequest) -> Status[ReceiptOut]:
    """Tar emot att inget har hänt från en dag till en annan, båda medräknade."""
    actor = actor_with(request, Scope.REPORT)
    refuse_if(unknown_words(request, ()))
    sent = read_zero_report(request)
    first_day, last_day = sent.first_day, sent.last_day
    return _kept(
        actor,
        sent.client_id,
        lambda: actions.report_nothing(actor, sent.client_id, first_day=first_day, last_day=last_day),
    )


@router.get(
    "/rapporter/{uuid:nummer}", response=ReceiptOut, url_name="report", operation_id="rapport",
    summary="Se vad som hände med en rapport",
)  # fmt: skip
def report(request: HttpRequest, nummer: UUID) -> ReceiptOut:
    """Svarar med kvittot och var varje händelse står i granskningen. Bara det som funktionen har lämnat."""
    actor = actor_with(request, Scope.REPORT)
    refuse_if(unknown_words(request, ()))
    return receipt_out(receipt_numbered(actor, nummer), is_repeated=True)


def _kept(
    actor: Actor, client_id: UUID, act: Callable[[], ReportReceipt], *, incidents: int = 0
) -> Status[ReceiptOut]:
    """Answer with the receipt; a number that was used for something else would lose what came now."""
    try:
        receipt_numbered(actor, client_id)
    except NotFound:
        is_repeated = False
    else:
        is_repeated = True
    try:
        receipt = act()
    except Invalid as error:
        raise in_json_paths(error) from error
    if len(receipt.lines) != incidents:
        sentence = _(
            "Numret är redan använt för en annan rapport (händelser: %(known)d). Gör ett nytt nummer."
        )
        fault = Fault(path="$.client_id", detail=sentence % {"known": len(receipt.lines)})
        raise Refused(INVALID, faults=[fault])
    return Status(200 if is_repeated else 201, receipt_out(receipt, is_repeated=is_repeated))


def _municipality(actor: Actor) -> UUID:
    if actor.municipality_id is None:
        raise NotAllowed
    return actor.municipality_id
