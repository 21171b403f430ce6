"""Ruin and recreate over day patterns, compiled: strings of stops out of all their days, back in best-first.

Removal after Christiaens and Vanden Berghe (slack induction by string removals, 2020); insertion over
patterns, soft limits with adaptive prices and a memory of insertion costs per (stop, round) are our own.
All of it stands in one file on purpose: kept machine code is made anew only when the file of the function itself
changes, so a loop whose inlined parts lay elsewhere would go on with old ones.
"""

from typing import Any, NamedTuple

import numpy as np

from linli.plan.compiled import below, compiled, draw, inlined

WALK, LOAD, OVER_LOAD, OVER_TIME, LATE, DRIFT, UNEVEN, BUSY, SPAN = range(9)
SUMS = 9
LOAD_PRICE, TIME_PRICE, PATTERNS, VERSION, FEASIBLE, SEEN = range(6)
TURNS = 4  # pieces of rounds turned or shifted after each step where the time of day matters
STIFF_STAYS = 0.8  # share of the times that such a stop is left in
PAST = 1e-7  # rounding of sums is no excess


class Ground(NamedTuple):
    """What does not change while searching; stop 0 is where rounds begin and end. Minutes throughout."""

    travel: Any  # (n, n) minutes
    length: Any  # (n, n) what a way costs
    minutes: Any  # (n,) service time
    demand: Any  # (n,)
    opens: Any  # (n, days) earliest begin
    closes: Any  # (n, days) latest begin
    usual: Any  # (n,) usual hour, negative: none
    timed: bool  # windows or usual hours matter
    starts: Any  # (days,) when the round begins
    rounds: int  # rounds a day at most
    room: Any  # (days,) demand a round can take
    limit: Any  # (days,) minutes a round may last
    target: Any  # (days,) minutes of an even day
    first: Any  # (n + 1,) patterns of stop c: first[c] .. first[c + 1]
    pattern: Any  # (patterns, days) bool
    stiff: Any  # (n,) true where every good pattern is nearly all days: only the order is left to choose
    often: Any  # (n,) days of the stop's first pattern
    price: Any  # (patterns,) cost of choosing it
    near: Any  # (n, up to n) other stops, nearest first, itself at the front
    late_price: float
    drift_price: float
    drift_free: float
    uneven_price: float
    span_price: float  # for each minute until the round is back


class State(NamedTuple):
    """A plan under way."""

    seq: Any  # (rounds, longest) stops in order
    size: Any  # (rounds,)
    sums: Any  # (rounds, 9) by the indices above
    version: Any  # (rounds,)
    where: Any  # (n, days) round of the stop or -1
    chosen: Any  # (n,) pattern or -1
    arrive: Any  # (rounds, longest) begin of service
    slack: Any  # (rounds, longest) minutes the rest of the round can begin later without anyone being late
    seen_version: Any  # (n, rounds) version the remembered insertion was made for
    seen_at: Any
    seen_walk: Any
    seen_busy: Any
    seen_extra: Any
    numbers: Any  # (6,) prices, sum of pattern prices, last version, feasibility counts
    total: Any  # (9,)
    seed: Any
    old_seq: Any
    old_size: Any
    old_sums: Any
    old_version: Any
    old_arrive: Any
    old_slack: Any
    touched: Any
    touched_at: Any
    old_chosen: Any
    out: Any  # (n,) stops that are out
    key: Any  # (n,)
    day_price: Any  # (days,)
    day_round: Any  # (days,)
    spoiled: Any  # (rounds,)


