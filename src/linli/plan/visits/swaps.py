"""Moves of single stops between days, compiled: for months with one round a day.

Every step proposes a small change and guesses its price from remembered prices of entering and leaving a day:
another pattern for one stop, two stops changing places, one taking the days that another leaves, others making room
for it, or another order within a day. What the guess lets through is carried out, priced exactly and kept or undone.
All of it stands in one file on purpose, as in `search`.
"""

from typing import Any, NamedTuple

import numpy as np

from linli.plan.compiled import below, compiled, draw, inlined

WALK, LATE, DRIFT, BUSY, OVER, WORTH = range(6)
SUMS = 6
PAST = 1e-7  # rounding of sums is no excess
OVER_PRICE = 50.0  # a minute past the day's limit, on top of what is dearer than a missed visit
MARGIN = 3.0  # heats by which a guessed price may be too high
ORDERS, CHANGES, SWAPS, TRADES, ROOMS = (
    0.15,
    0.35,
    0.55,
    0.77,
    0.96,
)  # shares of the kinds of steps, cumulated
GROUP, AROUND = 5, 24  # stops that move together at most, among so many nearest


class Days(NamedTuple):
    """A plan under way."""

    seq: Any  # (days, longest) stops in order
    size: Any  # (days,)
    arrive: Any  # (days, longest) begin of service
    slack: Any  # (days, longest) minutes the rest can begin later without anyone being late
    slope: Any  # (days, longest) drift that the rest gains for each minute it begins later
    sums: Any  # (days, 6)
    total: Any  # (6,)
    where: Any  # (n, days) place in the day or -1
    chosen: Any  # (n,)
    version: Any  # (days,)
    last: Any  # (1,) last version given
    seen: Any  # (n, days) version the remembered price was made for
    gain: Any  # (n, days) price of leaving the day or entering it, without the day's length
    more: Any  # (n, days) minutes the day would grow
    at: Any  # (n, days) place to enter at
    full: Any  # (n,) patterns of the stop that miss no visit: they come first
    free: Any  # stops with a choice
    same: Any  # (patterns,) number of the set of days, the same for all stops; -1: misses a visit
    find: Any  # (n, sets) pattern of the stop or -1
    single: Any  # (days,) number of the set of this day alone, or -1
    grow: Any  # (days,) minutes the day grows in the step
    old_seq: Any
    old_size: Any
    old_arrive: Any
    old_slack: Any
    old_slope: Any
    old_sums: Any
    old_version: Any
    touched: Any  # (days + 1,)
    touched_at: Any
    mover: Any  # (longest,) stops that change
    goal: Any  # (longest,) their new patterns
    dear: Any  # (2,) a bit more than a missed visit costs; what somebody late costs the best plan
    rare: Any  # (1,) share of changes of pattern that may miss a visit
    seed: Any
    best_seq: Any
    best_size: Any
    best_chosen: Any


@inlined
def length_price(g: Any, s: Any, d: Any, busy: Any) -> Any:
    """What the length of the day costs."""
    over = max(0.0, busy - g.target[d])
    price = g.uneven_price * over * over
    past = busy - g.limit[d] - PAST
    return price + s.dear[0] + OVER_PRICE * past if past > 0 else price


@inlined
def evaluate(g: Any, s: Any, d: Any) -> None:
    """Everything about one day from its order."""
    walk, busy, late, drift = 0.0, 0.0, 0.0, 0.0
    clock = g.starts[d]
    last = 0
    size = s.size[d]
    for i in range(size):
        c = s.seq[d, i]
        s.where[c, d] = i
        walk += g.length[last, c]
        busy += g.travel[last, c] + g.minutes[c]
        clock = max(clock + g.travel[last, c], g.opens[c, d])
        s.arrive[d, i] = clock
        late += max(0.0, clock - g.closes[c, d])
        if g.usual[c] >= 0:
            drift += max(0.0, abs(clock - g.usual[c]) - g.drift_free)
        clock += g.minutes[c]
        last = c
    if size > 0:
        walk += g.length[last, 0]
        busy += g.travel[last, 0]
        clock += g.travel[last, 0]
        late += max(0.0, clock - g.closes[0, d])
        free = max(0.0, g.closes[0, d] - clock)
        slope = 0.0
        following = clock
        for i in range(size - 1, -1, -1):
            c = s.seq[d, i]
            v = s.seq[d, i + 1] if i + 1 < size else 0
            wait = following - s.arrive[d, i] - g.minutes[c] - g.travel[c, v]
            following = s.arrive[d, i]
            free = max(0.0, min(free + max(0.0, wait), g.closes[c, d] - following))
            if wait > 1e-6:
                slope = 0.0
            if g.usual[c] >= 0:
                if following > g.usual[c] + g.drift_free:
                    slope += 1.0
                elif following < g.usual[c] - g.drift_free:
                    slope -= 1.0
            s.slack[d, i] = free
            s.slope[d, i] = slope
    over = max(0.0, busy - g.limit[d] - PAST)
    worth = walk + late * g.late_price + drift * g.drift_price + length_price(g, s, d, busy)
    new = (walk, late, drift, busy, over, worth)
    for k in range(SUMS):
        s.total[k] += new[k] - s.sums[d, k]
        s.sums[d, k] = new[k]
    s.last[0] += 1
    s.version[d] = s.last[0]


