"""Texts for a telephone stay within one message, with what they must say."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.notice import MASK
from linli.matters.rules.telling import SMS, answered_sms, asking_sms, gist, received_sms, when

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 25, 14, 20, tzinfo=CHINA)
TOKEN = "x" * 22
NUMBER = "20261125-0043"


def sent(text: str, link: str) -> str:
    return text.replace(MASK, link)


@pytest.mark.parametrize("host", ["l.cn", "ll.gov.cn", "127.0.0.1:8000", "linli.yunshan.gov.cn:8443"])
def test_a_text_about_a_new_matter(host):
    link = f"{host}/f/{TOKEN}/"
    text = received_sms(
        sender="云山街道", number=NUMBER, what="到现场看", due_at=NOW + timedelta(hours=3), now=NOW, link=link
    )
    assert len(sent(text, link)) <= SMS
    assert NUMBER in text
    assert text.startswith("【")
    if len(link) <= 34:
        assert "今天17:20前" in text
        assert MASK in text


def test_the_longest_way_of_saying_it_that_fits_is_taken():
    short = received_sms(
        sender="云山街道", number=NUMBER, what="答复", due_at=NOW, now=NOW, link="l.cn/f/abc"
    )
    assert short == f"【云山街道】您反映的{NUMBER}已收到，今天14:20前答复。{MASK}"


def test_a_text_about_an_answer_begins_to_tell_it():
    link = f"ll.gov.cn/f/{TOKEN}/"
    text = answered_sms(
        sender="云山街道", number=NUMBER, answer="换了新的感应器，楼道灯已亮，请您晚上看一看。", link=link
    )
    assert len(sent(text, link)) <= SMS
    assert "换了新的" in text
    assert text.endswith(MASK)


def test_a_text_that_asks_always_has_its_link():
    for host in ("l.cn", "a" * 60):
        link = f"{host}/r/{TOKEN}/"
        text = asking_sms(sender="云山街道", number=NUMBER, link=link)
        assert MASK in text


@given(
    sender=st.text(st.characters(categories=["Lo"]), min_size=1, max_size=20),
    answer=st.text(max_size=300),
    host=st.integers(4, 50),
    hours=st.integers(-100, 5000),
)
def test_no_text_is_ever_longer_than_one_message(sender, answer, host, hours):
    link = f"{'h' * host}/f/{TOKEN}/"
    due = NOW + timedelta(hours=hours)
    for text in (
        received_sms(sender=sender, number=NUMBER, what="到现场看", due_at=due, now=NOW, link=link),
        received_sms(sender=sender, number=NUMBER, what="答复", due_at=None, now=NOW, link=link),
        answered_sms(sender=sender, number=NUMBER, answer=answer, link=link),
    ):
        assert len(sent(text, link)) <= SMS
        assert NUMBER in text
        assert text.count(MASK) <= 1


def test_moments_are_short():
    assert when(NOW, NOW) == "今天14:20"
    assert when(datetime(2026, 11, 26, 0, 0, tzinfo=CHINA), NOW) == "今天24:00"
    assert when(datetime(2026, 12, 1, 18, 0, tzinfo=CHINA), NOW) == "12月1日18:00"


def test_a_gist_stands_on_one_line():
    assert gist("一\n二  三", 10) == "一 二 三"
    assert gist("一二三四五六七", 5) == "一二三四…"
