"""补充情况: words, photos or both; what was typed is never lost."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import covered, kept_in, picture, reported

from linli.matters.commands import withdraw

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(cast, clock, zhou):
    return reported(cast, zhou, clock.at)


@pytest.fixture
def own(client, lamp):
    return town.sign_in(client, "zhou")


def add(client, one, **said):
    """As a browser does: the page first, then the form."""
    client.get(f"/matters/{one.number}/supplement/")
    return client.post(f"/matters/{one.number}/supplement/", {"command_id": str(uuid4()), **said})


def test_words_and_photos_reach_the_course(own, lamp):
    assert own.get(f"/matters/{lamp.number}/supplement/").status_code == 200
    answer = add(own, lamp, text="五楼的灯也不亮。", photos=picture())
    assert answer.url == f"/matters/{lamp.number}/"
    page = own.get(answer.url).content.decode()
    assert "已补充，网格员陈思远看得到" in page
    assert "五楼的灯也不亮。" in page
    assert "/photos/" not in page, "not before faces and plates are covered"
    covered(lamp, lamp.opened_at)
    assert "/photos/" in own.get(answer.url).content.decode()


def test_a_photo_alone_is_enough(own, lamp):
    assert add(own, lamp, photos=picture()).status_code == 302


def test_sent_twice_it_stands_once(own, lamp):
    form_id = str(uuid4())
    for _again in range(2):
        assert (
            add(own, lamp, command_id=form_id, text="五楼的灯也不亮。", photos=picture()).status_code == 302
        )
    covered(lamp, lamp.opened_at)
    page = own.get(f"/matters/{lamp.number}/").content.decode()
    assert page.count("五楼的灯也不亮。") == 1
    assert page.count("<img") == 1


def test_nothing_is_not_enough(own, lamp):
    page = add(own, lamp, text="  ")
    assert page.status_code == 422
    assert "请写点内容再提交" in page.content.decode()


def test_an_error_keeps_words_and_photos(own, lamp):
    page = add(own, lamp, text="灯" * 2001, photos=picture()).content.decode()
    assert "最多2000个字" in page
    assert "灯" * 2001 in page
    assert len(kept_in(page)) == 1


def test_what_is_over_takes_no_more(own, lamp, zhou, clock):
    withdraw(actor=zhou, now=clock.at, matter_id=lamp.pk)
    page = add(own, lamp, text="又坏了")
    assert page.status_code == 422
    assert "已经办结" in page.content.decode()
    assert "又坏了" in page.content.decode()
