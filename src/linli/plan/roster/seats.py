"""Annealing over seats, compiled: a person takes a seat, whoever is in the way moves on or leaves."""

from typing import Any, NamedTuple

import numpy as np

from linli.plan.compiled import below, compiled, draw, inlined

TOTAL, UNDO = range(2)


class Hall(NamedTuple):
    """What does not change. Seats of slot j are first[j] .. first[j + 1] - 1; may: people of slot j in `able`."""

    slot: Any  # (seats,)
    first: Any
    day: Any  # (slots,)
    weight: Any
    wants: Any
    able_first: Any
    able: Any
    allowed: Any
    cost: Any
    skilled: Any
    fair: Any
    quota: Any
    blocked: Any
    fixed: Any  # (seats,)
    gap: int
    empty: int
    skill: int


class Sitting(NamedTuple):
    """A roster under way."""

    who: Any  # (seats,) person or -1
    duty: Any  # (people, days) seat or -1
    load: Any
    count: Any
    helped: Any  # (slots,) people with the wanted skill
    numbers: Any  # total, undo steps
    undo: Any  # (many, 3) seat, person before, person after
    seed: Any


@inlined
def leave(g: Any, s: Any, seat: Any) -> None:
    """The person gets up."""
    p, j = s.who[seat], g.slot[seat]
    s.numbers[TOTAL] += g.empty - g.cost[p, j]
    s.numbers[TOTAL] += g.fair[p, s.load[p] - g.weight[j]] - g.fair[p, s.load[p]]
    s.load[p] -= g.weight[j]
    s.count[p] -= 1
    s.duty[p, g.day[j]] = -1
    s.who[seat] = -1
    if g.wants[j] and g.skilled[p, j]:
        s.helped[j] -= 1
        if s.helped[j] == 0:
            s.numbers[TOTAL] += g.skill
    k = s.numbers[UNDO]
    s.undo[k, 0], s.undo[k, 1], s.undo[k, 2] = seat, p, -1
    s.numbers[UNDO] += 1


@inlined
def sit(g: Any, s: Any, seat: Any, p: Any) -> None:
    """The person sits down on the empty seat."""
    j = g.slot[seat]
    s.numbers[TOTAL] += g.cost[p, j] - g.empty
    s.numbers[TOTAL] += g.fair[p, s.load[p] + g.weight[j]] - g.fair[p, s.load[p]]
    s.load[p] += g.weight[j]
    s.count[p] += 1
    s.duty[p, g.day[j]] = seat
    s.who[seat] = p
    if g.wants[j] and g.skilled[p, j]:
        s.helped[j] += 1
        if s.helped[j] == 1:
            s.numbers[TOTAL] -= g.skill
    k = s.numbers[UNDO]
    s.undo[k, 0], s.undo[k, 1], s.undo[k, 2] = seat, -1, p
    s.numbers[UNDO] += 1


@inlined
def gets_on(g: Any, s: Any, p: Any, j: Any) -> Any:
    """Nobody in the slot is blocked against the person."""
    for seat in range(g.first[j], g.first[j + 1]):
        if s.who[seat] >= 0 and g.blocked[p, s.who[seat]]:
            return False
    return True


@inlined
def in_way(g: Any, s: Any, p: Any, d: Any, beyond: Any) -> Any:
    """A duty of the person too near to the day, looked for after `beyond`; -1 without one."""
    low = max(d - g.gap + 1, beyond + 1, 0)
    for other in range(low, min(s.duty.shape[1], d + g.gap)):
        if s.duty[p, other] >= 0:
            return s.duty[p, other]
    return -1


@inlined
def fits(g: Any, s: Any, p: Any, seat: Any) -> Any:
    """The person may sit there as things stand."""
    j = g.slot[seat]
    return (
        g.allowed[p, j]
        and s.count[p] < g.quota[p]
        and in_way(g, s, p, g.day[j], -1) < 0
        and gets_on(g, s, p, j)
    )


