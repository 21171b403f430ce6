"""Words that must never be missed: gas, fire, collapse, people trapped or in danger. Found however they are written.

A rule on words, never a model's call: a missed one costs a life, a needless one costs a look. Negation does not
switch it off ("没有漏气" is looked at too), and no idiom is taken out but one: 来电人, the caller, whom nearly every
order of the hotline names and nobody means a shock by. Practice: emergency lines stand above all
other orders (北京市接诉即办工作条例 art. 11); the families are those of 110, 119, 120 and gas companies' lines.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..terms import WordFamily

CORE: dict[WordFamily, str] = {
    WordFamily.GAS: """
        煤烟中毒 气罐漏 气罐炸 没关煤气 煤气泄露 气体泄露 燃气泄露 氨气 氯气
        燃气 煤气 天然气 天燃气 液化气 瓦斯 沼气 一氧化碳 漏气 露气 跑气 毒气 臭鸡蛋味 臭鸡蛋的味 气味刺鼻 刺鼻的气味
        刺鼻气味 泄漏 中毒 气管道破 ranqi meiqi""",
    WordFamily.FIRE: """
        冒火 灭不了火 火扑 点火自 点着了
        着火 着了火 着大火 着伙 照火了 起火 起了火 起伙 失火 失伙 火灾 火情 火警 火苗 火势 大火 明火 走火 扑火 救火 冒烟 冒黑烟
        冒白烟 冒着烟 冒出烟 浓烟 黑烟 烧起来 烧着 烧了起来 自燃 引燃 燃烧 爆炸 爆燃 炸了 要炸 炸开 爆开 焦糊味 糊味 焦味 烧焦
        纵火 放火 烧房 烧死 火烧 zhaohuo qihuo shihuo""",
    WordFamily.COLLAPSE: """
        垮塌 垮了 垮下来 要垮 快垮 跨塌 断裂了要 房子要倒 楼板断裂 桥断裂 要倒了 裂开要掉
        塌 蹋 踏陷 踏方 踏了下 倒踏 要踏 快踏 踏下来 墙倒 墙要倒 墙快倒 房倒 楼倒 楼要倒 树倒 杆倒 倒下来 快倒 倒了砸 倾倒下 滑坡
        泥石流 地陷 下陷 陷坑 陷下去 陷落 掉砖 坠落 高坠 坠物 掉下来砸 砸到 砸着 砸伤 砸中 砸死 决口 tanta""",
    WordFamily.TRAPPED: """
        卡在电梯 卡在里 卡在中间 卡在门 卡在栏 卡在管 埋在土 埋在里 埋在下 困电梯 电梯里出不去 锁着出不去
        被困 被捆 被因 困在 困住 困人 困梯 困了 关在电梯 关在里 关在屋 卡住 出不来 下不来 夹住 夹到 夹着 夹伤 埋住 被埋
        压在下面 压在底下 被压 压住 坠井 坠楼 坠亡 坠下 掉进 掉到井 掉井 掉下去 掉下楼 电梯坠 电梯下坠 电梯掉 电梯突然掉 反锁在 锁在屋 锁在车
        锁在家 救命 救救 就命啊 救人 求救 呼救 sos jiuming beikun""",
    WordFamily.WATER: """
        溺 落水 落了水 淹 掉河 掉水 掉湖 掉到河 掉到水 掉塘 跌进 呛水 沉下去 沉到水 洪水 决堤 溃坝 管涌 冲走 冲跑 水里有人 水里漂 nishui""",
    WordFamily.ELECTRIC: """
        被电了 被电到 被电击 被电伤 被电死 被电着 被电晕 电线冒 冒火星 火星子 电线短路 短路起 带电的水 水里带电 外壳带电
        触电 漏电 露电 电击 电死 电到人 电着 电了一下 电麻 麻电 电人 电线断 电线掉 电线垂 电线落 断了的电线 高压线掉 高压线断
        打火花 冒火花 chudian loudian""",
    WordFamily.VIOLENCE: """
        拿着枪 开枪 有枪 枪击 打骂老人 打骂孩子 泼汽油 倒汽油 带汽油 绑架了 被绑 绑走
        打人 打死 打伤 杀人 杀了 杀死 杀掉 杀害 砍人 砍死 砍伤 要砍 拿刀 持刀 动刀 菜刀 砍刀 捅 家暴 家庭暴力 虐待 施暴 打老婆
        打孩子 打老人 殴 毒打 暴打 被打 斗殴 打架 打起来 械斗 行凶 抢劫 劫持 人质 强奸 强暴 性侵 猥亵 投毒 下毒 下药
        拘禁 失踪 走失 走丢 拐卖 拐走 不见了人 掐脖子 掐死 勒死 同归于尽 报复社会 炸药 爆炸物 泼油 shashi jiabao""",
    WordFamily.LIFE: """
        快死了 要死了 要死给 对生活绝望 彻底绝望
        自杀 自沙 自鲨 自刹 自煞 自伤 自残 自尽 自焚 自缢 自寻 轻生 轻身 清生 跳楼 挑楼 跳搂 跳河 跳江 跳湖 跳桥 跳水库 跳井 跳下去 要跳 想跳
        不想活 不想再活 不愿活 活不下去 活不了 活不成 活够 没活路 活着没意思 活着没意义 活着太累 不活了 想死 寻死 去死 死了算 死给
        以死 一死了之 找死 求死 割腕 割脉 上吊 吊死 喝农药 农药 百草枯 敌敌畏 服毒 喝药 吞药 吃药自 安眠药 遗书 遗言 绝食 结束生命
        结束自己 了断 寻短见 短见 想不开 厌世 来生再 zisha tiaolou qingsheng""",
    WordFamily.MEDICAL: """
        倒地不 倒地上 倒在地 脑中风 突然中风 没了动静 家里没动静 屋里没动静 喊了没反应 叫了没反应 没有反应 尸体 尸臭 吐血 咳血 头破血
        昏迷 昏倒 昏过去 晕倒 晕过去 晕厥 没气了 没呼吸 没有呼吸 没心跳 不省人事 叫不醒 叫不应 心脏病 心梗 心绞痛 脑出血 脑溢血 抽搐 口吐白沫
        大出血 流血 血流 窒息 噎住 噎着 休克 猝死 摔倒 摔伤 摔下 烫伤 烧伤 冻死 冻僵 饿死 食物中毒 狗咬 咬伤 被咬 蛇咬
        车祸 撞人 撞到人 撞倒 撞伤 撞死 轧 生命危险 危及生命 危在旦夕 人命 出人命 死了人 快不行 奄奄一息 急救 抢救 病危 临产 要生了
        敲门没人应 敲门不应 好几天没见 几天没出门 huanmi""",
}
"""The fixed core, by family, blanks between; a district may add words, none may be taken away."""

EMERGENCY = ("119", "110", "120")
"""Who is called first, and before any report: fire and rescue, police, ambulance."""

LONGEST = 20
_AFTER = {"电人": "(?<!来)"}
"""What must not stand before a word: 来电人 is somebody who rings."""

# Traditional characters of the words above (and those a district is likely to add), each with its simplified one.
_TRADITIONAL = dict(
    zip(
        "氣煙災樓電觸傷藥農書絕遺強姦綁搶鬥毆險體邊關裏裡壓墜鎖樹桿橋牆磚陷斷裂線壞壓掛傾潰決堤衝湧沖淚劫質槍飛撲滅熱燒開來後無見沒進這個給為與顧"
        "殺風腦臟僵凍餓應動靜懸難親號證產墮剎尋輕縊殘盡結歸於報復會賣拐蹤丟隻門戶漲頂變屍壯囚禁話還發現場緊鷄雞麼惡慘厭褻夥壩夾頭對帶願摟時暈欄洩潑濃禍縱絞脈軋車過間勢點燙義臨於鯊罵裏爲庫飄飯嚇溝瀉執產亂兒護醫聲",
        "气烟灾楼电触伤药农书绝遗强奸绑抢斗殴险体边关里里压坠锁树杆桥墙砖陷断裂线坏压挂倾溃决堤冲涌冲泪劫质枪飞扑灭热烧开来后无见没进这个给为与顾"
        "杀风脑脏僵冻饿应动静悬难亲号证产堕刹寻轻缢残尽结归于报复会卖拐踪丢只门户涨顶变尸壮囚禁话还发现场紧鸡鸡么恶惨厌亵伙坝夹头对带愿搂时晕栏泄泼浓祸纵绞脉轧车过间势点烫义临于鲨骂里为库飘饭吓沟泻执产乱儿护医声",
        strict=True,
    )
) | {
    "著": "着",
    "乾": "干",
    "髒": "脏",
    "羣": "群",
    "彊": "强",
    "溼": "湿",
    "塴": "崩",
    "坍": "坍",
    "凶": "凶",
    "兇": "凶",
}
# Characters people type for another one that sounds or looks the same, where the other one makes no sense there.
_TWINS = {"汽": "气", "媒": "煤", "炝": "呛"}
_PLAIN = {**_TRADITIONAL, **_TWINS}
_HAN = re.compile("[〇㐀-䶿一-鿿豈-﫿𠀀-𳑿]")
_AS_SIGN = {"🆘": "sos", "🔥": "着火"}


class UrgentHit(NamedTuple):
    """A word that was found, and of which danger it speaks."""

    word: str
    family: WordFamily


class OwnWord(NamedTuple):
    """A district's own word."""

    word: str
    family: WordFamily


