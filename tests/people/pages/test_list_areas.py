"""网格与楼栋: the tree, one area with all that hangs on it."""

import pytest
from tests import town
from tests.matters.desk import queries_of, text_of

from linli.kernel.scope import SYSTEM
from linli.people.commands import end_posting
from linli.people.models import Posting
from linli.places.commands import add_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def xi(client, clock):
    return town.sign_in(client, "xi")


def test_streets_and_communities_with_grids_and_workers(xi, cast, now):
    text = text_of(xi.get("/admin/areas/").content.decode())
    assert "云山街道 990101001000 3 3" in text
    assert "槐荫社区 990101001001 2 2" in text
    from linli.kernel.scope import scope

    with scope(SYSTEM):
        posting = Posting.objects.get(person_id=cast.people["chen"]).pk
    end_posting(actor=cast.actor("an"), now=now, posting_id=posting, to_on=now.date().replace(day=24))
    text = text_of(xi.get("/admin/areas/").content.decode())
    assert "槐荫社区 990101001001 2 1 1个网格没有网格员" in text


def test_an_area_shows_what_lies_below_who_serves_and_its_plan(xi, cast):
    page = xi.get(f"/admin/areas/{cast.areas['huaiyin']}/").content.decode()
    text = text_of(page)
    print(text[text.index("下面") :][:300])
    assert "第3网格 990101001001003 1 1 钱守义 网格长 、丁警官 进格人员 、陈思远 网格员" in text
    assert 'role="img"' in page, "the plan has a sentence"
    assert "示意图" in text
    assert "李晓梅 社区前台" in text
    home = text_of(xi.get(f"/admin/areas/{cast.areas['home502']}/").content.decode())
    assert "502" in home


def test_every_level_can_be_opened(xi, cast):
    for name in town.AREAS:
        if name.startswith("other"):
            continue
        assert xi.get(f"/admin/areas/{cast.areas[name]}/").status_code == 200, name
    assert xi.get("/admin/areas/999999/").status_code == 404


def test_the_page_asks_the_same_however_many_lie_below(xi, cast, now):
    address = f"/admin/areas/{cast.areas['huaiyin']}/"
    few = queries_of(xi, address)
    for n in range(5, 12):
        add_area(
            actor=SYSTEM, now=now, level=4, code=f"9901010010010{n:02d}", name=f"第{n}网格",
            parent_id=cast.areas["huaiyin"], polygon=town.square(106.80 + n / 100, 39.70),
        )  # fmt: skip
    xi.get(address)
    assert queries_of(xi, address) == few
    assert queries_of(xi, "/admin/areas/") <= few


@pytest.mark.parametrize("name", ["li", "he", "tang", "an", "shen", "zhou"])
def test_only_the_system_administrator(client, cast, name):
    assert town.sign_in(client, name).get("/admin/areas/").status_code == 403
    assert town.sign_in(client, name).get(f"/admin/areas/{cast.areas['huaiyin']}/").status_code == 403
