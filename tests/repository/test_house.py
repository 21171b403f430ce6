"""Rules of the house that a reader of the source can check."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "linli"
FILES = [
    path
    for folder in ("src", "tests", "tools", "bench", "docs", ".ci")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix in {".py", ".html", ".md", ".js", ".css", ".toml", ".txt", ".sh", ""}
    and "__pycache__" not in path.parts
]  # fmt: skip
PYTHON = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_named_for_nothing():
    empty_names = {"utils.py", "helpers.py", "services.py", "managers.py", "common.py", "misc.py", "util.py"}
    assert [name(path) for path in PYTHON if path.name in empty_names] == []


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_module_says_what_it_is(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, "a module begins with one sentence"


def _calls_the_clock(tree: ast.AST) -> list[int]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            text = ast.unparse(node.func)
            if re.fullmatch(r"(datetime|date|timezone|clock|dt)(\.\w+)?\.(now|today|utcnow)", text):
                found.append(node.lineno)
    return found


UNUSED_BY_NAME = {
    "due_many": "bench/worktime.py measures the core by it",
    "core_words": "the words a test must walk one by one",
}
"""Functions that nothing in the product names, and why they are there."""


def test_nothing_is_left_that_nobody_calls():
    texts = [
        path.read_text(encoding="utf-8") for path in SOURCE.rglob("*") if path.suffix in {".py", ".html"}
    ]
    used = Counter(word for text in texts for word in re.findall(r"\w+", text))
    dead = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in PYTHON
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.decorator_list
        if used[node.name] == 1 and not node.name.startswith("__") and not node.name.endswith("Config")
    ]
    assert [one for one in dead if one.split()[-1] not in UNUSED_BY_NAME] == []


# The only places that may ask what time it is: where a request, a job or a command line comes in.
CLOCK_READERS = (
    "site/middleware.py",
    "site/worker.py",
    "site/door/",
    "site/health.py",
    "site/api/",
    "site/checkup/",
    "site/prepare.py",
)


def test_the_clock_is_read_at_the_doors_only():
    faults = [
        f"{name(path)}:{line}"
        for path in PYTHON
        if not str(path.relative_to(SOURCE)).startswith(CLOCK_READERS)
        for line in _calls_the_clock(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert faults == []


WRITERS = ("commands", "queries", "migrations", "models")


def _bare_objects(path: Path) -> list[int]:
    """Lines with `Model.objects` not followed by `.reachable`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            above = parents.get(node)
            if not (isinstance(above, ast.Attribute) and above.attr == "reachable"):
                found.append(node.lineno)
    return found


def test_rows_are_read_through_queries_and_written_through_commands():
    faults = [
        f"{name(path)}:{line}"
        for package in ("places", "people", "matters", "board", "exchange")
        for path in (SOURCE / package).rglob("*.py")
        if not any(part.removesuffix(".py") in WRITERS for part in path.relative_to(SOURCE / package).parts)
        for line in _bare_objects(path)
    ]
    faults += [
        f"{name(path)}:{line}"
        for path in (SOURCE / "site" / "pages").rglob("*.py")
        for line in _bare_objects(path)
    ]
    assert faults == []


# Put together from parts, so that this file does not name them itself.
REGISTRIES = re.compile(
    "|".join(("py" + "pi" + r"\.org", "python" + "hosted", "registry" + r"\.npm", "deb" + r"\.debian\.org"))
)
ABSOLUTE = re.compile(r"(?<![\w./-])/(?:work|root|home/\w+)/[\w.-]+")


def test_no_registry_host_and_no_machine_path_in_the_project():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    faults = []
    for path in filter(None, listed):
        file = ROOT / path
        if not file.is_file() or (
            file.suffix in {".png", ".jpg", ".woff2", ".mo", ".lock"} and "requirements" not in path
        ):
            continue
        text = file.read_text(encoding="utf-8", errors="ignore")
        if REGISTRIES.search(text):
            faults.append(f"{path}: names a package registry")
        if ABSOLUTE.search(text):
            faults.append(f"{path}: {ABSOLUTE.search(text)[0]}")
    assert faults == []


def test_lock_files_have_hashes_and_no_addresses():
    for lock in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / lock).read_text()
        pinned = [line for line in text.split("\n") if re.match(r"^[a-z0-9]", line)]
        assert pinned
        assert all("==" in line for line in pinned)
        assert text.count("--hash=sha256:") >= len(pinned)
        assert "http" not in text


def test_templates_have_no_inline_script_or_style():
    faults = []
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S", text) and "application/json" not in text:
            faults.append(f"{name(path)}: inline script")
        if re.search(r"\sstyle=|<style|\son(click|load|change|submit|input)=|javascript:", text):
            faults.append(f"{name(path)}: inline style or handler")
        if re.search(r"(src|href|action|srcset)=.https?://", text):
            faults.append(f"{name(path)}: loads from elsewhere")
    assert faults == []
