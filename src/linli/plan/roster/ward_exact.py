"""The rostering rules as a linear programme: whole for small wards, block by block around a roster for others."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from linli.plan.formats.nurse import Staff, Ward
from linli.plan.roster.bound import Rows


@dataclass(frozen=True)
class Programme:
    """x[p, d, t] first, then too few and too many, then weekends."""

    ward: Ward
    price: Any
    rows: Rows
    top: Any
    cells: int

    def cell(self, p: int, d: int, t: int) -> int:
        """Number of a variable; types count from 1."""
        return _cell(self.ward, p, d, t)


def _cell(ward: Ward, p: int, d: int, t: int) -> int:
    return (p * ward.days + d) * len(ward.types) + t - 1


def programme(ward: Ward) -> Programme:
    """Every rule as rows."""
    people, days, types = len(ward.staff), ward.days, len(ward.types)
    cells = people * days * types
    weeks = days // 7
    few, many = cells, cells + days * types
    weekend = cells + 2 * days * types
    r = Rows()
    for d in range(days):
        for t in range(1, types + 1):
            some = [_cell(ward, p, d, t) for p in range(people)]
            k = d * types + t - 1
            r.add([*some, few + k], [-1.0] * (people + 1), -float(ward.need[d, t]))
            r.add([*some, many + k], [1.0] * people + [-1.0], float(ward.need[d, t]))
    for p, staff in enumerate(ward.staff):
        _line(ward, p, staff, weekend + p * weeks, r)
    cost = (ward.wish[:, :, 1:] - ward.wish[:, :, :1]).reshape(-1).astype(float)
    price = np.concatenate(
        [cost, ward.under[:, 1:].reshape(-1), ward.over[:, 1:].reshape(-1), np.zeros(people * weeks)]
    )
    top = np.concatenate([np.repeat(~ward.off.reshape(-1), types).astype(float),
                          np.full(2 * days * types, np.inf), np.ones(people * weeks)])  # fmt: skip
    return Programme(ward, price, r, top, cells)


def _line(ward: Ward, p: int, staff: Staff, weekend: int, r: Rows) -> None:
    """All rules of one person."""
    days, types = ward.days, range(1, len(ward.types) + 1)
    work = [[_cell(ward, p, d, t) for t in types] for d in range(days)]
    for d in range(days):
        r.add(work[d], [1.0] * len(work[d]), 1.0)
    for t in types:
        r.add([_cell(ward, p, d, t) for d in range(days)], [1.0] * days, float(staff.most[t]))
    whole = [(_cell(ward, p, d, t), float(ward.minutes[t])) for d in range(days) for t in types]
    r.add([c for c, _ in whole], [m for _, m in whole], float(staff.longest))
    r.add([c for c, _ in whole], [-m for _, m in whole], -float(staff.shortest))
    for d in range(days - 1):
        for t in types:
            after = [_cell(ward, p, d + 1, u) for u in types if not ward.follow[t, u]]
            if after:
                r.add([_cell(ward, p, d, t), *after], [1.0] * (len(after) + 1), 1.0)
    _runs(staff, work, r)
    for w in range(days // 7):
        for d in (7 * w + 5, 7 * w + 6):
            r.add([*work[d], weekend + w], [1.0] * len(work[d]) + [-1.0], 0.0)
    r.add([weekend + w for w in range(days // 7)], [1.0] * (days // 7), float(staff.weekends))


def _runs(staff: Staff, work: list[list[int]], r: Rows) -> None:
    """Runs not too long; no island of work or rest that is too short."""
    days = len(work)
    for d in range(days - staff.run_most):
        some = [c for k in range(d, d + staff.run_most + 1) for c in work[k]]
        r.add(some, [1.0] * len(some), float(staff.run_most))
    for length in range(1, staff.run_least):
        for d in range(days - length - 1):
            inside = [c for k in range(d + 1, d + 1 + length) for c in work[k]]
            ends = [*work[d], *work[d + length + 1]]
            r.add([*inside, *ends], [1.0] * len(inside) + [-1.0] * len(ends), float(length - 1))
    for length in range(1, staff.rest_least):
        for d in range(days - length - 1):
            inside = [c for k in range(d + 1, d + 1 + length) for c in work[k]]
            ends = [*work[d], *work[d + length + 1]]
            r.add([*inside, *ends], [-1.0] * len(inside) + [1.0] * len(ends), 1.0)


def solve(
    p: Programme, at: Any, free: Any, seconds: float, nodes: int | None = None
) -> tuple[Any, float | None, bool]:
    """at: today's roster; free: (people, days) cells that may change. Roster or None, bound, proven."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    ward = p.ward
    types = len(ward.types)
    now = np.zeros((len(ward.staff), ward.days, types))
    for t in range(types):
        now[:, :, t] = at == t + 1
    held = np.repeat(~free.reshape(-1), types)
    low, high = np.zeros(len(p.price)), p.top.copy()
    low[: p.cells][held] = now.reshape(-1)[held]
    high[: p.cells][held] = now.reshape(-1)[held]
    matrix = csr_array((p.rows.values, (p.rows.rows, p.rows.columns)), shape=(len(p.rows.high), len(p.price)))
    whole = np.zeros(len(p.price))
    whole[: p.cells] = 1
    options: dict[str, Any] = {"time_limit": max(0.1, seconds), "mip_rel_gap": 1e-6}
    if nodes is not None:
        options["node_limit"] = nodes
    done = milp(p.price, integrality=whole, bounds=Bounds(low, high),
                constraints=LinearConstraint(matrix, -np.inf, np.array(p.rows.high)), options=options)  # fmt: skip
    base = float(ward.wish[:, :, 0].sum())
    bound = (
        None
        if done.mip_dual_bound is None or not np.isfinite(done.mip_dual_bound)
        else done.mip_dual_bound + base
    )
    if done.x is None:
        return None, bound, False
    x = done.x[: p.cells].reshape(now.shape) > 0.5
    return np.where(x.any(axis=2), x.argmax(axis=2) + 1, 0), bound, done.status == 0
