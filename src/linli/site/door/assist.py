"""`linli assist VERB`: learn, measure, go live, go back; each in a process of its own."""

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

import linli
from linli.assist.sorting import store
from linli.kernel.refusal import Refusal
from linli.site.door.ground import ground, home_option, opened_home
from linli.site.door.steps import say
from linli.site.words import _

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ROOT = "assist"


@click.group(help=_("理解文字：类别建议、热点归并、打码"))
def command() -> None:
    """Values in, values out; what is learned lies in the home."""


def installed() -> None:
    """The libraries are an extra: a small office runs without them."""
    if importlib.util.find_spec("sklearn") is None:
        raise Refusal("assist_not_installed", _("没有安装理解文字用的软件包（linli[assist]）。"))


def asked(verb: str, *words: str, given: bytes = b"") -> Any:
    """The answer of a child process; its refusal is ours."""
    installed()
    env = {
        **os.environ,
        "PYTHONPATH": str(Path(linli.__file__).resolve().parents[1]),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "linli.assist.child", verb, *words],
        input=given, stdout=subprocess.PIPE, env=env, check=False,
    )  # fmt: skip
    with contextlib.suppress(ValueError, IndexError):
        told = json.loads(done.stdout.decode().splitlines()[-1])
        if "refused" in told:
            raise Refusal(told["refused"], told["sentence"], facts=told["facts"])
        return told["answer"]
    raise Refusal("assist_failed", _("处理文字的进程意外结束，没有结果。"))


@command.command("evaluate", help=_("用一张表学，用另一张表量"))
@click.option(
    "--train", type=FILE, required=True, help=_("列 tokens 或 title、text，以及 label；csv、csv.gz、xlsx")
)
@click.option("--test", type=FILE, required=True)
@click.option("--least", type=click.IntRange(min=1), default=3, show_default=True, help=_("每类至少几件"))
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help=_("每行的结果存为 csv"))
@click.option("--json", "as_json", is_flag=True)
def evaluate(train: Path, test: Path, least: int, predictions: Path | None, as_json: bool) -> None:
    """Macro-F1, accuracy, calibration, coverage, times."""
    told = asked("evaluate", str(train), str(test), str(predictions or ""), str(least))
    if as_json:
        say(json.dumps(told, ensure_ascii=False))
        return
    say(_("宏 F1 {macro_f1:.4f}，正确率 {accuracy:.4f}，校准误差 {calibration_error:.4f}").format(**told))
    high = told["at_90"]
    say(
        _("把握 0.9 以上的占 {coverage:.3f}，其中 {right:.4f} 正确").format(
            coverage=high["coverage"], right=high["right"] or 0
        )
    )
    say(_("学习 {train_cpu_seconds} 秒，每件 {ms_p95} 毫秒（95 %），内存 {memory_mb} MB").format(**told))


@command.command("group", help=_("把一张留言表归并成热点，带最近邻"))
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True)
def group(file: Path, as_json: bool) -> None:
    """Groups with people and heat; people, not messages, make an issue hot."""
    told = asked("group", str(file))
    if as_json:
        say(json.dumps(told, ensure_ascii=False))
        return
    say(
        _("{rows} 件归成 {groups} 组，{alone} 件单独，用时 {seconds} 秒").format(
            **{**told, "groups": len(told["groups"])}
        )
    )
    for one in told["groups"][:10]:
        say(
            _("热度 {heat}，{people} 人，{count} 件：{first} …").format(
                heat=one["heat"], people=one["people"], count=len(one["members"]), first=one["members"][0]
            )
        )


@command.command("train", help=_("用已办结、人工定过类别的事项学一次"))
@home_option
@click.option("--json", "as_json", is_flag=True)
def train(home_path: str | None, as_json: bool) -> None:
    """A candidate; it goes live only if it is no worse than the live one."""
    with ground(home_path) as stands:
        from django.conf import settings

        from linli.matters.queries import checked_examples

        now = datetime.now(settings.LINLI_ZONE)
        lesson = {
            "root": str(stands.home.path / ROOT),
            "now": now.isoformat(timespec="seconds"),
            "examples": checked_examples(),
        }
        told = asked("train", given=json.dumps(lesson, ensure_ascii=False).encode("utf-8", "replace"))
    if as_json:
        say(json.dumps(told, ensure_ascii=False))
        return
    card = told["card"]
    say(_("候选 {version}：学了 {rows} 件，检验 {held_out} 件").format(**card))
    if card["promoted"]:
        say(_("已启用。"))
    for reason in card["reasons"]:
        say(_("没有启用：{reason}").format(reason=reason))


@command.command("promote", help=_("改用某个版本"))
@click.argument("version")
@home_option
def promote(version: str, home_path: str | None) -> None:
    """By a person's decision, whatever the figures say."""
    store.go_live(_root(home_path), version, at=_moment(), reasons=["manual"])
    say(_("已启用 {version}。").format(version=version))


@command.command("rollback", help=_("退回上一个版本"))
@home_option
def rollback(home_path: str | None) -> None:
    """One switch."""
    before = store.roll_back(_root(home_path), at=_moment())
    say(_("已退回 {version}。").format(version=before) if before else _("已停用，不再给建议。"))


@command.command("status", help=_("现用的版本、指标、经过"))
@home_option
@click.option("--json", "as_json", is_flag=True)
def status(home_path: str | None, as_json: bool) -> None:
    """What is live and how it came about."""
    root = _root(home_path)
    live = store.live(root)
    card = store.card(root, live) if live else None
    if as_json:
        told = {
            "live": live,
            "card": store.as_told(card),
            "versions": store.versions(root),
            "journal": store.as_told(store.journal(root)),
        }
        say(json.dumps(told, ensure_ascii=False))
        return
    say(_("现用：{version}").format(version=live or _("没有")))
    if card is not None and card.metrics is not None:
        say(
            _("宏 F1 {f1:.4f}，校准误差 {ece:.4f}，学了 {rows} 件，到 {until}").format(
                f1=card.metrics.macro_f1,
                ece=card.metrics.calibration_error,
                rows=card.rows,
                until=card.until[:10],
            )
        )
    for line in store.journal(root)[-10:]:
        say(f"{line.at}  {line.done}  {line.version}  {' '.join(line.reasons)}")


def _root(home_path: str | None) -> Path:
    return opened_home(home_path).path / ROOT


def _moment() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
