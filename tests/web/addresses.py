"""Every address of the site, and how it is written for a thing."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.access_matrix import ARGUMENTS


def url_of(address: str, thing: UUID | None, **parts: object) -> str:
    """Return the address with the thing in it; its other parts are ``parts``, or those of the table."""
    names = dict(addresses())[address]
    return reverse(address, kwargs={n: parts.get(n, ARGUMENTS.get(n, thing)) for n in names})


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address with the names of its parts."""

    def walk(
        patterns: list[URLPattern | URLResolver], namespace: str
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)
            else:
                assert pattern.name, f"adressen {pattern.pattern} har inget namn"
                yield f"{namespace}{pattern.name}", tuple(pattern.pattern.converters)

    yield from walk(get_resolver().url_patterns, "")
