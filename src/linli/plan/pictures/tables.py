"""Tables: the roster by station and day, and the even calendar."""

from typing import Any

from linli.plan.pictures.paper import GREY, INK, PALE, Sheet, ink

Json = dict[str, Any]
SHADE = {"work": "#ffffff", "rest": "#eef6fb", "festival": "#fdf0e6"}
NAME = {"work": "班", "rest": "休", "festival": "节"}
BLOCK = 31  # days in a row of the picture


def _short(name: str) -> str:
    return name.replace("志愿者", "志").replace("职工", "职")


def roster(problem: Json, plan: Json) -> str:
    """Stations and half days down, days across, names in the cells; empty seats ringed."""
    days = len(problem["calendar"])
    stations = [s["id"] for s in problem["stations"]]
    seats: dict[tuple[int, str, str], list[str]] = {}
    for s in plan["seats"]:
        seats.setdefault((s["day"], s["part"], s["station"]), []).append(s["person"])
    lacking = {(e["day"], e["part"], e["station"]): e["missing"] for e in plan["empty"]}
    blocks = -(-days // BLOCK)
    high = 2 * len(stations) * 26 + 44
    sheet = Sheet(130 + BLOCK * 46 + 20, 80 + blocks * high + 10, "值班表 5+2")
    sheet.words(20, 30, "值班表 5+2", 20, font_weight="600")
    said = f"{days} 天，{len(stations)} 站，{len(plan['seats'])} 人次，空岗 {sum(lacking.values())}（橙框）；工作日职工，休息日党员和志愿者"
    sheet.words(20, 54, said + ("；暂定" if plan.get("provisional") else ""), 13, fill=GREY)
    for b in range(blocks):
        _block(sheet, problem, stations, seats, lacking, b * BLOCK, 80 + b * high)
    return sheet.svg()


def _block(
    sheet: Sheet, problem: Json, stations: list[str], seats: dict[tuple[int, str, str], list[str]],
    lacking: dict[tuple[int, str, str], int], first: int, top: float,
) -> None:  # fmt: skip
    calendar = problem["calendar"]
    for k in range(min(BLOCK, len(calendar) - first)):
        day = first + k
        x = 130 + 46 * k
        sheet.box(x, top, 46, 22 + 52 * len(stations), fill=SHADE[calendar[day]], stroke=PALE)
        sheet.words(x + 23, top + 15, f"{day + 1} {NAME[calendar[day]]}", 11, text_anchor="middle", fill=GREY)
        for i, station in enumerate(stations):
            for j, part in enumerate(("am", "pm")):
                y = top + 22 + 52 * i + 26 * j
                key = (day, part, station)
                for n, who in enumerate(seats.get(key, [])[:2]):
                    sheet.words(x + 23, y + 11 + 11 * n, _short(who), 9.5, text_anchor="middle")
                if key in lacking:
                    sheet.box(x + 2, y + 1, 42, 24, fill="none", stroke=ink(1), stroke_width=2)
                    sheet.words(x + 23, y + 22, f"缺 {lacking[key]}", 9, text_anchor="middle", fill=ink(1))
    for i, station in enumerate(stations):
        for j, part in enumerate(("上午", "下午")):
            sheet.words(120, top + 39 + 52 * i + 26 * j, f"{station} {part}", 12, text_anchor="end", fill=INK)
        sheet.line([(20, top + 22 + 52 * i), (130 + 46 * BLOCK, top + 22 + 52 * i)], stroke=PALE)


def calendar(problem: Json, plan: Json) -> str:
    """Places down, days across: a full mark where it is its turn, a dash where it is closed."""
    days, places = problem["days"], problem["places"]
    sheet = Sheet(170 + 30 * days, 100 + 26 * len(places), "巡回日历")
    sheet.words(20, 30, "巡回日历", 20, font_weight="600")
    count = sum(map(len, plan["days_of"].values()))
    sheet.words(
        20,
        54,
        f"{len(places)} 处，{days} 天，共 {count} 次，每天最多 {problem.get('most_a_day', 1)} 次",
        13,
        fill=GREY,
    )
    for d in range(days):
        sheet.words(165 + 30 * d, 80, str(d + 1), 11, fill=GREY, text_anchor="middle")
    for i, p in enumerate(places):
        y = 90 + 26 * i
        sheet.words(140, y + 16, p["id"], 12, text_anchor="end")
        for d in range(days):
            sheet.box(151 + 30 * d, y, 28, 24, fill="none", stroke=PALE)
            if d in plan["days_of"].get(p["id"], []):
                sheet.dot(165 + 30 * d, y + 12, 8, fill=ink(0))
            elif d in p.get("closed", []):
                sheet.words(165 + 30 * d, y + 16, "—", 11, fill=GREY, text_anchor="middle")
    return sheet.svg()
