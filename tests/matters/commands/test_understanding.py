"""What is understood of a matter: a public copy always, a suggestion where there is a model, people decide."""

import pytest
from tests.matters.reports import reported

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters import commands
from linli.matters.commands import change_mask, sort_matter, understand
from linli.matters.commands.understanding import understand_job
from linli.matters.models import MaskedCopy, MaskedSpan, Matter, Suggestion
from linli.matters.queries import checked_examples, examples_since, public_words, suggestion_of

pytestmark = pytest.mark.django_db
SAID = {
    "version": "20261130-ab12",
    "band": "sure",
    "choices": [{"label": "light", "confidence": 0.95}, {"label": "noise", "confidence": 0.03}],
}


@pytest.fixture
def lamp(cast, zhou, now):
    return reported(cast, zhou, now, text="李建国说3栋2单元501室门口灯不亮，打12900002076。", category="")


def copy_of(pk):
    with scope(SYSTEM):
        return public_words([pk]).get(pk)


def test_without_a_helper_rules_make_the_copy_and_nothing_is_suggested(lamp, now):
    assert copy_of(lamp.pk) is None
    understand_job(lamp.pk, now.isoformat())
    understand_job(lamp.pk, now.isoformat())
    with scope(SYSTEM):
        assert not MaskedCopy.objects.get(pk=lamp.pk).whole
        assert not Suggestion.objects.exists()
        assert {one.kind for one in MaskedSpan.objects.all()} >= {"room", "phone"}
    text = copy_of(lamp.pk)[1]
    assert "12900002076" not in text
    assert "501" not in text
    assert "灯不亮" in text


def test_with_a_helper_its_words_are_kept(lamp, now, monkeypatch):
    told = {"suggest": SAID, "mask": {"spans": [[], [["name", 0, 3, "tagger"]], []], "whole": True}}
    monkeypatch.setattr(commands.understanding, "ask", lambda _door, verb, **_asked: told[verb])
    understand_job(lamp.pk, now.isoformat())
    with scope(SYSTEM):
        hint = suggestion_of(lamp)
        assert MaskedCopy.objects.get(pk=lamp.pk).whole
    assert (hint.default, hint.guesses[0].percent) == ("light", 95)
    assert copy_of(lamp.pk)[1].startswith("〔姓名〕说3栋")


def understood(lamp, now):
    spans = [("text", "name", 0, 3, "cue"), ("text", "room", 6, 13, "unit_room")]
    understand(actor=SYSTEM, now=now, matter_id=lamp.pk, spans=spans, whole=True, suggestion=SAID)


def test_only_the_worker_and_only_once(cast, lamp, now):
    asked = {"now": now, "matter_id": lamp.pk, "spans": [], "whole": True}
    with pytest.raises(Refusal) as refusal:
        understand(actor=cast.actor("chen"), **asked)
    assert refusal.value.code == "matter_not_found"
    understand(actor=SYSTEM, **asked)
    with pytest.raises(Refusal) as refusal:
        understand(actor=SYSTEM, **asked)
    assert refusal.value.code == "understood_already"


def test_a_person_sorts_and_both_are_kept(cast, lamp, now):
    understood(lamp, now)
    chen = cast.actor("chen")
    assert sort_matter(actor=chen, now=now, matter_id=lamp.pk, category="light").as_suggested
    with pytest.raises(Refusal) as refusal:
        sort_matter(actor=chen, now=now, matter_id=lamp.pk, category="light")
    assert refusal.value.code == "category_same"
    for category in ("", "nothing"):
        with pytest.raises(Refusal) as refusal:
            sort_matter(actor=chen, now=now, matter_id=lamp.pk, category=category)
        assert refusal.value.code == "category_unknown"
    with scope(SYSTEM):
        kept = Suggestion.objects.get(matter_id=lamp.pk)
        assert Matter.objects.get(pk=lamp.pk).category.code == "light"
    assert (kept.chosen, kept.chosen_by, kept.given[0]) == ("light", cast.people["chen"], ["light", 0.95])


