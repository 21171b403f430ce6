"""More of the inbox: rarer filters, views under a name, words on many at once, tables to take away."""

import csv
import io
import re
from importlib import import_module
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import town
from tests.matters.desk import every_stage, ordered
from tests.matters.reports import reported

from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.table_out import csv_table, harmless, workbook
from linli.matters.commands import move_matter, note, open_matter
from linli.matters.commands.export_run import make_export
from linli.matters.models import Export, Matter, Request, SavedView
from linli.matters.pages.inbox import _told
from linli.matters.queries import Wanted, outlook
from linli.matters.queries.inbox import about
from linli.matters.rules.saved_views import MOST

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return town.sign_in(Client(), "li")


def titles(client, query):
    page = client.get(f"/inbox/?{query}").content.decode()
    with scope(SYSTEM):
        return {one.title for one in Matter.objects.all() if f">{one.title}<" in page}


def test_rarer_filters(desk, cast, clock, zhou):
    lamp = reported(cast, zhou, clock.at, title="声控灯不亮")
    order = ordered(cast, clock.at)
    assert titles(desk, "order=help") == {order.title}
    assert titles(desk, "order=complaint") == set()
    assert titles(desk, f"since={clock.at.date()}&until={clock.at.date()}") == {lamp.title, order.title}
    assert titles(desk, "until=2026-11-01") == set()
    assert titles(desk, "since=nonsense") == {lamp.title, order.title}
    assert titles(desk, "waiting=1") == set()
    assert titles(desk, f"unit={cast.organisations['works']}") == set()
    assert titles(desk, "q=声控灯") == {lamp.title}
    assert titles(desk, "q=声控灯&order=help") == set(), "search and filters together"
    assert titles(desk, f"q={order.number}") == {order.title}
    assert titles(desk, "urgency=urgent") <= {lamp.title, order.title}


def test_kept_views_are_counted_no_further_than_anybody_reads(cast, zhou, clock, monkeypatch):
    seen = outlook(cast.actor("li"), cast.areas["huaiyin"])
    for _n in range(3):
        reported(cast, zhou, clock.at)
    lists = [Wanted(seen), Wanted(seen, kind="hotline")]
    with scope(cast.actor("li")), CaptureQueriesContext(connection) as asked:
        assert about(lists, clock.at) == [3, 0]
    assert len([one for one in asked if "matters_matter" in one["sql"]]) == 1
    assert about([], clock.at) == []
    for module in ("linli.matters.queries.inbox", "linli.matters.pages.inbox"):
        monkeypatch.setattr(import_module(module), "MANY", 2)
    with scope(cast.actor("li")):
        assert about(lists, clock.at) == [2, 0]
    assert (_told(2), _told(1), _told(None)) == ("1+", "1", "")


def test_a_view_is_kept_shared_and_dropped(desk, cast, clock):
    query = f"area={cast.areas['huaiyin']}&view=late&category=light&after=xyz"
    form = {"query": query, "name": "灯超时", "shared": "on", "command_id": str(uuid4())}
    page = desk.post("/inbox/views/", form, follow=True).content.decode()
    assert "已存为“灯超时”。" in page
    with scope(SYSTEM):
        view = SavedView.objects.get()
    assert 'class="num">0</b>' in desk.get("/inbox/").content.decode(), "how many it has, beside its name"
    assert (view.query, view.role) == ("view=late&category=light", "community_desk")
    assert "灯超时" not in town.sign_in(Client(), "wu").get("/inbox/").content.decode()
    assert "灯超时" not in town.sign_in(Client(), "he").get("/inbox/").content.decode()
    again = desk.post("/inbox/views/", {**form, "command_id": str(uuid4())}, follow=True).content.decode()
    assert "已经有叫这个名字的" in again
    assert town.sign_in(Client(), "wu").post(f"/inbox/views/{view.pk}/drop/").status_code == 404
    desk.post(f"/inbox/views/{view.pk}/drop/")
    with scope(SYSTEM):
        assert not SavedView.objects.exists()


def test_every_kept_view_is_shown_and_can_be_dropped(desk, cast):
    """One's own and the shared ones are counted apart, and neither hides the other."""
    for shared in ("", "on"):
        for n in range(MOST + 1):
            query = f"area={cast.areas['huaiyin']}&q=灯{n}"
            desk.post("/inbox/views/", {"query": query, "name": f"第{n}个{shared}", "shared": shared})
    page = desk.get("/inbox/").content.decode()
    for n in range(MOST):
        assert f"第{n}个</a>" in page
        assert f"第{n}个on<" in page
    assert f"第{MOST}个" not in page
    with scope(SYSTEM):
        kept = set(SavedView.objects.values_list("id", flat=True))
    assert len(kept) == 2 * MOST
    assert all(f"/inbox/views/{pk}/drop/" in page for pk in kept)


