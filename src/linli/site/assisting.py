"""The worker's part in understanding texts: keeps the helper alive, and has a candidate learned when it is time."""

import json
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings

from linli.assist.aside import environment, installed
from linli.assist.sorting import store
from linli.matters.commands import group_job
from linli.matters.queries import checked_examples, examples_since, streets_to_group
from linli.site.tether import tied

log = structlog.get_logger()

NEW_LABELS = 200
NOT_LEARNED = "not_learned"
NIGHT = range(1, 5)
"""Hours in which a candidate is learned each night, when anything new was decided."""
LEARNING = timedelta(minutes=10)
_helper: list["subprocess.Popen[bytes]"] = []


def keep_helper(now: datetime) -> int:
    """Start the helper where it does not run; it ends with this process."""
    if not installed() or (_helper and _helper[0].poll() is None):
        return 0
    if _helper:
        log.warning("assist_helper_ended", code=_helper.pop().returncode)
    door, root = settings.LINLI_ASSIST_DOOR, settings.LINLI_ASSIST
    door.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    _helper.append(
        subprocess.Popen(
            [sys.executable, "-m", "linli.assist.helper", str(door), str(root)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            preexec_fn=tied(signal.SIGTERM),
        )
    )
    return 0


def end_helper() -> None:
    """End the helper, so that the next worker's has the door for itself."""
    while _helper:
        _helper.pop().terminate()


def learn_when_due(now: datetime) -> int:
    """A candidate after 200 new decisions, or at night after any; it goes live only if it is no worse."""
    root = settings.LINLI_ASSIST
    if not installed():
        return 0
    tried = _last_try(root)
    fresh = examples_since(tried)
    if fresh < NEW_LABELS and not (
        fresh and now.hour in NIGHT and (tried is None or tried.date() < now.date())
    ):
        return 0
    (root / "tried").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    (root / "tried").write_text(now.isoformat(), encoding="ascii")
    lesson = {"root": str(root), "now": now.isoformat(timespec="seconds"), "examples": checked_examples()}
    done = subprocess.run(
        ["nice", "-n", "10", sys.executable, "-m", "linli.assist.child", "train"],
        input=json.dumps(lesson).encode(), capture_output=True, env=environment(), timeout=LEARNING.total_seconds(),
        check=False,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {}
    if "answer" in told:
        card = told["answer"]["card"]
        log.info(
            "assist_learned", version=card["version"], promoted=card["promoted"], reasons=card["reasons"]
        )
    else:
        log.info("assist_not_learned", why=told.get("refused", done.returncode))
        _tell_why(root, now, told.get("sentence", ""))
    return 0


def _tell_why(root: Path, now: datetime, why: str) -> None:
    """Write down why nothing was learned, for the page; the same reason once."""
    last = store.journal(root)[-1:]
    if why and not (last and (last[0].done, last[0].reasons) == (NOT_LEARNED, [why])):
        store.write_down(root, store.Line(now.isoformat(timespec="seconds"), NOT_LEARNED, "", [why]))


def group_when_due(now: datetime) -> int:
    """Ask for the grouping of streets where matters came in since: at the first start of all, at once."""
    if not installed():
        return 0
    for street in streets_to_group(now):
        if not group_job.is_pending(street_id=street):
            group_job.defer(street_id=street, at=now.isoformat())
    return 0


def _last_try(root: Path) -> datetime | None:
    try:
        return datetime.fromisoformat((root / "tried").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
