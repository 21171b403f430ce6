"""导入工单 in the browser: hand in, say what the columns mean, try, take in, take the faulty rows away."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import town
from tests.matters.imports.tables import BOARD, board, save

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import work_through
from linli.matters.models import ColumnMapping, ImportRun, Matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.LINLI_FILES = tmp_path / "files"


@pytest.fixture
def he(client, cast):
    return town.sign_in(client, "he")


def hand_in(client, cast, path, **more):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(
        "/imports/", {"file": file, "area": cast.areas["street"], "command_id": str(uuid4()), **more}
    )


def only_run() -> ImportRun:
    with scope(SYSTEM):
        return ImportRun.objects.get()


def columns(run, **more):
    return {**run.columns, "command_id": str(uuid4()), **more}


def test_from_the_file_to_the_orders(he, cast, tmp_path):
    rows = board(30)
    rows[4][3] = "去年"
    answer = hand_in(he, cast, save(tmp_path / "留言.xlsx", BOARD, rows))
    run = only_run()
    assert answer.status_code == 302
    assert answer["Location"] == f"/imports/{run.pk}/"

    shown = he.get(answer["Location"]).content.decode()
    assert rows[3][2] in shown, "the first rows as they will become"
    assert "时间看不懂" in shown
    assert rows[0][1] not in shown, "names are masked"
    with scope(SYSTEM):
        assert Matter.objects.filter(source="import").count() == 0

    assert he.post(f"/imports/{run.pk}/", columns(run, step="try")).status_code == 302
    assert list(work_through(run.pk))[-1] == 30
    assert "试运行的结果" in he.get(f"/imports/{run.pk}/").content.decode()
    with scope(SYSTEM):
        assert Matter.objects.filter(source="import").count() == 0

    he.post(f"/imports/{run.pk}/", columns(run, step="take", mapping_name="留言板"))
    waiting = he.get(f"/imports/{run.pk}/").content.decode()
    assert f'hx-get="/imports/{run.pk}/progress/"' in waiting
    part = he.get(f"/imports/{run.pk}/progress/")
    assert "HX-Refresh" not in part
    list(work_through(run.pk))
    assert he.get(f"/imports/{run.pk}/progress/")["HX-Refresh"] == "true"

    done = he.get(f"/imports/{run.pk}/").content.decode()
    assert "导入完了" in done
    with scope(SYSTEM):
        assert Matter.objects.filter(source="import").count() == 29
        assert ColumnMapping.objects.get().name == "留言板"
    assert he.post(f"/imports/{run.pk}/", columns(run, step="take")).status_code == 422, "once is enough"


def test_the_rows_to_change_can_be_taken_away(he, cast, tmp_path):
    rows = board(5)
    rows[1][3], rows[1][5] = "=1+1", '=HYPERLINK("http://example.com")'
    hand_in(he, cast, save(tmp_path / "a.xlsx", BOARD, rows))
    run = only_run()
    he.post(f"/imports/{run.pk}/", columns(run, step="take"))
    list(work_through(run.pk))
    answer = he.get(f"/imports/{run.pk}/refused.xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]][:3] == ["行", "要改什么", "代码"]
    assert sheet["A2"].value == 3
    assert sheet.max_row == 2
    cells = {cell.value: cell.data_type for cell in sheet[2]}
    assert cells["=1+1"] == "s"
    assert cells['=HYPERLINK("http://example.com")'] == "s"
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_a_saved_mapping_is_recognised(he, cast, tmp_path):
    heads = ("甲", "乙", "丙", "丁")
    rows = [["1", "路灯不亮", "门口的灯不亮了", "2020-01-02 10:00"]]
    hand_in(he, cast, save(tmp_path / "a.xlsx", heads, rows))
    run = only_run()
    assert run.columns == {}
    chosen = {"number": "甲", "title": "乙", "text": "丙", "opened": "丁"}
    looked = he.post(f"/imports/{run.pk}/", {**chosen, "step": "look", "command_id": str(uuid4())})
    assert "1月2日" in looked.content.decode()
    he.post(
        f"/imports/{run.pk}/", {**chosen, "step": "take", "mapping_name": "甲乙", "command_id": str(uuid4())}
    )
    hand_in(he, cast, save(tmp_path / "b.xlsx", ("丁", "丙", "乙", "甲"), [rows[0][::-1]]))
    with scope(SYSTEM):
        assert ImportRun.objects.order_by("-id")[0].columns == chosen


def test_what_cannot_be_read_or_chosen_is_said(he, cast, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 torn")
    answer = hand_in(he, cast, tmp_path / "a.xlsx")
    assert answer.status_code == 422
    assert "不完整" in answer.content.decode()
    hand_in(he, cast, save(tmp_path / "b.xlsx", BOARD, board(3)))
    run = only_run()
    answer = he.post(
        f"/imports/{run.pk}/", {"number": run.heads[0], "step": "take", "command_id": str(uuid4())}
    )
    assert answer.status_code == 422
    assert "请指出哪一列是主要内容" in answer.content.decode()
    twice = he.post(f"/imports/{run.pk}/", columns(run, name=run.columns["text"], step="take"))
    assert "选了两次" in twice.content.decode()


def test_the_same_submission_twice_hands_in_one_file(he, cast, tmp_path):
    path, key = save(tmp_path / "a.xlsx", BOARD, board(3)), str(uuid4())
    first = hand_in(he, cast, path, command_id=key)
    again = hand_in(he, cast, path, command_id=key)
    assert first["Location"] == again["Location"]
    assert only_run().pk


@pytest.mark.parametrize("name", ["li", "chen", "xi", "song"])
def test_others_do_not_see_it(client, cast, tmp_path, name):
    he = town.sign_in(client, "he")
    hand_in(he, cast, save(tmp_path / "a.xlsx", BOARD, board(3)))
    run = only_run()
    other = town.sign_in(client, name)
    wanted = 404 if name == "song" else 403
    for page in ("", "progress/", "refused.xlsx"):
        assert other.get(f"/imports/{run.pk}/{page}").status_code == wanted
    if name == "song":
        assert hand_in(other, cast, save(tmp_path / "b.xlsx", BOARD, board(3))).status_code == 422


def test_a_table_that_is_gone_can_be_handed_in_again(he, cast, tmp_path):
    from linli.kernel import sheets

    hand_in(he, cast, save(tmp_path / "a.xlsx", BOARD, board(3)))
    run = only_run()
    he.post(f"/imports/{run.pk}/", columns(run, step="take"))
    sheets.remove(run.upload)
    assert list(work_through(run.pk)) == []
    assert "请重新上传" in he.get(f"/imports/{run.pk}/").content.decode()
