"""A text by every door there is: whatever somebody types, the answer is plain and quick, and what is taken in is understood."""

import time
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import override_settings
from tests import town
from tests.assist.test_bad_input import BAD
from tests.matters.reports import copied, how_many, newest, reported
from tests.site.api.conftest import Caller

from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import MaskedCopy

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
SECONDS = 10.0
TAKEN = {"one word", "english", "abuse", "traditional", "code", "digits", "emoji", "marks"}
"""Short and readable: these are reports, however little they say."""


def posted(client, path, **said):
    """A form as bytes, since a browser's may hold what is no text."""
    body = urlencode(said, errors="surrogatepass").encode()
    return client.post(path, body, content_type=FORM)


def by_report(client, cast, text):
    zhou = town.sign_in(client, "zhou")
    answer = posted(
        zhou, "/report/", command_id=uuid4(), community=cast.areas["huaiyin"], building=cast.areas["building2"],
        category="light", text=text, looked="1",
    )  # fmt: skip
    return answer.status_code, {302}, {422}


def by_register(client, cast, text):
    li = town.sign_in(client, "li")
    answer = posted(
        li, "/matters/new/", command_id=uuid4(), way="snapshot:desk", community=cast.areas["huaiyin"],
        building=cast.areas["building2"], unit="", text=text, phone="12900003521", name="何先生",
        follow_via="phone", category="light",
    )  # fmt: skip
    return answer.status_code, {302}, {422}


def by_api(client, cast, text):
    with override_settings(MIDDLEWARE=settings.LINLI_API_MIDDLEWARE):
        api = Caller(cast)
        body = {"text": text, "kind": "snapshot", "area_id": cast.areas["building2"]}
        answer = api.post("/matters", "li", body, uuid4())
    return answer.status_code, {201}, {400, 413, 422}


@pytest.mark.parametrize("door", [by_report, by_register, by_api])
@pytest.mark.parametrize("name", BAD)
def test_a_report_is_taken_or_refused_in_words(client, cast, clock, door, name):
    before, begun = how_many(), time.process_time()
    status, taken, refused = door(client, cast, BAD[name])
    assert status in (taken if name in TAKEN else taken | refused), (name, status)
    assert time.process_time() - begun < SECONDS
    if how_many() > before:
        one = copied(newest())
        with scope(SYSTEM):
            assert MaskedCopy.objects.filter(matter=one).exists()


@pytest.mark.parametrize("name", BAD)
def test_hints_while_one_writes_never_break(client, cast, clock, zhou, name):
    one = reported(cast, zhou, clock.at)
    chen = town.sign_in(client, "chen")
    answer = posted(chen, f"/matters/{one.number}/reply-check/", text=BAD[name])
    assert answer.status_code in (200, 400, 422)
    for path in ("/report/nearby/", "/matters/new/hints/"):
        asked = {"text": BAD[name], "community": cast.areas["huaiyin"]}
        assert posted(town.sign_in(client, "li"), path, **asked).status_code in (200, 400, 422)
