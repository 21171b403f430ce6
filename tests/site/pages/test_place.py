"""换地方: kept by the browser, trusted only as far as it exists."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_building_is_kept_and_one_goes_back(client, cast, clock):
    assert client.get("/place/?next=/report/").status_code == 200
    answer = client.post("/place/", {"building": cast.areas["building2"], "next": "/report/"})
    assert answer.url == "/report/"
    kept = answer.cookies["area"]
    assert kept.value == str(cast.areas["building2"])
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"
    assert "槐荫里2号楼" in client.get("/report/").content.decode()


@pytest.mark.parametrize(
    "where", ["https://example.com/", "//example.com", "javascript:alert(1)", "\\\\example.com", ""]
)
def test_it_leads_nowhere_else(client, cast, clock, where):
    assert client.post("/place/", {"building": cast.areas["building2"], "next": where}).url == "/"


def test_without_a_choice_it_asks(client, cast, clock):
    page = client.post("/place/", {"community": "", "building": "x"})
    assert page.status_code == 422
    assert "请先选社区" in page.content.decode()


def test_without_script_the_next_list_comes(client, cast, clock):
    page = client.post("/place/", {"community": cast.areas["huaiyin"], "look": "1"})
    assert page.status_code == 200
    assert "槐荫里2号楼" in page.content.decode()


def test_the_lists_alone(client, cast, clock):
    page = client.get("/place/lists/", {"community": cast.areas["huaiyin"]}).content.decode()
    assert "槐荫里2号楼" in page
    assert "<!doctype" not in page
