"""What is handled together in the sample town: merged, split, asked of units, an emergency; done by its own people."""

from datetime import datetime, timedelta

from linli.kernel.scope import Actor
from linli.matters.commands import (
    add_plan_step,
    add_plan_unit,
    answer_ask,
    ask_unit,
    call_consultation,
    log_incident,
    merge,
    open_matter,
    split,
    tick_step,
)
from linli.matters.models import IncidentStep, Matter
from linli.people.models import Account, Organisation
from linli.people.queries import actor_for_person

PLANS = {
    "gas": (("works", "order"), ("先离开，不开灯、不打电话", "关阀门，断电", "疏散楼内住户", "燃气公司检测浓度", "浓度为零后分批回家")),
    "flood": (("works",), ("拉警示带，放锥桶", "清雨水箅子", "调水泵", "转移一楼老人")),
    "fire": (("order",), ("报119", "清消防通道", "疏散本单元", "清点人数")),
    "outage": (("power", "heat"), ("问清范围", "贴告示、群里发通知", "联系在家用氧、透析的住户")),
}  # fmt: skip
UNIT_NAMES = {"works": "市政所", "order": "执法队", "power": "供电所", "heat": "供热公司"}
WAITING = ("new", "working", "unsigned")


def handle_together(now: datetime) -> None:
    """A few of the open matters, by commands, so that every page of handling together has something to show."""
    units = {
        key: Organisation.objects.values_list("pk", flat=True).get(short=name)
        for key, name in UNIT_NAMES.items()
    }
    desk, street = _actor("li", now), _actor("he", now)
    _plans(street, units, now)
    _merged(desk, now)
    _asked(desk, street, units, now)
    _emergency(_actor("chen", now), street, now)


def _actor(login: str, now: datetime) -> Actor:
    return actor_for_person(Account.objects.values_list("person_id", flat=True).get(login=login), now)


def _open(actor: Actor) -> list[Matter]:
    """Open matters of the actor's place that wait for an answer, the newest first."""
    path = actor.standings[0].path
    found = Matter.objects.filter(
        area_path__startswith=path, closed_at=None, rides=False, parent=None, stage__in=WAITING
    ).exclude(holder_role__in=("street_desk", "district_desk"))
    return list(found.order_by("-received_at")[:60])


def _plans(street: Actor, units: dict[str, int], now: datetime) -> None:
    area = street.standings[0].area_id
    for kind, (asked, steps) in PLANS.items():
        for key in asked:
            add_plan_unit(actor=street, now=now, area_id=area, type=kind, unit_id=units[key])
        for text in steps:
            add_plan_step(actor=street, now=now, area_id=area, type=kind, text=text)


def _merged(desk: Actor, now: datetime) -> None:
    """Two that are about one thing: the first pair of one category in one grid."""
    seen: dict[tuple[int | None, int | None], Matter] = {}
    for one in _open(desk):
        first = seen.setdefault((one.grid_id, one.category_id), one)
        if first.pk != one.pk:
            merge(actor=desk, now=now, lead_id=first.pk, member_ids=(one.pk,), text="说的是同一处。")
            return


def _asked(desk: Actor, street: Actor, units: dict[str, int], now: datetime) -> None:
    free = [one for one in _open(desk) if not one.gathered]

    if len(free) < 4:
        return
    first = ask_unit(
        actor=desk,
        now=now,
        matter_id=free[0].pk,
        unit_id=units["works"],
        text="请到现场看一下，答复什么时候能修。",
        span="1wd",
    )
    answer_ask(
        actor=_actor("shi", now), now=now, ask_id=first.ask_id, text="看过了，零件明天到，后天上午修好。"
    )
    ask_unit(
        actor=desk, now=now, matter_id=free[0].pk, unit_id=units["order"], text="请看有没有占道，一起处理。"
    )
    ask_unit(
        actor=desk,
        now=now,
        matter_id=free[1].pk,
        unit_id=units["works"],
        text="请核实产权单位是哪家。",
        span="4wh",
    )
    call_consultation(
        actor=street, now=now, matter_id=free[2].pk, unit_ids=(units["works"], units["order"]),
        at=now + timedelta(days=1), place="街道二楼会议室", text="商量谁来修、谁来管，各带一个办法来。",
    )  # fmt: skip
    split(actor=desk, now=now, matter_id=free[3].pk, titles=("先修好眼前的", "查清原因，免得再坏"))


def _emergency(worker: Actor, street: Actor, now: datetime) -> None:
    began = now - timedelta(minutes=35)
    grid = worker.standings[0].area_id
    pk = open_matter(
        actor=worker, now=began, kind="incident", incident="flood", source="visit", area_id=grid, place="地下车库入口",
        text="暴雨后地下车库进水，已经没过轮胎一半，还在涨。",
    ).subject_id  # fmt: skip
    steps = list(IncidentStep.objects.filter(matter_id=pk).order_by("position")[:2])
    for at, step in enumerate(steps):
        tick_step(actor=worker, now=began + timedelta(minutes=5 + 6 * at), step_id=step.pk)
    log_incident(
        actor=worker, now=began + timedelta(minutes=12), matter_id=pk, text="入口拉了警示带，车不让进了。"
    )
    log_incident(
        actor=street, now=began + timedelta(minutes=15), matter_id=pk, text="已请市政所调水泵，二十分钟到。"
    )
    log_incident(actor=worker, now=began + timedelta(minutes=31), matter_id=pk, text="水泵开了，水位开始降。")
