"""Weight of the interface, the vendored files, and which colours stand where."""

import gzip
import hashlib
import json
import re
from pathlib import Path

from linli.kernel.ui import icons

STATIC = Path(icons.__file__).parent / "static"
FIRST_LOAD = [
    "ui/tokens.css",
    "ui/ui.css",
    "ui/sprite.svg",
    "ui/mark.svg",
    "ui/linli.js",
    "ui/speak.js",
    "vendor/htmx.min.js",
]


def test_the_first_load_stays_light() -> None:
    """45 KB of the 60 KB a resident's home may weigh."""
    weight = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in FIRST_LOAD)
    assert weight <= 45_000


def test_the_vendored_files_are_the_locked_ones() -> None:
    locked = {e["file"]: e["sha256"] for e in json.loads((STATIC.parent / "vendor.json").read_text())}
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (STATIC / "vendor").iterdir()}
    assert found == locked


def test_nothing_points_out_of_the_house() -> None:
    for path in STATIC.rglob("*"):
        if path.is_file():
            text = path.read_text().replace("http://www.w3.org/", "")
            assert "sourceMappingURL" not in text, path
            assert path.parent.name == "vendor" or "//" not in re.sub(
                r"/\*.*?\*/|\s// .*", "", text, flags=re.DOTALL
            ), path


def test_raw_colours_stand_in_the_tokens_only() -> None:
    sheet = (STATIC / "ui/ui.css").read_text()
    screen, paper = sheet.split("@media print")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", screen)
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", paper)) <= {"#000", "#999"}
    assert sheet.count("\n") <= 500


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"(--[a-z0-9-]+):", (STATIC / "ui/tokens.css").read_text()))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", (STATIC / "ui/ui.css").read_text()))
    assert used - defined == set()
