"""Health: up, ready, and figures for those who may watch."""

import pytest
from django.db import connections
from django.test import Client
from tests import town

from linli.kernel.beats import beat
from linli.site.health import LOOKS, looked
from linli.site.worker import ROUNDS


@pytest.fixture
def alive(own_database):
    for one in ROUNDS:
        beat(one.name, town.moment())
    return Client()


def test_up_without_a_database(client, monkeypatch):
    with connections["default"].execute_wrapper(lambda *_a, **_k: pytest.fail("it asked the database")):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


def test_ready_when_all_is_there(alive):
    answer = alive.get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()["checks"]) == set(LOOKS)


def test_a_worker_that_went_away_shows(alive):
    from datetime import timedelta

    later = town.moment() + timedelta(hours=1)
    assert (
        looked(later)["worker"].seen
        == "late: asks, debts, deliver, helper, react, resume, seal, sweep, webhooks"
    )
    beat("sweep", later)
    assert "sweep" not in looked(later)["worker"].seen


def test_not_ready_before_any_worker(own_database):
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert not answer.json()["checks"]["worker"]["ok"]
    assert answer.json()["checks"]["database"]["ok"]


def test_a_migration_that_waits_and_a_clock_that_runs_ahead_show(alive):
    from datetime import timedelta

    with connections["owner"].cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'matters' and name = '0003_imports'")
    found = looked(town.moment() + timedelta(seconds=30))
    assert (found["migrations"].ok, found["migrations"].seen) == (False, "1 to apply")
    assert not found["clock"].ok


def test_a_job_that_waits_long_shows(alive):
    from linli.matters.commands.order_run import import_orders_job

    import_orders_job.defer(run_id=1)
    assert looked(town.moment())["jobs"].ok
    with connections["owner"].cursor() as cursor:
        cursor.execute("update procrastinate_events set at = at - interval '1 hour'")
    assert not looked(town.moment())["jobs"].ok


def test_without_a_database_it_says_what_is_not_there(alive, monkeypatch):
    def gone(*_asked, **_more):
        from django.db import OperationalError

        raise OperationalError("gone")

    with connections["default"].execute_wrapper(gone):
        answer = alive.get("/readyz")
        figures = alive.get("/metrics")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "seen": "OperationalError"}
    assert answer.json()["checks"]["disk"]["ok"]
    assert b'linli_ready{check="database"} 0.0' in figures.content


def test_figures_for_a_monitor_on_this_machine(alive):
    text = alive.get("/metrics").content.decode()
    for name in (
        "linli_ready",
        "linli_matters_open",
        "linli_notices_given_up",
        "linli_worker_beat_age_seconds",
    ):
        assert name in text


@pytest.mark.parametrize(
    "headers",
    [{"REMOTE_ADDR": "10.1.2.3"}, {"HTTP_X_FORWARDED_FOR": "10.1.2.3"}, {"HTTP_FORWARDED": "for=10.1.2.3"}],
)
def test_figures_are_not_for_everybody(client, settings, headers):
    assert client.get("/metrics", **headers).status_code == 404
    settings.LINLI_METRICS_TOKEN = "watch-me"
    assert client.get("/metrics", **headers).status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer wrong", **headers).status_code == 404
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer watch-me", **headers).status_code == 200
