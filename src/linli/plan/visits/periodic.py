"""The general periodic problem in arrays, and its search from several starts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.plan.budget import Budget
from linli.plan.visits import search
from linli.plan.visits.search import Ground, State

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
GREEDY_PRICE = 1e6  # the first plan keeps every limit it can
CHUNK = 2_000  # steps between two looks at the budget


@dataclass(frozen=True)
class Found:
    """The best plan: for each round its stops in order, for each stop its pattern; infinite value: none."""

    value: float
    seq: Ints
    size: Ints
    chosen: Ints
    steps: int

    def rounds(self) -> list[list[int]]:
        """Stops of every round, the rounds of a day side by side."""
        return [[int(c) for c in self.seq[r, : self.size[r]]] for r in range(len(self.size))]


def nearest(travel: Floats, limit: int = 100) -> Ints:
    """For each stop the others (never stop 0) from near to far, itself first."""
    order = np.argsort(travel + travel.T + 1e-9 * np.arange(len(travel))[None, :], axis=1, kind="stable")
    n = len(travel)
    rows = []
    for c in range(n):
        others = [v for v in order[c] if v not in (0, c)]
        rows.append(([c] if c else []) + others)
    width = min(limit, max(1, n - 1))
    return np.array([row[:width] if row else [0] for row in rows], np.int64)


def _whole(*shape: int) -> Ints:
    return np.zeros(shape, np.int64)


def empty_state(g: Ground, seed: int) -> State:
    """No stop has a pattern yet."""
    n, rounds = len(g.minutes), len(g.starts) * g.rounds
    longest = n + 1
    numbers = np.zeros(6)
    numbers[search.LOAD_PRICE] = numbers[search.TIME_PRICE] = GREEDY_PRICE
    state = State(
        seq=_whole(rounds, longest), size=_whole(rounds), sums=np.zeros((rounds, search.SUMS)),
        version=_whole(rounds), where=np.full((n, len(g.starts)), -1, np.int64), chosen=np.full(n, -1, np.int64),
        arrive=np.zeros((rounds, longest)), seen_version=np.full((n, rounds), -1, np.int64), seen_at=_whole(n, rounds),
        seen_walk=np.zeros((n, rounds)), seen_busy=np.zeros((n, rounds)), seen_extra=np.zeros((n, rounds)), numbers=numbers, total=np.zeros(search.SUMS),
        seed=np.array([seed * 2654435761 + 88172645463325252], np.uint64),
        old_seq=_whole(rounds, longest), old_size=_whole(rounds), old_sums=np.zeros((rounds, search.SUMS)),
        old_version=_whole(rounds), old_arrive=np.zeros((rounds, longest)), slack=np.zeros((rounds, longest)), old_slack=np.zeros((rounds, longest)), touched=_whole(rounds + 1),
        touched_at=np.full(rounds, -1, np.int64), old_chosen=_whole(n),
        out=_whole(n), key=np.zeros(n), day_price=np.zeros(len(g.starts)), day_round=_whole(len(g.starts)),
        spoiled=np.zeros(rounds, np.bool_),
    )  # fmt: skip
    for r in range(rounds):
        search.evaluate(g, state, r)
    return state


@dataclass(frozen=True)
class Manner:
    """How to search: strings of about `mean` stops, noise on prices, heat in mean near distances."""

    mean: int = 5
    longest: int = 10
    noise: float = 0.2
    heat_from: float = 1.0
    heat_to: float = 0.01


USUAL = Manner()


def heat_unit(g: Ground) -> float:
    """Mean distance between a stop and its five nearest: the natural size of a change."""
    width = min(6, g.near.shape[1])
    if width < 2:
        return 1.0
    some = [g.travel[c, g.near[c, j]] for c in range(1, len(g.minutes)) for j in range(1, width)]
    return float(max(np.mean(some), 1e-3)) if some else 1.0


def descend(g: Ground, state: State, budget: Budget, manner: Manner, best: Found | None = None) -> Found:
    """One annealing run over the whole budget."""
    unit = heat_unit(g)
    value = best.value if best else _value_if_kept(g, state)
    state.numbers[search.LOAD_PRICE] = state.numbers[search.TIME_PRICE] = 1.0
    seq, size, chosen = (
        (best.seq.copy(), best.size.copy(), best.chosen.copy())
        if best
        else (state.seq.copy(), state.size.copy(), state.chosen.copy())
    )
    while (share := budget.share()) < 1.0:
        heat = unit * manner.heat_from * (manner.heat_to / manner.heat_from) ** share
        steps = CHUNK if budget.steps is None else min(CHUNK, budget.steps - budget.done)
        value = search.anneal(
            g, state, steps, heat, manner.noise, manner.mean, manner.longest, value, seq, size, chosen
        )
        budget.done += steps
        budget.tell(share, float(value))
    return Found(float(value), seq, size, chosen, budget.done)


def _value_if_kept(g: Ground, state: State) -> float:
    over = state.total[search.OVER_LOAD] + state.total[search.OVER_TIME]
    return float(search.cost(g, state)) if over < search.PAST else np.inf


def adopt(g: Ground, state: State, found: Found) -> None:
    """Makes the state hold a plan found before."""
    width = state.seq.shape[1]
    state.seq[:], state.size[:], state.chosen[:] = found.seq[:, :width], found.size, found.chosen
    state.where[:] = -1
    for r in range(len(state.size)):
        for i in range(state.size[r]):
            state.where[state.seq[r, i], r // g.rounds] = r
        search.evaluate(g, state, r)
    state.numbers[search.PATTERNS] = float(sum(g.price[p] for p in found.chosen[1:] if p >= 0))
    state.touched[-1] = 0
    state.touched_at[:] = -1


def warm(g: Ground) -> None:
    """Loads (the first time: compiles) the machine code, so that no budget pays for it."""
    state = empty_state(g, 1)
    search.fill(g, state, 0.0)
    search.anneal(
        g, state, 0, 1.0, 0.0, 1, 1, np.inf, state.seq.copy(), state.size.copy(), state.chosen.copy()
    )


def solve(g: Ground, budget: Budget, seed: int, manner: Manner = USUAL, starts: int = 3) -> Found:
    """Several starts of equal length, then the best warmed up again; the best of all."""
    best: Found | None = None
    for k in range(starts):
        state = empty_state(g, seed * 1000 + k)
        search.fill(g, state, manner.noise)
        found = descend(g, state, budget.part(1.0 / starts), manner)
        best = found if best is None or found.value < best.value else best
    assert best is not None  # noqa: S101
    return best


def ground(
    travel: Floats, minutes: Floats, days: int, patterns: list[list[list[int]]], **more: Any
) -> Ground:
    """A ground with nothing limited unless said. patterns[c]: lists of days, for every stop but stop 0."""
    n = len(travel)
    rows: list[list[int]] = [days_ for some in patterns for days_ in some]
    first = np.cumsum([0] + [len(some) for some in patterns]).astype(np.int64)
    pattern = np.zeros((len(rows), days), np.bool_)
    for p, chosen in enumerate(rows):
        pattern[p, chosen] = True
    values: dict[str, Any] = {
        "travel": travel, "length": travel, "minutes": minutes, "demand": np.zeros(n), "opens": np.zeros((n, days)),
        "closes": np.full((n, days), np.inf), "usual": np.full(n, -1.0), "timed": False, "starts": np.zeros(days), "rounds": 1,
        "room": np.full(days, np.inf), "limit": np.full(days, np.inf), "target": np.full(days, np.inf), "first": first,
        "pattern": pattern, "often": np.array([len(some[0]) if some else 0 for some in patterns], np.float64), "stiff": np.zeros(n, np.bool_), "price": np.zeros(len(rows)), "near": nearest(travel), "late_price": 10.0, "drift_price": 0.0,
        "drift_free": 30.0, "uneven_price": 0.0, "span_price": 0.0,
    }  # fmt: skip
    return Ground(**{**values, **more})
