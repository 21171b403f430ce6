"""`linli worker`: jobs, reactions, clocks."""

import os
import signal
import threading
import time

import click

from linli.site.door.ground import ground, home_option
from linli.site.words import _

# After the parent's death the job in hand may end; a job cut short is done again by the next worker.
GRACE = 10.0


@click.command(help=_("只运行后台（up 已包含）"))
@home_option
def command(home_path: str | None) -> None:
    """Runs until SIGTERM or SIGINT."""
    if os.environ.get("LINLI_PARENT"):
        threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()
    with ground(home_path):
        from linli.site.worker import run

        run()


def _follow_parent(parent: int) -> None:
    """The kernel has sent SIGTERM when the parent died; this makes sure that the end comes."""
    while os.getppid() == parent:
        time.sleep(1)
    time.sleep(GRACE)
    os.kill(os.getpid(), signal.SIGKILL)
