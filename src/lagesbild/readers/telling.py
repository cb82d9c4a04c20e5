"""What there is to tell about a file that could be read: assumptions, rows left out, columns not used."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lagesbild.readers.checks import Tally
from lagesbild.readers.encoding import Encoding
from lagesbild.readers.hidden import spans
from lagesbild.readers.notes import Note
from lagesbild.readers.plan import Plan
from lagesbild.readers.roles import ROLE_LABELS
from lagesbild.readers.sheet import Sheet
from lagesbild.readers.suggest import Suggestion
from lagesbild.readers.where import Geography

_SURE = 0.8
_LISTED = 10


@dataclass(frozen=True, slots=True)
class FileStory:
    """What is known about a file as a whole after it has been read."""

    plan: Plan | None
    sheet: Sheet | None
    others: tuple[Sheet, ...]
    """Sheets of the workbook that were not read."""
    suggestion: Suggestion | None
    encoding: Encoding | None
    geography: Geography


def notes_about(story: FileStory, tally: Tally) -> tuple[Note, ...]:
    """Return what a reader of the picture must know about the file, in Swedish sentences."""
    return (
        *_of_file(story),
        *_of_columns(story),
        *_of_place(story, tally),
        *_of_rows(tally),
        *_of_words(story, tally),
    )


def _of_file(story: FileStory) -> Iterator[Note]:
    if story.encoding is not None and story.encoding.confidence < _SURE:
        yield Note("assumed", f"Det är osäkert hur filens tecken är kodade. {story.encoding.reason}")
    if story.others:
        names = ", ".join(f"'{sheet.name}'" for sheet in story.others)
        read = story.sheet.name if story.sheet else ""
        yield Note("left_out", f"Bladet '{read}' lästes. Dessa blad lästes inte: {names}.")
    if story.sheet is None:
        return
    hidden = story.sheet.hidden
    if hidden.sheet:
        yield Note("assumed", f"Bladet '{story.sheet.name}' är dolt i arbetsboken, men lästes.")
    if hidden.rows:
        how = "dolda av ett filter" if hidden.is_filter else "dolda"
        count = len(hidden.rows)
        verb = "1 rad är dold" if count == 1 else f"{count} rader är {how}"
        text = f"{verb} i arbetsboken men räknas med: rad {spans(hidden.rows)}. "
        text += "Ta bort dem ur filen om de inte ska räknas."
        yield Note("assumed", text, count)


def _of_columns(story: FileStory) -> Iterator[Note]:
    if story.plan is None or story.sheet is None:
        return
    if story.suggestion is not None:
        pairs = [f"'{column}' = {ROLE_LABELS[role]}" for role, column in story.plan.columns.items()]
        yield Note("assumed", f"Kolumnernas betydelse är föreslagen av programmet: {', '.join(pairs)}.")
    used = set(story.plan.columns.values())
    unused = [column for column in story.sheet.columns if column not in used]
    if unused:
        names = ", ".join(f"'{column}'" for column in unused)
        yield Note("ignored_column", f"Kolumner som inte används: {names}.")
    for column in story.plan.assumed_order:
        text = f"Datumen i '{column}' kan läsas på två sätt. Dagen antas stå före månaden."
        yield Note("assumed", text)


def _of_place(story: FileStory, tally: Tally) -> Iterator[Note]:
    where = story.geography
    if where.kind == "plane":
        yield Note(
            "assumed",
            "Koordinaterna är i ett okänt plant system. De används som meter, men kan inte ritas på karta.",
        )
    elif where.kind == "rt90":
        yield Note("assumed", "Koordinaterna är i RT 90 och har räknats om till SWEREF 99 TM.")
    elif where.utm_epsg:
        zone = where.utm_epsg % 100
        yield Note(
            "assumed",
            f"Koordinaterna ligger utanför Sverige. Avstånd räknas i UTM zon {zone}. "
            "Kontrollera att tidszonen i kolumnkartan är platsens.",
        )
    if where.is_swapped and where.first == "e":
        yield Note("assumed", "Öst- och nordkoordinaten står i omvänd ordning mot rubrikerna. De läses rätt.")
    if where.kind in ("degrees", "rt90", "sweref") and where.first == "e" and where.kind == "degrees":
        yield Note(
            "assumed", "Koordinatkolumnerna har grader, inte meter. De läses som longitud och latitud."
        )
    if where.first == "lon" and where.kind in ("sweref", "rt90"):
        yield Note("assumed", "Koordinatkolumnerna har meter, inte grader. De läses som öst och nord.")
    if tally.zero_coordinates:
        count = tally.zero_coordinates
        yield Note(
            "assumed", f"{_rows(count)} har koordinaten 0, 0. De läses som att platsen inte är känd.", count
        )
    if tally.outside_sweden:
        count = tally.outside_sweden
        yield Note("assumed", f"{_rows(count)} har koordinater utanför Sverige. Kontrollera dem.", count)


def _of_rows(tally: Tally) -> Iterator[Note]:
    found = (
        ("left_out", tally.text, "är text över eller under tabellen och lästes inte."),
        ("left_out", tally.heading, "upprepar rubriken och lästes inte."),
        ("left_out", tally.blank, "är tomma i alla kolumner som används och lästes inte."),
        ("assumed", tally.unknown_dates, "säger att datumet är okänt. De räknas, men inte i någon period."),
        ("assumed", tally.negative, "har ett negativt antal. De läses som rättelser av tidigare rader."),
    )
    for kind, count, text in found:
        if count:
            yield Note(kind, f"{_rows(count)} {text}", count)
    if count := tally.skipped_clock:
        text = f"{_times(count)} finns inte, för klockan ställdes fram den natten. De läses en timme senare."
        yield Note("assumed", text, count)
    if count := tally.repeated_clock:
        text = f"{_times(count)} kom två gånger, för klockan ställdes tillbaka den natten. "
        text += "De läses som den första."
        yield Note("assumed", text, count)
    if tally.damaged:
        text = (
            "har förstörda tecken där å, ä eller ö skulle stå. Hämta filen på nytt och spara den som UTF-8."
        )
        yield Note("mismatch", f"{tally.damaged} celler {text}", tally.damaged)


def _of_words(story: FileStory, tally: Tally) -> Iterator[Note]:
    plan = story.plan
    if plan is not None:
        said = {*plan.columns, *plan.mapping.constants}
        if not said & {"label", "code", "category"}:
            yield Note(
                "unmapped",
                "Filen säger inte vad som hände: alla rader får kategorin okänd. "
                "Skriv category eller label under [constants] i kolumnkartan om hela filen gäller samma sak.",
            )
    if tally.unmapped:
        count = sum(tally.unmapped.values())
        text = f"{_rows(count)} har ord som inte finns i kategorilistan och får kategorin okänd: "
        text += f"{_top(tally.unmapped)}."
        yield Note("unmapped", text, count)
    if tally.foreign:
        names = _top(tally.foreign)
        yield Note(
            "assumed",
            f"Dessa är inga svenska kommuner och används inte: {names}.",
            sum(tally.foreign.values()),
        )


def _top(words: Counter[str]) -> str:
    # In order of letters among equals, so that the same file always gives the same sentence.
    ordered = sorted(words.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"'{word}' ({count})" for word, count in ordered[:_LISTED])
    more = len(ordered) - _LISTED
    return f"{shown} och {more} till" if more > 0 else shown


def _rows(count: int) -> str:
    return "1 rad" if count == 1 else f"{count} rader"


def _times(count: int) -> str:
    return "1 klockslag" if count == 1 else f"{count} klockslag"
