"""赋能清单 for everybody, its versions, the shipped 42 items, a table that publishes only when it is sound."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import town

from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import DutyList
from linli.matters.rules.duty_sample import sample_items

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.LINLI_FILES = tmp_path


def body(answer):
    return answer.content.decode()


def test_the_shipped_list_has_its_shape():
    items = sample_items()
    groups = {
        kind: {one["group"] for one in items if one["kind"] == kind} for kind in ("service", "guarantee")
    }
    assert len(items) == 42
    assert [len(groups[kind]) for kind in ("service", "guarantee")] == [5, 3]
    assert len({one["name"] for one in items}) == 42


def test_a_sample_is_published_and_marked(client, cast):
    street = cast.areas["street"]
    assert "还没有发布清单" in body(client.get(f"/duties/{street}/"))
    assert client.get(f"/duties/{cast.areas['huaiyin']}/").status_code == 404
    town.sign_in(client, "he")
    assert "先用示例42项" in body(client.get("/admin/duties/"))
    assert client.post(f"/admin/duties/{street}/sample/", {}).status_code == 302
    client.logout()
    page = body(client.get(f"/duties/{street}/"))
    assert "第1版，共42项" in page
    assert "示例" in page
    assert "夜间联合巡查" in page
    assert "云山街道" in body(client.get("/duties/"))


def test_a_table_publishes_when_every_row_is_sound(client, cast):
    street = cast.areas["street"]
    town.sign_in(client, "he")
    content = client.get("/admin/duties/table/").content
    rows = [*openpyxl.load_workbook(BytesIO(content)).active.values]
    assert len(rows) == 43
    said = {"area": street, "since": town.moment().date().isoformat(), "basis": "云街〔2026〕8号"}
    bad = (
        "部分,类别,事项,提供什么\n服务,平安服务,巡查,派两人\n别的,平安服务,巡查,派两人\n服务,平安服务,,派两人"
    )
    answer = client.post("/admin/duties/", {**said, "file": SimpleUploadedFile("a.csv", bad.encode())})
    assert answer.status_code == 422
    assert "第3行" in body(answer)
    assert "第4行" in body(answer)
    with scope(SYSTEM):
        assert not DutyList.objects.exists()
    assert (
        client.post("/admin/duties/", {**said, "file": SimpleUploadedFile("a.xlsx", content)}).status_code
        == 302
    )
    good = "部分,类别,事项,提供什么\n上级收回,执法,违建拆除,由区里执法队办"
    assert (
        client.post(
            "/admin/duties/", {**said, "file": SimpleUploadedFile("b.csv", good.encode())}
        ).status_code
        == 302
    )
    page = body(client.get(f"/duties/{street}/"))
    assert "第2版，共1项" in page
    assert "上级收回" in page
    assert "第1版，共42项" in body(client.get(f"/duties/{street}/?version=1"))
    assert client.get(f"/duties/{street}/?version=9").status_code == 404
