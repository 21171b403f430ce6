"""The one-time question: looking does not use it up, answering does, once."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.matters.reports import answered, matter, reported

from linli.kernel.scope import GUEST
from linli.matters.commands import follow_up, make_follow_up_link

pytestmark = pytest.mark.django_db
TOKEN = "t" * 24


@pytest.fixture
def asked(cast, clock, li):
    one = answered(cast, reported(cast, GUEST, clock.at), clock.move(hours=1))
    make_follow_up_link(actor=li, now=clock.move(minutes=1), matter_id=one.pk, token=TOKEN)
    return one


def answer(client, **said):
    return client.post(f"/r/{TOKEN}/", {"command_id": str(uuid4()), **said}, follow=True)


def test_messengers_may_look_first(client, asked):
    for _look in range(3):
        page = client.get(f"/r/{TOKEN}/")
        assert "解决了吗" in page.content.decode()
        assert page["X-Robots-Tag"] == "noindex"
    assert client.head(f"/r/{TOKEN}/").status_code == 200
    assert matter(asked.pk).stage == "fixed"


def test_a_browser_may_send_the_answer(asked):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(f"/r/{TOKEN}/")
    assert page["Referrer-Policy"] == "same-origin", "with no-referrer browsers send the form as from nowhere"
    mark = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    said = {"csrfmiddlewaretoken": mark, "command_id": str(uuid4()), "verdict": "solved"}
    assert browser.post(f"/r/{TOKEN}/", said, headers={"origin": "null"}).status_code == 403
    assert browser.post(f"/r/{TOKEN}/", said, headers={"origin": "http://testserver"}).status_code == 302
    assert matter(asked.pk).outcome == "solved"


def test_the_answer_counts_once(client, asked):
    page = answer(client, verdict="solved", satisfaction="very_good", text="谢谢").content.decode()
    assert "谢谢您。这件事办结了" in page
    assert "您已经回答过了" in page
    assert matter(asked.pk).outcome == "solved"
    again = answer(client, verdict="unsolved")
    assert again.status_code == 422
    assert matter(asked.pk).outcome == "solved"


def test_a_double_click_is_one(client, asked):
    form_id = str(uuid4())
    for _twice in range(2):
        assert answer(client, command_id=form_id, verdict="unsolved").status_code == 200
    assert matter(asked.pk).redos == 1


def test_without_a_verdict_the_words_are_kept(client, asked):
    page = answer(client, text="还是有点闪")
    assert page.status_code == 422
    assert "还是有点闪" in page.content.decode()
    assert "请选择解决了吗" in page.content.decode()
    assert matter(asked.pk).stage == "fixed"


def test_after_a_week_it_is_over(client, asked, clock):
    clock.at += timedelta(days=8)
    assert "这个链接过期了" in client.get(f"/r/{TOKEN}/").content.decode()
    assert answer(client, verdict="solved").status_code == 422


def test_asked_by_telephone_meanwhile_it_is_over(client, asked, clock, li):
    follow_up(
        actor=li, now=clock.move(hours=1), matter_id=asked.pk, via="phone", reached=True, verdict="unsolved"
    )
    assert "这个链接过期了" in client.get(f"/r/{TOKEN}/").content.decode()
    assert answer(client, verdict="solved").status_code == 422
    assert matter(asked.pk).redos == 1


def test_it_shows_no_more_than_the_heading(client, asked):
    page = client.get(f"/r/{TOKEN}/").content.decode()
    assert asked.title in page
    assert "晚上看不清" not in page
    assert "陈思远" not in page


@pytest.mark.parametrize("token", ["t" * 23, "题", "%00", "a" * 3000])
def test_any_other_link_asks_nothing(client, asked, token):
    assert client.get(f"/r/{token}/").status_code == 404
    assert client.post(f"/r/{token}/", {"verdict": "solved"}).status_code == 404
