"""Which user the embedded server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.kernel.refusal import Refusal
from linli.site.words import _

# The first that exists: one made for us, the one Debian's PostgreSQL uses, the one every system has.
UNPRIVILEGED = ("linli", "postgres", "nobody")

# UTF-8 classes for Chinese, order by code point. Sorting for people is by a stored pinyin key.
LOCALE = "C.UTF-8"


@dataclass(frozen=True)
class Account:
    """The user of the server process. `switched` says that it is another than ours."""

    name: str
    uid: int
    gid: int
    switched: bool

    def switch(self) -> dict[str, Any]:
        """Arguments for subprocess that start a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switched else {}

    @contextmanager
    def entrance(self, *folders: Path) -> "Iterator[Entrance]":
        """Ways by which this user reaches folders whose parents it may not enter.

        An inherited descriptor opens just that one folder, so no parent (think of /root) is opened to anyone.
        """
        if not self.switched:
            yield Entrance(self, tuple(str(folder) for folder in folders), ())
            return
        descriptors = tuple(os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders)
        try:
            yield Entrance(self, tuple(f"/proc/self/fd/{number}" for number in descriptors), descriptors)
        finally:
            for number in descriptors:
                os.close(number)


@dataclass(frozen=True)
class Entrance:
    """Paths that a program of the account can use while the descriptors are passed on to it."""

    account: Account
    paths: tuple[str, ...]
    descriptors: tuple[int, ...]

    def surroundings(self) -> dict[str, Any]:
        """Arguments for subprocess: user, descriptors, a bare environment, a process group of its own."""
        return {
            "cwd": "/",
            "env": {"PATH": "/usr/bin:/bin", "LANG": LOCALE, "LC_ALL": LOCALE},
            "pass_fds": self.descriptors,
            "process_group": 0,
            **self.account.switch(),
        }


def server_account(data: Path) -> Account:
    """Ourselves; as root the owner of existing data, LINLI_PG_USER, or the first unprivileged user."""
    if os.geteuid() != 0:
        return Account("", os.geteuid(), os.getegid(), switched=False)
    for entry in _candidates(data):
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switched=True)
    raise Refusal("no_server_user", _("找不到可以运行数据库的普通用户，请用 LINLI_PG_USER 指定一个。"))


def _candidates(data: Path) -> list[pwd.struct_passwd]:
    chosen = os.environ.get("LINLI_PG_USER")
    names = (chosen,) if chosen else UNPRIVILEGED
    found = [entry for entry in pwd.getpwall() if entry.pw_name in names]
    found.sort(key=lambda entry: names.index(entry.pw_name))
    if data.exists():
        # Files keep their owner when another user appears later.
        owner = data.stat().st_uid
        found = [entry for entry in pwd.getpwall() if entry.pw_uid == owner][:1] + found
    return found
