"""What a verb stands on: the home, a running database, the framework loaded."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click

from linli.site.home import Home
from linli.site.postgres import Server, serving
from linli.site.postgres.address import parts_of
from linli.site.words import _


def home_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--home DIR`, for every verb that touches state."""
    return click.option(
        "--home", "home_path", metavar="DIR", envvar="LINLI_HOME", help=_("数据文件夹（默认 var/）")
    )(function)


def environment(home: Home, server: Server) -> dict[str, str]:
    """What our other processes need to find home and database."""
    return {
        **os.environ,
        "LINLI_HOME": str(home.path),
        "LINLI_OWNER_URL": server.owner_url,
        "LINLI_APP_URL": server.app_url,
        "LINLI_APP_ROLE": parts_of(server.app_url).get("user", ""),
        "DJANGO_SETTINGS_MODULE": "linli.site.settings",
    }


def opened_home(home_path: str | None) -> Home:
    """The home, with the lines of its settings file put into the environment where nothing else is said."""
    home = Home.at(home_path)
    for name, value in home.own_settings().items():
        os.environ.setdefault(name, value)
    return home


@dataclass(frozen=True)
class Ground:
    """The opened home; the server, unless `up` runs it and has told us its addresses."""

    home: Home
    server: Server | None


@contextmanager
def ground(home_path: str | None) -> Iterator[Ground]:
    """Home, database and framework for the block; a child of `up` finds the database in its environment."""
    home = opened_home(home_path)
    if os.environ.get("LINLI_APP_URL"):
        _load_framework()
        yield Ground(home, None)
        return
    with serving(home) as server:
        os.environ.update(environment(home, server))
        _load_framework()
        yield Ground(home, server)


def _load_framework() -> None:
    import django

    django.setup()
