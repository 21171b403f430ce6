"""报个问题: complete without script, nothing lost by an error, harmless when sent twice."""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests import town
from tests.matters.reports import copied, covered, how_many, kept_in, newest, picture, reported

from linli.kernel.models import EventRow, StoredFile
from linli.kernel.scope import SYSTEM, scope
from linli.matters.models import Reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(cast, clock):
    """What somebody fills in who stands at building 2."""
    return {
        "command_id": str(uuid4()),
        "community": cast.areas["huaiyin"],
        "building": cast.areas["building2"],
        "category": "light",
        "text": "三楼到四楼的声控灯不亮了，晚上老人上下楼看不清。",
        "looked": "1",
    }


def send(client, form, **more):
    """As a browser does: the page first, then the form."""
    client.get("/report/")
    return client.post("/report/", {**form, **more})


def reporter_of(pk: int) -> Reporter:
    with scope(SYSTEM):
        return Reporter.objects.get(pk=pk)


def events_of(pk: int) -> list[EventRow]:
    with scope(SYSTEM):
        return list(EventRow.objects.filter(subject="matter", subject_id=pk))


def test_a_guest_needs_no_account_and_gets_a_link(client, form, cast):
    assert client.get("/report/").status_code == 200
    answer = send(client, form)
    assert answer.status_code == 302
    assert re.fullmatch(r"/f/[\w-]{22}/received/", answer.url)
    made = newest()
    assert (made.grid_id, made.building_id) == (cast.areas["grid3"], cast.areas["building2"])
    assert (made.source, made.holder_person_id, made.place) == ("app", cast.people["chen"], "槐荫里2号楼")
    who = reporter_of(made.pk)
    assert (who.anonymous, who.person_id, who.phone) == (True, None, None)
    assert client.get(answer.url).status_code == 200


def test_a_guests_telephone_is_sealed_and_masked(client, form):
    send(client, form, name="郑女士", phone="129 0000 5521")
    who = reporter_of(newest().pk)
    assert (who.anonymous, who.name_mark, who.phone_mark) == (False, "郑**", "129****5521")
    assert b"12900005521" not in bytes(who.phone)


def test_a_resident_reports_in_the_own_name(client, form, cast):
    town.sign_in(client, "zhou")
    page = client.get("/report/").content.decode()
    assert "129****2076" in page
    assert "12900002076" not in page
    assert "槐荫里2号楼2单元" in page, "the usual place is the own staircase, not the flat"
    send(client, form)
    assert newest().reporter_person_id == cast.people["zhou"]


def test_who_leaves_no_name_is_nobody_to_the_record_either(client, form):
    town.sign_in(client, "zhou")
    answer = send(client, form, anonymous="on", photos=picture())
    made = newest()
    assert made.reporter_person_id is None
    assert reporter_of(made.pk).anonymous
    assert [(row.actor_kind, row.actor_id) for row in events_of(made.pk)] == [("guest", None)]
    with scope(SYSTEM):
        assert StoredFile.objects.get(subject_id=made.pk).made_by is None
    assert client.get(answer.url).status_code == 200


def test_staff_report_too(client, form, cast):
    town.sign_in(client, "li")
    assert send(client, form, photos=picture()).status_code == 302
    assert newest().reporter_person_id == cast.people["li"]
    assert newest().photos == 1


def test_an_error_keeps_the_words_the_place_and_the_photos(client, form, cast):
    answer = send(client, form, phone="1295550216", photos=[picture(), picture(colour="#123")])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "电话号码少了1位" in page
    assert form["text"] in page
    assert f'value="{cast.areas["building2"]}" selected' in page
    assert re.search(r'value="light"[^>]*checked', page)
    kept = kept_in(page)
    assert len(kept) == 2
    assert how_many() == 0
    assert send(client, form, phone="12900005521", kept=kept).status_code == 302
    assert newest().photos == 2


