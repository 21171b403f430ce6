"""Search finds what a scan would find: by itself and inside a list, whether the words are rare or frequent."""

import pytest
from tests.matters.reports import reported

from linli.kernel.scope import scope
from linli.kernel.search import hits
from linli.matters.models import Matter
from linli.matters.queries import Wanted, matters_like, outlook, tabs, words
from linli.matters.queries.inbox import page_of
from linli.matters.queries.search import sights
from linli.matters.rules.views import View

pytestmark = pytest.mark.django_db

TEXTS = (
    "槐荫里三号楼的声控灯坏了，LED3一直闪。", "3号楼楼道灯不亮。", "十二号楼门口的井盖松动，请打12900002076。", "灯。", "二楼 B座 漏水，水流到302室。",
    "王 小 明家暖气不热；路灯也坏了，灯不亮。", "路灯不亮，路不平。",
)  # fmt: skip
ASKED = (
    "灯", "楼", "不", "3", "b", "三号", "3号楼", "2号", "号楼", "路灯不亮", "灯不", "02室", "led", "王小明", "声控 闪", "井盖松动", "座", "12900002076",
    "2076", "了，l", "灯 路", "热；路", "龙",
)  # fmt: skip


@pytest.fixture
def told(cast, zhou, now, clock):
    return {reported(cast, zhou, now, text=text, title=f"第{at}").pk: text for at, text in enumerate(TEXTS)}


def scanned(told, query):
    with_titles = Matter.objects.filter(pk__in=told).values_list("pk", "title", "place", "text")
    return {pk for pk, *texts in with_titles if hits(query, *texts)}


@pytest.mark.parametrize("most", [words.MOST, 0])
def test_whatever_stands_there_is_found(cast, told, now, monkeypatch, most):
    monkeypatch.setattr(words, "MOST", most)
    li = cast.actor("li")
    with scope(li):
        seen = outlook(li)
        for query in ASKED:
            expected = set() if query == "2076" else scanned(told, query)
            assert expected or query in ("龙", "2076"), query
            assert {line.row.id for line in matters_like(li, query, now).lines} == expected, query
            for view in (View.OPEN, View.ALL):
                wanted = Wanted(seen, view, words=words.words_in(seen, query, running=view.running))
                assert {row.id for row in page_of(wanted, now).rows} == expected, (query, view)
            wanted = Wanted(seen, words=words.words_in(seen, query, running=True))
            counted = tabs(wanted, now).of(View.OPEN)
            assert counted == len(expected) or wanted.words.loose, query


@pytest.mark.parametrize("most", [words.MOST, 0])
def test_pages_of_words_inside_a_list_follow_each_other(cast, told, now, monkeypatch, most):
    monkeypatch.setattr(words, "MOST", most)
    li = cast.actor("li")
    with scope(li):
        seen = outlook(li)
        wanted = Wanted(seen, words=words.words_in(seen, "灯不亮", running=True))
        whole = [row.id for row in page_of(wanted, now).rows]
        assert len(whole) == 3
        first = page_of(wanted, now, size=2)
        second = page_of(wanted, now, size=2, after=first.after)
        back = page_of(wanted, now, size=2, before=second.before)
    assert [row.id for row in (*first.rows, *second.rows)] == whole
    assert [row.id for row in back.rows] == whole[:2]


def test_somebody_of_a_unit_finds_what_the_unit_has(cast, told, now):
    shi = cast.actor("shi")
    with scope(shi):
        assert [one.unit_id for one in sights(shi)] == [cast.organisations["works"]]
        assert matters_like(shi, "灯", now).lines == []
        seen = outlook(shi)
        assert seen.unit_id == cast.organisations["works"]
        assert words.words_in(seen, "灯", running=True).ids == ()
