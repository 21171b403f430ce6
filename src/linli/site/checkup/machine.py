"""The machine and the home folder."""

import os
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version

import django

from linli.site.checkup.line import BAD, OK, WARN, Line
from linli.site.home import KEYS, Home
from linli.site.postgres import OwnServer, Server
from linli.site.words import _

# Below these shares of the disk: look after it soon, look after it now (reliability plan, disk full).
SCARCE, ALARMING = 0.15, 0.05


def versions() -> Iterator[Line]:
    """Of the interpreter and the framework."""
    yield Line(OK, "Python", platform.python_version())
    yield Line(OK, "Django", django.get_version())
    yield Line(OK, "granian", version("granian"))


def user() -> Iterator[Line]:
    """Root works, and is more than the web needs."""
    if os.geteuid() == 0:
        yield Line(WARN, _("运行用户"), _("root：可用；正式使用建议换普通用户"))
    else:
        yield Line(OK, _("运行用户"), str(os.geteuid()))


def keys(home: Home) -> Iterator[Line]:
    """All there (opening the home has read them), and closed to everybody else."""
    open_to_others = [path.name for path in (home.keys, *home.keys.iterdir()) if path.stat().st_mode & 0o077]
    if open_to_others:
        yield Line(BAD, _("密钥"), _("别的用户能读：{names}").format(names=_("、").join(open_to_others)))
    else:
        yield Line(OK, _("密钥"), _("{count} 个，只有当前用户能读").format(count=len(KEYS)))


def disk(home: Home) -> Iterator[Line]:
    """Room where the home lies."""
    total, _used, free = shutil.disk_usage(home.path)
    level = BAD if free < ALARMING * total else WARN if free < SCARCE * total else OK
    yield Line(
        level, _("磁盘"), _("剩余 {free:.1f} GB（{share:.0%}）").format(free=free / 1e9, share=free / total)
    )


def programs(server: Server | None) -> Iterator[Line]:
    """Which PostgreSQL programs serve, when they are ours."""
    if isinstance(server, OwnServer) and server.cluster:
        found = server.cluster.binaries
        yield Line(
            OK,
            _("数据库程序"),
            _("{version}（{origin}）{folder}").format(
                version=found.version, origin=found.origin, folder=found.folder
            ),
        )
        yield Line(OK, _("数据库用户"), server.cluster.account.name or str(server.cluster.account.uid))
    elif os.environ.get("LINLI_DATABASE_URL"):
        yield Line(OK, _("数据库程序"), _("由 LINLI_DATABASE_URL 指定"))
    else:
        yield Line(OK, _("数据库程序"), _("由正在运行的 linli up 提供"))
