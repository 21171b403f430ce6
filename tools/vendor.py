"""Third-party files of the interface: `python tools/vendor.py` fetches what vendor.json names and locks it.

`--check` only compares the files with the lock. To move to another version, edit the version and run.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

UI = Path(__file__).resolve().parent.parent / "src" / "linli" / "kernel" / "ui"
LOCK = UI / "vendor.json"
SHELF = UI / "static" / "vendor"


def fetch(package: str, version: str, path: str) -> bytes:
    """One file of a published package, asked for through npm."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", f"{package}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            member = packed.extractfile(f"package/{path}")
            if member is None:
                raise SystemExit(f"{package}@{version} has no {path}")
            return member.read()


def without_map(code: bytes) -> bytes:
    """The static manifest refuses a file that names a source map which is not there."""
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", code)


def digest(code: bytes) -> str:
    """SHA-256, in hex."""
    return hashlib.sha256(code).hexdigest()


def check(entries: list[dict[str, Any]]) -> int:
    """0 when every file is there as locked."""
    bad = [e["file"] for e in entries if digest((SHELF / e["file"]).read_bytes()) != e["sha256"]]
    for name in bad:
        print(f"changed: {name}")
    return 1 if bad else 0


def refresh(entries: list[dict[str, Any]]) -> int:
    """Fetch everything and write the lock anew."""
    SHELF.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        code = without_map(fetch(entry["package"], entry["version"], entry["path"]))
        (SHELF / entry["file"]).write_bytes(code)
        entry["sha256"] = digest(code)
        print(f"{entry['file']}  {entry['package']} {entry['version']}  {len(code):,} bytes")
    LOCK.write_text(json.dumps(entries, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    listed = json.loads(LOCK.read_text())
    sys.exit(check(listed) if "--check" in sys.argv else refresh(listed))
