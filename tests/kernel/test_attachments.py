"""Recordings and documents: known by their bytes, kept without tags and places, hostile ones refused in words."""

import io
import zipfile
from uuid import uuid4

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.kernel import attached
from tests.kernel.test_files import photo

from linli.kernel import attachments, files
from linli.kernel.models import StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, SYSTEM, scope


@pytest.mark.parametrize(
    ("content", "name", "mime", "seconds"),
    [
        (attached.wav(1.5), "a.wav", "audio/wav", 1.5),
        (attached.mp3(50), "a.mp3", "audio/mpeg", 1.306),
        (attached.amr(50), "电话.amr", "audio/amr", 1.0),
        (attached.ogg(2.0), "a.opus", "audio/ogg", 2.0),
        (attached.m4a(3), "语音 1.m4a", "audio/mp4", 3.0),
        (attached.webm(), "voice.webm", "audio/webm", 2.5),
        (attached.webm(unknown=False), "voice.webm", "audio/webm", 2.5),
    ],
)
def test_a_recording_is_known_and_measured(content, name, mime, seconds):
    found = attachments.judge(content, name)
    assert (found.purpose, found.mime) == ("voice", mime)
    assert abs(found.seconds - seconds) < 0.01


@pytest.mark.parametrize(
    ("content", "name", "pages"),
    [
        (attached.pdf(2), "申请.pdf", 2),
        (attached.packed_pdf(3), "a.pdf", 3),
        (attached.docx(), "a.docx", None),
        (attached.xlsx(), "a.xlsx", None),
        ("您好。\n".encode("gb18030"), "说明.txt", None),
    ],
)
def test_a_document_is_known(content, name, pages):
    found = attachments.judge(content, name)
    assert (found.purpose, found.pages) == ("document", pages)
    if name.endswith("txt"):
        assert found.content.decode() == "您好。\n"


def test_pages_are_as_many_as_another_reader_counts():
    for pages in (1, 7, 31):
        content = attached.pdf(pages)
        assert attachments.judge(content, "a.pdf").pages == len(pypdfium2.PdfDocument(content)) == pages


def test_where_and_by_what_it_was_recorded_does_not_stay():
    place = b"+39.6051+106.8052/"
    kept = attachments.judge(attached.m4a(told=place), "a.m4a")
    assert place not in kept.content
    assert len(kept.content) == len(attached.m4a(told=place)), "positions in the file did not shift"
    tagged = attachments.judge(attached.mp3(before=attached.id3(b"TPE1 owner " + place)), "a.mp3")
    assert place not in tagged.content
    assert tagged.content[:2] == b"\xff\xfb"
    listed = attachments.judge(attached.wav(extra=b"LIST" + (18).to_bytes(4, "little") + place), "a.wav")
    assert place not in listed.content


def told_picture(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 36.0, 18.0), 3: "E", 4: (106.0, 48.0, 18.0)})
    more = {"xmp": b"<x:xmpmeta>SecretPlace</x:xmpmeta>"} if kind != "PNG" else {}
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, kind, exif=exif, **more)
    assert b"SecretMaker" in out.getvalue()
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photos_inside_a_document_do_not_say_where_they_were_taken(kind):
    came = told_picture(kind)
    called = f"word__media__image1.{kind.lower()}"
    sent = attached.docx(**{called: came, "word__media__image2.png": b"torn"})
    with (
        zipfile.ZipFile(io.BytesIO(attachments.judge(sent, "a.docx").content)) as packed,
        zipfile.ZipFile(io.BytesIO(sent)) as before,
    ):
        clean = packed.read(called.replace("__", "/"))
        assert packed.namelist() == before.namelist()
        assert packed.read("word/document.xml") == b"<w:document/>"
    assert b"Secret" not in clean
    with Image.open(io.BytesIO(clean)) as shown, Image.open(io.BytesIO(came)) as whole:
        assert not shown.getexif()
        assert shown.tobytes() == whole.tobytes()
    plain = attached.docx()
    assert attachments.judge(plain, "a.docx").content == plain, "nothing to blank, nothing changed"


def test_photos_inside_a_pdf_do_not_say_where_they_were_taken():
    came = told_picture("JPEG")
    book = pypdfium2.PdfDocument.new()
    page, shown = book.new_page(200, 300), pypdfium2.PdfImage.new(book)
    shown.load_jpeg(io.BytesIO(came), inline=True)
    shown.set_matrix(pypdfium2.PdfMatrix().scale(200, 200))
    page.insert_obj(shown)
    page.gen_content()
    out = io.BytesIO()
    book.save(out)
    assert b"SecretMaker" in out.getvalue()
    kept = attachments.judge(out.getvalue(), "a.pdf").content
    assert b"Secret" not in kept
    assert len(kept) == len(out.getvalue()), "positions in the file did not shift"
    drawn = [pypdfium2.PdfDocument(one)[0].render().to_numpy().tobytes() for one in (kept, out.getvalue())]
    assert drawn[0] == drawn[1]


