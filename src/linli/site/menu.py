"""The entries of the frame: menus and tabs by role, homes; an entry shows where its page exists and may be opened."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.kernel.page import PUBLIC, SIGNED_IN, Route, routes
from linli.kernel.scope import Actor
from linli.matters.access import FOLLOW_UP, GATHER
from linli.matters.rules.views import View
from linli.people.terms import Role


@dataclass(frozen=True)
class Entry:
    """A link of the frame: shown when the page exists and the actor may open it.

    pattern: the page's own; query: what follows it; covers: addresses below which it stays marked.
    count: a view of matters whose number stands beside it.
    held: that number is of what the actor's own roles hold, not of all in sight.
    roles, needs: only for these, only with this permission, where the page itself is open to more.
    """

    label: object
    pattern: str
    icon: str
    query: str = ""
    covers: str = ""
    count: View | None = None
    held: bool = False
    roles: frozenset[str] = frozenset()
    needs: str = ""


def _only(*roles: Role) -> frozenset[str]:
    return frozenset(str(role) for role in roles)


WORKERS = _only(Role.GRID_WORKER, Role.GRID_LEADER)

MENU: tuple[tuple[object, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry(gettext_lazy("今天"), "today/", "task", roles=WORKERS),
            Entry(gettext_lazy("总览"), "board/", "chart", covers="board/matters/"),
            Entry(gettext_lazy("收件箱"), "inbox/", "inbox", covers="matters/", count=View.OPEN),
            Entry(gettext_lazy("热点问题"), "hot/", "chart", covers="hot/"),
            Entry(
                gettext_lazy("回访"),
                "follow-ups/",
                "phone",
                count=View.ASKING,
                held=True,
                needs=FOLLOW_UP,
            ),
            Entry(gettext_lazy("信访代办"), "attend/", "people"),
            Entry(gettext_lazy("议事"), "proposals/", "talk", needs=GATHER),
        ),
    ),
    (
        gettext_lazy("联动"),
        (
            Entry(gettext_lazy("协办"), "asks/", "people"),
            Entry(gettext_lazy("会商"), "asks/", "calendar", query="view=meetings"),
            Entry(gettext_lazy("我方答复"), "asks/", "done", query="view=over"),
            Entry(gettext_lazy("突发事件"), "incidents/", "flag", covers="incidents/"),
            Entry(gettext_lazy("单位工作台"), "units/", "building", covers="units/"),
            Entry(gettext_lazy("清单外事项"), "outside/", "ticket", covers="outside/"),
        ),
    ),
    (
        gettext_lazy("登记"),
        (
            Entry(gettext_lazy("登记诉求"), "matters/new/", "plus"),
            Entry(gettext_lazy("接电话"), "calls/", "phone"),
            Entry(gettext_lazy("导入工单"), "imports/", "upload"),
            Entry(gettext_lazy("收邮件"), "mail/", "mail", covers="mail/"),
            Entry(gettext_lazy("纸质登记单"), "slips/", "print"),
            Entry(gettext_lazy("企业走访"), "firms/", "building"),
            Entry(gettext_lazy("说事点"), "talk-points/", "talk"),
            Entry(gettext_lazy("观察员"), "observers/", "eye"),
        ),
    ),
    (
        gettext_lazy("底账"),
        (
            Entry(gettext_lazy("谁管这栋楼"), "doors/", "door"),
            Entry(gettext_lazy("查人"), "people/", "people"),
            Entry(gettext_lazy("常用语"), "texts/", "edit"),
        ),
    ),
    (
        gettext_lazy("设置"),
        (
            Entry(gettext_lazy("网格与楼栋"), "admin/areas/", "map"),
            Entry(gettext_lazy("工作日历"), "admin/calendar/", "calendar"),
            Entry(gettext_lazy("工作时间"), "admin/hours/", "clock"),
            Entry(gettext_lazy("办理时限"), "admin/limits/", "flag"),
            Entry(gettext_lazy("联动预案"), "admin/plans/", "flag"),
            Entry(gettext_lazy("诉求类别"), "admin/categories/", "tag"),
            Entry(gettext_lazy("责任清单"), "admin/responsibility/", "scale"),
            Entry(gettext_lazy("赋能清单"), "admin/duties/", "gift"),
            Entry(gettext_lazy("不派单答复"), "admin/no-dispatch/", "log"),
            Entry(gettext_lazy("类别建议"), "learning/", "chart"),
            Entry(gettext_lazy("紧急词"), "admin/urgent-words/", "warn"),
            Entry(gettext_lazy("启用的事项"), "admin/kinds/", "task"),
            Entry(gettext_lazy("消息发送"), "admin/notices/", "send"),
            Entry(pgettext_lazy("many", "任职"), "admin/postings/", "flag", covers="admin/postings/"),
            Entry(pgettext_lazy("many", "账号"), "admin/accounts/", "key", covers="admin/accounts/"),
            Entry(
                pgettext_lazy("many", "单位"),
                "admin/organisations/",
                "building",
                covers="admin/organisations/",
            ),
            Entry(pgettext_lazy("many", "接口令牌"), "admin/tokens/", "link", covers="admin/tokens/"),
            Entry(gettext_lazy("事件订阅"), "admin/webhooks/", "send", covers="admin/webhooks/"),
            Entry(gettext_lazy("操作记录"), "admin/log/", "log"),
            Entry(gettext_lazy("查看记录"), "admin/log/sights/", "eye"),
            Entry(gettext_lazy("导出的清单"), "admin/exports/", "download"),
            Entry(gettext_lazy("封存"), "admin/log/seals/", "lock"),
        ),
    ),
)

WORKER_TABS = (
    Entry(gettext_lazy("今天"), "today/", "task"),
    Entry(pgettext_lazy("tab", "事件"), "today/matters/", "inbox", covers="matters/"),
    Entry(pgettext_lazy("tab", "记一笔"), "matters/new/", "plus"),
    Entry(gettext_lazy("我的"), "me/", "person"),
)
OBSERVER_TABS = (
    Entry(gettext_lazy("报"), "observe/", "plus"),
    Entry(gettext_lazy("我报的"), "mine/", "list"),
    Entry(gettext_lazy("我的"), "me/", "person"),
)
RESIDENT_TABS = (
    Entry(gettext_lazy("首页"), "", "home"),
    Entry(gettext_lazy("我的事"), "mine/", "task"),
    Entry(gettext_lazy("报问题"), "report/", "plus"),
    Entry(gettext_lazy("消息"), "messages/", "bell"),
    Entry(gettext_lazy("我的"), "me/", "person"),
)
ELDER_TABS = (RESIDENT_TABS[0], RESIDENT_TABS[1])

HOMES = {
    Role.GRID_WORKER: "today/",
    Role.GRID_LEADER: "inbox/",
    Role.COMMUNITY_DESK: "inbox/",
    Role.STREET_DESK: "inbox/",
    Role.DISTRICT_DESK: "inbox/",
    Role.DEPARTMENT_STAFF: "asks/",
    Role.BUILDING_HEAD: "matters/new/",
    Role.STATION_KEEPER: "matters/new/",
    Role.MEDIATOR: "matters/new/",
    Role.OBSERVER: "observe/",
    Role.AGENT: "attend/",
    Role.LEADER: "board/",
    Role.SYSTEM_ADMIN: "admin/areas/",
    Role.SECURITY_ADMIN: "admin/postings/",
    Role.AUDIT_ADMIN: "admin/log/",
}


_by_pattern: dict[str, Route] = {}


def _route(pattern: str) -> Route | None:
    if len(_by_pattern) != len(routes):
        _by_pattern.update((route.pattern, route) for route in routes.values())
    return _by_pattern.get(pattern)


def may_open(actor: Actor, pattern: str) -> bool:
    """True when there is a page of that pattern and the actor holds what it needs."""
    route = _route(pattern)
    return route is not None and (
        route.needs == PUBLIC
        or (route.needs == SIGNED_IN and not actor.is_guest)
        or (not actor.is_guest and actor.holds(route.needs))
    )


def home_of(actor: Actor) -> str:
    """The address that opens first for somebody who serves: the home of the first posting that has one."""
    for standing in actor.standings:
        pattern = HOMES.get(Role(standing.role))
        if pattern is not None and may_open(actor, pattern):
            return f"/{pattern}"
    return "/me/" if actor.is_staff else "/"


def by_phone(actor: Actor) -> bool:
    """True for those who work on a telephone: tabs at the bottom instead of the left column."""
    return bool(actor.standings) and Role(actor.standings[0].role) in (
        Role.GRID_WORKER,
        Role.BUILDING_HEAD,
        Role.OBSERVER,
    )
