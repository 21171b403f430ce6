"""`linli import KIND FILE`: each kind is a module in a package's `imports` room."""

import importlib
import importlib.util
import inspect
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from linli.kernel.refusal import Refusal
from linli.site.door.do import actor_named
from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say
from linli.site.words import _

PACKAGES = ("exchange", "board", "matters", "people", "places", "kernel")


@click.command(
    help=_("导入表格、历年工单、节假日、区划"),
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": True},
)
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
@click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
@click.option("--as", "login", metavar="LOGIN", help=_("以谁的身份"))
@click.option("--now", "moment", metavar="ISO", help=_("当作此刻的时间"))
@home_option
def command(
    home_path: str | None,
    kind: str,
    file: Path,
    more: tuple[str, ...],
    dry_run: bool,
    login: str | None,
    moment: str | None,
) -> None:
    """Calls `linli.<package>.imports.<kind>.run(file, actor=, now=, dry_run=, say=, ...)`.

    Options of one kind only (orders: --area CODE, --mapping NAME; divisions, areas: --below CODE; areas:
    --crs NAME; days: --year YEAR) are handed on by their names. Several files are taken in one after another.
    """
    with ground(home_path):
        now = datetime.fromisoformat(moment) if moment else datetime.now(ZoneInfo("Asia/Shanghai"))
        run = importer(kind).run
        files, words = split_words(more)
        options = options_of(run, words)
        for one in (file, *files):
            run(one, actor=actor_named(login, now), now=now, dry_run=dry_run, say=say, **options)


def split_words(more: tuple[str, ...]) -> tuple[list[Path], tuple[str, ...]]:
    """Further files, and the options with their values. Refuses: file_missing."""
    files: list[Path] = []
    options: list[str] = []
    left = list(more)
    while left:
        word = left.pop(0)
        if word.startswith("--"):
            options += [word] if "=" in word or not left else [word, left.pop(0)]
        elif Path(word).is_file():
            files.append(Path(word))
        else:
            raise Refusal("file_missing", _("没有文件 {file}。").format(file=word))
    return files, tuple(options)


def options_of(run: Any, words: tuple[str, ...]) -> dict[str, str]:
    """`--area CODE` or `--area=CODE` as keyword arguments of the importer."""
    known = set(inspect.signature(run).parameters) - {"file", "actor", "now", "dry_run", "say"}
    found: dict[str, str] = {}
    left = list(words)
    while left:
        name, equals, value = left.pop(0).removeprefix("--").partition("=")
        name = name.replace("-", "_")
        if name not in known or not (equals or left):
            raise Refusal("unknown_option", _("这种导入没有选项 {name}。").format(name=name))
        found[name] = value if equals else left.pop(0)
    return found


def importer(kind: str) -> Any:
    """The module of that name in the highest package that has one."""
    for package in PACKAGES:
        name = f"linli.{package}.imports"
        if importlib.util.find_spec(name) and importlib.util.find_spec(f"{name}.{kind}"):
            return importlib.import_module(f"{name}.{kind}")
    raise Refusal("unknown_import", _("没有名为 {kind} 的导入。").format(kind=kind))