@inlined
def enter_at(g: Any, s: Any, c: Any, d: Any) -> Any:
    """The place where the stop enters the day for least, those who follow judged by their slope."""
    size = s.size[d]
    best, best_at = np.inf, -1
    last = 0
    clock = g.starts[d]
    opens, closes, usual, minutes = g.opens[c, d], g.closes[c, d], g.usual[c], g.minutes[c]
    for at in range(size + 1):
        v = s.seq[d, at] if at < size else 0
        price = g.length[c, last] + g.length[c, v] - g.length[last, v]
        begin = max(clock + g.travel[c, last], opens)
        if begin > closes + PAST:
            break
        if price < best + 30.0:
            if usual >= 0:
                price += g.drift_price * max(0.0, abs(begin - usual) - g.drift_free)
            if at < size:
                shift = begin + minutes + g.travel[c, v] - s.arrive[d, at]
                if shift > 0:
                    price += g.drift_price * s.slope[d, at] * shift
                    if shift > s.slack[d, at] + PAST:
                        price += g.late_price * (shift - s.slack[d, at])
            if price < best:
                best, best_at = price, at
        if at < size:
            clock = s.arrive[d, at] + g.minutes[v]
        last = v
    return best_at if best_at >= 0 else size


@compiled
def remember(g: Any, s: Any, c: Any, d: Any) -> None:
    """What entering the day (or leaving it, for who is in it) costs, exactly, at the place chosen."""
    size = s.size[d]
    at = s.where[c, d]
    leaves = at >= 0
    if not leaves:
        at = enter_at(g, s, c, d)
    before = s.seq[d, at - 1] if at > 0 else 0
    clock = s.arrive[d, at - 1] + g.minutes[before] if at > 0 else g.starts[d]
    late, drift = 0.0, 0.0
    i = at + 1 if leaves else at
    v = s.seq[d, i] if i < size else 0
    walk = g.length[before, c] + g.length[c, v]
    more = g.travel[before, c] + g.travel[c, v] + g.minutes[c]
    if size > (1 if leaves else 0):
        walk -= g.length[before, v]
        more -= g.travel[before, v]
    last = before
    if leaves:
        old = s.arrive[d, at]
        late -= max(0.0, old - g.closes[c, d])
        if g.usual[c] >= 0:
            drift -= max(0.0, abs(old - g.usual[c]) - g.drift_free)
        walk, more = -walk, -more
    else:
        clock = max(clock + g.travel[before, c], g.opens[c, d])
        late += max(0.0, clock - g.closes[c, d])
        if g.usual[c] >= 0:
            drift += max(0.0, abs(clock - g.usual[c]) - g.drift_free)
        clock += g.minutes[c]
        last = c
    absorbed = False
    while i < size:
        v = s.seq[d, i]
        old = s.arrive[d, i]
        clock = max(clock + g.travel[last, v], g.opens[v, d])
        if abs(clock - old) < 1e-9:
            absorbed = True
            break
        late += max(0.0, clock - g.closes[v, d]) - max(0.0, old - g.closes[v, d])
        if g.usual[v] >= 0:
            drift += max(0.0, abs(clock - g.usual[v]) - g.drift_free)
            drift -= max(0.0, abs(old - g.usual[v]) - g.drift_free)
        clock += g.minutes[v]
        last = v
        i += 1
    if not absorbed and size > 0:
        v = s.seq[d, size - 1]
        old = s.arrive[d, size - 1] + g.minutes[v] + g.travel[v, 0]
        late += max(0.0, clock + g.travel[last, 0] - g.closes[0, d]) - max(0.0, old - g.closes[0, d])
    s.gain[c, d] = walk + late * g.late_price + drift * g.drift_price
    s.more[c, d] = more
    s.at[c, d] = at
    s.seen[c, d] = s.version[d]


