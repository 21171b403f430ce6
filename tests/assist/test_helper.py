"""The warm helper: answers in time, says nothing when it is not there, outlives bad questions."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.assist.test_child import lesson, made

import linli
from linli.assist.asking import ask
from linli.assist.child import train

pytest.importorskip("sklearn")


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    home = tmp_path_factory.mktemp("h")
    train(lesson(home, made(400)))
    running = subprocess.Popen(
        [sys.executable, "-m", "linli.assist.helper", str(home / "s"), str(home)],
        env={"PYTHONPATH": str(Path(linli.__file__).parents[1]), "OMP_NUM_THREADS": "1"},
    )
    for _ in range(300):
        if ask(home / "s", "ping", seconds=1.0):
            break
        time.sleep(0.1)
    yield home / "s"
    running.kill()
    running.wait()


def test_it_suggests_masks_and_compares(door):
    said = ask(door, "suggest", seconds=5.0, title="", text="楼道灯不亮，灯泡坏了，太黑")
    assert (said["default"], said["band"]) == ("light", "sure")
    hidden = ask(door, "mask", seconds=5.0, texts=["李建国，12900004417", "安康苑门口"], known=["安康苑"])
    assert [[span[0] for span in one] for one in hidden["spans"]] == [["name", "phone"], []]
    scores = ask(
        door,
        "like",
        seconds=5.0,
        title="路灯不亮",
        text="门口路灯不亮",
        others=[["路灯坏了", "门口的路灯不亮"], ["狗叫", "半夜狗叫"]],
    )
    assert scores[0] > 0.3 > scores[1]


@pytest.mark.parametrize(
    "asked", [{"verb": "suggest"}, {"verb": "no"}, {"verb": "mask", "texts": 5}, {"verb": "like", "title": 1}]
)
def test_a_bad_question_is_no_answer_and_the_next_one_is_answered(door, asked):
    assert ask(door, asked.pop("verb"), seconds=5.0, **asked) is None
    assert ask(door, "ping", seconds=5.0) == "pong"


def test_odd_texts_do_not_end_it(door):
    for text in ("", "\x00", "\ud800", "👍", "a" * 100_000, "電梯壞了"):
        assert ask(door, "suggest", seconds=5.0, title="", text=text) is not None
        assert ask(door, "mask", seconds=20.0, texts=[text]) is not None


def test_without_a_helper_there_is_no_answer_at_once(tmp_path):
    begun = time.monotonic()
    assert ask(tmp_path / "nobody", "suggest", seconds=0.3, title="", text="灯") is None
    assert ask(tmp_path / ("x" * 200), "ping", seconds=0.3) is None
    assert time.monotonic() - begun < 0.3
