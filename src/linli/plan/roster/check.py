"""The rules of a duty roster, said once more for checking: names, days and metres, nothing of the search."""

import math
from collections import Counter, defaultdict

from linli.plan.outcome import Fault
from linli.plan.roster.shapes import Person, Roster, Seat, Station

Rule = str
RULES: dict[Rule, str] = {
    "away": "请假或不在", "far": "离驿站太远", "quota": "次数已满", "gap": "两次值班隔得太近",
    "blocked": "与同班的人不宜同班", "kind": "工作日由职工、休息日由党员和志愿者值班",
}  # fmt: skip


def broken(problem: Roster, person: Person, seat: Seat, others: list[Seat], mates: list[str]) -> set[Rule]:
    """Rules one seat breaks, beside the person's other seats and who else is there."""
    station = next(s for s in problem.stations if s.id == seat.station)
    working = problem.calendar[seat.day] == "work"
    gap = 1 if working else max(1, problem.rest_days)
    found = set()
    if working != (person.kind == "staff"):
        found.add("kind")
    if seat.day in person.away:
        found.add("away")
    if math.dist((person.x, person.y), (station.x, station.y)) > problem.far + 1e-6:
        found.add("far")
    if len(others) + 1 > person.quota:
        found.add("quota")
    if any(abs(other.day - seat.day) < gap for other in others):
        found.add("gap")
    if _blocked(problem, person, mates):
        found.add("blocked")
    return found


def _blocked(problem: Roster, person: Person, mates: list[str]) -> bool:
    if set(person.blocked) & set(mates):
        return True
    return any(person.id in p.blocked for p in problem.people if p.id in mates)


def faults(problem: Roster, seated: list[Seat]) -> list[Fault]:
    """Every seat of the roster against every rule; what is locked or frozen must be as it was."""
    people = {p.id: p for p in problem.people}
    stations: dict[str, Station] = {s.id: s for s in problem.stations}
    mine: dict[str, list[Seat]] = defaultdict(list)
    there: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for s in seated:
        mine[s.person].append(s)
        there[s.day, s.part, s.station].append(s.person)
    fixed = {*problem.locked, *(s for s in problem.told if s.day < problem.freeze)}
    found = []
    for s in seated:
        mates = [who for who in there[s.day, s.part, s.station] if who != s.person]
        others = [o for o in mine[s.person] if o is not s]
        rules = broken(problem, people[s.person], s, others, mates) if s not in fixed else set()
        found += [
            Fault(
                rule,
                [s.person, f"{s.day}:{s.part}:{s.station}"],
                f"{s.person} 第 {s.day + 1} 天：{RULES[rule]}。",
            )
            for rule in sorted(rules)
        ]
    return [*found, *_crowded(problem, stations, there), *_lost(fixed, seated, people)]


def _crowded(
    problem: Roster, stations: dict[str, Station], there: dict[tuple[int, str, str], list[str]]
) -> list[Fault]:
    found = []
    locked: Counter[tuple[int, str, str]] = Counter(
        (s.day, s.part, s.station) for s in (*problem.locked, *problem.told)
    )
    for (day, part, name), who in there.items():
        station = stations[name]
        working = problem.calendar[day] == "work"
        need = station.need_work if working else station.need_rest
        open_ = part in (station.work if working else station.rest) and day not in station.closed
        if not open_ or len(who) > max(need, locked[day, part, name]) or len(set(who)) != len(who):
            found.append(Fault("crowded", who, f"第 {day + 1} 天 {name} 多排了人，或不开放。"))
    return found


def _lost(fixed: set[Seat], seated: list[Seat], people: dict[str, Person]) -> list[Fault]:
    gone = [s for s in sorted(fixed - set(seated)) if s.day not in people[s.person].away]
    return [Fault("locked", [s.person for s in gone], f"{len(gone)} 个锁定的班次被改动。")] if gone else []
