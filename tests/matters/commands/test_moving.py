"""Splitting and merging communities: what is open moves with the land, what is over keeps its day."""

from datetime import date, timedelta

import pytest
from tests.matters.reports import copied, covered, picture, reported

from linli.assist.photos.box import Box
from linli.kernel import files
from linli.kernel.event import Happened
from linli.kernel.invariants import broken
from linli.kernel.models import EventRow, StoredFile
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, may, scope
from linli.matters import access
from linli.matters.commands import (
    follow_up,
    hand_up,
    make_follow_up_link,
    move_matter,
    note,
    open_matter,
    set_limit,
    sort_matter,
    support,
    undo,
)
from linli.matters.commands.place_hints import read_place_job
from linli.matters.models import (
    Clock,
    FollowUp,
    FollowUpLink,
    MaskedCopy,
    MaskedSpan,
    Matter,
    PhotoBox,
    PhotoCopy,
    PlaceHint,
    Remark,
    Reporter,
    Supporter,
)
from linli.matters.queries import invariants as matters
from linli.matters.queries import matter_for, timeline
from linli.matters.queries.limits import limit_of
from linli.people.commands import post
from linli.people.models import Household, Organisation, Person, Posting
from linli.people.queries import desk_people
from linli.people.queries import invariants as people
from linli.places.commands import Part, merge_communities, set_hours, split_community
from linli.places.models import Area, Succession
from linli.places.queries import became, came_from, earlier_paths, lineage, tree, work_time
from linli.places.queries import invariants as places

pytestmark = pytest.mark.django_db


def report(cast, now, area="building2", who="zhou", **more):
    return open_matter(
        actor=cast.actor(who), now=now, kind="snapshot", text="灯不亮", category="light",
        area_id=cast.areas[area], phone="12900002076", name="周女士", **more,
    ).subject_id  # fmt: skip


def split(cast, now, **more):
    parts = [
        Part("990101001003", "槐北社区居民委员会", (cast.areas["grid3"],)),
        Part("990101001004", "槐南社区居民委员会", (cast.areas["grid4"],)),
    ]
    asked = {"area_id": cast.areas["huaiyin"], "parts": parts, "on": now.date(), **more}
    return split_community(actor=cast.actor("xi"), now=now, **asked)


def merge(cast, now, **more):
    asked = {
        "area_ids": [cast.areas["huaiyin"], cast.areas["heqiao"]],
        "code": "990101001003",
        "name": "槐河社区",
    }
    return merge_communities(actor=cast.actor("xi"), now=now, on=now.date(), **{**asked, **more})


def row(pk):
    with scope(SYSTEM):
        return Matter.objects.get(pk=pk)


def nothing_is_broken():
    with scope(SYSTEM):
        assert list(broken((*places.INVARIANTS, *people.INVARIANTS, *matters.INVARIANTS))) == []


def test_old_areas_end_new_ones_begin_and_grids_keep_ids_and_codes(cast, now):
    codes = dict(Area.objects.filter(path__startswith=cast.path("huaiyin")).values_list("pk", "code"))
    event = split(cast, now)
    old = Area.objects.get(pk=cast.areas["huaiyin"])
    north, south = (Area.objects.get(pk=one) for one in event.new_ids)
    assert old.until == now.date()
    assert old.path == "/".join(["", *old.path.split("/")[1:]]), "its own path stays"
    assert (north.since, north.reason, north.short) == (now.date(), "split", "槐北社区")
    grid = Area.objects.get(pk=cast.areas["grid3"])
    home = Area.objects.get(pk=cast.areas["home502"])
    assert (grid.parent_id, grid.path) == (north.pk, f"{north.path}{grid.pk}/")
    assert home.path.startswith(grid.path)
    assert Area.objects.get(pk=cast.areas["building8"]).path.startswith(south.path)
    assert dict(Area.objects.filter(pk__in=codes).values_list("pk", "code")) == codes
    assert event.moved == 6
    assert {(one.old_id, one.new_id, one.reason) for one in Succession.objects.all()} == {
        (old.pk, north.pk, "split"), (old.pk, south.pk, "split"),
    }  # fmt: skip
    assert [step.name for step in became([old.pk])[old.pk]] == ["槐北社区居民委员会", "槐南社区居民委员会"]
    assert [step.area_id for step in came_from(north.pk)] == [old.pk]


