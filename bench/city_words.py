"""Texts for a city: the troubles of the sample town, told again and again at other places, by other names. All invented."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from linli.kernel.search import document

FIRST, SECOND = "槐柳松柏桂梅兰竹荷枫杏桃梨榆桐樟", "荫风溪苑湖庭岭坪塘湾桥园里台坊巷"
SHOPS = "福兴顺和祥瑞隆昌鑫泰盛源丰聚德广茂康宁永恒达通利亨金玉宝翠锦绣云海山川江河春秋晨曦星月虹霞"
TRADES = [
    "小吃店",
    "五金店",
    "理发店",
    "洗车行",
    "棋牌室",
    "水果摊",
    "快递点",
    "修车铺",
    "药店",
    "早餐铺",
    "打印社",
    "宠物店",
    "诊所",
    "面馆",
    "超市",
    "茶楼",
]
SINCE = ["昨天起", "三天前起", "上周起", "这个月以来", "开春以后", "大半年来", "前天夜里", "节后"]
NIGHT = ["夜里十一点", "天黑以后", "晚饭后", "凌晨", "半夜"]
MORE = (
    "隔壁的{shop}也说过这件事。", "就在{shop}旁边，很好找。", "打过{n}次电话，还没有人来。", "孩子放学要从这里过，家长都担心。",
    "已经拍了照片，可以发过来。", "请尽快安排人员到现场看一下，谢谢。", "{shop}的老板愿意帮忙。", "物业说不归他们管，让找社区。",
    "老人腿脚不便，只能绕路走。", "", "", "同一栋{n}户人家都遇到了。",
)  # fmt: skip


class Told(NamedTuple):
    """One report. search: the tokens of its document."""

    title: str
    text: str
    place: str
    search: list[str]


def pool(how_many: int, seed: int = 31) -> Iterator[Told]:
    """So many reports, the same each time: common words, a long tail of shops and places."""
    from linli.site.town.stories import THEMES

    chance = Random(seed)
    cases = [case for theme in THEMES for case in theme.cases]
    weights = [theme.weight for theme in THEMES for _case in theme.cases]
    for case in chance.choices(cases, weights, k=how_many):
        place = f"{chance.choice(FIRST)}{chance.choice(SECOND)}{chance.choice('里苑')}{chance.randrange(1, 40)}号楼"
        said = {
            "place": place, "door": f"{chance.randrange(1, 7)}单元", "since": chance.choice(SINCE),
            "night": chance.choice(NIGHT), "n": chance.randrange(2, 30), "cold": chance.randrange(12, 17),
            "shop": "".join(chance.sample(SHOPS, 2)) + chance.choice(TRADES),
        }  # fmt: skip
        title = case.title.format(**said)
        text = case.text.format(**said) + chance.choice(MORE).format(**said)
        yield Told(title, text, place, document(title, place, text))


def questions(texts: Sequence[Sequence[str]], how_many: int, seed: int = 32) -> list[str]:
    """What people look for: pieces of one to eight characters of titles, places and texts, and some that stand nowhere."""
    chance = Random(seed)
    nowhere = ("鑫鑫宠物堂", "飞机场", "鲸", "zq")[: how_many // 20]
    found = []
    for at in range(how_many - len(nowhere)):
        whole = chance.choice(chance.choice(texts)).strip("，。")
        size = at % 8 + 1
        start = chance.randrange(max(1, len(whole) - size + 1))
        piece = whole[start : start + size].strip()
        # Of punctuation alone nothing is looked for: the page says so in a sentence.
        found.append(piece if any(map(str.isalnum, piece)) else "灯")
    return [*found, *nowhere]
