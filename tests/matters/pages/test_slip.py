"""The slip of paper."""

import pytest
from tests.matters.reports import reported

from linli.kernel.scope import GUEST

pytestmark = pytest.mark.django_db


def test_everything_that_is_needed_stands_on_it(client, cast, clock):
    one = reported(cast, GUEST, clock.at)
    page = client.get(f"/f/{one.follow_secret()}/slip/").content.decode()
    for told in (
        "回执",
        one.number,
        "明天8:50",
        f"http://testserver/f/{one.follow_secret()}/",
        "qr",
        "12345",
        "槐荫里2号楼",
    ):
        assert told in page
    assert "声控灯不亮了。晚上看不清" not in page, "paper lies about: no more than the heading"
