"""Photos of a matter: read once by the worker, covered and shown by people, opened whole only with a reason."""

from uuid import UUID, uuid4

import pytest
from tests.matters.reports import covered, picture, reported

from linli.assist.photos.box import Box, Line, Reading
from linli.kernel import files
from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import cover_photo, keep_photo, note, photo_reading, resume_photos, see_photo
from linli.matters.commands.photo_reading import read_photos_job
from linli.matters.models import PhotoBox, PhotoCopy
from linli.matters.queries.photos import almost_same, photo_in_public, public_photos, sent_before
from linli.people.models import Sight

pytestmark = pytest.mark.django_db
CLAIM = "c" * 32
FACE = Box("face", 10, 10, 200, 200, 0.9)


@pytest.fixture
def lamp(cast, clock, zhou):
    uid = files.store_photo(picture().read(), actor=zhou, now=clock.at, claim=CLAIM)
    return reported(cast, zhou, clock.at, photos=(uid,), photo_claim=CLAIM)


def photo_of(one) -> StoredFile:
    with scope(SYSTEM):
        return StoredFile.objects.get(subject="matter", subject_id=one.pk)


def copy_of(one) -> PhotoCopy:
    with scope(SYSTEM):
        return PhotoCopy.objects.get(pk=photo_of(one).pk)


def test_the_worker_reads_once_and_keeps_what_it_found(lamp, now, monkeypatch):
    seen = []

    def read(paths):
        seen.append(paths)
        return [Reading([Line("幸福里小区", 0.98, 1, 1, 9, 9)], [FACE])] * len(paths)

    monkeypatch.setattr(photo_reading, "installed", lambda: True)
    monkeypatch.setattr(photo_reading, "read_photos", read)
    for _ in range(2):
        read_photos_job(lamp.pk, now.isoformat())
    assert [len(paths) for paths in seen] == [1, 0]
    made = copy_of(lamp)
    assert (made.state, made.version, made.words) == ("ready", 1, [["幸福里小区", 0.98]])
    assert files.copy_of(photo_of(lamp).uid, 1, small=True).exists()
    with pytest.raises(Refusal, match="photo_read_already"):
        keep_photo(actor=SYSTEM, now=now, file_id=made.pk, reading=None)


def test_what_could_not_be_read_is_not_public_until_somebody_looked(lamp, now, cast, monkeypatch):
    monkeypatch.setattr(photo_reading, "installed", lambda: True)
    monkeypatch.setattr(photo_reading, "read_photos", lambda paths: [None] * len(paths))
    read_photos_job(lamp.pk, now.isoformat())
    assert (copy_of(lamp).state, copy_of(lamp).version) == ("unread", 0)
    assert photo_in_public(photo_of(lamp).uid, ["snapshot"]) is None
    cover_photo(actor=cast.actor("li"), now=now, matter_id=lamp.pk, photo=photo_of(lamp).uid)
    assert photo_in_public(photo_of(lamp).uid, ["snapshot"]) == 1
    assert photo_in_public(photo_of(lamp).uid, ["hotline"]) is None, "only of public kinds"
    assert public_photos([lamp.pk]) == {lamp.pk: photo_of(lamp).uid}


def test_without_the_extra_nothing_is_kept(lamp, now, monkeypatch):
    monkeypatch.setattr(photo_reading, "installed", lambda: False)
    read_photos_job(lamp.pk, now.isoformat())
    assert resume_photos(now) == 0
    with scope(SYSTEM):
        assert not PhotoCopy.objects.exists()


