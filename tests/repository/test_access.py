"""Every address as every role, from inside, from beside, from above and from outside, against a reviewed table.

`tests/repository/access.csv` is the table: a line for each address, object and method, a column for each person of
the cast. After adding a page run with LINLI_WRITE_ACCESS=1, then read the new lines before committing them.
"""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.test import Client
from tests import town
from tests.kernel.test_files import photo

import linli.site.urls  # noqa: F401  knows every page
from linli.kernel import files, sheets, uploads
from linli.kernel.models import EventRow, Notice
from linli.kernel.notice import tell
from linli.kernel.page import Route, routes
from linli.kernel.scope import SYSTEM, scope
from linli.kernel.terms import Channel
from linli.matters.commands import make_follow_up_link, move_matter, open_matter, receive_orders
from linli.matters.models import Matter
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
        opened = open_matter(
            actor=zhou, now=now, kind="snapshot", text="灯不亮", category="light", area_id=cast.areas[spot],
            photos=(uid,), phone="12900002076", name="周女士",
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
            posting = Posting.objects.filter(area_id=cast.areas[grid]).first()
            token, _new = ApiToken.objects.get_or_create(
                person_id=cast.people[worker], name="测试", digest=name.encode(), made_at=now, expires_at=now
            )
        found[name] = {
            "number": matter.number, "code": "accept", "field": "phone", "uid": uid, "event_id": event.pk,
            "token": matter.follow_secret(), "token_id": token.pk, "area_id": cast.areas[grid],
            "posting_id": posting.pk, "person_id": cast.people[worker], "organisation_id": 1, "account_id": 1,
            "run_id": _run(cast, name, now), "notice_id": _notice(cast, name, spot, now), "act": "close", "kind": "snapshot", "seal_id": 1, "year": 2026, "link": LINK[name],
            "upload": uploads.keep(b"code,name\n", actor=cast.actor("xi", now), now=now),
        }  # fmt: skip
    return found


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
    ("matters.edit_category", "code"): "light",
    ("matters.retire_category", "code"): "light",
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


def measured(cast: Any, objects: dict[str, dict[str, Any]]) -> dict[tuple[str, str, str], dict[str, str]]:
    """The whole table as the product answers now."""
    table: dict[tuple[str, str, str], dict[str, str]] = {}
    for person in PEOPLE:
        for route in sorted(routes.values(), key=lambda one: one.name):
            standings = OBJECTS if "<" in route.pattern else ["inside"]
            for standing in standings:
                client = Client(raise_request_exception=True)
                if person != "guest":
                    town.sign_in(client, person)
                from django.db import transaction

                with transaction.atomic():
                    for method, answer in answers(client, route, address(route, objects[standing])):
                        key = (route.name, standing if "<" in route.pattern else "", method)
                        table.setdefault(key, {})[person] = answer
                    transaction.set_rollback(True)
    return table


def read_table() -> dict[tuple[str, str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["page"], row["object"], row["method"]): {person: row[person] for person in PEOPLE}
            for row in csv.DictReader(file)
        }


def write_table(table: dict[tuple[str, str, str], dict[str, str]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["page", "object", "method", *PEOPLE])
        for (name, standing, method), row in sorted(table.items()):
            writer.writerow([name, standing, method, *(row[person] for person in PEOPLE)])


@pytest.mark.django_db
def test_every_address_answers_every_role_as_reviewed(cast, objects):
    now = measured(cast, objects)
    if os.environ.get("LINLI_WRITE_ACCESS") == "1":
        write_table(now)
    reviewed = read_table()
    assert set(now) == set(reviewed), "addresses without a reviewed line, or lines without an address"
    faults = [
        f"{' '.join(key)} as {person}: {now[key][person]}, reviewed {reviewed[key][person]}"
        for key in now
        for person in PEOPLE
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
    r"matters\.(follow|follow_photo|follow_up_link|show_receipt|slip|edit_\w+|retire_\w+|list_\w+|import\w*|show_import\w*)$"
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
