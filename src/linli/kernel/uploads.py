"""Files handed in to be looked over before they are used: kept a day, for whoever brought them only."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .refusal import Refusal
from .scope import Actor

KEPT = timedelta(days=1)


def keep(content: bytes, *, actor: Actor, now: datetime) -> UUID:
    """Put a file aside and forget those older than a day; gives its name for `kept`."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget(folder, now)
    uid = uuid4()
    path = _path(uid, actor)
    path.write_bytes(content)
    os.utime(path, (now.timestamp(), now.timestamp()))
    return uid


def kept(uid: UUID, *, actor: Actor) -> bytes:
    """The file. Refuses: upload_gone (a day is over, or it is somebody else's)."""
    try:
        return _path(uid, actor).read_bytes()
    except FileNotFoundError:
        raise Refusal("upload_gone", _("这份文件已经不在了，请重新选。"), status=410) from None


def _folder() -> Path:
    return Path(settings.LINLI_FILES) / "uploads"


def _path(uid: UUID, actor: Actor) -> Path:
    return _folder() / f"{uid.hex}.{actor.person_id or 0}"


def _forget(folder: Path, now: datetime) -> None:
    oldest = (now - KEPT).timestamp()
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
