"""`linli board rebuild`: count every figure anew from the matters' own rows."""

import time
from datetime import datetime

import click

from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say
from linli.site.words import _


@click.group(help=_("看板：重算统计"))
def command() -> None:
    """Verbs about figures."""


@command.command(help=_("把统计从头重算一遍，停了可以接着算"))
@click.option("--afresh", is_flag=True, help=_("不接着上次，从头开始"))
@home_option
def rebuild(home_path: str | None, afresh: bool) -> None:
    """Works in chunks; a second run after a stop goes on where the first one was."""
    with ground(home_path):
        from django.conf import settings

        from linli.board.commands import recount

        begun, told, matters, months = time.monotonic(), 0.0, 0, 0
        for matters, months in recount(datetime.now(settings.LINLI_ZONE), afresh=afresh):
            if time.monotonic() - told > 5:
                told = time.monotonic()
                say(_("{matters} 件，{months} 个月").format(matters=matters, months=months))
        took = time.monotonic() - begun
        say(
            _("算好了：{matters} 件，{months} 个月，{took} 秒").format(
                matters=matters, months=months, took=f"{took:.1f}"
            )
        )
