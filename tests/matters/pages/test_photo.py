"""Photos: for whoever may see the matter, as a JPEG and nothing else."""

from uuid import UUID

import pytest
from django.test import Client
from tests import town
from tests.matters.reports import covered, picture, reported

from linli.assist.photos.box import Box
from linli.kernel import files
from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import note, support

pytestmark = pytest.mark.django_db
CLAIM = "c" * 32


@pytest.fixture
def lamp(cast, clock, zhou):
    uid = files.store_photo(picture().read(), actor=zhou, now=clock.at, claim=CLAIM)
    return reported(cast, zhou, clock.at, photos=(uid,), photo_claim=CLAIM)


def uid_of(one) -> str:
    with scope(SYSTEM):
        return str(StoredFile.objects.get(subject="matter", subject_id=one.pk).uid)


def see(name: str, uid: str, query: str = "") -> int:
    client = Client()
    if name:
        town.sign_in(client, name)
    return client.get(f"/photos/{uid}/{query}").status_code


def test_before_there_is_a_covered_copy_only_staff_see_a_photo(lamp):
    uid = uid_of(lamp)
    assert {name: see(name, uid) for name in ("zhou", "chen", "li")} == {"zhou": 404, "chen": 200, "li": 200}


def test_all_are_shown_the_covered_copy(lamp, client, clock):
    uid = uid_of(lamp)
    whole = town.sign_in(client, "li").get(f"/photos/{uid}/").content
    covered(lamp, clock.at, Box("face", 0, 0, 320, 480, 0.9))
    shown = {town.sign_in(Client(), name).get(f"/photos/{uid}/").content for name in ("zhou", "chen", "li")}
    assert shown == {files.copy_of(UUID(uid), 1).read_bytes()}
    assert whole == files.path_of(UUID(uid)).read_bytes()


def test_who_sees_the_matter_sees_its_photos(lamp, cast, clock):
    uid = uid_of(lamp)
    covered(lamp, clock.at)
    assert {name: see(name, uid) for name in ("zhou", "chen", "li", "he", "tang", "qian")} == dict.fromkeys(
        ("zhou", "chen", "li", "he", "tang", "qian"), 200
    )
    assert {
        name: see(name, uid) for name in ("", "feng", "sun", "wu", "song", "jin", "xi", "an", "shen", "fang")
    } == (dict.fromkeys(("", "feng", "sun", "wu", "song", "jin", "xi", "an", "shen", "fang"), 404))
    support(actor=cast.actor("feng"), now=clock.at, matter_id=lamp.pk)
    assert see("feng", uid) == 200


def test_it_is_a_jpeg_and_nothing_else(client, lamp, clock):
    covered(lamp, clock.at)
    answer = town.sign_in(client, "zhou").get(f"/photos/{uid_of(lamp)}/?s")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == "inline"
    assert answer["Cache-Control"] == "private, max-age=300"
    small = answer.content
    full = client.get(f"/photos/{uid_of(lamp)}/").content
    assert small.startswith(b"\xff\xd8")
    assert len(small) < len(full)


def test_an_inner_photo_is_for_staff(lamp, cast, clock, chen):
    for public, seen in ((False, 404), (True, 200)):
        uid = files.store_photo(picture(colour="#246").read(), actor=chen, now=clock.at)
        note(actor=chen, now=clock.at, matter_id=lamp.pk, text="看过了", public=public, photos=(uid,))
        covered(lamp, clock.at)
        assert see("zhou", str(uid)) == seen
        assert see("li", str(uid)) == 200


def test_a_waiting_photo_is_for_its_own_browser(client, clock, db):
    client.get("/report/")
    uid = client.post("/photos/", {"photos": picture()}).json()["uid"]
    assert client.get(f"/photos/{uid}/?s").status_code == 200
    assert see("", uid) == 404
    assert see("li", uid) == 404


def test_what_is_not_there(client, lamp):
    town.sign_in(client, "li")
    assert client.get("/photos/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert client.get("/photos/../../etc/passwd/").status_code == 404
    uid = uid_of(lamp)
    files.path_of(UUID(uid)).unlink()
    assert client.get(f"/photos/{uid}/").status_code == 404
