"""Photos sent ahead of their form."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import town
from tests.matters.reports import newest, picture

from linli.kernel.models import StoredFile
from linli.kernel.scope import SYSTEM, scope

pytestmark = pytest.mark.django_db


def test_what_was_sent_ahead_goes_with_the_form(client, cast, clock):
    client.get("/report/")
    form = {"command_id": str(uuid4()), "building": cast.areas["building2"], "text": "灯不亮", "looked": "1"}
    first = client.post("/photos/", {"photos": picture(), "command_id": form["command_id"]}).json()["uid"]
    assert (
        client.post("/photos/", {"photos": picture(), "command_id": form["command_id"]}).json()["uid"]
        == first
    )
    assert client.post("/report/", {**form, "kept": first, "photos": picture()}).status_code == 302
    assert newest().photos == 1, "the same picture by both ways is one"


def test_no_photo_says_so_as_json(client, db):
    for torn, said in ((b"\xff\xd8\xff" + b"\0" * 90, "打不开"), (b"GIF89a" + b"\0" * 90, "动图")):
        answer = client.post("/photos/", {"photos": SimpleUploadedFile("x.jpg", torn)})
        assert answer.status_code == 422
        assert said in answer.json()["message"]
    assert client.post("/photos/").json()["message"]
    assert client.get("/photos/").status_code == 405


def test_staff_sign_for_theirs_residents_do_not(client, cast, clock):
    for name, signed in (("chen", True), ("zhou", False)):
        town.sign_in(client, name)
        uid = client.post("/photos/", {"photos": picture(colour="#135" if signed else "#531")}).json()["uid"]
        with scope(SYSTEM):
            assert (StoredFile.objects.get(uid=uid).made_by is not None) == signed


def test_not_from_another_site():
    assert Client(enforce_csrf_checks=True).post("/photos/", {"photos": picture()}).status_code == 403
