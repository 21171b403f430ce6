"""The steps of signing in as a browser makes them, and an authenticator app."""

from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests import town

from linli.people.models import Account
from linli.people.rules.totp import STEP, code_at
from linli.site.sign_in.adapter import FactorAdapter

LOGIN, FACTOR, DESK = "/account/login/", "/account/2fa/authenticate/", "/menu/"


@dataclass
class Phone:
    """Somebody's authenticator app."""

    key: str
    clock: Any

    def code(self, steps: int = 0) -> str:
        return code_at(self.key, int(self.clock.at.timestamp()) // STEP + steps)


@pytest.fixture
def phone_of(cast, clock):
    """Set up the second factor of somebody and get the app that goes with it."""

    def make(name: str) -> Phone:
        key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        Authenticator.objects.create(
            user=Account.objects.get(login=name),
            type=Authenticator.Type.TOTP,
            data={"secret": FactorAdapter().encrypt(key)},
        )
        return Phone(key, clock)

    return make


def enter(client: Client, name: str, password: str = town.PASSWORD, **more: str):
    """The first step."""
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def is_in(client: Client) -> bool:
    """Whether this browser is somebody."""
    return client.get(DESK).status_code == 200
