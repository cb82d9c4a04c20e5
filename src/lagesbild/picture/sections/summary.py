"""The summary: one page with what a coordinator must know first, and what nobody may conclude."""

from collections.abc import Mapping, Sequence

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Block, Bullets, Callout, KeyFigure, KeyFigures, Paragraph
from lagesbild.picture.change_findings import looks_sentence
from lagesbild.picture.changes import Change, ChangeTable, whole_of
from lagesbild.picture.context import Context, Part, is_feed, part, source_name, statements
from lagesbild.picture.counts import CountTable
from lagesbild.picture.findings import Finding
from lagesbild.picture.law import Demand, law_callout
from lagesbild.picture.ranking import ranked
from lagesbild.picture.same_crimes import category_codes, told_once
from lagesbild.picture.timeframe import compared_words, same_period_words
from lagesbild.picture.wording import about, listed, number_word

MOST = 5
MOST_KEY_FIGURES = 4
MOST_OF_A_KIND = 2
TOLD_TOGETHER = frozenset({"level_comparison"})
"""One finding for each pair of places: the summary has the one that tells them together."""


def summary(
    context: Context,
    *,
    findings: Sequence[Finding],
    caveats: Sequence[str],
    cannot_say: Sequence[str],
    law: tuple[Demand, ...],
) -> Part:
    """Return the first section.

    Parameters
    ----------
    context
        What the picture is about.
    findings
        Everything that the other sections found.
    caveats
        What is wrong with or special about these data, most important first.
    cannot_say
        What cannot be concluded from these sources.
    law
        What § 4 demands and whether it is there; empty for a kind of picture that is not the law's.
    """
    blocks: list[Block] = [Paragraph(_about(context), lead=True)]
    if figures := _key_figures(context):
        blocks.append(KeyFigures(tuple(figures)))
    certain = [
        f for f in ranked(findings) if f.verdict in ("increase", "decrease") and f.kind not in TOLD_TOGETHER
    ]
    things = _one_for_each_thing(told_once(context, certain), category_codes(context))
    first = things[:MOST]
    if first:
        only_feed = all(is_feed(table.source) for table in context.tables)
        blocks.append(Paragraph(_certain_words(len(first), len(things), only_feed=only_feed)))
        blocks.append(statements(first))
    else:
        blocks.append(Paragraph(_nothing_certain(context)))
    if any(found.tested > 1 for found in context.changes):
        text = " ".join(_looks(found, several=len(context.changes) > 1) for found in context.changes[:2])
        blocks.append(Callout("note", "De flesta skillnader i en tabell kan vara slump", text))
    if caveats:
        blocks.append(Callout("warning", "Att tänka på med underlaget", " ".join(caveats[:3])))
    if cannot_say:
        blocks.append(Paragraph("**Det här kan lägesbilden inte säga:**"))
        blocks.append(Bullets(tuple(cannot_say[:4])))
    if law:
        blocks.append(law_callout(law))
    return part("summary", blocks, findings=first)


def _about(context: Context) -> str:
    frame = context.frame
    where = context.place if not context.inputs.place.is_whole else "hela landet"
    text = f"Lägesbilden gäller {where}, {frame.period.label}"
    if frame.compare:
        text += f", jämfört med {compared_words(frame)}"
    names = listed([source_name(source) for source in context.inputs.sources])
    return f"{text}. Den bygger på {names}."


def _key_figures(context: Context) -> list[KeyFigure]:
    """Return the whole of each source first, then how many changes are certain.

    Each source has its first figure before any has its second, so that none is left out.
    """
    each = [_of_table(context, table) for table in context.tables]
    longest = max(map(len, each), default=0)
    found = [figures[i] for i in range(longest) for figures in each if i < len(figures)]
    if not context.changes:
        return found[:MOST_KEY_FIGURES]
    main = context.changes[0]
    detail = (
        f"av {plural(main.tested, 'jämförelse', 'jämförelser')}; ungefär "
        f"{about(main.expected_by_chance)} väntas se säkra ut "
        "av en slump"
    )
    return [*found[: MOST_KEY_FIGURES - 1], KeyFigure("Säkra ändringar", main.certain, "count", detail)]


