"""A process of its own for one measurement: a file in, progress and one line of JSON out."""

import json
import sys
from pathlib import Path

import msgspec

from linli.plan.budget import Budget
from linli.plan.measure import files, towns


def number(word: str) -> float | None:
    """'-' means nothing was said."""
    return None if word == "-" else float(word)


def main(words: list[str]) -> int:
    """0 measured without fault, 1 with faults, 2 no such file."""
    kind, path, seed, seconds, steps, best, stations, reach = words
    said = 0

    def tell(share: float, value: float) -> None:
        nonlocal said
        if int(share * 10) > said:
            said = int(share * 10)
            line = {"progress": round(share, 2), "value": value if value < float("inf") else None}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()

    budget = Budget(float(seconds), None if steps == "-" else int(steps), tell)
    try:
        if kind == "town":
            line = towns.measure(path, int(seed), budget)
        else:
            text = Path(path).read_text(encoding="utf-8", errors="replace")
            count = None if stations == "-" else int(stations)
            task = files.Task(Path(path).stem, text, int(seed), budget, number(best), count, number(reach))
            line = files.measure(kind, task)
    except (ValueError, IndexError, KeyError, StopIteration) as wrong:
        sys.stdout.write(
            json.dumps({"refused": "plan_bad_file", "sentence": f"文件内容不对：{wrong}。"}) + "\n"
        )
        return 2
    sys.stdout.write(json.dumps({"row": msgspec.to_builtins(line)}, ensure_ascii=False) + "\n")
    return 1 if line.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
