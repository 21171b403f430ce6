"""Public figures: nobody signs in, nothing under five, no name, number or door; data with a description."""

import csv
import io
import json

import pytest
from tests import town
from tests.board.figured import keep_all, solved
from tests.matters.desk import text_of
from tests.matters.reports import reported

from linli.matters.commands import follow_up, move_matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(client, cast, now, clock):
    solved(cast, now, 12)
    keep_all()
    return client


def test_anybody_reads_the_rates_of_whole_places(told):
    page = text_of(told.get("/open/figures/?days=2026-11").content.decode())
    assert "数据太少" in page or "%" in page
    page = text_of(told.get("/open/figures/").content.decode())
    assert "2026年10月" in page


def test_what_was_done_is_told_without_names_and_only_in_fives(told, cast, now, clock):
    clock.move(hours=1)
    page = text_of(told.get("/open/figures/").content.decode())
    assert "灯不亮 ·槐荫社区" in page
    for text in ("王阿姨家楼道，12912345678，2号楼502室，陈思远换的。",) * 5:
        pk = reported(cast, cast.actor("zhou"), now, text="路面破了。", category="road").pk
        move_matter(actor=cast.actor("chen"), now=now, matter_id=pk, move="fix", text=text)
        follow_up(actor=cast.actor("li"), now=now, matter_id=pk, via="phone", reached=True, verdict="solved")
    page = text_of(told.get("/open/figures/").content.decode())
    assert "路面 ·槐荫社区" in page
    for hidden in ("12912345678", "502", "陈思远", "王阿姨"):
        assert hidden not in page


def test_four_of_a_kind_are_not_told(client, cast, now, clock):
    solved(cast, now, 4)
    keep_all()
    clock.move(hours=1)
    page = text_of(client.get("/open/figures/").content.decode())
    assert "换了第" not in page


def test_data_come_with_their_description_and_hide_small_cells(told, cast, clock):
    clock.move(days=10)
    table = list(csv.DictReader(io.StringIO(told.get("/open/figures.csv").content.decode("utf-8-sig"))))
    whole = [row for row in table if row["measure"] == "solved" and row["month"] == "2026-11"]
    assert [row["whole"] for row in whole if row["area"] == "云山街道"] == ["12"]
    assert all(not row["part"] or int(row["part"]) >= 5 for row in table)
    document = json.loads(told.get("/open/figures.json").content)
    assert set(document["columns"]) == set(table[0])
    assert {row["measure"] for row in document["rows"]} <= set(document["measures"])
    assert [
        full for full, *_rest in town.PEOPLE.values() if full in json.dumps(document, ensure_ascii=False)
    ] == []


def test_an_unknown_street_is_not_found(told):
    assert told.get("/open/figures/?street=1").status_code == 404
