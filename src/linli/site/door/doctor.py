"""`linli doctor`: one line per finding, exit code 1 when something is wrong."""

import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say
from linli.site.words import _

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


@click.command(help=_("检查这套系统的状况"))
@home_option
def command(home_path: str | None) -> None:
    """Changes nothing; a home that does not run is started for the check."""
    with ground(home_path) as standing:
        from linli.site.checkup import BAD, checked

        lines = []
        for line in checked(standing.home, standing.server, datetime.now(ZoneInfo("Asia/Shanghai"))):
            lines.append(line)
            say(f"{MARKS[line.level]} {line.level:<4} {line.what}{_('：')}{line.found}")
    if any(line.level == BAD for line in lines):
        sys.exit(1)
