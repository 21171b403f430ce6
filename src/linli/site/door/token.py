"""`linli token --as ROLE`: an API token of somebody in the sample town."""

from datetime import datetime

import click

from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say
from linli.site.words import _


@click.command(help=_("示例街道人员的接口令牌"))
@click.option("--as", "role", required=True, metavar="ROLE", help=_("角色，如 grid_worker"))
@home_option
def command(home_path: str | None, role: str) -> None:
    """Prints one token; refused outside a sample town."""
    with ground(home_path):
        from django.conf import settings

        from linli.site import town

        say(town.token(role, now=datetime.now(settings.LINLI_ZONE)))