def test_open_matters_move_with_everything_that_hangs_on_them(cast, now):
    opened = report(cast, now)
    support(actor=cast.actor("feng"), now=now, matter_id=opened)
    note(actor=cast.actor("chen"), now=now, matter_id=opened, text="明天去。")
    with scope(SYSTEM):
        photo = StoredFile.objects.create(
            subject="matter", subject_id=opened, purpose="photo", mime="image/jpeg", size=1, sha256=b"x",
            made_at=now, area_path=row(opened).area_path,
        )  # fmt: skip
    answered = report(cast, now, "building8")
    move_matter(actor=cast.actor("sun"), now=now, matter_id=answered, move="fix", text="修好了。")
    follow_up(actor=cast.actor("li"), now=now, matter_id=answered, via="phone", reached=False)
    make_follow_up_link(actor=cast.actor("li"), now=now, matter_id=answered, token="t" * 24)
    north, south = split(cast, now).new_ids
    for pk, community in ((opened, north), (answered, south)):
        matter = row(pk)
        assert matter.community_id == community
        assert matter.area_path == lineage(matter.area_id).path
        with scope(SYSTEM):
            for model in (Clock, Reporter, Remark, FollowUp, FollowUpLink, Supporter):
                paths = set(model.objects.filter(matter=pk).values_list("area_path", flat=True))
                assert paths <= {matter.area_path}, model
    with scope(SYSTEM):
        assert StoredFile.objects.get(pk=photo.pk).area_path == row(opened).area_path
    assert row(answered).holder_area_id == south, "the desk of the old community hands on to the new one's"
    assert row(opened).holder_person_id == cast.people["chen"], "the grid's worker stays"


def test_everything_that_must_hold_holds_afterwards(cast, now):
    for area in ("building2", "building8", "huaiyin", "grid1", "street", "other_grid"):
        report(cast, now, area)
    answered = report(cast, now)
    move_matter(actor=cast.actor("chen"), now=now, matter_id=answered, move="fix", text="修好了。")
    closed = report(cast, now)
    move_matter(actor=cast.actor("chen"), now=now, matter_id=closed, move="void", text="不归我们办。")
    nothing_is_broken()
    parts = split(cast, now).new_ids
    nothing_is_broken()
    merge(cast, now, area_ids=[*parts, cast.areas["heqiao"]], code="990101001005")
    nothing_is_broken()


def test_closed_matters_keep_the_place_of_their_day(cast, now):
    pk = report(cast, now)
    before = row(pk)
    move_matter(actor=cast.actor("chen"), now=now, matter_id=pk, move="void", text="不归我们办，请找物业。")
    split(cast, now)
    after = row(pk)
    assert (after.area_path, after.community_id, after.area_id) == (
        before.area_path, cast.areas["huaiyin"], cast.areas["building2"],
    )  # fmt: skip
    with scope(SYSTEM):
        assert set(Remark.objects.filter(matter=pk).values_list("area_path", flat=True)) == {before.area_path}
    assert may(cast.actor("he"), access.SEE, after), "the street sees it as before"


def test_the_course_of_a_matter_stays_whole_for_worker_new_desk_and_reporter(cast, now):
    pk = report(cast, now)
    move_matter(actor=cast.actor("chen"), now=now, matter_id=pk, move="accept", text="到现场看过了。")
    with scope(SYSTEM):
        before = [entry.event_id for entry in timeline(row(pk), public_only=False)]
        told = [entry.event_id for entry in timeline(row(pk), public_only=True)]
    north, _south = split(cast, now).new_ids
    post(actor=cast.actor("an"), now=now, person_id=cast.people["li"], role="community_desk", area_id=north)
    for name in ("chen", "li", "he"):
        actor = cast.actor(name)
        with scope(actor):
            assert [entry.event_id for entry in timeline(row_for(actor, pk), public_only=False)] == before, (
                name
            )
    zhou = cast.actor("zhou")
    with scope(zhou):
        assert [entry.event_id for entry in timeline(row_for(zhou, pk), public_only=True)] == told
    sun = cast.actor("sun")
    with scope(sun):
        assert not EventRow.objects.filter(subject="matter", subject_id=pk).exists(), (
            "the other part sees nothing"
        )


def row_for(actor, pk):
    number = row(pk).number
    return matter_for(actor, number).matter


def test_work_goes_on_after_a_split(cast, now):
    pk = report(cast, now)
    split(cast, now)
    later = now + timedelta(minutes=5)
    move_matter(actor=cast.actor("chen"), now=later, matter_id=pk, move="accept")
    hand_up(actor=cast.actor("chen"), now=later, matter_id=pk, text="要街道协调。")
    assert row(pk).holder_area_id == cast.areas["street"], "nobody serves at the new community's desk yet"
    fresh = report(cast, later)
    assert row(fresh).community_id == row(pk).community_id