def test_nobody_but_who_acts_there_sorts(cast, lamp, now):
    for name, code in (("zhou", "matter_not_found"), ("feng", "matter_not_found")):
        with pytest.raises(Refusal) as refusal:
            sort_matter(actor=cast.actor(name), now=now, matter_id=lamp.pk, category="light")
        assert refusal.value.code in (code, "not_allowed")


def test_a_person_shows_and_hides_and_the_record_stays(cast, lamp, now):
    understood(lamp, now)
    li = cast.actor("li")
    change_mask(actor=li, now=now, matter_id=lamp.pk, words="text", begin=6, end=13, hide=False)
    assert "2单元501室"[:5] in copy_of(lamp.pk)[1]
    change_mask(actor=li, now=now, matter_id=lamp.pk, words="text", begin=3, end=6, hide=True)
    assert copy_of(lamp.pk)[1].startswith("〔姓名〕〔隐去〕")
    for begin, end, hide, code in (
        (3, 6, True, "mask_same"),
        (0, 999, True, "stretch_outside"),
        (20, 22, False, "mask_same"),
    ):
        with pytest.raises(Refusal) as refusal:
            change_mask(actor=li, now=now, matter_id=lamp.pk, words="text", begin=begin, end=end, hide=hide)
        assert refusal.value.code == code
    with scope(SYSTEM):
        rows = list(MaskedSpan.objects.order_by("begin").values_list("rule", "by_person_id", "undone_by"))
    assert rows == [
        ("cue", None, None),
        ("person", cast.people["li"], None),
        ("unit_room", None, cast.people["li"]),
    ]


def test_the_worker_of_a_grid_may_not_change_the_copy(cast, lamp, now):
    understood(lamp, now)
    with pytest.raises(Refusal) as refusal:
        change_mask(
            actor=cast.actor("chen"), now=now, matter_id=lamp.pk, words="text", begin=0, end=3, hide=False
        )
    assert refusal.value.status == 403


def closed(*ones, now):
    with scope(SYSTEM):
        Matter.objects.filter(pk__in=[one.pk for one in ones]).update(
            closed_at=now, outcome="solved", next_due_at=None, due_at=None
        )


def labels():
    return sorted(one["text"] for one in checked_examples())


def test_labels_come_from_closed_matters_that_somebody_checked(cast, zhou, now):
    reported(cast, zhou, now, text="还没有办结", category="light", source="app")
    chosen = reported(cast, zhou, now, text="居民自己选的", category="light")
    desk = reported(
        cast, cast.actor("li"), now, text="前台登记的", category="light", source="desk", name="王先生"
    )
    sorted_one = reported(cast, zhou, now, text="改过类别的", category="road")
    confirmed = reported(cast, zhou, now, text="确认过的", category="light")
    kept = reported(cast, zhou, now, text="有建议没人动", category="light")
    chen = cast.actor("chen")
    for one in (confirmed, kept):
        understand(actor=SYSTEM, now=now, matter_id=one.pk, spans=[], whole=True, suggestion=SAID)
    for one in (sorted_one, confirmed):
        sort_matter(actor=chen, now=now, matter_id=one.pk, category="light")
    closed(chosen, desk, sorted_one, confirmed, kept, now=now)
    assert labels() == sorted(["前台登记的", "改过类别的", "确认过的"])
    assert examples_since(None) == 3
    assert examples_since(now) == 0


def test_a_category_without_a_suggestion_is_confirmed_once(cast, zhou, now):
    one = reported(cast, zhou, now, text="灯不亮", category="light")
    asked = {"actor": cast.actor("chen"), "now": now, "matter_id": one.pk, "category": "light"}
    assert sort_matter(**asked).before_id == sort_matter_before(one)
    with pytest.raises(Refusal) as refusal:
        sort_matter(**asked)
    assert refusal.value.code == "category_same"


def sort_matter_before(one):
    with scope(SYSTEM):
        return Matter.objects.get(pk=one.pk).category_id
