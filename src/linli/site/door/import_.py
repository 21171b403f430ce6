"""`linli import KIND FILE`: each kind is a module in a package's `imports` room."""

import importlib
import importlib.util
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

PACKAGES = ("matters", "people", "places", "kernel")


@click.command(help=_("导入表格、历年工单、节假日、区划"))
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("只检查，不写入"))
@click.option("--as", "login", metavar="LOGIN", help=_("以谁的身份"))
@click.option("--now", "moment", metavar="ISO", help=_("当作此刻的时间"))
@home_option
def command(
    home_path: str | None, kind: str, file: Path, dry_run: bool, login: str | None, moment: str | None
) -> None:
    """Calls `linli.<package>.imports.<kind>.run(file, actor=, now=, dry_run=, say=)`."""
    with ground(home_path):
        now = datetime.fromisoformat(moment) if moment else datetime.now(ZoneInfo("Asia/Shanghai"))
        importer(kind).run(file, actor=actor_named(login, now), now=now, dry_run=dry_run, say=say)


def importer(kind: str) -> Any:
    """The module of that name in the highest package that has one."""
    for package in PACKAGES:
        name = f"linli.{package}.imports"
        if importlib.util.find_spec(name) and importlib.util.find_spec(f"{name}.{kind}"):
            return importlib.import_module(f"{name}.{kind}")
    raise Refusal("unknown_import", _("没有名为 {kind} 的导入。").format(kind=kind))
