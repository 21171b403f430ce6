"""English is complete: every sentence has one, the compiled file says the same, no Chinese word bypasses it."""

import ast
import re
from collections.abc import Iterator

import pytest
from tools import messages

SRC = messages.SOURCE
CHINESE = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uffee]")

QUOTED: dict[str, str] = {}
"""English texts that quote Chinese, with the reason. None so far."""

NOT_FOR_SCREENS = {
    "kernel/days.py": "column heads and words that files of holidays use",
    "kernel/pinyin.py": "readings of characters",
    "kernel/scope.py": "the name of the acting system in records",
    "exchange/rules/letters.py": "ways mail programs mark a reply and what it quotes",
    "kernel/script.py": "characters that are read as others",
    "kernel/search.py": "numerals and endings that searching understands",
    "kernel/sheet_child/workbook.py": "true and false as the cells of a table say them",
    "kernel/spans.py": "a table of both languages, pure",
    "kernel/text.py": "dots of names",
    "kernel/ui/preview.py": "invented matters on the preview of parts",
    "kernel/ui/words.py": "a table of both languages, pure",
    "matters/commands/intake.py": "marks that end a sentence in what people write",
    "matters/queries/sorting.py": "endings of the names of places",
    "matters/rules/category_rows.py": "column heads of files",
    "matters/rules/duty_rows.py": "column heads of files",
    "matters/rules/duty_sample.py": "a sample list as a street would publish it, stored",
    "matters/rules/order_columns.py": "column heads of exports of orders",
    "matters/rules/order_moments.py": "ways files write a moment",
    "matters/rules/order_rows.py": "words of files; what is kept of a row is kept in Chinese",
    "matters/rules/order_words.py": "words of files",
    "matters/rules/presets.py": "names of documents as they are published, stored as the ground of a limit",
    "matters/rules/telling.py": "the brackets around the sender that every text message in China begins with",
    "matters/rules/urgency.py": "words that are looked for in what people write, in every writing",
    "places/commands/taking_in.py": "names of units that are stored",
    "places/queries/plans.py": "endings of the names of buildings",
    "places/rules/area_fields.py": "words of files",
    "places/rules/area_tables.py": "column heads of files",
    "places/rules/codes.py": "endings of the names of places",
    "places/rules/opening_hours.py": "ways people type closed, a dash and a date",
    "places/rules/schematic.py": "endings of invented places",
    "places/rules/schematic_names.py": "invented places",
    "assist/": "texts are Chinese: words of cues, surnames, marks of the masked copy",
    "plan/": "solvers in a process of their own that loads no catalogue",
    "site/api/describing.py": "the product's name in the description of the API",
    "site/postgres/fitness.py": "a character asked of the database",
    "site/town/": "the invented town",
}
TEMPLATES_NOT_FOR_SCREENS = {
    "kernel/ui/templates/ui/preview.html": "invented matters on the preview of parts",
    "site/templates/site/_language.html": "the name of a language in itself",
    "site/templates/site/me.html": "the name of a language in itself",
}
TRANSLATING = frozenset(messages.KEYWORDS)


@pytest.fixture(scope="module")
def kept() -> messages.Catalog:
    return messages.kept()


def test_every_sentence_has_english(kept):
    assert messages.missing(messages.update(kept)) == [], "run .venv/bin/python -m tools.messages"


def test_no_sentence_is_used_with_and_without_a_count():
    used = {(context, sentence) for context, sentence, _where in messages.sentences()}
    counted = {(context, sentence[0]) for context, sentence in used if isinstance(sentence, tuple)}
    assert used & counted == set(), "a catalogue keeps one shape of a sentence"


def test_no_entry_outlived_its_sentence(kept):
    used = {(context, sentence) for context, sentence, _where in messages.sentences()}
    assert [one.id for one in kept if one.id and (one.context, one.id) not in used] == []


def test_the_catalogue_is_as_the_tool_writes_it(kept):
    assert messages.PO.read_text(encoding="utf-8") == messages.written(messages.update(kept))


def test_the_compiled_catalogue_is_that_of_the_text(kept):
    assert messages.MO.read_bytes() == messages.compiled(kept)


def test_both_sides_have_the_same_placeholders(kept):
    assert messages.unlike(kept) == []