def test_a_photo_can_be_left_out_again_without_script(client, form):
    kept = kept_in(send(client, form, text="", photos=[picture(), picture(colour="#123")]).content.decode())
    send(client, form, kept=kept, drop=kept[0])
    assert newest().photos == 1


def test_a_bad_photo_is_named_and_the_good_one_stays(client, form):
    svg = SimpleUploadedFile(
        "x.jpg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/jpeg"
    )
    answer = send(client, form, photos=[svg, picture()])
    assert answer.status_code == 422
    assert "这张照片打不开" in answer.content.decode()
    assert len(kept_in(answer.content.decode())) == 1
    assert how_many() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xd8\xff\xe0" + b"x" * 200, "这张照片打不开"),
        (b"", "没有收到文件|打不开|是空的"),
        (b"MZ" + b"\x00" * 500, "这张照片打不开"),
        (b"\xff\xd8" + b"\x00" * (15 * 2**20), "照片太大了"),
    ],
    ids=["torn", "empty", "program", "huge"],
)
def test_what_is_no_photo_is_refused_with_a_sentence(client, form, content, sentence):
    page = send(client, form, photos=SimpleUploadedFile("灯.jpg", content, "image/jpeg"))
    assert page.status_code in (302, 422)
    if page.status_code == 422:
        assert re.search(sentence, page.content.decode())
    else:
        assert content == b"", "an empty file is no photo at all"


def test_what_the_camera_wrote_does_not_stay_in_the_file(client, form, settings):
    exif = Image.Exif()
    exif[0x010F] = "ACME"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 36.0, 18.0), 3: "E", 4: (106.0, 48.0, 18.0)})
    send(client, form, photos=picture(exif=exif))
    with scope(SYSTEM):
        file = StoredFile.objects.get(subject_id=newest().pk)
    assert (round(file.lon, 3), round(file.lat, 3)) == (106.805, 39.605)
    covered(newest(), file.made_at)
    content = client.get(f"{followed(newest())}photos/{file.uid}/").content
    assert b"ACME" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


def followed(one) -> str:
    return f"/f/{one.follow_secret()}/"


def test_sent_twice_it_is_one_report_with_one_photo(client, form):
    first = send(client, form, photos=picture())
    second = send(client, form, photos=picture())
    assert first.url == second.url
    assert how_many() == 1
    with scope(SYSTEM):
        assert StoredFile.objects.count() == 1


def test_without_script_a_second_sending_is_recognised_before_the_hint(client, form):
    form.pop("looked")
    first = send(client, form)
    assert send(client, form).url == first.url, "one's own report is no double of itself"
    assert how_many() == 1


def test_without_script_what_others_reported_is_shown_once(client, form, cast, feng_reports):
    form.pop("looked")
    page = send(client, form)
    assert page.status_code == 200
    shown = page.content.decode()
    assert "还没有提交，先看一眼。已有1件相似" in shown
    assert "旁边有人报过" in shown
    assert "都不是，提交" in shown
    assert shown.count('id="nearby"') == 1
    assert form["text"] in shown
    assert how_many() == 1
    assert send(client, form, looked="1").status_code == 302
    assert how_many() == 2


@pytest.fixture
def feng_reports(cast, now):
    return copied(reported(cast, cast.actor("feng"), now, text="一楼门厅的灯坏了。"))


def test_without_script_the_next_list_is_looked_up_and_nothing_lost(client, form, cast):
    form |= {"building": "", "look": "1"}
    page = send(client, form, photos=picture())
    text = page.content.decode()
    assert page.status_code == 200
    assert 'id="errors"' not in text
    assert f'<option value="{cast.areas["building2"]}"' in text
    assert form["text"] in text
    assert form["command_id"] in text
    assert len(kept_in(text)) == 1
    assert how_many() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请说一说是什么情况"),
        ("   \n\t ", "请说一说是什么情况"),
        ("\u200b\u200b", "请说一说是什么情况"),
        ("灯\x00坏了", "有认不出的字符"),
        ("灯\x07坏了", "有认不出的字符"),
        ("灯" * 10_000, "最多2000个字，现在是10000个"),
    ],
)
def test_words_that_do_not_go(client, form, text, sentence):
    page = send(client, form, text=text)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert how_many() == 0


