"""消息发送: what did not arrive is seen, its words are not, and it can be tried again."""

from uuid import uuid4

import pytest
from tests import town

from linli.kernel.models import EventRow, Notice
from linli.kernel.notice import tell
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import Channel, NoticeState

pytestmark = pytest.mark.django_db


def put(now, path, key="matters.moved:1:reporter:sms", **more) -> int:
    with scope(SYSTEM):
        tell(
            key=key,
            text="路灯修好了",
            now=now,
            area_path=path,
            address="12900002076",
            channel=Channel.SMS,
            **more,
        )
        Notice.objects.filter(key=key).update(
            state=NoticeState.GIVEN_UP, tries=8, fault="answered 503", next_try_at=None
        )
        return Notice.objects.get(key=key).pk


def again(client, pk):
    return client.post(f"/admin/notices/{pk}/retry/", {"command_id": str(uuid4())}, follow=True)


def test_reasons_are_listed_and_words_are_not(client, cast, now):
    put(now, cast.path("huaiyin"))
    shown = town.sign_in(client, "xi").get("/admin/notices/").content.decode()
    assert "answered 503" in shown
    assert "答复、进展" in shown
    assert "槐荫社区" in shown
    assert "路灯修好了" not in shown
    assert "12900002076" not in shown


def test_one_is_tried_again_once(client, cast, now):
    pk = put(now, cast.path("huaiyin"))
    xi = town.sign_in(client, "xi")
    assert "马上再发一次" in again(xi, pk).content.decode()
    with scope(SYSTEM):
        kept = Notice.objects.get(pk=pk)
        assert (kept.state, kept.tries) == (NoticeState.FAILED, 0)
        assert EventRow.objects.filter(code="kernel.notice_retried", subject_id=pk).count() == 1
    assert "自动再发" in again(xi, pk).content.decode()


def test_a_text_whose_link_is_gone_cannot_be_sent_again(client, cast, now):
    pk = put(now, cast.path("huaiyin"), secret="link")
    with scope(SYSTEM):
        Notice.objects.filter(pk=pk).update(secret=None, text="请点开 ******")
    assert "已经清掉" in again(town.sign_in(client, "xi"), pk).content.decode()


@pytest.mark.parametrize("name", ["li", "he", "an", "shen", "zhou"])
def test_others_do_not_see_it(client, cast, now, name):
    pk = put(now, cast.path("huaiyin"))
    other = town.sign_in(client, name)
    assert other.get("/admin/notices/").status_code == 403
    assert other.post(f"/admin/notices/{pk}/retry/").status_code == 403


def test_all_is_well(client, cast):
    assert "消息都送到了" in town.sign_in(client, "xi").get("/admin/notices/").content.decode()


def test_many_come_in_pages(client, cast, now):
    for n in range(60):
        put(now, cast.path("huaiyin"), key=f"ask:{n}:reporter:sms")
    xi = town.sign_in(client, "xi")
    shown = xi.get("/admin/notices/").content.decode()
    assert shown.count("回访链接") == 50
    assert "下一页" in shown
