"""The situation picture: tables in, twelve sections out, with every figure's uncertainty beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lagesbild import __version__
from lagesbild.document.tree import Document
from lagesbild.engine.snapshot import InputFile, Snapshot
from lagesbild.picture.context import HEADINGS, Context, Part, source_name, work_out
from lagesbild.picture.findings import Finding
from lagesbild.picture.inputs import Inputs, Place, gather
from lagesbild.picture.json_text import JsonHead, picture_json
from lagesbild.picture.kinds import ALWAYS, KINDS
from lagesbild.picture.law import Demand, demands
from lagesbild.picture.narrowing import narrowed
from lagesbild.picture.not_problems import set_aside
from lagesbild.picture.options import PictureError, PictureOptions
from lagesbild.picture.own_words import with_own_words
from lagesbild.picture.quality import look_at_data
from lagesbild.picture.ranking import ranked
from lagesbild.picture.sections.build import Built, build_sections
from lagesbild.picture.timeframe import compared_words
from lagesbild.sources.base import Progress, SourceTables
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.municipalities import EXAMPLE, municipalities
from lagesbild.tables.periods import Period

__all__ = ["Picture", "PictureError", "PictureOptions", "make_picture"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished situation picture: the document, its findings, and the rows that it was computed from."""

    document: Document
    findings: tuple[Finding, ...]
    """Every finding of every section, the weightiest first."""
    by_section: Mapping[str, tuple[Finding, ...]]
    municipality: str
    municipality_code: str | None
    period: Period
    compare: tuple[Period, ...]
    as_of: date
    law: tuple[Demand, ...]
    """What § 4 demands, and whether the picture has it."""
    warnings: tuple[str, ...]
    snapshot: Snapshot
    version: str = __version__

    @property
    def is_complete(self) -> bool:
        """True when the picture has every part that § 4 demands."""
        return all(demand.is_met for demand in self.law)

    def to_json(self) -> str:
        """Return the picture as JSON; the same input gives the same text, byte for byte."""
        head = JsonHead(
            self.municipality,
            str(self.period),
            tuple(map(str, self.compare)),
            self.as_of,
            self.version,
            self.snapshot.rows,
            self.snapshot.fingerprint(),
        )
        return picture_json(self.document, self.by_section, head=head, warnings=self.warnings)


def make_picture(
    tables: Sequence[SourceTables],
    options: PictureOptions | None = None,
    *,
    taxonomy: Taxonomy | None = None,
    progress: Progress | None = None,
) -> Picture:
    """Make a situation picture of the tables that were read from files.

    Parameters
    ----------
    tables
        What the sources read, without faults; incidents, measurements or both.
    options
        For which place and time, compared with what, for whom. None: everything, the latest year.
    taxonomy
        Categories with their names and seriousness; None is the Swedish base taxonomy.
    progress
        Told what is being done.

    Raises
    ------
    PictureError
        If the picture cannot be made: unknown municipality, nothing to count in the period, a file with
        faults. Each reason is a sentence that says what to do.

    Notes
    -----
    Lag (2023:196) § 4 decides what must be there. A section without data says why instead of being
    absent. Nothing depends on the clock, the order of rows or the number of workers.
    """
    chosen = options or PictureOptions()
    report = progress or (lambda *_: None)
    if faulty := [table.file for table in tables if table.faults]:
        raise PictureError(
            [f"{name} har fel som måste rättas först. Kör lagesbild check {name}." for name in faulty]
        )
    personal = chosen.assessment.personal_data() if chosen.assessment else ()
    if chosen.public and personal:
        raise PictureError(
            [f"{sentence} Den publika versionen görs inte förrän det är borta." for sentence in personal]
        )
    steps = len(_STEPS)
    report(0, steps, _STEPS[0])
    known = taxonomy or Taxonomy.load()
    if not chosen.public:  # a file's own words are not screened well enough for everybody to read
        tables, known = with_own_words(tables, known)
    inputs = narrowed(gather(tables, chosen), chosen, known)
    report(1, steps, _STEPS[1])
    context = work_out(set_aside(inputs, known), chosen, known)
    report(2, steps, _STEPS[2])
    quality = look_at_data(context)
    report(3, steps, _STEPS[3])
    built = build_sections(
        context,
        quality,
        law=lambda has_surveys: demands(context, has_surveys=has_surveys) if _is_by_law(chosen) else (),
        wanted=wanted_sections(chosen),
    )
    report(4, steps, _STEPS[4])
    picture = _finished(context, built, inputs)
    report(steps, steps, "Lägesbilden är klar")
    return picture


_STEPS = (
    "Samlar uppgifterna",
    "Räknar och jämför",
    "Granskar underlaget",
    "Skriver avsnitten",
    "Sätter samman dokumentet",
)


def wanted_sections(options: PictureOptions) -> tuple[str, ...]:
    """Return the ids of the sections that a picture has, in order.

    Raises
    ------
    PictureError
        If there is no such kind of picture or section.
    """
    if options.kind and options.kind not in KINDS:
        raise PictureError([f"'{options.kind}' är ingen sorts lägesbild. Välj bland {', '.join(KINDS)}."])
    if unknown := [name for name in options.sections if name not in HEADINGS]:
        raise PictureError(
            [f"Avsnittet '{unknown[0]}' finns inte. Välj bland {', '.join(HEADINGS)}."],
        )
    chosen = options.sections or (KINDS[options.kind].sections if options.kind else tuple(HEADINGS))
    return tuple(name for name in HEADINGS if name in chosen or name in ALWAYS)


