"""Who is told what; each reaction twice changes nothing; nothing personal stands in the outbox."""

from datetime import timedelta

import pytest
from django.db import connection
from tests import town
from tests.matters.petitions import paper, petition
from tests.matters.reports import met

from linli.kernel.models import Cursor, EventRow, Notice, Reacted
from linli.kernel.reaction import react, registry
from linli.kernel.scope import SYSTEM, scope
from linli.matters import reactions
from linli.matters.commands import (
    answer_own,
    ask_outside_duty,
    assign,
    choose_follow_up,
    decide_outside_duty,
    decide_proposal,
    distil,
    follow_up,
    hand_up,
    move_matter,
    name_agent,
    note,
    open_matter,
    publish_topic,
    say_opinion,
    send_down,
    supplement,
    support,
    sweep_all,
    urge,
    withdraw,
)
from linli.matters.models import FollowUpLink, Matter
from linli.matters.queries.telling import holders
from linli.people.commands import set_preferences

PHONE = "12900002076"


@pytest.fixture
def world(own_database, now):
    """A town of the test's own: the worker reads only what was committed."""
    assert reactions
    catch_up(now)
    with scope(SYSTEM):
        Notice.objects.all().delete()
    return town.cast()


def catch_up(now) -> int:
    total = 0
    while taken := react(now=now):
        total += taken
    return total


def told(name: str = "", channel: str = "app") -> list[str]:
    """What somebody was told, in order; without a name what went to telephones."""
    with scope(SYSTEM):
        found = Notice.objects.filter(channel=channel).order_by("id")
        if name:
            found = found.filter(person_id=town.cast().people[name])
        return list(found.values_list("text", flat=True))


def report(world, now, who="zhou", **more) -> int:
    asked = {
        "kind": "snapshot",
        "text": "三楼声控灯不亮。",
        "category": "light",
        "area_id": world.areas["building2"],
        **more,
    }
    return open_matter(actor=world.actor(who), now=now, **asked).subject_id


def matter(pk) -> Matter:
    with scope(SYSTEM):
        return Matter.objects.get(pk=pk)


def test_the_grid_worker_is_told_of_a_new_report_and_nobody_else(world, now):
    report(world, now)
    catch_up(now)
    assert told("chen") == ["新来一件“三楼声控灯不亮”，明天8:50到期。"]
    with scope(SYSTEM):
        assert Notice.objects.count() == 1
        assert Notice.objects.get().link.startswith("/matters/2026")


def test_everybody_is_told_in_the_language_they_read(world, now):
    zhou, chen = world.actor("zhou"), world.actor("chen")
    set_preferences(actor=zhou, now=now, language="en")
    pk = report(world, now)
    catch_up(now)
    note(actor=chen, now=now, matter_id=pk, text="灯管已买", public=True)
    urge(actor=zhou, now=now, matter_id=pk)
    catch_up(now)
    assert told("zhou") == ['Progress on "三楼声控灯不亮": 灯管已买']
    assert told("chen")[-1] == "居民催办“三楼声控灯不亮”，明天8:50到期。"
    set_preferences(actor=zhou, now=now, language="zh-hans")
    set_preferences(actor=chen, now=now, language="en")
    urge(actor=zhou, now=now + timedelta(hours=2), matter_id=pk)
    catch_up(now)
    assert told("chen")[-1] == 'The resident nudges "三楼声控灯不亮", due tomorrow 8:50.'


def test_a_reporter_with_a_telephone_gets_a_text_that_fits(world, now, settings):
    pk = report(world, now, who="li", phone=PHONE, name="周女士", area_id=world.areas["grid3"])
    catch_up(now)
    (text,) = told(channel="sms")
    assert matter(pk).number in text
    assert "******" in text, "the link is put in while sending"
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select row_to_json(n)::text from kernel_notice n")
        table = str(cursor.fetchall())
    assert PHONE not in table
    assert matter(pk).follow_secret() not in table


