"""After its time is over, nothing of what had to be forgotten is there; what had not stays."""

from datetime import timedelta

from tests import town

from linli.kernel.models import Notice
from linli.kernel.notice import tell
from linli.kernel.retention import forget
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import follow_up, move_matter, open_matter
from linli.matters.models import Matter, Reporter
from linli.matters.queries import matters_like
from linli.site import keeping, soundness

PHONE = "12900004321"


def closed(cast, now, text: str) -> int:
    pk = open_matter(
        actor=cast.actor("li"), now=now, kind="snapshot", text=text, area_id=cast.areas["grid3"], phone=PHONE, name="郑女士",
        best_hours="晚上",
    ).subject_id  # fmt: skip
    move_matter(actor=cast.actor("chen"), now=now, matter_id=pk, move="fix", text="修好了。")
    follow_up(actor=cast.actor("li"), now=now, matter_id=pk, via="phone", reached=True, verdict="solved")
    return pk


def reporter(pk: int) -> Reporter:
    with scope(SYSTEM):
        return Reporter.objects.get(pk=pk)


def test_who_reported_is_forgotten_three_years_after_the_end(cast, now):
    old, running = closed(cast, now, "路灯不亮。"), open_matter(
        actor=cast.actor("li"), now=now, kind="snapshot", text="井盖响。", area_id=cast.areas["grid3"], phone=PHONE,
    ).subject_id  # fmt: skip
    forget(keeping.ALL, now + timedelta(days=3 * 365))
    assert reporter(old).phone is not None
    after = now + timedelta(days=3 * 365 + 2)
    forget(keeping.ALL, after)
    gone = reporter(old)
    assert (gone.name, gone.name_mark, gone.phone, gone.phone_mark, gone.phone_index, gone.best_hours) == (
        None, "", None, "", None, "",
    )  # fmt: skip
    assert reporter(running).phone is not None, "a matter that is open keeps its reporter"
    with scope(SYSTEM):
        assert Matter.objects.get(pk=old).text == "路灯不亮。", "what was done stays"
    li = cast.actor("li")
    with scope(li):
        assert [line.row.id for line in matters_like(li, PHONE, after).lines] == [running]
    assert not list(soundness.faults())
    assert forget(keeping.ALL, after) == 0


def test_the_page_of_a_forgotten_reporter_still_opens(cast, now, client, clock):
    pk = closed(cast, now, "路灯不亮。")
    clock.at = now + timedelta(days=4 * 365)
    forget(keeping.ALL, clock.at)
    with scope(SYSTEM):
        number = Matter.objects.get(pk=pk).number
    answer = town.sign_in(client, "li").get(f"/matters/{number}/")
    assert answer.status_code == 200
    assert "4321" not in answer.content.decode()


def test_messages_go_after_a_year_unless_they_still_wait(cast, now):
    with scope(SYSTEM):
        for key, state in (("a", "sent"), ("b", "waiting")):
            tell(key=key, text="有答复了。", now=now, area_path=cast.path("street"))
            Notice.objects.filter(key=key).update(state=state)
        forget(keeping.ALL, now + timedelta(days=367))
        assert list(Notice.objects.filter(key__in=["a", "b"]).values_list("key", flat=True)) == ["b"]