def test_a_step_from_before_cannot_be_undone_into_a_desk_that_is_no_more(cast, now):
    pk = report(cast, now, "huaiyin")
    assert row(pk).holder_area_id == cast.areas["huaiyin"]
    handed = hand_up(actor=cast.actor("li"), now=now, matter_id=pk, text="要街道来办。")
    with scope(SYSTEM):
        event_id = EventRow.objects.filter(subject="matter", subject_id=pk, code=handed.code).get().pk
    north, _south = split(cast, now).new_ids
    post(actor=cast.actor("an"), now=now, person_id=cast.people["li"], role="community_desk", area_id=north)
    with pytest.raises(Refusal, match="undo_too_late"):
        undo(actor=cast.actor("li"), now=now, matter_id=pk, event_id=event_id)


def test_what_belongs_to_no_grid_goes_to_the_first_part(cast, now):
    pk = report(cast, now, "huaiyin")
    north, _south = split(cast, now).new_ids
    matter = row(pk)
    assert (matter.area_id, matter.community_id, matter.holder_area_id) == (north, north, north)
    assert matter.holder_person_id is None
    with scope(SYSTEM):
        li = Person.objects.get(pk=cast.people["li"])
    assert li.area_path == Area.objects.get(pk=north).path


def test_people_follow_their_homes_and_postings_their_grids(cast, now):
    with scope(SYSTEM):
        household = Household.objects.create(
            home_id=cast.areas["home502"], since=date(2026, 1, 1), area_path=cast.path("home502")
        )
        left = Household.objects.create(
            home_id=cast.areas["home502"],
            since=date(2025, 1, 1),
            until=date(2026, 1, 1),
            area_path=cast.path("home502"),
        )
        Posting.objects.filter(person_id=cast.people["ma"]).update(to_on=now.date() + timedelta(days=3))
        Posting.objects.filter(person_id=cast.people["police"]).update(to_on=now.date() - timedelta(days=1))
    old_home, old_grid = cast.path("home502"), cast.path("grid3")
    north, _south = split(cast, now).new_ids
    with scope(SYSTEM):
        zhou = Person.objects.get(pk=cast.people["zhou"])
        assert zhou.area_path == cast.path("home502") != old_home
        assert Household.objects.get(pk=household.pk).area_path == cast.path("home502")
        assert Household.objects.get(pk=left.pk).area_path == old_home, "who moved out before did so there"
        chen = Posting.objects.get(person_id=cast.people["chen"])
        li = Posting.objects.get(person_id=cast.people["li"])
        ma = Posting.objects.get(person_id=cast.people["ma"])
        police = Posting.objects.get(person_id=cast.people["police"])
    assert chen.area_path == cast.path("grid3")
    assert ma.area_path == cast.path("building2"), "it ends on Saturday, until then it goes along"
    assert police.area_path == old_grid, "it was over"
    assert (li.area_id, li.area_path) == (cast.areas["huaiyin"], cast.path("huaiyin")), (
        "not moved without a word"
    )
    assert desk_people(cast.areas["grid3"], "grid_worker", now.date()) == [cast.people["chen"]]
    assert desk_people(north, "community_desk", now.date()) == []
    assert cast.actor("li").holds("matters.see")
    assert not any(
        grant.path.startswith(Area.objects.get(pk=north).path) for grant in cast.actor("li").grants
    )


def test_organisations_of_the_community_go_to_the_first_part(cast, now):
    from linli.people.commands import add_organisation

    unit = add_organisation(
        actor=cast.actor("an"), now=now, area_id=cast.areas["huaiyin"], kind="property", name="槐荫物业"
    ).subject_id
    north, _south = split(cast, now).new_ids
    kept = Organisation.objects.get(pk=unit)
    assert (kept.area_id, kept.area_path) == (north, Area.objects.get(pk=north).path)


def test_borders_of_the_parts_come_from_their_grids(cast, now):
    from linli.places.commands import change_area

    wide = [[[[106.80, 39.60], [106.82, 39.60], [106.82, 39.61], [106.80, 39.61], [106.80, 39.60]]]]
    change_area(actor=SYSTEM, now=now, area_id=cast.areas["huaiyin"], polygon=wide)
    north, south = (Area.objects.get(pk=one) for one in split(cast, now).new_ids)
    assert (north.west, north.east) == (106.80, 106.81)
    assert (south.west, south.east) == (106.81, pytest.approx(106.82))