@inlined
def evaluate(g: Any, s: Any, r: Any) -> None:
    """Sums of one round from its order."""
    d = r // g.rounds
    walk, load, busy, late, drift, span = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    clock = g.starts[d]
    last = 0
    for i in range(s.size[r]):
        c = s.seq[r, i]
        walk += g.length[last, c]
        busy += g.travel[last, c] + g.minutes[c]
        load += g.demand[c]
        if g.timed:
            clock = max(clock + g.travel[last, c], g.opens[c, d])
            s.arrive[r, i] = clock
            late += max(0.0, clock - g.closes[c, d])
            if g.usual[c] >= 0:
                drift += max(0.0, abs(clock - g.usual[c]) - g.drift_free)
            clock += g.minutes[c]
        last = c
    if s.size[r] > 0:
        walk += g.length[last, 0]
        busy += g.travel[last, 0]
        if g.timed:
            span = clock + g.travel[last, 0]
            late += max(0.0, span - g.closes[0, d])
            free = max(0.0, g.closes[0, d] - span)
            last = 0
            for i in range(s.size[r] - 1, -1, -1):
                c = s.seq[r, i]
                if i + 1 < s.size[r]:
                    v = s.seq[r, i + 1]
                    free += s.arrive[r, i + 1] - s.arrive[r, i] - g.minutes[c] - g.travel[c, v]
                free = max(0.0, min(free, g.closes[c, d] - s.arrive[r, i]))
                s.slack[r, i] = free
    new = (
        walk,
        load,
        max(0.0, load - g.room[d] - PAST),
        max(0.0, busy - g.limit[d] - PAST),
        late,
        drift,
        max(0.0, busy - g.target[d]) ** 2,
        busy,
        span,
    )
    for k in range(SUMS):
        s.total[k] += new[k] - s.sums[r, k]
        s.sums[r, k] = new[k]
    s.numbers[VERSION] += 1
    s.version[r] = int(s.numbers[VERSION])


@inlined
def keep_old(s: Any, r: Any) -> None:
    """Remembers the round as it was, once a step."""
    if s.touched_at[r] >= 0:
        return
    count = s.touched[-1]
    s.touched[count] = r
    s.touched_at[r] = count
    s.touched[-1] = count + 1
    s.old_size[r] = s.size[r]
    s.old_version[r] = s.version[r]
    for i in range(s.size[r]):
        s.old_seq[r, i] = s.seq[r, i]
        s.old_arrive[r, i] = s.arrive[r, i]
        s.old_slack[r, i] = s.slack[r, i]
    for k in range(SUMS):
        s.old_sums[r, k] = s.sums[r, k]


@inlined
def take_out(g: Any, s: Any, c: Any) -> None:
    """The stop leaves all its days; sums are brought up to date by the caller."""
    for d in range(g.starts.shape[0]):
        r = s.where[c, d]
        if r < 0:
            continue
        keep_old(s, r)
        at = 0
        for i in range(s.size[r]):
            if s.seq[r, i] != c:
                s.seq[r, at] = s.seq[r, i]
                at += 1
        s.size[r] = at
        s.where[c, d] = -1
    s.numbers[PATTERNS] -= g.price[s.chosen[c]]
    s.chosen[c] = -1


@inlined
def extra_of(g: Any, s: Any, r: Any, c: Any, at: Any, most: Any) -> Any:
    """Price of lateness and drift that the stop at this place would add, its followers included.

    Stops counting (infinite) once the price is surely above `most`.
    """
    d = r // g.rounds
    before = s.seq[r, at - 1] if at > 0 else 0
    clock = g.starts[d] if at == 0 else s.arrive[r, at - 1] + g.minutes[before]
    clock = max(clock + g.travel[before, c], g.opens[c, d])
    late = max(0.0, clock - g.closes[c, d])
    drift = max(0.0, abs(clock - g.usual[c]) - g.drift_free) if g.usual[c] >= 0 else 0.0
    clock += g.minutes[c]
    last = c
    if g.span_price == 0 and at < s.size[r]:
        v = s.seq[r, at]
        delay = clock + g.travel[c, v] - s.arrive[r, at] - s.slack[r, at]
        price = late * g.late_price + drift * g.drift_price
        if delay <= 0:
            return price
        if price + delay * g.late_price > most:
            return np.inf
    for i in range(at, s.size[r]):
        v = s.seq[r, i]
        old = s.arrive[r, i]
        clock = max(clock + g.travel[last, v], g.opens[v, d])
        if clock <= old + 1e-9 and clock >= old - 1e-9:
            return late * g.late_price + drift * g.drift_price
        late += max(0.0, clock - g.closes[v, d]) - max(0.0, old - g.closes[v, d])
        if g.usual[v] >= 0:
            drift += max(0.0, abs(clock - g.usual[v]) - g.drift_free)
            drift -= max(0.0, abs(old - g.usual[v]) - g.drift_free)
        clock += g.minutes[v]
        last = v
    clock += g.travel[last, 0]
    old = s.sums[r, SPAN]
    late += max(0.0, clock - g.closes[0, d]) - max(0.0, old - g.closes[0, d])
    return late * g.late_price + drift * g.drift_price + (clock - old) * g.span_price


