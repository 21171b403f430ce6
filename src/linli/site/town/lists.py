"""What a street keeps beside its matters: whose what is, what it gives, proposals; by the commands themselves."""

from datetime import datetime, timedelta
from typing import Any

from linli.kernel.scope import Actor
from linli.matters.commands import (
    DutyWords,
    add_opinion,
    add_urgent_word,
    ask_outside_duty,
    decide_outside_duty,
    decide_proposal,
    distil,
    not_dispatch,
    open_action,
    open_matter,
    publish_duties,
    publish_topic,
    say_opinion,
    set_responsibility,
)
from linli.matters.rules.duty_sample import sample_items
from linli.people.queries import actor_for_person
from linli.places.terms import Level

from .reports import Town

RESPONSIBLE = (
    ("env.street", "order"), ("env.rubbish.rubble", "order"), ("safe.fire", "order"), ("infra.road", "works"),
    ("infra.light.street", "works"), ("env.water", "works"), ("pipe.water.sewer", "works"), ("live.parking", "order"),
)  # fmt: skip
BENCHES = (
    "楼下装一排座椅，老人买菜回来好歇脚。",
    (
        ("paper", "要有靠背，铁的冬天凉。"),
        ("visit", "别挡着消防通道。"),
        ("meeting", "四个就够，多了招人打牌吵。"),
    ),
    "在2号楼东侧树下装四个带靠背的木座椅，不占消防通道，晚十点后不聚集。",
    "党群服务经费里有这一项，地方也不影响消防。",
)
CHARGING = "地下车库想装慢充桩，请大家说说装在哪、怎么收费。"


def keep_lists(town: Town, now: datetime) -> None:
    """Rows of every list, so that each page shows something; all of today."""
    people = town.service.by_login
    he, li, shi, tang, zhou = (
        actor_for_person(people[one].id, now) for one in ("he", "li", "shi", "tang", "zhou")
    )
    street, community = town.land.by_level[Level.STREET][0], people["li"].home
    today = now.date()
    for category, key in RESPONSIBLE:
        unit = town.service.unit(key, street)
        if unit is not None:
            set_responsibility(
                actor=he, now=now, area_id=street.id, category=category, organisation_id=unit,
                since=today - timedelta(days=60), basis="街道责任清单（示例）",
            )  # fmt: skip
    items = [DutyWords(**item) for item in sample_items()]
    publish_duties(
        actor=he, now=now, area_id=street.id, since=today, items=items, basis="示例，供参考", sample=True
    )
    add_urgent_word(
        actor=tang, now=now, area_id=town.land.by_level[Level.DISTRICT][0].id, word="氨水味", family="gas", since=today,
        source="冷库较多（示例）",
    )  # fmt: skip
    asked: dict[str, Any] = {
        "area_id": community.id, "from_on": today, "until_on": today + timedelta(days=30), "category": "infra.road",
        "money": "每天100元", "people": "市政所派1人",
    }  # fmt: skip
    first = ask_outside_duty(
        actor=shi,
        now=now,
        what="井盖抢修前请社区看守",
        reason="抢修队要当天下午才能到，怕有人踩空。",
        **asked,
    )
    decide_outside_duty(
        actor=he, now=now, request_id=first.subject_id, approve=True, answer="同意，看守费由市政所当天结清。"
    )
    ask_outside_duty(
        actor=shi, now=now, what="入户核对树木修剪意见", reason="修剪前要征求临窗住户意见。", **asked
    )
    order = open_matter(
        actor=he, now=now, kind="hotline", source="hotline", order_type="enquiry", area_id=community.id,
        title="问彩票中奖号码", place="电话咨询", text="来电人想问昨天彩票的中奖号码。", name="秦女士", phone="12955520077",
    )  # fmt: skip
    not_dispatch(actor=he, now=now, matter_id=order.subject_id, reason="beyond_duty")
    _proposals(li, zhou, community.id, people["chen"].home.id, now)


def _proposals(li: Actor, zhou: Actor, community_id: int, grid_id: int, now: datetime) -> None:
    """One under way with its actions, one being discussed."""
    idea, voices, wording, reason = BENCHES
    who: dict[str, Any] = {"actor": li, "now": now}
    benches = open_matter(
        actor=zhou, now=now, kind="proposal", text=idea, area_id=community_id, place="2号楼东侧"
    )
    for source, text in voices:
        add_opinion(**who, matter_id=benches.subject_id, source=source, text=text)
    distil(**who, matter_id=benches.subject_id, title="2号楼东侧装座椅", text=wording)
    decide_proposal(**who, matter_id=benches.subject_id, verdict="accepted", reason=reason)
    for text in ("采购四个带靠背的木座椅", "请绿化让出两个树穴"):
        open_action(
            **who,
            matter_id=benches.subject_id,
            kind="snapshot",
            text=text,
            category="infra.seat",
            area_id=grid_id,
        )
    charging = open_matter(
        actor=zhou, now=now, kind="proposal", text="车库能不能装充电桩？", area_id=community_id
    )
    publish_topic(**who, matter_id=charging.subject_id, title="地下车库装慢充桩", text=CHARGING)
    say_opinion(actor=zhou, now=now, number=charging.number, text="装在入口这边，别占老人代步车的位置。")
