"""`linli test [pytest words]`: all tests, with what they need from the system."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

import linli
from linli.kernel.refusal import Refusal
from linli.site.door.steps import say
from linli.site.words import _

# What must be there, and the Debian package that brings it.
NEEDED = {
    Path("/usr/bin/chromium"): "chromium",
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"): "fonts-noto-cjk",
}


@click.command(
    help=_("运行全部测试（后面的词交给 pytest）"),
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Ends with pytest's own exit code."""
    _add_debian_packages([package for path, package in NEEDED.items() if not path.exists()])
    root = Path(linli.__file__).resolve().parents[2]
    spread = (
        []
        if any(word == "-n" or word.startswith(("-n", "--numprocesses")) for word in words)
        else ["-n", "2"]
    )
    os.chdir(root)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *spread, *words])  # noqa: S606


def _add_debian_packages(missing: list[str]) -> None:
    if not missing:
        return
    wanted = " ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Refusal("packages_missing", _("浏览器测试还需要：{wanted}。请先安装。").format(wanted=wanted))
    say(_("· 安装 {wanted} …").format(wanted=wanted))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    subprocess.run(install, check=True, env=quiet, stdout=subprocess.DEVNULL)
