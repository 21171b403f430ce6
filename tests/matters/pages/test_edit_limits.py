"""办理时限: every stage with what holds where; a new one from a day on."""

import pytest
from tests import town
from tests.matters.desk import text_of

from linli.matters.models import StageHours

pytestmark = pytest.mark.django_db


@pytest.fixture
def xi(client, clock):
    return town.sign_in(client, "xi")


def address(cast, area="street", kind="snapshot"):
    return f"/admin/limits/?area={cast.areas[area]}&kind={kind}"


ASKED = {
    "stage": "new",
    "number": "2",
    "unit": "wh",
    "rung": "",
    "since": "2026-11-25",
    "source": "云街发〔2026〕8号",
}


def test_own_inherited_and_declared_limits_are_told_apart(xi, cast):
    assert "待核实 4个工作小时 系统自带" in text_of(xi.get(address(cast)).content.decode())
    answer = xi.post(address(cast), ASKED, follow=True)
    page = text_of(answer.content.decode())
    assert "待核实 2个工作小时 自己定的，云街发〔2026〕8号" in page
    below = text_of(xi.get(address(cast, "huaiyin")).content.decode())
    assert "待核实 2个工作小时 沿用云山街道，云街发〔2026〕8号" in below
    above = text_of(xi.get(address(cast, "district")).content.decode())
    assert "待核实 4个工作小时 系统自带" in above


def test_one_rung_and_a_later_day_are_shown_beside_what_holds(xi, cast):
    xi.post(address(cast), {**ASKED, "rung": "1", "number": "0.25"})
    xi.post(address(cast), {**ASKED, "since": "2026-12-01", "number": "1"})
    page = text_of(xi.get(address(cast)).content.decode())
    assert "待核实 4个工作小时 社区手里0.25个工作小时" in page
    assert "2026年12月1日（周二）起1个工作小时（云山街道）" in page


def test_the_promise_to_the_reporter_is_a_limit_too(xi, cast):
    xi.post(address(cast), {**ASKED, "stage": "promise", "number": "2", "unit": "wd", "rung": "2"})
    row = StageHours.objects.get()
    assert (row.stage, row.span, row.rung) == ("promise", "2wd", None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": "0"}, "要大于0"),
        ({"number": "0.3"}, "小时可以到一刻钟"),
        ({"number": "1.5", "unit": "wd"}, "天数写整数"),
        ({"number": "abc"}, ""),
        ({"since": "2026-11-24"}, "生效日期不能早于今天。"),
        ({"stage": "closed"}, "没有这个选项"),
        ({"source": "x" * 201}, "最多200个字"),
    ],
)
def test_what_cannot_be_is_said(xi, cast, change, sentence):
    answer = xi.post(address(cast), {**ASKED, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not StageHours.objects.exists()


def test_the_same_day_twice_is_refused(xi, cast):
    xi.post(address(cast), ASKED)
    answer = xi.post(address(cast), {**ASKED, "number": "3"})
    assert "这一天已经设过这个时限" in answer.content.decode()


def test_areas_out_of_reach_are_not_there(client, xi, cast):
    assert xi.get("/admin/limits/?area=999999").status_code == 404
    assert xi.get(f"/admin/limits/?area={cast.areas['grid3']}").status_code == 404
    assert xi.get("/admin/limits/?kind=none").status_code == 200
    for name in ("li", "an", "he"):
        assert town.sign_in(client, name).get("/admin/limits/").status_code == 403
