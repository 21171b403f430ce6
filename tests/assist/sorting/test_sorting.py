"""Sorting: learned, honest, explained; promoted or refused; stored without anything that runs; never falls over."""

import json
import random

import pytest

from linli.assist.reading import MOST, message, readable
from linli.assist.sorting import store
from linli.assist.sorting.fit import Labelled, distinct, learn
from linli.assist.sorting.judge import Above, Measured, calibration_error, measured, time_split, verdict
from linli.kernel.refusal import Refusal

pytest.importorskip("sklearn")

THINGS = {
    "light": ("路灯 不亮 楼道灯 灯泡 照明 太黑 开关 线路", "晚上 门口 三天 报修"),
    "waste": ("垃圾 清运 异味 垃圾桶 乱倒 分类 苍蝇 保洁", "楼下 每天 门口 夏天"),
    "heat": ("暖气 供暖 温度 热力 不热 暖气片 阀门 室温", "冬天 老人 家里 三天"),
}
WHINES = ["请尽快处理", "已经反映过", "没人管", "谢谢", "希望解决", "很多人", "大家", "意见", "影响", "生活"]


def made(count: int, seed: int = 1, noise: float = 0.0, labels=tuple(THINGS)) -> list[Labelled]:
    dice = random.Random(seed)
    rows = []
    for at in range(count):
        label = labels[at % len(labels)]
        own, shared = (words.split() for words in THINGS[label])
        words = dice.choices(own, k=3) + dice.choices(shared, k=2) + dice.choices(WHINES, k=4)
        dice.shuffle(words)
        said = dice.choice(labels) if dice.random() < noise else label
        rows.append(Labelled(message("", "，".join(words) + f"{at}。"), said, f"p{at // 3}", at / 4))
    return rows


@pytest.fixture(scope="module")
def machine():
    return learn(made(240))


def test_it_learns_and_is_as_sure_as_it_is_right(machine):
    figures, _said = measured(machine, made(150, seed=2))
    assert figures.macro_f1 > 0.97
    assert figures.calibration_error <= 0.05
    assert figures.at_90.right is None or figures.at_90.right > 0.97


def test_it_says_what_drove_it_and_gives_three(machine):
    said = machine.suggest(message("", "三楼楼道灯不亮，灯泡坏了，照明线路也有问题，晚上太黑"))
    assert [said.choices[0].label, said.band, said.default] == ["light", "sure", "light"]
    assert len(said.choices) == 3
    assert sum(one.confidence for one in said.choices) == pytest.approx(1, abs=0.01)
    assert {"不亮", "灯泡", "照明", "太黑", "线路", "楼道灯"} & set(said.phrases)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x00",
        "\ud800",
        "👍👍👍",
        "。。。！！",
        "灯",
        "hello, the lift is broken",
        "你们这帮废物",
        "電梯壞了沒人管",
    ],
)
def test_what_says_little_is_unsure_and_has_no_default(machine, text):
    said = machine.suggest(message("", text))
    assert len(said.choices) in (0, 3)
    if not said.choices or said.choices[0].confidence < 0.5:
        assert (said.band, said.default) == ("unsure", "")


def test_a_very_long_text_is_read_in_part(machine):
    assert len(readable("灯\x00 不亮 " * 100_000)) == MOST
    assert machine.suggest(message("灯不亮", "路灯不亮，太黑。" * 20_000)).default == "light"


def test_a_rare_class_is_left_to_people_and_wrong_labels_do_not_break_it():
    rows = [*made(200, noise=0.2), *(Labelled(message("", f"井盖丢了{n}"), "cover") for n in range(3))]
    machine = learn(rows)
    assert machine.labels == ["heat", "light", "waste"]
    figures, _said = measured(machine, made(90, seed=3))
    assert figures.macro_f1 > 0.9


def test_too_little_to_learn_from_is_refused():
    for rows in ([], made(10), made(100, labels=("light",))):
        with pytest.raises(Refusal) as refusal:
            learn(rows)
        assert refusal.value.code == "assist_too_few"


def test_repeats_count_once_and_a_person_is_on_one_side():
    rows = made(200)
    assert len(distinct([*rows, *rows])) == 200
    learned, held = time_split([*rows, *rows], days=10)
    assert len(held) >= 40
    assert max(row.at for row in learned) < min(row.at for row in held)
    assert not {row.who for row in learned} & {row.who for row in held}


def test_a_version_comes_back_as_it_was_and_is_made_again_alike(machine, tmp_path):
    version = store.version_of(machine, "2026-11-30")
    assert version.startswith("20261130-")
    assert version == store.version_of(learn(made(240)), "2026-11-30")
    store.save(tmp_path, machine, card(version))
    again = store.load(tmp_path, version)
    for row in made(20, seed=9):
        mine, its = machine.suggest(row.said), again.suggest(row.said)
        assert (mine.choices, mine.phrases) == (its.choices, its.phrases)
    assert not list(tmp_path.rglob("*.pkl"))
    assert json.loads((tmp_path / "versions" / version / "card.json").read_text())["rows"] == 240


def card(version: str, reasons=()) -> store.Card:
    return store.Card(
        version,
        240,
        {"light": 80},
        "2026-01-01",
        "2026-11-30",
        50,
        1.0,
        1.0,
        10,
        None,
        not reasons,
        list(reasons),
    )


def test_live_and_back_and_broken_ones(machine, tmp_path):
    assert store.live(tmp_path) == ""
    with pytest.raises(Refusal):
        store.roll_back(tmp_path, at="t")
    for version in ("20260101-aaaa", "20260201-bbbb"):
        store.save(tmp_path, machine, card(version))
        store.go_live(tmp_path, version, at="t")
    assert store.roll_back(tmp_path, at="t") == "20260101-aaaa"
    assert store.roll_back(tmp_path, at="t") == ""
    assert store.live(tmp_path) == ""
    (tmp_path / "versions" / "20260101-aaaa" / "arrays.npz").write_bytes(b"PK\x03\x04 torn")
    for version, code in (("20260101-aaaa", "assist_broken_version"), ("../../etc", "assist_no_version")):
        with pytest.raises(Refusal) as refusal:
            store.go_live(tmp_path, version, at="t")
        assert refusal.value.code == code
    assert [line.done for line in store.journal(tmp_path)] == [
        "promoted",
        "promoted",
        "rolled_back",
        "rolled_back",
    ]


def figures(f1: float, ece: float = 0.01, **classes: float) -> Measured:
    return Measured(
        100, f1, f1, ece, Above(0.8, 0.98), Above(0.98, 0.94), 0.99, list(classes), classes,
        {name: (10 if name == "rare" else 40) for name in classes}, [], 1.0, 2.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("candidate", "live", "promote"),
    [
        (figures(0.90), None, True),
        (figures(0.90, 0.031), None, False),
        (figures(0.896), figures(0.90), True),
        (figures(0.894), figures(0.90), False),
        (figures(0.90, light=0.86), figures(0.90, light=0.90), True),
        (figures(0.90, light=0.84), figures(0.90, light=0.90), False),
        (figures(0.90, rare=0.40), figures(0.90, rare=0.90), True),
    ],
)
def test_a_candidate_must_not_be_worse(candidate, live, promote):
    decided = verdict(candidate, live)
    assert decided.promote == promote
    assert bool(decided.reasons) != promote


def test_calibration_error_by_hand():
    assert calibration_error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0.0)
    assert calibration_error([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)
