"""Permission by area, said once: the list and the check agree for every model, and the database is a second wall."""

import itertools
import random
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from tests import town

from linli.kernel.files import NOWHERE
from linli.kernel.prepared import ask
from linli.kernel.scope import SYSTEM, Actor, Grant, InArea, grants_of, holders, may, scope, shut_out
from linli.matters.commands import (
    add_plan_step,
    add_plan_unit,
    call_consultation,
    follow_up,
    log_incident,
    move_matter,
    note,
    open_matter,
    support,
)
from linli.matters.models import Matter
from linli.people.terms import Role

pytestmark = pytest.mark.django_db

WALLED = [model for model in apps.get_models() if issubclass(model, InArea)]


def _rows(model):
    with scope(SYSTEM):
        return list(model.objects.all())


@pytest.fixture
def busy_town(cast, now):
    """Matters in several grids, with everything that hangs on them."""
    zhou, feng, chen, li = (cast.actor(name) for name in ("zhou", "feng", "chen", "li"))
    spots = ["building2", "building8", "grid1", "other_grid", "heqiao", "street"]
    opened = [
        open_matter(
            actor=zhou, now=now, kind="snapshot", text="灯不亮", category="light", area_id=cast.areas[spot],
            phone="12900002076", name="周女士",
        ).subject_id
        for spot in spots
    ]  # fmt: skip
    support(actor=feng, now=now, matter_id=opened[0])
    move_matter(actor=chen, now=now, matter_id=opened[0], move="fix", text="修好了。")
    follow_up(actor=li, now=now, matter_id=opened[0], via="phone", reached=False)
    note(actor=li, now=now, matter_id=opened[0], text="明天再打。")
    _together(cast, now, opened[2])
    with scope(SYSTEM):
        Matter.objects.filter(pk=opened[1]).update(asked_units=[cast.organisations["patrol"]])
        # An agent acts for the reporter of one, and two accuse somebody: a desk, and a unit that was asked for its part.
        Matter.objects.filter(pk=opened[2]).update(agent_person_id=cast.people["bai"])
        desk = f"community_desk@{cast.areas['huaiyin']}"
        Matter.objects.filter(pk=opened[0]).update(
            hidden_from=[f"p{cast.people['li']}", desk, f"p{cast.people['zhou']}"]
        )
        Matter.objects.filter(pk=opened[1]).update(hidden_from=[f"u{cast.organisations['patrol']}"])
    return cast


def _together(cast, now, matter_id) -> None:
    """Two units called to a meeting, and an emergency with checklist and log."""
    he, chen = cast.actor("he"), cast.actor("chen")
    units = (cast.organisations["patrol"], cast.organisations["works"])
    call_consultation(
        actor=he,
        now=now,
        matter_id=matter_id,
        unit_ids=units,
        at=now + timedelta(days=1),
        place="二楼",
        text="谁来修",
    )
    where = {"area_id": cast.areas["street"], "type": "gas"}
    add_plan_unit(actor=he, now=now, **where, unit_id=units[0])
    add_plan_step(actor=he, now=now, **where, text="关阀门")
    asked = {"kind": "incident", "incident": "gas", "text": "有燃气味", "source": "visit"}
    leak = open_matter(actor=chen, now=now, **asked, area_id=cast.areas["building2"]).subject_id
    log_incident(actor=chen, now=now, matter_id=leak, text="阀门关了。")


def _actors(cast) -> list[Actor]:
    named = [cast.actor(name) for name in town.PEOPLE]
    dice = random.Random(7)
    paths = [cast.path(name) for name in town.AREAS]
    made = [
        Actor(
            kind="person",
            person_id=dice.choice([*cast.people.values()]),
            grants=tuple(
                Grant(name, dice.choice(paths), dice.choice([None, None, *cast.organisations.values()]))
                for name in dice.sample(sorted(holders), 6)
            ),
        )
        for _ in range(20)
    ]
    return [*named, *made]


@pytest.mark.parametrize("model", WALLED, ids=lambda model: model._meta.label)
def test_an_object_is_on_the_list_exactly_when_the_check_allows_it(model, busy_town):
    rows = _rows(model)
    permissions = sorted(holders)
    agreed, key = 0, model._meta.pk.column
    for actor, permission in itertools.product(_actors(busy_town), permissions):
        listed = None
        for row in rows:
            allowed = may(actor, permission, row)
            if listed is None:
                with scope(SYSTEM):
                    listed = set(
                        model.objects.filter(model.reach(actor, permission)).values_list("pk", flat=True)
                    )
                    words, values = model.reach_sql(actor, permission)
                    written = ask(f"select {key} from {model._meta.db_table} where {words}", values)
                assert {pk for (pk,) in written} == listed, (actor.name, permission, words)
            assert (row.pk in listed) == allowed, (actor.name, permission, row.area_path)
            agreed += allowed
    if rows and model._meta.label not in NEVER_LISTED:
        assert agreed, "nobody may see any row: the test says nothing"


