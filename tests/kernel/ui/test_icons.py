"""The sprite, and every name that templates and code take from it."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from linli.kernel.ui import icons

SRC = Path(icons.__file__).parents[2]
ASKED = re.compile(
    r"""\{%\s*icon\s+"([a-z-]+)"|\{%\s*badge\s+\S+\s+(?:_\("[^"]*"\)|"[^"]*"|\S+)\s+"([a-z-]+)\"""",
)


def test_the_sprite_is_well_formed_and_in_order() -> None:
    root = ET.parse(icons.SPRITE).getroot()  # noqa: S314  our own file
    names = [symbol.attrib["id"].removeprefix("i-") for symbol in root]
    assert names == sorted(set(names))
    assert {symbol.attrib["viewBox"] for symbol in root} == {"0 0 24 24"}
    assert set(names) == icons.icon_names()


def test_an_unknown_icon_is_an_error_that_names_its_neighbours() -> None:
    with pytest.raises(icons.UnknownIconError, match="calendar"):
        icons.icon("calender")


def test_beside_a_word_hidden_alone_named() -> None:
    assert 'aria-hidden="true"' in icons.icon("bell")
    assert 'role="img" aria-label="消息 &amp; 更多"' in icons.icon("bell", "消息 & 更多")


def test_every_icon_named_in_a_template_exists() -> None:
    asked = {
        (name, str(path.relative_to(SRC)))
        for path in SRC.rglob("templates/**/*.html")
        for found in ASKED.findall(path.read_text())
        for name in found
        if name
    }
    assert len(asked) > 20
    assert {(name, path) for name, path in asked if name not in icons.icon_names()} == set()
