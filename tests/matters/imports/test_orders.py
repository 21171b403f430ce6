"""Orders of another system come in with their history: counted, never doubled, sound by every rule."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from tests import town
from tests.matters.imports.tables import BEIJING, BOARD, beijing, board, save

from linli.kernel.models import EventRow, Notice
from linli.kernel.reaction import react
from linli.kernel.refusal import Refusal
from linli.kernel.scope import SYSTEM, scope
from linli.matters.imports.orders import run
from linli.matters.models import Clock, FollowUp, ImportRow, ImportRun, Matter, Remark, Reporter
from linli.matters.queries import matters_like
from linli.places.queries import work_time
from linli.site import soundness

REAL = Path(__file__).parents[4] / "shared" / "data" / "messages" / "answered-2816.xlsx"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.LINLI_FILES = tmp_path / "files"


def take_in(file, now, **more):
    said = []
    run(
        file,
        actor=SYSTEM,
        now=now,
        dry_run=more.pop("dry_run", False),
        say=said.append,
        area="990101001000",
        **more,
    )
    return said


def last_run() -> ImportRun:
    with scope(SYSTEM):
        return ImportRun.objects.order_by("-id")[0]


def counts(found: ImportRun) -> tuple[int, int, int, int]:
    return found.total, found.applied, found.duplicate, found.refused


def matters() -> dict[str, Matter]:
    with scope(SYSTEM):
        return {one.origin: one for one in Matter.objects.select_related("category").filter(source="import")}


def test_a_message_board_comes_in_with_its_moments(cast, now, tmp_path):
    rows = board(250)
    take_in(save(tmp_path / "a.xlsx", BOARD, rows), now)
    assert counts(last_run()) == (250, 250, 0, 0)
    kept = matters()
    assert set(kept) == {str(row[0]) for row in rows}
    row, one = rows[7], kept[str(rows[7][0])]
    assert f"{one.opened_at.astimezone(town.CHINA):%Y/%-m/%-d %-H:%M:%S}" == row[3]
    assert f"{one.answered_at.astimezone(town.CHINA):%Y/%-m/%-d %-H:%M:%S}" == row[6]
    assert (one.closed_at, one.outcome, one.stage) == (one.answered_at, "answered", "closed")
    assert one.number.startswith(f"{one.opened_at.astimezone(town.CHINA):%Y%m%d}-L")
    assert one.title == row[2]
    assert one.text == row[4].strip()
    total = sum(
        work_time(each.area_path).working_days(each.opened_at, each.closed_at) for each in kept.values()
    )
    assert total > 250
    with scope(SYSTEM):
        answer = Remark.objects.get(matter=one)
        assert (answer.kind, answer.public, answer.text, answer.at) == (
            "answer",
            True,
            row[5],
            one.answered_at,
        )
        reporter = Reporter.objects.get(pk=one.pk)
        assert reporter.open_field("name") == row[1]
        assert row[1] not in reporter.name_mark
        events = list(EventRow.objects.filter(subject="matter", subject_id=one.pk).order_by("id"))
        assert [event.code for event in events] == ["matters.imported", "matters.moved", "matters.concluded"]
        assert [event.at for event in events] == [one.opened_at, one.answered_at, one.closed_at]
        assert not Clock.objects.filter(matter=one, ended_at=None).exists()


def test_the_same_file_again_adds_nothing(cast, now, tmp_path):
    file = save(tmp_path / "a.xlsx", BOARD, board(60))
    take_in(file, now)
    take_in(file, now)
    assert counts(last_run()) == (60, 0, 60, 0)
    assert len(matters()) == 60
    with scope(SYSTEM):
        rows = ImportRow.objects.filter(run=last_run()).values_list("result", "matter_id")
        assert all(result == "duplicate" and matter_id for result, matter_id in rows)


def test_rows_without_a_number_are_known_by_what_they_say(cast, now, tmp_path):
    rows = [row[1:] for row in board(30)]
    file = save(tmp_path / "a.xlsx", BOARD[1:], [*rows, rows[3]])
    take_in(file, now)
    assert counts(last_run()) == (31, 30, 1, 0)
    take_in(file, now)
    assert counts(last_run()) == (31, 0, 31, 0)


def test_the_same_number_from_another_system_is_not_swallowed(cast, now, tmp_path):
    rows = board(6)
    take_in(save(tmp_path / "a.xlsx", BOARD, rows), now)
    others = board(3, seed=9)
    others[1] = rows[1]
    for dry in (True, False):
        take_in(save(tmp_path / "b.xlsx", BOARD, [*others, others[0]]), now, dry_run=dry)
        assert counts(last_run()) == (4, 0, 1, 3)
        with scope(SYSTEM):
            codes = set(
                ImportRow.objects.filter(run=last_run(), result="refused").values_list("code", flat=True)
            )
        assert codes == {"number_taken"}


def test_a_dry_run_writes_nothing_and_counts_the_same(cast, now, tmp_path):
    rows = board(230)
    rows[5][4] = rows[5][2] = ""
    file = save(tmp_path / "a.xlsx", BOARD, [*rows, rows[0]])
    take_in(file, now, dry_run=True)
    assert counts(last_run()) == (231, 229, 1, 1)
    assert matters() == {}
    take_in(file, now)
    assert counts(last_run()) == (231, 229, 1, 1)


def test_the_export_of_a_beijing_district(cast, now, tmp_path):
    rows = beijing(90)
    take_in(save(tmp_path / "b.xlsx", BEIJING, rows, title="2023年11月工单"), now)
    assert counts(last_run()) == (90, 90, 0, 0)
    kept = matters()
    for at, row in enumerate(rows):
        one = kept[row[0]]
        assert (one.closed_at is not None) == (row[6] == "已办结")
        assert one.community_id == cast.areas["huaiyin" if at % 2 else "heqiao"]
        assert one.order_type
        assert one.category.code == ("light" if at % 2 else "noise")
    closed = kept[rows[1][0]]
    assert f"{closed.closed_at.astimezone(town.CHINA):%Y-%m-%d %H:%M:%S}" == rows[1][14]
    assert closed.opened_at.astimezone(town.CHINA).date().isoformat() == "2023-11-02", "the day in the number"
    open_one = kept[rows[0][0]]
    with scope(SYSTEM):
        asked = FollowUp.objects.get(matter=closed)
        assert (asked.verdict, asked.satisfaction) == ("partly", "fair")
        assert FollowUp.objects.filter(matter__source="import").count() == 60
        assert Clock.objects.filter(matter=open_one, ended_at=None).count() == 1
        reporter = Reporter.objects.get(pk=open_one.pk)
        assert reporter.anonymous is False, "the telephone is known"
        inner = Remark.objects.filter(matter=closed, kind="note").get()
        assert not inner.public
        assert "锦园物业" in inner.text
    assert open_one.stage == "working"
    assert open_one.next_due_at is not None


def test_an_order_is_found_by_the_number_it_had_and_by_its_words(cast, now, tmp_path):
    rows = beijing(12)
    take_in(save(tmp_path / "b.xlsx", BEIJING, rows), now)
    he, song = cast.actor("he"), cast.actor("song")
    kept = matters()[rows[3][0]]
    for actor, found in ((he, [kept.pk]), (song, [])):
        with scope(actor):
            assert [line.row.id for line in matters_like(actor, rows[3][0], now).lines] == found
            assert bool(matters_like(actor, rows[3][4], now).lines) == bool(found)
            assert [line.row.id for line in matters_like(actor, kept.number, now).lines] == found


def test_everything_holds_that_must_hold(own_database, now, tmp_path):
    take_in(save(tmp_path / "a.xlsx", BOARD, board(40)), now)
    take_in(save(tmp_path / "b.xlsx", BEIJING, beijing(40)), now)
    assert list(soundness.faults()) == []
    assert soundness.chain().ok


def test_history_rings_nobody(own_database, now, tmp_path):
    import linli.matters.reactions  # noqa: F401

    take_in(save(tmp_path / "b.xlsx", BEIJING, beijing(40)), now)
    while react(now=now):
        pass
    with scope(SYSTEM):
        assert Notice.objects.count() == 0


def test_rows_that_cannot_come_in_say_why(cast, now, tmp_path):
    rows = board(12)
    rows[1][3] = "去年春天"
    rows[2][3] = "2030/1/1 8:00"
    rows[3][6] = "2001/1/1 8:00"
    rows[4][2] = rows[4][4] = ""
    rows[5][5] = "长" * 20_001
    rows[6][3], rows[6][6] = 43831.5, "2020/1/5 9:00"
    rows[7][6] = rows[7][3].split()[0]
    rows[8][4] = "有控制符\x0b的文字"
    rows[9][2] = "一个特别长的标题" * 9
    file = save(tmp_path / "a.xlsx", BOARD, rows)
    take_in(file, now)
    assert counts(last_run()) == (12, 7, 0, 5)
    with scope(SYSTEM):
        refused = dict(ImportRow.objects.filter(run=last_run(), result="refused").values_list("row", "code"))
        sentences = list(
            ImportRow.objects.filter(run=last_run(), result="refused").values_list("sentence", flat=True)
        )
    assert refused == {
        3: "moment_unreadable", 4: "moment_in_future", 5: "moments_crossed", 6: "text_missing", 7: "text_too_long",
    }  # fmt: skip
    assert all(sentences)
    assert not any("去年春天" in one for one in sentences), "a reason never quotes the row"
    kept = matters()
    assert kept[str(rows[6][0])].opened_at.astimezone(town.CHINA).isoformat() == "2020-01-01T12:00:00+08:00"
    assert kept[str(rows[7][0])].answered_at == kept[str(rows[7][0])].opened_at
    assert kept[str(rows[9][0])].text.startswith(rows[9][2])
    assert len(kept[str(rows[9][0])].title) == 40


def test_one_row_the_database_will_not_have_does_not_hold_up_the_others(cast, now, tmp_path, monkeypatch):
    from linli.matters.commands import order_run

    real = order_run.write_orders

    def moody(orders, **more):
        if any(one.order.key == "2007" for one in orders):
            with connection.cursor() as cursor:
                cursor.execute("select 1 / 0")
        return real(orders, **more)

    monkeypatch.setattr(order_run, "write_orders", moody)
    take_in(save(tmp_path / "a.xlsx", BOARD, board(20)), now)
    assert counts(last_run()) == (20, 19, 0, 1)
    assert "2007" not in matters()


def test_orders_of_another_street_are_not_taken_in(cast, now, tmp_path):
    rows = beijing(6)
    rows[2][10] = "松柏街道"
    rows[3][10] = "远方镇"
    take_in(save(tmp_path / "b.xlsx", BEIJING, rows), now)
    with scope(SYSTEM):
        refused = list(ImportRow.objects.filter(run=last_run(), result="refused").values_list("row", "code"))
    assert refused == [(4, "order_elsewhere")]


def test_a_table_without_a_head_or_without_words(cast, now, tmp_path):
    with pytest.raises(Refusal, match="sheet_without_head"):
        take_in(save(tmp_path / "a.xlsx", ("1", "2", "3"), [["4", "5", "6"]]), now)
    with pytest.raises(Refusal, match="columns_missing"):
        take_in(save(tmp_path / "b.xlsx", ("工单编号", "来电人"), [["1", "王先生"]]), now)


CHILD = """
import os, sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
from linli.kernel.scope import SYSTEM
from linli.matters.imports.orders import run
run(Path(sys.argv[1]), actor=SYSTEM, now=datetime.fromisoformat(sys.argv[2]), dry_run=sys.argv[3] == "dry",
    say=lambda line: print(line, flush=True), area="990101001000")
