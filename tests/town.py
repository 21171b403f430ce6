"""The standing cast: one street, two communities, three grids, a dozen invented people. Every name is made up.

Loaded once into the template database; tests find everybody by a short name and change what they like, since
each test is rolled back.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache

from django.test import Client
from django.utils import timezone as clock

from linli.kernel.scope import SYSTEM, Actor, scope
from linli.matters.commands import edit_category
from linli.people.commands import add_organisation, card_staff, make_account, post, register_person
from linli.people.models import Account, Organisation, Person
from linli.people.queries import actor_for_person
from linli.places.commands import add_area
from linli.places.models import Area
from linli.places.terms import Level

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 25, 14, 20, tzinfo=CHINA)
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=CHINA)
PASSWORD = "柳絮随风-plum-47"


def square(west: float, south: float, size: float = 0.01) -> list[list[list[list[float]]]]:
    """One polygon: a square of `size` degrees."""
    east, north = west + size, south + size
    return [[[[west, south], [east, south], [east, north], [west, north], [west, south]]]]


# name: (level, code, parent, full name, short, polygon)
AREAS = {
    "district": (Level.DISTRICT, "990101000000", None, "云山区", "云山区", None),
    "street": (Level.STREET, "990101001000", "district", "云山街道办事处", "云山街道", None),
    "huaiyin": (Level.COMMUNITY, "990101001001", "street", "槐荫社区居民委员会", "槐荫社区", None),
    "heqiao": (Level.COMMUNITY, "990101001002", "street", "河桥社区居民委员会", "河桥社区", None),
    "grid3": (Level.GRID, "990101001001003", "huaiyin", "槐荫社区第3网格", "第3网格", square(106.80, 39.60)),
    "grid4": (Level.GRID, "990101001001004", "huaiyin", "槐荫社区第4网格", "第4网格", square(106.81, 39.60)),
    "grid1": (Level.GRID, "990101001002001", "heqiao", "河桥社区第1网格", "第1网格", square(106.80, 39.61)),
    "building2": (Level.BUILDING, "990101001001003-2", "grid3", "槐荫里2号楼", "槐荫里2号楼", None),
    "building8": (Level.BUILDING, "990101001001004-8", "grid4", "槐安家园8号楼", "槐安家园8号楼", None),
    "unit2": (Level.UNIT, "990101001001003-2-2", "building2", "槐荫里2号楼2单元", "槐荫里2号楼2单元", None),
    "home502": (Level.HOME, "990101001001003-2-2-502", "unit2", "槐荫里2号楼2单元502室", "502", None),
    # another street of the same district, to be outside of
    "other_street": (Level.STREET, "990101002000", "district", "松柏街道办事处", "松柏街道", None),
    "other_community": (
        Level.COMMUNITY,
        "990101002001",
        "other_street",
        "松涛社区居民委员会",
        "松涛社区",
        None,
    ),
    "other_grid": (
        Level.GRID,
        "990101002001001",
        "other_community",
        "松涛社区第1网格",
        "第1网格",
        square(106.90, 39.60),
    ),
}

# name: (full name, role, area, organisation, telephone)
PEOPLE = {
    "chen": ("陈思远", "grid_worker", "grid3", None, "12900000101"),
    "sun": ("孙志强", "grid_worker", "grid4", None, "12900000102"),
    "han": ("韩立新", "grid_worker", "grid1", None, "12900000103"),
    "qian": ("钱守义", "grid_leader", "grid3", None, "12900000104"),
    "ma": ("马春生", "building_head", "building2", None, "12900000105"),
    "li": ("李晓梅", "community_desk", "huaiyin", None, "12900000106"),
    "wu": ("吴海燕", "community_desk", "heqiao", None, "12900000107"),
    "he": ("何文涛", "street_desk", "street", None, "12900000108"),
    "guo": ("郭敏", "street_desk", "street", None, "12900000109"),
    "tang": ("唐建国", "district_desk", "district", None, "12900000110"),
    "shi": ("石磊", "department_staff", "street", "works", "12900000111"),
    "gao": ("高敏", "mediator", "huaiyin", None, "12900000112"),
    "fang": ("方骑手", "observer", "street", None, "12900000113"),
    "lu": ("陆安", "station_keeper", "huaiyin", None, "12900000114"),
    "xi": ("席工", "system_admin", "district", None, "12900000115"),
    "an": ("安卫", "security_admin", "district", None, "12900000116"),
    "shen": ("申计", "audit_admin", "district", None, "12900000117"),
    "song": ("宋远", "street_desk", "other_street", None, "12900000118"),
    "jin": ("金松", "grid_worker", "other_grid", None, "12900000119"),
    "police": ("丁警官", "grid_partner", "grid3", "police", "12900000120"),
    "xu": ("许队长", "department_staff", "street", "patrol", "12900000121"),
    "bai": ("白代办", "agent", "street", None, "12900000122"),
    "lei": ("雷主任", "leader", "district", None, "12900000123"),
    "zhou": ("周女士", None, "home502", None, "12900002076"),
    "feng": ("冯先生", None, "building8", None, "12900008804"),
}

ORGANISATIONS = {
    "works": ("市政所", "department", "street"),
    "police": ("云山派出所", "police", "street"),
    "patrol": ("综合执法队", "city_management", "street"),
}

CATEGORIES = [
    ("light", "灯不亮", "lamp"),
    ("road", "路面", "road"),
    ("rubbish", "垃圾", "bin"),
    ("water", "漏水积水", "drop"),
    ("fire_lane", "消防通道", "fire"),
    ("noise", "噪声", "noise"),
    ("heating", "供暖", "fire"),
    ("other", "其他", "more"),
]


@dataclass(frozen=True)
class Cast:
    """Ids by short name; actors as of NOW."""

    areas: dict[str, int]
    people: dict[str, int]
    organisations: dict[str, int]

    def actor(self, name: str, at: datetime = NOW) -> Actor:
        """The actor somebody is at a moment."""
        return actor_for_person(self.people[name], at)

    def path(self, name: str) -> str:
        """The path of an area."""
        return Area.objects.values_list("path", flat=True).get(pk=self.areas[name])


def build() -> None:
    """Write the cast; run once, as the system."""
    areas: dict[str, int] = {}
    for name, (level, code, parent, full, short, polygon) in AREAS.items():
        areas[name] = add_area(
            actor=SYSTEM, now=LONG_AGO, level=int(level), code=code, name=full, short=short,
            parent_id=areas.get(parent or ""), polygon=polygon, since=date(2026, 1, 1),
        ).subject_id  # fmt: skip
    organisations = {
        name: add_organisation(
            actor=SYSTEM, now=LONG_AGO, area_id=areas[area], kind=kind, name=full
        ).subject_id
        for name, (full, kind, area) in ORGANISATIONS.items()
    }
    paths = dict(Area.objects.values_list("pk", "path"))
    for login, (full, role, area, organisation, phone) in PEOPLE.items():
        person = register_person(
            actor=SYSTEM, now=LONG_AGO, name=full, area_path=paths[areas[area]], phone=phone
        ).subject_id
        if role:
            unit = organisations.get(organisation or "")
            post(
                actor=SYSTEM, now=LONG_AGO, person_id=person, role=role, area_id=areas[area],
                organisation_id=unit, from_on=date(2026, 1, 1),
            )  # fmt: skip
            card_staff(actor=SYSTEM, now=LONG_AGO, person_id=person, work_phone=phone, organisation_id=unit)
        make_account(actor=SYSTEM, now=LONG_AGO, person_id=person, login=login, password=PASSWORD)
    for position, (code, name, icon) in enumerate(CATEGORIES):
        edit_category(
            actor=SYSTEM, now=LONG_AGO, code=code, name=name, icon=icon, chip=True, position=position
        )


@cache
def _ids() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    with scope(SYSTEM):
        codes = dict(Area.objects.values_list("code", "pk"))
        people = dict(Account.objects.values_list("login", "person_id"))
        units = dict(Organisation.objects.values_list("name", "pk"))
    return (
        {name: codes[row[1]] for name, row in AREAS.items()},
        {name: people[name] for name in PEOPLE},
        {name: units[row[0]] for name, row in ORGANISATIONS.items()},
    )


def cast() -> Cast:
    """The cast as loaded."""
    return Cast(*_ids())


def person(name: str) -> Person:
    """The row of somebody, whoever may see it."""
    with scope(SYSTEM):
        return Person.objects.get(pk=cast().people[name])


def sign_in(client: Client, name: str) -> Client:
    """Sign somebody in without going through the forms, as if with a second factor."""
    account = Account.objects.get(login=name)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["factor"] = True
    session.save()
    return client


def moment() -> datetime:
    """The real moment in China, for what a running product stamps."""
    return clock.now().astimezone(CHINA)
