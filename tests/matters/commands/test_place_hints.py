"""Where a matter seems to lie: read by the worker, taken or refused by a person, never decided by itself."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import matter, reported

from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import hint_place, refuse_places, take_place
from linli.matters.commands.place_hints import read_place_job
from linli.matters.models import Clock, PhotoCopy, PlaceHint

pytestmark = pytest.mark.django_db


def hint_of(one):
    with scope(SYSTEM):
        return PlaceHint.objects.filter(pk=one.pk).first()


@pytest.fixture
def lamp(cast, zhou, now, clock):
    return reported(cast, zhou, now, text="槐荫里二栋楼道的灯不亮", area_id=cast.areas["grid3"])


def test_words_name_a_building_and_nothing_moves_by_itself(lamp, cast, now):
    for _ in range(2):
        read_place_job(lamp.pk, now.isoformat())
    assert hint_of(lamp).given == [[cast.areas["building2"], 0.97, "槐荫里二栋"]]
    assert matter(lamp.pk).area_id == cast.areas["grid3"]


def test_one_tap_takes_it_and_everything_lies_there(lamp, cast, now, client):
    read_place_job(lamp.pk, now.isoformat())
    chen = town.sign_in(client, "chen")
    page = chen.get(f"/matters/{lamp.number}/").content.decode()
    assert "看起来在" in page
    assert "依据“槐荫里二栋”" in page
    here = f"/matters/{lamp.number}/place/"
    assert (
        chen.post(here, {"command_id": str(uuid4()), "area_id": cast.areas["building2"]}).status_code == 302
    )
    after = matter(lamp.pk)
    assert (after.area_id, after.building_id, after.area_path) == (
        cast.areas["building2"], cast.areas["building2"], cast.path("building2"),
    )  # fmt: skip
    assert (after.holder_role, after.holder_area_id, after.due_at) == (
        lamp.holder_role,
        lamp.holder_area_id,
        lamp.due_at,
    )
    with scope(SYSTEM):
        assert {one.area_path for one in Clock.objects.filter(matter=after)} == {cast.path("building2")}
    assert (hint_of(lamp).chosen_id, hint_of(lamp).chosen_by) == (
        cast.areas["building2"],
        cast.people["chen"],
    )
    page = chen.get(f"/matters/{lamp.number}/").content.decode()
    assert "看起来在" not in page
    assert "更正地点" in page
    read_place_job(lamp.pk, now.isoformat())
    with pytest.raises(Refusal, match="place_unknown"):
        take_place(actor=cast.actor("chen"), now=now, matter_id=lamp.pk, area_id=cast.areas["building2"])


def test_none_of_them_is_an_answer_too(lamp, cast, now):
    read_place_job(lamp.pk, now.isoformat())
    refuse_places(actor=cast.actor("chen"), now=now, matter_id=lamp.pk)
    assert hint_of(lamp).refused
    with pytest.raises(Refusal, match="hint_answered"):
        hint_place(actor=SYSTEM, now=now, matter_id=lamp.pk, given=[(cast.areas["building2"], 0.9, "x")])


def test_a_place_elsewhere_is_shown_and_handed_over_as_usual(cast, zhou, now, client, clock):
    one = reported(cast, zhou, now, text="槐安家园8号楼垃圾没人收", area_id=cast.areas["grid3"])
    read_place_job(one.pk, now.isoformat())
    with pytest.raises(Refusal, match="place_elsewhere"):
        take_place(actor=cast.actor("chen"), now=now, matter_id=one.pk, area_id=cast.areas["building8"])
    page = town.sign_in(client, "chen").get(f"/matters/{one.number}/").content.decode()
    assert "不在现在的范围里" in page
    assert "是这里" not in page


def test_where_a_photo_was_taken_helps_once_and_is_forgotten(cast, zhou, now):
    from tests.matters.reports import picture

    from linli.kernel import files

    uid = files.store_photo(picture().read(), actor=zhou, now=now, claim="c" * 32)
    one = reported(
        cast, zhou, now, text="灯不亮", area_id=cast.areas["huaiyin"], photos=(uid,), photo_claim="c" * 32
    )
    with scope(SYSTEM):
        StoredFile.objects.filter(uid=uid).update(lon=106.805, lat=39.605)
    read_place_job(one.pk, now.isoformat())
    assert hint_of(one).given == [[cast.areas["grid3"], 0.6, ""]]
    with scope(SYSTEM):
        assert StoredFile.objects.get(uid=uid).lon is None


def test_a_sign_on_a_photo_helps(cast, zhou, now):
    from tests.matters.reports import covered, picture

    from linli.kernel import files

    uid = files.store_photo(picture().read(), actor=zhou, now=now, claim="c" * 32)
    one = reported(
        cast, zhou, now, text="灯不亮", area_id=cast.areas["huaiyin"], photos=(uid,), photo_claim="c" * 32
    )
    covered(one, now)
    with scope(SYSTEM):
        PhotoCopy.objects.update(words=[["槐荫里2号楼停水通知", 0.99]])
    read_place_job(one.pk, now.isoformat())
    assert hint_of(one).given == [[cast.areas["building2"], 0.679, "槐荫里2号楼"]]


def test_while_writing_places_are_offered_and_not_chosen(client, cast, clock):
    answer = client.post("/report/seen/", {"text": "槐荫里二号楼门口积水"}).content.decode()
    assert f"community={cast.areas['huaiyin']}&amp;building={cast.areas['building2']}" in answer
    assert "槐荫里2号楼" in answer
    assert "hidden" in client.post("/report/seen/", {"text": "门口积水"}).content.decode()
    li = town.sign_in(client, "li")
    answer = li.post("/matters/new/hints/", {"text": "槐荫里2栋门口积水"}).content.decode()
    assert f"building={cast.areas['building2']}" in answer
    answer = li.post("/calls/hints/", {"text": "槐荫里2栋门口积水"}).content.decode()
    assert f'value="{cast.areas["building2"]}"' in answer
    assert "checked" not in answer.split('id="call-places"')[1].split("</fieldset>")[0]
