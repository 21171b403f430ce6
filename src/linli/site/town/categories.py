"""The sample's category tree: three levels, the official wording above, what residents tap below."""

from collections.abc import Iterator

from linli.kernel import stamp
from linli.kernel.event import Code, Event
from linli.kernel.pinyin import pinyin_key
from linli.matters.commands.intake import CATEGORIES
from linli.matters.events import CategoryEdited
from linli.matters.models import Category

from .rows import Row, ids, put

# code, name, icon; an asterisk makes it a chip of the residents' form. Depth by the dots of the code.
_TREE = """
env 市容环卫 bin
env.rubbish *垃圾 bin
env.rubbish.bin 垃圾桶满了没清 bin
env.rubbish.bulk 大件垃圾堆放 bin
env.rubbish.rubble 装修垃圾 bin
env.street 街面秩序 door
env.street.stall 占道经营 door
env.street.poster 小广告 tag
env.water 水面与绿地 tree
env.water.tree 树木遮挡 tree
env.water.green 绿地损坏 tree
infra 公共设施 lamp
infra.light *灯不亮 lamp
infra.light.stair 楼道灯 lamp
infra.light.street 路灯 lamp
infra.road *路面 road
infra.road.pit 路面坑洼 road
infra.road.cover 井盖 road
infra.seat 健身与座椅 tool
infra.seat.fitness 健身器材 tool
infra.seat.bench 座椅破损 tool
pipe 水电气暖 pipe
pipe.water *漏水积水 drop
pipe.water.leak 管道漏水 drop
pipe.water.sewer 下水道堵 drop
pipe.water.flood 积水 drop
pipe.power 供电 bolt
pipe.power.off 停电 bolt
pipe.heat *供暖 pipe
pipe.heat.cold 暖气不热 pipe
safe 安全隐患 fire
safe.fire *消防通道 fire
safe.fire.blocked 通道被堵 fire
safe.fire.ebike 电动车进楼充电 bolt
safe.build 房屋安全 building
safe.build.wall 墙皮脱落 building
safe.build.lift 电梯 building
live 邻里生活 home
live.noise *噪声 noise
live.noise.neighbour 邻居噪声 noise
live.noise.square 广场音响 noise
live.noise.site 施工噪声 noise
live.parking *停车 car
live.parking.place 乱停车 car
live.parking.pile 充电桩 bolt
live.pets 养犬 paw
live.pets.leash 遛狗不牵绳 paw
live.dispute 邻里纠纷 scale
live.dispute.leak 楼上漏水纠纷 scale
help 民生服务 heart
help.elder 老人与照料 heart
help.elder.rail 适老改造 heart
help.elder.visit 请人上门看看 heart
help.paper 办事咨询 task
help.paper.card 证件办理 task
help.paper.allowance 补贴咨询 money
property 物业管理 building
property.service 物业服务 building
property.service.clean 楼道保洁 building
property.service.gate 门禁坏了 lock
other *其他 more
"""


def plant_categories() -> tuple[dict[str, int], list[Event]]:
    """Write the tree; gives ids by code, and the events."""
    fresh, rows, known = ids(Category), list[Row](), dict[str, int]()
    for position, (code, name, icon) in enumerate(_lines()):
        known[code] = next(fresh)
        plain = name.removeprefix("*")
        rows.append(
            {"id": known[code], "parent_id": known.get(code.rpartition(".")[0]), "code": code, "name": plain,
             "pinyin": pinyin_key(plain), "icon": icon, "chip": name != plain,
             "position": position, "retired_on": None}
        )  # fmt: skip
    put(Category, rows)
    stamp.bump(CATEGORIES)
    return known, [CategoryEdited(subject_id=row["id"], area_path="/", what=Code("added")) for row in rows]


def _lines() -> Iterator[tuple[str, str, str]]:
    for line in _TREE.split("\n"):
        if line:
            code, name, icon = line.split(" ")
            yield code, name, icon
