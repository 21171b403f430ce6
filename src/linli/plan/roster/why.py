"""Why seats stay empty: the rules in the way, and the fewest of them whose giving way would fill the seats."""

from collections import defaultdict
from itertools import combinations

from linli.plan import refused
from linli.plan.outcome import Note
from linli.plan.roster.check import RULES, broken
from linli.plan.roster.shapes import Empty, Person, Roster, Seat

RELAX = {
    "away": "请请假的人回来值一次", "far": "放宽驿站与住处的距离", "quota": "提高每人的次数上限",
    "gap": "缩短两次值班之间的天数", "blocked": "准许不宜同班的人同班", "kind": "请另一类人员代班",
}  # fmt: skip
MOST = 60  # seats looked at one by one


def empty_seats(problem: Roster, seated: list[Seat], empty: list[Empty]) -> list[Note]:
    """One note for the staff's seats and one for the volunteers', each with its smallest set of rules."""
    notes = []
    for working, says in ((True, "职工"), (False, "党员和志愿者")):
        mine = [e for e in empty if (problem.calendar[e.day] == "work") == working]
        if mine:
            notes.append(_note(problem, seated, mine, says, working))
    return notes


def _note(problem: Roster, seated: list[Seat], empty: list[Empty], says: str, working: bool) -> Note:
    people = [p for p in problem.people if (p.kind == "staff") == working]
    names = [f"第 {e.day + 1} 天{'上午' if e.part == 'am' else '下午'} {e.station}" for e in empty]
    count = sum(e.missing for e in empty)
    head = f"{says}还缺 {count} 人次（{refused.some(names)}）"
    if not people:
        return Note("people", names, f"{head}：名单里没有人。", ["招募人员"])
    ways = _ways(problem, seated, empty[:MOST], people)
    rules = smallest(ways)
    if rules is None:
        return Note("people", names, f"{head}：人手不够。", ["增加人员，或减少岗位"])
    cause = "、".join(RULES[rule] for rule in rules) or "现有人员只够别的班次"
    return Note(
        "+".join(rules) or "people", names, f"{head}：{cause}。", [RELAX[r] for r in rules] or ["增加人员"]
    )


def _ways(
    problem: Roster, seated: list[Seat], empty: list[Empty], people: list[Person]
) -> list[set[frozenset[str]]]:
    """For every empty seat the sets of rules that stand against one person or another."""
    mine: dict[str, list[Seat]] = defaultdict(list)
    there: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for s in seated:
        mine[s.person].append(s)
        there[s.day, s.part, s.station].append(s.person)
    found = []
    for e in empty:
        mates = there[e.day, e.part, e.station]
        found.append({
            frozenset(broken(problem, p, Seat(e.day, e.part, e.station, p.id), mine[p.id], mates))
            for p in people if p.id not in mates
        })  # fmt: skip
    return found


def smallest(ways: list[set[frozenset[str]]]) -> tuple[str, ...] | None:
    """The fewest rules such that every seat has somebody whom nothing else keeps away; None: nobody at all."""
    for count in range(len(RULES) + 1):
        for rules in combinations(RULES, count):
            given = set(rules)
            if all(any(way <= given for way in seat) for seat in ways):
                return rules
    return None