HOSTILE = {
    "html called pdf": (b"<script>alert(1)</script>", "a.pdf", "file_lies"),
    "html called mp3": (b"<html><body onload=alert(1)>", "a.mp3", "file_lies"),
    "sound called pdf": (attached.wav(), "a.pdf", "file_lies"),
    "pdf called voice": (attached.pdf(), "a.m4a", "file_lies"),
    "pdf and zip at once": (attached.pdf() + attached.docx(), "a.pdf", "file_lies"),
    "film": (attached.m4a(kinds=(b"soun", b"vide")), "a.mp4", "voice_film"),
    "film of a browser": (attached.webm(kind=1), "a.webm", "voice_film"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), "a.txt", "file_unknown"),
    "macros": (attached.docx(word__vbaProject__bin=b"x"), "a.docx", "file_macros"),
    "macros by type": (attached.docx("application/vnd.ms-word.document.macroEnabled.main+xml"), "a.docx", "file_macros"),
    "carried file": (attached.docx(word__embeddings__oleObject1=b"MZ"), "a.docx", "file_carries"),
    "template from afar": (
        attached.docx(**{"word__settings.rels": b'<Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://evil"/>'}),
        "a.docx", "file_carries",
    ),
    "bomb": (attached.docx(word__media__bomb=bytes(60 * 2**20)), "a.docx", "file_bomb"),
    "old word": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "a.doc", "file_old"),
    "locked pdf": (attached.packed_pdf().replace(b"startxref", b"trailer << /Encrypt 5 0 R >>\nstartxref"), "a.pdf", "file_locked"),
    "torn pdf": (attached.pdf()[:-40], "a.pdf", "file_torn"),
    "torn zip": (attached.docx()[:-30], "a.docx", "file_torn"),
    "torn wav": (attached.wav()[:-500], "a.wav", "file_torn"),
    "torn ogg": (attached.ogg()[:-100], "a.ogg", "file_torn"),
    "torn m4a": (attached.m4a()[:-100], "a.m4a", "file_torn"),
    "torn webm": (attached.webm(unknown=False)[:-10], "a.webm", "file_torn"),
    "endless": (attached.amr(3) + b"\xff" * 9000, "a.amr", "file_torn"),
    "empty": (b"", "a.txt", "file_unknown"),
    "zip": (b"PK\x03\x04" + bytes(40), "a.zip", "file_torn"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_words(what):
    content, name, code = HOSTILE[what]
    with pytest.raises(Refusal) as told:
        attachments.judge(content, name)
    assert told.value.code == code
    assert str(told.value.sentence) == str(attachments.SENTENCES[code])


def test_an_hour_is_the_most():
    with pytest.raises(Refusal, match="1小时"):
        attachments.judge(attached.m4a(seconds=3601), "a.m4a")


def test_too_big_is_refused_before_it_is_looked_at(monkeypatch):
    monkeypatch.setattr(attachments.subprocess, "run", lambda *_a, **_k: pytest.fail("looked at"))
    with pytest.raises(Refusal) as told:
        attachments.judge(bytes(attachments.MOST_BYTES + 1), "a.wav")
    assert told.value.code == "file_too_big"


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(
        [attached.wav(0.2), attached.ogg(), attached.m4a(), attached.webm(), attached.packed_pdf()]
    ),
    st.data(),
)
def test_a_flipped_byte_is_taken_or_refused_but_never_a_fault(content, data):
    at = data.draw(st.integers(0, min(len(content), 400) - 1))
    changed = content[:at] + bytes([data.draw(st.integers(0, 255))]) + content[at + 1 :]
    told = None
    try:
        attachments.judge(changed, data.draw(st.sampled_from(["a.wav", "a.ogg", "a.m4a", "a.webm", "a.pdf"])))
    except Refusal as refusal:
        told = refusal.code
    assert told is None or told in attachments.SENTENCES


@pytest.mark.django_db
def test_the_same_file_twice_through_one_form_is_kept_once(now):
    form = uuid4()
    first, again = (
        attachments.store_file(
            io.BytesIO(attached.wav()), "a.wav", actor=GUEST, now=now, claim="c" * 24, form_id=form
        )
        for _time in range(2)
    )
    assert first == again
    with scope(SYSTEM):
        row = StoredFile.objects.get(uid=first)
    assert (row.purpose, row.name, row.seconds) == ("voice", "a.wav", 1.0)
    assert attachments.path_of(first).read_bytes()[:4] == b"RIFF"
    assert files.waiting([first], actor=GUEST, claim="other" * 6) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.wav", "passwd.wav"),
        ("C:\\Users\\x\\录音.wav", "录音.wav"),
        ("a\u202egpj.wav", "agpj.wav"),
        ("<img src=x>.wav", "img src=x.wav"),
        (".wav", "file.wav"),
        ("长" * 300 + ".wav", "长" * 74 + ".wav"),
    ],
)
def test_a_name_is_only_a_name(given_name, kept, now):
    uid = attachments.store_file(io.BytesIO(attached.wav()), given_name, actor=GUEST, now=now, claim="c" * 24)
    with scope(SYSTEM):
        assert StoredFile.objects.get(uid=uid).name == kept


def test_a_photo_is_not_taken_as_a_document():
    with pytest.raises(Refusal):
        attachments.judge(photo((40, 40)), "a.pdf")
