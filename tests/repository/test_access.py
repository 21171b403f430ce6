"""Every address as every role, from inside, from beside, from above and from outside, against a reviewed table.

`tests/repository/access.csv` is the table: a line for each address, object and method, a column for each person of
the cast. After adding a page run with LINLI_WRITE_ACCESS=1, then read the new lines before committing them.
"""

import csv
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.db import transaction
from django.test import Client
from tests import town
from tests.kernel.attached import wav
from tests.kernel.test_files import photo

import linli.site.urls  # noqa: F401  knows every page
from linli.board.commands import ask_exclusion, find_hint
from linli.board.models import Report
from linli.exchange.commands import make_subscription, record_mail
from linli.kernel import attachments, files, sheets, uploads
from linli.kernel.models import EventRow, Notice
from linli.kernel.notice import tell
from linli.kernel.page import Route, routes
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import Channel
from linli.matters.commands import (
    ask_export,
    ask_extension,
    ask_to_observe,
    call_consultation,
    edit_talk_point,
    make_follow_up_link,
    move_matter,
    open_matter,
    print_slips,
    receive_orders,
    save_view,
)
from linli.matters.models import Ask, HotIssue, IssueMatter, Matter, Slip
from linli.people.commands import add_organisation
from linli.people.models import ApiToken, Posting

TABLE = Path(__file__).with_name("access.csv")
PEOPLE = ["guest", *town.PEOPLE]
OBJECTS = {
    "inside": ("building2", "grid3", "chen"),
    "beside": ("grid1", "grid1", "han"),
    "outside": ("other_grid", "other_grid", "jin"),
}
LINK = {"inside": "i" * 24, "beside": "b" * 24, "outside": "o" * 24}


@pytest.fixture
def objects(cast, settings, tmp_path) -> dict[str, dict[str, Any]]:
    """For each standing the values of every parameter an address may have."""
    settings.LINLI_FILES = tmp_path
    now, zhou = town.moment(), cast.actor("zhou", town.moment())
    picture = photo((64, 48))
    found = {}
    for name, (spot, grid, worker) in OBJECTS.items():
        uid = files.store_photo(picture, actor=zhou, now=now)
        voice = attachments.store_file(BytesIO(wav(0.1)), "a.wav", actor=zhou, now=now)
        opened = open_matter(
            actor=zhou, now=now, kind="snapshot", text="灯不亮", category="light", area_id=cast.areas[spot],
            photos=(uid, voice), phone="12900002076", name="周女士",
        )  # fmt: skip
        asked = open_matter(actor=zhou, now=now, kind="snapshot", text="路不平", area_id=cast.areas[spot])
        holder = cast.actor(worker, now)
        move_matter(actor=holder, now=now, matter_id=asked.subject_id, move="fix", text="修好了")
        desk = {"inside": "li", "beside": "wu", "outside": "song"}[name]
        if name != "outside":
            make_follow_up_link(
                actor=cast.actor(desk, now), now=now, matter_id=asked.subject_id, token=LINK[name]
            )
        with scope(SYSTEM):
            matter = Matter.objects.get(pk=opened.subject_id)
            event = EventRow.objects.filter(subject="matter", subject_id=matter.pk).latest("id")
            wanted = ask_extension(
                actor=holder, now=now, matter_id=matter.pk, span="2wd", text="配件没到。", told="电话里说了。"
            )
            posting = Posting.objects.filter(area_id=cast.areas[grid]).first()
            token, _new = ApiToken.objects.get_or_create(
                person_id=cast.people[worker], name="测试", digest=name.encode(), made_at=now, expires_at=now
            )
        found[name] = {
            **_meeting(cast, name, spot, now), "issue_id": _issue(cast, spot, (opened.subject_id, asked.subject_id), now),
            "number": matter.number, "code": "accept", "field": "phone", "uid": uid, "file": voice, **_doors(cast, spot, now), "event_id": event.pk,
            "token": matter.follow_secret(), "token_id": token.pk, "area_id": cast.areas[grid],
            "posting_id": posting.pk, "person_id": cast.people[worker], "organisation_id": _unit(cast, name, now), "account_id": 1,
            "what": "extension", "asked_id": wanted.request_id, "do": "decide",
            "run_id": _run(cast, name, now), "notice_id": _notice(cast, name, spot, now), "act": "close", "kind": "snapshot", "seal_id": 1, "year": 2026, "link": LINK[name],
            "exclusion_id": _exclusion(cast, name, asked.subject_id, now), "month": "2026-10", "form": "pdf",
            "hint_id": _hint(cast, name, spot, now), "report_id": _report(cast, name, spot, now),
            "decision": "dispatch", "verdict": "accept", "row_id": 1, "word_id": 1, "request_id": 1,
            "upload": uploads.keep(b"code,name\n", actor=cast.actor("xi", now), now=now),
            "point_id": _talk_point(cast, name, now), "firm_id": 0 if name == "outside" else cast.organisations["works"],
        }  # fmt: skip
    return found


