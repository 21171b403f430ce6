"""Invented sentences that speak of places of an invented town, each with the place that is meant."""

from linli.assist.places.gazetteer import Gazetteer, Named

STREET, HUAI, HE, SONG = 2, 3, 4, 5
H3, H4, E1, E2, S1 = 11, 12, 13, 14, 15
_ESTATES = (
    ("幸福里小区", H3, HUAI, range(1, 9)), ("槐安家园", H4, HUAI, range(1, 17)), ("河桥新苑", E1, HE, range(1, 7)),
    ("柳浪苑", E2, HE, range(1, 13)), ("松涛公寓", S1, SONG, ("A", "B", "C")), ("供销社家属院", H4, HUAI, (1, 2)),
    ("朝阳小区", H3, HUAI, (1, 2, 3)), ("朝阳小区", E2, HE, (1, 4, 5)),
)  # fmt: skip
_ROADS = (("柳树街", E1, HE, (3, 12, 28, 66)), ("和平路", S1, SONG, (1, 19, 101)))


def town() -> Gazetteer:
    """Three communities with five grids, seven estates, two roads."""
    places = [
        Named(STREET, 2, "云山街道办事处", "云山街道", ()),
        Named(HUAI, 3, "槐荫社区居民委员会", "槐荫社区", (STREET,)),
        Named(HE, 3, "河桥社区居民委员会", "河桥社区", (STREET,)),
        Named(SONG, 3, "松涛社区居民委员会", "松涛社区", (STREET,)),
    ]
    grids = {
        H3: (HUAI, "槐荫社区", 3),
        H4: (HUAI, "槐荫社区", 4),
        E1: (HE, "河桥社区", 1),
        E2: (HE, "河桥社区", 2),
        S1: (SONG, "松涛社区", 1),
    }
    places += [
        Named(pk, 4, f"{name}第{number}网格", f"第{number}网格", (STREET, above))
        for pk, (above, name, number) in grids.items()
    ]
    pk = 100
    for names, ending in ((_ESTATES, "号楼"), (_ROADS, "号")):
        for name, grid, community, numbers in names:
            for number in numbers:
                title = f"{name}{number}{'座' if isinstance(number, str) else ending}"
                places.append(Named(pk, 5, title, title, (STREET, community, grid)))
                pk += 1
    return Gazetteer(places)


