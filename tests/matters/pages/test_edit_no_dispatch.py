"""The six answers, an area's own, the versions."""

import pytest
from tests import town

pytestmark = pytest.mark.django_db


def test_a_street_words_its_own_answer(client, cast):
    town.sign_in(client, "he")
    page = client.get("/admin/no-dispatch/").content.decode()
    assert page.count("自带") == 6
    said = {
        "area": cast.areas["street"],
        "reason": "beyond_duty",
        "text": "请找物业。",
        "since": town.moment().date(),
    }
    assert client.post("/admin/no-dispatch/", {**said, "text": ""}).status_code == 422
    assert client.post("/admin/no-dispatch/", said).status_code == 302
    assert client.post("/admin/no-dispatch/", said).status_code == 422
    page = client.get("/admin/no-dispatch/").content.decode()
    assert page.count("自带") == 5
    assert "请找物业。" in page
