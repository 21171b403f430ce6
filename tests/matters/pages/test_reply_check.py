"""Hints beside the answer: shown while one writes, without script by a button, on the API after; never in the way."""

import io
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests import town
from tests.kernel.test_files import with_exif
from tests.matters.reports import answered, kept_in, matter, picture, reported
from tests.town import CHINA

from linli.kernel import files

pytestmark = pytest.mark.django_db
FORMULA = "只有套话"


@pytest.fixture
def lamp(cast, zhou, now, clock):
    return reported(cast, zhou, now, text="三楼声控灯不亮，什么时候能修好？")


def hints(client, one, text):
    return client.post(f"/matters/{one.number}/reply-check/", {"text": text}).content.decode()


def test_what_is_lacking_is_told_while_one_writes(client, lamp):
    chen = town.sign_in(client, "chen")
    assert FORMULA in hints(chen, lamp, "已处理，谢谢。")
    page = hints(chen, lamp, "物业换了灯。")
    assert "没有说什么时候" in page
    assert "什么时候能修好" in page
    assert "<li>" not in hints(chen, lamp, "今天下午物业师傅换了灯。")
    assert "<li>" not in hints(chen, lamp, "")
    assert "reply-check" in chen.get(f"/matters/{lamp.number}/act/fix/").content.decode()


def test_who_does_not_see_the_matter_gets_nothing(lamp):
    assert town.sign_in(Client(), "song").post(f"/matters/{lamp.number}/reply-check/").status_code == 404
    assert town.sign_in(Client(), "zhou").post(f"/matters/{lamp.number}/reply-check/").status_code == 403


def test_without_script_a_button_shows_them_and_keeps_the_words(client, lamp):
    chen = town.sign_in(client, "chen")
    asked = {"command_id": str(uuid4()), "text": "已处理。", "look": "1"}
    page = chen.post(f"/matters/{lamp.number}/act/fix/", asked).content.decode()
    assert FORMULA in page
    assert "已处理。</textarea>" in page
    assert matter(lamp.pk).stage == "new"


def test_a_bad_answer_goes_out_all_the_same(client, lamp):
    chen = town.sign_in(client, "chen")
    asked = {"command_id": str(uuid4()), "text": "已处理。"}
    assert chen.post(f"/matters/{lamp.number}/act/fix/", asked).status_code == 302
    assert matter(lamp.pk).answered_at is not None


def test_words_pasted_for_many_are_told(client, cast, zhou, now, lamp):
    said = "今天物业师傅换了灯泡和感应器。"
    for _one in range(3):
        answered(cast, reported(cast, zhou, now), now, said)
    assert "已经答复过3件" in hints(town.sign_in(client, "chen"), lamp, said)


def test_a_photo_like_the_reported_one_is_told_before_it_goes_out(client, cast, clock, zhou):
    claim = "c" * 32
    uid = files.store_photo(drawn(3), actor=zhou, now=clock.at, claim=claim)
    one = reported(cast, zhou, clock.at, photos=(uid,), photo_claim=claim)
    chen = town.sign_in(client, "chen")

    def told(content):
        kept = chen.post("/photos/", {"photos": SimpleUploadedFile("a.jpg", content, "image/jpeg")}).json()[
            "uid"
        ]
        asked = {"text": "", "kept": [kept, "no name"]}
        return chen.post(f"/matters/{one.number}/reply-check/", asked).content.decode()

    assert "几乎相同" in told(drawn(3, quality=60))
    assert "几乎相同" not in told(drawn(8))
    page = chen.get(f"/matters/{one.number}/act/fix/").content.decode()
    assert "linli:kept" in page


def test_photos_taken_elsewhere_or_before_or_of_nothing_are_told(client, cast, clock, zhou):
    one = reported(cast, zhou, clock.at, lon=106.805, lat=39.605)
    chen = town.sign_in(client, "chen")

    def told(content):
        sent = chen.post("/photos/", {"photos": SimpleUploadedFile("a.jpg", content, "image/jpeg")})
        asked = {"text": "", "kept": [sent.json()["uid"]]}
        return chen.post(f"/matters/{one.number}/reply-check/", asked).content.decode()

    def taken(hours, lon=106.805, lat=39.605):
        at = clock.at + timedelta(hours=hours)
        return with_exif(f"{at.astimezone(CHINA):%Y:%m:%d %H:%M:%S}", lat, lon)

    assert "<li>" not in told(taken(2))
    assert "<li>" not in told(taken(2, lon=106.815)), "another grid of the same community"
    assert "比上报还早" in told(taken(-2))
    assert "比上报还早" not in told(taken(-0.1)), "a camera's clock may be slow"
    assert "河桥社区" in told(taken(2, lat=39.615))
    assert "不在辖区" in told(taken(2, lon=116.0))
    assert "什么也看不出" in told(picture().read())
    kept = chen.post(
        "/photos/", {"photos": SimpleUploadedFile("a.jpg", taken(-2, 116.0), "image/jpeg")}
    ).json()["uid"]
    done = {"command_id": str(uuid4()), "text": "今天物业师傅换了灯。", "kept": [kept]}
    assert chen.post(f"/matters/{one.number}/act/fix/", done).status_code == 302, "none of them is in the way"


def test_without_script_the_button_keeps_a_photo_and_tells_of_it(client, lamp):
    chen = town.sign_in(client, "chen")
    for text in ("", "今天物业师傅换了灯。"):
        asked = {"command_id": str(uuid4()), "text": text, "look": "1", "photos": picture()}
        page = chen.post(f"/matters/{lamp.number}/act/fix/", asked).content.decode()
        assert "什么也看不出" in page
        assert len(kept_in(page)) == 1
    broken = SimpleUploadedFile("a.jpg", b"no photo", "image/jpeg")
    page = chen.post(f"/matters/{lamp.number}/act/fix/", {**asked, "photos": broken}).content.decode()
    assert kept_in(page) == []
    assert matter(lamp.pk).stage == "new"


def drawn(seed, quality=90) -> bytes:
    """A picture of its own: large grey fields in an order of their own."""
    chance, out = Random(seed), io.BytesIO()
    fields = Image.new("L", (9, 8))
    fields.putdata([chance.randrange(256) for _ in range(72)])
    fields.resize((640, 480)).save(out, "JPEG", quality=quality)
    return out.getvalue()
