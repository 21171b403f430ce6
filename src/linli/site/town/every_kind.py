"""Every kind in living stages: petitions, talks, city matters, proposals, requests, merged, an incident that is over."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from PIL import Image, ImageDraw

from linli.kernel import files
from linli.kernel.command import Command
from linli.kernel.models import Notice
from linli.kernel.terms import Channel, NoticeState
from linli.matters.commands import (
    add_opinion,
    ask_extension,
    ask_pause,
    ask_return,
    assign,
    decide_proposal,
    decide_request,
    distil,
    edit_talk_point,
    finish_proposal,
    follow_up,
    log_incident,
    merge,
    move_matter,
    name_agent,
    open_action,
    open_matter,
    report_back,
    supervise,
    tick_step,
    use_kind,
)
from linli.matters.kinds import kind_of
from linli.matters.models import IncidentStep, Matter
from linli.matters.queries.standing import china_day
from linli.people.queries import actor_for_person, desk_people
from linli.places.queries import work_time
from linli.places.terms import Level

from .reports import Town

WHO = ("bai", "chen", "feng", "guo", "he", "lei", "li", "shi", "tang", "xi", "xu", "zhou")
IN_USE = ("city_part", "city_event")


def live_every_kind(town: Town, now: datetime) -> None:
    """What the history of reports and orders leaves out; each step at its own moment, by the command itself."""
    last = Matter.objects.order_by("-id").values_list("id", flat=True).first() or 0
    told = _Told(town, now)
    _petitions(told)
    _talks(told)
    _city(told)
    _proposals(told)
    _requests(told)
    _merged(told)
    _incident(told)
    _tell_holders(last)
    _number_on([china_day(now)])


class _Told:
    """Tells what happened: who did what, how long ago."""

    def __init__(self, town: Town, now: datetime) -> None:
        people = town.service.by_login
        self.town, self.now = town, now
        self.actors = {one: actor_for_person(people[one].id, now) for one in WHO}
        self.work = work_time(people["he"].home.path)
        self.grid, self.community = people["chen"].home.id, people["li"].home.id
        self.street = town.land.by_level[Level.STREET][0]
        below = people["chen"].home.path
        here = (one.id for one in town.land.by_level[Level.BUILDING] if one.path.startswith(below))
        self.building = next(here, self.grid)

    def ago(self, days: float, hour: int = 10) -> datetime:
        """A moment at an hour of a day some days ago; a part of a day is so long ago, night or day."""
        if days < 1:
            return self.now - timedelta(days=days)
        day = self.now - timedelta(days=days)
        return day.replace(hour=hour, minute=int(days) * 7 % 50, second=0, microsecond=0)

    def do(self, verb: Command[..., Any], login: str, days: float, hour: int = 10, **asked: Any) -> Any:
        """One command of somebody; gives its event."""
        return verb(actor=self.actors[login], now=self.ago(days, hour), **asked)

    def open(self, login: str, days: float, hour: int = 10, **asked: Any) -> int:
        """A matter that came in on that day, numbered after those of its day."""
        _number_on([china_day(self.ago(days, hour))])
        pk: int = self.do(open_matter, login, days, hour, **asked).subject_id
        return pk

    def move(self, login: str, days: float, pk: int, move: str, text: str = "", hour: int = 10) -> None:
        """A step; an answer meets every point of its checklist."""
        row = Matter.objects.values_list("kind", "stage").get(pk=pk)
        kind = kind_of(row[0])
        step = kind.move(row[1], move)
        points = {one.code: "" for one in kind.checklist(step)} if step is not None else {}
        self.do(move_matter, login, days, hour, matter_id=pk, move=move, text=text, points=points)


def _number_on(days: Sequence[Any]) -> None:
    """The next number of these days follows the last one given on each; the one sequence counts for all of them."""
    with connection.cursor() as cursor:
        for day in days:
            cursor.execute(
                "insert into matters_daybase (day, base) select %s, (select last_value from matters_number) -"
                " coalesce((select max(substring(number from 10)::int) from matters_matter where number like %s), 0)"
                " on conflict (day) do update set base = excluded.base",
                (day, f"{day:%Y%m%d}-%"),
            )


def _paper() -> bytes:
    """A sheet with lines, as a photographed consent of the sample town: nobody's hand, nobody's name."""
    sheet = Image.new("L", (420, 594), 246)
    pen = ImageDraw.Draw(sheet)
    for line in range(90, 420, 34):
        pen.line((60, line, 360, line), fill=150, width=2)
    pen.ellipse((255, 455, 335, 535), outline=110, width=4)
    out = io.BytesIO()
    sheet.save(out, "JPEG")
    return out.getvalue()


def _petitions(told: _Told) -> None:
    """One in hand with something to tell, one whose decision is due soon, one that ended and is to be told."""
    paper: dict[str, Any] = {"source": "visit", "area_id": told.building, "kind": "petition"}

    def consented(days: float) -> dict[str, Any]:
        at, bai = told.ago(days), told.actors["bai"]
        return {**paper, "consent_photos": (files.store_photo(_paper(), actor=bai, now=at),)}

    first = told.open(
        "bai", 9, title="加装电梯补偿没有谈拢", text="反映一楼住户的补偿谈了半年没有结果，希望街道出面。", name="梁玉芬",
        phone="12955520101", **consented(9),
    )  # fmt: skip
    told.move("he", 8, first, "ours", "已登记，和住建科一起看。")
    told.move("he", 6, first, "accept", "已受理，六十日内给出处理意见。")
    told.do(report_back, "bai", 5, matter_id=first, via="phone", text="告诉她已经受理，她说愿意等。")
    second = told.open(
        "bai", 13, title="低保复核材料退了两次", text="反映材料交了两次都被退回，不知道到底缺什么。", name="田守仁",
        phone="12955520102", **consented(13),
    )  # fmt: skip
    told.move("he", 11, second, "ours", "已登记。")
    ended = told.open(
        "he", 40, kind="petition", source="desk", title="临街噪声多年没解决", area_id=told.building,
        text="反映临街窗户没有隔音，多次反映没有下文。", name="邵国兴", phone="12955520103",
    )  # fmt: skip
    agent = told.town.service.by_login["bai"].id
    at = told.ago(39)
    photos = (files.store_photo(_paper(), actor=told.actors["he"], now=at),)
    told.do(name_agent, "he", 39, matter_id=ended, agent_person_id=agent, photos=photos)
    told.move("he", 38, ended, "ours")
    told.move("he", 35, ended, "accept", "已受理。")
    told.move("he", 6, ended, "answer", "诉求属实，列入今年隔音窗改造；不服的，三十日内向区里申请复查。")
    told.do(report_back, "bai", 5, matter_id=ended, via="visit", text="上门念了处理意见，他同意。")
    told.do(
        follow_up, "guo", 2, matter_id=ended, via="phone", reached=True, verdict="solved", satisfaction="good"
    )


def _talks(told: _Told) -> None:
    """At a talk point: one just collected, one being studied, one answered, one over."""
    point = told.do(
        edit_talk_point, "li", 90, area_id=told.community, name="槐树下说事点", place="中心花园大槐树下",
        times="每周二、周五 9:00—11:00",
    ).subject_id  # fmt: skip
    said: dict[str, Any] = {
        "kind": "talk",
        "source": "talk_point",
        "area_id": told.community,
        "talk_point_id": point,
        "place": "中心花园",
    }
    told.open(
        "li",
        0.1,
        title="想把晾衣杆挪一挪",
        text="楼下晾衣杆正对风口，能不能挪到南边。",
        name="贾阿姨",
        **said,
    )
    second = told.open(
        "li", 4, title="老年食堂想加晚饭", text="食堂只供午饭，独居老人晚上凑合。", name="孟大爷", **said
    )
    told.move("li", 3, second, "take", "社区和食堂在算成本。")
    third = told.open(
        "li", 8, title="花园想装直饮水", text="跳舞带孩子的人多，想装个直饮水。", name="尹女士", **said
    )
    told.move("li", 7, third, "take", "请街道看能不能列项。")
    told.move(
        "li", 1, third, "answer", "问的是直饮水：已列入下月微改造，社区李晓梅负责，电话在公示栏。", hour=9
    )
    fourth = told.open(
        "li", 20, title="石桌缺一角", text="下棋的石桌缺一角，刮破过衣服。", name="汪大爷", **said
    )
    told.move("li", 19, fourth, "answer", "问的是石桌：已磨圆包边，九月底前换新，社区李晓梅负责。")
    told.do(
        follow_up,
        "li",
        17,
        matter_id=fourth,
        via="visit",
        reached=True,
        verdict="solved",
        satisfaction="very_good",
    )


def _city(told: _Told) -> None:
    """Parts and events by the seven steps of GB/T 30428: one to dispatch, one in disposal, one to verify, one over."""
    for kind in IN_USE:
        since = told.ago(60).date()
        told.do(use_kind, "xi", 60, area_id=told.street.id, kind=kind, used=True, since=since)
    order = told.town.service.unit("order", told.street)
    event: dict[str, Any] = {"kind": "city_event", "source": "visit", "area_id": told.grid}
    part: dict[str, Any] = {"kind": "city_part", "source": "visit", "area_id": told.grid}
    told.open(
        "chen",
        0.01,
        category="gb.event.standing_water",
        title="路口积水",
        text="路口积水没过脚面，行人绕行。",
        **event,
    )
    in_hand = told.open(
        "chen",
        1,
        9,
        category="gb.event.illegal_building",
        title="屋顶搭建",
        text="楼顶有人搭彩钢棚，正在焊接。",
        **event,
    )
    closed = told.open(
        "chen",
        12,
        category="gb.event.rubbish",
        title="绿地边暴露垃圾",
        text="绿地边堆了十几袋垃圾，有异味。",
        **event,
    )
    checked = told.open(
        "chen", 3, category="gb.part.utility", title="通信井盖破损", text="人行道通信井盖裂开一条缝。", **part
    )
    for pk, days in ((in_hand, 1), (closed, 12), (checked, 3)):
        for hour, move in ((10, "collect"), (11, "file"), (14, "dispatch")):
            told.move("he", days, pk, move, hour=hour)
        told.do(assign, "he", days, 14, matter_id=pk, unit_id=order)
    told.move("xu", 11, closed, "dispose", "清走十六袋，冲洗地面，装了提示牌。", hour=9)
    told.move("xu", 2, checked, "dispose", "换了新井盖，周边砖重铺。", hour=15)
    told.move("xu", 11, closed, "ask_check")
    told.move("xu", 0.04, checked, "ask_check")
    told.move("guo", 11, closed, "verify", "现场看过，干净。", hour=11)
    told.do(
        follow_up,
        "he",
        10,
        matter_id=closed,
        via="phone",
        reached=True,
        verdict="solved",
        satisfaction="good",
    )


def _proposals(told: _Told) -> None:
    """One worded and waiting for the decision, one done and the proposer asked."""
    at: dict[str, Any] = {"kind": "proposal", "area_id": told.community}
    gate = told.open("feng", 9, text="东门能不能早上六点就开，上早班的人绕得远。", place="小区东门", **at)
    told.do(add_opinion, "li", 7, matter_id=gate, source="meeting", text="可以开，但夜里要锁。")
    told.do(add_opinion, "li", 7, 11, matter_id=gate, source="paper", text="开门要有人看着，怕外来车。")
    told.do(
        distil, "li", 2, matter_id=gate, title="东门早上六点开",
        text="东门早上六点开、夜里十一点锁，由物业值守，只走人不走车。",
    )  # fmt: skip
    lamp = told.open("feng", 33, text="连廊太暗，能不能装感应灯？", place="2号楼连廊", **at)
    told.do(add_opinion, "li", 31, matter_id=lamp, source="visit", text="装在拐角，别照进卧室。")
    told.do(
        distil,
        "li",
        28,
        matter_id=lamp,
        title="连廊装感应灯",
        text="连廊拐角装三盏感应灯，十秒自熄，朝下照。",
    )
    reason = "花钱不多，住户都同意，社区经费能出。"
    told.do(decide_proposal, "li", 26, matter_id=lamp, verdict="accepted", reason=reason)
    _number_on([china_day(told.ago(25))])
    what: dict[str, Any] = {
        "kind": "snapshot",
        "text": "连廊拐角装三盏感应灯",
        "category": "infra.light.stair",
    }
    told.do(open_action, "li", 25, matter_id=lamp, area_id=told.grid, **what)
    action = Matter.objects.order_by("-id").values_list("id", flat=True)[0]
    told.move("chen", 18, action, "fix", "三盏都装好了，试过会亮会灭。")
    told.do(follow_up, "li", 16, matter_id=action, via="visit", reached=True, verdict="solved")
    told.do(finish_proposal, "li", 15, matter_id=lamp, text="三盏感应灯都装好了，谢谢您的提议。")
    told.do(
        follow_up,
        "li",
        13,
        matter_id=lamp,
        via="phone",
        reached=True,
        verdict="solved",
        satisfaction="very_good",
    )


def _requests(told: _Told) -> None:
    """More time asked for and granted in part, waiting for a decision, sent back, resting, supervised."""
    order: dict[str, Any] = {
        "kind": "hotline",
        "source": "hotline",
        "area_id": told.community,
        "place": "小区主路",
    }

    def signed(days: float, **asked: Any) -> int:
        pk = told.open("he", days, 9, **order, **asked)
        told.move("li", days, pk, "sign", "已联系来电人。")
        return pk

    longer = signed(
        3,
        order_type="help",
        title="单元门闭门器坏了",
        text="来电人反映单元门关门砰砰响。",
        name="孙女士",
        phone="12955520111",
    )
    asked = told.do(
        ask_extension,
        "li",
        2,
        matter_id=longer,
        span="5wd",
        text="配件要从厂里发。",
        told="电话里说好等配件。",
    )
    told.do(
        decide_request,
        "he",
        2,
        11,
        request_id=asked.request_id,
        granted=True,
        span="3wd",
        text="先给三天，催厂家。",
    )
    more = signed(
        2,
        order_type="complaint",
        title="楼下早餐车占道",
        text="来电人反映早餐车堵着人行道。",
        name="顾先生",
        phone="12955520112",
    )
    told.do(
        ask_extension,
        "li",
        0.02,
        matter_id=more,
        span="2wd",
        text="要和执法队一起去。",
        told="说了后天给答复。",
    )
    back = told.open(
        "he", 1, 15, order_type="report", title="工地扬尘", text="来电人举报工地渣土没有盖网。", name="罗先生",
        phone="12955520113", **order,
    )  # fmt: skip
    unit = told.town.service.unit("order", told.street)
    told.do(ask_return, "li", 0.02, matter_id=back, unit_id=unit, text="扬尘由执法队管，请直接派给他们。")
    rests = signed(
        6, order_type="suggestion", title="建议加一趟社区巴士", text="来电人建议早高峰加一趟到地铁站的巴士。", name="丁女士",
        phone="12955520114",
    )  # fmt: skip
    review = _working_day(told, 21)
    waits = told.do(ask_pause, "li", 4, matter_id=rests, review_on=review, text="等公交公司下月排班。")
    told.do(decide_request, "he", 3, request_id=waits.request_id, granted=True)
    watched = signed(
        2,
        order_type="complaint",
        title="供热反复不热",
        text="来电人反映修过两次还是不热。",
        name="程先生",
        phone="12955520115",
    )
    told.do(supervise, "lei", 1, matter_id=watched, text="第三次反映了，请写清原因和解决日期。")


def _working_day(told: _Told, days: int) -> Any:
    day = (told.now + timedelta(days=days)).date()
    while told.work.close_of(day) is None:
        day += timedelta(days=1)
    return day


def _merged(told: _Told) -> None:
    """Two neighbours reported one thing: merged, and one answer reached both."""
    spot: dict[str, Any] = {"kind": "snapshot", "area_id": told.building, "category": "pipe.water.sewer"}
    lead = told.open("zhou", 5, text="2单元门口下水井往外冒水。", **spot)
    other = told.open("feng", 5, 11, text="2单元门前污水漫出来了，走不过去。", **spot)
    told.do(merge, "li", 5, 14, lead_id=lead, member_ids=(other,), text="说的是同一个井。")
    told.move("chen", 5, lead, "accept", "疏通车在路上。", hour=15)
    told.move("chen", 4, lead, "fix", "主管疏通了，井口冲洗消毒过。")
    told.do(
        follow_up, "li", 3, matter_id=lead, via="phone", reached=True, verdict="solved", satisfaction="good"
    )


def _incident(told: _Told) -> None:
    """An emergency of last week, from the first call to the report."""
    pk = told.open(
        "chen", 7, 9, kind="incident", incident="gas", source="visit", area_id=told.grid, place="3单元",
        text="三单元闻到燃气味，二楼开着窗。",
    )  # fmt: skip
    began = told.ago(7, 9)

    def minutes(login: str, after: int, verb: Command[..., Any], **asked: Any) -> None:
        verb(actor=told.actors[login], now=began + timedelta(minutes=after), **asked)

    for at, step in enumerate(IncidentStep.objects.filter(matter_id=pk).order_by("position")):
        minutes("chen", 3 + 4 * at, tick_step, step_id=step.pk)
    minutes("chen", 20, log_incident, matter_id=pk, text="单元里的人都出来了，阀门关了。")
    minutes("he", 26, log_incident, matter_id=pk, text="燃气公司到场，查到灶具软管老化。")
    minutes("chen", 58, log_incident, matter_id=pk, text="软管换好，浓度为零，住户回家。")
    minutes("he", 70, move_matter, matter_id=pk, move="stand_down", text="浓度为零半小时，解除。")
    told.move("he", 6, pk, kind_of("incident").stage("writing").moves[0].code, "原因是软管老化，已逐户查过。")
    told.do(
        follow_up, "li", 4, matter_id=pk, via="visit", reached=True, verdict="solved", satisfaction="good"
    )


def _tell_holders(last: int) -> None:
    """What the holders of open ones were told when it came, as the history has it."""
    open_ones = Matter.objects.filter(pk__gt=last, closed_at=None)
    rows = [
        Notice(
            key=f"sample {one.pk} {person}", person_id=person, channel=Channel.APP, state=NoticeState.SENT,
            text=f"新事项：{one.title}（{one.place}）", link=f"/matters/{one.number}/", area_path=one.area_path,
            made_at=one.staged_at, sent_at=one.staged_at,
        )
        for one in open_ones
        for person in _people_at(one)
    ]  # fmt: skip
    Notice.objects.bulk_create(rows)


def _people_at(one: Matter) -> list[int]:
    if one.holder_person_id is not None:
        return [one.holder_person_id]
    return list(desk_people(one.holder_area_id, one.holder_role, china_day(one.staged_at)))
