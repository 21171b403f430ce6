"""The English catalogue: take every sentence from source and templates, keep its translation, compile it.

Run `.venv/bin/python -m tools.messages` after adding sentences; it writes locale/en/LC_MESSAGES/django.po and
.mo and prints what still has no English. Chinese is the source language, so there is no Chinese catalogue.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "linli"
FOLDER = SOURCE / "locale" / "en" / "LC_MESSAGES"
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

Found = tuple[str | None, str | tuple[str, str], str]
"""Context, sentence (or singular and plural), and where it stands."""


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
    from django.utils.translation.template import templatize

    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _from_python(path.read_text(encoding="utf-8"), str(path.relative_to(SOURCE)))
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        where = str(path.relative_to(SOURCE))
        yield from _from_python(templatize(path.read_text(encoding="utf-8"), origin=where), where)


def update() -> Catalog:
    """The catalogue with every sentence of today; translations are kept, sentences that went are dropped."""
    po = FOLDER / "django.po"
    old = read_po(io.BytesIO(po.read_bytes()), locale="en") if po.exists() else Catalog(locale="en")
    new = Catalog(locale="en", project="Linli", version="", charset="utf-8", fuzzy=False)
    for context, message, where in sentences():
        kept = old.get(message, context=context)
        translation = kept.string if kept is not None else None
        new.add(message, translation, locations=[(where, 0)], context=context)
    return new


def write(catalogue: Catalog) -> None:
    """Write .po and .mo without dates, so that the same sentences give the same files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=110, omit_header=True, include_lineno=False, sort_output=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    (FOLDER / "django.po").write_text(head + po.getvalue().decode(), encoding="utf-8")
    write_mo(mo, read_po(io.BytesIO((FOLDER / "django.po").read_bytes()), locale="en"))
    (FOLDER / "django.mo").write_bytes(mo.getvalue())


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without English."""
    return [
        str(one.id)
        for one in catalogue
        if one.id and not (all(one.string) if one.pluralizable else one.string)
    ]


def main() -> int:
    """Update and compile; 1 while something is missing."""
    import django

    django.setup()
    catalogue = update()
    write(catalogue)
    left = missing(catalogue)
    print(f"{len(catalogue)} sentences, {len(left)} without English")
    for sentence in left[:20]:
        print("  ", sentence)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
