"""Files put aside: for their bringer only, for a day."""

from datetime import timedelta

import pytest
from tests.town import NOW

from linli.kernel import uploads
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, Actor

ONE, OTHER = Actor(kind="person", person_id=7), Actor(kind="person", person_id=8)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.LINLI_FILES = tmp_path
    return tmp_path / "uploads"


def test_only_who_brought_it_gets_it_back(folder):
    uid = uploads.keep(b"x\x00y", actor=ONE, now=NOW)
    assert uploads.kept(uid, actor=ONE) == b"x\x00y"
    for actor in (OTHER, SYSTEM):
        with pytest.raises(Refusal, match="upload_gone"):
            uploads.kept(uid, actor=actor)
    assert folder.stat().st_mode & 0o077 == 0


def test_after_a_day_it_is_gone(folder):
    old = uploads.keep(b"old", actor=ONE, now=NOW)
    new = uploads.keep(b"new", actor=OTHER, now=NOW + timedelta(hours=23))
    assert uploads.kept(old, actor=ONE) == b"old"
    uploads.keep(b"later", actor=OTHER, now=NOW + timedelta(hours=25))
    with pytest.raises(Refusal, match="upload_gone"):
        uploads.kept(old, actor=ONE)
    assert uploads.kept(new, actor=OTHER) == b"new"
