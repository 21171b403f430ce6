"""议事 at the desk by its forms, from the first opinion to asking the proposer."""

import pytest
from tests import town
from tests.matters.reports import matter

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import move_matter, open_matter
from linli.matters.models import ProposalAction

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(cast):
    made = open_matter(
        actor=cast.actor("zhou"), now=town.moment(), kind="proposal", text="楼下装一排座椅。", area_id=cast.areas["huaiyin"]
    )  # fmt: skip
    return matter(made.subject_id)


def send(client, idea, step, **values):
    answer = client.post(f"/matters/{idea.number}/{step}/", values)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(f"/matters/{idea.number}/").content.decode()


def test_all_the_way_by_forms(client, cast, idea):
    town.sign_in(client, "li")
    assert "公开征集意见" in client.get(f"/matters/{idea.number}/").content.decode()
    assert "公开页" in send(client, idea, "topic", title="楼下装座椅", text="装在哪里？")
    assert "要有靠背" in send(client, idea, "opinion", source="paper", text="要有靠背", said_by="老张")
    assert "2条意见" in client.get(f"/matters/{idea.number}/distil/").content.decode()
    page = send(client, idea, "distil", title="楼下装座椅", text="装四个带靠背的座椅。")
    assert "归纳了2条意见" in page
    for verdict in ("accept", "partly", "decline"):
        assert f"/matters/{idea.number}/decide/{verdict}/" in page
    assert client.post(f"/matters/{idea.number}/decide/accept/", {"reason": " "}).status_code == 422
    assert "/action/" in send(client, idea, "decide/accept", reason="党群经费里有。")
    assert "办完0件" in send(client, idea, "action", kind="snapshot", text="采购座椅", category="")
    assert client.post(f"/matters/{idea.number}/finish/", {"text": "好了"}).status_code == 422
    with scope(SYSTEM):
        act = ProposalAction.objects.get().action
    where = {"holder_role": act.holder_role}
    assert where["holder_role"] == "community_desk"
    move_matter(
        actor=cast.actor("li"), now=town.moment(), matter_id=act.pk, move="void", text="厂家直接装了。"
    )
    assert "问提议人" in send(client, idea, "finish", text="四个座椅都装好了。")


def test_a_step_that_is_not_due_is_not_there(client, idea):
    town.sign_in(client, "li")
    for step in ("decide/accept", "finish", "decide/nothing"):
        assert client.get(f"/matters/{idea.number}/{step}/").status_code == 404


def test_an_ordinary_matter_has_no_such_forms(client, cast):
    made = open_matter(
        actor=cast.actor("zhou"), now=town.moment(), kind="snapshot", text="灯", area_id=cast.areas["grid3"]
    )
    town.sign_in(client, "li")
    for step in ("topic", "opinion", "distil", "decide/accept", "action", "finish"):
        assert client.get(f"/matters/{made.number}/{step}/").status_code == 404
