"""Urgent at intake, told at once, lowered only with a reason."""

from datetime import timedelta

import pytest
from tests.matters.reports import matter, reported

from linli.kernel.event import Happened
from linli.kernel.models import Notice
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import add_urgent_word, end_urgent_word, open_matter, set_urgency
from linli.matters.reactions import tell_of_new, tell_of_urgency

pytestmark = pytest.mark.django_db


def refused(code, verb, **asked):
    with pytest.raises(Refusal) as refusal:
        verb(**asked)
    assert refusal.value.code == code


def _open(cast, who, now, text):
    return open_matter(actor=who, now=now, kind="snapshot", text=text, area_id=cast.areas["building2"])


def test_words_of_danger_make_it_urgent_and_holder_and_desk_above_hear_at_once(cast, zhou, now):
    made = _open(cast, zhou, now, "楼道里有燃 气 味，没有人管")
    assert matter(made.subject_id).urgency == "urgent"
    with scope(SYSTEM):
        tell_of_new(made, Happened(1, now, "person", zhou.person_id, made))
    with scope(SYSTEM):
        told = set(Notice.objects.filter(urgent=True).values_list("person_id", flat=True))
        assert all("119" in one.text for one in Notice.objects.filter(urgent=True))
    assert {cast.people["chen"], cast.people["li"]} <= told


def test_an_ordinary_report_is_not(cast, zhou, now):
    made = _open(cast, zhou, now, "灯不亮")
    assert matter(made.subject_id).urgency == ""
    with scope(SYSTEM):
        tell_of_new(made, Happened(1, now, "person", zhou.person_id, made))
        assert not Notice.objects.filter(urgent=True).exists()


def test_a_person_lowers_it_with_a_reason_only(cast, zhou, li, now):
    made = reported(cast, zhou, now, text="着火了")
    asked = {"actor": li, "now": now, "matter_id": made.pk, "urgency": "normal"}
    refused("words_missing", set_urgency, **asked, text=" ")
    refused("urgency_unknown", set_urgency, **{**asked, "urgency": "low"}, text="看过")
    set_urgency(**asked, text="到场看过，是烧烤的烟。")
    assert matter(made.pk).urgency == "normal"
    again = set_urgency(**{**asked, "urgency": "urgent"}, text="邻居说又冒烟了。")
    with scope(SYSTEM):
        tell_of_urgency(again, Happened(2, now, "person", li.person_id, again))
        assert set(Notice.objects.filter(urgent=True).values_list("person_id", flat=True)) == {
            cast.people["chen"]
        }
    set_urgency(**asked, text="还是烧烤。")
    refused("urgency_same", set_urgency, **asked, text="再改")
    refused("not_allowed", set_urgency, **{**asked, "actor": cast.actor("chen")}, text="我来改")


def test_a_district_adds_its_words_for_its_days(cast, zhou, now):
    tang, district = cast.actor("tang"), cast.areas["district"]
    asked = {
        "actor": tang,
        "now": now,
        "area_id": district,
        "word": "氨水味",
        "family": "gas",
        "since": now.date(),
    }
    made = add_urgent_word(**asked)
    assert matter(reported(cast, zhou, now, text="一股氨，水味").pk).urgency == "urgent"
    refused("word_exists", add_urgent_word, **asked)
    refused("word_missing", add_urgent_word, **{**asked, "word": "气。"})
    refused("family_unknown", add_urgent_word, **{**asked, "family": "x", "word": "异响"})
    refused(
        "days_reversed", add_urgent_word, **{**asked, "word": "异响", "until": now.date() - timedelta(days=1)}
    )
    refused("not_allowed", add_urgent_word, **{**asked, "actor": cast.actor("he")})
    end_urgent_word(actor=tang, now=now, word_id=made.subject_id)
    assert matter(reported(cast, zhou, now, text="一股氨，水味").pk).urgency == ""
    refused("word_unknown", end_urgent_word, actor=tang, now=now, word_id=made.subject_id)
