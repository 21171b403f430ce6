"""Templates made quick draw what the framework draws, whatever the values are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, Template, TemplateDoesNotExist, VariableDoesNotExist, engines
from django.template.base import NodeList
from django.template.loader_tags import BlockNode
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from linli.kernel.ui.quick import quick
from linli.kernel.ui.quick.writing import QuickList


@dataclass(frozen=True)
class Thing:
    """A thing with a property, methods and a part that is not there."""

    word: str = "<b>一</b>"
    none: None = None
    count: int = 12_345

    @property
    def loud(self) -> str:
        """A property."""
        return self.word * 2

    @property
    def gone(self) -> str:
        """A row that is not there."""
        raise ObjectDoesNotExist

    @property
    def broken(self) -> str:
        """A property with a fault."""
        raise AttributeError("no")

    def said(self) -> str:
        """Called without being asked."""
        return "话"

    def needs(self, more: str) -> str:
        """Cannot be called without a word."""
        return more

    def wipe(self) -> str:
        """Changes data."""
        raise AssertionError("called by a template")

    wipe.alters_data = True  # type: ignore[attr-defined]


def _numbers() -> Iterator[int]:
    yield from (3, 1, 2)


VALUES: dict[str, Any] = {
    "thing": Thing(), "text": "甲 & 乙", "safe": mark_safe("<i>丙</i>"), "lazy": gettext_lazy("邻里"), "none": None, "zero": 0,
    "big": 1_234_567, "half": Decimal("0.5"), "ratio": 1.25, "at": datetime(2026, 12, 1, 1, 30, tzinfo=UTC), "empty": [],
    "words": ["甲", "<乙>", "丙"], "pairs": [("a", 1), ("b", 2)], "table": {"items": "列", "k": {"d": "深"}}, "call": lambda: "叫",
    "numbers": _numbers, "things": [Thing("x"), Thing("y")], "yes": True,
}  # fmt: skip

DRAWN = [
    "{{ text }}|{{ safe }}|{{ lazy }}|{{ none }}|{{ zero }}|{{ big }}|{{ half }}|{{ ratio }}|{{ at }}|{{ yes }}|{{ words }}",
    "{{ nothing }}|{{ nothing.more }}|{{ text.nothing }}|{{ none.nothing }}|{{ thing.nothing }}|{{ words.9 }}|{{ True }}",
    "{{ thing.word }}|{{ thing.loud }}|{{ thing.said }}|{{ thing.needs }}|{{ thing.wipe }}|{{ thing.gone }}|{{ thing.gone.x }}",
    "{{ table.items }}|{{ table.k.d }}|{{ table.keys|length }}|{{ words.1 }}|{{ pairs.0.1 }}|{{ call }}|{{ thing.count }}",
    "{{ nothing|default:text }}|{{ none|default_if_none:'无' }}|{{ text|default:_('邻里') }}|{{ ''|default:_('邻里') }}",
    "{{ text|upper }}|{{ safe|upper }}|{{ safe|lower|safe }}|{{ text|length }}|{{ words|join:'、' }}|{{ at|date:'Y-m-d H:i' }}",
    "{{ big|stringformat:'d' }}|{{ text|truncatechars:2 }}|{{ text|linebreaksbr }}|{{ zero|add:3 }}|{{ words|slice:':2' }}",
    "{% autoescape off %}{{ text }}{{ thing.word }}{{ zero }}{% endautoescape %}|{{ 'x<y' }}|{{ 7 }}|{{ 'x<y'|upper }}",
    "{% if text %}a{% elif zero %}b{% else %}c{% endif %}{% if zero %}a{% elif none %}b{% else %}c{% endif %}{% if nothing %}d{% endif %}",
    "{% if zero == 0 and not none %}a{% endif %}{% if big > 7 or nothing.x %}b{% endif %}{% if none > 3 %}c{% else %}d{% endif %}",
    "{% if '甲' in words %}a{% endif %}{% if '丁' not in words %}b{% endif %}{% if none is None %}c{% endif %}{% if nothing == None %}d{% endif %}",
    "{% if thing.broken and yes %}a{% else %}b{% endif %}{% if words|length >= 3 %}c{% endif %}{% if text in none %}d{% endif %}",
    "{% for w in words %}{{ forloop.counter }}{{ w }}{% if not forloop.last %},{% endif %}{% empty %}-{% endfor %}{{ w }}",
    "{% for w in empty %}x{% empty %}空{{ text }}{% endfor %}{% for w in none %}x{% empty %}-{% endfor %}{% for w in nothing %}x{% endfor %}",
    "{% for a, b in pairs reversed %}{{ a }}{{ b }}{{ forloop.first }}{{ forloop.revcounter0 }}{% endfor %}{% for n in numbers %}{{ n }}{% endfor %}",
    "{% for t in things %}{% for w in words %}{{ forloop.parentloop.counter0 }}{{ t.word }}{{ w }}{% endfor %}{% endfor %}{{ forloop }}",
    "{% for w in words %}{% ifchanged w %}{{ w }}{% endifchanged %}{% cycle 'a' 'b' %}{% firstof none w %}{% endfor %}",
    "{% for k, v in table.k.items %}{{ k }}{{ v }}{% endfor %}{% for k, v in pairs %}{% with z=v %}{{ z }}{{ k }}{% endwith %}{{ z }}{% endfor %}",
    "{% load i18n %}{% translate '邻里' %}{% translate text %}{% translate '邻里' as said %}{{ said }}{% translate '事件' context 'tab' %}",
    "{% load i18n %}{% blocktranslate with at=text %}{{ at }}下班{% endblocktranslate %}{% blocktranslate %}没有{{ nothing }}{{ text }}{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate count n=words|length %}手里{{ n }}件{% plural %}手里{{ n }}件{% endblocktranslate %}{{ n }}",
    "{% load i18n %}{% blocktranslate asvar x count n=1 %}超时{{ n }}件{% plural %}超时{{ n }}件{% endblocktranslate %}[{{ x }}]50%",
    "{% badge 'ok' text %}{% badge 'late' _('紧急') 'warn' %}{% icon 'pin' %}{% icon 'pin' as i %}{{ i }}{% time_left at at %}",
    "{% include 'ui/mark.html' %}{% include 'ui/pick.html' with pick=thing %}{{ pick }}{% include 'ui/mark.html' only %}",
    "{% include which %}{% comment %}{{ text }}{% endcomment %}{# x #}{% verbatim %}{{ a }}{% endverbatim %}{% spaceless %}<a> <b>{% endspaceless %}",
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("source", DRAWN)
def test_the_same_is_drawn(source: str, language: str) -> None:
    slow, fast = _both(source)
    with translation.override(language):
        values = {**VALUES, "which": "ui/mark.html"}
        assert fast.render(Context(dict(values))) == slow.render(Context(dict(values)))


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ thing.broken }}", AttributeError),
        ("{% if thing.broken %}x{% endif %}", AttributeError),
        ("{{ text|default:nothing }}", VariableDoesNotExist),
        ("{% for a, b in words %}x{% endfor %}", ValueError),
        ("{% include 'ui/no-such.html' %}", TemplateDoesNotExist),
    ],
)
def test_the_same_is_a_fault(source: str, fault: type[Exception]) -> None:
    for template in _both(source):
        with pytest.raises(fault):
            template.render(Context(dict(VALUES)))


def test_pages_are_made_quick() -> None:
    page = _engine().get_template("ui/staff.html")
    assert isinstance(page.nodelist, QuickList)
    frame = _engine().get_template("ui/base.html")
    found: list[Any] = frame.nodelist.get_nodes_by_type(BlockNode)
    blocks = {block.name: block for block in found}
    assert isinstance(blocks["shell"].nodelist, QuickList)


def _engine() -> Engine:
    backend: Any = engines["django"]
    found: Engine = backend.engine
    return found


def _both(source: str) -> tuple[Template, Template]:
    """The template as the framework reads it, and made quick."""
    slow, fast = Template(source, engine=_engine()), Template(source, engine=_engine())
    assert type(slow.nodelist) is NodeList
    fast.nodelist = quick(fast.nodelist)
    return slow, fast
