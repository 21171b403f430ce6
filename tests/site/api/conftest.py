"""Programs that call the API in the name of the standing cast, through the API's own chain of layers."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from tests import town

from linli.kernel.scope import SYSTEM
from linli.people.commands import make_token, new_secret


class Caller:
    """Calls with the token of whoever is named."""

    def __init__(self, cast: town.Cast):
        self.cast, self.client, self.tokens = cast, Client(raise_request_exception=False), dict[str, str]()

    def token(self, who: str, **narrower: Any) -> str:
        """A token of somebody; the same one again unless narrowed."""
        if who not in self.tokens or narrower:
            secret = new_secret()
            make_token(
                actor=SYSTEM,
                now=town.moment(),
                person_id=self.cast.people[who],
                name="test",
                token=secret,
                **narrower,
            )
            if narrower:
                return secret
            self.tokens[who] = secret
        return self.tokens[who]

    def get(self, path: str, who: str = "", **headers: str) -> HttpResponse:
        """GET below /api/v1."""
        return self.client.get(f"/api/v1{path}", headers=self._heads(who, headers))

    def post(self, path: str, who: str, body: Any, key: object = None, **headers: str) -> HttpResponse:
        """POST a value as JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        if key is not None:
            headers["Idempotency-Key"] = str(key)
        return self.client.post(
            f"/api/v1{path}", data=data, content_type="application/json", headers=self._heads(who, headers)
        )

    def _heads(self, who: str, headers: dict[str, str]) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self.token(who)}"} if who else {}), **headers}

    def opened(self, who: str = "zhou", area: str = "building2", **more: Any) -> str:
        """The number of a fresh matter."""
        body = {"text": "三楼的灯不亮", "area_id": self.cast.areas[area], **more}
        if who == "zhou":
            body.setdefault("source", "app")
        answer = self.post("/matters", who, body, key=uuid4())
        assert answer.status_code == 201, answer.content
        return answer.json()["number"]


@pytest.fixture
def api(cast: town.Cast) -> Iterator[Caller]:
    """The API, the way the server calls it."""
    with override_settings(MIDDLEWARE=settings.LINLI_API_MIDDLEWARE):
        yield Caller(cast)


@pytest.fixture
def moment() -> datetime:
    """The real moment, which the API stamps."""
    return town.moment()