def test_every_desk_hears_what_comes_to_it(world, now):
    pk = report(world, now)
    he, li, chen = (world.actor(name) for name in ("he", "li", "chen"))
    hand_up(actor=chen, now=now, matter_id=pk, text="要协调")
    hand_up(actor=li, now=now, matter_id=pk, text="要街道出面")
    send_down(actor=he, now=now, matter_id=pk, text="请社区办")
    assign(actor=li, now=now, matter_id=pk, unit_id=world.organisations["works"])
    catch_up(now)
    assert any(text.startswith("上报来一件") for text in told("li"))
    assert told("he") == told("guo") != []
    assert any(text.startswith("交办来一件") for text in told("li"))
    assert told("shi")[-1].startswith("派给您一件")
    assert told("li")[-1].startswith("交办来"), "whoever did it is not told"


def test_an_answer_reaches_the_reporter_those_who_joined_and_the_desk_that_asks(world, now):
    pk = report(world, now, phone=PHONE, name="周女士", who="zhou")
    support(actor=world.actor("feng"), now=now, matter_id=pk)
    move_matter(actor=world.actor("chen"), now=now, matter_id=pk, move="accept")
    move_matter(actor=world.actor("chen"), now=now, matter_id=pk, move="fix", text="换了新的感应器，灯亮了。")
    catch_up(now)
    assert [text.partition("：")[2][:5] for text in told("zhou")] == ["到现场看过", "办好了。换"]
    assert told("feng") == ["“三楼声控灯不亮”：办好了。换了新的感应器，灯亮了。"]
    assert told("li")[-1].startswith("“三楼声控灯不亮”答复了，请回访")
    assert "换了新的" in told(channel="sms")[-1]


def test_words_reach_the_other_side(world, now):
    pk = report(world, now)
    zhou, chen = world.actor("zhou"), world.actor("chen")
    supplement(actor=zhou, now=now, matter_id=pk, text="四楼也不亮了。")
    urge(actor=zhou, now=now, matter_id=pk)
    note(actor=chen, now=now, matter_id=pk, text="明天带梯子来。", public=True)
    note(actor=chen, now=now, matter_id=pk, text="内部备注")
    withdraw(actor=zhou, now=now + timedelta(minutes=1), matter_id=pk)
    catch_up(now)
    assert [text[:4] for text in told("chen")] == ["新来一件", "居民补充", "居民催办", "居民撤回"]
    assert told("zhou") == ["“三楼声控灯不亮”有进展：明天带梯子来。"]


def test_not_solved_goes_back_to_whoever_has_to_do_it_again(world, now):
    pk = report(world, now)
    move_matter(actor=world.actor("chen"), now=now, matter_id=pk, move="fix", text="修好了。")
    follow_up(actor=world.actor("li"), now=now, matter_id=pk, via="phone", reached=True, verdict="unsolved")
    catch_up(now)
    assert told("chen")[-1].startswith("回访没解决，请重办")
    move_matter(actor=world.actor("chen"), now=now, matter_id=pk, move="fix", text="又修了。")
    answer_own(actor=world.actor("zhou"), now=now, matter_id=pk, verdict="solved")
    before = len(told("chen"))
    catch_up(now)
    assert len(told("chen")) == before, "good news rings nobody"


def test_a_reporter_who_chose_a_link_is_asked_by_one(world, now):
    pk = report(world, now, phone=PHONE, name="周女士")
    choose_follow_up(actor=world.actor("zhou"), now=now, matter_id=pk, via="phone")
    with scope(SYSTEM):
        Matter.objects.filter(pk=pk).update(follow_via="link")
    move_matter(actor=world.actor("chen"), now=now, matter_id=pk, move="fix", text="修好了。")
    catch_up(now)
    assert "办好了吗？" in told(channel="sms")[-1]
    with scope(SYSTEM):
        assert FollowUpLink.objects.filter(matter_id=pk).count() == 1


def test_limits_that_are_over_make_one_notice_an_hour(world, now):
    made = [report(world, now + timedelta(seconds=n), text=f"灯不亮{n}。") for n in range(5)]
    catch_up(now)
    due = max(matter(pk).due_at for pk in made)
    sweep_all(now=due)
    catch_up(due)
    assert told("li") == ["有5件超时了，请看一下。"]
    later = max(matter(pk).next_due_at for pk in made)
    assert later - due > timedelta(hours=1)
    sweep_all(now=later)
    catch_up(later)
    assert told("li")[1:] == ["有5件到时间没办完，自动报到您这里。"]


