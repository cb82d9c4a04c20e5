"""Layers of the map: our own, and those that features above declare when the site starts.

A feature above this one cannot be asked for anything here. It says in its ``apps.py`` what it can show::

    declare(DeclaredLayer("atgarder", _("Åtgärder"), _("Var planens åtgärder görs."), Right.READ_PLAN, layer))

where ``layer(actor, municipality_id, exploration)`` returns a finished :class:`MapLayer` of what the actor
may see. Looks that the map does not know are written in the feature's own style sheet (``style``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise

from lagesbild.layers.layer import MapLayer
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.explore.contracts import LAYER_HELP, LAYER_LABELS, Exploration, LayerKind

Make = Callable[[Actor, UUID, Exploration], MapLayer]


@dataclass(frozen=True, slots=True)
class DeclaredLayer:
    """A layer of another feature."""

    word: str
    """Stands in the address."""
    label: Promise
    help: Promise
    right: Right
    """Those without it are not offered the layer, and get none."""
    make: Make
    """Is asked each time: what it shows may change without any incident changing."""
    style: str = ""
    """A style sheet with its looks, as ``plans/map.css``."""


@dataclass(frozen=True, slots=True)
class OfferedLayer:
    """A layer in the list of the page."""

    word: str
    label: Promise
    help: Promise


_declared: Final[dict[str, DeclaredLayer]] = {}


def declare(layer: DeclaredLayer) -> None:
    """Add a layer to the map.

    Raises
    ------
    RuntimeError
        If the word is taken.
    """
    if layer.word in _declared or layer.word in set(LayerKind):
        raise RuntimeError(f"two layers are called {layer.word}")
    _declared[layer.word] = layer


def declared_layer(actor: Actor, word: str) -> DeclaredLayer | None:
    """Return a declared layer that the actor may see, or None."""
    layer = _declared.get(word)
    return layer if layer is not None and has_somewhere(actor, layer.right) else None


def is_layer(word: str) -> bool:
    """Return whether there is such a layer, for anybody."""
    return word in set(LayerKind) or word in _declared


def offered_layers(actor: Actor) -> list[OfferedLayer]:
    """Return the layers that the actor may choose among, our own first."""
    own = [OfferedLayer(kind.value, LAYER_LABELS[kind], LAYER_HELP[kind]) for kind in LayerKind]
    others = [layer for layer in _declared.values() if has_somewhere(actor, layer.right)]
    return own + [OfferedLayer(layer.word, layer.label, layer.help) for layer in others]
