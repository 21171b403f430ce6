"""Sentences said before the framework is loaded: Chinese as written, English from the same catalogue."""

import gettext
import os
from functools import cache
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", CATALOGUES, languages=[language], fallback=True)


def _(sentence: str) -> str:
    """The sentence in the language of LINLI_LANGUAGE (zh-hans unless set; "en" for English)."""
    return _catalogue(os.environ.get("LINLI_LANGUAGE", "zh_Hans").replace("-", "_")).gettext(sentence)
