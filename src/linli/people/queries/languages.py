"""Which language somebody reads: kept in memory for those who chose another one than the product's."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils import translation

from linli.kernel.stamp import Kept

from ..models import Account

LANGUAGES = "languages"


def _make() -> dict[int, str]:
    chosen = Account.objects.exclude(language__in=("", settings.LANGUAGE_CODE))
    return {
        person_id: language
        for person_id, language in chosen.values_list("person_id", "language")
        if person_id is not None
    }


_kept = Kept(_make, LANGUAGES)


def in_language_of(person_id: int) -> AbstractContextManager[None]:
    """Inside, sentences are said in the language this person reads, whoever causes them."""
    return translation.override(_kept.get().get(person_id, settings.LANGUAGE_CODE))
