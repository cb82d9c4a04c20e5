"""Links that go on from what a page shows, for those who may follow them."""

from typing import Any, Final
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.beginnings import BEGINNINGS
from lagesbild_web.base.followers import followers_of

register = template.Library()
_LONGEST: Final = 500


@register.simple_tag(takes_context=True)
def follow_links(
    context: dict[str, Any], source: str, query: str = "", text: str = "", **more: object
) -> SafeString:
    """Return the links that go on from a source, as list-free anchors; nothing when there is none to follow.

    Parameters
    ----------
    source
        What the page shows: ``deviation``, ``selection``, ``picture``.
    query
        What was chosen, as in an address, without the question mark.
    text
        What was said, for the next page to begin with.
    more
        Other parts of the address, such as the id of a picture.
    """
    actor = actor_of(context["request"])
    shown = [follower for follower in followers_of(source) if has_somewhere(actor, Right(follower.right))]
    extra = urlencode({"ursprung": source, "text": text[:_LONGEST], **{k: str(v) for k, v in more.items()}})
    address = "&".join(part for part in (query, extra) if part)
    if not shown:
        return mark_safe("")
    links = ((f"{reverse(follower.address)}?{address}", follower.label, text) for follower in shown)
    return format_html_join(
        " ", '<a class="is-tall follow" href="{}">{}<span class="is-unseen"> {}</span></a>', links
    )


@register.simple_tag(takes_context=True)
def begin_links(
    context: dict[str, Any], kind: str, thing_id: object, about: str = "", part: object = ""
) -> SafeString:
    """Return the links to what can be begun from a thing; the thing tells by itself what it brings along.

    Parameters
    ----------
    kind
        The name of a declared beginning: ``decision``, ``walk_finding``.
    thing_id
        The thing's id.
    about
        What the thing is, told to those who hear the page and not see it.
    part
        Which part of the thing, when it has parts: the id of a meeting's point.
    """
    begun = BEGINNINGS[kind]
    actor = actor_of(context["request"])
    address = urlencode({"ursprung": begun.source, "sak": f"{kind}:{thing_id}:{part}".rstrip(":")})
    links = (
        (f"{reverse(follower.address)}?{address}", follower.label, about)
        for follower in followers_of(begun.source)
        if has_somewhere(actor, Right(follower.right))
    )
    return format_html_join(
        " ", '<a class="is-tall" href="{}">{}<span class="is-unseen"> {}</span></a>', links
    )


@register.simple_tag(takes_context=True)
def can_follow(context: dict[str, Any], source: str) -> bool:
    """Return whether there is anywhere to go on to from a source, for this reader."""
    actor = actor_of(context["request"])
    return any(has_somewhere(actor, Right(follower.right)) for follower in followers_of(source))


@register.simple_tag(takes_context=True)
def chain_link(context: dict[str, Any], kind: str, thing_id: object) -> SafeString:
    """Return the link to a thing's place in the chain, for those who may read the plan.

    Parameters
    ----------
    kind
        The name of a declared kind of the chain: ``problem``, ``measure``.
    thing_id
        The thing's id.
    """
    if not has_somewhere(actor_of(context["request"]), Right.READ_PLAN):
        return mark_safe("")
    address = reverse("trail:thing", args=[kind, thing_id])
    return format_html('<a class="button is-quiet" href="{}">{}</a>', address, _("Kedjan"))
