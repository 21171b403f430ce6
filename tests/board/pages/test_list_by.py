"""Figures by category, kind and unit, each leading to its matters."""

import re

import pytest
from tests import town
from tests.board.figured import figured
from tests.matters.desk import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("axis", "named"), [("category", "灯不亮"), ("kind", "随手拍"), ("unit", "这段时间没有诉求")]
)
def test_values_by_name(client, cast, now, clock, axis, named):
    figured(cast, now)
    town.sign_in(client, "he")
    page = client.get(f"/board/by/?axis={axis}").content.decode()
    assert named in text_of(page)
    for address in re.findall(r'href="(/board/matters/[^"]+)"', page)[:3]:
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_a_count_opens_as_many(client, cast, now, clock):
    figured(cast, now)
    town.sign_in(client, "he")
    page = client.get("/board/by/?axis=category").content.decode()
    for address, n in re.findall(r'<td class="r"><a href="(/board/matters/[^"]+)">(\d+)</a></td>', page):
        shown = client.get(address.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'href="/matters/[0-9-]+/"', shown)) == int(n)