class _Form(NamedTuple):
    """A text as words are looked for in it: Chinese characters alone, and letters and digits alone."""

    han: str
    letters: str


def _form(text: str) -> _Form:
    han: list[str] = []
    letters: list[str] = []
    for given in text:
        # One character at a time, so that what stands beside a word never changes the word.
        for one in _AS_SIGN.get(given) or unicodedata.normalize("NFKC", given).lower():
            if _HAN.match(one):
                han.append(_PLAIN.get(one, one))
            elif one.isascii() and one.isalnum():
                letters.append(one)
    return _Form("".join(han), "".join(letters))


def plain_word(word: str) -> str:
    """A word as it is looked for; empty when nothing of it can be looked for."""
    form = _form(word)
    return form.han or form.letters


@lru_cache(maxsize=64)
def _pattern(own: tuple[OwnWord, ...]) -> tuple[re.Pattern[str], dict[str, UrgentHit]]:
    known: dict[str, UrgentHit] = {}
    for family, words in CORE.items():
        for word in words.split():
            known.setdefault(plain_word(word), UrgentHit(word, family))
    for one in own:
        if plain := plain_word(one.word):
            known.setdefault(plain, UrgentHit(one.word, one.family))
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(_AFTER.get(one, "") + re.escape(one) for one in longest_first)), known


def urgent_hits(*texts: str, own: Sequence[OwnWord] = ()) -> list[UrgentHit]:
    """The urgent words of some texts (title, what was said), each once, in the order they stand.

    own: the district's words beside the core. Spaces, punctuation, full width, hidden marks, traditional
    characters and the twins above do not hide a word, and neither does a word before it that says no.
    """
    pattern, known = _pattern(tuple(own))
    form = _form("\n".join(texts))
    found = [known[hit] for part in form for hit in pattern.findall(part)]
    return list(dict.fromkeys(found))


def core_words() -> Iterable[UrgentHit]:
    """All words of the core."""
    for family, words in CORE.items():
        for word in words.split():
            yield UrgentHit(word, family)