@inlined
def remember(g: Any, s: Any, r: Any, c: Any) -> None:
    """The cheapest place of the stop in the round as it stands.

    First the places that make nobody late, so that few of the others need a walk through the round.
    """
    best, best_walk, best_extra, best_at = np.inf, 0.0, 0.0, 0
    size = s.size[r]
    for again in range(2 if g.timed and g.span_price == 0 else 1):
        last = 0
        for at in range(size + 1):
            following = s.seq[r, at] if at < size else 0
            walk = g.length[last, c] + g.length[c, following]
            if size > 0:
                walk -= g.length[last, following]
            if walk < best:
                most = best - walk if again or g.span_price > 0 else -1.0
                extra = extra_of(g, s, r, c, at, most) if g.timed else 0.0
                if walk + extra < best:
                    best, best_walk, best_extra, best_at = walk + extra, walk, extra, at
            last = following
    s.seen_version[c, r] = s.version[r]
    s.seen_at[c, r] = best_at
    s.seen_walk[c, r] = best_walk
    before = s.seq[r, best_at - 1] if best_at > 0 else 0
    after = s.seq[r, best_at] if best_at < size else 0
    s.seen_busy[c, r] = g.travel[before, c] + g.travel[c, after] + g.minutes[c]
    if size > 0:
        s.seen_busy[c, r] -= g.travel[before, after]
    s.seen_extra[c, r] = best_extra


@inlined
def insertion_price(g: Any, s: Any, r: Any, c: Any) -> Any:
    """What the stop costs in this round, prices of exceeded limits included."""
    if s.seen_version[c, r] != s.version[r]:
        remember(g, s, r, c)
    d = r // g.rounds
    price = s.seen_walk[c, r] + s.seen_extra[c, r]
    over = max(0.0, s.sums[r, LOAD] + g.demand[c] - g.room[d] - PAST) - s.sums[r, OVER_LOAD]
    price += over * s.numbers[LOAD_PRICE]
    busy = s.sums[r, BUSY] + s.seen_busy[c, r]
    over = max(0.0, busy - g.limit[d] - PAST) - s.sums[r, OVER_TIME]
    price += max(0.0, over) * s.numbers[TIME_PRICE]
    if g.uneven_price > 0:
        price += g.uneven_price * (max(0.0, busy - g.target[d]) ** 2 - s.sums[r, UNEVEN])
    return price


@inlined
def put_in(g: Any, s: Any, c: Any, noise: Any, blink: Any, day_price: Any, day_round: Any) -> None:
    """Chooses the cheapest pattern of the stop (with some noise) and inserts it on each of its days."""
    for d in range(g.starts.shape[0]):
        day_price[d] = -np.inf
    best, best_p = np.inf, g.first[c]
    for p in range(g.first[c], g.first[c + 1]):
        price = g.price[p]
        if price >= best:  # most patterns miss a visit, which alone costs more than another pattern whole
            continue
        for d in range(g.starts.shape[0]):
            if g.pattern[p, d]:
                if day_price[d] == -np.inf:
                    find_round(g, s, c, d, noise, blink, day_price, day_round)
                price += day_price[d]
        if price < best:
            best, best_p = price, p
    s.chosen[c] = best_p
    s.numbers[PATTERNS] += g.price[best_p]
    for d in range(g.starts.shape[0]):
        if g.pattern[best_p, d]:
            insert(g, s, c, d, day_round[d])


