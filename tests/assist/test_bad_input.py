"""Whatever somebody types goes through suggestion, likeness, grouping, reply check and masking, and comes back in time."""

import json
import time
from pathlib import Path

import pytest
from tests.assist.sorting.test_sorting import made

from linli.assist.child import Said, gather
from linli.assist.helper import Understanding, answer, verbs
from linli.assist.likeness.groups import grouped
from linli.assist.likeness.score import Measure
from linli.assist.masking.mask import mask
from linli.assist.reading import message, readable
from linli.assist.reply.check import CODES, check
from linli.assist.sorting.fit import LEAST, learn
from linli.assist.sorting.judge import measured
from linli.kernel.refusal import Refusal

pytest.importorskip("sklearn")

BAD = {
    "empty": "",
    "blank": " \t\n　",
    "one word": "灯",
    "emoji": "😀👍🏽👨‍👩‍👧",
    "english": "The street lamp at gate 3 has been broken for three days.",
    "abuse": "你们这帮废物，滚蛋！！！灯坏了没人修",
    "very long": "路灯不亮" * 25_000,
    "long without sense": "a1" * 50_000,
    "nul": "\x00路灯\x00不亮\x00",
    "lone surrogates": "\ud83d路灯\udc4d不亮\ud800",
    "traditional": "樓道燈壞了，路燈不亮，沒人修",
    "marks": "！！！？？？……",
    "digits": "12345678901234567890",
    "code": "'; drop table matters_matter; -- <script>alert(1)</script> {{ x }} %s",
    "right to left": "\u202e亮不灯路\u202c",
    "one sign repeated": "灯" * 100_000,
}
LAMPS = ["路灯不亮，太黑", "路灯三天不亮", "路灯坏了不亮"]


@pytest.fixture(scope="module")
def machine():
    return learn(made(240))


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_every_text_through_everything(text, machine):
    begun = time.process_time()
    said = message("", text)
    suggestion = machine.suggest(said)
    assert all(0 <= one.confidence <= 1 for one in suggestion.choices)
    scores = Measure([message("", other) for other in (*LAMPS, text)]).scores(said)
    assert len(scores) == len(LAMPS) + 1
    assert all(0 <= score <= 1.0001 for score in scores)
    groups = grouped([message("", other) for other in (*LAMPS, text, text)])
    assert sorted(at for one in groups for at in one) == list(range(len(LAMPS) + 2))
    for question, reply in ((LAMPS[0], text), (text, LAMPS[0]), (text, text)):
        assert set(check(question, reply).hints) <= set(CODES)
    copy = mask(text)
    assert isinstance(copy.text, str)
    assert all(0 <= span.begin < span.end <= len(text) for span in copy.spans)
    assert time.process_time() - begun < 6.0


@pytest.mark.parametrize("text", [BAD[name] for name in ("empty", "emoji", "blank", "marks")])
def test_what_says_nothing_gets_no_default(text, machine):
    assert machine.suggest(message("", text)).default == ""


def test_traditional_script_is_understood(machine):
    plain = machine.suggest(message("", "楼道灯坏了，路灯不亮，没人修"))
    other = machine.suggest(message("", BAD["traditional"]))
    assert (other.choices, other.phrases) == (plain.choices, plain.phrases)
    assert other.choices[0].label == "light"
    assert check(BAD["traditional"], "物業師傅昨天換了燈").hints == ()
    assert grouped([message("", "樓道燈壞了"), message("", "楼道灯坏了")]) == [[0, 1]]


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_the_helper_answers_every_line(text):
    of = Understanding(Path("nowhere"))
    for verb, asked in (
        ("suggest", {"title": "", "text": text}),
        ("mask", {"texts": [text]}),
        ("like", {"title": "", "text": text[:600], "others": [["", LAMPS[0]], ["", text[:600]]]}),
    ):
        told = json.loads(answer(verbs(of), json.dumps({"verb": verb, **asked}).encode()))
        assert "answer" in told, told


def test_a_class_of_three_is_left_to_people():
    rows = [*made(120), *(one._replace(label="rare") for one in made(3, seed=9))]
    known = learn(rows, LEAST)
    assert "rare" not in known.labels
    with pytest.raises(Refusal):
        learn(made(9), LEAST)


def test_a_fifth_of_wrong_labels_costs_little():
    figures, _said = measured(learn(made(480, noise=0.2)), made(150, seed=2))
    assert figures.macro_f1 > 0.93


def test_a_street_of_bad_texts_is_grouped():
    rows = [Said("", text[:2000].replace("\ud83d", ""), "", at) for at, text in enumerate(BAD.values())]
    assert gather(rows).seconds >= 0
    assert gather([]).groups == []


def test_reading_bears_all():
    assert all(len(readable(text)) <= 4_000 for text in BAD.values())
