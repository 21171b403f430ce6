"""How suggestions fared: by week, for who answers for it; another version by a person with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests import town
from tests.assist.sorting.test_sorting import made
from tests.matters.reports import reported

from linli.assist.sorting import store
from linli.assist.sorting.fit import learn
from linli.kernel.models import EventRow
from linli.kernel.scope import SYSTEM, scope
from linli.matters.commands import sort_matter, understand, use_version_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(cast, zhou, clock):
    """Two this week, one of them decided otherwise; one last week nobody touched."""
    for back, sure, chosen in ((0, 0.95, "light"), (0, 0.6, "road"), (7, 0.3, "")):
        at = clock.at - timedelta(days=back)
        one = reported(cast, zhou, at, category="")
        band = "sure" if sure > 0.9 else "likely" if sure >= 0.5 else "unsure"
        said = {"version": "v1", "band": band, "choices": [{"label": "light", "confidence": sure}]}
        understand(actor=SYSTEM, now=at, matter_id=one.pk, spans=[], whole=True, suggestion=said)
        if chosen:
            sort_matter(actor=cast.actor("chen"), now=at, matter_id=one.pk, category=chosen)


@pytest.fixture
def root(tmp_path, settings):
    settings.LINLI_ASSIST = tmp_path
    return tmp_path


def test_weeks_bins_and_mix(client, suggested, root):
    page = town.sign_in(client, "he").get("/learning/").content.decode()
    for words in ("50%", "100%", "灯不亮", "还没有学成的版本", "90–100%"):
        assert words in page
    assert "换版本" not in page


def test_only_who_answers_for_it(suggested, root):
    assert town.sign_in(Client(), "li").get("/learning/").status_code == 403
    other = town.sign_in(Client(), "song").get("/learning/").content.decode()
    assert "还没有人定过" in other, "another street sees its own"


def test_a_person_changes_the_version_with_a_reason(client, cast, root, clock):
    pytest.importorskip("sklearn")
    machine = learn(made(60), 3)
    for version in ("20261101-aa", "20261108-bb"):
        machine.version = version
        store.save(
            root, machine, store.Card(version, 9, {}, "", "2026-11-01", 0, 1.0, 1.0, 1, None, True, [])
        )
        if version.endswith("aa"):
            store.go_live(root, version, at="2026-11-01")
    xi = town.sign_in(client, "xi")
    asked = {"command_id": str(uuid4()), "version": "20261108-bb", "reason": ""}
    assert xi.post("/learning/", asked).status_code == 422
    assert xi.post("/learning/", {**asked, "reason": "新版本更准"}).status_code == 302
    assert store.live(root) == "20261101-aa", "the worker changes it"
    for _time in range(2):
        use_version_job(version="20261108-bb", reason="新版本更准", at=clock.at.isoformat())
    assert store.live(root) == "20261108-bb"
    page = xi.get("/learning/").content.decode()
    assert "新版本更准" in page
    assert (
        xi.post("/learning/", {"command_id": str(uuid4()), "version": "", "reason": "不行"}).status_code
        == 302
    )
    for _time in range(2):
        use_version_job(version="", reason="不行", at=clock.at.isoformat() + "b")
    assert store.live(root) == "20261101-aa"
    with scope(SYSTEM):
        assert EventRow.objects.filter(code="matters.version_chosen").count() == 2
    denied = town.sign_in(Client(), "he").post("/learning/", {"version": "", "reason": "试"})
    assert denied.status_code == 403
