"""Telephones, ID numbers, bank cards, plates, e-mail, accounts and doors: by their form and their check digits."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from linli.assist.masking.digits import Number, numbers, runs
from linli.assist.masking.span import Span

_MOBILE = re.compile(r"1[2-9]\d{9}")
_ABROAD = re.compile(r"(?:00)?86(1[2-9]\d{9})")
_LANDLINE = re.compile(r"(?:86)?0?(?:10|2\d|[3-9]\d{2})[1-9]\d{6,7}")
_LOCAL = re.compile(r"(?!(?:19|20)\d\d(?:0?[1-9]|1[0-2])(?:0?[1-9]|[12]\d|3[01])$)[2-8]\d{6,7}")
_ID18 = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_ID15 = re.compile(r"[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_CARD = re.compile(r"[3-69]\d{14,18}")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

_PHONE_CUE = re.compile(r"电话|座机|固话|手机|联系|拨打|致电|来电|号码|热线|传真|[Tt][Ee][Ll]|☎|📞|打给|家里")
_ID_CUE = re.compile(r"身份证|证件|ID|id号|证号")
_CARD_CUE = re.compile(
    r"卡号|银行卡|账号|账户|帐号|帐户|工资卡|储蓄卡|信用卡|社保卡|打到|存折|开户|转账|农行|工行|建行|中行"
)
_NEAR = 12


def checks_as_id(digits: str) -> bool:
    """The check digit of an 18-place ID number (GB 11643-1999)."""
    if len(digits) != 18 or not digits[:17].isdigit():
        return False
    total = sum(int(one) * weight for one, weight in zip(digits[:17], WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17]


def checks_as_card(digits: str) -> bool:
    """The check digit of a bank card (GB/T 17552, Luhn)."""
    if not digits.isdigit():
        return False
    total = 0
    for place, one in enumerate(reversed(digits)):
        value = int(one) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


class _Before(NamedTuple):
    """Which words stand just before a number."""

    phone: bool
    identity: bool
    card: bool


def numbered(text: str) -> Iterator[Span]:
    """Telephones, ID numbers and bank cards. Every found one ends the looking at its digits."""
    for groups in runs(text):
        taken = -1
        for number in numbers(groups):
            if number.begin < taken:
                continue
            before = text[max(0, number.begin - _NEAR) : number.begin]
            cues = _Before(*(bool(cue.search(before)) for cue in (_PHONE_CUE, _ID_CUE, _CARD_CUE)))
            found = _kind(number, cues)
            if found is not None:
                taken = number.end
                begin = number.begin - (text[number.begin - 1 : number.begin] in ("(", "（", "+", "＋"))
                yield Span(found[0], begin, number.end, found[1])


def _kind(number: Number, cues: _Before) -> tuple[str, str] | None:
    """What a number is, and by which rule; None for a number of something else."""
    cued = cues.phone or cues.identity or cues.card
    if number.plain * 3 < len(number.digits) or "X" in number.digits[:-1]:
        return None
    if not (number.even or cued or _ID18.fullmatch(number.digits)):
        return None
    return (
        _identity(number.digits, cues)
        or _card(number.digits, cues)
        or _phone(number.digits, cues, number.whole)
    )


def _identity(digits: str, cues: _Before) -> tuple[str, str] | None:
    if len(digits) == 18 and _ID18.fullmatch(digits):
        return "id", "id_check" if checks_as_id(digits) else "id_form"
    if len(digits) == 15 and _ID15.fullmatch(digits) and not (cues.card and not cues.identity):
        return "id", "id_old"
    if cues.identity and not cues.card and len(digits) in (15, 17, 18):
        return "id", "id_cue"
    return None


def _card(digits: str, cues: _Before) -> tuple[str, str] | None:
    if not digits.isdigit():
        return None
    if _CARD.fullmatch(digits) and len(digits) >= 15 and checks_as_card(digits):
        return "card", "card_check"
    if cues.card and 12 <= len(digits) <= 23:
        return "card", "card_cue"
    if len(digits) in (16, 19) and digits[0] in "456":
        return "card", "card_form"
    return None


def _phone(digits: str, cues: _Before, whole: bool) -> tuple[str, str] | None:
    if not digits.isdigit():
        return None
    if _MOBILE.fullmatch(digits):
        return "phone", "mobile"
    if _ABROAD.fullmatch(digits) and whole:
        return "phone", "mobile_86"
    if len(digits) in (22, 33) and all(
        _MOBILE.fullmatch(digits[at : at + 11]) for at in range(0, len(digits), 11)
    ):
        return "phone", "mobiles"
    if (digits[0] == "0" or digits.startswith("860")) and _LANDLINE.fullmatch(digits):
        return "phone", "landline"
    if cues.phone and not cues.card and _LOCAL.fullmatch(digits):
        return "phone", "landline_cue"
    return None


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_GAP = r"[\s·•.\-—_*\u200b]{0,2}"
_SIGN = r"[A-HJ-NP-Za-hj-np-z0-9Ａ-Ｚａ-ｚ０-９OoIi]"
_PLATE = re.compile(
    rf"[{_PROVINCES}]{_GAP}[A-Za-zＡ-Ｚａ-ｚ]{_GAP}(?:{_SIGN}{_GAP}){{4,5}}(?:{_SIGN}|[挂学警港澳领使])(?![A-Za-z0-9Ａ-Ｚａ-ｚ０-９])"
)


def plates(text: str) -> Iterator[Span]:
    """Number plates (GA 36-2018), with five or six signs after the letter, at least one of them a digit."""
    for found in _PLATE.finditer(text):
        if re.search(r"[0-9０-９]", found[0]):
            yield Span("plate", found.start(), found.end(), "plate")


_HIDDEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_AT = r"[ ]{0,2}(?:@|＠|﹫|\(at\)|\[at\]|（at）|【at】|\{at\}|<at>|艾特|圈[aA]|（圈）|\(a\)|\*at\*|_at_)[ ]{0,2}"
_LOCAL_PART = r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９](?:[ ]?[A-Za-z0-9Ａ-Ｚａ-ｚ０-９._%+\-．＿－]){0,40}"
_DOT = r"[ ]{0,2}(?:\.|．|。|点|·|\(dot\)|\[dot\]|（dot）|【dot】|\{dot\}|[ ]dot[ ]|,|，)[ ]{0,2}"
_NAME = r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９](?:[ ]?[A-Za-z0-9Ａ-Ｚａ-ｚ０-９\-－]){0,30}"
_END = r"(?:[cCｃＣ][ ]?[oOｏＯ0][ ]?[mMｍＭ]|[cC][ ]?[nN]|ｃｎ|[nN][ ]?[eE][ ]?[tT]|ｎｅｔ|[oO][rR][gG]|[eE][dD][uU]|[gG][oO][vV]|[A-Za-z]{2,6})"
_MAIL = re.compile(rf"{_LOCAL_PART}{_AT}(?:{_NAME}{_DOT}){{1,3}}{_END}", re.IGNORECASE)
_HOSTS = (
    r"(?:qq|163|126|139|189|gmail|sina|outlook|hotmail|foxmail|sohu|yeah|icloud|aliyun|live|msn|wo|tom|21cn)"
)
_ODD_MAIL = re.compile(
    rf"{_LOCAL_PART}[ ]{{0,2}}(?:#|＃|[ ]at[ ]|&|￥|@|＠|\*|（a）|在|小老鼠)[ ]{{0,2}}{_HOSTS}{_DOT}(?:com|cn|net)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?:[qQＱｑ]{2}(?:号|群)?|微信(?:号|同号)?|[vVＶ][xX信]|[wW]e[cC]hat|薇信|威信|钉钉号?)[ ]{0,2}(?:是|为|号|:|：|=|加)?[ ]{0,2}"
    r"([A-Za-z0-9_\-０-９]{5,24})"
)
_PAPER = re.compile(
    r"(?:护照|通行证|军官证|驾驶证|居住证|台胞证|回乡证)(?:号码|号)?(?:是|为|:|：)?[ ]{0,2}([A-Za-z]{0,2}[0-9０-９]{7,18}[A-Za-z]?)"
)


def written(text: str) -> Iterator[Span]:
    """E-mail in its disguises; accounts and papers after the word for them."""
    plain, places = _without_hidden(text)
    for pattern, rule in ((_MAIL, "mail"), (_ODD_MAIL, "mail_odd")):
        for found in pattern.finditer(plain):
            yield Span("mail", places[found.start()], places[found.end() - 1] + 1, rule)
    for found in _ACCOUNT.finditer(plain):
        yield Span("other", places[found.start(1)], places[found.end(1) - 1] + 1, "account_cue")
    for found in _PAPER.finditer(plain):
        yield Span("id", places[found.start(1)], places[found.end(1) - 1] + 1, "paper_cue")


def _without_hidden(text: str) -> tuple[str, list[int]]:
    places = [at for at, sign in enumerate(text) if not _HIDDEN.match(sign)]
    return "".join(text[at] for at in places), places


_COUNT = r"[0-9０-９零〇一二三四五六七八九十百两]"
_UNIT = r"(?:[A-Za-z甲乙丙丁东西南北中]|[0-9０-９零〇一二三四五六七八九十两]{1,3})[ ]?单元"
_STOP = r"(?![0-9０-９多余年月日天号元万平米公里人次户个条件名辆台路度%％,，.]?[0-9０-９]|[多余年月日天元万平米公里人次户个条件名辆台度%％])"
_ROOMS = (
    ("unit_room", re.compile(rf"{_UNIT}(?:[ ]?(?:第)?{_COUNT}{{1,2}}[楼层])?(?:[ \-—－之]{{0,2}}{_COUNT}{{1,5}}[ ]?(?:室|房间|号房|房|户|号)?)?")),
    ("building_room", re.compile(rf"(?<=[栋幢座楼阁])[ \-—－#]{{0,2}}([A-Za-z]?[0-9０-９]{{3,4}}{_STOP}[ ]?(?:室|房间|号房|房|户|号)?)")),
    ("building_room_han", re.compile(r"(?<=[栋幢座楼])[ ]?([一二三四五六七八九十]?[零〇一二三四五六七八九]{3,4}[ ]?(?:室|房间|号房|房|户))")),
    ("dashed", re.compile(r"(?<![0-9０-９\-－/.])[0-9０-９]{1,3}[#栋幢]?([\-－—][0-9０-９]{1,2}[\-－—][0-9０-９]{3,4})(?![0-9０-９\-－])")),
    ("room", re.compile(rf"(?<![0-9０-９]){_COUNT}{{3,5}}[ ]?(?:室(?!外|内|友)|号房(?!屋|子|间)|房间|房(?![价子产屋东租源型地贷东改管客主款门]))")),
)  # fmt: skip
_PUBLIC = re.compile(
    r"中心|办公|大厅|学校|医院|教室|会议|政务|法院|派出所|窗口|诊室|门诊|社区居委会|居委会|党群|驿站|图书馆|局机关|政府"
)


def rooms(text: str) -> Iterator[Span]:
    """Units and rooms of homes; the building may stay. Rooms of offices, schools and hospitals stay."""
    for rule, pattern in _ROOMS:
        for found in pattern.finditer(text):
            begin, end = found.span(1) if pattern.groups else found.span()
            if not _PUBLIC.search(text[max(0, begin - 14) : begin]):
                yield Span("room", begin, end, rule)