def _is_by_law(options: PictureOptions) -> bool:
    return not options.kind or KINDS[options.kind].is_by_law


def _finished(context: Context, built: Built, inputs: Inputs) -> Picture:
    parts = built.parts
    personal = context.options.assessment.personal_data() if context.options.assessment else ()
    told = (*personal, *_about_place(inputs), *context.frame.notes, *(w for p in parts for w in p.warnings))
    warnings = list(dict.fromkeys(told))
    document = _document(context, parts)
    findings = {part.section.id: part.findings for part in parts}
    everything = [f for section, found in findings.items() if section != "summary" for f in found]
    return Picture(
        document=document,
        findings=ranked(everything),
        by_section=findings,
        municipality=inputs.place.name,
        municipality_code=inputs.place.code,
        period=context.frame.period,
        compare=context.frame.compare,
        as_of=context.frame.as_of,
        law=built.law,
        warnings=tuple(warnings),
        snapshot=_snapshot(context),
    )


def _document(context: Context, parts: Sequence[Part]) -> Document:
    frame, options = context.frame, context.options
    place = context.place if not context.inputs.place.is_whole else "hela landet"
    compared = compared_words(frame)
    facts = [
        ("Period", frame.period.label),
        ("Jämförs med", compared),
        ("Känt till och med", frame.as_of.isoformat()),
        ("Källor", ", ".join(_source_names(context))),
        (
            "Version",
            "Publik version: små tal och känsliga uppgifter är dolda"
            if options.public
            else "Arbetsversion, inte för spridning",
        ),
        ("Framställd med", f"Lägesbild {__version__}"),
    ]
    return Document(
        title=options.title or _title(context, place),
        subtitle=f"Brottslighet och trygghet, {frame.period.label}",
        organisation=_organisation(context.inputs.place),
        made_on=frame.as_of,
        facts=tuple(facts),
        sections=tuple(part.section for part in parts),
        status=str(options.decision) if options.decision else options.status or "Utkast",
        keywords=("lägesbild", "brottsförebyggande arbete", place, frame.period.label),
    )


def _organisation(place: Place) -> str:
    """Return who the picture is about: "Upplands-Bro kommun", "Malmö stad"."""
    if not place.county:
        return place.name.capitalize()
    known = {each.code: each.full_name for each in (*municipalities(), EXAMPLE)}
    return known.get(place.code or "", f"{place.name} kommun")


def _title(context: Context, place: str) -> str:
    """What the picture is called: its kind, what it is about, and where."""
    options, inputs = context.options, context.inputs
    name = KINDS[options.kind].title if options.kind else "Lägesbild"
    if options.category:
        name = f"{name} {context.taxonomy.name(options.category).lower()}"
    if inputs.place.is_unnamed and not inputs.place.part:
        return name
    part_of = f"{inputs.place.part}, {inputs.place.name}" if inputs.place.part else place
    return f"{name} {part_of}" if not options.category else f"{name}, {part_of}"


def _source_names(context: Context) -> list[str]:
    return [source_name(source) for source in context.inputs.sources]


def _part_options(options: PictureOptions) -> tuple[tuple[str, str], ...]:
    return (
        ("kind", options.kind),
        ("sections", ",".join(options.sections)),
        ("area", options.area),
        ("category", options.category),
    )


def _about_place(inputs: Inputs) -> tuple[str, ...]:
    if inputs.place.is_unnamed:
        return (
            "Varken filerna eller kommandot säger vilken kommun lägesbilden gäller. Ange den med "
            "--municipality.",
        )
    return ()


def _snapshot(context: Context) -> Snapshot:
    inputs, options, frame = context.inputs, context.options, context.frame
    tables = {}
    rows = pl.concat([inputs.incidents, inputs.not_problems])
    if rows.height:
        tables["incidents"] = rows
    if inputs.figures.height or inputs.figures_elsewhere.height:
        tables["measurements"] = inputs.figures.vstack(inputs.figures_elsewhere)
    files = [
        InputFile(t.file, t.source, t.sha256, t.rows_read or len(t.incidents) + len(t.measurements))
        for t in inputs.tables
    ]
    if options.assessment is not None and options.assessment.file:
        files.append(InputFile(options.assessment.file, "assessment", options.assessment.sha256, 0))
    if options.population is not None:
        files.append(
            InputFile(
                options.population.source,
                "population",
                options.population.sha256,
                options.population.frame.height,
            )
        )
    chosen = {
        "municipality": inputs.place.code or inputs.place.name,
        "period": str(frame.period),
        "compare": ",".join(map(str, frame.compare)),
        "as_of": frame.as_of.isoformat(),
        "public": "true" if options.public else "false",
        "reference": ",".join(options.reference),
        "areas": str(len(options.areas)) if options.areas else "0",
        **{name: value for name, value in _part_options(options) if value},
        **options.input_options,
    }
    # The rows behind a public version stay with the municipality: only their fingerprint goes along.
    return Snapshot(tables, files, chosen, options.seed, is_withheld=options.public)