def test_a_person_covers_and_shows_and_each_change_is_a_new_copy(lamp, now, cast):
    covered(lamp, now, FACE)
    li, uid = cast.actor("li"), photo_of(lamp).uid
    asked = {"now": now, "matter_id": lamp.pk, "photo": uid}
    drawn = cover_photo(actor=li, **asked, box=(300, 300, 400, 400))
    with scope(SYSTEM):
        found = PhotoBox.objects.get(kind="face")
    shown = cover_photo(actor=li, **asked, show=found.pk)
    assert (drawn.covered, drawn.version, shown.covered, shown.version) == (True, 2, False, 3)
    assert all(files.copy_of(uid, version).exists() for version in (2, 3))
    with scope(SYSTEM):
        found.refresh_from_db()
        assert found.undone_by == li.person_id
        assert PhotoBox.objects.get(kind="other").by_person_id == li.person_id
    for box, code in (((0, 0, 700, 10), "box_outside"), ((5, 5, 5, 9), "box_outside")):
        with pytest.raises(Refusal, match=code):
            cover_photo(actor=li, **asked, box=box)
    with pytest.raises(Refusal, match="box_unknown"):
        cover_photo(actor=li, **asked, show=found.pk)
    with pytest.raises(Refusal, match="photo_not_found"):
        cover_photo(actor=li, **{**asked, "photo": uuid4()})
    with pytest.raises(Refusal, match="not_allowed"):
        cover_photo(actor=cast.actor("chen"), **asked)


def test_the_whole_photo_is_opened_with_a_reason_that_is_kept(lamp, now, cast):
    covered(lamp, now, FACE)
    asked = {"now": now, "matter_id": lamp.pk, "photo": photo_of(lamp).uid, "reason": "verify"}
    with pytest.raises(Refusal, match="reason_missing"):
        see_photo(actor=cast.actor("li"), **asked, words="")
    event = see_photo(actor=cast.actor("li"), **asked, words="看清门牌")
    with scope(SYSTEM):
        kept = Sight.objects.get(pk=event.sight_id)
    assert (kept.field, kept.matter_id, kept.by_person_id) == ("photo", lamp.pk, cast.people["li"])


def street(shade: int):
    from PIL import Image

    one = Image.linear_gradient("L").resize((640, 480)).rotate(shade)
    return picture_of(one)


def picture_of(one) -> bytes:
    import io

    out = io.BytesIO()
    one.convert("RGB").save(out, "JPEG")
    return out.getvalue()


def test_the_same_picture_before_and_after_or_on_another_matter_is_noticed(cast, clock, zhou, chen):
    def report(shade: int) -> tuple[object, UUID]:
        uid = files.store_photo(street(shade), actor=zhou, now=clock.at, claim=CLAIM)
        return reported(cast, zhou, clock.at, photos=(uid,), photo_claim=CLAIM), uid

    first, uid = report(10)
    second, _ = report(10)
    third, _ = report(200)
    after = files.store_photo(street(10), actor=chen, now=clock.at)
    other = files.store_photo(street(120), actor=chen, now=clock.at)
    note(actor=chen, now=clock.at, matter_id=first.pk, text="好了", public=True, photos=(after, other))
    with scope(SYSTEM):
        assert almost_same([uid], [after])
        assert not almost_same([uid], [other])
        assert sent_before(first, "/", clock.at) == [second.number]
        assert sent_before(third, "/", clock.at) == []


def test_bytes_that_showed_more_go_once_the_row_names_others(lamp, cast, now):
    from linli.kernel.event import Happened
    from linli.matters.reactions import drop_old_copies

    covered(lamp, now)
    uid = photo_of(lamp).uid
    told = cover_photo(actor=cast.actor("li"), now=now, matter_id=lamp.pk, photo=uid, box=(1, 1, 200, 200))
    assert files.copy_of(uid, 1).exists()
    for _twice in range(2):
        with scope(SYSTEM):
            drop_old_copies(told, Happened(1, now, "person", cast.people["li"], told))
    assert [files.copy_of(uid, version, small=small).exists() for version in (1, 2) for small in (False, True)] == [
        False, False, True, True,
    ]  # fmt: skip
    assert files.path_of(uid).exists()


def test_a_photo_given_to_another_matter_brings_no_cover_along(lamp, now, cast, zhou):
    covered(lamp, now)
    other = reported(cast, zhou, now)
    with scope(SYSTEM):
        files.repeat("matter", lamp.pk, to="matter", to_id=other.pk, area_path=other.area_path, now=now)
    uid = photo_of(other).uid
    assert files.path_of(uid).exists()
    assert not files.copy_of(uid, 1).exists()
