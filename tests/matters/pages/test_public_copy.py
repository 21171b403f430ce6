"""公开文本: what is hidden is shown to desks, who may hide more and show some."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import reported

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import understand
from linli.matters.queries import public_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, zhou, now, clock):
    return reported(cast, zhou, now, text="李建国说3栋2单元501室<b>灯不亮", category="light")


def masked(lamp, now):
    spans = [("text", "name", 0, 3, "cue"), ("text", "room", 6, 13, "unit_room")]
    understand(actor=SYSTEM, now=now, matter_id=lamp.pk, spans=spans, whole=False)


def test_before_it_is_made_nothing_is_public(client, lamp):
    page = town.sign_in(client, "li").get(f"/matters/{lamp.number}/public/")
    assert "还没有做好" in page.content.decode()


def test_show_one_and_hide_other_words(client, lamp, now):
    masked(lamp, now)
    li = town.sign_in(client, "li")
    page = li.get(f"/matters/{lamp.number}/public/").content.decode()
    assert "〔姓名〕说3栋〔门牌〕&lt;b&gt;灯不亮" in page
    assert "只按规则" in page
    show = {"command_id": str(uuid4()), "words": "text", "begin": "6", "end": "13"}
    assert li.post(f"/matters/{lamp.number}/public/", show).status_code == 302
    hide = {"command_id": str(uuid4()), "stretch": "灯不亮"}
    for _ in range(2):
        assert li.post(f"/matters/{lamp.number}/public/", hide).status_code == 302
    with scope(SYSTEM):
        assert public_words([lamp.pk])[lamp.pk][1] == "〔姓名〕说3栋2单元501室<b>〔隐去〕"


def test_words_that_are_not_there_are_refused_beside_the_field(client, lamp, now):
    masked(lamp, now)
    answer = town.sign_in(client, "li").post(f"/matters/{lamp.number}/public/", {"stretch": "没有这些字"})
    assert answer.status_code == 422
    assert "原文里没有这些字" in answer.content.decode()


def test_a_grid_worker_has_no_such_page(client, lamp):
    assert town.sign_in(client, "chen").get(f"/matters/{lamp.number}/public/").status_code == 403
