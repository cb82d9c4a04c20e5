"""Put the chain together from what every feature has declared: pure, once the features have answered."""

from collections.abc import Iterable, Mapping, Sequence

from lagesbild_web.base.chain import Gap, Kind, Link, Ref, Thing
from lagesbild_web.trail.contracts import Chain, Layer, Node, Trail


def chain_from(things: Iterable[Thing], links: Iterable[Link]) -> Chain:
    """Return the chain; links to things that are not there, or to themselves, are left out."""
    known = {thing.ref: thing for thing in things}
    kept = tuple(
        dict.fromkeys(
            link for link in links if link.upper in known and link.lower in known and link.upper != link.lower
        )
    )
    up: dict[Ref, list[Link]] = {}
    down: dict[Ref, list[Link]] = {}
    for link in kept:
        up.setdefault(link.lower, []).append(link)
        down.setdefault(link.upper, []).append(link)
    return Chain(
        known,
        kept,
        {ref: tuple(found) for ref, found in up.items()},
        {ref: tuple(found) for ref, found in down.items()},
    )


def trail_of(chain: Chain, start: Ref, kinds: Mapping[str, Kind], gaps: Sequence[Gap] = ()) -> Trail:
    """Return what a thing stands on and what stands on it, each followed to its end.

    What merely stands beside it, on the same ground or under the same roof, is not part of its trail.
    """
    reached = {start}
    links = [*_followed(chain.down, start, reached), *_followed(chain.up, start, reached)]
    layers = _layers(chain, reached, links, kinds, start)
    present = {ref.kind for ref in reached if chain.things[ref].ended_on is None}
    ordered = sorted(kinds.values(), key=lambda kind: (kind.step, kind.name))
    return Trail(
        start=chain.things[start],
        kind_label=str(kinds[start.kind].label),
        layers=layers,
        links=tuple(links),
        gaps=tuple(gap for gap in gaps if gap.thing.ref in reached),
        missing=tuple(str(kind.plural) for kind in ordered if kind.name not in present),
    )


def _followed(ways: Mapping[Ref, tuple[Link, ...]], start: Ref, reached: set[Ref]) -> list[Link]:
    """Follow the links one way from the start; note what is reached, and return the links that were taken."""
    taken: dict[Link, None] = {}
    waiting, seen = [start], {start}
    while waiting:
        here = waiting.pop()
        for link in ways.get(here, ()):
            taken[link] = None
            there = link.lower if link.upper == here else link.upper
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    reached |= seen
    return list(taken)


def _layers(
    chain: Chain, reached: set[Ref], links: Sequence[Link], kinds: Mapping[str, Kind], start: Ref
) -> tuple[Layer, ...]:
    below: dict[Ref, list[tuple[Link, Thing]]] = {}
    for link in links:
        below.setdefault(link.upper, []).append((link, chain.things[link.lower]))
    by_kind: dict[str, list[Node]] = {}
    for ref, thing in chain.things.items():  # in the order that the features told them
        if ref in reached:
            by_kind.setdefault(ref.kind, []).append(
                Node(thing, str(kinds[ref.kind].label), tuple(below.get(ref, ())), ref == start)
            )
    found = [
        Layer(kinds[name].step, name, str(kinds[name].plural), tuple(nodes))
        for name, nodes in by_kind.items()
    ]
    return tuple(sorted(found, key=lambda layer: (layer.step, layer.kind)))
