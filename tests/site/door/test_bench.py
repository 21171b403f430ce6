"""The figures of speed: every promise has its bench, and whatever the machine, the command ends well."""

import importlib
import json
import os
import pkgutil
import signal

import bench
import pytest
from bench import Figure, Run, at_least, at_most, told
from bench.machine import Others, cpu, family, megabytes
from bench.visitor import Visitor
from click.testing import CliRunner

from linli.site.door.bench import command, line_of


@pytest.fixture(autouse=True)
def _as_before():
    """The command ends by SIGTERM in its own way; this process goes on in its."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_every_bench_has_a_name_and_every_name_a_bench():
    found = {one.name for one in pkgutil.iter_modules(bench.__path__)}
    with_figures = {name for name in found if hasattr(importlib.import_module(f"bench.{name}"), "figures")}
    assert with_figures == set(bench.NAMES)


def test_a_figure_says_whether_it_kept_its_promise():
    assert at_most("a", 50.04, "ms", 50) == Figure("a", 50.0, "ms", "<= 50", False)
    assert at_most("a", 49.96, "ms", 50) == Figure("a", 50.0, "ms", "<= 50", True)
    assert at_least("b", 284_583.2, "/s", 200_000, "3x") == Figure(
        "b", 284_583, "/s", ">= 200000", True, "3x"
    )
    assert line_of(at_most("a", 61, "ms", 50, "of 3")) == "✗ a  61 ms  (<= 50)  of 3"
    assert line_of(told("c", 12.5, "%")) == "· c  12.5 %"


def test_figures_as_lines_of_json():
    done = CliRunner().invoke(command, ["worktime", "--quick", "--json"])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.output.splitlines()]
    assert all(set(row) == {"name", "value", "unit", "target", "ok", "ratio"} for row in rows)
    assert rows[0]["name"] == "due dates, 4wh"
    assert rows[0]["value"] > 0
    assert rows[0]["target"] == ">= 200000"


def test_a_target_that_is_missed_is_no_failure(monkeypatch):
    monkeypatch.setattr(
        "bench.worktime.figures", lambda _run: [at_most("due dates, slow machine", 9.0, "s", 1)]
    )
    done = CliRunner().invoke(command, ["worktime"])
    assert done.exit_code == 0
    assert done.output.startswith("✗ due dates, slow machine  9 s  (<= 1)\n· worktime: used by others")


def test_an_unknown_name_says_which_there_are():
    done = CliRunner().invoke(command, ["colour"])
    assert done.exit_code == 2
    assert "places" in done.output


def test_without_a_sheet_the_import_is_skipped_in_a_line(tmp_path, capsys):
    orders = importlib.import_module("bench.orders")
    assert list(orders.figures(Run())) == []
    assert list(orders.figures(Run(orders=tmp_path / "away.xlsx"))) == []
    told_twice = capsys.readouterr().err.splitlines()
    assert [line.startswith("orders: skipped") for line in told_twice] == [True, True]
    assert "away.xlsx" in told_twice[1]


def test_our_own_work_is_not_that_of_others():
    others = Others()
    assert next(family(os.getpid())) == os.getpid()
    begun = cpu(os.getpid())
    while cpu(os.getpid()) - begun < 0.3:
        sum(range(10_000))
    assert 0 <= others.share() <= 100
    assert megabytes(os.getpid()) > 10


def test_the_weight_of_a_page_counts_what_its_styles_name(monkeypatch):
    from bench.home import first_load
    from bench.visitor import Answer

    files = {
        "/": '<link rel="stylesheet" href="/s/a.css"><script src="/s/b.js" defer></script>'
        '<svg><use href="/s/sprite.svg#i-x"/></svg><svg><use href="/s/sprite.svg#i-y"/></svg>',
        "/s/a.css": "body { background: url('../p.png') } i { background: url(data:abc) }",
        "/s/b.js": "1",
        "/s/sprite.svg": "<svg/>",
        "/p.png": "",
    }
    monkeypatch.setattr(
        Visitor,
        "get",
        lambda _self, path, **_how: Answer(200, "", files[path].encode(), 100 + len(files[path])),
    )
    assert first_load(Visitor(("", 0)), "/") == {path: 100 + len(text) for path, text in files.items()}


def test_a_busy_day_holds_its_shares_in_every_hundred():
    mix = importlib.import_module("bench.mix")
    assert sum(mix.SHARES.values()) == 100
    order = mix.order_of(250)
    assert len(order) == 250
    assert all(order[:100].count(name) == order[100:200].count(name) == n for name, n in mix.SHARES.items())
    assert order == mix.order_of(250) != sorted(order)


def test_a_request_goes_out_with_fresh_ids_and_its_true_length():
    mix = importlib.import_module("bench.mix")
    asked = {"method": "POST", "path": "/x", "headers": {"Key": "{uuid}"}, "body": '{"灯": "{uuid}"}'}
    first, second = mix.message(asked, "here:1"), mix.message(asked, "here:1")
    head, body = first.split(b"\r\n\r\n")
    assert head.startswith(b"POST /x HTTP/1.1\r\nHost: here:1\r\nKey: ")
    assert f"Content-Length: {len(body)}".encode() in head
    assert first != second
    assert mix.spread([float(n) for n in range(1, 102)]) == (51, 96, 100)
    assert mix.spread([7.0]) == (7.0, 7.0, 7.0)


def test_texts_of_a_city_are_many_and_the_same_each_time():
    words = importlib.import_module("bench.city_words")
    made = list(words.pool(300))
    assert made == list(words.pool(300))
    assert len({one.text for one in made}) > 250
    assert all(len(told) == len(set(told)) for told in (one.search for one in made))
    asked = words.questions([(one.title, one.place, one.text) for one in made], 80)
    assert {len(one) for one in asked} == set(range(1, 9))
    assert asked[-1] == "zq", "something stands nowhere"


@pytest.mark.parametrize("quick", [True, False])
def test_the_quick_form_has_names_of_its_own_size(quick):
    run = Run(quick=quick)
    assert run.matters == (5_000 if quick else 100_000)
    assert run.pick(3, 1) == (1 if quick else 3)