@compiled
def fill(g: Any, s: Any, seat: Any, first: Any, tries: Any) -> None:
    """Somebody for an empty seat: the person offered, else the cheapest of some who fit."""
    if first >= 0 and fits(g, s, first, seat):
        sit(g, s, seat, first)
        return
    j = g.slot[seat]
    wide = g.able_first[j + 1] - g.able_first[j]
    if wide == 0:
        return
    best, best_p = 1 << 60, -1
    for _ in range(tries):
        p = g.able[g.able_first[j] + below(s.seed, wide)]
        if fits(g, s, p, seat):
            price = g.cost[p, j] + g.fair[p, s.load[p] + g.weight[j]] - g.fair[p, s.load[p]]
            if g.wants[j] and s.helped[j] == 0 and g.skilled[p, j]:
                price -= g.skill
            if price < best:
                best, best_p = price, p
    if best_p >= 0:
        sit(g, s, seat, best_p)


@compiled
def undo(g: Any, s: Any) -> None:
    """Takes the step back."""
    count = s.numbers[UNDO]
    for k in range(count - 1, -1, -1):
        seat = s.undo[k, 0]
        if s.undo[k, 2] >= 0:
            leave(g, s, seat)
        else:
            sit(g, s, seat, s.undo[k, 1])
    s.numbers[UNDO] = 0


@inlined
def any_duty(s: Any, p: Any) -> Any:
    """One of the person's seats, by chance; -1 without one."""
    d = below(s.seed, s.duty.shape[1])
    for _ in range(s.duty.shape[1]):
        if s.duty[p, d] >= 0:
            return s.duty[p, d]
        d = d + 1 if d + 1 < s.duty.shape[1] else 0
    return -1


@inlined
def vacate(g: Any, s: Any, seat: Any) -> None:
    """Whoever is there gets up."""
    if seat >= 0 and s.who[seat] >= 0:
        leave(g, s, seat)


@inlined
def held(g: Any, seat: Any) -> Any:
    """The seat is locked."""
    return seat >= 0 and g.fixed[seat]


@compiled
def place(g: Any, s: Any, seat: Any, p: Any) -> Any:
    """Puts the person on the seat; whoever sat there and what the person leaves are filled again. False: cannot be."""
    d = g.day[g.slot[seat]]
    before = s.who[seat]
    first = in_way(g, s, p, d, -1)
    second = in_way(g, s, p, d, g.day[g.slot[first]]) if first >= 0 else -1
    if second >= 0 and in_way(g, s, p, d, g.day[g.slot[second]]) >= 0:
        return False
    if first < 0 and (s.count[p] >= g.quota[p] or draw(s.seed) < 0.3):
        first = any_duty(s, p)
    if held(g, first) or held(g, second) or first == seat:
        return False
    vacate(g, s, seat)
    vacate(g, s, first)
    vacate(g, s, second)
    if not fits(g, s, p, seat):
        return False
    sit(g, s, seat, p)
    if first >= 0:
        fill(g, s, first, before, 6)
    if second >= 0:
        fill(g, s, second, before, 6)
    return True


@compiled
def anneal(g: Any, s: Any, steps: Any, heat: Any, best: Any, best_who: Any) -> Any:
    """Steps at one heat; keeps the cheapest roster and gives its value."""
    seats = s.who.shape[0]
    for _ in range(steps):
        seat = below(s.seed, seats)
        j = g.slot[seat]
        wide = g.able_first[j + 1] - g.able_first[j]
        if g.fixed[seat] or wide == 0:
            continue
        before = s.numbers[TOTAL]
        s.numbers[UNDO] = 0
        p = g.able[g.able_first[j] + below(s.seed, wide)]
        if p == s.who[seat]:
            continue
        kept = place(g, s, seat, p)
        if not kept or s.numbers[TOTAL] - before >= -heat * np.log(1.0 - draw(s.seed)) + 1e-9:
            undo(g, s)
        elif s.numbers[TOTAL] < best:
            best = s.numbers[TOTAL]
            for k in range(seats):
                best_who[k] = s.who[k]
    return best
