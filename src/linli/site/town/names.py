"""Invented people: names put together from lists, telephones and ID numbers that nobody can have."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from linli.people.rules.id_number import check_digit

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_FIRST = "春秋晓海文志建国立明思永德惠玉秀桂淑雅静美慧佳欣雨晨子梓俊博宏振新光庆福长云凤兰素爱小冬雪"
_SECOND = "生华英兰芳敏军强平伟杰涛磊刚勇斌峰鹏飞辉亮宁安远达成林山川玲娟霞燕红梅琴萍丽洁琳瑶涵轩宇航泽然"
_SINGLE = "伟芳敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂莹欢琳楠璐昊晨阳鑫"

COUNTY = "159901"
"""A county code of the sample's own: no county bears it."""


def names(chance: Random, taken: set[str]) -> Iterator[tuple[str, str]]:
    """(surname, whole name) without end; names in `taken` are left out, nothing is said about who bears them."""
    while True:
        surname = chance.choice(_SURNAMES)
        whole = surname + given_name(chance)
        if whole not in taken:
            yield surname, whole


def given_name(chance: Random) -> str:
    """One character in six cases out of a hundred, else two."""
    if chance.random() < 0.06:
        return chance.choice(_SINGLE)
    return chance.choice(_FIRST) + chance.choice(_SECOND)


def telephones(first: int = 12_910_000_000) -> Iterator[str]:
    """Numbers of a range that no operator has, in order from the first."""
    return map(str, count(first))


def id_number(born: date, *, female: bool, order: int) -> str:
    """A number with the right check digit in a county that does not exist."""
    serial = order % 499 * 2 + (0 if female else 1)
    first17 = f"{COUNTY}{born:%Y%m%d}{serial:03d}"
    return first17 + check_digit(first17)


def birthday(chance: Random, age: int, today: date) -> date:
    """Some day that makes somebody this old."""
    return today - timedelta(days=age * 365 + chance.randrange(365))
