"""The pages for reviewing a picture before it is decided: ask, look, remark, answer."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.base.page import sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.pictures import actions
from lagesbild_web.pictures.answering import answered, done_or_told
from lagesbild_web.pictures.forms import AnswerForm, RemarkForm, SendForm
from lagesbild_web.pictures.queries import picture_for, remark_for

_READ_AND_WRITE = ["GET", "HEAD", "POST"]
_DAYS = 14


@require_http_methods(_READ_AND_WRITE)
def send_for_review(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Choose who is to look at the picture."""
    actor = actor_of(request)
    found = picture_for(actor, picture_id)
    municipality_id = actor.municipality_id
    if not found.can_be_sent or municipality_id is None:
        raise NotAllowed
    soon = timezone.localdate() + timedelta(days=_DAYS)
    form = SendForm(
        sent(request), functions=choosable_functions(municipality_id), initial={"answer_by": soon}
    )

    def do() -> str:
        actions.send_for_review(actor, picture_id, **form.cleaned_data)
        return reverse("pictures:picture", args=[picture_id]) + "#granskning"

    return answered(
        request,
        form,
        do,
        title=_("Skicka på granskning"),
        done=_("Lägesbilden är på granskning. Funktionerna ser den bland sina uppgifter och får ett brev."),
        picture=found,
        submit=_("Skicka på granskning"),
    )


@require_POST
def take_back_review(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Make the picture a draft again."""
    actor = actor_of(request)
    return done_or_told(
        request,
        lambda: actions.take_back_review(actor, picture_id),
        done=_("Lägesbilden är ett utkast igen. Synpunkterna finns kvar."),
        to=reverse("pictures:picture", args=[picture_id]),
    )


@require_http_methods(_READ_AND_WRITE)
def review(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Say what one's function thinks."""
    actor = actor_of(request)
    found = picture_for(actor, picture_id)
    if not found.is_asked:
        raise NotAllowed
    form = RemarkForm(sent(request))

    def do() -> str:
        actions.write_remark(actor, picture_id, **form.cleaned_data)
        return reverse("pictures:review", args=[picture_id])

    return answered(
        request,
        form,
        do,
        title=_("Granska lägesbilden"),
        done=_("Synpunkten är sparad. Skriv fler, eller säg att du är klar."),
        template="pictures/review.html",
        picture=found,
        submit=_("Spara synpunkten"),
    )


@require_POST
def finish_review(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """Say that one has nothing more to say."""
    actor = actor_of(request)
    return done_or_told(
        request,
        lambda: actions.finish_review(actor, picture_id),
        done=_("Tack. Kommunens samordnare ser att ni är klara."),
        to=reverse("pictures:picture", args=[picture_id]),
    )


@require_http_methods(_READ_AND_WRITE)
def answer_remark(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """Answer what a reviewing function has said."""
    actor = actor_of(request)
    remark = remark_for(actor, remark_id)
    found = picture_for(actor, remark.picture_id)
    if not found.can_be_sent:
        raise NotAllowed
    form = AnswerForm(sent(request), initial={"answer": remark.answer})

    def do() -> str:
        actions.answer_remark(actor, remark_id, answer=form.cleaned_data["answer"])
        return reverse("pictures:picture", args=[remark.picture_id]) + "#granskning"

    return answered(
        request,
        form,
        do,
        title=_("Svara på synpunkten"),
        done=_("Svaret är sparat."),
        picture=found,
        intro=remark.text,
        submit=_("Spara svaret"),
    )
