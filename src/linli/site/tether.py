"""Ties between processes: a child ends with its parent, and leaves no grandchild behind."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def tied(last_signal: signal.Signals) -> Callable[[], None]:
    """What a child runs before its program (`preexec_fn`): the kernel sends it `last_signal` when we die.

    The tie hangs on the thread that starts the child, so start children from the main thread. It is set after
    the change of user, which would undo it.
    """
    return partial(_tie, last_signal, os.getpid())


def tie_to_parent(last_signal: signal.Signals, parent: int) -> None:
    """The same, said by the child itself; ends at once when `parent` is gone already."""
    _tie(last_signal, parent)


def adopt_orphans() -> None:
    """Grandchildren whose parent died become our children, so that we can end and collect them."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_group(leader: int, last_signal: signal.Signals = signal.SIGKILL) -> None:
    """Ends everything that a child in a process group of its own has started."""
    try:
        os.killpg(leader, last_signal)
    except (ProcessLookupError, PermissionError):
        return


def collect_orphans(leader: int, patience: float = 5.0) -> None:
    """Takes the exit codes of adopted processes of a group that was ended, until none is left."""
    deadline = time.monotonic() + patience
    try:
        while time.monotonic() < deadline:
            if not os.waitpid(-leader, os.WNOHANG)[0]:
                time.sleep(0.01)
    except ChildProcessError:
        return


def _tie(last_signal: int, parent: int) -> None:
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)
    if os.getppid() != parent:  # it died before the tie held
        os._exit(1)