@inlined
def find_round(
    g: Any, s: Any, c: Any, d: Any, noise: Any, blink: Any, day_price: Any, day_round: Any
) -> None:
    """The cheapest round of the day for the stop."""
    best, best_r = np.inf, -1
    tried_empty = False
    for k in range(g.rounds):
        r = d * g.rounds + k
        if s.size[r] == 0:
            if tried_empty:
                continue
            tried_empty = True
        elif g.rounds > 1 and draw(s.seed) < blink:
            continue
        price = insertion_price(g, s, r, c)
        if price < best:
            best, best_r = price, r
    if best_r < 0:
        best_r = d * g.rounds
        best = insertion_price(g, s, best_r, c)
    day_price[d] = best * (1.0 + noise * draw(s.seed))
    day_round[d] = best_r


@inlined
def insert(g: Any, s: Any, c: Any, d: Any, r: Any) -> None:
    """The stop enters the round at its remembered place."""
    keep_old(s, r)
    at = s.seen_at[c, r]
    for i in range(s.size[r], at, -1):
        s.seq[r, i] = s.seq[r, i - 1]
    s.seq[r, at] = c
    s.size[r] += 1
    s.where[c, d] = r
    evaluate(g, s, r)


@compiled
def ruin(g: Any, s: Any, out: Any, spoiled: Any, mean: Any, longest: Any) -> Any:
    """Takes strings of neighbouring stops out; gives how many stops are out."""
    n = g.minutes.shape[0]
    for i in range(spoiled.shape[0]):
        spoiled[i] = False
    wanted = 1 + below(s.seed, 2 * mean)
    seed = 1 + below(s.seed, n - 1)
    count = 0
    for j in range(g.near.shape[1]):
        v = g.near[seed, j]
        if count >= wanted:
            break
        if s.chosen[v] < 0 or (g.stiff[v] and draw(s.seed) < STIFF_STAYS):
            continue
        r = round_of(g, s, v)
        if r < 0:
            s.old_chosen[v] = s.chosen[v]
            take_out(g, s, v)
            out[count] = v
            count += 1
            continue
        if spoiled[r]:
            continue
        spoiled[r] = True
        count = take_string(g, s, r, v, min(wanted - count, longest), out, count)
    for i in range(s.touched[-1]):
        evaluate(g, s, s.touched[i])
    return count


@inlined
def round_of(g: Any, s: Any, v: Any) -> Any:
    """One of the rounds in which the stop is, by chance; -1 without one."""
    days = g.starts.shape[0]
    d = below(s.seed, days)
    for _ in range(days):
        if s.where[v, d] >= 0:
            return s.where[v, d]
        d = d + 1 if d + 1 < days else 0
    return -1


@compiled
def take_string(g: Any, s: Any, r: Any, v: Any, most: Any, out: Any, count: Any) -> Any:
    """Takes a string around the stop out, sometimes sparing a piece in its middle."""
    size = s.size[r]
    length = 1 + below(s.seed, min(size, most))
    at = 0
    for i in range(size):
        if s.seq[r, i] == v:
            at = i
    low = max(0, at - length + 1)
    high = min(at, size - length)
    start = low + below(s.seed, high - low + 1)
    spare_from, spare_to = start, start
    if length > 2 and draw(s.seed) < 0.5:
        spare_from = start + 1 + below(s.seed, length - 2)
        spare_to = spare_from + 1
    begin = count
    for i in range(start, start + length):
        c = s.seq[r, i]
        if not spare_from <= i < spare_to and not (g.stiff[c] and draw(s.seed) < STIFF_STAYS):
            out[count] = c
            count += 1
    for i in range(begin, count):
        s.old_chosen[out[i]] = s.chosen[out[i]]
        take_out(g, s, out[i])
    return count


