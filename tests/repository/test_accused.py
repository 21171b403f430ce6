"""A matter that accuses somebody is not there for them, at any address: every page and every read of the API is asked
in their name, and the answer is searched for the matter's number and words."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests import town
from tests.matters.petitions import petition
from tests.matters.reports import matter
from tests.repository.test_access import address, objects
from tests.site.api.conftest import Caller, api

from linli.kernel.page import routes
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import assign, hand_up, move_matter, name_accused, note, renew_accused, send_down
from linli.matters.models import Matter
from linli.matters.queries import counts, inbox, matter_for, matters_like, outlook
from linli.matters.queries.inbox import Wanted
from linli.matters.rules.views import View
from linli.people.commands import end_posting, post
from linli.people.models import Posting

__all__ = ["api", "objects"]  # fixtures

pytestmark = pytest.mark.django_db

ASKED, SECRET = "举报线索", "受贿七字密语"

# who is accused, as a person or by the unit; who must not see it; who has it then
CASES = {
    "community desk": ({"accused_people": ["li"]}, ["li"], "street_desk"),
    "street desk and whoever serves there": ({"accused_people": ["he"]}, ["he", "guo"], "district_desk"),
    "a unit": ({"accused_units": ["patrol"]}, ["xu"], "street_desk"),
    "district desk": ({"accused_people": ["tang"]}, ["tang"], "street_desk"),
    "grid worker": ({"accused_people": ["chen"]}, ["chen"], "street_desk"),
    "auditor": ({"accused_people": ["shen"]}, ["shen"], "street_desk"),
}


def accusing(
    cast: town.Cast, now: Any, asked: dict[str, list[str]], place: str = "heqiao", by: str = "wu"
) -> Matter:
    """A petition at a community that accuses somebody."""
    ids = {**cast.people, **cast.organisations}
    return petition(
        cast, now, by=by, area_id=cast.areas[place], title=ASKED + SECRET, text=f"{ASKED}{SECRET}，请查。",
        **{key: tuple(ids[name] for name in names) for key, names in asked.items()},
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_accused_find_nothing_at_any_address(cast, objects, case):
    asked, readers, holder = CASES[case]
    now = town.moment()
    place, by = ("huaiyin", "he") if readers in (["li"], ["chen"]) else ("heqiao", "wu")
    hidden = accusing(cast, now, asked, place, by)
    assert hidden.holder_role == holder
    values = {**objects["inside"], "number": hidden.number, "token": hidden.follow_secret()}
    for reader in readers:
        _pages(reader, values, hidden)
        _searches(reader, hidden)


@pytest.mark.parametrize("case", CASES)
def test_the_accused_find_nothing_over_the_api(cast, api, case):
    asked, readers, _holder = CASES[case]
    place, by = ("huaiyin", "he") if readers in (["li"], ["chen"]) else ("heqiao", "wu")
    hidden = accusing(cast, town.moment(), asked, place, by)
    for reader in readers:
        _api(api, reader, hidden)


def _pages(reader: str, values: dict[str, Any], hidden: Matter) -> None:
    client = town.sign_in(Client(raise_request_exception=True), reader)
    asked = 0
    for route in sorted(routes.values(), key=lambda one: one.name):
        if "GET" not in route.methods:
            continue
        with transaction.atomic():
            path = address(route, values)
            answer = client.get(path)
            body = _body(answer)
            transaction.set_rollback(True)
        assert SECRET not in body, (reader, route.name)
        if hidden.number in path or values["token"] in path:
            assert answer.status_code in (302, 403, 404), (reader, route.name, answer.status_code)
        else:
            assert hidden.number not in body, (reader, route.name)
        asked += 1
    assert asked > 50


def _body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="ignore")


def _searches(reader: str, hidden: Matter) -> None:
    client = town.sign_in(Client(), reader)
    day = hidden.number.split("-")[0]
    lists = [f"/inbox/?view={view.value}" for view in View] + ["/inbox/?kind=petition", "/inbox/?sort=new"]
    for path in [
        f"/search/?q={ASKED}",
        f"/search/?q={day}",
        "/search/?q=12900002076",
        *lists,
        "/today/matters/",
    ]:
        body = _body(client.get(path))
        assert SECRET not in body, (reader, path)
        assert hidden.number not in body, (reader, path)


def _api(api: Caller, reader: str, hidden: Matter) -> None:
    for path in ("/matters", "/matters?view=all", "/matters?kind=petition", "/matters?sort=new"):
        answer = api.get(path, reader)
        assert SECRET not in json.dumps(answer.content.decode(), ensure_ascii=False), (reader, path)
        assert hidden.number not in answer.content.decode(), (reader, path)
    for path in (f"/matters/{hidden.number}", f"/matters/{hidden.number}/timeline"):
        assert api.get(path, reader).status_code in (403, 404), (reader, path)


def test_whoever_may_see_it_still_does(cast, now):
    """The test above says nothing if nobody finds it: the desks that are not accused do."""
    hidden = accusing(cast, now, {"accused_people": ["he"]})
    tang, zhou, wu = cast.actor("tang"), cast.actor("zhou"), cast.actor("wu")
    for actor in (tang, zhou, wu):
        with scope(actor):
            assert matter_for(actor, hidden.number) is not None, actor.name
    with scope(tang):
        assert [line.row.id for line in matters_like(tang, ASKED, now).lines] == [hidden.pk]
        seen = outlook(tang)
        assert hidden.pk in [line.row.id for line in inbox(Wanted(seen), now).rows]


def test_no_count_tells_that_there_is_one(cast, now):
    before = {}
    for name in ("he", "guo", "tang"):
        actor = cast.actor(name)
        with scope(actor):
            before[name] = counts(outlook(actor), now).of(View.OPEN)
    accusing(cast, now, {"accused_people": ["he"]})
    later = now.replace(minute=now.minute + 1)
    for name, more in (("he", 0), ("guo", 0), ("tang", 1)):
        actor = cast.actor(name)
        with scope(actor):
            assert counts(outlook(actor), later).of(View.OPEN) == before[name] + more, name


def test_they_can_do_nothing_to_it_either(cast, now):
    hidden = accusing(cast, now, {"accused_people": ["he"]})
    he, guo, tang = (cast.actor(name) for name in ("he", "guo", "tang"))
    for actor in (he, guo):
        for verb, more in (
            (move_matter, {"move": "ours"}), (hand_up, {"text": "x"}), (note, {"text": "x"}),
            (assign, {"person_id": cast.people["he"]}), (name_accused, {"people": (cast.people["wu"],)}),
        ):  # fmt: skip
            with pytest.raises(Refusal) as refused:
                verb(actor=actor, now=now, matter_id=hidden.pk, **more)
            assert refused.value.code == "matter_not_found"
    for named in ("he", "guo"):
        with pytest.raises(Refusal) as refused:
            assign(actor=tang, now=now, matter_id=hidden.pk, person_id=cast.people[named])
        assert refused.value.code in ("assign_outside", "rung_unknown")
    send_down(actor=tang, now=now, matter_id=hidden.pk, text="请核实。")
    assert matter(hidden.pk).holder_role == "community_desk", (
        "the desk of the accused is passed over downwards too"
    )
    hand_up(actor=cast.actor("wu"), now=now, matter_id=hidden.pk, text="已核实。")
    assert matter(hidden.pk).holder_role == "district_desk"


def test_a_unit_that_is_accused_is_not_given_it(cast, now):
    hidden = accusing(cast, now, {"accused_units": ["patrol"]})
    with pytest.raises(Refusal) as refused:
        assign(actor=cast.actor("he"), now=now, matter_id=hidden.pk, unit_id=cast.organisations["patrol"])
    assert refused.value.code == "assign_outside"


def test_naming_somebody_later_takes_it_away_on_the_same_clock(cast, now):
    kept = petition(cast, now, by="wu", area_id=cast.areas["heqiao"])
    assert kept.holder_role == "street_desk"
    name_accused(actor=cast.actor("he"), now=now, matter_id=kept.pk, people=(cast.people["guo"],))
    after = matter(kept.pk)
    assert (after.holder_role, after.due_at) == ("district_desk", kept.due_at)
    with scope(cast.actor("he")):
        assert matter_for(cast.actor("he"), kept.number) is None


def test_where_every_desk_is_accused_it_is_said_whom_to_turn_to(cast, now):
    with pytest.raises(Refusal) as refused:
        accusing(cast, now, {"accused_people": ["he", "tang"]})
    assert refused.value.code == "accused_everywhere"


def test_a_new_posting_takes_the_mark_along(cast, now):
    hidden = accusing(cast, now, {"accused_people": ["chen"]})
    with scope(cast.actor("tang")):
        assert matter_for(cast.actor("tang"), hidden.number) is not None
    posted = post(
        actor=SYSTEM, now=now, person_id=cast.people["chen"], role="district_desk",
        area_id=cast.areas["district"], from_on=now.date().replace(day=1),
    )  # fmt: skip
    renew_accused(actor=SYSTEM, now=now, person_id=cast.people["chen"])
    with scope(cast.actor("tang")):
        assert matter_for(cast.actor("tang"), hidden.number) is None
    with scope(SYSTEM):
        row = Posting.objects.filter(person_id=cast.people["chen"], role="district_desk").get()
    assert posted.subject_id
    end_posting(actor=SYSTEM, now=now, posting_id=row.pk, to_on=now.date() - timedelta(days=1))
    renew_accused(actor=SYSTEM, now=now, person_id=cast.people["chen"])
    with scope(cast.actor("tang")):
        assert matter_for(cast.actor("tang"), hidden.number) is not None


def test_the_database_itself_keeps_it(cast, now):
    """A statement that forgets to ask is answered by the second wall."""
    hidden = accusing(cast, now, {"accused_people": ["he"]})
    seen = {}
    for name in ("he", "guo", "tang", "zhou"):
        with scope(cast.actor(name)), connection.cursor() as cursor:
            cursor.execute("select count(*) from matters_matter where id = %s", (hidden.pk,))
            seen[name] = cursor.fetchone()[0]
    assert seen == {"he": 0, "guo": 0, "tang": 1, "zhou": 1}
