"""The web server: two processes with threads, started and watched by a small parent.

One process of Python uses one core. What processes keep in memory hangs on stamps of the database (kernel/stamp.py) and
what they count stands there too, so it makes no difference which of them answers.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.server import Server

from linli.site.tether import tie_to_parent

PROCESSES = min(2, os.cpu_count() or 1)
THREADS = 16 // PROCESSES
"""Each thread has a connection of its own: 16 in all, whatever the machine (postgres/cluster.py)."""
FAREWELL = 8


def serve(address: str, port: int, certificate: Path | None = None, key: Path | None = None) -> None:
    """Serves until SIGTERM or SIGINT; a serving process that dies is replaced at once."""
    server: Any = Server(
        "linli.site.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,  # telephones that are still in use
        respawn_failed_workers=True,
        workers_kill_timeout=FAREWELL,
    )
    server.serve(target_loader=partial(_application, os.getpid()), wrap_loader=False)


def _application(parent: int) -> Callable[..., Any]:
    """Runs in the serving process: it ends with its parent, then loads the framework."""
    tie_to_parent(signal.SIGKILL, parent)
    from linli.site.wsgi import application

    # What was loaded stays: no collection has to look through it again while somebody waits.
    gc.collect()
    gc.freeze()
    return application


if __name__ == "__main__":
    certificate, key = (Path(name) for name in sys.argv[3:5]) if sys.argv[3:] else (None, None)
    serve(sys.argv[1], int(sys.argv[2]), certificate, key)
