"""`linli bench [NAME]`: one line per figure, beside its target."""

import importlib
import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import linli
from linli.site.door.steps import say
from linli.site.words import _


@click.command(help=_("测速：每项一行，带目标与比值"))
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help=_("每项一行 JSON"))
@click.option("--quick", is_flag=True, help=_("小街道、短时间，只看能不能跑通"))
@click.option(
    "--home", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", envvar="LINLI_BENCH_HOME",
    help=_("把大街道留在这里，下次不用再装"),
)  # fmt: skip
@click.option(
    "--orders", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", envvar="LINLI_BENCH_ORDERS",
    help=_("用来测导入的工单表"),
)  # fmt: skip
def command(
    names: tuple[str, ...], as_json: bool, quick: bool, home: Path | None, orders: Path | None
) -> None:
    """Never fails on a slow machine: the figures say what is."""
    signal.signal(signal.SIGTERM, lambda *_of: sys.exit(128 + signal.SIGTERM))  # what was started ends, too
    root = str(Path(linli.__file__).resolve().parents[2])
    sys.path.insert(0, root)
    import bench

    if unknown := [name for name in names if name not in bench.NAMES]:
        known = " ".join(bench.NAMES)
        raise click.UsageError(
            _("没有名为 {name} 的测速，可以用：{known}").format(name=unknown[0], known=known)
        )
    asked = bench.Run(quick, home and home.absolute(), orders and orders.absolute())
    for figure in figures(names or bench.NAMES, asked):
        say(json.dumps(asdict(figure), ensure_ascii=False) if as_json else line_of(figure))


def figures(names: tuple[str, ...], asked: Any) -> Iterator[Any]:
    """The figures of the named files of `bench/`, each with what the rest of the machine did meanwhile."""
    from bench import told
    from bench.machine import Others

    for name in names:
        others = Others()
        yield from importlib.import_module(f"bench.{name}").figures(asked)
        yield told(
            f"{name}: used by others meanwhile",
            others.share(),
            "%",
            "of all cores; above 10 the figures count little",
        )


def line_of(figure: Any) -> str:
    """`✓ name  value unit  (target)  ratio`; no mark where there is no target."""
    mark = "·" if not figure.target else "✓" if figure.ok else "✗"
    target = f"({figure.target})" if figure.target else ""
    return "  ".join(
        filter(None, (f"{mark} {figure.name}", f"{figure.value:.9g} {figure.unit}", target, figure.ratio))
    )
