"""Any other word: the framework's own commands, on the home's database."""

import sys

import click

from linli.site.door.ground import ground


@click.command(
    add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """A command of the framework."""
    with ground(None):
        from django.core.management import execute_from_command_line

        execute_from_command_line([sys.argv[0], ctx.info_name or "help", *arguments])
