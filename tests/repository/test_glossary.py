"""The glossary in the folder is the one the code gives today."""

from tools import glossary


def test_it_is_not_stale():
    assert glossary.PAGE.read_text(encoding="utf-8") == glossary.page(), "run python -m tools.glossary"


def test_every_term_has_english():
    for line in glossary.page().split("\n## Who may")[0].splitlines():
        if line.startswith("| ") and not line.startswith("| 中文"):
            chinese, english, _code = (cell.strip() for cell in line.strip("|").split("|")[:3])
            assert chinese, line
            assert english, line
            assert english != chinese or english.isascii(), line
