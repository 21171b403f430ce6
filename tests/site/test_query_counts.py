"""Every list asks the database as often for fifty rows as for five, and shows them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from uuid import uuid4

import pytest
from tests import town
from tests.matters.desk import ordered, queries_of
from tests.matters.reports import reported

from linli.exchange.commands import make_subscription, record_mail
from linli.kernel.models import Notice
from linli.kernel.notice import tell
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import Channel, NoticeState
from linli.matters.commands import assign, edit_category, group_issues, move_matter, note, receive_orders
from linli.matters.models import Matter
from linli.people.commands import (
    add_organisation,
    card_staff,
    make_account,
    make_token,
    new_secret,
    post,
    register_person,
    see_person,
)
from linli.places.commands import add_area
from linli.places.terms import Level

pytestmark = pytest.mark.django_db

FEW, MANY = 5, 50
Adding = Callable[[town.Cast, Iterator[int], int], None]


def webhooks(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    """Other systems that are told of matters."""
    for at in islice(numbers, how_many):
        make_subscription(
            actor=cast.actor("xi"), now=town.NOW, name=f"第{at}个平台", address="https://hooks.example.org/",
            types=["matters.*"], area_id=cast.areas["street"], secret="s" * 32,
        )  # fmt: skip


def mails(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    """Mails that a desk handed in."""
    for at in islice(numbers, how_many):
        row = (f"{at}.eml", "opened", "", "", None)
        record_mail(actor=cast.actor("he"), now=town.NOW, area_id=cast.areas["street"], rows=[row])


def hot_issues(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    """Issues of two people each."""
    for at in islice(numbers, how_many):
        two = [
            reported(
                cast, cast.actor("li"), town.NOW, text=f"第{at}件", source="desk", name="王先生",
                phone=f"1290{who}{at:06}",
            ).pk
            for who in (3, 4)
        ]  # fmt: skip
        group_issues(
            actor=SYSTEM, now=town.NOW, street_id=cast.areas["street"], looked=2, joined=(), fresh=[two]
        )


@dataclass(frozen=True)
class Listed:
    """A list: who looks, at which address, what stands once in each row, and what makes rows of every sort."""

    who: str
    address: str
    mark: str
    add: Adding
    """Adds so many; the numbers go on from one call to the next."""


def _cycle(cast: town.Cast, names: tuple[str, ...], at: int) -> int:
    return cast.areas[names[at % len(names)]]


def matters(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    """Reports and orders at every kind of place, in many hands: a person's, a unit's, a desk's."""
    for at in islice(numbers, how_many):
        when = town.NOW - timedelta(hours=at % 60, minutes=at)
        area = _cycle(cast, ("building2", "home502", "grid3", "building8", "grid4"), at)
        if at % 4 == 3:
            one = ordered(cast, when, area_id=cast.areas["building8"], origin=f"T{at}")
        else:
            one = reported(
                cast,
                cast.actor("zhou" if at % 2 else "feng"),
                when,
                area_id=area,
                text=f"{at}号楼声控灯坏了。",
            )
        if at % 5 == 1:
            unit = cast.organisations["works"]
            assign(actor=cast.actor("he"), now=town.NOW, matter_id=one.pk, unit_id=unit)