"""


def _child(env, file, now, mode):
    with file.with_suffix(".log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-c", CHILD, str(file), now.isoformat(), mode],
            env={**env, "DJANGO_SETTINGS_MODULE": "linli.site.settings"},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )


def _state() -> tuple[dict[str, tuple], Counter[str], list[tuple]]:
    """What is there now, without ids and numbers, which differ from run to run."""
    kept = {
        origin: (
            one.title,
            one.stage,
            one.opened_at,
            one.answered_at,
            one.closed_at,
            one.outcome,
            one.community_id,
        )
        for origin, one in matters().items()
    }
    with scope(SYSTEM):
        events = Counter(EventRow.objects.filter(subject="matter").values_list("code", flat=True))
        rows = sorted(ImportRow.objects.values_list("row", "result", "code"))
    return kept, events, rows


@pytest.mark.parametrize("mode", ["real", "dry"])
def test_killed_at_any_moment_and_run_again_it_ends_the_same(own_database, now, tmp_path, settings, mode):
    """kill -9 at random moments; each start goes on behind the last committed rows."""
    settings.LINLI_FILES = Path(os.environ["LINLI_HOME"]) / "files"
    rows = board(2400, seed=5)
    rows[40][4] = rows[40][2] = ""
    file = save(tmp_path / "a.xlsx", BOARD, [*rows, rows[7]])
    dice = random.Random(os.environ.get("PYTEST_SEED", "3"))
    kills = 0
    for _again in range(40):
        child = _child(own_database, file, now, mode)
        if kills < 6:
            _await_rows(child, kills * 350)
            time.sleep(dice.random() * 0.15)
        else:
            child.wait(60)
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            kills += 1
        child.wait()
        if _is_done():
            break
        assert child.returncode == -signal.SIGKILL, file.with_suffix(".log").read_text()[-2000:]
    assert kills >= 3, "the kills came too late to prove anything"
    found = last_run()
    assert counts(found) == (2401, 2399, 1, 1)
    kept, events, results = _state()
    assert len(results) == 2401
    assert len(kept) == (0 if mode == "dry" else 2399)
    assert events["matters.imported"] == len(kept)
    assert events["matters.moved"] == len(kept)
    assert list(soundness.faults()) == []


def _is_done() -> bool:
    with scope(SYSTEM):
        return ImportRun.objects.filter(state="done").exists()


def _await_rows(child: subprocess.Popen, rows: int) -> None:
    """Until the run has come this far, or the child ended."""
    deadline = time.monotonic() + 20
    while child.poll() is None and time.monotonic() < deadline:
        with scope(SYSTEM):
            done = ImportRun.objects.order_by("-id").values_list("done", flat=True).first() or 0
        if done >= rows:
            return
        time.sleep(0.02)


@pytest.mark.skipif(
    not REAL.exists(), reason=f"the messages to test with are not beside the checkout ({REAL.name})"
)
def test_the_real_messages_are_all_accounted_for(own_database, now):
    book = openpyxl.load_workbook(REAL, read_only=True)
    book.active.reset_dimensions()
    independent = (
        sum(any(cell is not None for cell in row) for row in book.active.iter_rows(values_only=True)) - 1
    )
    book.close()
    begun = time.monotonic()
    take_in(REAL, now)
    seconds = time.monotonic() - begun
    first = last_run()
    assert first.applied + first.duplicate + first.refused == first.total == independent == 2816
    assert first.refused <= 5
    take_in(REAL, now)
    assert counts(last_run()) == (independent, 0, first.applied, first.refused)
    assert len(matters()) == first.applied
    assert list(soundness.faults()) == []
    assert seconds < 60, "20 s are the promise of the benchmark; this is three times as much"
