"""信访代办 from the own account: with the consent, by an agent who serves there, never seen by whom it accuses."""

import pytest
from tests import town
from tests.matters.reports import how_many, newest

from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import open_matter
from linli.matters.models import Consent

pytestmark = pytest.mark.django_db

ADDRESS = "/petitions/new/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.LINLI_FILES = tmp_path


def asked(cast, **more):
    return {
        "text": "补偿款两年没有发，请给个书面答复。",
        "agent": str(cast.people["bai"]),
        "consent": "on",
        **more,
    }


def test_a_petitioner_asks_for_an_agent_in_one_step(cast, client, clock):
    town.sign_in(client, "zhou")
    page = client.get(ADDRESS).content.decode()
    assert "白代办" in page
    answer = client.post(ADDRESS, asked(cast))
    made = newest()
    assert answer.url == f"/matters/{made.number}/"
    assert (made.kind, made.source, made.holder_role) == ("petition", "app", "street_desk")
    assert (made.reporter_person_id, made.agent_person_id) == (cast.people["zhou"], cast.people["bai"])
    assert "白代办替您代办" in client.get(answer.url).content.decode()
    with scope(SYSTEM):
        assert Consent.objects.get(matter_id=made.pk).by == "account"
    assert "补偿款" in town.sign_in(client, "bai").get("/attend/").content.decode()


@pytest.mark.parametrize(
    ("left", "sentence"), [("consent", "没有您的委托"), ("agent", "请选一位"), ("text", "请写您要反映")]
)
def test_without_consent_agent_or_words_nothing_is_written(cast, client, clock, left, sentence):
    before = how_many()
    town.sign_in(client, "zhou")
    answer = client.post(ADDRESS, {**asked(cast), left: ""})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert how_many() == before


def test_an_accusation_is_never_there_for_the_accused(cast, client, clock):
    town.sign_in(client, "zhou").post(ADDRESS, asked(cast, accused=[f"p{cast.people['he']}"]))
    made = newest()
    assert made.holder_role == "district_desk", "the street's desk serves with the accused"
    for who in ("he", "guo"):
        town.sign_in(client, who)
        assert client.get(f"/matters/{made.number}/").status_code == 404
        assert made.number not in client.get("/inbox/").content.decode()
    assert town.sign_in(client, "tang").get(f"/matters/{made.number}/").status_code == 200


def test_the_accused_is_no_agent(cast, client, clock):
    town.sign_in(client, "zhou")
    answer = client.post(ADDRESS, asked(cast, accused=[f"p{cast.people['bai']}"]))
    assert answer.status_code == 422
    assert "不能请他代办" in answer.content.decode()


def test_where_no_agent_serves_the_page_says_whom_to_ask(cast, client, clock):
    town.sign_in(client, "zhou")
    page = client.get(f"{ADDRESS}?area={cast.areas['other_community']}")
    assert "没有信访代办员" in page.content.decode()


@pytest.mark.parametrize(
    ("who", "more"),
    [("zhou", {"agent_person_id": None}), ("chen", {"agent_person_id": None}), ("chen", {"name": "王女士"})],
)
def test_only_in_the_own_name_and_only_with_an_agent(cast, who, more):
    given = {"agent_person_id": cast.people["bai"], **more}
    with pytest.raises(Refusal) as refused:
        open_matter(
            actor=cast.actor(who), now=town.NOW, kind="petition", source="app", text="要答复",
            area_id=cast.areas["grid3"], **given,
        )  # fmt: skip
    assert refused.value.code == "kind_not_yours"


def test_a_guest_signs_in_first(client):
    assert "/sign-in/" in client.get(ADDRESS).url
