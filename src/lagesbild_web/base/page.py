"""Make a page, whose heading is always its title, and read what was sent from one."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render


def page(
    request: HttpRequest, template: str, *, title: str, status: int = 200, **variables: object
) -> HttpResponse:
    """Return the page; ``title`` becomes both the only h1 and the title of the window."""
    return render(request, template, {"title": title, **variables}, status=status)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, also when it sent nothing at all; None when the page is only being read."""
    return request.POST if request.method == "POST" else None
