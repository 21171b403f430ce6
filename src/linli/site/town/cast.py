"""Who serves in the sample town, and who may sign in. All names are invented."""

from dataclasses import dataclass

from linli.people.terms import OrganisationKind, Role
from linli.places.terms import Level

PASSWORD = "plum-stream-lantern-47"  # noqa: S105  printed at every start of a sample town
"""One password for all sample sign-ins."""


@dataclass(frozen=True)
class Member:
    """Somebody with a name of their own in the town: posted at an area, or living in it (role None).

    at: the place among the areas of that level, from 0. An empty login signs in nowhere.
    """

    login: str
    name: str
    role: Role | None
    level: Level
    at: int
    phone: str
    unit: str = ""


MEMBERS = (
    Member("chen", "陈思远", Role.GRID_WORKER, Level.GRID, 2, "12900000101"),
    Member("sun", "孙志强", Role.GRID_WORKER, Level.GRID, 3, "12900000102"),
    Member("qian", "钱守义", Role.GRID_LEADER, Level.GRID, 2, "12900000104"),
    Member("ma", "马春生", Role.BUILDING_HEAD, Level.BUILDING, 13, "12900000105"),
    Member("li", "李晓梅", Role.COMMUNITY_DESK, Level.COMMUNITY, 0, "12900000106"),
    Member("wu", "吴海燕", Role.COMMUNITY_DESK, Level.COMMUNITY, 1, "12900000107"),
    Member("he", "何文涛", Role.STREET_DESK, Level.STREET, 0, "12900000108"),
    Member("guo", "郭敏", Role.STREET_DESK, Level.STREET, 0, "12900000109"),
    Member("tang", "唐建国", Role.DISTRICT_DESK, Level.DISTRICT, 0, "12900000110"),
    Member("shi", "石磊", Role.DEPARTMENT_STAFF, Level.STREET, 0, "12900000111", "works"),
    Member("gao", "高敏", Role.MEDIATOR, Level.COMMUNITY, 0, "12900000112"),
    Member("fang", "方飞", Role.OBSERVER, Level.STREET, 0, "12900000113"),
    Member("lu", "陆安", Role.STATION_KEEPER, Level.COMMUNITY, 0, "12900000114"),
    Member("xi", "席亮", Role.SYSTEM_ADMIN, Level.DISTRICT, 0, "12900000115"),
    Member("an", "安卫东", Role.SECURITY_ADMIN, Level.DISTRICT, 0, "12900000116"),
    Member("shen", "申静", Role.AUDIT_ADMIN, Level.DISTRICT, 0, "12900000117"),
    Member("xu", "许志刚", Role.DEPARTMENT_STAFF, Level.STREET, 0, "12900000121", "order"),
    Member("bai", "白文静", Role.AGENT, Level.STREET, 0, "12900000122"),
    Member("lei", "雷明远", Role.LEADER, Level.DISTRICT, 0, "12900000123"),
    Member("", "丁海", Role.GRID_PARTNER, Level.GRID, 2, "12900000120", "police"),
    Member("zhou", "周雅琴", None, Level.BUILDING, 13, "12900002076"),
    Member("feng", "冯长庆", None, Level.BUILDING, 19, "12900008804"),
)


@dataclass(frozen=True)
class Unit:
    """An organisation of the town. `each` hangs one on every area of the level."""

    key: str
    name: str
    short: str
    kind: OrganisationKind
    level: Level
    each: bool = False


UNITS = (
    Unit("district", "云山区诉求指挥中心", "区指挥中心", OrganisationKind.DEPARTMENT, Level.DISTRICT),
    Unit("office", "云山街道办事处", "云山街道", OrganisationKind.STREET_OFFICE, Level.STREET),
    Unit("works", "云山街道市政所", "市政所", OrganisationKind.DEPARTMENT, Level.STREET),
    Unit("care", "云山街道民政办公室", "民政办", OrganisationKind.DEPARTMENT, Level.STREET),
    Unit("police", "云山派出所", "派出所", OrganisationKind.POLICE, Level.STREET),
    Unit("justice", "云山司法所", "司法所", OrganisationKind.JUSTICE, Level.STREET),
    Unit("order", "云山街道综合执法队", "执法队", OrganisationKind.CITY_MANAGEMENT, Level.STREET),
    Unit("heat", "云山区供热公司", "供热公司", OrganisationKind.UTILITY, Level.DISTRICT),
    Unit("water", "云山区自来水公司", "自来水公司", OrganisationKind.UTILITY, Level.DISTRICT),
    Unit("power", "云山供电所", "供电所", OrganisationKind.UTILITY, Level.DISTRICT),
    Unit("committee", "{0}居民委员会", "{0}居委会", OrganisationKind.COMMUNITY_COMMITTEE, Level.COMMUNITY, each=True),
    Unit("property", "{0}物业服务中心", "{0}物业", OrganisationKind.PROPERTY, Level.COMMUNITY, each=True),
    Unit("deputies", "云山街道人大代表之家", "代表之家", OrganisationKind.DEPUTIES_HOUSE, Level.STREET),
    Unit("grid_centre", "云山街道网格中心", "网格中心", OrganisationKind.GRID_CENTRE, Level.STREET),
    Unit("hotline", "云山街道12345专班", "12345专班", OrganisationKind.HOTLINE_DESK, Level.STREET),
    Unit("sorting", "云山街道垃圾分类办", "分类办", OrganisationKind.WASTE_SORTING, Level.STREET),
)  # fmt: skip

STAFFED = {
    "works": 1, "care": 1, "order": 2, "justice": 1, "heat": 1, "water": 1, "power": 1, "deputies": 1, "grid_centre": 1,
    "hotline": 1, "sorting": 1,
}  # fmt: skip
"""How many more people of a department take matters in hand, besides the named ones."""

PARTNERS = ("police", "order", "justice")
"""Units whose people go into every grid (一格多员), one for a community."""

PLACES_OF_WORK = {
    Role.GRID_WORKER: "committee",
    Role.GRID_LEADER: "committee",
    Role.COMMUNITY_DESK: "committee",
    Role.MEDIATOR: "committee",
    Role.STATION_KEEPER: "committee",
    Role.STREET_DESK: "office",
    Role.DISTRICT_DESK: "district",
    Role.SYSTEM_ADMIN: "district",
    Role.SECURITY_ADMIN: "district",
    Role.AUDIT_ADMIN: "district",
}
"""The unit on the card of whoever holds a role."""