def _doors(cast: Any, spot: str, now: Any) -> dict[str, int]:
    """A sheet of slips, somebody who asked to be an observer, a view and an export at a community."""
    community = {"building2": "huaiyin", "grid1": "heqiao", "other_grid": "other_community"}[spot]
    street = "other_street" if spot == "other_grid" else "street"
    desk = cast.actor({"huaiyin": "li", "heqiao": "wu"}.get(community, "song"), now)
    area, feng = cast.areas[community], cast.actor("zhou" if spot == "grid1" else "feng", now)
    sheet = print_slips(actor=desk, now=now, area_id=area, count=1).subject_id
    asked = ask_to_observe(actor=feng, now=now, area_id=cast.areas[street], trade="rider").subject_id
    view = save_view(actor=desk, now=now, area_id=area, name="灯", query="category=light").subject_id
    export = ask_export(
        actor=desk, now=now, area_id=area, query="view=all", form="csv", reason="周会上对账"
    ).subject_id
    with scope(SYSTEM):
        slip = Slip.objects.get(sheet_id=sheet)
    return {
        "sheet_id": sheet,
        "slip_id": slip.pk,
        **_exchanges(cast, desk, street, area, now),
        "slip": slip.number,
        "enrolment_id": asked,
        "view_id": view,
        "export_id": export,
    }


def _hint(cast: Any, name: str, spot: str, now: Any) -> int:
    """Something the rules found there."""
    return find_hint(
        actor=SYSTEM, now=now, rule="fast", key=name, area_path=cast.path(spot), matters=[1]
    ).subject_id


def _report(cast: Any, name: str, spot: str, now: Any) -> int:
    """A report of the community, made."""
    with scope(SYSTEM):
        area = {"inside": "huaiyin", "beside": "heqiao", "outside": "other_community"}[name]
        return Report.objects.create(
            area_id=cast.areas[area], area_path=cast.path(area), span="daily", start=now.date(), asked_at=now,
            state="ready", table=b"x", sheet=b"x",
        ).pk  # fmt: skip


def _exclusion(cast: Any, name: str, matter_id: int, now: Any) -> int:
    """Somebody asks that a matter be left out of the rates."""
    desk = {"inside": "li", "beside": "wu", "outside": "song"}[name]
    with scope(SYSTEM):
        number = Matter.objects.values_list("number", flat=True).get(pk=matter_id)
    actor = cast.actor(desk, now)
    return ask_exclusion(actor=actor, now=now, number=number, reason="not_ours", words="超出职责").subject_id


def _talk_point(cast: Any, name: str, now: Any) -> int:
    """A talk point of a community."""
    community = {"inside": "huaiyin", "beside": "heqiao", "outside": "other_community"}[name]
    point = edit_talk_point(
        actor=SYSTEM, now=now, area_id=cast.areas[community], name="槐树下", place="门口", times="每周三",
    )  # fmt: skip
    return int(point.subject_id)


def _meeting(cast: Any, name: str, spot: str, now: Any) -> dict[str, int]:
    """Two units called together about a matter of the place; none where they do not serve."""
    if name == "outside":
        return {"ask_id": 10**9, "consultation_id": 10**9, "step_id": 10**9}
    about = open_matter(
        actor=cast.actor("zhou", now), now=now, kind="snapshot", text="井盖松动", area_id=cast.areas[spot]
    ).subject_id
    meeting = call_consultation(
        actor=cast.actor("he", now), now=now, matter_id=about, at=now + timedelta(days=1), place="二楼", text="谁来修",
        unit_ids=(cast.organisations["works"], cast.organisations["patrol"]),
    ).consultation_id  # fmt: skip
    with scope(SYSTEM):
        ask = Ask.objects.get(matter_id=about, unit_id=cast.organisations["works"])
    return {"ask_id": ask.pk, "consultation_id": meeting, "step_id": 10**9}


