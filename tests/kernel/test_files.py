"""Photos: decoded in a bounded child, re-encoded, nothing of their origin left; hostile ones refused."""

import io
import struct
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image

from linli.kernel import files
from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, SYSTEM, scope
from linli.matters.commands import open_matter


def photo(size=(1200, 900), kind="JPEG", **more) -> bytes:
    out = io.BytesIO()
    picture = Image.effect_noise(size, 60).convert("RGB")
    picture.save(out, kind, **more)
    return out.getvalue()


def with_exif(taken="2026:11:25 09:12:00", lat=39.6051, lon=106.8052, turned=6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8769)[0x9003] = taken
    gps = exif.get_ifd(0x8825)
    gps[1], gps[3] = "N", "E"
    for place, value in ((2, lat), (4, lon)):
        degrees = int(value)
        minutes = int((value - degrees) * 60)
        gps[place] = (float(degrees), float(minutes), (value - degrees - minutes / 60) * 3600)
    return photo(exif=exif.tobytes())


def test_time_and_position_are_read_and_nothing_of_them_is_left():
    decoded = files.decode_photo(with_exif())
    assert decoded.taken_at.isoformat() == "2026-11-25T09:12:00+08:00"
    assert abs(decoded.lat - 39.6051) < 1e-6
    assert abs(decoded.lon - 106.8052) < 1e-6
    assert (decoded.width, decoded.height) == (900, 1200), "turned as it was held"
    for content in (decoded.full, decoded.small):
        again = Image.open(io.BytesIO(content))
        assert again.format == "JPEG"
        assert not again.getexif()
        assert b"SecretMaker" not in content
        assert b"GPS" not in content
    assert max(Image.open(io.BytesIO(decoded.small)).size) == 320


def test_large_photos_shrink_and_what_hangs_behind_them_is_gone():
    decoded = files.decode_photo(photo((4000, 3000)) + b"<script>alert(1)</script>PK\x03\x04")
    assert (decoded.width, decoded.height) == (1600, 1200)
    assert b"<script>" not in decoded.full


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_become_jpeg(kind):
    assert files.decode_photo(photo(kind=kind)).full[:3] == b"\xff\xd8\xff"


def test_heic_from_an_iphone():
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.effect_noise((640, 480), 50).convert("RGB")).save(out)
    assert files.decode_photo(out.getvalue()).width == 640