def test_own_hours_and_limits_go_on_in_every_part(cast, now):
    xi = cast.actor("xi")
    week = ["10:00-16:00"] * 5
    set_hours(actor=xi, now=now, area_id=cast.areas["huaiyin"], since=now.date(), week=week)
    set_limit(
        actor=xi, now=now, area_id=cast.areas["huaiyin"], kind="snapshot", stage="new", span="1wh", since=now
    )
    pk = report(cast, now)
    before = row(pk)
    split(cast, now)
    after = row(pk)
    assert (after.due_at, after.promised_at) == (before.due_at, before.promised_at)
    from linli.matters.kinds import kind_of

    for grid in ("grid3", "grid4"):
        assert work_time(cast.path(grid)).close_of(now.date()).hour == 16
        assert limit_of(kind_of("snapshot"), "new", 0, cast.path(grid), now.date()).span.code == "1wh"


def test_a_merger_takes_the_hours_of_the_first_and_computes_anew(cast, now):
    xi = cast.actor("xi")
    set_hours(actor=xi, now=now, area_id=cast.areas["heqiao"], since=now.date(), week=["14:00-16:00"] * 5)
    pk = report(cast, now)
    before = row(pk).due_at
    merge(cast, now, area_ids=[cast.areas["heqiao"], cast.areas["huaiyin"]])
    assert row(pk).due_at != before
    with scope(SYSTEM):
        assert Clock.objects.get(matter=pk).due_at == row(pk).due_at
    assert row(pk).due_at == work_time(cast.path("grid3")).due(now, _span("4wh")).at


def _span(code):
    from linli.kernel.spans import Span

    return Span.parse(code)


def test_a_merger_gathers_all_grids_under_one(cast, now):
    pk, other = report(cast, now), report(cast, now, "grid1")
    event = merge(cast, now)
    new = Area.objects.get(pk=event.subject_id)
    assert {node.id for node in tree().children(new.pk)} == {
        cast.areas[one] for one in ("grid1", "grid3", "grid4")
    }
    assert {row(one).community_id for one in (pk, other)} == {new.pk}
    assert {row(one).area_path for one in (pk, other)} == {cast.path("building2"), cast.path("grid1")}
    assert tree().get(cast.areas["huaiyin"]) is None
    assert lineage(cast.areas["building2"]).community_id == new.pk


def test_a_merger_of_parts_leads_back_to_the_beginning(cast, now):
    first = cast.path("huaiyin")
    parts = split(cast, now).new_ids
    again = merge(cast, now, area_ids=list(parts), code="990101001005", name="槐荫社区")
    path = cast.path("grid3")
    assert path.startswith(again.area_path)
    assert f"{first}{cast.areas['grid3']}/" in earlier_paths(path)
    assert earlier_paths(cast.path("other_grid")) == []