@pytest.mark.parametrize(
    "text",
    [
        "灯坏了😀👨‍👩‍👧",
        "<script>alert(1)</script>",
        "𠮷野家门口\u202e灯坏了",
        "'; drop table matters_matter; --",
        "{{ 7*7 }}",
        "灯" * 2000,
    ],
)
def test_words_that_go_and_are_shown_as_words(client, form, text):
    answer = send(client, form, text=text)
    assert answer.status_code == 302
    assert newest().text == text
    page = client.get(followed(newest())).content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "49" not in re.sub(r"[\d-]{5,}", "", page) or "7*7" not in text


@pytest.mark.parametrize(
    "place",
    [
        {"community": "", "building": ""},
        {"community": "9" * 40, "building": "x"},
        {"community": "-1", "building": "1e3"},
        {"community": "", "building": "", "lon": "nan", "lat": "inf"},
        {"community": "", "building": "", "lon": "12.5", "lat": "41.9", "here": "1"},
        {"community": "", "building": "", "unit": "999999"},
    ],
)
def test_without_a_place_it_asks_for_one(client, form, place):
    page = send(client, form, **place)
    assert page.status_code == 422
    assert how_many() == 0
    assert re.search("请选一下在哪里|不在已登记的网格里", page.content.decode())


def test_a_position_is_enough(client, form, cast):
    send(client, form, community="", building="", lon="106.815", lat="39.605", here="1")
    made = newest()
    assert (made.grid_id, made.lon, made.lat) == (cast.areas["grid4"], 106.815, 39.605)


def test_of_a_building_in_another_community_the_community_counts(client, form, cast):
    send(client, form, community=cast.areas["heqiao"])
    assert newest().community_id == cast.areas["heqiao"]
    assert newest().building_id is None


def test_somebody_elses_waiting_photo_is_not_taken(client, form):
    kept = kept_in(send(client, form, text="", photos=picture()).content.decode())
    other = Client()
    other.get("/report/")
    form |= {"command_id": str(uuid4())}
    page = other.post("/report/", {**form, "kept": kept})
    assert page.status_code == 422
    assert "照片没有传上来" in page.content.decode()
    assert kept_in(page.content.decode()) == []
    assert how_many() == 0


def test_no_more_than_three_photos(client, form):
    page = send(client, form, photos=[picture(colour=f"#{n}{n}{n}") for n in range(1, 6)])
    assert page.status_code == 422
    assert "最多3张照片" in page.content.decode()
    kept = kept_in(page.content.decode())
    assert len(kept) == 3
    assert send(client, form, kept=kept).status_code == 302
    assert newest().photos == 3


def test_fields_nobody_offered_change_nothing(client, form, cast):
    send(client, form, stage="closed", holder_role="district_desk", source="hotline", kind="hotline",
         reporter_person_id=cast.people["feng"], person_id=cast.people["feng"], outcome="solved")  # fmt: skip
    made = newest()
    assert (made.kind, made.source, made.stage, made.holder_role) == ("snapshot", "app", "new", "grid_worker")
    assert made.reporter_person_id is None


def test_it_says_who_comes_and_by_when(client, cast, clock):
    page = client.get(f"/report/?area={cast.areas['building2']}").content.decode()
    assert "网格员陈思远会在<b>明天8:50前</b>到现场看" in page
    assert "最晚11月30日（周一）18:00前答复您" in page
    assert "选好在哪里" in client.get("/report/").content.decode()


def test_a_cross_site_form_is_turned_away(form):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/report/", form).status_code == 403
    assert how_many() == 0


def test_in_large_type(client, form):
    assert 'data-ui="elder"' in client.get("/report/?ui=elder").content.decode()
    assert 'data-ui="elder"' in client.get("/report/").content.decode(), "remembered"
    assert 'data-ui="resident"' in client.get("/report/?ui=resident").content.decode()
