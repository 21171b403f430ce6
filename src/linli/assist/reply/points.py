"""The points of a question: each stretch that asks something, and whether an answer says that kind of thing.

Rules only: a desk must be able to see why a hint stands there.
"""

import re
from typing import NamedTuple

from linli.assist.reply.marks import WHAT, WHEN, WHO, beyond_phrases

MOST_POINTS = 8
_SENTENCE = re.compile(r"[^。！!；;\n？?]*[。！!；;\n？?]?")
_PART = re.compile(r"[，,、：:]")
_WANTS = re.compile(r"(?<!申)请(?![问假教客示求])|希望|要求|建议|盼|恳请|尽快|马上|帮忙|解决|制止|投诉|反映")

ASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("why", re.compile(r"为什么|为何|为啥|怎么回事|什么原因|怎么(老|总|又|还)")),
    (
        "when",
        re.compile(
            r"什么时候|何时|啥时候|哪天|哪一天|(?<![上下这如列有以出此])几点(?!建议|问题|意见|要求|疑问|希望|[望，。：:])|几号|几月|多久|多长时间|多少天|要等到|最晚"
        ),
    ),
    (
        "much",
        re.compile(
            r"多少钱|怎么收费|收费标准是|多少费|几块钱|费用是(?![0-9]|什么|否)|学费(是|要|收)?多少|补贴多少|多少元|能领几|(?<![近过了这前后好有])几个月(?![了来不没就都才前后以的])|多少个月|(?<![很好许太诸更])(?<!力度有)(?<!力度)多大(?![的货型小巴家])"
        ),
    ),
    ("who", re.compile(r"谁(来|管|负责|修|抓|出|付|去|能|给)?|哪个(部门|单位|局|人)|归哪|找哪")),
    (
        "where",
        re.compile(
            r"哪里|哪儿|去哪|在哪|什么地方|哪个(窗口|地方|路)|地址(在|是)?(哪|什么|多少)|(请问|咨询|问一?下|告知|具体)[^，。]{0,12}地址"
        ),
    ),
    (
        "papers",
        re.compile(r"什么(材料|手续|证件|资料|条件|要求)|哪些(材料|手续|证件|条件)|要带(什么|啥)|条件是"),
    ),
    (
        "how",
        re.compile(
            r"怎么(办|申请|弄|走|报|交|用|补|领|查|装|操作|处理|投诉|认证|开|做|改)|如何|怎样|咋办|流程(是|有|怎|如何)|什么流程"
        ),
    ),
    (
        "whether",
        re.compile(
            r"能否|能不能|可不可以|可以.{0,12}[吗么]|是否|是不是|有没有|会不会|要不要|行不行|算不算|[吗么]([？?]|$)"
        ),
    ),
)
"""Kinds of questions, the more particular first; a stretch may ask several."""