@inlined
def keep_old(s: Any, d: Any) -> None:
    """Remembers the day as it was, once a step."""
    if s.touched_at[d] >= 0:
        return
    count = s.touched[-1]
    s.touched[count] = d
    s.touched_at[d] = count
    s.touched[-1] = count + 1
    s.old_size[d] = s.size[d]
    s.old_version[d] = s.version[d]
    for i in range(s.size[d]):
        s.old_seq[d, i] = s.seq[d, i]
        s.old_arrive[d, i] = s.arrive[d, i]
        s.old_slack[d, i] = s.slack[d, i]
        s.old_slope[d, i] = s.slope[d, i]
    for k in range(SUMS):
        s.old_sums[d, k] = s.sums[d, k]


@inlined
def undo(s: Any) -> None:
    """Puts every touched day back as it was."""
    for k in range(s.touched[-1]):
        d = s.touched[k]
        for i in range(s.size[d]):
            s.where[s.seq[d, i], d] = -1
        s.size[d] = s.old_size[d]
        s.version[d] = s.old_version[d]
        for i in range(s.size[d]):
            c = s.old_seq[d, i]
            s.seq[d, i] = c
            s.where[c, d] = i
            s.arrive[d, i] = s.old_arrive[d, i]
            s.slack[d, i] = s.old_slack[d, i]
            s.slope[d, i] = s.old_slope[d, i]
        for j in range(SUMS):
            s.total[j] += s.old_sums[d, j] - s.sums[d, j]
            s.sums[d, j] = s.old_sums[d, j]


@inlined
def other_order(s: Any, d: Any) -> None:
    """Turns a piece of the day, or shifts up to three stops within it."""
    size = s.size[d]
    i = below(s.seed, size)
    j = below(s.seed, size)
    if draw(s.seed) < 0.3:
        low, high = min(i, j), max(i, j)
        while low < high:
            s.seq[d, low], s.seq[d, high] = s.seq[d, high], s.seq[d, low]
            low += 1
            high -= 1
        return
    length = min(1 + below(s.seed, 3), size - max(i, j))
    for _ in range(length):
        if i < j:
            c = s.seq[d, i]
            for k in range(i, j + length - 1):
                s.seq[d, k] = s.seq[d, k + 1]
            s.seq[d, j + length - 1] = c
        elif j < i:
            c = s.seq[d, i + length - 1]
            for k in range(i + length - 1, j, -1):
                s.seq[d, k] = s.seq[d, k - 1]
            s.seq[d, j] = c


@inlined
def propose(g: Any, s: Any, kind: Any) -> Any:
    """Who changes, and to which pattern; gives how many, none where the stops drawn do not fit."""
    c = s.free[below(s.seed, s.free.shape[0])]
    p = s.chosen[c]
    s.mover[0] = c
    if kind >= ROOMS:
        return groups(g, s, c)
    if kind < CHANGES or kind >= SWAPS:
        some = s.full[c] if draw(s.seed) >= s.rare[0] else g.first[c + 1] - g.first[c]
        q = g.first[c] + below(s.seed, some)
        s.goal[0] = q
        if q == p:
            return 0
        if kind < CHANGES or kind >= TRADES:
            return 1
        return 2 if partner(g, s, p, q) else 0
    v = g.near[c, int(g.near.shape[1] * draw(s.seed) * draw(s.seed))]
    o = s.chosen[v]
    if v == c or s.same[p] < 0 or s.same[o] < 0 or s.same[p] == s.same[o]:
        return 0
    s.mover[1] = v
    s.goal[0] = s.find[c, s.same[o]]
    s.goal[1] = s.find[v, s.same[p]]
    return 2 if s.goal[0] >= 0 and s.goal[1] >= 0 else 0


