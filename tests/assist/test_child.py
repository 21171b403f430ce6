"""The process of its own: learning, going live or not, and measuring files of any form."""

import csv
import gzip
import io
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from tests.assist.sorting.test_sorting import made

import linli
from linli.assist import child
from linli.assist.child import Example, Lesson, Said, evaluate, gather, train
from linli.assist.sorting import store
from linli.kernel.refusal import Refusal

pytest.importorskip("sklearn")


def table(path: Path, rows, heads=("title", "text", "label")) -> str:
    lines = [heads, *(("", row.said.text, row.label) for row in rows)]
    if path.suffix == ".xlsx":
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet()
        for at, line in enumerate(lines):
            sheet.write_row(at, 0, line)
        book.close()
    else:
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        raw = text.getvalue().encode()
        path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return str(path)


def test_files_of_every_form_are_measured_alike(tmp_path):
    rows, asked = made(150), made(60, seed=4)
    told = [
        evaluate(
            table(tmp_path / f"a{end}", rows), table(tmp_path / f"b{end}", [*asked, *asked[:5], *rows[:3]])
        )
        for end in (".csv", ".csv.gz", ".xlsx")
    ]
    assert {one["macro_f1"] for one in told} == {told[0]["macro_f1"]}
    assert (told[0]["test_rows"], told[0]["test_used"]) == (68, 60)
    assert told[0]["macro_f1"] > 0.95


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"PK\x03\x04torn", b"\x1f\x8btorn", "text,label\n坏了,a\n".encode()]
)
def test_a_file_that_cannot_serve_is_refused(tmp_path, content):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        evaluate(str(bad), str(bad))
    assert refusal.value.code.startswith("assist_")


def lesson(root: Path, rows) -> Lesson:
    return Lesson(
        str(root), "2026-11-30T09:00:00+08:00",
        [Example("", row.said.text, row.label, row.who, f"2026-11-{1 + n % 30:02}", row.at) for n, row in enumerate(rows)],
    )  # fmt: skip


def test_a_candidate_goes_live_and_a_worse_one_is_kept_out_with_its_reasons(tmp_path):
    good = made(400)
    first = train(lesson(tmp_path, good))
    assert first.card.promoted, first.card.reasons
    assert store.live(tmp_path) == first.card.version
    dice = random.Random(3)
    learned = [
        row._replace(label=dice.choice(("light", "waste", "heat"))) if row.at < 70 else row for row in good
    ]
    second = train(lesson(tmp_path, learned))
    assert not second.card.promoted
    assert second.card.reasons
    assert store.live(tmp_path) == first.card.version
    assert [line.done for line in store.journal(tmp_path)] == ["promoted", "refused"]


def test_the_process_answers_in_one_line(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "linli.assist.child", "train"],
        input=b'{"root": "x", "now": "t", "examples": []}', stdout=subprocess.PIPE, check=False, cwd=tmp_path,
        env={"PYTHONPATH": str(Path(linli.__file__).parents[1])},
    )  # fmt: skip
    assert run.returncode == 2
    assert json.loads(run.stdout)["refused"] == "assist_too_few"


def test_of_a_large_table_as_many_rows_are_learned_from_as_memory_holds(tmp_path, monkeypatch):
    monkeypatch.setattr(child, "MOST_LEARNED", 100)
    told = evaluate(table(tmp_path / "a.csv", made(240)), table(tmp_path / "b.csv", made(60, seed=2)))
    assert (told["train_used"], told["train_rows"]) == (100, 240)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("路灯不亮", "路灯不亮", True),
        ("路灯不亮", "路灯不亮了", True),
        ("2号楼路灯不亮", "2号楼前的路灯不亮，晚上太黑", True),
        ("路灯不亮", "电梯不亮", False),
        ("路灯不亮", "垃圾没有清运", False),
    ],
)
def test_two_short_reports_of_one_thing_within_two_days_come_together(one, other, together):
    others = ["楼道灯坏了", "垃圾桶满了", "电梯停运", "噪音扰民", "下水道堵了", "路面破损", "暖气不热"] * 3
    rows = [
        *(Said("", text, "1", 0.0) for text in others),
        Said("", one, "1", 1.0),
        Said("", other, "1", 2.5),
    ]
    last = {len(rows) - 2, len(rows) - 1}
    assert any(last <= set(members) for _issue, members in gather(rows).groups) is together
