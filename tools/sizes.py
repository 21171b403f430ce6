"""A report of sizes: files, functions, branches, templates, packages, beside what the house aims at.

Run `.venv/bin/python -m tools.sizes`. It fails on nothing; it says where to think again.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "linli"
BRANCHES = (
    ast.If,
    ast.For,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.BoolOp,
    ast.comprehension,
    ast.match_case,
)


class Size(NamedTuple):
    """Something and how large it is."""

    size: int
    where: str


class Aim(NamedTuple):
    """Median, nine of ten, and above what to think again."""

    median: int
    most: int
    again: int


def _files(under: Path, suffix: str) -> Iterator[Path]:
    for path in sorted(under.rglob(f"*{suffix}")):
        if "migrations" not in path.parts and "vendor" not in path.parts:
            yield path


def _lines(paths: Iterator[Path]) -> list[Size]:
    return [
        Size(len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(ROOT)))
        for path in paths
    ]


def _functions(paths: Iterator[Path]) -> tuple[list[Size], list[Size]]:
    """Lines and branches of every function."""
    lines, branches = [], []
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                lines.append(Size((node.end_lineno or node.lineno) - node.lineno + 1, where))
                branches.append(Size(sum(isinstance(one, BRANCHES) for one in ast.walk(node)), where))
    return lines, branches


def _share(sizes: Sequence[Size], part: float) -> int:
    return sorted(sizes)[min(int(len(sizes) * part), len(sizes) - 1)].size


def _report(name: str, sizes: Sequence[Size], aim: Aim) -> None:
    median, most = _share(sizes, 0.5), _share(sizes, 0.9)
    print(f"{name}: {len(sizes)}; median {median} (aim {aim.median}), p90 {most} (aim {aim.most})")
    for one in sorted(sizes, reverse=True):
        if one.size <= aim.again:
            break
        print(f"  {one.size:>5}  {one.where}")


def main() -> int:
    """Print the report."""
    lines, branches = _functions(_files(SOURCE, ".py"))
    _report("files, lines", _lines(_files(SOURCE, ".py")), Aim(60, 200, 400))
    _report("test files, lines", _lines(_files(ROOT / "tests", ".py")), Aim(60, 200, 600))
    _report("functions, lines", lines, Aim(6, 20, 50))
    _report("functions, branches", branches, Aim(2, 4, 8))
    _report("templates, lines", _lines(_files(SOURCE, ".html")), Aim(30, 100, 200))
    print("packages, lines (aim: kernel 3,000, a package 1,500 to 5,000)")
    for package in sorted(path for path in SOURCE.iterdir() if (path / "__init__.py").exists()):
        print(f"  {sum(one.size for one in _lines(_files(package, '.py'))):>6}  {package.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
