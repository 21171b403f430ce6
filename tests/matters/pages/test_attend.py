"""信访代办 on the screen: the agent's list, the words back, the rights, the consent, the accused."""

import pytest
from tests import town
from tests.matters.petitions import attended, paper, petition
from tests.matters.reports import matter, met

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import move_matter
from linli.matters.models import Matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.LINLI_FILES = tmp_path


def answered(cast, now) -> Matter:
    one, he = attended(cast, now), cast.actor("he")
    for move in ("ours", "accept"):
        move_matter(actor=he, now=now, matter_id=one.pk, move=move)
    move_matter(
        actor=he, now=now, matter_id=one.pk, move="answer", text="已拨付，依据……", points=met("petition")
    )
    return matter(one.pk)


def test_an_agent_tells_and_asks_for_a_review(cast, client):
    now = town.moment()
    one = answered(cast, now)
    town.sign_in(client, "bai")
    text = client.get("/attend/").content.decode()
    assert "要告诉本人" in text
    assert "本人申请复查" in text
    client.post(f"/matters/{one.number}/report-back/", {"via": "visit", "text": "念给她听了。"})
    assert "要告诉本人" not in client.get("/attend/").content.decode()
    page = client.get(f"/matters/{one.number}/").content.decode()
    assert "解决了吗" not in page, "an agent is not asked whether it is good"
    assert client.post(f"/matters/{one.number}/ask/review/", {"text": ""}).status_code == 422
    client.post(f"/matters/{one.number}/ask/review/", {"text": "补偿少算了。"})
    assert matter(one.pk).stage == "reviewing"
    assert client.get(f"/matters/{one.number}/ask/review/").status_code == 404


def test_nobody_but_the_agent_reports_back(cast, client):
    one = attended(cast, town.moment())
    for who in ("zhou", "he", "feng"):
        assert town.sign_in(client, who).get(f"/matters/{one.number}/report-back/").status_code == 404


def test_a_petitioner_names_an_agent_and_ends_it(cast, client):
    one = petition(cast, town.moment())
    town.sign_in(client, "zhou")
    assert "请人代办" in client.get(f"/matters/{one.number}/").content.decode()
    client.post(f"/matters/{one.number}/agent/", {"agent": str(cast.people["bai"])})
    assert "白代办替您代办" in client.get(f"/matters/{one.number}/").content.decode()
    client.post(f"/matters/{one.number}/agent/end/", {})
    assert matter(one.pk).agent_person_id is None


def test_a_desk_needs_the_paper(cast, client):
    one = petition(cast, town.moment())
    town.sign_in(client, "he")
    answer = client.post(f"/matters/{one.number}/agent/", {"agent": str(cast.people["bai"])})
    assert answer.status_code == 422
    assert "委托书拍下来" in answer.content.decode()


def test_a_desk_that_names_its_own_colleague_is_led_away(cast, client):
    one = petition(cast, town.moment(), area_id=cast.areas["heqiao"])
    town.sign_in(client, "he")
    assert "标明被反映人" in client.get(f"/matters/{one.number}/").content.decode()
    answer = client.post(f"/matters/{one.number}/accused/", {"accused": f"p{cast.people['guo']}"})
    assert answer["Location"] == "/inbox/"
    assert client.get(f"/matters/{one.number}/").status_code == 404
    with scope(SYSTEM):
        assert Matter.objects.get(pk=one.pk).holder_role == "district_desk"


def test_the_register_takes_a_petition_from_an_agent_with_the_paper(cast, client):
    now = town.moment()
    town.sign_in(client, "bai")
    text = client.get("/matters/new/").content.decode()
    assert "本人签字的委托书" in text
    assert "12345转来" not in text
    (uid,) = paper(cast, now)
    posted = {
        "way": "petition:visit", "name": "周女士", "phone": "12900002076", "text": "补偿款没发。",
        "community": cast.areas["huaiyin"], "building": cast.areas["building2"], "kept": str(uid),
        "accused": f"p{cast.people['li']}",
    }  # fmt: skip
    answer = client.post("/matters/new/", posted, follow=True)
    assert answer.status_code == 200
    with scope(SYSTEM):
        one = Matter.objects.get(kind="petition")
    assert one.agent_person_id == cast.people["bai"]
    assert f"p{cast.people['li']}" in one.hidden_from
