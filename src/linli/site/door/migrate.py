"""`linli migrate`: brings the database to the code's shape."""

import click

from linli.site.door.ground import ground, home_option
from linli.site.door.steps import step
from linli.site.words import _


@click.command(help=_("更新数据库结构"))
@home_option
def command(home_path: str | None) -> None:
    """Runs all migrations as the owner."""
    with ground(home_path), step(_("更新数据库结构")):
        from linli.site.migrate import migrate

        migrate()