def test_nothing_filtered_is_not_kept(desk, cast):
    page = desk.post("/inbox/views/", {"query": f"area={cast.areas['huaiyin']}", "name": "空"}, follow=True)
    assert "现在没有筛选条件" in page.content.decode()


def test_the_same_words_on_all_of_a_list(desk, cast, now, clock):
    every_stage(cast, now)
    form = {
        "all": "1",
        "back": f"/inbox/?area={cast.areas['huaiyin']}&kind=snapshot",
        "command_id": str(uuid4()),
    }
    assert "记一笔" in desk.post("/inbox/note/", form).content.decode()
    done = desk.post("/inbox/note/", {**form, "text": "周五集中处理。"}).content.decode()
    assert "周五集中处理" not in done
    with scope(SYSTEM):
        noted = set(EventRow.objects.filter(code="matters.noted").values_list("subject_id", flat=True))
        kinds = set(Matter.objects.filter(pk__in=noted).values_list("kind", flat=True))
    assert len(noted) >= 2
    assert kinds == {"snapshot"}
    desk.post("/inbox/note/", {**form, "text": "周五集中处理。"})
    with scope(SYSTEM):
        assert EventRow.objects.filter(code="matters.noted").count() == len(noted), "sent twice, written once"
    nothing = desk.post("/inbox/note/", {"back": "/inbox/"}, follow=True).content.decode()
    assert "请先在左边勾选诉求。" in nothing


FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－2", "＠x", "|calc", "%0A=1",
    " =1+1", "\u3000=1", "\u200b=1", "\ufeff=1", "\n=1",
]  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_runs_as_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    rows = list(csv.reader(io.StringIO(csv_table(["头"], [[cell]]).decode("utf-8-sig"))))
    assert rows[1][0].startswith("'")
    book = openpyxl.load_workbook(io.BytesIO(workbook(["头"], [[cell]], top="=1")))
    assert {one.data_type for row in book.active.iter_rows() for one in row} <= {"s", "n"}


def test_what_is_harmless_stays():
    assert [harmless(one) for one in ("灯不亮", "3号楼", "a=b", 12, -3, None, "")] == [
        "灯不亮",
        "3号楼",
        "a=b",
        "12",
        "-3",
        "",
        "",
    ]