def test_one_part_may_keep_the_old_code(cast, now):
    parts = [
        Part("990101001001", "槐荫社区居民委员会", (cast.areas["grid3"],)),
        Part("990101001004", "槐南社区居民委员会", (cast.areas["grid4"],)),
    ]
    event = split(cast, now, parts=parts)
    assert Area.objects.get(code="990101001001", until=None).pk == event.new_ids[0]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"on": date(2026, 11, 26)}, "date_ahead"),
        ({"on": date(2025, 12, 31)}, "date_before_begin"),
        ({"parts": lambda g3, g4: [Part("990101001003", "甲", (g3, g4))]}, "parts_too_few"),
        (
            {
                "parts": lambda g3, g4: [
                    Part("990101001003", "甲", (g3,)),
                    Part("990101001004", "乙", (g3, g4)),
                ]
            },
            "grid_twice",
        ),
        (
            {"parts": lambda g3, _g4: [Part("990101001003", "甲", (g3,)), Part("990101001004", "乙", ())]},
            "grid_left",
        ),
        (
            {"parts": lambda g3, g4: [Part("990101001003", "甲", (g3, g4)), Part("990101001004", "乙", ())]},
            "part_empty",
        ),
        (
            {
                "parts": lambda g3, g4: [
                    Part("990101001003", "甲", (g3,)),
                    Part("990101001004", "乙", (g4, 999)),
                ]
            },
            "grid_unknown",
        ),
        (
            {"parts": lambda g3, g4: [Part("990101001003", "甲", (g3,)), Part("990101001003", "乙", (g4,))]},
            "code_taken",
        ),
        (
            {"parts": lambda g3, g4: [Part("990101001002", "甲", (g3,)), Part("990101001004", "乙", (g4,))]},
            "code_taken",
        ),
        (
            {"parts": lambda g3, g4: [Part("990101002003", "甲", (g3,)), Part("990101001004", "乙", (g4,))]},
            "code_not_below_parent",
        ),
        (
            {"parts": lambda g3, g4: [Part("99010100100", "甲", (g3,)), Part("990101001004", "乙", (g4,))]},
            "code_length",
        ),
        (
            {"parts": lambda g3, g4: [Part("990101001003", " ", (g3,)), Part("990101001004", "乙", (g4,))]},
            "name_missing",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_moves(cast, now, change, code):
    asked = {
        key: value(cast.areas["grid3"], cast.areas["grid4"]) if callable(value) else value
        for key, value in change.items()
    }
    with pytest.raises(Refusal) as refused:
        split(cast, now, **asked)
    assert refused.value.code == code
    assert not Succession.objects.exists()
    assert Area.objects.get(pk=cast.areas["huaiyin"]).until is None


def test_only_communities_of_one_street_by_those_who_keep_the_street(cast, now):
    for ids, code in (
        ([cast.areas["huaiyin"], cast.areas["other_community"]], "not_one_street"),
        ([cast.areas["huaiyin"], cast.areas["huaiyin"]], "parts_too_few"),
        ([cast.areas["huaiyin"], cast.areas["grid1"]], "not_a_community"),
        ([cast.areas["huaiyin"], 999_999], "area_unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            merge(cast, now, area_ids=ids)
        assert refused.value.code == code
    for name in ("he", "li", "an", "zhou"):
        with pytest.raises(Refusal) as refused:
            split_community(
                actor=cast.actor(name), now=now, area_id=cast.areas["huaiyin"], parts=[], on=now.date()
            )
        assert refused.value.code == "not_allowed"


def test_what_was_written_during_the_split_is_fetched_afterwards(cast, now):
    from linli.kernel.reaction import registry

    pk = report(cast, now)
    old = row(pk)
    event = split(cast, now)
    with scope(SYSTEM):  # as if its transaction had begun before the split and ended after it
        Matter.objects.filter(pk=pk).update(
            area_path=old.area_path, community_id=old.community_id, holder_area_id=old.holder_area_id
        )
        Clock.objects.filter(matter=pk).update(area_path=old.area_path)
    happened = Happened(id=1, at=now, actor_kind="system", actor_id=None, event=event)
    for _twice in range(2):
        for _code, handler in registry["places.community_split"]:
            handler(event, happened)
        assert row(pk).area_path == cast.path("building2")
        with scope(SYSTEM):
            assert Clock.objects.get(matter=pk).area_path == cast.path("building2")


def test_public_copies_and_hints_move_with_the_land(cast, now, clock, zhou):
    claim = "c" * 32
    uid = files.store_photo(picture().read(), actor=zhou, now=now, claim=claim)
    words = "王小明13812345678说槐荫里二栋的灯不亮"
    one = copied(
        reported(cast, zhou, now, text=words, area_id=cast.areas["grid3"], photos=(uid,), photo_claim=claim)
    )
    covered(one, now, Box("face", 1, 1, 99, 99, 0.9))
    read_place_job(one.pk, now.isoformat())
    sort_matter(actor=cast.actor("chen"), now=now, matter_id=one.pk, category="light")

    def paths():
        with scope(SYSTEM):
            mine = {model: set(model.objects.filter(matter_id=one.pk).values_list("area_path", flat=True))
                    for model in (MaskedCopy, MaskedSpan, PlaceHint, PhotoCopy, PhotoBox)}  # fmt: skip
            return mine, Matter.objects.get(pk=one.pk).area_path

    before = paths()[1]
    for change in (split, merge_parts):
        change(cast, now)
        lies, at = paths()
        assert at != before
        assert {model.__name__: where for model, where in lies.items()} == {
            model.__name__: {at} for model in lies
        }
        before = at


def merge_parts(cast, now):
    """The two parts of a split are one again."""
    with scope(SYSTEM):
        parts = list(
            Area.objects.filter(code__in=("990101001003", "990101001004")).values_list("pk", flat=True)
        )
    merge_communities(
        actor=cast.actor("xi"), now=now, area_ids=parts, code="990101001005", name="槐荫里社区", on=now.date()
    )
