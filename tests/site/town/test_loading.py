"""The sample town: complete, consistent with every rule of the product, loaded once or not at all."""

import re
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection, transaction
from tests import town as standing

from linli.kernel import audit
from linli.kernel.models import Day, DayNotice, EventRow, Notice
from linli.kernel.reaction import react
from linli.kernel.refusal import Refusal
from linli.kernel.scope import GUEST, SYSTEM, scope
from linli.kernel.spans import Span
from linli.kernel.terms import DayKind
from linli.matters.commands import open_matter, sweep_all
from linli.matters.kinds import kind_of, kinds
from linli.matters.models import (
    Category,
    Clock,
    FollowUp,
    MaskedCopy,
    MaskedSpan,
    Matter,
    Remark,
    Reporter,
    Request,
    Supporter,
)
from linli.matters.queries.attending import attended
from linli.matters.queries.nearby import nearby
from linli.matters.rules.running import pauses_of, running_due, spans_of
from linli.people.models import Account, Household, Organisation, Person, Posting, Residence, Staff
from linli.people.queries import actor_for_person, who_covers
from linli.people.rules.id_number import read_id_number
from linli.people.terms import MaskedField, Role
from linli.places.models import Area
from linli.places.queries import grid_at, lineage, tree, work_time
from linli.places.terms import Level
from linli.site import town

NOW = standing.NOW


def rows(model, *fields, **wanted):
    with scope(SYSTEM):
        return list(model.objects.filter(**wanted).order_by("pk").values(*fields))


@pytest.fixture(scope="module")
def histories(sample):
    """All events about matters, by matter, in order."""
    found = defaultdict(list)
    for row in rows(EventRow, subject="matter"):
        found[row["subject_id"]].append(row)
    return found


def test_the_land_is_a_street_with_four_communities_and_sixteen_grids(sample):
    levels = Counter(row["level"] for row in rows(Area, "level"))
    assert [levels[level] for level in Level if level != Level.UNIT] == [1, 1, 4, 16, 96, 600]
    with scope(SYSTEM):
        for area in Area.objects.select_related("parent"):
            above = area.parent.path if area.parent else "/"
            assert area.path == f"{above}{area.pk}/"
            assert area.pinyin
    with scope(SYSTEM):
        for building in Area.objects.filter(level=Level.BUILDING):
            assert grid_at(building.lon, building.lat) == building.parent_id


def test_every_door_has_its_people(sample):
    with scope(SYSTEM):
        for grid in tree().within("/", Level.GRID):
            roles = {card.role for card in who_covers(map(int, grid.path.strip("/").split("/")), NOW.date())}
            assert {
                Role.GRID_WORKER,
                Role.GRID_LEADER,
                Role.GRID_PARTNER,
                Role.COMMUNITY_DESK,
                Role.STREET_DESK,
            } <= roles
    posted = Counter(row["role"] for row in rows(Posting, "role"))
    assert set(posted) == set(Role.values) - {Role.RESIDENT}
    assert {posted[role] for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)} == {1}
    carded = {row["pk"] for row in rows(Staff, "pk")}
    assert carded == {row["person_id"] for row in rows(Posting, "person_id")}


def test_a_dozen_can_sign_in(sample):
    found = town.sign_ins()
    assert len(found) >= 12
    for label, login, password in found:
        account = Account.objects.get(login=login)
        assert account.check_password(password) if login == found[0][1] else account.password
        with scope(SYSTEM):
            actor = actor_for_person(account.person_id, NOW)
        assert actor.name in label
        assert actor.is_staff != label.startswith("居民")
    assert len({Account.objects.get(login=login).password for _, login, _ in found}) == 1