def test_a_list_is_taken_away_with_its_reason(desk, cast, clock, zhou):
    reported(cast, zhou, clock.at, title="=HYPERLINK(1)", text="=cmd 灯不亮")
    ordered(cast, clock.at)
    start = f"/exports/new/?area={cast.areas['huaiyin']}&category=light"
    assert "做什么用" in desk.get(start).content.decode()
    form = {
        "query": start.partition("?")[2],
        "form": "csv",
        "reason": "周会上对账",
        "command_id": str(uuid4()),
    }
    assert "请写清导出做什么用" in desk.post("/exports/new/", {**form, "reason": "看"}).content.decode()
    for _time in range(2):
        assert desk.post("/exports/new/", form).status_code == 302
    with scope(SYSTEM):
        export = Export.objects.get()
    assert (export.state, export.rows, export.query) == ("ready", 1, "category=light")
    answer = desk.get(f"/exports/{export.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert f"{clock.at:%Y%m%d}.csv" in answer["Content-Disposition"], "the day as the desk has it"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "李晓梅" in rows[0][0]
    assert "周会上对账" in rows[0][0]
    assert rows[2][4:6] == ["'=HYPERLINK(1)", "'=cmd 灯不亮"]
    assert "电话" not in rows[1]
    for name in ("wu", "he", "shen"):
        assert town.sign_in(Client(), name).get(f"/exports/{export.pk}/").status_code in (403, 404)
    audit = town.sign_in(Client(), "shen").get("/admin/exports/").content.decode()
    assert "周会上对账" in audit
    assert "李晓梅" in audit
    with scope(SYSTEM):
        codes = list(EventRow.objects.filter(subject="export").order_by("id").values_list("code", flat=True))
    assert codes == ["matters.export_asked", "matters.export_made", "matters.export_fetched"]


def test_numbers_only_with_the_permission(desk, cast, clock):
    ordered(cast, clock.at)
    query = f"area={cast.areas['huaiyin']}"
    base = {"query": query, "form": "xlsx", "reason": "电话回访名单"}
    assert "带电话号码" not in desk.get(f"/exports/new/?{query}").content.decode()
    desk.post("/exports/new/", {**base, "phones": "on", "command_id": str(uuid4())})
    he = town.sign_in(Client(), "he")
    he.post("/exports/new/", {**base, "phones": "on", "command_id": str(uuid4())})
    with scope(SYSTEM):
        plain, whole = Export.objects.order_by("id")
    assert (plain.phones, whole.phones) == (False, True)
    book = openpyxl.load_workbook(io.BytesIO(he.get(f"/exports/{whole.pk}/").content))
    cells = [str(cell) for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "12955213521" in cells
    own = desk.get(f"/exports/{plain.pk}/").content
    assert "12955213521" not in str(
        [*openpyxl.load_workbook(io.BytesIO(own)).active.iter_rows(values_only=True)]
    )


def test_made_twice_is_made_once(desk, cast, clock, zhou):
    reported(cast, zhou, clock.at)
    form = {
        "query": f"area={cast.areas['huaiyin']}&view=all",
        "form": "csv",
        "reason": "归档备查",
        "command_id": str(uuid4()),
    }
    desk.post("/exports/new/", form)
    with scope(SYSTEM):
        export = Export.objects.get()
        assert export.state == "waiting", "what cannot be counted at once is made by the worker"
    make_export(export.pk)
    make_export(export.pk)
    with scope(SYSTEM):
        assert EventRow.objects.filter(code="matters.export_made").count() == 1


def test_an_export_of_elsewhere_is_not_found(desk, cast):
    assert desk.get(f"/exports/new/?area={cast.areas['heqiao']}").status_code == 404


def test_community_desk_cannot_export_what_it_cannot_see(cast, clock, desk):
    ordered(cast, clock.at, area_id=cast.areas["grid1"])
    open_matter(
        actor=cast.actor("wu"),
        now=clock.at,
        kind="snapshot",
        source="desk",
        text="河桥的事",
        area_id=cast.areas["grid1"],
    )
    desk.post(
        "/exports/new/", {"query": f"area={cast.areas['huaiyin']}", "form": "csv", "reason": "周会上对账"}
    )
    with scope(SYSTEM):
        assert Export.objects.get().rows == 0


def test_notes_on_many_are_taken_back_while_nobody_has_acted(desk, cast, clock, zhou):
    ones = [reported(cast, zhou, clock.at, title=name) for name in ("灯一", "灯二")]
    form = {"keys": [one.pk for one in ones], "text": "等物业回话。", "command_id": str(uuid4())}
    page = desk.post("/inbox/note/", form).content.decode()
    assert "撤销这2件" in page
    steps = re.findall(r'name="steps" value="([0-9:]+)"', page)
    note(actor=cast.actor("chen"), now=clock.at, matter_id=ones[1].pk, text="我去看。")
    page = desk.post("/inbox/assign/undo/", {"steps": steps, "command_id": str(uuid4())}, follow=True)
    assert "已撤销1件。" in page.content.decode()
    shown = [desk.get(f"/matters/{one.number}/").content.decode() for one in ones]
    assert ["等物业回话。" in one for one in shown] == [False, True]
    form |= {"public": "on", "command_id": str(uuid4())}
    assert "撤销这" not in desk.post("/inbox/note/", form).content.decode(), "reporters may have read it"


def test_more_time_is_asked_for_many_with_one_reason(desk, cast, clock, zhou):
    order = ordered(cast, clock.at)
    move_matter(actor=cast.actor("li"), now=clock.at, matter_id=order.pk, move="sign")
    fresh = ordered(cast, clock.at, title="还没签收")
    lamp = reported(cast, zhou, clock.at, title="声控灯不亮")
    assert "/inbox/extend/" in desk.get("/inbox/").content.decode()
    keys = {"keys": [order.pk, fresh.pk, lamp.pk]}
    page = desk.post("/inbox/extend/", keys).content.decode()
    assert "现在不能申请延期" in page
    form = {**keys, "span": "3", "text": "等配件。", "told": "电话说了。", "command_id": str(uuid4())}
    for _again in range(2):
        page = desk.post("/inbox/extend/", form).content.decode()
    assert "已给1件申请延期" in page
    assert "这个环节不能提这个申请" in page
    assert [one.matter_id for one in all_of(Request)] == [order.pk]
    assert desk.post("/inbox/extend/", {"keys": [fresh.pk]}).status_code == 302


def all_of(model):
    with scope(SYSTEM):
        return list(model.objects.all())