@inlined
def order(g: Any, s: Any, out: Any, count: Any, key: Any) -> None:
    """Sorts the stops that are out by one of five keys, chosen by chance."""
    kind = below(s.seed, 12)
    for i in range(count):
        c = out[i]
        if kind < 4:
            key[i] = draw(s.seed)
        elif kind < 7:
            key[i] = -g.demand[c] - 1e-3 * g.minutes[c]
        elif kind < 9:
            key[i] = -g.travel[0, c]
        elif kind < 10:
            key[i] = g.travel[0, c]
        else:
            key[i] = g.first[c + 1] - g.first[c] - 100.0 * g.often[c]
    for i in range(1, count):
        k, c = key[i], out[i]
        j = i
        while j > 0 and key[j - 1] > k:
            key[j], out[j] = key[j - 1], out[j - 1]
            j -= 1
        key[j], out[j] = k, c


@inlined
def cost(g: Any, s: Any) -> Any:
    """Value of the plan at the present prices."""
    return (
        s.total[WALK]
        + s.numbers[PATTERNS]
        + s.total[OVER_LOAD] * s.numbers[LOAD_PRICE]
        + s.total[OVER_TIME] * s.numbers[TIME_PRICE]
        + s.total[LATE] * g.late_price
        + s.total[DRIFT] * g.drift_price
        + s.total[UNEVEN] * g.uneven_price
        + s.total[SPAN] * g.span_price
    )