def test_people_are_invented(sample):
    with scope(SYSTEM):
        people = list(Person.objects.all())
    assert 900 < len(people) < 1_400
    for person in people:
        if person.phone is not None:
            assert person.open_field(MaskedField.PHONE).startswith("129")
    known = [person for person in people if person.id_number is not None]
    assert 10 < len(known) < 60
    for person in known:
        number = read_id_number(person.open_field(MaskedField.ID_NUMBER), today=NOW.date())
        assert number.number.startswith("1599")
    assert len(rows(Household)) == 600
    homes = Counter(row["household_id"] for row in rows(Residence, "household_id"))
    assert len(homes) == 600
    assert 1.4 < homes.total() / 600 < 2.2
    assert len(rows(Organisation)) >= 12


def test_the_calendar_is_the_shipped_one(sample):
    years = {row["year"] for row in rows(DayNotice, "year")}
    assert years == set(range(2004, 2027))
    assert {row["kind"] for row in rows(Day, "kind")} == {DayKind.REST, DayKind.MAKE_UP}


def test_categories_have_three_levels_and_chips(sample):
    parents = {row["id"]: row["parent_id"] for row in rows(Category, "id", "parent_id")}

    def depth(one):
        return 1 + depth(parents[one]) if parents[one] else 1

    assert Counter(map(depth, parents)).keys() == {1, 2, 3}
    from linli.kernel.ui.icons import icon_names

    chips = [row for row in rows(Category, "name", "icon", "chip") if row["chip"]]
    assert 6 <= len(chips) <= 12
    assert {row["icon"] for row in rows(Category, "icon")} <= icon_names()
    assert all(len(row["name"]) <= 4 for row in chips)


def test_the_history_fills_three_months_and_some_are_open(sample):
    opened = rows(Matter)
    found = [row for row in opened if row["received_at"] < NOW]
    assert len(found) == 1_523, "and one of every kind, and an emergency half an hour ago"
    assert len(opened) - len(found) == 7, "today: an order, two proposals, two actions, two parts"
    running = [row for row in found if row["closed_at"] is None]
    assert 40 <= len(running) <= 90
    assert sum(row["due_at"] < NOW for row in running) >= 4
    assert (
        sum(
            row["due_at"] >= NOW and row["due_at"].astimezone(NOW.tzinfo).date() == NOW.date()
            for row in running
        )
        >= 3
    )
    assert min(row["received_at"] for row in found) < NOW - timedelta(days=85)
    assert max(row["received_at"] for row in found) < NOW
    assert {row["stage"] for row in found} >= {
        "new",
        "working",
        "fixed",
        "closed",
        "void",
        "unsigned",
        "answered",
    }
    assert {row["kind"] for row in found} >= {"hotline", "snapshot"}
    assert {row["kind"] for row in opened} == set(kinds()), "every kind is there to look at"


def test_every_kind_stands_in_living_stages(sample):
    """Open, due soon, waiting, resting, supervised, merged, done and asked; the agent has something to tell."""
    stages = defaultdict(set)
    for row in rows(Matter):
        stages[row["kind"]].add(row["stage"])
    assert stages["petition"] >= {"handling", "accepting", "closed"}
    assert stages["talk"] >= {"collected", "studying", "told", "closed"}
    assert stages["city_event"] >= {"collecting", "disposing", "closed"}
    assert stages["city_part"] >= {"verifying"}
    assert stages["proposal"] >= {"gathering", "distilled", "doing", "done"}
    assert stages["incident"] >= {"emergency", "closed"}
    asked = Counter((row["kind"], row["state"]) for row in rows(Request))
    assert set(asked) >= {
        ("extension", "granted"), ("extension", "waiting"), ("return", "waiting"), ("pause", "running"),
        ("supervision", "running"),
    }  # fmt: skip
    with scope(SYSTEM):
        bai = actor_for_person(Account.objects.get(login="bai").person_id, NOW)
    with scope(bai):
        found = attended(bai, NOW)
    assert len(found) == 3
    assert any(one.to_tell for one in found)
    carried = [
        row for row in rows(Matter) if row["lead_id"] and row["closed_at"] is None and not row["rides"]
    ]
    assert [row["stage"] for row in carried] == ["fixed"], (
        "one answer reached both; one has still to be asked"
    )


