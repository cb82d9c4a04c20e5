"""Make a page: its heading is its title, always."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(
    request: HttpRequest, template: str, *, title: str, status: int = 200, **variables: object
) -> HttpResponse:
    """Return the page; ``title`` becomes both the only h1 and the title of the window."""
    return render(request, template, {"title": title, **variables}, status=status)
