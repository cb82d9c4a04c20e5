"""Tell the rows that belong to an agreement as others may see them."""

from collections.abc import Container

from lagesbild_web.agreements.content import Content, SignedBy
from lagesbild_web.agreements.contracts import (
    ConsultationLine,
    ExtensionLine,
    FileLine,
    Linked,
    NoteLine,
    PartyLine,
    StepLine,
    VersionLine,
    WrittenPart,
)
from lagesbild_web.agreements.lasting import consult_by
from lagesbild_web.agreements.models import Agreement, AgreementLink, Consultation, Party
from lagesbild_web.agreements.sections import PARTS, Kind, lines_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref
from lagesbild_web.base.chain_links import label_of, things_of
from lagesbild_web.base.months import months_after


def working_content(row: Agreement) -> Content:
    """Return what is written now."""
    return Content(
        kind=Kind(row.kind),
        title=row.title,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        parties=tuple(SignedBy(p.name, p.signatory, p.signed_on) for p in row.parties.all()),
        texts={part.name: str(row.texts.get(part.name, "")) for part in PARTS[Kind(row.kind)]},
        links=tuple(link.label for link in row.links.all()),
    )


def written_parts(content: Content) -> tuple[WrittenPart, ...]:
    """Return the parts that say something, as they are read."""
    parts = []
    for part in PARTS[content.kind]:
        text = content.texts.get(part.name, "").strip()
        if text:
            lines = lines_of(text) if part.is_list else [line.strip() for line in text.split("\n\n")]
            parts.append(WrittenPart(part.name, str(part.label), part.is_list, tuple(lines)))
    return tuple(parts)


def party_lines(parties: list[Party]) -> tuple[PartyLine, ...]:
    """Return the parties in their order."""
    return tuple(PartyLine(p.id, p.name, p.signatory, p.signed_on) for p in parties)


def consultation_lines(row: Agreement) -> tuple[ConsultationLine, ...]:
    """Return the consultations, the latest first, each beside the end that it was about."""
    extensions = {e.consultation_id: e for e in row.extensions.all()}
    told = []
    for consultation in row.consultations.all():
        used = extensions.get(consultation.id)
        end = used.before if used else row.ends_on
        last_day = months_after(end, -row.consultation_months) if used else consult_by(row)
        told.append(
            ConsultationLine(
                held_on=consultation.held_on,
                about_label=str(consultation.get_about_display()),
                with_whom=consultation.with_whom,
                result=consultation.result,
                by_function=consultation.by_function,
                is_late=consultation.about == Consultation.About.END and consultation.held_on > last_day,
            )
        )
    return tuple(reversed(told))


def extension_lines(row: Agreement) -> tuple[ExtensionLine, ...]:
    """Return the chain of extensions, the first one first."""
    return tuple(
        ExtensionLine(e.before, e.after, e.decided_on, e.consultation.held_on, e.reason, e.by_function)
        for e in row.extensions.select_related("consultation")
    )


def note_lines(row: Agreement) -> tuple[NoteLine, ...]:
    """Return how it has gone, the latest first."""
    return tuple(
        NoteLine(n.day, n.outcome, str(n.get_outcome_display()), n.text, n.why, n.by_function)
        for n in reversed(row.notes.all())
    )


def file_lines(row: Agreement) -> tuple[FileLine, ...]:
    """Return the files that belong to it."""
    return tuple(
        FileLine(f.id, f.name, f.size, f.attached_at, f.by_function)
        for f in row.files.filter(retired_at__isnull=True)
    )


def version_lines(row: Agreement) -> tuple[VersionLine, ...]:
    """Return the signed versions, the latest first."""
    return tuple(VersionLine(v.number, v.frozen_at, v.by_function) for v in row.versions.order_by("-number"))


def step_lines(row: Agreement) -> tuple[StepLine, ...]:
    """Return what has been done with it, the latest first."""
    return tuple(StepLine(s.at, s.text, s.by_function) for s in row.steps.all())


def linked(actor: Actor, row: Agreement, *, signed: Container[str] = ()) -> tuple[Linked, ...]:
    """Return what it stands on, with the way there for those who may go.

    What the reader may not see is called only by what stands in ``signed``, the text that was signed.
    """
    links = list(row.links.all())
    found = things_of(actor, row.municipality_id, (ref_of(link) for link in links))
    return tuple(
        Linked(
            link.id,
            str(KINDS[link.kind].label) if link.kind in KINDS else link.kind,
            link.label if thing is None and link.label in signed else label_of(thing),
            thing,
        )
        for link in links
        for thing in [found.get(ref_of(link))]
    )


def ref_of(link: AgreementLink) -> Ref:
    """Return what a link points at."""
    return Ref(link.kind, link.thing_id)