def _issue(cast: Any, spot: str, matters: tuple[int, ...], now: Any) -> int:
    """A hot issue of the street, of two matters."""
    street = "other_street" if spot == "other_grid" else "street"
    path = cast.path(street)
    with scope(SYSTEM):
        issue = HotIssue.objects.create(
            area_id=cast.areas[street],
            area_path=path,
            title="灯不亮",
            first_at=now,
            last_at=now,
            matters=2,
            people=2,
        )
        for one in matters:
            IssueMatter.objects.create(issue=issue, matter_id=one, at=now, area_path=path)
    return int(issue.pk)


def _exchanges(cast: Any, desk: Any, street: str, area: int, now: Any) -> dict[str, int]:
    """A webhook of a street, made by the system; mails that were taken in at a community."""
    asked = {
        "name": "区平台",
        "address": "https://hooks.example.org/",
        "types": ["matters.*"],
        "secret": "s" * 32,
    }
    webhook = make_subscription(actor=SYSTEM, now=now, area_id=cast.areas[street], **asked).subject_id
    mail = record_mail(actor=desk, now=now, area_id=area, rows=[("a.eml", "opened", "", "", None)]).subject_id
    return {"webhook_id": webhook, "mail_id": mail}


def _unit(cast: Any, name: str, now: Any) -> int:
    """A department of the street, or of the other one."""
    if name != "outside":
        return int(cast.organisations["works"])
    street = cast.areas["other_street"]
    return int(
        add_organisation(actor=SYSTEM, now=now, area_id=street, kind="department", name="园林所").subject_id
    )


def _run(cast: Any, name: str, now: Any) -> int:
    """An import of orders whose file was read, in a community."""
    community, who = {
        "inside": ("huaiyin", "he"), "beside": ("heqiao", "he"), "outside": ("other_community", "song"),
    }[name]  # fmt: skip
    upload = uuid5(NAMESPACE_URL, name)
    run = receive_orders(
        actor=cast.actor(who, now), now=now, area_id=cast.areas[community], file_name="工单.xlsx", upload=upload,
        digest="ab" * 32, heads=["编号", "内容"], skip=1, total=3, columns={"number": "编号", "text": "内容"},
    )  # fmt: skip
    sheets.path_of(upload).write_text('[1, ["编号", "内容"], false]\n')
    return int(run.subject_id)


def _notice(cast: Any, name: str, spot: str, now: Any) -> int:
    """A text message that was given up."""
    with scope(SYSTEM):
        tell(key=f"x:{name}", text="有答复了。", now=now, area_path=cast.path(spot), channel=Channel.SMS)
        kept = Notice.objects.get(key=f"x:{name}")
        Notice.objects.filter(pk=kept.pk).update(state="given_up")
    return int(kept.pk)


SPECIAL = {
    ("matters.show_proposal", "number"): "20260101-0001",
    ("matters.edit_category", "code"): "light",
    ("matters.retire_category", "code"): "light",
    ("matters.merge_category", "code"): "light",
    ("exchange.act_on_webhook", "act"): "pause",
    ("matters.edit_questions", "category"): "light",
    ("matters.retire_question", "category"): "light",
}
"""Parameters that mean something else in one address."""


def address(route: Route, values: dict[str, Any]) -> str:
    """The path of a route for an object; an unknown parameter fails the test."""

    def fill(found: re.Match[str]) -> str:
        parameter = found[2]
        if (route.name, parameter) in SPECIAL:
            return SPECIAL[route.name, parameter]
        if route.pattern.startswith("r/") and parameter == "token":
            return str(values["link"])
        assert parameter in values, f"{route.name}: no object for <{parameter}>"
        return str(values[parameter])

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", fill, route.pattern)


def answers(client: Client, route: Route, path: str) -> Iterator[tuple[str, str]]:
    """Method and what came: the status, or where it led."""
    for method in route.methods:
        answer = client.get(path) if method == "GET" else client.post(path, {})
        if answer.streaming:
            list(answer.streaming_content)  # read to the end, so that its file is closed
        yield method, _short(answer)


def _short(answer: Any) -> str:
    if answer.status_code not in (301, 302):
        return str(answer.status_code)
    target = answer["Location"]
    if target.startswith(("/account/login", "/sign-in")):
        return "sign-in"
    return "2fa" if "2fa" in target else "302"