def test_another_placeholder_is_noticed():
    catalogue = messages.Plain(locale="en")
    catalogue.add("%(n)s行", "%(m)s rows")
    catalogue.add("%(n)d天", "%(n)s days")
    catalogue.add("{file}空", "empty")
    catalogue.add("{count:.1f}秒", "{count:.1f} s")
    catalogue.add(("剩%(n)s个", "剩%(n)s个"), ("one left", "%(n)s left"))
    catalogue.add(("共%(n)s个", "共%(n)s个"), ("%(n)s", "many"))
    assert messages.unlike(catalogue) == ["%(n)s行", "%(n)d天", "{file}空", "('共%(n)s个', '共%(n)s个')"]


def test_no_chinese_is_left_in_english(kept):
    said = [text for one in kept if one.id for text in _texts(one.string)]
    assert [text for text in said if CHINESE.search(text) and text not in QUOTED] == []
    assert set(QUOTED) <= set(said), "an exception nobody needs"


def _texts(string: object) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)  # type: ignore[arg-type]


def test_every_chinese_word_of_the_source_goes_through_the_catalogue():
    found = {
        str(path.relative_to(SRC)): words
        for path in sorted(SRC.rglob("*.py"))
        if "migrations" not in path.parts and path.name != "apps.py"
        if (words := list(untranslated(path.read_text(encoding="utf-8"))))
    }
    excused = {name: next((one for one in NOT_FOR_SCREENS if name.startswith(one)), None) for name in found}
    assert {name: words for name, words in found.items() if excused[name] is None} == {}
    assert set(excused.values()) - {None} == set(NOT_FOR_SCREENS), "an exception nobody needs"


def test_every_chinese_word_of_a_template_goes_through_the_catalogue():
    paths = [*SRC.rglob("templates/**/*.html"), *SRC.rglob("templates/**/*.txt")]
    found = {
        str(path.relative_to(SRC)): words
        for path in sorted(paths)
        if (words := bare_words(path.read_text(encoding="utf-8")))
    }
    assert {name: words for name, words in found.items() if name not in TEMPLATES_NOT_FOR_SCREENS} == {}
    assert set(found) == set(TEMPLATES_NOT_FOR_SCREENS), "an exception nobody needs"


def test_scripts_and_styles_take_their_words_from_the_page():
    paths = [path for path in SRC.rglob("static/ui/*") if path.suffix in (".js", ".css")]
    assert paths
    assert [path.name for path in paths if spoken(path.read_text(encoding="utf-8"))] == []


def test_the_guard_of_scripts_sees():
    assert spoken('say("字"); /* 注\n注 */ // 注\nsay("乙"); const url = "https://x"; say("丙");') == [
        "字",
        "乙",
        "丙",
    ]


def spoken(script: str) -> list[str]:
    """Runs of Chinese outside comments."""
    return re.findall(f"(?:{CHINESE.pattern})+", re.sub(r"/\*[\s\S]*?\*/|(?<![:\w])//[^\n]*", "", script))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""说明"""\nx = _("字")  # 注', []),
        ('def f():\n    """说明"""\n    return gettext_lazy("字") % {"a": "乙"}', ["乙"]),
        ('x = f"{a}，{b}"', ["，"]),
        ('x = pgettext("tab", "字").join("甲")', ["甲"]),
        ('class A:\n    """说明"""\n    name = "字"\n    """也是说明"""', ["字"]),
    ],
)
def test_the_guard_of_sources_sees(source, found):
    assert list(untranslated(source)) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "字" %}{# 注 #}{% comment %}注{% endcomment %}', []),
        ("{% blocktranslate count n=n %}字{% plural %}字{% endblocktranslate %}", []),
        ('{{ a|default:_("字") }}，{{ b|default:"丙" }}', ["，", "丙"]),
        ('{% include "x" with word="字" %}', ["字"]),
        ('{% include "x" with word=_("字") %}<b title="丁">', ["丁"]),
    ],
)
def test_the_guard_of_templates_sees(source, found):
    assert bare_words(source) == found


def untranslated(source: str) -> Iterator[str]:
    """String literals with Chinese that are no documentation and no argument of a translating call."""
    yield from _bare(ast.parse(source))


def _bare(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call) and _name(node.func) in TRANSLATING:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _bare(child)


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def bare_words(template: str) -> list[str]:
    """Runs of Chinese outside translating tags and comments."""
    for over in (
        r"{% comment %}.*?{% endcomment %}",
        r"{#.*?#}",
        r"{% blocktranslate.*?{% endblocktranslate %}",
        r"""{% translate (?:'[^']*'|"[^"]*").*?%}""",
        r"""\b_\((?:'[^']*'|"[^"]*")\)""",
    ):
        template = re.sub(over, "", template, flags=re.DOTALL)
    return re.findall(f"(?:{CHINESE.pattern})+", template)