@compiled
def undo(g: Any, s: Any, out: Any, count: Any) -> None:
    """Puts every touched round and pattern back as it was."""
    for i in range(s.touched[-1]):
        r = s.touched[i]
        s.size[r] = s.old_size[r]
        s.version[r] = s.old_version[r]
        for j in range(s.size[r]):
            s.seq[r, j] = s.old_seq[r, j]
            s.arrive[r, j] = s.old_arrive[r, j]
            s.slack[r, j] = s.old_slack[r, j]
        for k in range(SUMS):
            s.total[k] += s.old_sums[r, k] - s.sums[r, k]
            s.sums[r, k] = s.old_sums[r, k]
    for i in range(count):
        c = out[i]
        s.numbers[PATTERNS] += g.price[s.old_chosen[c]] - g.price[s.chosen[c]]
        s.chosen[c] = s.old_chosen[c]
        for d in range(g.starts.shape[0]):
            s.where[c, d] = -1
    for i in range(s.touched[-1]):
        r = s.touched[i]
        for j in range(s.size[r]):
            s.where[s.seq[r, j], r // g.rounds] = r


@compiled
def forget_touched(s: Any) -> None:
    """Begins a new step."""
    for i in range(s.touched[-1]):
        s.touched_at[s.touched[i]] = -1
    s.touched[-1] = 0


@compiled
def reprice(s: Any) -> None:
    """Every thousand steps: dearer limits when few plans keep them, cheaper when most do."""
    share = s.numbers[FEASIBLE] / max(1.0, s.numbers[SEEN])
    factor = 1.15 if share < 0.3 else (0.9 if share > 0.6 else 1.0)
    for k in (LOAD_PRICE, TIME_PRICE):
        s.numbers[k] = min(1e4, max(0.05, s.numbers[k] * factor))
    s.numbers[FEASIBLE] = 0
    s.numbers[SEEN] = 0


@compiled
def fill(g: Any, s: Any, noise: Any) -> None:
    """Puts every stop that has no pattern yet in, in an order by chance."""
    n = g.minutes.shape[0]
    out = s.out
    count = 0
    for c in range(1, n):
        if s.chosen[c] < 0:
            out[count] = c
            count += 1
    order(g, s, out, count, s.key)
    for i in range(count):
        put_in(g, s, out[i], noise, 0.0, s.day_price, s.day_round)
    forget_touched(s)


@compiled
def place(g: Any, s: Any, c: Any, p: Any) -> None:
    """Puts one stop in by a pattern that is given, on each day where it costs least."""
    s.chosen[c] = p
    s.numbers[PATTERNS] += g.price[p]
    for d in range(g.starts.shape[0]):
        if g.pattern[p, d]:
            find_round(g, s, c, d, 0.0, 0.0, s.day_price, s.day_round)
            insert(g, s, c, d, s.day_round[d])
    forget_touched(s)


@compiled
def keep_best(s: Any, best_seq: Any, best_size: Any, best_chosen: Any) -> None:
    """Copies the plan."""
    for r in range(s.size.shape[0]):
        best_size[r] = s.size[r]
        for i in range(s.size[r]):
            best_seq[r, i] = s.seq[r, i]
    for c in range(s.chosen.shape[0]):
        best_chosen[c] = s.chosen[c]


@compiled
def reorder(g: Any, s: Any, tries: Any, heat: Any, now: Any) -> Any:
    """Turns or shifts pieces of single rounds: what putting stops back one by one hardly finds.

    Gives the plan's value. Only rounds in order change, so every limit but the time of day stays as it was.
    """
    rounds = s.size.shape[0]
    for _ in range(tries):
        r = below(s.seed, rounds)
        size = s.size[r]
        if size < 2:
            continue
        i = below(s.seed, size)
        j = below(s.seed, size)
        if i == j:
            continue
        keep_old(s, r)
        if draw(s.seed) < 0.5:
            low, high = min(i, j), max(i, j)
            while low < high:
                s.seq[r, low], s.seq[r, high] = s.seq[r, high], s.seq[r, low]
                low += 1
                high -= 1
        else:
            shift(s, r, i, j, min(1 + below(s.seed, 3), size - max(i, j)))
        evaluate(g, s, r)
        new = cost(g, s)
        if new < now - heat * np.log(1.0 - draw(s.seed)):
            now = new
        else:
            undo(g, s, s.out, 0)
        forget_touched(s)
    return now


@inlined
def shift(s: Any, r: Any, i: Any, j: Any, length: Any) -> None:
    """The piece of the round from place i goes to place j."""
    for _ in range(length):
        if i < j:  # the first of the piece goes behind its last, again and again
            c = s.seq[r, i]
            for k in range(i, j + length - 1):
                s.seq[r, k] = s.seq[r, k + 1]
            s.seq[r, j + length - 1] = c
        else:
            c = s.seq[r, i + length - 1]
            for k in range(i + length - 1, j, -1):
                s.seq[r, k] = s.seq[r, k - 1]
            s.seq[r, j] = c


@compiled
def anneal(
    g: Any, s: Any, steps: Any, heat: Any, noise: Any, mean: Any, longest: Any, best: Any,
    best_seq: Any, best_size: Any, best_chosen: Any,
) -> Any:  # fmt: skip
    """Steps at one heat; keeps the best plan within all limits; gives its value (infinite: none yet)."""
    out, key, day_price, day_round, spoiled = s.out, s.key, s.day_price, s.day_round, s.spoiled
    now = cost(g, s)
    for step in range(steps):
        if step % 1000 == 999:
            reprice(s)
            now = cost(g, s)
        count = ruin(g, s, out, spoiled, mean, longest)
        order(g, s, out, count, key)
        for i in range(count):
            put_in(g, s, out[i], noise, 0.01, day_price, day_round)
        new = cost(g, s)
        kept = s.total[OVER_LOAD] < PAST and s.total[OVER_TIME] < PAST
        if new < now - heat * np.log(1.0 - draw(s.seed)):
            now = new
            s.numbers[SEEN] += 1
            s.numbers[FEASIBLE] += kept
            if kept and new < best - 1e-7:
                best = new
                keep_best(s, best_seq, best_size, best_chosen)
        else:
            undo(g, s, out, count)
        forget_touched(s)
        if g.timed:
            now = reorder(g, s, TURNS, heat, now)
            if now < best - 1e-7 and s.total[OVER_LOAD] < PAST and s.total[OVER_TIME] < PAST:
                best = now
                keep_best(s, best_seq, best_size, best_chosen)
    return best
