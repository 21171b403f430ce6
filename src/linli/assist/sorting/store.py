"""Machines on disk: arrays and JSON in a folder for each version, and one small file that names the live one.

Nothing in them runs when it is read. The same data give the same bytes, so a version can be made again.
"""

import hashlib
import io
import re
import shutil
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import msgspec

from linli.assist.sorting.features import BLOCKS, Vocabulary
from linli.assist.sorting.judge import Measured
from linli.assist.sorting.machine import Machine
from linli.kernel.refusal import Refusal

LIVE, JOURNAL, VERSIONS = "live", "journal.jsonl", "versions"
_NAME = re.compile(r"[0-9a-z-]{4,40}")
KEPT = 10
"""Versions that stay, the live one and those before it for going back."""


class Card(msgspec.Struct, frozen=True):
    """What is known of a version. data: how much it was learned from and from when to when (as told)."""

    version: str
    rows: int
    labels: dict[str, int]
    since: str
    until: str
    held_out: int
    sharpness: float
    bend: float
    features: int
    metrics: Measured | None
    promoted: bool
    reasons: list[str]


class Line(msgspec.Struct, frozen=True):
    """One line of the journal: what was done with a version, when (as told), and why."""

    at: str
    done: str
    version: str
    reasons: list[str] = []


def packed(machine: Machine) -> bytes:
    """The arrays of a machine, byte for byte the same each time."""
    import numpy as np

    out = io.BytesIO()
    np.savez(
        out,
        weights=machine.weights,
        bias=machine.bias,
        rarity=machine.vocabulary.rarity,
        honest=np.asarray([machine.sharpness, machine.bend]),
    )
    return out.getvalue()


def version_of(machine: Machine, until: str) -> str:
    """The day of the newest message and a digest of everything that decides."""
    digest = hashlib.sha256(packed(machine))
    digest.update(msgspec.json.encode([machine.labels, machine.vocabulary.terms]))
    return f"{until[:10].replace('-', '') or '0'}-{digest.hexdigest()[:10]}"


def save(root: Path, machine: Machine, card: Card) -> None:
    """Put a version down; either whole or not at all."""
    folder = root / VERSIONS / card.version
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / "arrays.npz").write_bytes(packed(machine))
    (fresh / "vocabulary.json").write_bytes(
        msgspec.json.encode(
            {
                "labels": machine.labels,
                "blocks": list(map(list, BLOCKS)),
                "terms": [list(t) for t in machine.vocabulary.terms],
            }
        )
    )
    (fresh / "card.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1))
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def load(root: Path, version: str) -> Machine:
    """A stored machine. Refuses: assist_no_version, assist_broken_version."""
    folder = _folder(root, version)
    try:
        return _unpacked(folder, version)
    except (OSError, ValueError, KeyError, BadZipFile, EOFError, msgspec.DecodeError) as fault:
        raise Refusal("assist_broken_version", f"模型 {version} 的文件不完整，不能用。") from fault


def _unpacked(folder: Path, version: str) -> Machine:
    import numpy as np

    words = msgspec.json.decode((folder / "vocabulary.json").read_bytes())
    if words["blocks"] != [list(block) for block in BLOCKS]:
        raise ValueError("made for other features")
    with np.load(io.BytesIO((folder / "arrays.npz").read_bytes()), allow_pickle=False) as arrays:
        weights, bias = arrays["weights"], arrays["bias"]
        rarity = arrays["rarity"]
        sharpness, bend = map(float, arrays["honest"])
    vocabulary = Vocabulary.of(words["terms"], rarity)
    if weights.shape != (len(vocabulary), len(words["labels"])) or rarity.shape != (len(vocabulary),):
        raise ValueError("arrays and words do not agree")
    return Machine(words["labels"], vocabulary, weights, bias, sharpness, bend, version)


def _folder(root: Path, version: str) -> Path:
    folder = root / VERSIONS / version
    if not _NAME.fullmatch(version) or not folder.is_dir():
        raise Refusal("assist_no_version", f"没有模型 {version}。")
    return folder


def card(root: Path, version: str) -> Card:
    """What is known of a version. Refuses: assist_no_version, assist_broken_version."""
    try:
        return msgspec.json.decode((_folder(root, version) / "card.json").read_bytes(), type=Card)
    except (OSError, msgspec.DecodeError) as fault:
        raise Refusal("assist_broken_version", f"模型 {version} 的文件不完整，不能用。") from fault


def live(root: Path) -> str:
    """The version in use, or ""."""
    try:
        name = (root / LIVE).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return name if _NAME.fullmatch(name) and (root / VERSIONS / name).is_dir() else ""


def go_live(
    root: Path, version: str, *, at: str, done: str = "promoted", reasons: list[str] | None = None
) -> None:
    """Use a version from now on. Refuses: assist_no_version, assist_broken_version."""
    if version:
        load(root, version)  # a broken one never becomes the live one
    root.mkdir(parents=True, exist_ok=True)
    fresh = root / (LIVE + ".new")
    fresh.write_text(version + "\n", encoding="ascii")
    fresh.replace(root / LIVE)
    write_down(root, Line(at, done, version, reasons or []))
    _drop_old(root)


def roll_back(root: Path, *, at: str, why: str = "") -> str:
    """Use the version that was live before, or none at all; gives its name. why: in words, for the journal.

    Refuses: assist_nothing_to_go_back.
    """
    now = live(root)
    if not now:
        raise Refusal("assist_nothing_to_go_back", "现在没有在用的模型。")
    before = ""
    trail: list[str] = []
    for line in journal(root):
        if line.done == "promoted":
            trail.append(line.version)
        elif line.done == "rolled_back" and trail:
            trail.pop()
    if len(trail) > 1:
        before = trail[-2]
    go_live(root, before, at=at, done="rolled_back", reasons=[now, *([why] if why else [])])
    return before


def write_down(root: Path, line: Line) -> None:
    """Add a line to the journal."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / JOURNAL).open("ab") as out:
        out.write(msgspec.json.encode(line) + b"\n")


def journal(root: Path) -> list[Line]:
    """Everything done with versions, the oldest first; a torn last line is left out."""
    try:
        lines = (root / JOURNAL).read_bytes().split(b"\n")
    except OSError:
        return []
    found: list[Line] = []
    for line in lines:
        try:
            found.append(msgspec.json.decode(line, type=Line))
        except msgspec.DecodeError:
            continue
    return found


def versions(root: Path) -> list[str]:
    """Every stored version, the oldest data first."""
    folder = root / VERSIONS
    return (
        sorted(one.name for one in folder.iterdir() if _NAME.fullmatch(one.name)) if folder.is_dir() else []
    )


def _drop_old(root: Path) -> None:
    promoted = [line.version for line in journal(root) if line.done == "promoted"]
    used = {*promoted[-KEPT:], live(root)}
    for version in versions(root):
        if version not in used:
            shutil.rmtree(root / VERSIONS / version, ignore_errors=True)


def as_told(value: Any) -> Any:
    """Builtin values of a card or line, for JSON."""
    return msgspec.to_builtins(value)
