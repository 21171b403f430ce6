"""The English catalogue: take every sentence from source and templates, keep its translation, compile it.

Run `.venv/bin/python -m tools.messages` after adding sentences; it writes locale/en/LC_MESSAGES/django.po and
.mo and prints what still has no English. Needs no settings and no database. Chinese is the source language, so
there is no Chinese catalogue. Entries say neither file, line nor date: moving a sentence leaves the files as
they are. `--fill FILE` takes English from a JSON of {Chinese: English, or [one, many]} first.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "linli"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
HEAD = (
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
MARKS = re.compile(r"%\(\w+\)[sd]|\{\w*[^{}]*\}")

Sentence = str | tuple[str, str]
"""One sentence, or its singular and plural."""
Found = tuple[str | None, Sentence, str]
"""Context, sentence, and the file it stands in."""


class Plain(Catalog):
    """A catalogue whose head has no dates, tools or people, so that the same sentences give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The two lines a reader needs."""
        return list(HEAD)


def _from_python(text: str, where: str) -> Iterator[Found]:
    for _line, function, messages, _comments in extract_python(
        io.BytesIO(text.encode()), list(KEYWORDS), [], {}
    ):
        parts = [one for one in (messages if isinstance(messages, tuple) else (messages,)) if one is not None]
        if not parts:
            continue
        if function and function.startswith("pgettext"):
            yield parts[0], parts[1], where
        elif function and function.startswith("ngettext"):
            yield None, (parts[0], parts[1]), where
        else:
            yield None, parts[0], where


def sentences() -> Iterator[Found]:
    """Every sentence for a screen, from Python files and templates."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _from_python(path.read_text(encoding="utf-8"), str(path.relative_to(SOURCE)))
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        where = str(path.relative_to(SOURCE))
        yield from _from_python(templatize(path.read_text(encoding="utf-8"), origin=where), where)


def kept() -> Catalog:
    """The catalogue as it stands in the file."""
    return read_po(io.BytesIO(PO.read_bytes()), locale="en") if PO.exists() else Catalog(locale="en")


def update(old: Catalog) -> Catalog:
    """The catalogue with every sentence of today; translations are kept, sentences that went are dropped."""
    new = Plain(locale="en", fuzzy=False)
    for context, message, _where in sentences():
        was = old.get(message, context=context)
        same_shape = was is not None and was.pluralizable == isinstance(message, tuple)
        new.add(message, was.string if was is not None and same_shape else None, context=context)
    return new


def fill(catalogue: Catalog, english: dict[str, str | list[str]]) -> None:
    """Put English beside its Chinese, or "context|Chinese"; a sentence nobody uses is an error."""
    for chinese, text in english.items():
        context, bar, plain = chinese.partition("|")
        message = catalogue.get(plain, context=context) if bar else catalogue.get(chinese)
        if message is None:
            raise KeyError(chinese)
        message.string = tuple(text) if isinstance(text, list) else text


def written(catalogue: Catalog) -> str:
    """The .po as text."""
    po = io.BytesIO()
    write_po(po, catalogue, width=110, omit_header=True, sort_output=True)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in HEAD)
    return f'msgid ""\nmsgstr ""\n{head}\n{po.getvalue().decode()}'


def compiled(catalogue: Catalog) -> bytes:
    """The .mo."""
    plain = Plain(locale="en", fuzzy=False)
    for one in catalogue:
        if one.id:
            plain.add(one.id, one.string, context=one.context)
    mo = io.BytesIO()
    write_mo(mo, plain)
    return mo.getvalue()


def _texts(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string or "",) if string is None or isinstance(string, str) else tuple(string)


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without English."""
    return [str(one.id) for one in catalogue if one.id and not all(_texts(one.string))]


def unlike(catalogue: Catalog) -> list[str]:
    """Sentences whose English lacks a placeholder, or has another one. The English singular may leave one out."""
    faults = []
    for one in catalogue:
        if not one.id or not all(texts := _texts(one.string)):
            continue
        wanted = {mark for text in _texts(one.id) for mark in MARKS.findall(text)}
        exact = set(MARKS.findall(texts[-1])) == wanted
        if not exact or any(not set(MARKS.findall(text)) <= wanted for text in texts):
            faults.append(str(one.id))
    return faults


def main(arguments: list[str]) -> int:
    """Update and compile; 1 while something is missing or unlike."""
    catalogue = update(kept())
    if arguments:
        fill(catalogue, json.loads(Path(arguments[1]).read_text(encoding="utf-8")))
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(written(catalogue), encoding="utf-8")
    MO.write_bytes(compiled(catalogue))
    left, odd = missing(catalogue), unlike(catalogue)
    print(f"{len(catalogue)} sentences, {len(left)} without English, {len(odd)} with other placeholders")
    for sentence in (*left[:20], *odd):
        print("  ", sentence)
    return 1 if left or odd else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