_YES_NO = re.compile(
    r"可以|不能|不是|是的|属于|符合|不具备|需要|允许|禁止|无法|同意|尚未|开的|开门|休息|合格|有[权害危毒]|危险|不得|暂不|不会|不行|不用|能[^，。]{0,6}的[，。]"
)
"""A plain yes or no; the weaker ones below count where they speak of what was asked, or begin the answer."""
_MAYBE = re.compile(r"会|已|未|没|有|行|能|是|开|加|设|改")
_SCORN = re.compile(
    r"合理吗|公平|公正吗|有关系吗|关系吗|良心|王法|天理|难道|岂|凭什么|是否真的|真的是|还有没有(人|王|天)|算什么|算不算|不知道是不是|知不知道|透支|像话|说得过去|对得起|(去|到|跑)哪儿?里?(去)?了|(希望|维权|良心|医德|公平|公理|奋斗目标|问题(到底)?出|又|权益)在哪|哪里?[^，。]{0,2}[都也]|哪里(不是|去给|请来)|(老了|以后|今后|百姓|孩子|家长)怎么办|不知道?(该|要)?怎么办|谁(能|来)?(帮帮|救救)|如何(生存|生活|面对|相信)"
)
"""What is said in anger and asks for nothing that an office could answer."""
LONG_TOLD = 150
"""Characters beyond phrases from which an answer explains: then only what is plainly missing (time, sum, place) counts."""
EXPLAINED = frozenset({"why", "whether", "how"})
_CONSULTS = re.compile(r"咨询|想(要)?(了解|知道|问)|打听|请教")
_COURTESY = re.compile(r"请问|想问|咨询|打听|了解一下|[您你]好")
_HAN_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_EVERY = re.compile(r"每[月年个]")
SAYS: dict[str, re.Pattern[str]] = {
    "why": re.compile(
        r"因为|由于|根据|按照|依据|因[^此而为素]|原因|系(?!统)|是[^，。]{2,16}(的|造成|导致|引起|老化|故障|损坏)|导致|造成|属于|按规[定划]|老化|故障|爆裂"
    ),
    "when": WHEN,
    "much": re.compile(
        r"[0-9一二三四五六七八九十百千两]+(多)?(元|块|万|角|个月|%|％)|免费|不收费|不收取|[0-9]+/"
    ),
    "who": WHO,
    "where": re.compile(
        r"(到|去|在|往|至|位于|地址)[^，。；]{1,20}(窗口|中心|大厅|社区|街道|派出所|网点|所|站|局|路|街|号|医院|学校|楼|室|门)|手机|网上|线上|小程序|APP|公众号"
    ),
    "papers": re.compile(
        r"身份证|户口[本簿]|照片|复印件|申请[表书]|合同|证明|结婚证|房产证|驾驶证|营业执照|病历|发票|收据|原件|(低于|高于|满|超过|达到|不满|符合)[^，。]{0,24}([0-9一二三四五六七八九十]|规定|条件)|材料(有|包括|是|：)"
    ),
    "how": re.compile(
        r"带[^，。]{1,20}(到|去|来)|(到|去|向)[^，。]{1,24}(申请|办理|提交|领取|登记|报名|缴|补)|提交|填[写表报补]|先[^。]{2,40}[再后]|点[“\"「]?[^，。]{1,10}|打开|登录|扫码|刷脸|拨打[0-9]|由[^，。]{1,16}提出|召开|经[^，。]{1,20}同意"
    ),
    "whether": _YES_NO,
}


class Point(NamedTuple):
    """One thing that was asked. kind: of ASKS; text: the stretch that asks it, as it stands."""

    kind: str
    text: str
    answered: bool


def points_of(question: str, answer: str) -> list[Point]:
    """What is asked, in order, each kind once for a stretch."""
    found: list[Point] = []
    for sentence in _SENTENCE.findall(question):
        for kind, text in _asked(sentence.strip()):
            if (
                len(found) < MOST_POINTS
                and not _SCORN.search(text)
                and all(kind != one.kind or text != one.text for one in found)
            ):
                found.append(Point(kind, text, says(kind, text, answer)))
    return found


def _asked(sentence: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in _PART.split(sentence):
        text = part.strip(" 。！!；;？?")
        kinds = [kind for kind, pattern in ASKS if pattern.search(part)]
        if kinds[1:] and kinds[-1] == "whether":
            kinds.pop()  # 什么时候能好吗 asks for the time
        found += [(kind, text) for kind in kinds if text]
    return found


def says(kind: str, asked: str, answer: str) -> bool:
    """True where the answer says that kind of thing, and not only in words that say nothing."""
    if kind in EXPLAINED and beyond_phrases(answer) >= LONG_TOLD:
        return True
    if kind == "how" and re.search(r"补|认证|申请|报|办|用|弄", asked) is None and WHAT.search(answer):
        return True  # 怎么处理: what is done answers it
    if kind == "whether" and not SAYS[kind].search(answer):
        shared = set(_HAN_PAIR.findall(asked)) & set(_HAN_PAIR.findall(answer))
        return bool(_MAYBE.match(answer) or (_MAYBE.search(answer) and shared))
    if kind == "when":
        return bool(SAYS[kind].search(_EVERY.sub("", answer)))
    return bool(SAYS[kind].search(answer))


def wants_something_done(question: str) -> bool:
    """True where something is to be done about it: a wish, or a report of what is wrong beside the questions."""
    if _WANTS.search(question):
        return True
    if _CONSULTS.search(question):
        return False
    told = [
        part
        for sentence in _SENTENCE.findall(question)
        for part in _PART.split(sentence)
        if len(part.strip()) > 3
        and not _COURTESY.search(part)
        and not any(pattern.search(part) for _kind, pattern in ASKS)
    ]
    return bool(told)