NEVER_LISTED = {"kernel.EventRow", "people.Household", "people.Residence"}
"""Reached through others only, never listed by a permission of their own in these rows."""


@pytest.mark.parametrize("model", WALLED, ids=lambda model: model._meta.label)
def test_every_walled_table_has_its_policy(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relrowsecurity, (select qual from pg_policies where tablename = relname and policyname = 'area_wall')"
            " from pg_class where relname = %s",
            (model._meta.db_table,),
        )
        secured, rule = cursor.fetchone()
    assert secured
    assert rule.startswith("in_scope(area_path")
    assert model.owner_field is None or model.owner_field in rule
    assert (model.owner_field is None) == ("," not in rule)


@pytest.mark.parametrize("name", [*town.PEOPLE, "guest"])
def test_the_database_alone_shows_nothing_from_outside(name, busy_town):
    from linli.kernel.scope import GUEST

    actor = GUEST if name == "guest" else busy_town.actor(name)
    everything = {model: _rows(model) for model in WALLED}
    for model, rows in everything.items():
        with scope(actor):
            seen = set(model.objects.values_list("pk", flat=True))
        for row in rows:
            own = bool(model.owner_field) and getattr(row, model.owner_field) == actor.person_id is not None
            inside = row.area_path.startswith(actor.wall()) if actor.wall() else False
            inside = inside and not shut_out(actor, row)
            assert (row.pk in seen) == (inside or own), (model._meta.label, row.pk)


def test_whom_a_matter_accuses_it_is_not_there_for(busy_town):
    """The person and whoever serves at the same desk; above them, beside them and the reporter it is."""
    shut = (row for row in _rows(Matter) if row.hidden_from)
    hidden = next(row for row in shut if any("@" in mark for mark in row.hidden_from))
    for name, sees in {
        "li": False,
        "chen": True,
        "he": True,
        "tang": True,
        "zhou": True,
        "wu": False,
    }.items():
        actor = busy_town.actor(name)
        assert may(actor, "matters.see", hidden) == sees, name
        with scope(actor):
            assert Matter.objects.filter(pk=hidden.pk).exists() == sees, name


def test_without_a_scope_no_row_is_shown(busy_town):
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolbypassrls, rolsuper from pg_roles where rolname = current_user"
        )
        user, bypasses, superuser = cursor.fetchone()
        assert (user, bypasses, superuser) == ("linli_app", False, False)
        cursor.execute("set local app.grants = ''; set local app.person = ''")
        for model in WALLED:
            cursor.execute(f"select count(*) from {model._meta.db_table}")
            assert cursor.fetchone()[0] == 0, model


@pytest.mark.parametrize(
    "attack",
    [
        "update kernel_event set at = now()",
        "delete from kernel_event",
        "truncate kernel_event",
        "update kernel_seal set count = 0",
        "delete from people_sight",
        "update matters_followup set verdict = 'solved'",
        "alter table matters_matter disable row level security",
        "drop policy area_wall on matters_matter",
        "copy matters_matter from stdin",
        "set role linli_owner",
    ],
)
def test_the_application_cannot_rewrite_history_or_take_down_the_wall(attack, db):
    from django.db import transaction
    from django.db.utils import DatabaseError, InternalError, NotSupportedError, ProgrammingError

    with (
        pytest.raises((ProgrammingError, DatabaseError, NotSupportedError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)


def test_a_path_that_is_no_path_never_reaches_the_database():
    with (
        pytest.raises(ValueError, match="not an area path"),
        scope(Actor(kind="person", grants=(Grant("matters.see", "/1/'; drop table x; --"),))),
    ):
        pass


def test_grants_of_department_staff_reach_only_their_own_unit(cast):
    grants = grants_of(cast.actor("shi").standings)
    assert grants
    assert {grant.unit for grant in grants} == {cast.organisations["works"]}


def test_every_permission_names_real_roles():
    roles = {str(role) for role in Role}
    for name, held in holders.items():
        assert held <= roles, name
        assert NOWHERE not in name
