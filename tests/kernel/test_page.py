"""Addresses: a literal word is matched before a captured one, whichever module was imported first."""

import re

import pytest
from django.urls import resolve

from linli.kernel.page import routes
from linli.site import urls

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/matters/new/", "matters.register"),
        ("/matters/20261125-0001/", "matters.show_matter"),
        ("/inbox/assign/", "matters.assign_many"),
        ("/inbox/20261125-0001/panel/", "matters.show_panel"),
    ],
)
def test_the_literal_address_wins(address, name):
    assert resolve(address, urlconf=urls).url_name == name


SAMPLES = {"int": "7", "uuid": "00000000-0000-4000-8000-000000000000"}


def test_every_page_answers_at_its_own_address():
    for route in routes.values():
        filled = re.sub(
            r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1], "20261125-0001"), route.pattern
        )
        assert resolve(f"/{filled}", urlconf=urls).url_name == route.name, filled
