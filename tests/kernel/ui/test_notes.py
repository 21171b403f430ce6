"""Banners after an act, most urgent first, and one undo."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory

from linli.kernel.ui import notes
from linli.kernel.ui.parts import Undo


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def said(request: HttpRequest) -> notes.Notes:
    return notes.collect(request._messages)  # type: ignore[attr-defined]


def test_most_urgent_first(request_: HttpRequest) -> None:
    for kind in ("ok", "info", "off", "soon", "late"):
        notes.say(request_, kind, kind)  # type: ignore[arg-type]
    assert [banner.text for banner in said(request_).banners] == ["late", "soon", "off", "info", "ok"]


def test_the_last_undo_counts(request_: HttpRequest) -> None:
    notes.offer_undo(request_, "甲已派单", "/undo/1/")
    notes.offer_undo(request_, "乙已派单", "/undo/2/")
    found = said(request_)
    assert found.banners == []
    assert found.undo == Undo("乙已派单", "/undo/2/")
