"""`linli up`: database, tables, sample town, web and worker, until it is told to stop."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from linli.kernel.refusal import Refusal
from linli.site.door import GAVE_UP, PORT_TAKEN, RUNS_ALREADY
from linli.site.door.ground import environment, home_option, opened_home
from linli.site.door.steps import say, step
from linli.site.front import Front, answers, check_port, front_of
from linli.site.home import Home, write_whole
from linli.site.postgres import OwnServer, Server, serving
from linli.site.prepare import Prepared, already
from linli.site.supervise import PAUSE, Program, Stop, running, stoppable
from linli.site.tether import adopt_orphans, tied
from linli.site.words import _

WEB_PATIENCE = 60.0
EXIT_CODES = {"port_taken": PORT_TAKEN, "program_keeps_dying": GAVE_UP, "runs_already": RUNS_ALREADY}


@click.command(
    help=_("启动邻里：数据库、网页、后台"),
    epilog=_("退出码：0 按要求停止，1 出错，2 不能启动，3 已在运行，4 端口被占用，5 程序反复退出。"),
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("网页端口"))
@click.option("--empty", is_flag=True, help=_("不载入示例街道"))
@click.option("--lan", is_flag=True, help=_("让同一网络里的手机也能打开（https）"))
@click.option("--households", type=click.IntRange(min=1), help=_("示例街道的户数（默认 600）"))
@home_option
def command(home_path: str | None, port: int, empty: bool, lan: bool, households: int | None) -> None:
    """Ends with 0 when told to stop, 3 when it runs already, 4 when the port is taken, 5 when it gave up."""
    with stoppable():
        try:
            home = opened_home(home_path)
            with only_one(home):
                front = front_of(home, port, lan=lan, now=datetime.now(ZoneInfo("Asia/Shanghai")))
                up(home, front, empty=empty, households=households)
        except Stop:
            say(_("已停止。"))
        except Refusal as refusal:
            if refusal.code not in EXIT_CODES:
                raise
            sys.stderr.write(f"{refusal.sentence}\n")
            sys.exit(EXIT_CODES[refusal.code])


def up(home: Home, front: Front, *, empty: bool, households: int | None) -> None:
    """Starts everything and keeps it; ends only by an exception."""
    check_port(front)
    adopt_orphans()
    say(_("· 数据文件夹 {path}").format(path=home.path))
    with ExitStack() as stack:
        with step(_("启动数据库")) as more:
            server = stack.enter_context(serving(home))
            if isinstance(server, OwnServer) and server.cluster:
                more.append(f"PostgreSQL {server.cluster.binaries.version}")
        known = {**environment(home, server), **front.environment(), **_own_words(front)}
        prepared = prepare(home, server, known, empty=empty, households=households)
        web, worker = programs(home, front, known)
        with step(_("启动网页和后台")):
            stack.enter_context(running(web, worker))
            await_web(front, (server.tend, web.tend, worker.tend))
        announce(home, front, prepared)
        while True:
            time.sleep(PAUSE)
            for tend in (server.tend, web.tend, worker.tend):
                tend()


def _own_words(front: Front) -> dict[str, str]:
    """The operator's own host names stay allowed beside ours."""
    own = os.environ.get("LINLI_HOSTS")
    return {"LINLI_HOSTS": f"{front.hosts},{own}"} if own else {}


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """One `up` for one home; a second one says where the first is, and ends."""
    lock = os.open(home.run / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = _running_url(home)
            raise Refusal("runs_already", _("这个数据文件夹已经在运行：{url}").format(url=where)) from None
        (home.run / "up.json").unlink(missing_ok=True)
        yield
    finally:
        os.close(lock)


def _running_url(home: Home) -> str:
    try:
        return str(json.loads((home.run / "up.json").read_text())["url"])
    except (OSError, ValueError, KeyError):
        return _("正在启动")


def prepare(
    home: Home, server: Server, known: dict[str, str], *, empty: bool, households: int | None
) -> Prepared:
    """Tables, sample town and static files, in a process of their own whose memory goes with it."""
    cell = os.environ.get("LINLI_CELL", "linli")
    begun_empty = home.path / "begun-empty"
    if empty:
        begun_empty.touch()
    if found := already(home, server.owner_url, cell):
        return found
    more = {"LINLI_EMPTY": "1" if begun_empty.exists() else "0"}
    if households:
        more["LINLI_HOUSEHOLDS"] = str(households)
    child = subprocess.run(
        [sys.executable, "-m", "linli.site.prepare"],
        env={**known, **more},
        preexec_fn=tied(signal.SIGKILL),
        process_group=0,
    )
    done = already(home, server.owner_url, cell)
    if child.returncode or done is None:
        raise Refusal("not_prepared", _("启动前的准备没有做完，原因见上。"))
    return done


def programs(home: Home, front: Front, known: dict[str, str]) -> tuple[Program, Program]:
    """The two programs kept running. Neither is told the owner's address: they work behind the walls only."""
    # Two arenas keep the memory of eight threads small.
    known = {**known, "MALLOC_ARENA_MAX": "2", "LINLI_PARENT": str(os.getpid())}
    for owners in ("LINLI_OWNER_URL", "LINLI_DATABASE_URL"):
        known.pop(owners, None)
    web = [sys.executable, "-m", "linli.site.web", *front.arguments()]
    worker = [sys.executable, "-m", "linli", "worker"]
    return Program("web", web, known, home.logs), Program("worker", worker, known, home.logs)


def await_web(front: Front, tend: tuple[Callable[[], None], ...]) -> None:
    """Until the web answers anything at all."""
    deadline = time.monotonic() + WEB_PATIENCE
    while not answers(front):
        for one in tend:
            one()
        if time.monotonic() > deadline:
            raise Refusal("web_did_not_answer", _("网页一分钟内没有应答，原因见数据文件夹的 logs/web.log。"))
        time.sleep(PAUSE / 4)


def announce(home: Home, front: Front, prepared: Prepared) -> None:
    """The READY line, and who may sign in."""
    write_whole(home.run / "up.json", json.dumps({"pid": os.getpid(), "url": front.url}).encode())
    say(f"READY {front.url}")
    if front.authority:
        say(_("手机先安装并信任这个证书：{path}").format(path=front.authority))
    if prepared.sign_ins:
        say(_("示例街道的登录账号："))
        for role, login, secret in prepared.sign_ins:
            say(f"  {role}　{login}　{secret}")
    say(_("按 Ctrl-C 停止。"))
