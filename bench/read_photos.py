"""Photos read and covered: drawn signs, plates and a portrait through the whole pipeline."""

import random
import resource
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from bench import Figure, at_least, at_most, told
from linli.assist.photos.cover import cover
from linli.assist.photos.reading import installed, read_photos

PLATES = (
    "京A12345",
    "沪BK8821",
    "粤BD5678Q",
    "蒙K90217",
    "川AF60318",
    "浙C7Q256",
    "苏E88N01",
    "鲁Q3310B",
    "湘AD12349",
    "晋M55L09",
)


def photo_figures() -> Iterable[Figure]:
    """Errors of reading, plates and faces found, seconds for one photo."""
    if not installed():
        yield told("photos", 0, "", "the extra is not installed")
        return
    from tests.assist.photos import drawn

    chance = random.Random(11)
    with tempfile.TemporaryDirectory() as folder:
        signs = [(words, _kept(folder, drawn.sign(words, chance))) for words in drawn.SIGNS]
        plates = [_kept(folder, drawn.plate(one, tilt=chance.uniform(-8, 8))) for one in PLATES]
        faces = [_kept(folder, drawn.portrait(side=side)) for side in (160, 256, 512, 700)]
        one = signs[0][1]
        begun = _clocks()
        alone = read_photos([one])[0]
        made = cover(one.read_bytes(), [box[1:5] for box in alone.boxes] if alone else [])
        alone_took = _since(begun)
        begun = _clocks()
        found = read_photos([path for _words, path in signs] + plates + faces)
        each = [seconds / len(found) for seconds in _since(begun)]
    wrong = sum(
        _edits("".join(words), "".join(line.text for line in read.lines) if read else "")
        for (words, _path), read in zip(signs, found, strict=False)
    )
    signs_read = sum(len("".join(words)) for words, _path in signs)
    yield at_most(
        "signs: characters read wrong",
        wrong / signs_read,
        "",
        0.01,
        f"{signs_read} characters on {len(signs)} signs",
    )
    seen = found[len(signs) : len(signs) + len(plates)]
    hits = sum(bool(read and any(box.kind == "plate" for box in read.boxes)) for read in seen)
    yield at_least(
        "plates covered", hits / len(plates), "", 0.9, f"{len(plates)} drawn, tilted up to 8 degrees"
    )
    hits = sum(bool(read and any(box.kind == "face" for box in read.boxes)) for read in found[-len(faces) :])
    yield at_least("faces covered", hits / len(faces), "", 1.0, "one portrait at four sizes")
    for name, (wall, worked), note in (
        ("one photo alone, libraries loaded for it", alone_took, "" if made else "not covered"),
        ("one photo of several", each, f"{len(found)} photos in one process"),
    ):
        yield at_most(f"{name}, processor", worked, "s", 5.0, note)
        yield told(f"{name}, clock", wall, "s", note)


def _clocks() -> tuple[float, float]:
    """The clock, and what ended child processes have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), used.ru_utime + used.ru_stime


def _since(begun: tuple[float, float]) -> list[float]:
    return [now - then for now, then in zip(_clocks(), begun, strict=True)]


def _kept(folder: str, picture: object) -> Path:
    from tests.assist.photos import drawn

    path = Path(folder, f"{random.getrandbits(60)}.jpg")
    path.write_bytes(drawn.jpeg(picture))
    return path


def _edits(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, found in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (sign != found))
    return row[-1]
