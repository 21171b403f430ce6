"""Clients that others wrote, against the running product: georeport, civicbot, and requests made from the description."""

import json
from pathlib import Path

import pytest
import schemathesis
from civicbot.open311 import CONFIRM_TOKEN, Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests import town
from tests.exchange.api.conftest import key_of

from linli.matters.commands import edit_question, open_matter

DOCUMENT = json.loads((Path(__file__).parents[3] / "docs" / "open311.json").read_text(encoding="utf-8"))


@pytest.fixture
def busy(served):
    """A town with a question and a few reports."""
    cast = town.cast()
    edit_question(
        actor=cast.actor("xi"), now=town.NOW, category="light", code="pole", datatype="string", text="灯杆号"
    )
    for category in ("light", "road"):
        open_matter(
            actor=cast.actor("zhou"), now=town.moment(), kind="snapshot", category=category, text="坏了。",
            area_id=cast.areas["building2"],
        )  # fmt: skip
    return served


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_all(busy, form):
    client = GeoReport(f"{busy}/open311/v2", output_format=form)
    assert {"light", "road"} <= {one["service_code"] for one in client.get_service_list()}
    assert client.get_service_definition("light")["service_code"] == "light"
    found = client.get_service_requests(status="open")
    assert {one["service_code"] for one in found} == {"light", "road"}
    one = client.get_service_request(found[0]["service_request_id"])
    assert (one[0] if isinstance(one, list) else one)["status"] == "open"


def test_civicbot_reads_and_sends(busy):
    endpoint = Endpoint(id="here", name="云山区", base_url=f"{busy}/open311/v2", write=True)
    client = Open311Client(endpoint)
    assert client.get_service_definition("light")["attributes"][0]["code"] == "pole"
    sent = client.create_request(
        "light", dry_run=False, confirm=CONFIRM_TOKEN, api_key=key_of("li"), lat=39.605, lng=106.805, description="灯不亮",
        attributes={"pole": "A-17"},
    )  # fmt: skip
    response = sent.response
    number = response[0]["service_request_id"]
    assert client.get_request(number)["status"] == "open"
    assert len(client.list_requests(service_code="light")) == 2


def test_whatever_the_description_allows_is_answered_as_it_says(busy):
    key = key_of("li")
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    seen = 0
    for result in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations():
        operation = result.ok()
        strategy = operation.as_strategy()

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=strategy)
        def walk(case):
            if isinstance(case.body, dict):
                case.body["api_key"] = key
            case.call_and_validate(base_url=f"{busy}/open311/v2", checks=checks)

        walk()
        seen += 1
    assert seen == 9
