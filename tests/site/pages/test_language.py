"""The language of a page: Chinese unless somebody asks for English, and then nothing of the other one."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation
from tests import town
from tools import messages

from linli.people.models import Account

ENGLISH = "en-GB,en;q=0.9"
CHINESE = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uffee]")
SAID_ALOUD = ("aria-label", "placeholder", "title", "alt")


class Words(HTMLParser):
    """What a page says: its text, and the attributes people hear or see."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = False

    def handle_starttag(self, tag, attrs):
        self.silent = tag in ("script", "style")
        self.said += [value for name, value in attrs if name in SAID_ALOUD and value]

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.said.append(data.strip())


@pytest.fixture(autouse=True)
def _language_of_the_tests():
    """A test client leaves the language of its last page behind."""
    yield
    translation.deactivate()


def words(answer) -> list[str]:
    found = Words()
    found.feed(answer.content.decode())
    return found.said


def tongue(answer) -> str:
    return re.search(r'<html lang="([^"]+)"', answer.content.decode())[1]


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """English sentences and names of more than one word, without placeholders."""
    said = (one.string for one in messages.kept() if one.id and isinstance(one.string, str))
    return [text for text in said if " " in text.strip() and not messages.MARKS.search(text)]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "zh-CN"),
        ("*", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("zh-Hant-HK,en;q=0.5", "zh-CN"),
        ("fr-FR,fr;q=0.9", "zh-CN"),
        ("ug", "zh-CN"),
        ("no such header;;q=x", "zh-CN"),
        ("en", "en"),
        (ENGLISH, "en"),
        ("de-AT,en;q=0.7,zh;q=0.3", "en"),
    ],
)
def test_the_browsers_wish_decides_where_nobody_chose(client, cast, clock, asked, language):
    assert tongue(client.get("/", headers={"accept-language": asked})) == language


def test_the_browsers_cookie_goes_before_its_wish(client, cast, clock):
    client.post("/language/", {"language": "zh-hans"})
    assert tongue(client.get("/", headers={"accept-language": ENGLISH})) == "zh-CN"
    client.post("/language/", {"language": "en"})
    assert tongue(client.get("/", headers={"accept-language": "zh-CN"})) == "en"


def test_the_accounts_choice_goes_before_the_browsers(client, cast, clock):
    Account.objects.filter(login="li").update(language="zh-hans")
    client.cookies["django_language"] = "en"
    assert tongue(client.get("/account/login/")) == "en"
    li = town.sign_in(client, "li")
    assert tongue(li.get("/inbox/", headers={"accept-language": ENGLISH})) == "zh-CN"
    Account.objects.filter(login="li").update(language="en")
    assert tongue(li.get("/inbox/")) == "en"
    assert tongue(town.sign_in(Client(), "wu").get("/inbox/")) == "zh-CN", "the next reader's is their own"


GUEST = (
    "/",
    "/?ui=elder",
    "/report/",
    "/mine/",
    "/doors/",
    "/place/",
    "/sign-in/phone/",
    "/account/login/",
    "/no/",
)
DESK = (
    "/inbox/",
    "/inbox/?view=late",
    "/matters/new/",
    "/search/?q=灯",
    "/me/",
    "/messages/",
    "/menu/",
    "/admin/areas/",
)
KEEPER = (
    "/admin/areas/",
    "/admin/calendar/",
    "/admin/hours/",
    "/admin/limits/",
    "/admin/categories/",
    "/inbox/",
)


@pytest.mark.parametrize(
    ("who", "addresses"), [("", GUEST), ("li", DESK), ("chen", ("/today/", "/matters/new/")), ("xi", KEEPER)]
)
def test_chinese_pages_are_chinese_whatever_the_browser_wants(client, cast, clock, sentences, who, addresses):
    if who:
        town.sign_in(client, who)
    client.cookies["django_language"] = "zh-hans"
    for address in addresses:
        answer = client.get(address, headers={"accept-language": ENGLISH})
        assert tongue(answer) == "zh-CN"
        said = "\n".join(words(answer))
        assert [one for one in sentences if one in said] == [], address
        assert re.findall(r"[A-Za-z]{3,} [A-Za-z]{3,}", said) == [], address


def test_faults_of_forms_are_chinese_too(client, cast, clock):
    client.cookies["django_language"] = "zh-hans"
    for address in ("/account/login/", "/sign-in/phone/", "/report/"):
        answer = client.post(address, {}, headers={"accept-language": ENGLISH})
        assert re.findall(r"[A-Za-z]{3,} [A-Za-z]{3,}", "\n".join(words(answer))) == []
    assert "登录名或密码不对" in client.post(
        "/account/login/", {"login": "li", "password": "wrong"}, headers={"accept-language": ENGLISH}
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize("address", ["/account/login/", "/sign-in/phone/", "/mine/", "/no/", "/"])
def test_pages_without_data_are_english_for_who_asks(client, cast, clock, address):
    said = words(client.get(address, headers={"accept-language": ENGLISH}))
    assert [one for one in said if CHINESE.search(one) and one != "中文"] == []
    assert [one for one in words(client.post("/account/login/", {}, headers={"accept-language": ENGLISH})) if CHINESE.search(one)] == []  # fmt: skip
