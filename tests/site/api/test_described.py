"""Requests made from our own description, against the running product: whatever it allows is answered as it says.

A few for each operation; LINLI_LONG=1 makes many, for everybody of the cast who has something to do.
"""

import os
from typing import Any

import pytest
import schemathesis
from django.test import override_settings
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from tests import town
from tests.matters.reports import picture

from linli.kernel.files import store_photo
from linli.kernel.scope import SYSTEM
from linli.matters.commands import open_matter
from linli.people.commands import make_token, new_secret

LONG = bool(os.environ.get("LINLI_LONG"))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
STRICT = [
    not_a_server_error,
    status_code_conformance,
    negative_data_rejection,
    ignored_auth,
    unsupported_method,
]
WHO = ("xi", "li", "he", "zhou", "tang") if LONG else ("li",)
TIMES = 40 if LONG else 3


def _token(who: str) -> str:
    made = new_secret()
    make_token(
        actor=SYSTEM, now=town.moment(), person_id=town.cast().people[who], name="described", token=made
    )
    return made


def _real() -> dict[str, list[Any]]:
    """Numbers, ids and codes that exist, so that requests get past the door."""
    cast, now = town.cast(), town.moment()
    numbers = [
        open_matter(
            actor=cast.actor("zhou"), now=now, kind="snapshot", category="light", text="路灯不亮。",
            area_id=cast.areas[area], source="app",
        ).number
        for area in ("building2", "grid3", "grid4")
    ]  # fmt: skip
    photo = store_photo(picture().read(), actor=cast.actor("li"), now=now)
    return {
        "number": numbers, "code": ["light", "road"], "uid": [str(photo)], "area_id": list(cast.areas.values()),
        "area": list(cast.areas.values()), "below": list(cast.areas.values()), "category": ["light"],
        "person_id": list(cast.people.values()), "photos": [[str(photo)]],
    }  # fmt: skip


def _operations(schema: Any) -> list[Any]:
    return [found.ok() for found in schema.get_all_operations()]


def _walk(
    operation: Any,
    real: dict[str, list[Any]],
    heads: dict[str, str],
    checks: list[Any],
    mode: GenerationMode = GenerationMode.POSITIVE,
) -> None:
    @settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def walk(case: Any, data: st.DataObject) -> None:
        if mode is GenerationMode.NEGATIVE:
            assume("Authorization" not in (case.headers or {}))  # ours is sent instead of a torn one
        for part in (case.path_parameters, case.query, case.body):
            for name in set(real) & set(part) if isinstance(part, dict) else ():
                if data.draw(st.integers(0, 3)):
                    part[name] = data.draw(st.sampled_from(real[name]))
        case.call_and_validate(headers=heads, checks=checks)

    walk()


def _broken(who: str, real: dict[str, list[Any]], checks: list[Any], mode: GenerationMode) -> list[str]:
    """What does not hold, for every operation with the token of somebody."""
    from linli.site.wsgi import application

    heads = {"Authorization": f"Bearer {_token(who)}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    broken = []
    with override_settings(LINLI_API_RATE=10**6):
        operations = _operations(schema)
        for operation in operations:
            try:
                _walk(operation, real, heads, checks, mode)
            except* Exception as found:  # noqa: BLE001  a check that fails, whatever it raises
                broken.append(f"{operation.label}: {[str(one) for one in found.exceptions]}"[:1500])
    assert len(operations) > 100
    return broken


@pytest.mark.parametrize("who", WHO)
def test_whatever_the_description_allows_is_answered_as_it_says(own_database, who):
    broken = _broken(who, _real(), CHECKS, GenerationMode.POSITIVE)
    assert not broken, "\n\n".join(broken)


@pytest.mark.skipif(not LONG, reason="LINLI_LONG=1 asks what the description does not allow, too")
def test_whatever_it_does_not_allow_is_turned_down(own_database):
    broken = _broken("li", {}, STRICT, GenerationMode.NEGATIVE)
    assert not broken, "\n\n".join(broken)
