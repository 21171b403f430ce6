"""The public board: words and progress for everybody, an opinion for whoever is signed in, no names."""

import pytest
from tests import town
from tests.matters.reports import matter

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import open_matter, publish_topic
from linli.matters.models import Matter, Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(cast):
    now = town.moment()
    made = open_matter(
        actor=cast.actor("zhou"),
        now=now,
        kind="proposal",
        text="周家提的：装座椅。",
        area_id=cast.areas["huaiyin"],
    )
    publish_topic(
        actor=cast.actor("li"), now=now, matter_id=made.subject_id, title="楼下装座椅", text="装在哪里？"
    )
    return matter(made.subject_id)


def body(answer):
    return answer.content.decode()


def test_everybody_reads_it_and_no_name_is_there(client, idea):
    for address in ("/proposals/", f"/proposals/{idea.number}/"):
        page = body(client.get(address))
        assert "楼下装座椅" in page
        assert "周" not in page.replace("周一", "").replace("本周", "")
    assert client.get("/proposals/20991231-0001/").status_code == 404


def test_a_resident_says_something_and_sees_it_again(client, idea):
    town.sign_in(client, "feng")
    address = f"/proposals/{idea.number}/"
    assert client.post(address, {"text": ""}).status_code in (200, 422)
    client.post(address, {"source": "screen", "text": "装在树下"})
    assert "装在树下" in body(client.get(address))
    assert "楼下装座椅" in body(client.get("/proposals/")).split("我说过的")[1]


def test_a_grid_worker_brings_what_people_said(client, idea):
    town.sign_in(client, "chen")
    address = f"/proposals/{idea.number}/"
    assert (
        client.post(address, {"source": "visit", "text": "别挡消防通道", "said_by": "3号楼"}).status_code
        == 302
    )
    with scope(SYSTEM):
        row = Opinion.objects.get()
    assert (row.source, row.person_id, row.said_by) == ("visit", None, "3号楼")
    assert "别挡消防通道" not in body(client.get(address))


def test_a_guest_is_asked_to_sign_in(client, idea):
    answer = client.post(f"/proposals/{idea.number}/", {"text": "我也想说"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_somebody_proposes_something(client, cast):
    town.sign_in(client, "feng")
    assert client.get("/proposals/new/").status_code in (200, 302)
    client.cookies["area"] = str(cast.areas["huaiyin"])
    town.sign_in(client, "zhou")
    assert client.get("/proposals/new/").status_code == 200
    assert client.post("/proposals/new/", {"text": "想要个棋桌"}).status_code == 302
    with scope(SYSTEM):
        assert Matter.objects.get(kind="proposal").text == "想要个棋桌"


def test_pages_turn(client, cast):
    now = town.moment()
    for n in range(21):
        pk = open_matter(
            actor=cast.actor("zhou"), now=now, kind="proposal", text=f"第{n}个", area_id=cast.areas["huaiyin"]
        ).subject_id
        publish_topic(actor=cast.actor("li"), now=now, matter_id=pk, title=f"议题{n}号", text="说说看。")
    page = body(client.get("/proposals/"))
    assert "议题20号" in page
    assert "议题0号" not in page
    after = page.split("?")[-1].split('"')[0]
    assert "after=" in page
    assert "议题0号" in body(client.get(f"/proposals/?{after}"))