def measured(
    people: list[str], objects: dict[str, dict[str, Any]]
) -> dict[tuple[str, str, str], dict[str, str]]:
    """The columns of these people as the product answers now; whatever an answer wrote is rolled back."""
    table: dict[tuple[str, str, str], dict[str, str]] = {}
    for person in people:
        signed_in = Client()
        if person != "guest":
            town.sign_in(signed_in, person)
        for route in sorted(routes.values(), key=lambda one: one.name):
            standings = OBJECTS if "<" in route.pattern else ["inside"]
            for standing in standings:
                client = Client(raise_request_exception=True)
                client.cookies = SimpleCookie(signed_in.cookies.output(header="", sep=";"))
                with transaction.atomic():
                    for method, answer in answers(client, route, address(route, objects[standing])):
                        key = (route.name, standing if "<" in route.pattern else "", method)
                        table.setdefault(key, {})[person] = answer
                    transaction.set_rollback(True)
    return table


def read_table() -> dict[tuple[str, str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["page"], row["object"], row["method"]): {person: row[person] or "" for person in PEOPLE}
            for row in csv.DictReader(file)
        }


def write_table(table: dict[tuple[str, str, str], dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["page", "object", "method", *PEOPLE])
        for (name, standing, method), row in sorted(table.items()):
            writer.writerow([name, standing, method, *(row[person] for person in PEOPLE)])


PARTS = 6
"""So many tests share the table, each some of its columns, so that several processes can share them."""


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_answers_every_role_as_reviewed(objects, part):
    people = PEOPLE[part::PARTS]
    now = measured(people, objects)
    if os.environ.get("LINLI_WRITE_ACCESS") == "1":
        unknown = dict.fromkeys(PEOPLE, "")
        known = read_table()
        write_table({key: {**known.get(key, unknown), **now[key]} for key in now})
    reviewed = read_table()
    assert set(now) == set(reviewed), "addresses without a reviewed line, or lines without an address"
    faults = [
        f"{' '.join(key)} as {person}: {now[key][person]}, reviewed {reviewed[key][person]}"
        for key in now
        for person in people
        if now[key][person] != reviewed[key][person]
    ]
    assert faults == []


def test_the_reviewed_table_lets_nobody_in_from_outside():
    """What a reader would look for first in the table, said once more as rules."""
    for (page, standing, method), row in read_table().items():
        for person, answer in row.items():
            assert not answer.startswith("5"), (page, method, person)
        if (
            standing == "outside"
            and page.startswith("matters.")
            and "follow" not in page
            and not PUBLIC.match(page)
        ):
            for person in ("chen", "li", "he", "shi", "ma", "gao", "feng", "police"):
                assert row[person] in ("404", "403", "405"), (page, method, person, row[person])
        if standing == "beside" and page.startswith("matters.") and not PUBLIC.match(page):
            for person in ("chen", "li", "sun", "qian"):
                assert row[person] in ("404", "403", "405"), (page, method, person, row[person])


PUBLIC = re.compile(
    r"matters\.(follow|follow_photo|follow_file|leave_own|pause_own|show_slip|follow_up_link|show_receipt|slip|edit_\w+|retire_\w+|list_\w+|import\w*|show_import\w*)$"
)
"""Addresses where the link itself is the right, or that ask for an administrator and no area."""


@pytest.mark.django_db
def test_outside_and_not_there_look_the_same(cast, objects, client):
    """Nobody can tell a matter of another area from one that never was."""
    town.sign_in(client, "li")
    outside = client.get(f"/matters/{objects['outside']['number']}/")
    nowhere = client.get("/matters/20991231-9999/")
    assert outside.status_code == nowhere.status_code == 404

    def bare(answer: Any) -> tuple[list[str], bytes]:
        heads = sorted(name for name in answer.headers if name != "X-Request-Number")
        body = answer.content.replace(answer.headers.get("X-Request-Number", "-").encode(), b"")
        # The masked token against forged requests and the moment differ with every answer.
        return heads, re.sub(rb'\b[A-Za-z0-9]{64}\b|data-now="[^"]*"|<time[^>]*>', b"", body)

    one, two = bare(outside), bare(nowhere)
    assert one[0] == two[0]
    assert re.split(rb"[ \n]", one[1]) == re.split(rb"[ \n]", two[1])
