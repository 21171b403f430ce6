"""`linli plan KIND FILE.json`: plans in a process of its own, progress lines while it runs."""

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import linli
from linli.kernel.refusal import Refusal
from linli.plan import town
from linli.plan.measure import files, sets
from linli.plan.verbs import VERBS
from linli.site.door.steps import say
from linli.site.words import _


@click.group(help=_("排计划：走访、当天、值班、分格、画格、选址、匹配、巡回"))
def command() -> None:
    """Values in, plans out; the solvers run in a child process."""


@command.command("town", help=_("编一个示例问题（同一个种子，结果相同）"))
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--kind", type=click.Choice(town.KINDS), help=_("只要一种"))
def make_town(seed: int, kind: str | None) -> None:
    """Prints the made problem as JSON."""
    say(json.dumps(town.make(kind, seed) if kind else town.whole(seed), ensure_ascii=False))


@command.command("schema", help=_("某种问题（或计划）的 JSON 格式"))
@click.argument("kind", type=click.Choice(list(VERBS)))
@click.option("--plan", "of_plan", is_flag=True, help=_("计划的格式，不是问题的格式"))
def schema(kind: str, of_plan: bool) -> None:
    """Prints the JSON schema, made from the types themselves."""
    say(json.dumps(VERBS[kind].schema(of_plan), ensure_ascii=False, indent=1))


def installed() -> None:
    """The solvers are an extra: a small office runs without them."""
    if importlib.util.find_spec("numba") is None:
        raise Refusal("plan_not_installed", _("没有安装排计划用的软件包（linli[plan]）。"))


@contextlib.contextmanager
def child(module: str, words: list[str], problem: Path | None) -> Iterator[subprocess.Popen[str]]:
    """The process that plans; ends with us, and is low in priority."""
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(problem.open("rb")) if problem else subprocess.DEVNULL
        running = stack.enter_context(subprocess.Popen(
            [sys.executable, "-m", module, *words], stdin=source, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(Path(linli.__file__).resolve().parents[1])},
        ))  # fmt: skip
        try:
            yield running
        finally:
            running.terminate()


def _planned(
    kind: str, file: Path, seed: int, seconds: float, steps: int | None, out: Path | None
) -> dict[str, Any]:
    """Runs the child; asked to stop, it gives the best plan so far; killed, what it said last stands."""
    installed()
    words = [kind, str(seed), str(seconds), "-" if steps is None else str(steps)]
    last: dict[str, Any] = {}
    with child("linli.plan.child", words, file) as running:
        assert running.stdout is not None  # noqa: S101
        signal.signal(signal.SIGTERM, lambda *_: running.terminate())
        signal.signal(signal.SIGINT, lambda *_: running.send_signal(signal.SIGINT))
        for line in running.stdout:
            last = _heard(json.loads(line), last, out)
        if running.wait() not in (0, 2) and not last:
            raise Refusal("plan_failed", _("排计划的进程意外结束，没有结果。"))
    return last


def _heard(said: dict[str, Any], last: dict[str, Any], out: Path | None) -> dict[str, Any]:
    if "progress" in said:
        sys.stderr.write(f"· {100 * said['progress']:.0f} %  {said['value']}\n")
        return last
    if "refused" in said:
        raise Refusal(said["refused"], said["sentence"], facts=said.get("facts"))
    if out:
        new = out.with_name(out.name + ".new")
        new.write_text(json.dumps(said["plan"], ensure_ascii=False), encoding="utf-8")
        new.replace(out)
    plan: dict[str, Any] = said["plan"]
    return plan


def _add(kind: str, seconds: float) -> None:
    @command.command(kind)
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--seed", type=int, default=1, show_default=True)
    @click.option(
        "--budget", type=click.FloatRange(min=0), default=seconds, show_default=True, help=_("CPU 秒")
    )
    @click.option("--steps", type=click.IntRange(min=0), help=_("步数（代替 CPU 秒，结果可重现）"))
    @click.option("--json", "as_json", is_flag=True, help=_("整个计划的 JSON"))
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=_("存到文件"))
    @click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help=_("画成图"))
    def run(
        file: Path,
        seed: int,
        budget: float,
        steps: int | None,
        as_json: bool,
        out: Path | None,
        svg: Path | None,
    ) -> None:
        plan = _planned(kind, file, seed, budget, steps, out)
        if not plan:
            raise Refusal("plan_stopped", _("计划中断，没有结果。"))
        if svg:
            from linli.plan import pictures

            svg.write_text(
                pictures.draw(kind, json.loads(file.read_text(encoding="utf-8")), plan), encoding="utf-8"
            )
        if as_json:
            say(json.dumps(plan, ensure_ascii=False))
            return
        _say_outcome(plan["outcome"])


