"""The home folder: all state of one installation in one place, with the right modes."""

import fcntl
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import linli
from linli.kernel.refusal import Refusal
from linli.site.words import _

# A Unix socket's address holds 107 bytes; PostgreSQL appends "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 86

KEY_BYTES = 32
# Lost, these make what is stored unreadable or unprovable, so they are never made a second time.
LASTING_KEYS = ("master", "index", "seal")


def _password() -> bytes:
    return secrets.token_urlsafe(KEY_BYTES).encode()


def _raw() -> bytes:
    return os.urandom(KEY_BYTES)


KEYS: dict[str, Callable[[], bytes]] = {
    "master": _raw,  # personal fields
    "index": _raw,  # blind index
    "seal": _raw,  # audit batches
    "django_secret": _password,
    "superuser_password": _password,
    "owner_password": _password,
    "app_password": _password,
}


@dataclass(frozen=True)
class Home:
    """The folders of one installation. `path` is absolute; `at` makes everything that is missing."""

    path: Path

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def static(self) -> Path:
        return self.path / "static"

    @property
    def tls(self) -> Path:
        return self.path / "tls"

    @property
    def settings(self) -> Path:
        """Optional file of NAME=VALUE lines read before anything starts."""
        return self.path / "settings.env"

    def own_settings(self) -> dict[str, str]:
        """The operator's NAME=VALUE lines; empty lines and lines that begin with # are passed over."""
        try:
            lines = self.settings.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
        return {name.strip(): value.strip() for name, _equals, value in pairs}

    @property
    def sockets(self) -> Path:
        """Folder of the database socket: in the home, or a short private one when that path will not do."""
        inside = self.run / "sql"
        # Clients take a comma for the end of one host and the start of the next.
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and "," not in str(inside):
            return inside
        # Only root may write to /run, so nobody can lie in wait there; elsewhere the owner is checked.
        base = Path("/run") if os.geteuid() == 0 and Path("/run").is_dir() else Path("/tmp")  # noqa: S108
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]
        return base / f"linli-{os.geteuid()}-{name}"

    def drop_short_sockets(self) -> None:
        """Removes the socket folder outside the home, if there is one and nothing is left in it."""
        if not self.sockets.is_relative_to(self.path):
            with suppress(OSError):
                self.sockets.rmdir()

    @classmethod
    def at(cls, path: str | os.PathLike[str] | None = None) -> "Home":
        """The home at `path`, else at LINLI_HOME, else `var` beside the source; folders and keys made.

        Refuses `key_missing` or `key_damaged` rather than start with keys other than the stored ones.
        """
        home = cls(Path(os.path.abspath(path or os.environ.get("LINLI_HOME") or default_path())))  # noqa: PTH100
        home._make()
        return home

    def _make(self) -> None:
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.run, self.files, self.logs, self.static, self.postgres):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as problem:
            raise Refusal(
                "home_not_writable",
                _("不能在 {path} 建立数据文件夹：{reason}。").format(path=self.path, reason=problem.strerror),
            ) from problem
        with locked(self.path):
            self._make_keys()

    def _make_keys(self) -> None:
        if not self.keys.exists():
            # All at once under another name: a cut leaves either the whole set or none.
            fresh = self.path / "keys.new"
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(mode=0o700)
            for name, make in KEYS.items():
                write_whole(fresh / name, make())
            fresh.rename(self.keys)
            _sync_folder(self.path)
        self.keys.chmod(0o700)
        for name, make in KEYS.items():
            if name not in LASTING_KEYS and not (self.keys / name).exists():
                write_whole(self.keys / name, make())
            self.key(name)

    def key(self, name: str) -> bytes:
        """One key: 32 bytes for master, index and seal, printable ASCII for the rest."""
        path = self.keys / name
        try:
            value = path.read_bytes()
        except FileNotFoundError:
            raise Refusal(
                "key_missing",
                _("密钥文件 {path} 不见了。请从备份放回；没有它，已保存的内容无法读取。").format(path=path),
            ) from None
        except PermissionError:
            raise Refusal("key_unreadable", _("没有权限读取密钥文件 {path}。").format(path=path)) from None
        if len(value) < KEY_BYTES or (name in LASTING_KEYS and len(value) != KEY_BYTES):
            raise Refusal(
                "key_damaged", _("密钥文件 {path} 不完整。请从备份放回原来的文件。").format(path=path)
            )
        return value

    def key_text(self, name: str) -> str:
        """A printable key (passwords, the framework's secret)."""
        return self.key(name).decode("ascii")


def default_path() -> Path:
    """`var` beside the checkout, or in the working folder when the package lies elsewhere."""
    root = Path(linli.__file__).resolve().parents[2]
    return (root if (root / "linli").is_file() else Path.cwd()) / "var"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder against other processes for a moment; the lock ends with the process."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Writes a file so that a cut at any moment leaves the old content, the new one, or no file."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def private_folder(path: Path, owner: int, group: int) -> Path:
    """A 0700 folder of that owner; refuses one that somebody else laid there."""
    path.mkdir(mode=0o700, exist_ok=True, parents=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), owner}:
        raise Refusal("folder_of_somebody_else", _("文件夹 {path} 不属于当前用户。").format(path=path))
    os.chown(path, owner, group, follow_symlinks=False)
    path.chmod(0o700)
    return path


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