def test_every_matter_stands_where_its_events_left_it(histories):
    for row in rows(Matter):
        told = histories[row["id"]]
        # An emergency begins and asks its units while it comes in: those rows stand before its own.
        first = next(one for one in told if one["code"] == "matters.opened")
        codes = Counter(one["code"] for one in told)
        assert (first["code"], first["facts"]["number"], first["at"]) == (
            "matters.opened",
            row["number"],
            row["received_at"],
        )
        assert all(one["area_path"] == row["area_path"] for one in told)
        moments = [one["at"] for one in told]
        assert moments == sorted(moments)
        assert moments[-1] <= NOW
        assert codes["matters.handed_up"] == row["ups"]
        assert codes["matters.urged"] == row["urges"]
        assert codes["matters.supported"] == row["supporters"]
        stages = [
            one["facts"]["stage"]
            for one in told
            if one["code"] in ("matters.opened", "matters.moved", "matters.followed_up", "matters.carried")
        ]
        assert stages[-1] == row["stage"]
        unsolved = [one for one in told if one["facts"].get("verdict") in ("unsolved", "partly")]
        assert len(unsolved) == row["redos"]


def test_clocks_run_where_matters_are_open_and_only_there(sample):
    by_matter = defaultdict(list)
    for row in rows(Clock):
        by_matter[row["matter_id"]].append(row)
    with scope(SYSTEM):
        for row in rows(Matter):
            clocks = by_matter[row["id"]]
            running = [one for one in clocks if one["ended_at"] is None]
            assert len(running) == (row["closed_at"] is None)
            assert sum(one["lapses"] > 0 for one in clocks) == row["lates"]
            assert all(one["ended_at"] is None or one["ended_at"] >= one["started_at"] for one in clocks)
            for one in running:
                assert (one["due_at"], one["stage"], one["rung"]) == (
                    row["due_at"],
                    row["stage"],
                    row["rung"],
                )
                if one["of"] != "stage":
                    continue  # somebody decides, or it rests until its review
                span = kind_of(row["kind"]).stage(row["stage"]).within
                if row["kind"] not in ("city_part", "city_event"):  # limits by category there
                    assert one["span"] == span.code
                longer, stood = spans_of(one["longer"]), pauses_of(one["stood"])
                work = work_time(row["area_path"])
                due = running_due(work, one["started_at"], Span.parse(one["span"]), longer, stood)
                assert due.at == one["due_at"]


def test_whoever_acted_was_posted_there_or_reported_it(histories):
    served = defaultdict(set)
    for row in rows(Posting, "person_id", "area_path"):
        served[row["person_id"]].add(row["area_path"])
    reporters = {row["pk"]: row["person_id"] for row in rows(Reporter, "pk", "person_id")}
    joined = {(row["matter_id"], row["person_id"]) for row in rows(Supporter)}
    for told in histories.values():
        for one in told:
            actor, matter = one["actor_id"], one["subject_id"]
            if actor is None:
                assert one["actor_kind"] in ("system", "guest")
                continue
            inside = any(one["area_path"].startswith(path) for path in served[actor])
            assert inside or reporters[matter] == actor or (matter, actor) in joined


def test_texts_are_whole_and_found(sample):
    for row in rows(Matter, "title", "text", "place", "received_at"):
        assert not re.search(r"[{}]|，，|。。", row["title"] + row["text"])
        assert 2 <= len(row["title"]) <= 40
        assert row["place"] or row["received_at"] == NOW, (
            "an action of a proposal lies where the proposal does"
        )
    for row in rows(Remark, "text", "kind"):
        assert row["text"] or row["kind"] == "consent", "a consent is the photographed paper"
        assert "{" not in row["text"]
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from matters_matter where search @@ '''电梯'''::tsquery and title not like '%%电梯%%' and text not like '%%电梯%%'"
        )
        assert cursor.fetchone()[0] == 0
        cursor.execute("select count(*) from matters_matter where search @@ '''电梯'''::tsquery")
        assert (
            cursor.fetchone()[0]
            == len([row for row in rows(Matter, "text", "title") if "电梯" in row["text"] + row["title"]])
            > 0
        )


