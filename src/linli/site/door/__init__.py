"""The one command-line door: every verb in a file of its own, loaded when it is asked for."""

import importlib
import sys

import click

from linli.kernel.refusal import Refusal
from linli.site.words import _

# Exit codes beyond 0 (done) and 1 (found a fault): 2 refused, 3 runs already, 4 port taken, 5 gave up.
REFUSED, RUNS_ALREADY, PORT_TAKEN, GAVE_UP = 2, 3, 4, 5

# verb: file and one line of help, so that the list needs no file opened
VERBS = {
    "up": ("up", _("启动邻里：数据库、网页、后台")),
    "worker": ("worker", _("只运行后台（up 已包含）")),
    "do": ("do", _("运行一条命令，如 do places.add_area name=…")),
    "import": ("import_", _("导入表格、历年工单、节假日、区划")),
    "token": ("token", _("示例街道人员的接口令牌")),
    "town": ("town", _("载入更大的示例街道")),
    "migrate": ("migrate", _("更新数据库结构")),
    "verify": ("verify", _("核对审计链和数据")),
    "doctor": ("doctor", _("检查这套系统的状况")),
    "board": ("board", _("看板：重算统计")),
    "plan": ("plan", _("排计划：走访、当天、分格、选址、匹配")),
    "assist": ("assist", _("理解文字：类别建议、热点归并、打码")),
    "bench": ("bench", _("测速")),
    "test": ("test", _("运行全部测试")),
}


class Door(click.Group):
    """Our verbs; every other word goes to the framework's own commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        module = VERBS[cmd_name][0] if cmd_name in VERBS else "manage"
        command: click.Command = importlib.import_module(f"linli.site.door.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("命令")):
            formatter.write_dl([(verb, line) for verb, (_module, line) in VERBS.items()])


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
def door() -> None:
    """邻里 Linli"""


def main() -> None:
    """Runs one verb; a refusal prints its code and its sentence and ends with 2."""
    try:
        door(prog_name="linli")
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.code}: {refusal.sentence}\n")
        sys.exit(REFUSED)