@inlined
def groups(g: Any, s: Any, c: Any) -> Any:
    """Neighbours with the same days, as those of one building, go to other days together; or two such groups swap."""
    v = g.near[c, int(g.near.shape[1] * draw(s.seed) * draw(s.seed))]
    one, two = s.same[s.chosen[c]], s.same[s.chosen[v]]
    turns = 2
    if draw(s.seed) < 0.5:
        two = s.same[g.first[c] + below(s.seed, s.full[c])]
        turns = 1
    if one < 0 or two < 0 or one == two:
        return 0
    count = 0
    for turn in range(turns):
        around, days, others = (v, two, one) if turn else (c, one, two)
        end = count + 1 + below(s.seed, GROUP)
        for j in range(min(AROUND, g.near.shape[1])):
            w = g.near[around, j]
            if count < end and s.same[s.chosen[w]] == days and s.find[w, others] >= 0:
                s.mover[count] = w
                s.goal[count] = s.find[w, others]
                count += 1
    return count


@inlined
def partner(g: Any, s: Any, p: Any, q: Any) -> Any:
    """Draws somebody who takes the days that are left for those that are gained, whatever else their days are."""
    days = g.starts.shape[0]
    b = below(s.seed, days)
    for _ in range(days):
        if g.pattern[q, b] and not g.pattern[p, b]:
            break
        b = b + 1 if b + 1 < days else 0
    if s.size[b] == 0 or not g.pattern[q, b] or g.pattern[p, b]:
        return False
    v = s.seq[b, below(s.seed, s.size[b])]
    o = s.chosen[v]
    if v == s.mover[0]:
        return False
    for r in range(g.first[v], g.first[v] + s.full[v]):
        fits = True
        for d in range(days):
            wants = (g.pattern[r, d] + 0) - g.pattern[o, d]
            if wants != (g.pattern[p, d] + 0) - g.pattern[q, d]:
                fits = False
                break
        if fits:
            s.mover[1] = v
            s.goal[1] = r
            return True
    return False


@inlined
def guess(g: Any, s: Any, count: Any) -> Any:
    """The price of the change from remembered prices: exact where every day has one stop coming or going."""
    days = g.starts.shape[0]
    for d in range(days):
        s.grow[d] = 0.0
    price = 0.0
    for k in range(count):
        c, q = s.mover[k], s.goal[k]
        p = s.chosen[c]
        price += g.price[q] - g.price[p]
        for d in range(days):
            if g.pattern[p, d] != g.pattern[q, d]:
                if s.seen[c, d] != s.version[d]:
                    remember(g, s, c, d)
                price += s.gain[c, d]
                s.grow[d] += s.more[c, d]
    for d in range(days):
        if s.grow[d] != 0.0:
            busy = s.sums[d, BUSY]
            price += length_price(g, s, d, busy + s.grow[d]) - length_price(g, s, d, busy)
    return price


@inlined
def lightest(g: Any, s: Any, a: Any, b: Any) -> Any:
    """Who is seen once, on day b, and best goes to day a: the price (0: nobody gains by it) and the stop."""
    busy_a, busy_b = s.sums[a, BUSY] + s.grow[a], s.sums[b, BUSY] + s.grow[b]
    stays = length_price(g, s, a, busy_a) + length_price(g, s, b, busy_b)
    best, best_v = 0.0, -1
    for i in range(s.size[b]):
        v = s.seq[b, i]
        r = s.find[v, s.single[a]]
        if g.often[v] != 1 or r < 0:
            continue
        for d in (a, b):
            if s.seen[v, d] != s.version[d]:
                remember(g, s, v, d)
        price = s.gain[v, a] + s.gain[v, b] - stays + g.price[r] - g.price[s.chosen[v]]
        price += length_price(g, s, a, busy_a + s.more[v, a])
        price += length_price(g, s, b, busy_b + s.more[v, b])
        if price < best:
            best, best_v = price, v
    return best, best_v


@inlined
def next_left(g: Any, p: Any, q: Any, a: Any) -> Any:
    """The first day after a that pattern p has and q has not; the number of days without one."""
    days = g.starts.shape[0]
    a += 1
    while a < days and (not g.pattern[p, a] or g.pattern[q, a]):
        a += 1
    return a


