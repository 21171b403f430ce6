"""收件箱: one area, views with true counts, filters in the address, pages by place."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from tests import town
from tests.matters.desk import every_stage, numbers, ordered, queries_of, rows, text_of
from tests.matters.reports import matter, reported

from linli.matters.commands import assign
from linli.matters.queries.counts import day_end

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast, now, clock):
    return every_stage(cast, now)


def list_of(client, name, address="/inbox/"):
    answer = town.sign_in(client, name).get(address)
    assert answer.status_code == 200, name
    return answer


def test_a_desk_sees_its_own_community_what_runs_out_first_on_top(client, made):
    page = list_of(client, "li").content.decode()
    assert numbers(page)[0] == made["late"].number
    own = {one.number for name, one in made.items() if name not in ("closed", "elsewhere")}
    assert set(numbers(page)) == own
    assert "云山街道 / 槐荫社区" in page
    text = text_of(page)
    assert "超时1天" in text
    assert "今天16:20" in text
    assert "陈思远 第3网格" in text
    assert "今天18:00下班" in text


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("chen", {"late", "today", "later", "working", "fixed"}),
        ("qian", {"late", "today", "later", "working", "fixed"}),
        ("sun", {"up", "unsigned", "signed"}),
        ("wu", {"elsewhere"}),
        ("song", set()),
        ("he", {"late", "today", "later", "working", "fixed", "up", "unsigned", "signed", "elsewhere"}),
        ("tang", {"late", "today", "later", "working", "fixed", "up", "unsigned", "signed", "elsewhere"}),
        ("shi", set()),
    ],
)
def test_each_posting_sees_its_own_area(client, made, name, seen):
    assert set(numbers(list_of(client, name).content.decode())) == {made[one].number for one in seen}


def test_department_staff_see_what_lies_with_their_unit(client, cast, made, now):
    assign(actor=cast.actor("he"), now=now, matter_id=made["up"].pk, unit_id=cast.organisations["works"])
    page = list_of(client, "shi")
    assert numbers(page.content.decode()) == [made["up"].number]
    assert [view.count for view in page.context["views"]] == [1, 0, 1, 1, 0, 0]


def test_who_has_no_posting_for_it_is_turned_away(client, made):
    assert client.get("/inbox/").url.startswith("/sign-in/")
    for name in ("zhou", "xi", "fang"):
        assert town.sign_in(client, name).get("/inbox/").status_code == 403


def test_another_area_is_not_found(client, cast, made):
    town.sign_in(client, "li")
    for area in ("heqiao", "street", "other_street"):
        assert client.get(f"/inbox/?area={cast.areas[area]}").status_code == 404
    for word in ("0", "999999999999999999999", "x", "-1"):
        assert client.get(f"/inbox/?area={word}").status_code == 404
    assert client.get(f"/inbox/?within={cast.areas['grid1']}").status_code == 404
    assert numbers(client.get(f"/inbox/?area={cast.areas['grid4']}").content.decode())


def test_the_area_chosen_holds_for_the_session(client, cast, made):
    town.sign_in(client, "he")
    client.get(f"/inbox/?area={cast.areas['heqiao']}")
    page = client.get("/inbox/").content.decode()
    assert numbers(page) == [made["elsewhere"].number]
    assert "云山街道 / 河桥社区" in page
    client.get(f"/inbox/?area={cast.areas['street']}")
    assert len(numbers(client.get("/inbox/").content.decode())) > 1


def recount(matters, now):
    """The figures beside the views, counted one by one."""
    running = [one for one in matters if one.closed_at is None]
    end = day_end(now)
    return {
        "open": len(running),
        "late": sum(one.due_at < now for one in running),
        "today": sum(now <= one.due_at < end for one in running),
        "fresh": sum(one.stage in ("new", "unsigned") for one in running),
        "working": sum(one.stage in ("working", "redoing") for one in running),
        "asking": sum(one.stage in ("fixed", "answered") for one in running),
    }


COUNTED = ("open", "late", "today", "fresh", "working", "asking")


@pytest.mark.parametrize("name", ["li", "he", "tang", "chen", "wu"])
def test_counts_are_those_of_an_independent_recount(client, cast, made, now, name):
    areas = {
        "li": "community_id",
        "he": "street_id",
        "tang": "district_id",
        "chen": "grid_id",
        "wu": "community_id",
    }
    at = {"li": "huaiyin", "he": "street", "tang": "district", "chen": "grid3", "wu": "heqiao"}
    own = [one for one in rows() if getattr(one, areas[name]) == cast.areas[at[name]]]
    shown = list_of(client, name).context["views"]
    assert [view.count for view in shown[:6]] == list(recount(own, now).values())
    assert [view.kind for view in shown[:3]] == ["", "late", "soon"]
    for view, wanted in zip(COUNTED, shown, strict=False):
        found = numbers(client.get(f"/inbox/?view={view}").content.decode())
        assert len(found) == wanted.count, view


def test_filters_stand_in_the_address_and_the_counts_follow_them(client, cast, made, now):
    town.sign_in(client, "li")
    for words, keep in [
        ("kind=hotline", lambda one: one.kind == "hotline"),
        ("source=app", lambda one: one.source == "app"),
        ("holder=community_desk", lambda one: one.holder_role == "community_desk"),
        ("holder=street_desk", lambda one: one.holder_role == "street_desk"),
        (f"within={cast.areas['grid4']}", lambda one: one.grid_id == cast.areas["grid4"]),
        ("category=road", lambda one: one.category.code == "road"),
        (
            "kind=hotline&holder=community_desk",
            lambda one: (one.kind, one.holder_role) == ("hotline", "community_desk"),
        ),
    ]:
        answer = client.get(f"/inbox/?{words}")
        wanted = [one for name, one in made.items() if name != "elsewhere" and keep(one)]
        running = {one.number for one in wanted if one.closed_at is None}
        assert set(numbers(answer.content.decode())) == running, words
        assert [view.count for view in answer.context["views"][:6]] == list(recount(wanted, now).values()), (
            words
        )
        assert all(word in view.url for view in answer.context["views"] for word in words.split("&"))


def test_unknown_words_are_passed_over(client, made):
    town.sign_in(client, "li")
    plain = numbers(client.get("/inbox/").content.decode())
    for words in (
        "view=x",
        "kind=x",
        "sort=x",
        "holder=mayor",
        "source=%EF%BF%BE",
        "category=x",
        "from=-3",
        "within=",
    ):
        assert numbers(client.get(f"/inbox/?{words}").content.decode()) == plain, words
    assert client.get("/inbox/?source=%00").status_code == 404


def test_closed_ones_and_all_stand_newest_first(client, made):
    town.sign_in(client, "li")
    closed = client.get("/inbox/?view=closed").content.decode()
    assert numbers(closed) == [made["closed"].number]
    assert "已解决" in text_of(closed)
    everything = numbers(client.get("/inbox/?view=all").content.decode())
    own = sorted(
        (one for name, one in made.items() if name != "elsewhere"),
        key=lambda one: (one.received_at, one.pk),
        reverse=True,
    )
    assert everything == [one.number for one in own]


def test_pages_by_place_lose_and_double_nothing(client, cast, zhou, now, clock):
    for at in range(55):
        reported(cast, zhou, now - timedelta(minutes=at), text=f"第{at}处破损。")
    answer = list_of(client, "li")
    first = numbers(answer.content.decode())
    assert len(first) == 50
    assert answer.context["pager"].words == "第1–50件，共55件"
    assert not answer.context["pager"].prev_url
    # something urgent comes in between: the second page begins where the first one ended
    reported(cast, zhou, now - timedelta(days=2), text="刚插进来的。")
    answer = client.get("/inbox/" + answer.context["pager"].next_url)
    second = numbers(answer.content.decode())
    assert len(second) == 5
    assert answer.context["pager"].words == "第51–55件，共56件"
    assert set(first).isdisjoint(second)
    back = client.get("/inbox/" + answer.context["pager"].prev_url)
    assert numbers(back.content.decode()) == first
    newest = client.get("/inbox/?sort=new")
    second = client.get("/inbox/" + newest.context["pager"].next_url)
    assert len(set(numbers(newest.content.decode())) | set(numbers(second.content.decode()))) == 56


def test_a_mark_made_up_is_refused_in_words(client, made):
    answer = town.sign_in(client, "li").get("/inbox/?after=abc")
    assert answer.status_code == 400
    assert "这个翻页地址不完整" in answer.content.decode()


def test_the_number_of_queries_does_not_depend_on_the_rows(client, cast, zhou, li, now, clock):
    reported(cast, zhou, now)
    town.sign_in(client, "li")
    one = queries_of(client, "/inbox/")
    for at in range(3):
        reported(cast, zhou, now, text=f"{at}号。", area_id=cast.areas["building8"])
        ordered(cast, now, title=f"工单{at}")
    assert queries_of(client, "/inbox/") == one
    unit = reported(cast, zhou, now, area_id=cast.areas["huaiyin"])
    assign(actor=li, now=now, matter_id=unit.pk, unit_id=cast.organisations["works"])
    assert queries_of(client, "/inbox/") == one + 1  # the names of units, once


def test_a_date_on_days_not_announced_says_so(client, cast, zhou, now, clock):
    reported(cast, zhou, now)
    assert "（暂定）" in text_of(list_of(client, "li").content.decode())


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("", "槐荫社区现在没有在办的诉求"),
        ("late", "槐荫社区没有超时的诉求"),
        ("today", "槐荫社区今天没有到期的诉求"),
        ("asking", "槐荫社区没有等回访的诉求"),
        ("closed", "槐荫社区还没有办结的诉求"),
        ("all", "槐荫社区还没有诉求"),
    ],
)
def test_an_empty_list_says_what_next(client, cast, clock, view, words):
    answer = list_of(client, "li", f"/inbox/?view={view}")
    assert words in text_of(answer.content.decode())
    assert answer.context["empty"].url
    narrowed = client.get(f"/inbox/?view={view}&kind=hotline")
    assert "按这些条件没有找到" in narrowed.content.decode()
    assert "kind" not in parse_qs(urlsplit(narrowed.context["empty"].url).query)


def test_only_who_may_give_out_can_pick_several(client, made):
    assert 'name="keys"' in list_of(client, "li").content.decode()
    assert 'name="keys"' not in list_of(client, "chen").content.decode()
    assert 'name="keys"' not in list_of(client, "li", "/inbox/?view=closed").content.decode()


def test_a_limit_of_midnight_belongs_to_the_day_it_ends(client, cast, zhou, now, clock):
    one = reported(cast, zhou, now)
    from linli.kernel.scope import SYSTEM, scope
    from linli.matters.models import Matter

    with scope(SYSTEM):
        Matter.objects.filter(pk=one.pk).update(due_at=now.replace(hour=0, minute=0) + timedelta(days=1))
    views = {view.label: view.count for view in list_of(client, "li").context["views"]}
    assert views["今天到期"] == 1
    assert matter(one.pk).number in numbers(client.get("/inbox/?view=today").content.decode())
