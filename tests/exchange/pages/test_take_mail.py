"""A desk hands mails in and sees what became of each."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import town
from tests.exchange.commands.test_mail import mail

from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Matter

pytestmark = pytest.mark.django_db


def test_several_at_once_row_by_row(client, cast, clock):
    desk = town.sign_in(client, "he")
    assert desk.get("/mail/").status_code == 200
    mails = [
        SimpleUploadedFile("一.eml", mail(key="1")),
        SimpleUploadedFile("二.eml", mail(key="1")),
        SimpleUploadedFile("三.eml", b"no mail"),
    ]
    answer = desk.post("/mail/", {"mails": mails, "area": cast.areas["street"], "kind": "hotline"})
    assert answer.status_code == 302, answer.content.decode()
    page = desk.get(answer["Location"]).content.decode()
    with scope(SYSTEM):
        matter = Matter.objects.get()
    for word in ("一.eml", "新登记", matter.number, "以前收过", "没有收进", "这不是一封邮件"):
        assert word in page
    other = town.sign_in(client, "song")
    assert other.get(answer["Location"]).status_code == 404


def test_without_a_file_or_with_another_area(client, cast, clock):
    desk = town.sign_in(client, "he")
    assert desk.post("/mail/", {"area": cast.areas["street"], "kind": "hotline"}).status_code == 422
    one = SimpleUploadedFile("一.eml", mail())
    answer = desk.post("/mail/", {"mails": [one], "area": cast.areas["other_street"], "kind": "hotline"})
    assert answer.status_code == 422


def test_staff_see_the_masked_address_and_open_it_with_a_reason(client, cast, clock, now):
    from linli.exchange.commands.mail import take_letter

    taken = take_letter(
        mail(), "a.eml", actor=cast.actor("he"), now=now, area_id=cast.areas["street"], kind="hotline"
    )
    with scope(SYSTEM):
        number = Matter.objects.get(pk=taken[4]).number
    desk = town.sign_in(client, "he")
    page = desk.get(f"/matters/{number}/").content.decode()
    assert "z***@example.org" in page
    assert "zhou@example.org" not in page
    opened = desk.post(f"/matters/{number}/reporter/email/", {"reason": "contact", "words": "回信"})
    assert "zhou@example.org" in opened.content.decode()
