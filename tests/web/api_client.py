"""Another system with a key, for tests: calls the API and holds every answer to what it promises."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.web import builders

from lagesbild_web.access.actions import create_api_key
from lagesbild_web.access.contracts import MadeKey, Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.access.scopes import scopes_of

_number = count(1)
_PROBLEM = {"type", "title", "status", "detail", "errors", "request_id"}


def a_key(
    organisation: Organisation,
    role: Role = Role.COORDINATOR,
    *,
    scopes: list[str] | None = None,
    expires_on: date | None = None,
) -> MadeKey:
    """A key to a function with the role, by default for everything that the role may do."""
    return create_api_key(
        builders.SYSTEM,
        builders.a_function(organisation, role).id,
        name=f"System {next(_number)}",
        purpose="Provar.",
        scopes=[scope.value for scope in scopes_of(role)] if scopes is None else scopes,
        expires_on=expires_on or timezone.localdate() + timedelta(days=90),
    )


@dataclass
class Api:
    """Calls with a key, or without one."""

    secret: str = ""
    client: Client = field(default_factory=Client)

    def get(self, address: str, *, status: int = 200) -> Any:
        """Return what an address answers, as JSON."""
        return answered(self.client.get(f"/api/v1{address}", headers=self._head()), status)

    def post(self, address: str, data: Any, *, status: int = 201) -> Any:
        """Send JSON, or bytes as they are; return the answer."""
        body = data if isinstance(data, bytes) else json.dumps(data)
        sent = self.client.post(
            f"/api/v1{address}", body, content_type="application/json", headers=self._head()
        )
        return answered(sent, status)

    def _head(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def answered(response: HttpResponse, status: int) -> Any:
    """Return the answer as JSON when it is what every answer must be."""
    assert response.status_code == status, response.content.decode()
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert "Cookie" not in response.get("Vary", "")
    data = json.loads(response.content, parse_constant=_no_constant)
    is_problem = response["Content-Type"] == "application/problem+json"
    assert is_problem == (status >= 400)
    if is_problem:
        assert data.keys() == _PROBLEM
        assert data["status"] == status
        assert data["request_id"] == response["X-Request-ID"]
    return data


def faults(problem: Any) -> dict[str, str]:
    """Return the faults of a problem by their place."""
    return {fault["path"]: fault["detail"] for fault in problem["errors"]}


def _no_constant(written: str) -> None:
    raise AssertionError(f"{written} is no JSON")
