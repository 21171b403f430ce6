"""怎么回访: one of the kind's ways, the reporter's own choice."""

import pytest
from tests import town
from tests.matters.reports import matter, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(client, cast, clock, zhou):
    town.sign_in(client, "zhou")
    return reported(cast, zhou, clock.at)


def test_the_choice_is_kept_and_shown(client, lamp):
    answer = client.post(f"/matters/{lamp.number}/follow-up/", {"via": "visit"}, follow=True)
    assert "办好后上门回访您" in answer.content.decode()
    assert matter(lamp.pk).follow_via == "visit"
    assert 'value="visit"' in answer.content.decode()


@pytest.mark.parametrize("via", ["", "link", "pigeon", "phone\x00"])
def test_there_is_no_other_way(client, lamp, via):
    page = client.post(f"/matters/{lamp.number}/follow-up/", {"via": via})
    assert page.status_code == 422
    assert matter(lamp.pk).follow_via == "phone"
