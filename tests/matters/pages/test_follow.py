"""The follow link: the reporter's view without signing in, and nothing besides."""

import pytest
from tests import town
from tests.matters.reports import covered, picture, reported

from linli.kernel import files
from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import note

pytestmark = pytest.mark.django_db
CLAIM = "c" * 32


@pytest.fixture
def lamp(cast, clock, zhou):
    uid = files.store_photo(picture().read(), actor=zhou, now=clock.at, claim=CLAIM)
    return reported(
        cast, zhou, clock.at, photos=(uid,), photo_claim=CLAIM, phone="12900002076", name="周女士"
    )


def test_until_a_photo_is_covered_the_page_says_why_it_is_not_there(client, lamp):
    page = client.get(f"/f/{lamp.follow_secret()}/").content.decode()
    assert "照片正在遮挡人脸和车牌" in page
    assert "/photos/" not in page
    with scope(SYSTEM):
        uid = StoredFile.objects.get(subject="matter", subject_id=lamp.pk).uid
    assert client.get(f"/f/{lamp.follow_secret()}/photos/{uid}/").status_code == 404


def test_the_link_shows_the_matter_and_its_photos(client, lamp, clock):
    covered(lamp, clock.at)
    address = f"/f/{lamp.follow_secret()}/"
    page = client.get(address).content.decode()
    for told in (
        "三楼到四楼的声控灯不亮了",
        "已派单",
        "11月30日（周一）18:00",
        "网格员 陈思远",
        "晚上看不清",
    ):
        assert told in page
    assert "12900002076" not in page
    assert "129****" not in page
    assert "周" not in page.replace("（周一）", "")
    small = page.split('<img src="')[1].split('"')[0]
    assert small.startswith(address + "photos/")
    assert client.get(small).content.startswith(b"\xff\xd8")


def test_it_only_shows(client, lamp):
    page = client.get(f"/f/{lamp.follow_secret()}/").content.decode()
    assert "<form" not in page
    assert "登录" in page
    assert client.post(f"/f/{lamp.follow_secret()}/").status_code == 405


def test_the_address_stays_secret(client, lamp):
    for way in ("", "received/", "slip/"):
        answer = client.get(f"/f/{lamp.follow_secret()}/{way}")
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("token", ["x", "a" * 22, "号码", "%00", "a" * 5000, "..%2f.."])
def test_any_other_link_opens_nothing(client, lamp, token):
    for way in ("", "received/", "slip/", "photos/00000000-0000-4000-8000-000000000000/"):
        assert client.get(f"/f/{token}/{way}").status_code == 404


def test_a_photo_of_another_matter_or_an_inner_one_is_not_shown(client, lamp, cast, clock, chen):
    inner = files.store_photo(picture(colour="#246").read(), actor=chen, now=clock.at)
    note(actor=chen, now=clock.at, matter_id=lamp.pk, text="内部看看", photos=(inner,))
    other_uid = files.store_photo(picture(colour="#642").read(), actor=cast.actor("feng"), now=clock.at)
    reported(cast, cast.actor("feng"), clock.at, photos=(other_uid,))
    for uid in (inner, other_uid):
        assert client.get(f"/f/{lamp.follow_secret()}/photos/{uid}/").status_code == 404
    assert "内部看看" not in client.get(f"/f/{lamp.follow_secret()}/").content.decode()


def test_signed_in_as_somebody_else_it_shows_no_more(client, lamp):
    page = town.sign_in(client, "feng").get(f"/f/{lamp.follow_secret()}/").content.decode()
    assert "/urge/" not in page
    assert "三楼到四楼的声控灯不亮了" in page
