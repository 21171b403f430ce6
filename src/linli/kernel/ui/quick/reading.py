"""What a template's function calls while it runs: names, dots, what is shown, loops, parts.

Each does what the framework's own node does in the common case, told apart by the type of the value, and asks the
framework in all others.
"""

from collections.abc import Callable, Iterator, Sized
from datetime import date, datetime
from decimal import Decimal
from html import escape
from inspect import signature
from typing import Any

from django.conf import settings
from django.template import Context, VariableDoesNotExist
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, npgettext, override, pgettext

DATA = frozenset({str, SafeString, int, float, bool, type(None), Decimal, datetime, date, tuple, list, dict})
"""Types whose values are never called."""


class _Missing:
    """What a name stands for that is not there; false where it is asked for truth."""

    def __bool__(self) -> bool:
        return False


MISSING: Any = _Missing()
_subscriptable: dict[type, bool] = {}


def name(context: Context, word: str) -> Any:
    """The value of a name, MISSING without one."""
    for layer in reversed(context.dicts):
        if word in layer:
            found = layer[word]
            return found if type(found) in DATA or not callable(found) else _called(found)
    return MISSING


def dot(value: Any, word: str) -> Any:
    """`value.word` as templates mean it: a key, else an attribute, else a place in a list; called when it can be."""
    kind = type(value)
    try:
        keyed = _subscriptable[kind]
    except KeyError:
        keyed = _subscriptable[kind] = hasattr(kind, "__getitem__")
    try:
        if keyed:
            try:
                found = value[word]
            except (TypeError, AttributeError, KeyError, ValueError, IndexError):
                found = _attribute(value, word)
        elif value is MISSING:
            return MISSING
        else:
            found = _attribute(value, word)
        return found if type(found) in DATA or not callable(found) else _called(found)
    except Exception as problem:
        if getattr(problem, "silent_variable_failure", False):
            return ""
        raise


def _attribute(value: Any, word: str) -> Any:
    try:
        return getattr(value, word)
    except (TypeError, AttributeError):
        if type(value) not in DATA and word in dir(value):  # a property that failed by itself
            raise
    try:
        return value[int(word)]
    except (IndexError, ValueError, KeyError, TypeError):
        return MISSING


def _called(found: Any) -> Any:
    if getattr(found, "do_not_call_in_templates", False):
        return found
    if getattr(found, "alters_data", False):
        return ""
    try:
        return found()
    except TypeError:
        try:
            signature(found).bind()
        except (TypeError, ValueError):
            return ""
        raise
    except Exception as problem:
        if getattr(problem, "silent_variable_failure", False):
            return ""
        raise


def needed(value: Any, word: str) -> Any:
    """A filter's argument, which has to be there."""
    if value is MISSING:
        raise VariableDoesNotExist("Failed lookup for key [%s]", (word,))
    return value


def show(value: Any, context: Context) -> str:
    """A value as it stands in the page."""
    kind = type(value)
    if kind is SafeString:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return escape(value) if context.autoescape else value
    if kind is int and not settings.USE_THOUSAND_SEPARATOR:
        return str(value)
    return "" if value is MISSING else render_value_in_context(value, context)


def tagged(value: Any, context: Context) -> Any:
    """What a tag gave, as it stands in the page."""
    if type(value) is SafeString or not context.autoescape:
        return str(value)
    return conditional_escape(value)


def kept_safe(function: Callable[..., Any], value: Any, *more: Any, **named: Any) -> Any:
    """A filter that leaves safe text safe."""
    found = function(value, *more, **named)
    return mark_safe(found) if isinstance(value, SafeData) else found  # noqa: S308  as safe as it came


class Loop(dict[str, Any]):
    """`forloop`, counted only where a template asks."""

    __slots__ = ("at", "length")

    def __init__(self, outer: Any, length: int):
        super().__init__(parentloop=outer)
        self.at, self.length = -1, length

    def __missing__(self, word: str) -> Any:
        counted = {
            "counter0": self.at,
            "counter": self.at + 1,
            "revcounter": self.length - self.at,
            "revcounter0": self.length - self.at - 1,
            "first": self.at == 0,
            "last": self.at == self.length - 1,
        }
        return counted[word]


def listed(values: Any) -> Any:
    """What a loop walks over, with a length."""
    if values is None or values is MISSING:
        return ()
    return values if isinstance(values, Sized) else list(values)


def looped(context: Context, values: Any, back: bool, words: tuple[str, ...]) -> Iterator[None]:
    """Puts each value down under its name, or its parts under theirs, for one turn of a loop."""
    outer = name(context, "forloop")
    loop = Loop({} if outer is MISSING else outer, len(values))
    layer: dict[str, Any] = {"forloop": loop}
    dicts = context.dicts
    dicts.append(layer)
    for item in reversed(values) if back else values:
        loop.at += 1
        if len(words) == 1:
            layer[words[0]] = item
            yield
            continue
        size = len(item) if isinstance(item, Sized) else 1
        if size != len(words):
            raise ValueError(f"Need {len(words)} values to unpack in for loop; got {size}. ")
        dicts.append(dict(zip(words, item, strict=True)))
        yield
        dicts.pop()
    dicts.pop()


class Part:
    """An included template of a fixed name."""

    __slots__ = ("found", "name")

    def __init__(self, name: str):
        self.name, self.found = name, None

    def render(self, context: Any, values: dict[str, Any]) -> str:
        """Drawn in the context of the page, with these names besides."""
        template: Any = self.found or context.template.engine.get_template(self.name)
        self.found = template
        inner: Any = context.render_context
        outer, inner.template = inner.template, template
        inner.push()
        context.dicts.append(values)
        drawn: str = template._render(context)  # noqa: SLF001  as the framework's own parts are drawn
        context.dicts.pop()
        inner.pop()
        inner.template = outer
        return drawn


class Sentence:
    """A sentence that does not change, kept once for each language."""

    __slots__ = ("kept", "node")

    def __init__(self, node: Any):
        self.node = node
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The sentence in the language of the page."""
        language = get_language()
        found = self.kept.get(language)
        if found is None:
            found = self.kept[language] = self.node.render(context)
        return found


class Filled:
    """A sentence with values in it: `blocktranslate`, with a number that chooses singular or plural, or without."""

    __slots__ = ("counter", "plural", "room", "singular", "words")

    def __init__(self, node: Any):
        self.singular, words = node.render_token_list(node.singular)
        self.plural, more = node.render_token_list(node.plural) if node.plural else ("", [])
        self.words, self.counter = tuple(dict.fromkeys((*words, *more))), node.countervar
        self.room = str(node.message_context.resolve({})) if node.message_context else ""

    def render(self, context: Context, values: dict[str, Any]) -> SafeString:
        """values: the names of the sentence itself; a translation that does not fit gives way to the original."""
        shown = {word: show(values.get(word, context.get(word, MISSING)), context) for word in self.words}
        try:
            return SafeString(self._said(values) % shown)
        except (KeyError, ValueError):
            with override(None):
                return SafeString(self._said(values) % shown)

    def _said(self, values: dict[str, Any]) -> str:
        if self.plural and self.room:
            return npgettext(self.room, self.singular, self.plural, values[self.counter])
        if self.plural:
            return ngettext(self.singular, self.plural, values[self.counter])
        return pgettext(self.room, self.singular) if self.room else gettext(self.singular)
