"""我要说事: from a resident with a name, a guest without; it goes to the community's desk and is answered like any."""

import pytest
from tests import town
from tests.matters.reports import newest

from linli.matters.commands import move_matter

pytestmark = pytest.mark.django_db

WORDS = "活动室周末能不能也开门，孩子们没地方去。"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.LINLI_FILES = tmp_path


def test_a_resident_says_something_and_gets_the_receipt(cast, client, clock):
    town.sign_in(client, "zhou")
    assert "周女士" in client.get("/talk/new/").content.decode()
    answer = client.post("/talk/new/", {"text": WORDS})
    assert answer.url.endswith("/received/")
    made = newest()
    assert (made.kind, made.source, made.holder_role) == ("talk", "app", "community_desk")
    assert made.reporter_person_id == cast.people["zhou"]
    assert made.community_id == cast.areas["huaiyin"]
    move_matter(actor=cast.actor("li"), now=town.moment(), matter_id=made.pk, move="take", text="在商量。")
    assert "有人在研究了" in client.get(f"/matters/{made.number}/").content.decode()


def test_a_guest_says_where_first_and_may_leave_no_name(cast, client, clock):
    assert client.get("/talk/new/").url == "/place/?next=/talk/new/"
    page = client.get(f"/talk/new/?area={cast.areas['building8']}")
    assert "怎么称呼您" in page.content.decode()
    answer = client.post(f"/talk/new/?area={cast.areas['building8']}", {"text": WORDS})
    assert client.get(answer.url).status_code == 200
    assert newest().reporter_person_id is None
    assert client.post(f"/talk/new/?area={cast.areas['building8']}", {"text": ""}).status_code == 422


def test_a_clerk_takes_it_down_as_said_at_the_desk(cast, client, clock):
    town.sign_in(client, "li").post(f"/talk/new/?area={cast.areas['huaiyin']}", {"text": WORDS})
    assert newest().source == "desk"
