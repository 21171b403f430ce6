"""The worker's part: the helper is started anew when it dies; a candidate is learned when it is time."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from linli.assist.sorting import store
from linli.kernel.scope import SYSTEM
from linli.matters.queries import streets_to_group
from linli.site import assisting


@pytest.fixture
def root(tmp_path, settings, monkeypatch):
    settings.LINLI_ASSIST = tmp_path / "assist"
    settings.LINLI_ASSIST_DOOR = tmp_path / "door"
    monkeypatch.setattr(assisting, "installed", lambda: True)
    return settings.LINLI_ASSIST


def test_the_helper_is_started_once_and_again_after_its_end(root, now, monkeypatch):
    started = []

    def start(command, **more):
        assert not any(name.startswith("LINLI_") for name in more["env"]), "it needs no key and no database"
        started.append(command)
        return SimpleNamespace(
            poll=lambda: None if len(started) > 1 else 1, returncode=1, terminate=lambda: None
        )

    monkeypatch.setattr(assisting.subprocess, "Popen", start)
    for _ in range(4):
        assisting.keep_helper(now)
    assert len(started) == 2
    assisting.end_helper()
    assert assisting._helper == []


def test_without_the_libraries_nothing_is_started(root, now, monkeypatch):
    monkeypatch.setattr(assisting, "installed", lambda: False)
    assert assisting.keep_helper(now) == assisting.learn_when_due(now) == 0
    assert assisting._helper == []


@pytest.mark.parametrize(
    ("fresh", "hour", "again", "learns"),
    [
        (200, 14, False, True),
        (199, 14, False, False),
        (1, 2, False, True),
        (1, 2, True, False),
        (0, 2, False, False),
    ],
)
def test_it_learns_after_many_or_at_night(root, now, monkeypatch, fresh, hour, again, learns):
    asked = []
    monkeypatch.setattr(assisting, "examples_since", lambda _since: fresh)
    monkeypatch.setattr(assisting, "checked_examples", list)
    monkeypatch.setattr(
        assisting.subprocess, "run",
        lambda command, **_more: asked.append(command) or SimpleNamespace(stdout=json.dumps({"refused": "x"}).encode(), returncode=2),
    )  # fmt: skip
    moment = now.replace(hour=hour)
    if again:
        root.mkdir(parents=True)
        (root / "tried").write_text((moment - timedelta(minutes=20)).isoformat(), encoding="ascii")
    assisting.learn_when_due(moment)
    assert bool(asked) == learns


def test_why_nothing_was_learned_stands_in_the_journal_once(root, now, monkeypatch):
    told = {"refused": "assist_too_few", "sentence": "至少要有两个类别。", "facts": {}}
    monkeypatch.setattr(assisting, "examples_since", lambda _since: 200)
    monkeypatch.setattr(assisting, "checked_examples", list)
    monkeypatch.setattr(
        assisting.subprocess, "run",
        lambda _command, **_more: SimpleNamespace(stdout=json.dumps(told).encode(), returncode=2),
    )  # fmt: skip
    for _night in range(2):
        assisting.learn_when_due(now)
    (line,) = store.journal(root)
    assert (line.done, line.version, line.reasons) == ("not_learned", "", ["至少要有两个类别。"])


@pytest.mark.django_db
def test_a_street_is_grouped_at_the_first_look_and_not_again_within_the_hour(root, cast, now, zhou):
    from tests.matters.reports import reported

    from linli.matters.commands import group_issues, group_job

    reported(cast, zhou, now)
    street = cast.areas["street"]
    assert not group_job.is_pending(street_id=street)
    assisting.group_when_due(now)
    assert group_job.is_pending(street_id=street)
    group_issues(actor=SYSTEM, now=now, street_id=street, looked=1, joined=[], fresh=[])
    assert street not in streets_to_group(now + timedelta(minutes=50))
