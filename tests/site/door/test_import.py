"""Words after `linli import KIND FILE`: further files, and options handed on by name."""

from pathlib import Path

import pytest

from linli.kernel.refusal import Refusal
from linli.site.door.import_ import importer, options_of, split_words


def test_files_and_options_are_told_apart(tmp_path):
    one, two = tmp_path / "a.json", tmp_path / "b b.json"
    one.write_text("")
    two.write_text("")
    assert split_words((str(one), "--below", "150303000000", str(two), "--crs=gcj02")) == (
        [Path(one), Path(two)],
        ("--below", "150303000000", "--crs=gcj02"),
    )
    with pytest.raises(Refusal, match="file_missing"):
        split_words((str(tmp_path / "none.json"),))


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("areas", ("--below", "1503", "--crs=bd09"), {"below": "1503", "crs": "bd09"}),
        ("divisions", ("--below=1503",), {"below": "1503"}),
        ("days", ("--year", "2027"), {"year": "2027"}),
        ("orders", ("--area", "1503"), {"area": "1503"}),
    ],
)
def test_every_kind_is_found_and_takes_its_own_options(kind, words, found):
    assert options_of(importer(kind).run, words) == found


@pytest.mark.parametrize("words", [("--crs", "x"), ("--year",), ("--now=1",)])
def test_an_option_of_another_kind_is_refused(words):
    with pytest.raises(Refusal, match="unknown_option"):
        options_of(importer("days").run, words)


def test_a_kind_nobody_knows_is_refused():
    with pytest.raises(Refusal, match="unknown_import"):
        importer("dreams")
