"""The list behind a figure has exactly the matters that were counted."""

import re

import pytest
from tests import town
from tests.board.figured import figured, solved
from tests.matters.desk import text_of

from linli.board.queries import figures_of, matters_behind, rates_at
from linli.board.rules.counts import COUNTS
from linli.board.rules.periods import so_far
from linli.board.shape import measure_of, measures_of
from linli.kernel.scope import scope
from linli.places.queries import tree

pytestmark = pytest.mark.django_db


def test_every_count_opens_as_many_matters(cast, now):
    figured(cast, now)
    he = cast.actor("he")
    with scope(he):
        node, period = tree()[cast.areas["street"]], so_far(now.date())
        rates = rates_at(node.path, period.last)
        shown = figures_of(node, period, rates)
        for figure in shown.figures:
            wanted = (figure.whole, figure.part, *figure.out.values())
            for measure, n in zip(measures_of(figure.rate), wanted, strict=True):
                found = matters_behind(he, measure, node, period, now)
                assert len(found.found.rows) == n
                assert found.out_of_reach == 0
        for count in COUNTS:
            if not count.adds:
                found = matters_behind(he, measure_of(count), node, period, now)
                assert len(found.found.rows) == shown.counts[count.code], count.code


def test_pages_hang_together(client, cast, now, clock):
    figured(cast, now)
    solved(cast, now, 70)
    from tests.board.figured import keep_all

    keep_all()
    town.sign_in(client, "he")
    seen, address = [], "/board/matters/?count=received"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'href="/matters/([0-9-]+)/"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == int(re.search(r"共(\d+)件", text_of(page))[1])


def test_parts_of_a_rate_are_tabs(client, cast, now, clock):
    figured(cast, now)
    town.sign_in(client, "he")
    page = text_of(client.get("/board/matters/?rate=solved&part=base").content.decode())
    assert "分子 13" in page
    assert "分母 15" in page
    assert "未接通" in page


def test_an_unknown_figure_is_not_found(client, cast, now, clock):
    town.sign_in(client, "he")
    assert client.get("/board/matters/?rate=points").status_code == 404
