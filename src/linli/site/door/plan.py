"""`linli plan KIND FILE.json`: plans in a process of its own, progress lines while it runs."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from linli.kernel.refusal import Refusal
from linli.plan import town
from linli.plan.verbs import VERBS
from linli.site.door.steps import say
from linli.site.words import _


@click.group(help=_("排计划：走访、当天、分格、选址、匹配、巡回"))
def command() -> None:
    """Values in, plans out; the solvers run in a child process."""


@command.command("town", help=_("编一个示例问题（同一个种子，结果相同）"))
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--kind", type=click.Choice(town.KINDS), help=_("只要一种"))
def make_town(seed: int, kind: str | None) -> None:
    """Prints the made problem as JSON."""
    say(json.dumps(town.make(kind, seed) if kind else town.whole(seed), ensure_ascii=False))


def _planned(
    kind: str, file: Path, seed: int, seconds: float, steps: int | None, out: Path | None
) -> dict[str, Any]:
    """Runs the child; keeps what it says last, so that an interrupted run still has an answer."""
    if importlib.util.find_spec("numba") is None:
        raise Refusal("plan_not_installed", _("没有安装排计划用的软件包（linli[plan]）。"))
    arguments = [sys.executable, "-m", "linli.plan.child", kind, str(seed), str(seconds), str(steps or "-")]
    if steps == 0:
        arguments[-1] = "0"
    last: dict[str, Any] = {}
    with (
        file.open("rb") as problem,
        subprocess.Popen(arguments, stdin=problem, stdout=subprocess.PIPE, text=True) as child,
    ):
        assert child.stdout is not None  # noqa: S101
        try:
            for line in child.stdout:
                last = _heard(json.loads(line), last, out)
        except KeyboardInterrupt:
            child.terminate()
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
    def run(file: Path, seed: int, budget: float, steps: int | None, as_json: bool, out: Path | None) -> None:
        plan = _planned(kind, file, seed, budget, steps, out)
        if not plan:
            raise Refusal("plan_stopped", _("计划中断，没有结果。"))
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


for _kind, _verb in VERBS.items():
    _add(_kind, _verb.seconds)
