"""Recordings and documents: sent with a report or a note, heard in place, taken away; seen by who sees the matter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import town
from tests.kernel import attached
from tests.matters.desk import ordered
from tests.matters.reports import kept_in, newest, picture, reported

from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, scope

pytestmark = pytest.mark.django_db


def paper(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def kept(purpose: str) -> StoredFile:
    with scope(SYSTEM):
        return StoredFile.objects.filter(purpose=purpose).latest("id")


@pytest.fixture
def told(cast, clock):
    """A neighbour's report with a recording and a paper, sent from the page."""
    client = town.sign_in(Client(), "zhou")
    answer = client.post(
        "/report/",
        {
            "text": "楼上漏水，录音里说得更清楚。", "category": "water", "building": cast.areas["building2"],
            "community": cast.areas["huaiyin"],
            "papers": [paper(attached.m4a(65), "语音.m4a"), paper(attached.pdf(2), "照片说明.pdf")],
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    return newest()


def test_staff_and_reporter_hear_it_and_take_it_away(told, client):
    voice, document = kept("voice"), kept("document")
    page = town.sign_in(client, "chen").get(f"/matters/{told.number}/").content.decode()
    assert f'<audio controls preload="none" src="/files/{voice.uid}/?play"' in page
    assert "1分05秒" in page
    assert "照片说明.pdf" in page
    assert "2页" in page
    own = town.sign_in(Client(), "zhou").get(f"/matters/{told.number}/").content.decode()
    assert f"/files/{voice.uid}/?play" in own
    link = Client().get(f"/f/{told.follow_secret()}/").content.decode()
    assert f"/f/{told.follow_secret()}/files/{document.uid}/" in link
    assert Client().get(f"/f/{told.follow_secret()}/files/{document.uid}/").status_code == 200


def test_a_document_is_never_shown_and_a_recording_plays_in_parts(told, client):
    document = town.sign_in(client, "li").get(f"/files/{kept('document').uid}/?play")
    assert document["Content-Disposition"].startswith("attachment; ")
    assert document["X-Content-Type-Options"] == "nosniff"
    assert document["Content-Type"] == "application/pdf"
    assert "sandbox" in document["Content-Security-Policy"]
    address = f"/files/{kept('voice').uid}/"
    whole = client.get(f"{address}?play")
    assert (whole["Content-Type"], whole["Content-Disposition"].split(";")[0]) == ("audio/mp4", "inline")
    part = client.get(f"{address}?play", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part["Content-Range"] == f"bytes 4-7/{len(whole.content)}"
    assert client.get(f"{address}?play", headers={"Range": "bytes=-3"}).content == whole.content[-3:]
    assert client.get(f"{address}?play", headers={"Range": "bytes=99999999-"}).status_code == 416
    for odd in ("bytes=x-", "bytes=-", "lines=1-2", "bytes=1-2,4-5"):
        assert client.get(f"{address}?play", headers={"Range": odd}).status_code == 200
    assert client.get(address)["Content-Disposition"].startswith("attachment")


def test_nobody_else_gets_it(told):
    for name in ("", "feng", "sun", "wu", "song", "jin", "xi", "an", "fang"):
        client = Client()
        if name:
            town.sign_in(client, name)
        for purpose in ("voice", "document"):
            assert client.get(f"/files/{kept(purpose).uid}/").status_code == 404, name
    other = Client().get(f"/f/{'x' * 22}/files/{kept('voice').uid}/")
    assert other.status_code == 404


def test_a_link_opens_no_file_of_another_matter(told, cast, clock):
    other = ordered(cast, clock.at)
    assert Client().get(f"/f/{other.follow_secret()}/files/{kept('voice').uid}/").status_code == 404


def test_what_is_inside_a_note_stays_inside(cast, clock, client, zhou):
    one = reported(cast, zhou, clock.at)
    town.sign_in(client, "li").post(
        f"/matters/{one.number}/note/",
        {"text": "物业的回函", "papers": [paper(attached.docx(), "回函.docx")]},
    )
    uid = kept("document").uid
    assert client.get(f"/files/{uid}/").status_code == 200
    assert town.sign_in(Client(), "zhou").get(f"/files/{uid}/").status_code == 404


def test_a_refused_file_loses_no_other(cast, clock):
    client = town.sign_in(Client(), "zhou")
    answer = client.post(
        "/report/",
        {
            "text": "", "papers": [paper(attached.wav(), "a.wav"), paper(b"<script>", "a.pdf")], "photos": [picture()],
        },
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "文件名和里面的内容对不上" in page
    assert len(kept_in(page)) == 2


def test_words_of_a_recording_are_written_down_by_hand(told, client):
    town.sign_in(client, "li")
    uid = kept("voice").uid
    answer = client.post(
        f"/matters/{told.number}/transcript/", {"file": uid, "text": "厨房顶上在滴水。"}, follow=True
    )
    page = answer.content.decode()
    assert "听写已记下。" in page
    assert page.count("厨房顶上在滴水。") >= 2, "with the recording and in the course"
    own = town.sign_in(Client(), "zhou").get(f"/matters/{told.number}/").content.decode()
    assert "厨房顶上在滴水。" in own


def test_no_words_or_another_file_are_told(told, client, cast, clock):
    town.sign_in(client, "li")
    here = f"/matters/{told.number}/transcript/"
    assert (
        "请填写录音里说了什么"
        in client.post(here, {"file": kept("voice").uid, "text": " "}, follow=True).content.decode()
    )
    assert client.post(here, {"file": kept("document").uid, "text": "字"}, follow=True).status_code == 404
    other = ordered(cast, clock.at)
    gone = client.post(f"/matters/{other.number}/transcript/", {"file": kept("voice").uid, "text": "字"})
    assert gone.status_code == 404


def test_more_than_any_form_may_carry_is_not_read(client):
    for path, type_ in (
        ("/report/", "multipart/form-data; boundary=x"),
        ("/api/v1/matters", "application/json"),
    ):
        answer = client.post(path, b"", content_type=type_, headers={"Content-Length": str(500 * 2**20)})
        assert answer.status_code == 413
    assert (
        "太大"
        in client.post(
            "/report/", b"", content_type="a/b", headers={"Content-Length": "524288000"}
        ).content.decode()
    )
