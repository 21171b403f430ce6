"""Chinese search: bigrams, letter runs, numbers as people write them, folded alike on both sides."""

import pytest

from linli.kernel.search import fold, hits, tokens, wanted

TEXT = "三楼到四楼的声控灯不亮了，槐荫里2号楼 B座"


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("三号楼", "3号楼"),
        ("十二号楼", "12号楼"),
        ("二十一栋", "21栋"),
        ("一〇二室", "102室"),
        ("一百零三号", "103号"),
        ("３号楼", "3号楼"),
        ("王 小 明", "王小明"),
        ("Ｂ座", "b座"),
        ("三心二意", "三心二意"),
    ],
)
def test_folded_alike(words, folded):
    assert fold(words) == folded


def test_tokens_of_a_document():
    assert tokens("路灯不亮 LED3") == ["led3", "不亮", "灯不", "路灯"]
    assert tokens("灯") == ["灯"]
    assert tokens("") == []
    assert len(tokens("".join(chr(0x4E00 + at) for at in range(9000)))) == 4000


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("声控灯", ["声控", "控灯"]),
        ("声控 四楼", ["4", "声控"]),
        ("灯", []),
        ("二号楼", ["2", "号楼"]),
        ("'; drop", ["drop"]),
    ],
)
def test_what_a_hit_must_have(query, needed):
    assert wanted(query) == needed


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ("声控灯", True),
        ("声控 四楼", True),
        ("四楼 声控", True),
        ("二号楼", True),
        ("b座", True),
        ("声灯", False),
        ("声控 五楼", False),
        ("楼的灯", False),
    ],
)
def test_each_part_stands_in_one_of_the_texts(query, hit):
    assert hits(query, "路灯", TEXT) is hit


def test_no_part_of_a_sentence_is_missed():
    sentence = "楼道的声控灯坏了好几天，老人上下楼看不清"
    have = set(tokens(sentence))
    for start in range(len(sentence)):
        for end in range(start + 2, len(sentence) + 1):
            part = sentence[start:end]
            assert hits(part, sentence)
            assert set(wanted(part)) <= have, part
