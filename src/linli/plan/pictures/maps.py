"""Maps: rounds by day, a day under way, grids by worker, drawn grids, cover, helpers and tasks."""

import math
from typing import Any

from linli.plan.pictures.paper import GREY, INK, PALE, Frame, Sheet, ink, ruler

WEEK = "一二三四五六日"
Json = dict[str, Any]


def clock(minutes: float) -> str:
    """9:05."""
    return f"{int(minutes) // 60}:{int(minutes) % 60:02d}"


def month(problem: Json, plan: Json) -> str:
    """A small map for each day, five in a row; the first worker's rounds in the first colour, and so on."""
    homes = {h["id"]: (h["x"], h["y"]) for h in problem["households"]}
    starts = {w["id"]: (w["x"], w["y"]) for w in problem["workers"]}
    colour = {w: ink(i) for i, w in enumerate(starts)}
    days = sorted({r["day"] for r in plan["rounds"]})
    rows = math.ceil(len(days) / 5)
    sheet = Sheet(1200, 70 + rows * 200 + 34, "走访月计划")
    walked = sum(r["walked"] for r in plan["rounds"])
    visits = sum(len(r["visits"]) for r in plan["rounds"])
    missed = sum(plan["missed"].values())
    sheet.words(20, 30, "走访月计划", 20, font_weight="600")
    sheet.words(
        20,
        54,
        f"{len(days)} 天，走访 {visits} 次，步行共 {walked:.0f} 分钟，未排上 {missed} 次",
        13,
        fill=GREY,
    )
    places = [*homes.values(), *starts.values()]
    for k, day_ in enumerate(days):
        x, y = 20 + (k % 5) * 234, 70 + (k // 5) * 200
        sheet.box(x, y, 224, 190, fill="none", stroke=PALE)
        frame = Frame(places, x + 12, y + 30, 200, 148)
        for place in set(homes.values()):
            sheet.dot(*frame.at(*place), 1.5, fill=PALE)
        mine = [r for r in plan["rounds"] if r["day"] == day_]
        for r in mine:
            _round(
                sheet,
                frame,
                starts[r["worker"]],
                [homes[v["household"]] for v in r["visits"]],
                colour[r["worker"]],
            )
        minutes = max(r["minutes"] for r in mine)
        weekday = WEEK[(problem.get("weekday", 0) + day_) % 7]
        count = sum(len(r["visits"]) for r in mine)
        sheet.words(x + 10, y + 19, f"第 {day_ + 1} 天 周{weekday}", 12, font_weight="600")
        sheet.words(x + 214, y + 19, f"{count} 户 · {minutes:.0f} 分", 11, fill=GREY, text_anchor="end")
    y = 70 + rows * 200 + 18
    for i, (w, paint) in enumerate(list(colour.items())[:8]):
        sheet.line([(20 + 130 * i, y - 4), (44 + 130 * i, y - 4)], stroke=paint, stroke_width=3)
        sheet.words(50 + 130 * i, y, w, 12)
    return sheet.svg()


def _round(
    sheet: Sheet, frame: Frame, start: tuple[float, float], stops: list[tuple[float, float]], paint: str
) -> None:
    way = [frame.at(*p) for p in (start, *stops, start)]
    sheet.line(way, stroke=paint, stroke_opacity=0.75, stroke_linejoin="round")
    for at in way[1:-1]:
        sheet.dot(*at, 2.6, fill=paint)
    x, y = way[0]
    sheet.box(x - 4, y - 4, 8, 8, fill=INK)


def day(problem: Json, plan: Json) -> str:
    """What is done in grey, what is left in order with times, whoever moved with a ring."""
    places = {s["id"]: (s["x"], s["y"]) for s in problem["stops"]}
    here = (problem["x"], problem["y"])
    home = (problem["home_x"], problem["home_y"])
    sheet = Sheet(1000, 720, "当天走访")
    frame = Frame([*places.values(), here, home], 40, 80, 660, 600)
    moved = {m["what"] for m in plan["outcome"]["moved"]}
    sheet.words(20, 30, "当天走访", 20, font_weight="600")
    said = f"{clock(problem['now'])} 起，还有 {len(plan['order'])} 处，挪动 {len(moved)} 处，今天不去 {len(plan['dropped'])} 处"
    sheet.words(20, 54, said, 13, fill=GREY)
    for name in problem.get("done", []):
        sheet.dot(*frame.at(*places[name]), 5, fill=PALE, stroke=GREY)
    way = [frame.at(*p) for p in (here, *(places[t["stop"]] for t in plan["order"]), home)]
    sheet.line(way, stroke=ink(0), stroke_width=2)
    for k, t in enumerate(plan["order"], 1):
        x, y = way[k]
        if t["stop"] in moved:
            sheet.dot(x, y, 14, fill="none", stroke=ink(1), stroke_width=2.5)
        sheet.dot(x, y, 10, fill=ink(0))
        sheet.words(x, y + 4, str(k), 11, fill="#fff", text_anchor="middle")
    sheet.box(way[0][0] - 7, way[0][1] - 7, 14, 14, fill=INK)
    for k, t in enumerate(plan["order"], 1):
        row = 80 + 22 * k
        mark = "（挪动）" if t["stop"] in moved else ""
        sheet.words(760, row, f"{k:>2}  {clock(t['begins'])}  {t['stop']}{mark}", 13)
    ruler(sheet, frame, 40, 704)
    return sheet.svg()


def _legend(sheet: Sheet, x: float, y: float, rows: list[tuple[str, str]]) -> None:
    for i, (paint, says) in enumerate(rows):
        sheet.box(x, y + 22 * i, 14, 14, fill=paint)
        sheet.words(x + 22, y + 12 + 22 * i, says, 12)


def colours(sets: dict[str, set[str]]) -> dict[str, int]:
    """A colour for each name so that names in touch differ: the first free one, the busiest first."""
    chosen: dict[str, int] = {}
    for name in sorted(sets, key=lambda n: (-len(sets[n]), n)):
        taken = {chosen[other] for other in sets[name] if other in chosen}
        chosen[name] = next(i for i in range(len(sets) + 1) if i not in taken)
    return chosen


def _touching(of: dict[str, str], edges: list[list[str]]) -> dict[str, set[str]]:
    touch: dict[str, set[str]] = {name: set() for name in of.values()}
    for a, b in edges:
        if a in of and b in of and of[a] != of[b]:
            touch[of[a]].add(of[b])
            touch[of[b]].add(of[a])
    return touch


def assign(problem: Json, plan: Json) -> str:
    """Grids in the colour of their worker, joined where they belong together, with the worker's load."""
    of = {g: w for w, grids in plan["grids_of"].items() for g in grids}
    places = {g["id"]: (g["x"], g["y"]) for g in problem["grids"]}
    moved = {m["what"] for m in plan["outcome"]["moved"]}
    paint = colours(_touching(of, problem["edges"]))
    sheet = Sheet(1000, 1000, "网格分工")
    loads = list(plan["load"].values()) or [0.0]
    sheet.words(20, 30, "网格分工", 20, font_weight="600")
    said = f"{len(places)} 格，{len(plan['grids_of'])} 人，负担 {min(loads):.0f}%–{max(loads):.0f}%，换人 {len(moved)} 格（圈）"
    sheet.words(20, 54, said, 13, fill=GREY)
    frame = Frame(list(places.values()), 50, 100, 900, 830)
    for a, b in problem["edges"]:
        same = a in of and of.get(a) == of.get(b)
        ends = [frame.at(*places[a]), frame.at(*places[b])]
        sheet.line(ends, stroke=ink(paint[of[a]]) if same else PALE, stroke_width=12 if same else 1)
    for name, place in places.items():
        x, y = frame.at(*place)
        if name in moved:
            sheet.dot(x, y, 19, fill="none", stroke=INK, stroke_width=2)
        sheet.dot(x, y, 15, fill=ink(paint[of[name]]) if name in of else PALE)
        sheet.words(x, y + 4, name.removeprefix("网格"), 11, fill="#fff", text_anchor="middle")
    for w, grids in plan["grids_of"].items():
        if grids:
            xs, ys = zip(*(frame.at(*places[g]) for g in grids), strict=True)
            sheet.words(sum(xs) / len(xs), max(ys) + 28, f"{w} {plan['load'][w]:.0f}%", 10, text_anchor="middle",
                        stroke="#fff", stroke_width=3, paint_order="stroke")  # fmt: skip
    ruler(sheet, frame, 50, 980)
    return sheet.svg()


def drawing(problem: Json, plan: Json) -> str:
    """Buildings in the colour of their grid, walls in black; grids outside the tolerance are listed."""
    of = {b: g["id"] for g in plan["grids"] for b in g["buildings"]}
    places = {b["id"]: (b["x"], b["y"]) for b in problem["buildings"]}
    edges = problem.get("edges", [])
    paint = colours(_touching(of, edges))
    sheet = Sheet(1100, 1100, "网格划分")
    sheet.words(20, 30, "网格划分", 20, font_weight="600")
    said = f"{len(places)} 栋分成 {len(plan['grids'])} 格，偏差最大 {plan['worst']:g}%，住户到格中心平均 {plan['spread']:.0f} 米"
    sheet.words(20, 54, said, 13, fill=GREY)
    frame = Frame(list(places.values()), 40, 80, 1020, 970)
    near = max(3.0, 0.55 * _usual(frame, places, edges))
    for a, b in edges:
        if of.get(a) == of.get(b) and a in of:
            sheet.line(
                [frame.at(*places[a]), frame.at(*places[b])],
                stroke=ink(paint[of[a]]),
                stroke_width=round(near * 1.1, 1),
            )
    for name, place in places.items():
        sheet.dot(*frame.at(*place), near * 0.8, fill=ink(paint.get(of.get(name, ""), 0)))
    for wall in problem.get("walls", []):
        sheet.line([frame.at(x, y) for x, y in wall], stroke=INK, stroke_width=3)
    for g in plan["grids"]:
        xs, ys = zip(*(frame.at(*places[b]) for b in g["buildings"]), strict=True)
        sheet.words(sum(xs) / len(xs), sum(ys) / len(ys) + 4, f"{g['households']:.0f}", 10, text_anchor="middle",
                    stroke="#fff", stroke_width=3, paint_order="stroke")  # fmt: skip
    ruler(sheet, frame, 40, 1086)
    sheet.words(260, 1086, "数字为每格户数", 11, fill=GREY)
    return sheet.svg()


def _usual(frame: Frame, places: dict[str, tuple[float, float]], edges: list[list[str]]) -> float:
    ways = sorted(math.dist(frame.at(*places[a]), frame.at(*places[b])) for a, b in edges)
    return ways[len(ways) // 2] if ways else 14.0


def siting(problem: Json, plan: Json) -> str:
    """Homes within reach dark, others as rings; a station with the circle of its reach."""
    chosen = set(plan["open"])
    sites = {s["id"]: s for s in problem["sites"]}
    stations = [sites[name] for name in plan["open"]]
    reach = problem.get("reach", 1000.0)
    rows = problem["homes"]
    sheet = Sheet(1200, 1000, "驿站选址")
    share = 100 * plan["covered"] / plan["people"] if plan["people"] else 0.0
    sheet.words(20, 30, "驿站选址", 20, font_weight="600")
    said = f"{len(chosen)} 站，{reach:g} 米以内 {share:.1f}% 的人，平均步行 {plan['mean_walk']:.0f} 米"
    sheet.words(20, 54, said, 13, fill=GREY)
    frame = Frame([(h["x"], h["y"]) for h in rows] + [(s["x"], s["y"]) for s in stations], 30, 80, 860, 880)
    for s in stations:
        sheet.dot(*frame.at(s["x"], s["y"]), reach * frame.scale, fill=ink(5), fill_opacity=0.14)
    cells: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for s in stations:
        cells.setdefault((int(s["x"] // reach), int(s["y"] // reach)), []).append((s["x"], s["y"]))
    for h in rows:
        a, b = int(h["x"] // reach), int(h["y"] // reach)
        near = any(math.dist((h["x"], h["y"]), s) <= reach for i in (-1, 0, 1) for j in (-1, 0, 1)
                   for s in cells.get((a + i, b + j), []))  # fmt: skip
        x, y = frame.at(h["x"], h["y"])
        if near:
            sheet.dot(x, y, 1.4, fill=GREY)
        else:
            sheet.dot(x, y, 2.4, fill="none", stroke=ink(1), stroke_width=1.2)
    for s in stations:
        x, y = frame.at(s["x"], s["y"])
        sheet.box(x - 4, y - 4, 8, 8, fill=INK if s.get("open") else ink(0))
    _legend(
        sheet,
        920,
        90,
        [(ink(0), "新站"), (INK, "已开放的站"), (GREY, "走得到的住宅"), (ink(1), "走不到的住宅（圈）")],
    )
    sheet.words(920, 210, "覆盖最少的社区", 13, font_weight="600")
    worst = sorted((share, name) for name, share in plan["communities"].items() if name)[:18]
    for i, (part, name) in enumerate(worst):
        sheet.words(920, 236 + 22 * i, name, 12)
        sheet.box(1000, 226 + 22 * i, 1.2 * part, 12, fill=ink(5))
        sheet.words(1126, 236 + 22 * i, f"{part:g}%", 11, fill=GREY)
    ruler(sheet, frame, 30, 984)
    return sheet.svg()


def match(problem: Json, plan: Json) -> str:
    """A line from every helper to the task; tasks that lack people as rings."""
    helpers = {h["id"]: (h["x"], h["y"]) for h in problem["helpers"]}
    tasks = {t["id"]: (t["x"], t["y"]) for t in problem["tasks"]}
    sheet = Sheet(1000, 1000, "任务匹配")
    sheet.words(20, 30, "任务匹配", 20, font_weight="600")
    lacking = sum(plan["empty"].values())
    sheet.words(
        20, 54, f"{len(tasks)} 项任务，安排 {len(plan['pairs'])} 人次，还缺 {lacking} 人", 13, fill=GREY
    )
    frame = Frame([*helpers.values(), *tasks.values()], 30, 80, 940, 880)
    for who, what in plan["pairs"]:
        sheet.line(
            [frame.at(*helpers[who]), frame.at(*tasks[what])],
            stroke=ink(0),
            stroke_opacity=0.5,
            stroke_width=1,
        )
    for name, place in tasks.items():
        x, y = frame.at(*place)
        lack = name in plan["empty"]
        sheet.dot(x, y, 4, fill="#fff" if lack else ink(0), stroke=ink(1) if lack else ink(0), stroke_width=2)
    ruler(sheet, frame, 30, 986)
    return sheet.svg()
