"""Numbers and addresses however they are written: none of more than 300 invented disguises comes through."""

import re

import pytest

from linli.assist.masking.mask import mask
from linli.assist.masking.patterns import WEIGHTS, checks_as_card, checks_as_id

HAN = str.maketrans("0123456789", "零一二三四五六七八九")
FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = str.maketrans("123456789", "①②③④⑤⑥⑦⑧⑨")
BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
LETTERS = str.maketrans("01", "Ol")


def with_check_digit(stem: str) -> str:
    total = sum(int(one) * weight for one, weight in zip(stem, WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]


def with_luhn(stem: str) -> str:
    return next(stem + str(last) for last in range(10) if checks_as_card(stem + str(last)))


def cut(digits: str, lengths: tuple[int, ...], between: str) -> str:
    parts, at = [], 0
    for length in lengths:
        parts.append(digits[at : at + length])
        at += length
    return between.join([*parts, digits[at:]] if at < len(digits) else parts)


MOBILES = ("12900004417", "13900012345", "15812349870", "19987650123")
LANDLINES = ("04722345678", "02087654321", "01062345678")
IDS = tuple(
    with_check_digit(stem) for stem in ("99010119700307001", "15030219881231002", "42028120010229123")
)
CARDS = tuple(with_luhn(stem) for stem in ("622202021234567890", "438088123456789", "955880123456789012"))
MAILS = ("zhang.san", "li_si88", "wang-5")


def _mobile(number: str) -> list[str]:
    cuts = [(3, 4), (3, 3), (1,) * 10, (7,), (4, 3), (3, 2, 2, 2)]
    return [
        number,
        *(cut(number, lengths, mark) for lengths in cuts for mark in (" ", "-", ".", "·", "—", "\u3000", "\u200b", "~")),
        *(number.translate(table) for table in (HAN, FORMAL, WIDE, BOLD, LETTERS)),
        number.translate(CIRCLED),
        number.replace("0", "〇").replace("1", "幺"),
        cut(number.translate(HAN), (3, 4), " "),
        cut(number.translate(WIDE), (3, 4), "－"),
        f"+86 {number}", f"86-{number}", f"+86{cut(number, (3, 4), ' ')}", f"（{number[:3]}）{number[3:7]} {number[7:]}",
        number[:3] + number[3:7].translate(HAN) + number[7:],
        number[:5].translate(HAN) + number[5:],
        "".join(f"{one}\ufe0f\u20e3" for one in number),
        cut(number, (3, 4), "、"), cut(number, (3, 4), ","), number[:3] + "\n" + number[3:],
    ]  # fmt: skip


def _landline(number: str) -> list[str]:
    code = 3 if number[1] in "12" else 4
    return [
        number, f"{number[:code]}-{number[code:]}", f"({number[:code]}){number[code:]}", f"（{number[:code]}） {number[code:]}",
        f"{number[:code]} {number[code:]}", f"{number[:code]}—{number[code:]}", number.translate(WIDE), number.translate(HAN),
        f"{number[:code]}-{number[code : code + 4]}-{number[code + 4 :]}", f"电话{number[code:]}", f"座机：{number[code:].translate(HAN)}",
        f"联系 {number[code : code + 4]} {number[code + 4 :]}",
    ]  # fmt: skip


def _identity(number: str) -> list[str]:
    return [
        number, number.lower(), number.translate(WIDE), number.translate(HAN), number.translate(LETTERS), cut(number, (6, 8), " "),
        cut(number, (6, 8), "-"), cut(number, (6, 4, 4), " "), cut(number, (1,) * 17, " "), cut(number, (3,) * 5, "."),
        number.replace("X", "×"), f"{number[:6]}\u200b{number[6:]}", number.translate(BOLD), cut(number, (6, 4, 2, 2), "/"),
        number[:6] + number[6:14].translate(HAN) + number[14:],
    ]  # fmt: skip


def _card(number: str) -> list[str]:
    return [
        number, cut(number, (4, 4, 4, 4), " "), cut(number, (4, 4, 4, 4), "-"), number.translate(WIDE), number.translate(HAN),
        cut(number, (6,), " "), cut(number, (1,) * (len(number) - 1), " "), cut(number, (4, 4, 4), "."), cut(number, (4, 4, 4, 4), "\u3000"),
        number.translate(BOLD), number[:8] + number[8:].translate(HAN),
    ]  # fmt: skip


def _mail(local: str) -> list[str]:
    return [
        f"{local}@qq.com", f"{local}＠163.com", f"{local} @ 126.com", f"{local}(at)qq.com", f"{local}[at]163[dot]com",
        f"{local}（at）qq点com", f"{local}#qq.com", f"{local} at gmail.com", f"{local}@qq。com", f"{local}@mail.example.org.cn",
        f"{local.upper()}@QQ.COM", f"{local}艾特qq点com", "".join(f"{one} " for one in f"{local}@qq.com").strip(),
        f"{local}@vip\u200b.sina.com", f"{local}@qq .com", f"{local}圈a163.com",
    ]  # fmt: skip


CASES = [
    (kind, case)
    for kind, numbers, ways in (
        ("phone", MOBILES, _mobile), ("phone", LANDLINES, _landline), ("id", IDS, _identity), ("card", CARDS, _card),
        ("mail", MAILS, _mail),
    )
    for number in numbers
    for case in dict.fromkeys(ways(number))
]  # fmt: skip


def test_there_are_enough_and_all_are_found_as_what_they_are():
    assert len(CASES) >= 300
    missed = []
    for kind, case in CASES:
        text = f"请回复我，{case}，谢谢。"
        found = mask(text)
        hidden = [span for span in found.spans if span.kind == kind]
        left = re.sub(r"〔.{2,3}〕|[^0-9A-Za-z零一二三四五六七八九〇壹贰]", "", found.text)
        if not hidden or left:
            missed.append((kind, case, found.text))
    assert missed == []


@pytest.mark.parametrize("number", IDS)
def test_the_check_digit_is_the_standards(number: str):
    assert checks_as_id(number)
    assert not checks_as_id(number[:16] + str((int(number[16]) + 1) % 10) + number[17])


def test_known_numbers_of_the_rules():
    assert checks_as_id("11010519491231002X")  # the example of GB 11643
    assert checks_as_card("4111111111111111")
    assert not checks_as_card("4111111111111112")
