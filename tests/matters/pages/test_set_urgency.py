"""紧急 in rows and on the page, with a word beside the icon; changed with a reason."""

import pytest
from tests import town
from tests.matters.reports import matter, reported

pytestmark = pytest.mark.django_db


def test_it_stands_in_the_row_and_is_lowered_with_a_reason(client, cast):
    made = reported(cast, cast.actor("zhou"), town.moment(), text="楼道里有燃 气 味")
    town.sign_in(client, "li")
    assert "紧急" in client.get("/inbox/?view=all").content.decode()
    page = client.get(f"/matters/{made.number}/").content.decode()
    assert "紧急" in page
    address = f"/matters/{made.number}/urgency/"
    assert address in page
    assert client.post(address, {"urgency": "normal", "text": ""}).status_code == 422
    assert client.post(address, {"urgency": "normal", "text": "看过，是油漆。"}).status_code == 302
    assert matter(made.pk).urgency == "normal"


def test_the_report_page_names_the_emergency_lines_before_sending(client):
    page = client.get("/report/").content.decode()
    assert page.index("tel:119") < page.index("id_text")
    assert "tel:110" in page
    assert "tel:120" in page
