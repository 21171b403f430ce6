"""A process of its own for one plan: a problem on standard input, progress and the plan as JSON lines out."""

import json
import signal
import sys
from typing import Any

import msgspec

from linli.kernel.refusal import Refusal
from linli.plan.budget import Budget
from linli.plan.verbs import VERBS

LONG, FIRST = 4.0, 0.1  # seconds from which a run says a first plan, and its share


def answer(line: dict[str, Any]) -> None:
    """One line, seen at once."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def encoded(plan: Any) -> Any:
    """Builtin values; a number without end becomes null."""
    return msgspec.json.decode(msgspec.json.encode(plan))


def quick(budget: Budget) -> Budget | None:
    """A twentieth or tenth of a long budget for a first plan, so that even a killed run leaves one."""
    if budget.steps is not None:
        return Budget(budget.seconds, budget.steps // 20, stop=budget.stop) if budget.steps > 1_000 else None
    return Budget(budget.seconds * FIRST, stop=budget.stop) if budget.seconds >= LONG else None


def planned(kind: str, seed: int, budget: Budget) -> Any:
    """Reads the problem, says a first plan of a long run, gives the last one."""
    shape, solver = VERBS[kind].load()
    problem = msgspec.json.decode(sys.stdin.buffer.read(), type=shape)
    first = quick(budget)
    if first is not None:
        answer({"plan": encoded(solver(problem, seed=seed, budget=first)), "first": True})
        if budget.steps is None:
            budget.seconds *= 1 - FIRST
    budget.begin()
    return solver(problem, seed=seed, budget=budget)


def main(kind: str, seed: int, seconds: float, steps: int | None) -> int:
    """0 planned, 2 refused."""
    said = 0

    def tell(share: float, value: float) -> None:
        nonlocal said
        if int(share * 20) > said:
            said = int(share * 20)
            answer({"progress": round(share, 2), "value": encoded(value)})

    budget = Budget(seconds, steps, tell)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: budget.stop.append(True))
    try:
        plan = planned(kind, seed, budget)
    except msgspec.ValidationError as wrong:
        answer({"refused": "plan_bad_file", "sentence": f"文件内容不对：{wrong}。"})
        return 2
    except msgspec.DecodeError as wrong:
        answer({"refused": "plan_bad_json", "sentence": f"不是 JSON 文件：{wrong}。"})
        return 2
    except Refusal as refusal:
        answer({"refused": refusal.code, "sentence": refusal.sentence, "facts": dict(refusal.facts)})
        return 2
    answer({"plan": encoded(plan)})
    return 0


if __name__ == "__main__":
    _kind, _seed, _seconds, _steps = sys.argv[1:5]
    sys.exit(main(_kind, int(_seed), float(_seconds), int(_steps) if _steps != "-" else None))
