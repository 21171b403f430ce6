"""One category: added, changed, retired and put to use again."""

import pytest
from tests import town
from tests.matters.reports import matter, reported

from linli.matters.models import Category
from linli.matters.queries import chips

pytestmark = pytest.mark.django_db
NEW = {"code": "lift", "name": "电梯", "parent": "", "icon": "building", "chip": "on", "position": "9"}


@pytest.fixture
def xi(client, cast, clock):
    return town.sign_in(client, "xi")


def test_a_new_one_is_offered_to_residents_at_once(xi):
    answer = xi.post("/admin/categories/new/", NEW, follow=True)
    assert "已新增“电梯”。" in answer.content.decode()
    assert [one.name for one in chips()][-1] == "电梯"


def test_a_change_keeps_code_and_goes_below_another(xi):
    asked = {"name": "照明", "parent": "other", "icon": "lamp", "position": "0"}
    xi.post("/admin/categories/edit/light/", asked)
    one = Category.objects.get(code="light")
    assert (one.name, one.parent.code, one.chip) == ("照明", "other", False)
    circle = xi.post("/admin/categories/edit/other/", {**asked, "name": "其他", "parent": "light"})
    assert circle.status_code == 422
    assert "上级类别不能是它自己或它下面的类别。" in circle.content.decode()


def test_retired_ones_are_kept_and_can_come_back(xi):
    answer = xi.post("/admin/categories/edit/noise/retire/", follow=True)
    assert "已停用" in answer.content.decode()
    assert "noise" not in [one.code for one in chips()]
    page = xi.get("/admin/categories/edit/noise/").content.decode()
    assert "保存后重新启用" in page
    xi.post(
        "/admin/categories/edit/noise/",
        {"name": "噪声", "parent": "", "icon": "noise", "chip": "on", "position": "5"},
    )
    assert "noise" in [one.code for one in chips()]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "电梯"}, "编码只能用字母"),
        ({"code": "²x"}, "编码只能用字母"),
        ({"code": ""}, "请填写编码。"),
        ({"name": "x" * 21}, "最多20个字"),
        ({"name": "a\u202eb"}, "看不见的字符"),
        ({"parent": "nothing"}, "没有这个选项"),
        ({"icon": "skull"}, "没有这个选项"),
        ({"position": "99999"}, "不能大于30000"),
    ],
)
def test_what_cannot_be_is_said(xi, change, sentence):
    before = Category.objects.count()
    answer = xi.post("/admin/categories/new/", {**NEW, **change})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Category.objects.count() == before


def test_codes_nobody_knows_are_not_there(xi, client):
    assert xi.get("/admin/categories/edit/none/").status_code == 404
    assert xi.post("/admin/categories/edit/none/retire/").status_code == 404
    assert town.sign_in(client, "li").get("/admin/categories/new/").status_code == 403


def test_one_is_merged_into_another_and_matters_keep_what_they_had(xi, cast, zhou, clock):
    one = reported(cast, zhou, clock.at, category="noise")
    page = xi.get("/admin/categories/edit/noise/merge/").content.decode()
    assert 'value="noise"' not in page, "not into itself"
    assert xi.post("/admin/categories/edit/noise/merge/", {"into": ""}).status_code == 422
    done = xi.post("/admin/categories/edit/noise/merge/", {"into": "other"}, follow=True).content.decode()
    assert "已并掉" in done
    assert "noise" not in [one.code for one in chips()]
    assert matter(one.pk).category.code == "noise"
    again = reported(cast, zhou, clock.at, category="noise")
    assert again.category.code == "other", "whoever still sends the old code means the new one"
    assert xi.get("/admin/categories/edit/none/merge/").status_code == 404