def own_matters(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    """What one resident reported, some of it answered."""
    for at in islice(numbers, how_many):
        when = town.NOW - timedelta(hours=at % 40)
        one = reported(cast, cast.actor("zhou"), when, area_id=_cycle(cast, ("building2", "grid3"), at))
        if at % 3 == 1:
            move_matter(actor=cast.actor("chen"), now=town.NOW, matter_id=one.pk, move="fix", text="换了。")


def messages(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    with scope(SYSTEM):
        for at in islice(numbers, how_many):
            tell(
                key=f"count:{at}", text=f"第{at}条", now=town.NOW, area_path=cast.path("huaiyin"),
                person_id=cast.people["zhou"], link="/mine/" if at % 2 else "",
            )  # fmt: skip


def undelivered(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    with scope(SYSTEM):
        for at in islice(numbers, how_many):
            place = ("huaiyin", "grid3", "heqiao")[at % 3]
            key = f"matters.moved:{at}:reporter:sms"
            tell(key=key, text="路灯修好了", now=town.NOW, area_path=cast.path(place), address="12900002076", channel=Channel.SMS)  # fmt: skip
            Notice.objects.filter(key=key).update(state=NoticeState.GIVEN_UP, tries=8, fault="answered 503", next_try_at=None)  # fmt: skip


def communities(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    for at in islice(numbers, how_many):
        community = add_area(
            actor=SYSTEM, now=town.NOW, level=int(Level.COMMUNITY), code=f"990101001{at + 100:03d}",
            name=f"第{at}社区居民委员会", short=f"第{at}社区", parent_id=cast.areas["street"], since=date(2026, 1, 1),
        )  # fmt: skip
        add_area(
            actor=SYSTEM, now=town.NOW, level=int(Level.GRID), code=f"990101001{at + 100:03d}001",
            name="第1网格", short="第1网格", parent_id=community.subject_id, since=date(2026, 1, 1),
        )  # fmt: skip


def buildings(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    for at in islice(numbers, how_many):
        add_area(
            actor=SYSTEM, now=town.NOW, level=int(Level.BUILDING), code=f"990101001001003-{at + 100}",
            name=f"槐荫里{at + 100}号楼", short=f"槐荫里{at + 100}号楼", parent_id=cast.areas["grid3"],
            since=date(2026, 1, 1),
        )  # fmt: skip


def staff(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    """People in office at several places, with and without an organisation."""
    for at in islice(numbers, how_many):
        where = ("grid3", "building2", "huaiyin", "street")[at % 4]
        role = ("grid_worker", "building_head", "community_desk", "street_desk")[at % 4]
        unit = cast.organisations["works"] if where == "street" else None
        person = register_person(
            actor=SYSTEM, now=town.NOW, name="林小满", area_path=cast.path(where), phone=f"129{at + 70_000_000:08d}"
        ).subject_id  # fmt: skip
        post(
            actor=SYSTEM, now=town.NOW, person_id=person, role=role, area_id=cast.areas[where],
            organisation_id=unit, from_on=date(2026, 1, 1),
        )  # fmt: skip
        card_staff(actor=SYSTEM, now=town.NOW, person_id=person, work_phone=f"129{at + 70_000_000:08d}", organisation_id=unit)  # fmt: skip
        make_account(actor=SYSTEM, now=town.NOW, person_id=person, login=f"lin{at}", password=town.PASSWORD)


def organisations(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    for at in islice(numbers, how_many):
        add_organisation(
            actor=SYSTEM, now=town.NOW, area_id=_cycle(cast, ("street", "huaiyin"), at), kind="department",
            name=f"第{at}办公室", parent_id=cast.organisations["works"] if at % 4 == 0 else None,
        )  # fmt: skip


def tokens(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    for at in islice(numbers, how_many):
        person = cast.people[("li", "he", "chen")[at % 3]]
        make_token(actor=SYSTEM, now=town.NOW, person_id=person, name=f"第{at}个程序", token=new_secret())


def imports(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    for at in islice(numbers, how_many):
        receive_orders(
            actor=cast.actor("he"), now=town.NOW, area_id=_cycle(cast, ("street", "huaiyin"), at),
            file_name=f"工单{at}.xlsx", upload=uuid4(), digest=f"{at:064x}", heads=["编号"], skip=1, total=9,
        )  # fmt: skip


def categories(_cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    for at in islice(numbers, how_many):
        edit_category(
            actor=SYSTEM, now=town.NOW, code=f"c{at}", name=f"类别{at}", icon="more", chip=False, position=at
        )


def sights(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    for at in islice(numbers, how_many):
        see_person(
            actor=cast.actor(("li", "he", "chen")[at % 3]), now=town.NOW, person_id=cast.people["zhou"],
            field="phone", reason="contact", words="回电话核实地址",
        )  # fmt: skip


def course(cast: town.Cast, numbers: Iterator[int], how_many: int) -> None:
    """Steps of one matter, by several people."""
    with scope(SYSTEM):
        first = Matter.objects.order_by("id").first()
    first = first or reported(cast, cast.actor("zhou"), town.NOW - timedelta(hours=1))
    for at in islice(numbers, how_many):
        who = cast.actor(("chen", "li", "he")[at % 3])
        note(actor=who, now=town.NOW, matter_id=first.pk, text=f"第{at}次去看了。", public=bool(at % 2))


LISTS = {
    "inbox of a community": Listed("li", "/inbox/", "<tr data-row", matters),
    "inbox, all records": Listed("li", "/inbox/?view=all", "<tr data-row", matters),
    "inbox of a street": Listed("he", "/inbox/", "<tr data-row", matters),
    "inbox of the district, narrowed": Listed("tang", "/inbox/?kind=snapshot", "<tr data-row", matters),
    "hot issues": Listed("he", "/hot/", "card hot", hot_issues),
    "search": Listed("li", "/search/?q=声控", "data-open", matters),
    "today": Listed("chen", "/today/", 'href="/matters/2', own_matters),
    "matters of a grid": Listed("chen", "/today/matters/", 'href="/matters/2', own_matters),
    "mine": Listed("zhou", "/mine/", 'href="/matters/2', own_matters),
    "messages": Listed("zhou", "/messages/", "条</span>", messages),
    "course of a matter": Listed("li", "MATTER", "次去看了", course),
    "notices that did not arrive": Listed("xi", "/admin/notices/", "answered 503", undelivered),
    "areas": Listed("xi", "/admin/areas/", 'nowrap"', communities),
    "one area": Listed("xi", "/admin/areas/GRID/", "号楼", buildings),
    "categories": Listed("xi", "/admin/categories/", "/admin/categories/edit/", categories),
    "postings": Listed("an", "/admin/postings/", "林小满", staff),
    "accounts": Listed("an", "/admin/accounts/", "林小满", staff),
    "organisations": Listed("an", "/admin/organisations/", "办公室", organisations),
    "tokens": Listed("an", "/admin/tokens/", "个程序", tokens),
    "webhooks": Listed("xi", "/admin/webhooks/", "个平台", webhooks),
    "mails that were taken in": Listed("he", "/mail/", "/mail/", mails),
    "who covers a door": Listed("zhou", "/doors/HOME/", "林小满", staff),
    "imports": Listed("he", "/imports/", "工单", imports),
    "log": Listed("shen", "/admin/log/?kind=people.person_seen", "<tr>", sights),
    "who opened what": Listed("shen", "/admin/log/sights/", "<tr>", sights),
}


@pytest.mark.parametrize("name", LISTS)
def test_fifty_rows_take_the_queries_of_five(name, client, cast, clock):
    listed, numbers = LISTS[name], count(1)
    listed.add(cast, numbers, FEW)
    town.sign_in(client, listed.who)
    address = _address(listed.address, cast)
    few, shown_few = queries_of(client, address), _shown(client, address, listed.mark)
    listed.add(cast, numbers, MANY - FEW)
    many, shown_many = queries_of(client, address), _shown(client, address, listed.mark)
    assert shown_few >= FEW - 2
    assert shown_many >= shown_few + 15, f"{shown_few} and {shown_many} rows are shown"
    assert many <= few, "fewer is well: the first fifty may name less than the first five"


def _address(address: str, cast: town.Cast) -> str:
    if address == "MATTER":
        with scope(SYSTEM):
            return f"/matters/{Matter.objects.earliest('id').number}/"
    return address.replace("GRID", str(cast.areas["grid3"])).replace("HOME", str(cast.areas["building2"]))


def _shown(client, address: str, mark: str) -> int:
    return client.get(address).content.decode().count(mark)
