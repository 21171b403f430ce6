"""`linli town`: the invented town, as large as asked."""

from datetime import datetime

import click

from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say, step
from linli.site.words import _


@click.command(help=_("载入更大的示例街道"))
@click.option("--households", type=click.IntRange(min=1), help=_("户数（默认 600；20000 约三分钟）"))
@click.option("--matters", type=click.IntRange(min=1), help=_("历史事项数（默认随户数）"))
@click.option("--steps", type=click.IntRange(min=3), hidden=True)
@home_option
def command(home_path: str | None, households: int | None, matters: int | None, steps: int | None) -> None:
    """Loads the town into a home that has none."""
    with ground(home_path):
        from django.conf import settings

        from linli.site import town
        from linli.site.migrate import migrate

        with step(_("更新数据库结构")):
            migrate()
        with step(_("载入示例街道")) as more:
            town.load(
                now=datetime.now(settings.LINLI_ZONE),
                households=households or town.HOUSEHOLDS,
                matters=matters,
                steps=steps,
                say=more.append,
            )
        for role, login, secret in town.sign_ins():
            say(f"  {role}　{login}　{secret}")
