"""照片公开副本: drawn or typed boxes, undone ones, letting out; the whole photo once, with a reason."""

from uuid import uuid4

import pytest
from tests import town
from tests.matters.reports import covered, picture, reported

from linli.assist.photos.box import Box
from linli.kernel import files
from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import PhotoBox, PhotoCopy

pytestmark = pytest.mark.django_db
CLAIM = "c" * 32


@pytest.fixture
def lamp(cast, clock, zhou):
    uid = files.store_photo(picture().read(), actor=zhou, now=clock.at, claim=CLAIM)
    return reported(cast, zhou, clock.at, photos=(uid,), photo_claim=CLAIM)


def uid_of(one) -> str:
    with scope(SYSTEM):
        return str(StoredFile.objects.get(subject="matter", subject_id=one.pk).uid)


def sent(client, lamp, **said):
    return client.post(
        f"/matters/{lamp.number}/photos/", {"command_id": str(uuid4()), "photo": uid_of(lamp), **said}
    )


def test_typed_numbers_cover_and_a_button_shows_again(client, lamp, clock):
    covered(lamp, clock.at, Box("face", 0, 0, 64, 48, 0.9))
    li = town.sign_in(client, "li")
    assert f"/matters/{lamp.number}/photos/" in li.get(f"/matters/{lamp.number}/").content.decode()
    page = li.get(f"/matters/{lamp.number}/photos/").content.decode()
    assert "人脸" in page
    assert 'viewBox="0 0 640 480"' in page
    assert sent(li, lamp, left="50", top="50", wide="60", high="10").status_code == 302
    with scope(SYSTEM):
        drawn = PhotoBox.objects.get(kind="other")
        found = PhotoBox.objects.get(kind="face")
    assert (drawn.left, drawn.top, drawn.right, drawn.bottom) == (320, 240, 640, 288)
    assert sent(li, lamp, show=str(found.pk)).status_code == 302
    with scope(SYSTEM):
        assert PhotoCopy.objects.get().version == 3
    wrong = sent(li, lamp, left="50", top="", wide="0", high="10")
    assert wrong.status_code == 422
    assert 'value="50"' in wrong.content.decode()
    assert sent(li, lamp, photo=str(uuid4())).status_code == 404


def test_a_photo_without_a_copy_is_let_out_by_hand(client, lamp):
    li = town.sign_in(client, "li")
    assert "看过了，可以公开" in li.get(f"/matters/{lamp.number}/photos/").content.decode()
    assert sent(li, lamp).status_code == 302
    assert "大家看到的就是这样" in li.get(f"/matters/{lamp.number}/photos/").content.decode()


def test_the_whole_photo_stands_only_in_the_answer_to_a_reason(client, lamp, clock):
    covered(lamp, clock.at, Box("face", 0, 0, 64, 48, 0.9))
    li = town.sign_in(client, "li")
    here = f"/matters/{lamp.number}/photos/{uid_of(lamp)}/"
    assert "data:image" not in li.get(here).content.decode()
    assert li.post(here, {"command_id": str(uuid4())}).status_code == 422
    said = {"command_id": str(uuid4()), "reason": "verify", "words": "看清门牌"}
    answer = li.post(here, said)
    assert "data:image/jpeg;base64," in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert li.get(f"/matters/{lamp.number}/photos/{uuid4()}/").status_code == 404


def test_who_may_not_change_the_public_copy_has_no_such_page(client, lamp):
    assert town.sign_in(client, "chen").get(f"/matters/{lamp.number}/photos/").status_code == 403


def test_every_door_gives_a_file_without_a_trace_of_its_origin(client, cast, clock, zhou):
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 36.0, 18.0), 3: "E", 4: (106.0, 48.0, 18.0)})
    uid = files.store_photo(
        picture(exif=exif, comment=b"SecretWords").read(), actor=zhou, now=clock.at, claim=CLAIM
    )
    one = reported(cast, zhou, clock.at, photos=(uid,), photo_claim=CLAIM)
    staff = town.sign_in(client, "li")
    doors = [f"/photos/{uid}/"]
    before = [staff.get(door + form).content for door in doors for form in ("", "?s")]
    covered(one, clock.at)
    doors += [f"/f/{one.follow_secret()}/photos/{uid}/", f"/open311/photos/{uid}/"]
    after = [staff.get(door + form).content for door in doors for form in ("", "?s")]
    for content in (*before, *after):
        assert content.startswith(b"\xff\xd8")
        assert b"Secret" not in content
        assert b"Exif" not in content
        assert b"GPS" not in content
    assert client.get(f"/open311/photos/{uuid4()}/").status_code == 404