def test_one_limit_that_is_over_says_which(world, now):
    pk = report(world, now)
    catch_up(now)
    due = matter(pk).due_at
    sweep_all(now=due)
    catch_up(due)
    assert told("li") == ["“三楼声控灯不亮”超时了，请看一下。"]


def test_everything_twice_changes_nothing(world, now):
    """Reactions are asked once each; even a handler that runs twice adds no notice."""
    pk = report(world, now, phone=PHONE, name="周女士")
    chen = world.actor("chen")
    move_matter(actor=chen, now=now, matter_id=pk, move="accept")
    hand_up(actor=chen, now=now, matter_id=pk, text="要协调")
    catch_up(now)
    with scope(SYSTEM):
        first = list(Notice.objects.order_by("id").values_list("key", "text"))
        Cursor.objects.filter(name="reactions").update(xid=0, event_id=0)
    catch_up(now)
    with scope(SYSTEM):
        assert list(Notice.objects.order_by("id").values_list("key", "text")) == first
        Reacted.objects.all().delete()
        Cursor.objects.filter(name="reactions").update(xid=0, event_id=0)
    catch_up(now)
    with scope(SYSTEM):
        again = list(Notice.objects.order_by("id").values_list("key", "text"))
    assert again == first


def test_every_event_a_resident_or_holder_cares_about_has_a_reaction():
    assert {
        "matters.opened", "matters.moved", "matters.handed_up", "matters.sent_down", "matters.assigned",
        "matters.noted", "matters.urged", "matters.withdrawn", "matters.lapsed", "matters.followed_up",
        "places.days_imported", "places.hours_set",
    } <= set(registry)  # fmt: skip


def test_new_hours_move_the_clocks_even_where_no_page_did(world, now):
    from linli.places.commands import set_hours

    pk = report(world, now)
    catch_up(now)
    due = matter(pk).due_at
    day = "08:00-12:00 13:00-20:00"
    set_hours(
        actor=world.actor("xi"),
        now=now,
        area_id=world.areas["district"],
        since=now.date(),
        week=(day,) * 5,
    )
    catch_up(now)
    assert matter(pk).due_at < due
    with scope(SYSTEM):
        assert EventRow.objects.filter(code="matters.clocks_recomputed").count() == 1


def test_holders_of_a_unit_are_its_people(world, now):
    pk = report(world, now, area_id=world.areas["huaiyin"])
    assign(actor=world.actor("li"), now=now, matter_id=pk, unit_id=world.organisations["works"])
    with scope(SYSTEM):
        assert holders(matter(pk), now) == [world.people["shi"]]


def test_the_words_of_an_accusation_are_in_no_notice(world, now):
    """Number and step are told, to everybody but the accused; title, text and answer stay on the page."""
    words = "受贿七字密语"
    hidden = petition(world, now, by="wu", area_id=world.areas["heqiao"], title=words, text=f"举报{words}",
                      accused_people=(world.people["li"],))  # fmt: skip
    he, tang = world.actor("he"), world.actor("tang")
    for move in ("ours", "accept"):
        move_matter(actor=he, now=now, matter_id=hidden.pk, move=move, text=f"{words}已登记")
    note(actor=tang, now=now, matter_id=hidden.pk, text=f"{words}在查", public=True)
    move_matter(
        actor=he,
        now=now,
        matter_id=hidden.pk,
        move="answer",
        text=f"关于{words}的处理意见。",
        points=met("petition"),
    )
    sweep_all(now=now + timedelta(days=60))
    catch_up(now)
    said = [text for channel in ("app", "sms") for text in told(channel=channel)]
    assert [text for text in said if hidden.number in text], "something was told"
    assert not [text for text in said if words in text]
    assert told("li") == []
    assert told("zhou"), "the petitioner hears of it"


