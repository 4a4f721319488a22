"""The OpenAPI document run against the site: whatever it allows is answered as it says.

Schemathesis makes the requests, valid and not, from the document itself.
"""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from site_fixture import sample_index

from search_ui import create_app

APP = create_app(sample_index())
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APP)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
"""No 5xx; no status, media type or body that the document does not name."""


@SCHEMA.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})


def test_every_member_of_every_form_says_what_it_means() -> None:
    forms = APP.test_client().get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    silent = [
        f"{name}.{member}"
        for name, form in forms.items()
        for member, schema in form.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert silent == []
