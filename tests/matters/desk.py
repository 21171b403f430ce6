"""Matters as desks have them, for tests: orders, reports at different stages, and what a page answered."""

import re
from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.matters.reports import matter, reported
from tests.town import Cast

from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import follow_up, hand_up, move_matter, open_matter
from linli.matters.models import Matter

PHONE = "12955213521"


def ordered(cast: Cast, now: datetime, **more) -> Matter:
    """A 12345 order for the community, taken down by the street."""
    asked = {
        "kind": "hotline", "source": "hotline", "order_type": "help", "title": "楼上夜里练琴",
        "text": "来电人反映楼上702每晚10点后练琴到11点半。", "category": "noise", "name": "郑女士",
        "phone": PHONE, "area_id": cast.areas["building8"], **more,
    }  # fmt: skip
    return matter(open_matter(actor=cast.actor("he"), now=now, **asked).subject_id)


def every_stage(cast: Cast, now: datetime) -> dict[str, Matter]:
    """One matter at each place a desk meets it, opened early enough for some to be late or due today."""
    zhou, chen, li, sun = (cast.actor(name) for name in ("zhou", "chen", "li", "sun"))
    early, lately = now - timedelta(days=2), now - timedelta(hours=4)
    made = {
        "late": reported(cast, zhou, early),
        "today": reported(cast, zhou, lately, text="单元门关不上。", category="other"),
        "later": reported(cast, zhou, now, text="路面破了。", category="road"),
        "working": reported(cast, zhou, lately, text="声控灯坏了。"),
        "fixed": reported(cast, zhou, lately, text="垃圾没人收。", category="rubbish"),
        "closed": reported(cast, zhou, early, text="楼道积水。", category="water"),
        "up": reported(
            cast, zhou, lately, text="井盖松动。", category="road", area_id=cast.areas["building8"]
        ),
        "unsigned": ordered(cast, now),
        "signed": ordered(cast, lately, title="暖气不热"),
        "elsewhere": reported(cast, zhou, now, text="河桥的路灯。", area_id=cast.areas["grid1"]),
    }
    move_matter(actor=chen, now=lately, matter_id=made["working"].pk, move="accept")
    for name in ("fixed", "closed"):
        move_matter(actor=chen, now=lately, matter_id=made[name].pk, move="fix", text="办好了。")
    follow_up(actor=li, now=lately, matter_id=made["closed"].pk, via="phone", reached=True, verdict="solved")
    hand_up(actor=sun, now=lately, matter_id=made["up"].pk, text="要换井盖。")
    hand_up(actor=li, now=lately, matter_id=made["up"].pk, text="要市政换。")
    move_matter(actor=li, now=lately, matter_id=made["signed"].pk, move="sign")
    return {name: matter(one.pk) for name, one in made.items()}


def rows() -> list[Matter]:
    """Every matter, whoever may see it."""
    with scope(SYSTEM):
        return list(Matter.objects.all())


def numbers(page: str) -> list[str]:
    """The matters a list links to, in its order."""
    return list(dict.fromkeys(re.findall(r'href="/matters/([0-9]{8}-[0-9]{4})/" data-open', page)))


def text_of(page: str) -> str:
    """What a reader reads, blanks put together."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


def queries_of(client, address: str, **more) -> int:
    """How many questions a page asks the database."""
    client.get(address, **more)  # what is kept in memory is there from now on
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, **more).status_code == 200
    return len(asked)
