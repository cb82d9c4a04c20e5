"""Calls that a machine makes up, right and wrong, never break the API, and the document tells the truth.

The same calls every time, so that a fault stays found.
"""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.api_client import a_key

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.api.describing import document

EXAMPLES = 12


def in_this_transaction(environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    """The site as schemathesis calls it; the connection stays, and what a test writes is undone."""
    response = ClientHandler()(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


SCHEMA = schemathesis.openapi.from_dict(document())
SCHEMA.app = in_this_transaction
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]


@pytest.mark.parametrize("mode", GenerationMode, ids=str)
@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_made_up_calls_get_the_answers_that_the_document_promises(
    label: str, mode: GenerationMode, municipality: Organisation
) -> None:
    make.areas_and_categories(municipality)
    make.an_approved(make.a_reporter(municipality), builders.SYSTEM, make.a_draft())
    head = {"Authorization": f"Bearer {a_key(municipality).secret}"}
    statuses = set()

    @seed(2026)
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],  # making a fault smaller takes longer than reading it
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy(generation_mode=mode))
    def call(case: Case) -> None:
        cache.clear()  # no call is one too many
        response = case.call(headers=head)
        case.validate_response(response, checks=CHECKS)
        statuses.add(response.status_code)

    call()
    assert statuses - {401}  # wrong calls come without a key too