def _of_table(context: Context, table: CountTable) -> list[KeyFigure]:
    changes = context.changes_for(table)
    name, feed = source_name(table.source), is_feed(table.source)
    if changes:
        return [_key_figure(change, name, feed=feed) for change in whole_of(changes)]
    coverage = context.inputs.coverages.get(table.source)
    whole = _whole_count(table)
    if table.earlier or coverage is None or whole is None:
        return []
    detail = f"börjar {coverage.first.isoformat()}, kan inte jämföras ännu"
    if feed:
        detail += ". Visar vad polisen har publicerat, inte brottsligheten."
    return [KeyFigure(name, whole, "count", detail)]


def _whole_count(table: CountTable) -> int | None:
    """Return the count of a source's period; None where a part or the printed sum is hidden."""
    printed = table.totals or table.parts
    counts = [row.now for row in printed]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _key_figure(change: Change, source: str, *, feed: bool) -> KeyFigure:
    label = change.row.section or (source if change.row.key == "alla" else change.row.label)
    when = same_period_words(change.period, change.before_period)
    detail = f"mot {swedish.count(change.before)} {when}"
    if feed:
        return KeyFigure(
            label, change.after, "count", f"{detail}. Visar vad polisen har publicerat, inte brottsligheten."
        )
    if change.ratio is not None and change.low is not None and change.high is not None and change.before >= 5:
        low = change.wide_low if change.wide_low is not None else change.low
        high = change.wide_high if change.wide_high is not None else change.high
        detail += f" ({swedish.change(change.ratio)}; intervall {swedish.change_interval(low, high)})"
    words = {"increase": "säker ökning", "decrease": "säker minskning", "stable": "oförändrat"}
    return KeyFigure(
        label, change.after, "count", f"{detail}. {words.get(change.verdict, 'kan vara slump').capitalize()}."
    )


def _one_for_each_thing(findings: Sequence[Finding], codes: Mapping[str, str]) -> list[Finding]:
    """Keep the weightiest finding on each category and area, and few of each kind but changes.

    One theft series is told once, and eight hot spots do not crowd out what has changed.
    """
    kept: dict[tuple[str | None, str | None], Finding] = {}
    for finding in findings:
        of_kind = sum(other.kind == finding.kind for other in kept.values())
        if "change" in finding.kind or of_kind < MOST_OF_A_KIND:
            thing = codes.get(finding.category or "", finding.category)
            kept.setdefault((thing, finding.area), finding)
    return list(kept.values())


def _certain_words(shown: int, all_of_them: int, *, only_feed: bool) -> str:
    what = (
        "Detta har säkert ändrats i polisens flöde av nyheter, inte i brottsligheten"
        if only_feed
        else "Detta är säkert"
    )
    if all_of_them == 1:
        return f"**{what}:**"
    order = (
        f"viktigast först ({number_word(shown)} av {number_word(all_of_them)})"
        if all_of_them > shown
        else "viktigast först"
    )
    return f"**{what}, {order}:**"


def _nothing_certain(context: Context) -> str:
    if not context.changes:
        return (
            "Det finns ingenting att jämföra med, så lägesbilden kan inte säga om något har ökat eller "
            "minskat."
        )
    return (
        "**Ingen ändring är säker.** Det betyder inte att allt är som förut: det betyder att talen "
        "inte räcker för att säga mer."
    )


def _looks(found: ChangeTable, *, several: bool) -> str:
    start = f"{source_name(found.table.source)}: " if several else ""
    return start + looks_sentence(found).replace("**", "")


def cannot_say(context: Context) -> tuple[str, ...]:
    """Return what nobody may conclude from these data, most important first."""
    found: list[str] = []
    if any(is_feed(table.source) for table in context.tables):
        found.append("Hur mycket brott som begås: polisens händelseflöde är nyheter, inte statistik.")
    if any(not is_feed(table.source) for table in context.tables):
        found.append(
            "Hur stor brottsligheten är i verkligheten: många brott anmäls aldrig, och hur många "
            "varierar mellan brottstyper."
        )
    found.append("Varför något har ändrats: siffror visar vad och när, inte orsaker.")
    if not context.inputs.has_incidents:
        found.append("Var och när på dygnet brotten sker: underlaget är färdiga summor utan plats och tid.")
    has_rates = context.inputs.figures_elsewhere["unit"].is_in(["per_1000", "per_100000"]).any()
    if context.options.population is None and not has_rates:
        found.append("Om nivån är hög eller låg jämfört med andra kommuner: folkmängd är inte angiven.")
    return tuple(found)
