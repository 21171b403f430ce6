"""Made towns: the same seed gives the same people, doors and needs. Nobody in them exists."""

from random import Random
from typing import Any

KINDS = ("month", "day", "roster", "assign", "draw", "site", "match", "calendar")


def month(seed: int, households: int = 90, days: int = 28) -> dict[str, Any]:
    """One worker's grid: buildings of several households; a tenth daily, a fifth three a week, the rest monthly.

    The shares are such that the visits fill about four fifths of the worker's time in the grid.
    """
    chance = Random(seed)
    buildings = [(chance.uniform(0, 700), chance.uniform(0, 500)) for _ in range(max(1, households // 4))]
    rows = [_household(chance, i, buildings) for i in range(households)]
    worker = {"id": "网格员1", "x": 350.0, "y": 250.0, "can": ["蒙古语"]}
    return {"households": rows, "workers": [worker], "days": days, "weekday": 0}


def _household(chance: Random, i: int, buildings: list[tuple[float, float]]) -> dict[str, Any]:
    b = chance.randrange(len(buildings))
    share = chance.random()
    cadence = "daily" if share < 0.06 else "three" if share < 0.26 else "monthly"
    row: dict[str, Any] = {
        "id": f"户{i + 1:03d}", "x": round(buildings[b][0], 1), "y": round(buildings[b][1], 1),
        "building": f"{b + 1}号楼", "floor": chance.randint(1, 6), "cadence": cadence,
        "minutes": float(chance.choice((5, 8, 10, 12))),
    }  # fmt: skip
    if chance.random() < 0.3:
        opens = chance.choice((540.0, 600.0, 840.0, 900.0))
        row["windows"] = [{"weekdays": [0, 1, 2, 3, 4], "opens": opens, "closes": opens + 150.0}]
    if chance.random() < 0.3:
        row["usual"] = float(chance.randrange(560, 900, 20))
    if cadence == "monthly" and chance.random() < 0.2:
        start = chance.randrange(20)
        row["away"] = list(range(start, start + 7))
    if chance.random() < 0.05:
        row["wants"] = ["蒙古语"]
    return row


def day(seed: int, stops: int = 30) -> dict[str, Any]:
    """A day under way at 10:30: a third done, three new visits, one of them urgent."""
    chance = Random(seed)
    rows: list[dict[str, Any]] = []
    for i in range(stops):
        place = {"x": chance.uniform(0, 600), "y": chance.uniform(0, 500)}
        rows.append({"id": f"户{i + 1:03d}", **place, "minutes": 8.0})
    order = sorted(range(stops - 3), key=lambda i: (int(rows[i]["x"] // 120), rows[i]["y"]))
    told = [{"stop": rows[i]["id"], "begins": 545.0 + 14.0 * k} for k, i in enumerate(order)]
    for k, i in enumerate(order):
        if chance.random() < 0.25:
            opens = told[k]["begins"] - chance.choice((0.0, 20.0, 40.0))
            rows[i] |= {"opens": opens, "closes": opens + chance.choice((90.0, 120.0))}
    done = [t["stop"] for t in told if t["begins"] < 620.0]
    rows[-1]["urgent"] = True
    here = next(r for r in rows if r["id"] == done[-1])
    return {"now": 630.0, "x": here["x"], "y": here["y"], "home_x": 300.0, "home_y": 250.0, "stops": rows,
            "told": told, "done": done}  # fmt: skip


def roster(
    seed: int, stations: int = 6, days: int = 91, staff: int = 9, volunteers: int = 110
) -> dict[str, Any]:
    """One community's quarter: stations open morning and afternoon, staff on working days, others on rest days."""
    chance = Random(seed)
    places = [{"id": f"驿站{i + 1}", "x": chance.uniform(300, 1700), "y": chance.uniform(300, 1700),
               "wants": ["急救"] if i % 3 == 0 else [], "work": ["am" if i % 2 else "pm"]}
              for i in range(stations)]  # fmt: skip
    calendar = ["rest" if i % 7 in (3, 4) else "work" for i in range(days)]
    for i in (3, 4, 5, 30, 31, 32, 33, 34, 79, 80, 81):
        if i < days:
            calendar[i] = "festival"
    for i in (38,):
        if i < days:
            calendar[i] = "work"
    people = [_person(chance, f"职工{i + 1:02d}", "staff", days) for i in range(staff)]
    people += [
        _person(chance, f"志愿者{i + 1:03d}", chance.choice(("member", "volunteer")), days)
        for i in range(volunteers)
    ]
    return {"stations": places, "calendar": calendar, "people": people}


def _person(chance: Random, name: str, kind: str, days: int) -> dict[str, Any]:
    away = sorted(chance.sample(range(days), min(days, days // 12 if kind == "staff" else days // 4)))
    return {
        "id": name, "kind": kind, "x": chance.uniform(0, 2000), "y": chance.uniform(0, 2000), "away": away,
        "can": ["急救"] if chance.random() < 0.35 else [], "owed": float(chance.choice((-1, 0, 0, 0, 1))),
        "quota": 60 if kind == "staff" else chance.choice((6, 8, 10, 12)),
    }  # fmt: skip


def assign(seed: int, grids: int = 100, workers: int = 45) -> dict[str, Any]:
    """Grids on a wobbly lattice with their loads; who holds them now."""
    chance = Random(seed)
    side = max(1, round(grids**0.5))
    rows = [
        {"id": f"网格{i + 1:03d}", "x": (i % side) * 300 + chance.uniform(-80, 80),
         "y": (i // side) * 300 + chance.uniform(-80, 80), "households": float(chance.randint(120, 320)),
         "visits": float(chance.randint(5, 40)), "worker": ""} for i in range(grids)
    ]  # fmt: skip
    edges = [[rows[i]["id"], rows[j]["id"]] for i in range(grids) for j in (i + 1, i + side)
             if j < grids and (j == i + side or (i + 1) % side)]  # fmt: skip
    return {"grids": rows, "edges": edges, "workers": [{"id": f"网格员{i + 1:02d}"} for i in range(workers)]}


def draw(seed: int, buildings: int = 1200, grids: int = 100) -> dict[str, Any]:
    """Buildings between streets, a river with two bridges; neighbours within sight, walls cut."""
    chance = Random(seed)
    side = max(1, round(buildings**0.5))
    rows = [
        {
            "id": f"楼{i + 1:04d}", "x": (i % side) * 60 + chance.uniform(-18, 18),
            "y": (i // side) * 60 + chance.uniform(-18, 18), "households": float(chance.choice((12, 24, 24, 36, 48))),
            "visits": float(chance.choice((0, 1, 2, 3, 5))),
        } for i in range(buildings)
    ]  # fmt: skip
    river = side // 2
    edges = []
    for i in range(buildings):
        for j in (i + 1, i + side):
            if j >= buildings or (j == i + 1 and j % side == 0):
                continue
            crossing = j == i + side and i // side == river
            if not crossing or i % side in (side // 4, side // 4 + 1, 3 * side // 4):
                edges.append([rows[i]["id"], rows[j]["id"]])
    return {"buildings": rows, "edges": edges, "grids": grids}


def site(seed: int, homes: int = 5000, sites: int = 1000, stations: int = 263) -> dict[str, Any]:
    """Homes in 42 communities of uneven weight, possible sites among them, a few stations open already."""
    chance = Random(seed)
    centres = [(chance.uniform(0, 20000), chance.uniform(0, 20000)) for _ in range(42)]
    points = []
    for i in range(homes):
        c = chance.randrange(len(centres))
        points.append({"id": f"点{i + 1}", "x": chance.gauss(centres[c][0], 1300),
                       "y": chance.gauss(centres[c][1], 1300), "people": float(chance.randint(5, 60)),
                       "community": f"社区{c + 1:02d}"})  # fmt: skip
    rows = []
    for i in range(sites):
        c = i % len(centres)
        rows.append({"id": f"址{i + 1}", "x": chance.gauss(centres[c][0], 1500),
                     "y": chance.gauss(centres[c][1], 1500), "community": f"社区{c + 1:02d}",
                     "open": i < stations // 40})  # fmt: skip
    return {"homes": points, "sites": rows, "stations": stations}


def match(seed: int, helpers: int = 2000, tasks: int = 800) -> dict[str, Any]:
    """Helpers with skills and hours so far, tasks that need one to four of them."""
    chance = Random(seed)
    side = 1000.0 * (helpers / 200.0) ** 0.5
    skills = ("急救", "维修", "理发", "陪诊")
    people = [{"id": f"热心人{i + 1}", "x": chance.uniform(0, side), "y": chance.uniform(0, side),
               "can": [s for s in skills if chance.random() < 0.3], "hours": float(chance.randint(0, 60)),
               "most": chance.randint(1, 2)} for i in range(helpers)]  # fmt: skip
    jobs = [{"id": f"任务{i + 1}", "x": chance.uniform(0, side), "y": chance.uniform(0, side),
             "need": chance.randint(1, 4), "wants": chance.choice(("", *skills))} for i in range(tasks)]  # fmt: skip
    return {"helpers": people, "tasks": jobs}


def calendar(seed: int, grids: int = 12, days: int = 22) -> dict[str, Any]:
    """Grids for the mobile desk over the working days of a month."""
    chance = Random(seed)
    rows = [
        {"id": f"网格{i + 1}", "times": 2, "closed": sorted(chance.sample(range(days), 3))}
        for i in range(grids)
    ]
    return {"places": rows, "days": days, "most_a_day": 2}


def make(kind: str, seed: int, **sizes: int) -> dict[str, Any]:
    """One made problem of a kind."""
    made: dict[str, Any] = globals()[kind](seed, **sizes)
    return made


def whole(seed: int) -> dict[str, Any]:
    """One made problem of every kind."""
    return {kind: make(kind, seed) for kind in KINDS}