def test_every_matter_has_its_public_copy_and_a_resident_is_shown_what_is_like_theirs(sample):
    shown = {row["matter_id"]: row for row in rows(MaskedCopy)}
    before = [row for row in rows(Matter) if row["id"] in shown]
    last = max(shown)
    assert {row["id"] for row in before} == {row["id"] for row in rows(Matter) if row["id"] <= last}
    told = {row["subject_id"]: row for row in rows(EventRow, subject="text", code="matters.understood")}
    assert set(told) == set(shown)
    hidden = Counter(row["matter_id"] for row in rows(MaskedSpan))
    assert all(told[pk]["facts"]["hidden"] == hidden[pk] for pk in shown)
    assert not [
        row["id"] for row in shown.values() if re.search(r"[1-9]单元|1[0-9]{10}", row["text"] + row["place"])
    ]
    assert not any(row["whole"] for row in shown.values())
    open_one = next(
        row for row in reversed(before)
        if row["kind"] == "snapshot" and not row["closed_at"] and row["building_id"] and not row["rides"]
    )  # fmt: skip
    found = nearby(lineage(open_one["building_id"]), open_one["category_id"], NOW)
    assert open_one["number"] in {one.number for one in found}


def test_follow_ups_and_their_words_belong_together(sample):
    said = {row["id"]: row for row in rows(Remark)}
    for row in rows(FollowUp):
        assert row["reached"] == bool(row["verdict"])
        if row["remark_id"]:
            assert said[row["remark_id"]]["matter_id"] == row["matter_id"]


def test_open_matters_have_told_their_holders(sample):
    told = {row["link"] for row in rows(Notice, "link")}
    known = rows(Matter, "number", "closed_at", "received_at", "kind")
    # Of the emergency that is on now the worker tells, as of everything that happens from here on.
    past = [row for row in known if row["kind"] != "incident" and row["received_at"] < NOW]
    running = [row for row in past if row["closed_at"] is None]
    assert {f"/matters/{row['number']}/" for row in running} <= told


def test_nothing_is_left_to_do_but_what_comes_now(sample):
    """The worker's first minute: no limit of the past lapses again, no reaction rings for old history."""
    with transaction.atomic():
        assert sweep_all(now=NOW) == 0
        while react(now=NOW):
            pass
        assert rows(Notice) == rows(Notice, made_at__lte=NOW)
        transaction.set_rollback(True)


def test_the_next_report_goes_on_counting(sample):
    with transaction.atomic():
        before = [row["number"] for row in rows(Matter, "number")]
        today = [number for number in before if number.startswith(f"{NOW:%Y%m%d}")]
        with scope(SYSTEM):
            building = Area.objects.filter(level=Level.BUILDING).first()
        opened = open_matter(actor=GUEST, now=NOW, kind="snapshot", text="灯不亮", area_id=building.pk)
        assert opened.number == f"{NOW:%Y%m%d}-{len(today) + 1:04d}"
        assert lineage(building.pk).grid_id
        transaction.set_rollback(True)


def test_the_chain_holds(sample):
    with transaction.atomic():
        assert audit.seal(now=NOW) > 9_000
        assert audit.verify().ok
        transaction.set_rollback(True)


def test_a_second_load_does_nothing(sample):
    before = len(rows(EventRow, "pk"))
    town.load(now=NOW + timedelta(days=1), households=40)
    assert len(rows(EventRow, "pk")) == before


def test_tokens_act_for_the_role_they_name(sample):
    with transaction.atomic():
        assert town.token("community_desk", now=NOW).startswith("linli_")
        with pytest.raises(Refusal, match="role_unknown"):
            town.token("king", now=NOW)
        transaction.set_rollback(True)


def test_password_signs_in(sample, rf):
    assert authenticate(rf.post("/"), username="chen", login="chen", password=town.PASSWORD) is not None