def _say_outcome(outcome: dict[str, Any]) -> None:
    bound = _("无下界") if outcome["bound"] is None else f"{outcome['bound']:g}"
    say(
        _("目标值 {value:g}，下界 {bound}，种子 {seed}，用时 {seconds:g} 秒，{steps} 步").format(
            **{**outcome, "bound": bound}
        )
    )
    say(
        _("核对发现 {faults} 处不合，变动 {moved} 处").format(
            faults=len(outcome["faults"]), moved=len(outcome["moved"])
        )
    )
    for row in (*outcome["faults"], *outcome["notes"]):
        say(f"· {row['sentence']}")
        for way in row.get("relax", []):
            say(f"    → {way}")


@command.command("bench", help=_("量一量：公开算例（文件、文件夹、集合名）或示例街道"))
@click.argument("names", nargs=-1, required=True, metavar="SET|FILE…")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--budget", type=click.FloatRange(min=0), help=_("CPU 秒，默认按算例种类"))
@click.option("--steps", type=click.IntRange(min=0), help=_("步数（代替 CPU 秒，结果可重现）"))
@click.option("--best", type=float, help=_("已知最好值"))
@click.option("--stations", type=click.IntRange(min=1), help=_("覆盖算例：几站"))
@click.option("--reach", type=click.FloatRange(min=0), help=_("覆盖算例：半径"))
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="LINLI_PLAN_DATA",
    help=_("集合所在的文件夹"),
)
@click.option("--json", "as_json", is_flag=True, help=_("每项一行 JSON"))
def bench(
    names: tuple[str, ...], seed: int, budget: float | None, steps: int | None, best: float | None,
    stations: int | None, reach: float | None, data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """One line for each: instance, value, best known, gap, seconds, faults. Ends with 1 where a checker objects."""
    installed()
    wrong = False
    for words in _asked(names, data, best, stations, reach):
        kind, path, known, count, far = words
        usual = sets.TOWNS[path] if kind == "town" else files.seconds(kind)
        told = [
            kind,
            path,
            str(seed),
            str(usual if budget is None else budget),
            *map(_word, (steps, known, count, far)),
        ]
        row = _measured(told)
        wrong |= bool(row["faults"])
        say(json.dumps(row, ensure_ascii=False) if as_json else _line(row))
    if wrong:
        sys.exit(1)


def _word(value: float | None) -> str:
    return "-" if value is None else str(value)


def _asked(
    names: tuple[str, ...], data: Path | None, best: float | None, stations: int | None, reach: float | None
) -> Iterator[tuple[str, str, float | None, int | None, float | None]]:
    """Every measurement that the words mean."""
    for name in names:
        if name in sets.TOWNS and not Path(name).exists():
            yield "town", name, None, None, None
            continue
        for file in _files(name, data):
            kind = files.family(file.read_text(encoding="utf-8", errors="replace"))
            if kind is None:
                if file == Path(name):
                    raise Refusal("plan_unknown_file", _("不认识这种算例文件：{name}").format(name=name))
                continue
            for known, count, far in files.questions(file, kind, stations, reach, best):
                yield kind, str(file), known, count, far


def _files(name: str, data: Path | None) -> list[Path]:
    root = data or Path(linli.__file__).resolve().parents[3] / "shared" / "data" / "planning"
    found = next((path for path in (Path(name), root / name) if path.exists()), None)
    if found is None:
        known = " ".join((*sets.TOWNS, *files.RUN))
        raise Refusal(
            "plan_no_set", _("没有这个文件或集合：{name}。可用：{known}").format(name=name, known=known)
        )
    return sorted(path for path in found.iterdir() if path.is_file()) if found.is_dir() else [found]


def _measured(words: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    with child("linli.plan.measure.child", words, None) as running:
        assert running.stdout is not None  # noqa: S101
        for line in running.stdout:
            said = json.loads(line)
            if "refused" in said:
                raise Refusal(said["refused"], f"{words[1]}{_('：')}{said['sentence']}")
            if "progress" in said:
                sys.stderr.write(f"· {Path(words[1]).stem} {100 * said['progress']:.0f} %  {said['value']}\n")
            row = said.get("row", row)
    if not row:
        raise Refusal("plan_failed", _("排计划的进程意外结束，没有结果。"))
    return row


def _line(row: dict[str, Any]) -> str:
    def shown(value: float | None, after: str = "") -> str:
        return "–" if value is None else f"{value:g}{after}"

    more = "  ".join(f"{name} {value}" for name, value in row["more"].items())
    return (
        f"{row['family']:<6}{row['instance']:<28}{shown(row['value']):>12}{shown(row['best']):>12}"
        f"{shown(row['gap'], ' %'):>12}{row['seconds']:>9.2f} s{len(row['faults']):>4}  {more}"
    )


for _kind, _verb in VERBS.items():
    _add(_kind, _verb.seconds)
