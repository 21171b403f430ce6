"""`linli bench [NAME]`: one line per figure, beside its target."""

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import linli
from linli.site.door.ground import ground, home_option
from linli.site.door.steps import say
from linli.site.words import _


@click.command(help=_("测速：每项一行，带目标与比值"))
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help=_("每项一行 JSON"))
@home_option
def command(home_path: str | None, names: tuple[str, ...], as_json: bool) -> None:
    """Never fails on a slow machine: the figures say what is."""
    with ground(home_path):
        for figure in figures(names):
            if as_json:
                say(json.dumps(asdict(figure), ensure_ascii=False))
            else:
                mark = "✓" if figure.ok else "✗"
                say(
                    f"{mark} {figure.name}  {figure.value:g} {figure.unit}  ({figure.target})  {figure.ratio}"
                )


def figures(names: tuple[str, ...]) -> Iterator[Any]:
    """The figures of the named files of `bench/`, of all without names."""
    sys.path.insert(0, str(Path(linli.__file__).resolve().parents[2]))
    import bench

    for module in pkgutil.iter_modules(bench.__path__):
        if not names or module.name in names:
            found = importlib.import_module(f"bench.{module.name}")
            yield from found.figures() if hasattr(found, "figures") else ()
