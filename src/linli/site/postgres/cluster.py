"""The embedded server's files and its process: made once, started as a child that ends with us."""

import shutil
import signal
import subprocess
from pathlib import Path

from linli.kernel.refusal import Refusal
from linli.site.home import Home, private_folder
from linli.site.log_file import log_file
from linli.site.postgres.account import LOCALE, Account, Entrance, server_account
from linli.site.postgres.binaries import Binaries, find_binaries
from linli.site.tether import tied
from linli.site.words import _

SUPERUSER = "postgres"
BIGGEST_LOG = 10_000_000
# One above the largest process number of Linux.
IMPOSSIBLE_PID = 4_194_305

# Written once, so an operator may edit them afterwards.
FIRST_SETTINGS = """
# Linli: one sub-district's office on two cores. Yours to change.
max_connections = 60
shared_buffers = 128MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 512MB
wal_compression = on
random_page_cost = 1.1
jit = off
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
log_line_prefix = '%m [%p] '
log_min_duration_statement = 1000
log_checkpoints = off
"""

# Said at every start, whatever the file says: what safety rests on.
FIRM_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "logging_collector": "off",
    "unix_socket_permissions": "0700",
}
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
FAST = dict.fromkeys(DURABLE, "off")


class Cluster:
    """One data folder and the programs for it. `fast` gives up durability, for tests only."""

    def __init__(self, home: Home, *, fast: bool = False) -> None:
        self.home = home
        self.fast = fast
        self.data = home.postgres / "data"
        self.log_path = home.logs / "postgres.log"
        self.account: Account = server_account(self.data)
        self.binaries: Binaries = find_binaries(self.account, self._major_on_disk())
        self._open_folders()

    def _major_on_disk(self) -> int | None:
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    def _open_folders(self) -> None:
        try:
            for folder in (self.home.postgres, self.home.sockets):
                private_folder(folder, self.account.uid, self.account.gid)
        except PermissionError as problem:
            raise Refusal(
                "database_of_somebody_else",
                _("数据库文件夹 {path} 属于另一个用户，请用原来的用户启动。").format(path=self.home.postgres),
            ) from problem

    def create(self) -> bool:
        """Makes the data folder if it is missing; True if it did. A cut leaves nothing that counts."""
        if self.data.exists():
            return False
        fresh = self.home.postgres / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        with self.account.entrance(self.home.postgres) as entrance:
            (folder,) = entrance.paths
            _write(entrance, f"{folder}/first-password", self.home.key_text("superuser_password"))
            self._initialise(entrance, f"{folder}/data.new", f"{folder}/first-password")
            _write(entrance, f"{folder}/data.new/postgresql.conf", FIRST_SETTINGS, append=True)
        (self.home.postgres / "first-password").unlink()
        fresh.rename(self.data)
        return True

    def _initialise(self, entrance: Entrance, data: str, password_file: str) -> None:
        options = ["-D", data, "-U", SUPERUSER, "--pwfile", password_file, "--auth", "scram-sha-256"]
        options += ["-E", "UTF8", "--locale", LOCALE, "--data-checksums"]
        if self.binaries.major >= 17:
            options += ["--locale-provider", "builtin", "--builtin-locale", LOCALE]
        if self.fast:
            options += ["--no-sync"]
        done = subprocess.run(
            [self.binaries.folder / "initdb", *options],
            capture_output=True,
            text=True,
            preexec_fn=tied(signal.SIGKILL),
            **entrance.surroundings(),
        )
        if done.returncode:
            reason = (done.stderr or done.stdout).strip()[-500:]
            raise Refusal("database_not_made", _("数据库没有建成：{reason}").format(reason=reason))

    def spawn(self) -> "subprocess.Popen[bytes]":
        """Starts the server as a child of this thread; it shuts down fast when we die, however we die."""
        self._open_folders()
        self._free_stale_pid()
        with (
            self.account.entrance(self.home.postgres, self.home.sockets) as entrance,
            log_file(self.log_path, BIGGEST_LOG) as log,
        ):
            postgres, sockets = entrance.paths
            settings = FIRM_SETTINGS | (FAST if self.fast else DURABLE)
            settings["unix_socket_directories"] = '"{}"'.format(sockets.replace('"', '""'))
            options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
            return subprocess.Popen(
                [self.binaries.folder / "postgres", "-D", f"{postgres}/data", *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=tied(signal.SIGINT),
                **entrance.surroundings(),
            )

    def last_words(self) -> str:
        """The end of the server's log, for a sentence about why it did not start."""
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-3:])

    def _free_stale_pid(self) -> None:
        """After a crash the old number may belong to another program, and the server would refuse to start.

        Only the number is made free. The rest of the file lets the server see old processes that still hold
        its shared memory.
        """
        try:
            number, _newline, rest = (self.data / "postmaster.pid").read_text().partition("\n")
            program = Path(f"/proc/{int(number)}/comm").read_text().strip()
        except (OSError, ValueError):
            return
        if program != "postgres":
            with self.account.entrance(self.data) as entrance:
                _write(entrance, f"{entrance.paths[0]}/postmaster.pid", f"{IMPOSSIBLE_PID}\n{rest}")


def _write(entrance: Entrance, path: str, text: str, *, append: bool = False) -> None:
    """Writes as the server's user: root must not follow links that another user may have laid."""
    redirect = ">>" if append else ">"
    subprocess.run(
        ["/bin/sh", "-c", f'umask 077; cat {redirect} "$0"', path],
        input=text.encode(),
        check=True,
        preexec_fn=tied(signal.SIGKILL),
        **entrance.surroundings(),
    )