def bomb() -> bytes:
    """A PNG of 30,000 x 30,000 pixels in about a hundred kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    side = 30_000
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(side // 8 + 1)) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


HOSTILE = {
    "empty": lambda: b"",
    "text": lambda: b"hello",
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "html": lambda: b"<html><body onload=alert(1)>",
    "pdf": lambda: b"%PDF-1.7\n1 0 obj",
    "torn": lambda: photo()[:2000],
    "zip": lambda: b"PK\x03\x04" + bytes(100),
    "tiff": lambda: photo(kind="TIFF"),
    "heic that is none": lambda: b"\x00\x00\x00\x18ftypheic" + bytes(200),
    "jpeg head only": lambda: b"\xff\xd8\xff\xe0" + bytes(64),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_photo_is_refused_with_a_sentence(what):
    with pytest.raises(Refusal, match="photo_unreadable") as refused:
        files.decode_photo(HOSTILE[what]())
    assert "照片" in refused.value.sentence


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    first, *rest = (Image.new("RGB", (64, 64), colour) for colour in ("red", "green", "blue"))
    first.save(out, kind, save_all=True, append_images=rest, duration=100)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_told_so(kind):
    with pytest.raises(Refusal, match="photo_moves"):
        files.decode_photo(moving(kind))


@pytest.mark.parametrize("make", [bomb, lambda: photo((8000, 5000), quality=20)])
def test_too_many_pixels_are_told_so(make):
    with pytest.raises(Refusal, match="photo_too_large") as refused:
        files.decode_photo(make())
    assert "太大" in refused.value.sentence


def test_a_turned_heic_comes_out_upright():
    import pillow_heif

    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretMaker"
    out = io.BytesIO()
    tall = Image.new("RGB", (640, 480), "white")
    tall.paste("red", (0, 0, 640, 100))  # what is above on the sensor is at the right once turned
    pillow_heif.from_pillow(tall).save(out, exif=exif.tobytes())
    decoded = files.decode_photo(out.getvalue())
    assert (decoded.width, decoded.height) == (480, 640)
    made = Image.open(io.BytesIO(decoded.full)).convert("RGB")
    assert made.getpixel((470, 320))[1] < 80
    assert made.getpixel((10, 320))[1] > 200
    assert b"SecretMaker" not in decoded.full


def test_a_name_or_type_that_lies_changes_nothing():
    """A page, an archive and a script behind a photo: only the picture is kept; a photo by another name is a photo."""
    for behind in (
        b"<html><script>alert(1)</script>",
        b"PK\x03\x04" + bytes(50),
        b"#!/bin/sh\nid\n",
        b"%PDF-1.7",
    ):
        decoded = files.decode_photo(photo() + behind)
        assert behind not in decoded.full
    with pytest.raises(Refusal, match="photo_unreadable"):
        files.decode_photo(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"<html><script>alert(1)</script>")


def test_alike_pictures_have_alike_marks():
    from linli.matters.queries.photos import ALIKE, differs

    def street(shift: int) -> Image.Image:
        picture = Image.linear_gradient("L").resize((800, 600)).rotate(20 + shift)
        picture.paste(200, (100 + shift, 80, 320 + shift, 400))
        return picture.convert("RGB")

    def mark(picture: Image.Image, **more) -> int:
        out = io.BytesIO()
        picture.save(out, "JPEG", **more)
        return files.decode_photo(out.getvalue()).mark

    first = mark(street(0))
    assert differs(first, mark(street(0).resize((400, 300)), quality=40)) <= ALIKE
    assert differs(first, mark(street(0).point(lambda value: min(255, int(value * 1.2))))) <= ALIKE
    assert differs(first, mark(street(160).transpose(Image.Transpose.FLIP_LEFT_RIGHT))) > ALIKE
    assert -(2**63) <= first < 2**63


def test_a_huge_upload_is_refused_before_it_is_read():
    with pytest.raises(Refusal, match="photo_too_big"):
        files.decode_photo(bytes(files.MOST_BYTES + 1))


def test_a_camera_that_writes_nonsense_is_forgiven():
    assert files.decode_photo(with_exif(taken="    :  :   ")).taken_at is None


@pytest.fixture
def at(tmp_path, settings):
    settings.LINLI_FILES = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_a_photo_goes_to_the_matter_that_takes_it_and_to_nobody_else(cast, zhou, now, at):
    uid = files.store_photo(photo(), actor=zhou, now=now)
    assert files.path_of(uid).stat().st_size > 1000
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["building2"], "photos": (uid,)}
    with pytest.raises(Refusal, match="photo_gone"):
        open_matter(actor=cast.actor("feng"), now=now, **asked)
    opened = open_matter(actor=zhou, now=now, **asked)
    with scope(SYSTEM):
        kept = StoredFile.objects.get(uid=uid)
    assert (kept.subject, kept.subject_id, kept.area_path) == ("matter", opened.subject_id, opened.area_path)
    with pytest.raises(Refusal, match="photo_gone"):
        open_matter(actor=zhou, now=now, **asked)


@pytest.mark.django_db
def test_a_guest_takes_a_photo_by_the_secret_of_the_form(cast, now, at):
    uid = files.store_photo(photo(), actor=GUEST, now=now, claim="secret of the form")
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["building2"], "photos": (uid,)}
    for claim in ("", "another"):
        with pytest.raises(Refusal, match="photo_gone"):
            open_matter(actor=GUEST, now=now, photo_claim=claim, **asked)
    open_matter(actor=GUEST, now=now, photo_claim="secret of the form", **asked)


@pytest.mark.django_db
def test_no_more_than_three_and_none_that_never_was(cast, zhou, now, at):
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["building2"]}
    with pytest.raises(Refusal, match="too_many_photos"):
        open_matter(actor=zhou, now=now, photos=tuple(uuid4() for _ in range(4)), **asked)
    with pytest.raises(Refusal, match="photo_gone"):
        open_matter(actor=zhou, now=now, photos=(uuid4(),), **asked)


@pytest.mark.django_db
def test_photos_nobody_took_are_gone_after_a_day(cast, zhou, now, at):
    kept = files.store_photo(photo(), actor=zhou, now=now)
    open_matter(
        actor=zhou, now=now, kind="snapshot", text="灯", area_id=cast.areas["building2"], photos=(kept,)
    )
    left = files.store_photo(photo(), actor=zhou, now=now)
    assert files.clean_up(now=now + timedelta(hours=23)) == 0
    assert files.clean_up(now=now + timedelta(hours=25)) == 1
    assert files.path_of(kept).exists()
    assert not files.path_of(left).exists()
    assert not files.path_of(left, small=True).exists()


@pytest.mark.django_db
def test_a_photo_sent_twice_through_one_form_is_one(cast, zhou, now, at):
    one, form_id = photo(), uuid4()
    first = files.store_photo(one, actor=zhou, now=now, form_id=form_id)
    assert files.store_photo(one, actor=zhou, now=now, form_id=form_id) == first
    assert files.store_photo(photo(), actor=zhou, now=now, form_id=form_id) != first
    assert files.store_photo(one, actor=zhou, now=now, form_id=uuid4()) != first
    asked = {"kind": "snapshot", "text": "灯不亮", "area_id": cast.areas["building2"], "photos": (first,)}
    open_matter(actor=zhou, now=now, **asked)
    assert files.store_photo(one, actor=zhou, now=now, form_id=form_id) == first, (
        "also when it has been taken"
    )
    with scope(SYSTEM):
        assert StoredFile.objects.get(uid=first).subject == "matter"


@pytest.mark.django_db
def test_waiting_photos_are_shown_to_whose_they_are(cast, zhou, now, at):
    own = files.store_photo(photo(), actor=zhou, now=now)
    bound = files.store_photo(photo(), actor=GUEST, now=now, claim="secret of the form")
    both = [bound, own, uuid4()]

    def seen(actor, claim=""):
        return [file.uid for file in files.waiting(both, actor=actor, claim=claim)]

    assert seen(zhou) == [own]
    assert seen(zhou, "secret of the form") == [bound, own]
    assert seen(GUEST, "another") == []
    assert seen(cast.actor("feng")) == []