_BUILDINGS = (
    "幸福里三号楼|幸福里小区3号楼", "幸福里小区3栋|幸福里小区3号楼", "幸福里 3 幢|幸福里小区3号楼", "幸福里３号楼|幸福里小区3号楼",
    "槐安家园十二号楼|槐安家园12号楼", "槐安家园小区16栋|槐安家园16号楼", "槐安家园的2号楼|槐安家园2号楼", "槐安家园8#楼|槐安家园8号楼",
    "河桥新苑六栋|河桥新苑6号楼", "河桥新苑小区二幢|河桥新苑2号楼", "柳浪苑11号楼|柳浪苑11号楼", "柳浪苑（5号楼）|柳浪苑5号楼",
    "松涛公寓B座|松涛公寓B座", "松涛公寓a栋|松涛公寓A座", "供销社家属院2号楼|供销社家属院2号楼", "供销社家属院一栋|供销社家属院1号楼",
    "柳树街12号|柳树街12号", "柳树街六十六号|柳树街66号", "和平路101号|和平路101号", "和平路19号院|和平路19号",
)  # fmt: skip
_FRAMES = (
    "{}2单元门口的灯不亮了", "我住{}，楼上天天半夜拖椅子", "请问{}的暖气什么时候能热", "{}楼道里堆着旧家具，走不过人",
    "你好，我是{}的业主，电梯又停了", "今天早上{}前面有个井盖松了，车一压就响", "{}下水道返水，一楼都进水了，麻烦快点来人",
    "反映{}有人在草坪上种菜",
)  # fmt: skip
_WHOLE = (
    ("幸福里小区晚上有人乱停车", "槐荫社区第3网格"), ("槐安家园门口的早点摊油烟大", "槐荫社区第4网格"), ("河桥新苑的广场舞太吵", "河桥社区第1网格"),
    ("柳浪苑小区的快递柜没电", "河桥社区第2网格"), ("松涛公寓停水两天了", "松涛社区第1网格"), ("供销社家属院没人扫雪", "槐荫社区第4网格"),
    ("槐荫社区第三网格的垃圾桶满了", "槐荫社区第3网格"), ("河桥社区1网格有流浪狗", "河桥社区第1网格"), ("松涛社区的活动室几点开门", "松涛社区"),
    ("我想问河桥社区高龄补贴怎么办", "河桥社区"), ("槐荫社区什么时候打疫苗", "槐荫社区"), ("河桥社区居委会电话多少", "河桥社区"),
    ("柳树街整条街的路灯都不亮", "河桥社区第1网格"), ("和平路上的树枝挡住红绿灯", "松涛社区第1网格"), ("幸福里99号楼灯不亮", "槐荫社区第3网格"),
    ("槐安家园对面的工地半夜施工", "槐荫社区第4网格"), ("幸福里小区旁边的烧烤店冒烟", "槐荫社区第3网格"), ("在柳浪苑附近丢了钱包", "河桥社区第2网格"),
    ("柳树街28号对面井盖坏了", "柳树街28号"), ("和平路1号旁边有人摆摊", "和平路1号"), ("槐安家园8栋后面的墙裂了", "槐安家园8号楼"),
    ("3号楼（幸福里）漏水", "幸福里小区3号楼"), ("八号楼，槐安家园，没有热水", "槐安家园8号楼"), ("幸福里3-2-501没有暖气", "幸福里小区3号楼"),
    ("朝阳小区4号楼水管爆了", "朝阳小区4号楼"), ("河桥社区朝阳小区1号楼电梯坏了", "朝阳小区1号楼"), ("槐荫社区的朝阳小区1号楼没电", "朝阳小区1号楼"),
    ("搬离了幸福里3号楼，现在住柳浪苑2号楼", "柳浪苑2号楼"), ("不是槐安家园2号楼，柳浪苑2号楼", "柳浪苑2号楼"), ("从和平路到柳树街12号的公交站牌倒了", "柳树街12号"),
    ("云山街道办事处的窗口排队太久", "云山街道"), ("幸福里小区南区5号楼井盖丢了", "幸福里小区5号楼"), ("幸福里小区里面的6栋没有灯", "幸福里小区6号楼"),
    ("柳浪苑第7栋的垃圾没人收", "柳浪苑7号楼"), ("柳浪苑东门口堵车", "河桥社区第2网格"),
)  # fmt: skip
_NONE = (
    "路灯不亮好几天了", "三号楼的灯不亮", "我家暖气不热", "楼道里有人抽烟", "12345热线总是打不通", "一楼漏水到地下室", "二单元门禁坏了",
    "有三栋违建一直没拆", "今天5号了还没发工资", "张幸福里程表坏了怎么办", "公交3号线改道了吗", "你们上次说3天办好", "地铁二号线施工扬尘",
    "想问一下低保怎么申请", "孩子上学的学区怎么划", "小区门口的井盖坏了", "我们小区的电梯坏了", "对面马路的红绿灯不亮", "1栋2栋3栋都停水了",
    "十号楼顶上有人放鸽子", "幼儿园收费太高", "医保卡丢了怎么补", "物业公司不作为", "槐安家园物业公司乱收费的电话是多少", "河里的水发臭",
    "桥下面有人烧垃圾", "松树倒了压到电线", "柳树飞絮太多", "这个路口天天堵", "养老金什么时候涨", "快递放在门口丢了", "楼上装修太吵",
)  # fmt: skip


def sentences() -> list[tuple[str, str]]:
    """Each with the place meant: a building or road number, a grid, a community, or nothing."""
    said = []
    for at, pair in enumerate(_BUILDINGS):
        name, place = pair.split("|")
        said += [(frame.format(name), place) for frame in _FRAMES[at % 2 :: 1][:8]]
    return [*said, *_WHOLE, *((text, "") for text in _NONE)]


def called(known: Gazetteer, place: int) -> str:
    """A place as the labels say it."""
    one = known.places[place]
    return one.name if one.level == 4 else one.short


def measure() -> tuple[int, float, float, list[tuple[str, str, str]]]:
    """How many sentences; precision and recall of the first suggestion; what was wrong: text, meant, said."""
    from linli.assist.places.reading import places_in

    known = town()
    right = offered = meant = 0
    wrong = []
    rows = sentences()
    for text, place in rows:
        found = places_in(text, known)
        first = called(known, found[0].place) if found else ""
        meant += bool(place)
        offered += bool(first)
        right += bool(place) and first == place
        if first != place:
            wrong.append((text, place, first))
    return len(rows), right / max(1, offered), right / max(1, meant), wrong
