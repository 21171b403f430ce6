"""What no roster can be cheaper than: the linear programme of the seats, with fairness exact at whole loads."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from linli.plan.roster.table import Table

MOST = 150_000  # variables; beyond, no bound


class Rows:
    """Rows of a sparse programme, collected."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []
        self.high: list[float] = []

    def add(self, columns: list[int], values: list[float], high: float) -> None:
        """sum of values x columns is at most `high`."""
        self.rows += [len(self.high)] * len(columns)
        self.columns += columns
        self.values += values
        self.high.append(high)


@dataclass(frozen=True)
class Programme:
    """Minimise price over rows at most high, variables from 0 to top; the first ones are the seats."""

    price: Any
    matrix: Any
    high: Any
    top: Any
    person: Any
    slot: Any


def programme(t: Table) -> Programme | None:
    """None where nobody may sit anywhere, or it is too large."""
    from scipy.sparse import csr_array

    person, slot = np.nonzero(t.allowed)
    count, people, slots = len(person), len(t.people), len(t.slots)
    if count > MOST or not count:
        return None
    empty, lack, unfair = count, count + slots, count + 2 * slots
    r = Rows()
    _needs(t, slot, empty, lack, r)
    _gaps(t, person, slot, r)
    _fairness(t, person, slot, unfair, r)
    _locks(t, person, slot, r)
    price = np.concatenate(
        [t.cost[person, slot], np.full(slots, t.empty), np.where(t.wants, t.skill, 0), np.ones(people)]
    )
    need = np.array([max(1, slot.need) for slot in t.slots], float)
    top = np.concatenate([np.ones(count), need, np.ones(slots), np.full(people, np.inf)])
    matrix = csr_array((r.values, (r.rows, r.columns)), shape=(len(r.high), unfair + people))
    return Programme(price, matrix, np.array(r.high), top, person, slot)


def lower(p: Programme) -> float | None:
    """A bound in tenths, rounded up to whole tenths, as every value is one."""
    from scipy.optimize import linprog

    done = linprog(
        p.price,
        A_ub=p.matrix,
        b_ub=p.high,
        bounds=np.column_stack([np.zeros_like(p.top), p.top]),
        method="highs",
    )
    return None if done.status != 0 else float(math.ceil(done.fun - 1e-4))


def exact(p: Programme, seconds: float) -> tuple[float | None, list[tuple[int, int]] | None]:
    """A better bound, and the cheapest roster where the branching ended in time."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole = np.zeros(len(p.price))
    whole[: len(p.person)] = 1
    done = milp(
        p.price, integrality=whole, bounds=Bounds(0.0, p.top),
        constraints=LinearConstraint(p.matrix, -np.inf, p.high),
        options={"time_limit": seconds, "node_limit": 500, "mip_rel_gap": 1e-6},
    )  # fmt: skip
    low = None if done.mip_dual_bound is None else float(math.ceil(done.mip_dual_bound - 1e-4))
    if done.x is None:
        return low, None
    return low, [(int(p.person[k]), int(p.slot[k])) for k in np.flatnonzero(done.x[: len(p.person)] > 0.5)]


def _locks(t: Table, person: Any, slot: Any, r: Rows) -> None:
    """Locked people sit where they are."""
    where = {(int(i), int(j)): k for k, (i, j) in enumerate(zip(person, slot, strict=True))}
    for pair in t.locked:
        r.add([where[pair]], [-1.0], -1.0)


def _needs(t: Table, slot: Any, empty: int, lack: int, r: Rows) -> None:
    """Seats taken or empty; a skill there or lacking."""
    locked = np.bincount([j for _p, j in t.locked], minlength=len(t.slots))
    skilled = t.skilled[np.nonzero(t.allowed)]
    for j in range(len(t.slots)):
        some = np.flatnonzero(slot == j).tolist()
        need = float(max(t.need[j], locked[j]))
        r.add([*some, empty + j], [-1.0] * (len(some) + 1), -need)
        r.add(some, [1.0] * len(some), need)
        if t.wants[j]:
            able = [k for k in some if skilled[k]]
            r.add([*able, lack + j], [-1.0] * (len(able) + 1), -1.0)


def _gaps(t: Table, person: Any, slot: Any, r: Rows) -> None:
    """One duty within `gap` days, and no more than the quota."""
    day = t.day[slot]
    for p in range(len(t.people)):
        mine = np.flatnonzero(person == p)
        r.add(mine.tolist(), [1.0] * len(mine), float(t.quota[p]))
        for d in sorted(set(day[mine].tolist())):
            some = mine[(day[mine] >= d) & (day[mine] < d + t.gap)]
            if len(some) > 1:
                r.add(some.tolist(), [1.0] * len(some), 1.0)


def _fairness(t: Table, person: Any, slot: Any, unfair: int, r: Rows) -> None:
    """The price of a load is at least each of its lines between two whole loads."""
    weight = t.weight[slot].astype(float)
    top = t.fair.shape[1] - 1
    for p in range(len(t.people)):
        mine = np.flatnonzero(person == p).tolist()
        load = [float(weight[k]) for k in mine]
        before = None
        for k in range(top):
            slope = float(t.fair[p, k + 1] - t.fair[p, k])
            if slope == before:
                continue
            before = slope
            r.add([*mine, unfair + p], [*(slope * w for w in load), -1.0], slope * k - float(t.fair[p, k]))
