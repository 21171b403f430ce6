"""Choosing a set of limits on its page: sources, what changes, how many open matters would move."""

import pytest
from tests import town
from tests.matters.desk import ordered, text_of
from tests.matters.reports import matter

from linli.matters.models import StageHours

pytestmark = pytest.mark.django_db


@pytest.fixture
def xi(client, clock):
    return town.sign_in(client, "xi")


def address(cast, **more):
    words = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/admin/limits/presets/?area={cast.areas['street']}{words}"


def test_each_set_shows_its_lines_with_their_sources_and_what_would_move(xi, cast, now):
    ordered(cast, now, order_type="enquiry")
    page = text_of(xi.get(address(cast, preset="qinglong")).content.decode())
    assert "待签收 全部 2个工作小时 2小时 晴隆县12345工单办理（2023）：2小时内签收" in page
    assert "办理中 咨询 5个工作日 1天" in page
    assert "这里在办1件。如果今天一起改，1件的期限会变。" in page
    assert not StageHours.objects.exists()


def test_taking_a_set_with_the_open_ones(xi, cast, now):
    one = ordered(cast, now, order_type="enquiry")
    asked = {"preset": "qinglong", "since": "2026-11-25", "open_ones": "on"}
    answer = xi.post(address(cast, preset="qinglong"), asked, follow=True)
    page = text_of(answer.content.decode())
    assert "云山街道的时限已换，在办1件里1件的期限变了。" in page
    assert "咨询1天" in page, "the sheet says what holds for which type"
    assert matter(one.pk).promised_at != one.promised_at


def test_from_a_later_day_open_ones_cannot_go_over(xi, cast):
    asked = {"preset": "beijing", "since": "2026-12-01", "open_ones": "on"}
    answer = xi.post(address(cast, preset="beijing"), asked)
    assert answer.status_code == 422
    assert "在办的诉求只能从今天起一起改" in answer.content.decode()
    assert xi.post(address(cast, preset="beijing"), {**asked, "open_ones": ""}).status_code == 302
    coming = text_of(xi.get(f"/admin/limits/?area={cast.areas['street']}&kind=hotline").content.decode())
    assert "紧急：2026年12月1日（周二）起2小时（云山街道）" in coming
