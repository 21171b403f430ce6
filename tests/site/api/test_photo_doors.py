"""A picture by every door there is: whatever comes in, nothing of its origin lies on the disk or goes out."""

import io
from email.message import EmailMessage
from uuid import UUID, uuid4

import pillow_heif
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image
from tests import town
from tests.kernel.test_files import moving, photo
from tests.matters.reports import covered, newest, reported
from tests.site.api.conftest import Caller

from linli.kernel.browser import CLAIM
from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Matter

pytestmark = pytest.mark.django_db
TRACES = (b"Secret", b"Exif", b"ICC_PROFILE", b"http://ns.adobe.com")


def told_of() -> bytes:
    """A photo with maker, place, a comment, a colour profile and a packet of XMP."""
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 36.0, 18.0), 3: "E", 4: (106.0, 48.0, 18.0)})
    out = io.BytesIO()
    packet = b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>SecretPlace</x:xmpmeta>"
    Image.new("RGB", (640, 480), "#888").save(
        out, "JPEG", exif=exif, comment=b"SecretWords", icc_profile=b"SecretProfile", xmp=packet
    )
    return out.getvalue()


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("灯.jpg", told_of(), "image/jpeg")


def by_report(client, cast, clock):
    zhou = town.sign_in(client, "zhou")
    sent = zhou.post("/photos/", {"photos": upload()})
    assert sent.status_code == 200, sent.content
    return UUID(sent.json()["uid"]), zhou


def by_mail(client, cast, clock):
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Message-ID"] = (
        "z@example.org",
        "路灯",
        f"<{uuid4()}@example.org>",
    )
    letter.set_content("灯不亮。")
    letter.add_attachment(told_of(), maintype="image", subtype="jpeg", filename="a.jpg")
    desk = town.sign_in(client, "he")
    handed = SimpleUploadedFile("a.eml", bytes(letter))
    sent = desk.post("/mail/", {"mails": [handed], "area": cast.areas["street"], "kind": "snapshot"})
    assert sent.status_code == 302, sent.content
    return None, desk


def by_api(path, **how):
    def send(client, cast, clock):
        with override_settings(MIDDLEWARE=settings.LINLI_API_MIDDLEWARE):
            api = Caller(cast)
            heads = {"Authorization": f"Bearer {api.token('li')}"}
            data = {"file": upload()} if not how else told_of()
            sent = api.client.post(f"/api/v1{path}", data=data, headers=heads, **how)
            assert sent.status_code == 201, sent.content
        return UUID(sent.json()["uid"]), town.sign_in(client, "li")

    return send


DOORS = {
    "report": by_report,
    "mail": by_mail,
    "api photo": by_api("/photos", content_type="image/jpeg"),
    "api file": by_api("/files?name=a.jpg", content_type="image/jpeg"),
    "api form": by_api("/files"),
}


def hung(cast, clock, uid, who) -> tuple[UUID, Matter]:
    """The photo on a matter of its own, if it does not hang already."""
    if uid is None:
        one = newest()
    else:
        claim = who.cookies[CLAIM].value if CLAIM in who.cookies else ""
        sender = cast.actor("zhou" if claim else "li")
        one = reported(cast, sender, clock.at, photos=(uid,), photo_claim=claim)
    with scope(SYSTEM):
        return StoredFile.objects.get(subject="matter", subject_id=one.pk).uid, one


@pytest.mark.parametrize("door", DOORS)
def test_nothing_of_its_origin_lies_on_the_disk_or_goes_out(client, cast, clock, door):
    assert all(trace in told_of() for trace in TRACES)
    before = set(settings.LINLI_FILES.rglob("*.*")) if settings.LINLI_FILES.exists() else set()
    uid, who = DOORS[door](client, cast, clock)
    waits = b"" if uid is None else who.get(f"/photos/{uid}/").content
    uid, one = hung(cast, clock, uid, who)
    whole = served(cast, one, uid, who)
    covered(one, clock.at)
    out = [*whole, *served(cast, one, uid, who), *([("waits", waits)] if waits.startswith(b"\xff") else [])]
    assert {name.partition(" ")[0] for name, _content in out} >= {"api", "page"}
    fresh = [path for path in settings.LINLI_FILES.rglob("*.*") if path.is_file() and path not in before]
    assert len(fresh) == 4  # whole and small, covered and covered small
    for name, content in [*out, *((path.name, path.read_bytes()) for path in fresh)]:
        assert content.startswith(b"\xff\xd8"), name
        assert not [trace for trace in TRACES if trace in content], name
        picture = Image.open(io.BytesIO(content))
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}, name


def served(cast, one, uid, who) -> list[tuple[str, bytes]]:
    """What every address that shows a photo gives for it, large and small; what gives nothing yet is left out."""
    found = []
    for path in (f"/photos/{uid}/", f"/f/{one.follow_secret()}/photos/{uid}/", f"/open311/photos/{uid}/"):
        found += [(f"page {path}{form}", who.get(path + form)) for form in ("", "?s")]
    with override_settings(MIDDLEWARE=settings.LINLI_API_MIDDLEWARE):
        api = Caller(cast)
        for name in ("li", "he"):
            heads = {"Authorization": f"Bearer {api.token(name)}"}
            found += [
                (f"api {name}{form}", api.client.get(f"/api/v1/photos/{uid}{form}", headers=heads))
                for form in ("", "?s=1")
            ]
    return [(name, answer.content) for name, answer in found if answer.status_code == 200]


ODD = {
    "40 megapixels": (lambda: photo((8000, 5000), quality=20), "photo_too_large"),
    "moving GIF": (lambda: moving("GIF"), "photo_moves"),
    "moving WEBP": (lambda: moving("WEBP"), "photo_moves"),
    "words": (lambda: "路灯不亮".encode(), "photo_unreadable"),
    "a page": (lambda: b"<html><script>alert(1)</script>", "photo_unreadable"),
    "torn": (lambda: told_of()[:200], "photo_unreadable"),
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_picture_is_refused_in_words_at_every_door(client, cast, clock, what):
    make, code = ODD[what]
    content = make()
    sent = town.sign_in(client, "zhou").post(
        "/photos/", {"photos": SimpleUploadedFile("灯.jpg", content, "image/jpeg")}
    )
    assert sent.status_code == 422
    assert sent.json()["message"]
    with override_settings(MIDDLEWARE=settings.LINLI_API_MIDDLEWARE):
        api = Caller(cast)
        heads = {"Authorization": f"Bearer {api.token('li')}"}
        sent = api.client.post("/api/v1/photos", data=content, headers=heads, content_type="image/jpeg")
    assert (sent.status_code, sent.json()["code"]) == (422, code)
    with scope(SYSTEM):
        assert not StoredFile.objects.exists()


def test_a_turned_heic_that_calls_itself_a_jpeg_comes_out_plain(client, cast, clock):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretMaker"
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), "#888")).save(out, exif=exif.tobytes())
    zhou = town.sign_in(client, "zhou")
    sent = zhou.post("/photos/", {"photos": SimpleUploadedFile("灯.jpg", out.getvalue(), "image/jpeg")})
    content = zhou.get(f"/photos/{sent.json()['uid']}/").content
    assert Image.open(io.BytesIO(content)).size == (480, 640)
    assert b"Secret" not in content