def test_who_spoke_to_a_proposal_hears_what_became_of_it(world, now):
    """The decision, with its reason, and that all is done; nobody twice, and not the one who decided."""
    zhou, feng, li = (world.actor(name, now) for name in ("zhou", "feng", "li"))
    asked = {"actor": li, "now": now}
    made = open_matter(
        actor=zhou, now=now, kind="proposal", text="楼下装一排座椅。", area_id=world.areas["huaiyin"]
    )
    publish_topic(**asked, matter_id=made.subject_id, title="楼下装座椅", text="在哪装？")
    for text in ("要有靠背。", "别挡路。"):
        say_opinion(actor=feng, now=now, number=made.number, text=text)
    distil(**asked, matter_id=made.subject_id, title="树下装座椅", text="树下装四个。")
    catch_up(now)
    before = len(told("feng"))
    decide_proposal(**asked, matter_id=made.subject_id, verdict="accepted", reason="经费里有这一项。")
    catch_up(now)
    heard = told("feng")[before:]
    assert heard == ["您说过看法的“树下装座椅”：决定采纳。经费里有这一项。"]
    with scope(SYSTEM):
        assert Notice.objects.filter(link=f"/proposals/{made.number}/").count() == 1


def test_an_agent_hears_that_somebody_asks_and_not_who(world, now):
    words = "补偿款两年没有发"
    asked = report(world, now, kind="petition", source="app", text=words, category="",
                   area_id=world.areas["huaiyin"], agent_person_id=world.people["bai"])  # fmt: skip
    later = report(world, now, who="he", kind="petition", source="desk", name="冯先生", phone=PHONE, text=words,
                   category="", area_id=world.areas["huaiyin"])  # fmt: skip
    name_agent(actor=world.actor("he"), now=now, matter_id=later, agent_person_id=world.people["bai"],
               photos=paper(world, now, by="he"))  # fmt: skip
    catch_up(now)
    first, second = told("bai")
    assert "请您代办" in first
    assert "请您代办" in second
    assert words not in first + second
    assert "周" not in first
    assert matter(asked).number in first


def test_who_decides_about_work_outside_the_list_is_told_and_told_again_when_it_is_late(world, now):
    day = now.date()
    asked = ask_outside_duty(
        actor=world.actor("shi"), now=now, area_id=world.areas["huaiyin"], what="发登记表", reason="普查",
        from_on=day, until_on=day + timedelta(days=9), money="无", people="无",
    )  # fmt: skip
    catch_up(now)
    for who in ("he", "guo", "lei", "tang"):
        assert "请审批" in told(who)[-1], who
    assert told("shi") == []
    assert told("li") == [], "a community does not decide about itself"
    late = now + timedelta(days=7)
    sweep_all(now=now + timedelta(days=1))
    catch_up(now + timedelta(days=1))
    assert "到时没有审批" not in told("he")[-1]
    for at in (late, late + timedelta(hours=1)):
        sweep_all(now=at)
        catch_up(at)
    assert [text for text in told("he") if "到时没有审批" in text] == [told("he")[-1]], "once"
    assert "已经提醒" in told("shi")[-1]
    decide_outside_duty(
        actor=world.actor("he"), now=late, request_id=asked.subject_id, approve=False, answer="不该社区办。"
    )
    catch_up(late)
    assert "没有批准" in told("shi")[-1]
    assert "登记表" not in str(told("he") + told("shi"))


def test_one_decided_in_time_is_never_called_late(world, now):
    day = now.date()
    asked = ask_outside_duty(
        actor=world.actor("he"), now=now, area_id=world.areas["huaiyin"], what="发登记表", reason="普查",
        from_on=day, until_on=day + timedelta(days=9), money="无", people="无",
    )  # fmt: skip
    catch_up(now)
    assert told("guo") == [], "a street's own request is decided above it"
    decide_outside_duty(
        actor=world.actor("lei"), now=now, request_id=asked.subject_id, approve=True, answer="同意"
    )
    sweep_all(now=now + timedelta(days=7))
    catch_up(now + timedelta(days=7))
    assert told("lei") == [told("lei")[0]]
    assert "批准了" in told("he")[-1]


def test_an_urgent_word_in_a_petition_is_in_no_notice_and_not_with_the_accused(world, now):
    petition(world, now, by="wu", area_id=world.areas["heqiao"], title="家里要塌", text="房子要塌了。",
             accused_people=(world.people["li"],))  # fmt: skip
    catch_up(now)
    assert told("he")
    assert "紧急" in told("he")[0]
    assert "塌" not in str(told("he") + told("tang"))
    assert told("li") == []