@inlined
def make_room(g: Any, s: Any) -> Any:
    """Those seen once go from the days that the stop joins to the days it leaves, where that pays; their price.

    The number of stops that change is left in the last cell of `mover`.
    """
    days = g.starts.shape[0]
    q = s.goal[0]
    p = s.chosen[s.mover[0]]
    count, total = 1, 0.0
    a = b = -1
    while True:
        a, b = next_left(g, p, q, a), next_left(g, q, p, b)
        if a >= days or b >= days:
            break
        if s.single[a] < 0:
            continue
        price, v = lightest(g, s, a, b)
        if v >= 0:
            s.mover[count] = v
            s.goal[count] = s.find[v, s.single[a]]
            s.grow[a] += s.more[v, a]
            s.grow[b] += s.more[v, b]
            count += 1
            total += price
    s.mover[-1] = count
    return total


@compiled
def apply(g: Any, s: Any, count: Any) -> None:
    """Carries the change out: all who leave first, then those who come, each where it costs least by then."""
    days = g.starts.shape[0]
    for turn in range(2):
        for k in range(count):
            c, q = s.mover[k], s.goal[k]
            p = s.chosen[c]
            for d in range(days):
                if turn == 0 and g.pattern[p, d] and not g.pattern[q, d]:
                    keep_old(s, d)
                    at = s.where[c, d]
                    s.size[d] -= 1
                    for i in range(at, s.size[d]):
                        s.seq[d, i] = s.seq[d, i + 1]
                    s.where[c, d] = -1
                elif turn == 1 and g.pattern[q, d] and not g.pattern[p, d]:
                    keep_old(s, d)
                    if s.seen[c, d] != s.version[d]:
                        remember(g, s, c, d)
                    at = s.at[c, d]
                    for i in range(s.size[d], at, -1):
                        s.seq[d, i] = s.seq[d, i - 1]
                    s.seq[d, at] = c
                    s.size[d] += 1
                else:
                    continue
                evaluate(g, s, d)


@compiled
def settle(g: Any, s: Any) -> None:
    """Evaluates every day."""
    for d in range(g.starts.shape[0]):
        evaluate(g, s, d)


@inlined
def change(g: Any, s: Any, kind: Any, margin: Any, most: Any) -> Any:
    """Draws a change and carries it out unless its guessed price is too high; how many stops changed pattern.

    0: another order of a day; -1: nothing was done.
    """
    if kind < ORDERS:
        d = below(s.seed, g.starts.shape[0])
        if s.size[d] < 2:
            return -1
        keep_old(s, d)
        other_order(s, d)
        evaluate(g, s, d)
        return 0
    count = propose(g, s, kind)
    if count == 0:
        return -1
    if kind >= ROOMS:  # remembered prices know nothing of a way made once for all
        apply(g, s, count)
        return count
    price = guess(g, s, count)
    if kind >= TRADES:
        price += make_room(g, s)
        count = s.mover[-1]
    if price >= most + (margin if count > 1 else 0.0):
        return -1
    apply(g, s, count)
    return count


@inlined
def keep_best(s: Any) -> None:
    """Copies the plan."""
    for d in range(s.size.shape[0]):
        s.best_size[d] = s.size[d]
        for i in range(s.size[d]):
            s.best_seq[d, i] = s.seq[d, i]
    for c in range(s.chosen.shape[0]):
        s.best_chosen[c] = s.chosen[c]


@compiled
def wander(g: Any, s: Any, steps: Any, heat: Any, best: Any) -> Any:
    """Steps at one heat; keeps the best plan within all limits; gives its value, with the step for lateness."""
    prices = 0.0
    for c in range(1, s.chosen.shape[0]):
        prices += g.price[s.chosen[c]]
    for _ in range(steps):
        kind = draw(s.seed)
        most = -heat * np.log(1.0 - draw(s.seed))
        before = s.total[WORTH]
        count = change(g, s, kind, MARGIN * heat, most)
        dearer = 0.0
        for k in range(count):
            dearer += g.price[s.goal[k]] - g.price[s.chosen[s.mover[k]]]
        if count >= 0 and s.total[WORTH] - before + dearer < most:
            prices += dearer
            for k in range(count):
                s.chosen[s.mover[k]] = s.goal[k]
            value = s.total[WORTH] + prices + (s.dear[1] if s.total[LATE] > PAST else 0.0)
            if value < best - 1e-6 and s.total[OVER] < PAST:
                best = value
                keep_best(s)
        else:
            undo(s)
        for i in range(s.touched[-1]):
            s.touched_at[s.touched[i]] = -1
        s.touched[-1] = 0
    return best
