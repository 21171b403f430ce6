"""Hot issues for tests: people of a street who say the same, and the worker's grouping without its process."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import msgspec
from tests.matters.reports import reported
from tests.town import Cast

from linli.assist.child import Said, gather
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import group_job
from linli.matters.models import HotIssue

LIFT = (
    "槐荫里电梯坏了三天没人修",
    "2号楼电梯又坏了，三天没人修",
    "槐荫里电梯坏了，老人上不了楼",
    "电梯坏了三天，物业没人修",
)
NOISE = ("门口广场舞声音太大", "广场舞声音太大，孩子睡不着", "晚上门口广场舞声音太大")
ALONE = ("井盖丢了", "想问老年证怎么办")


def told(cast: Cast, now: datetime, texts=LIFT, who="0", area="grid3", **more) -> list[int]:
    """One matter a text, each by another telephone; who: a digit that makes the telephones of this lot."""
    return [
        reported(
            cast, cast.actor("li"), now + timedelta(minutes=at), text=text, source="desk", category="",
            phone=f"129000{who}{at:04}"[:11], name="王先生", area_id=cast.areas[area], **more,
        ).pk
        for at, text in enumerate(texts)
    ]  # fmt: skip


def grouping(monkeypatch, cast: Cast, now: datetime) -> None:
    """What the worker does, in this process."""

    def aside(_verb, said, *, seconds):
        return msgspec.to_builtins(gather(msgspec.convert(said, list[Said])))

    monkeypatch.setattr("linli.matters.commands.issues.aside", aside)
    group_job(street_id=cast.areas["street"], at=now.isoformat())


def issues() -> list[SimpleNamespace]:
    """Those that are not over, the hottest first: id, title, people, matters, nameless, members."""
    with scope(SYSTEM):
        return [
            SimpleNamespace(
                pk=one.pk, title=one.title, people=one.people, matters=one.matters, nameless=one.nameless, state=one.state,
                members=sorted(one.members.filter(out=False).values_list("matter_id", flat=True)),
            )
            for one in HotIssue.objects.filter(into=None, matters__gt=0).order_by("-people", "pk")
        ]  # fmt: skip
