"""Paging by place, not by number: the address says after which row, so page 1,500 costs what page 1 costs."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from django.utils.translation import gettext_lazy as _

from .refusal import Refusal

R = TypeVar("R")


@dataclass(frozen=True)
class Slice(Generic[R]):
    """Some rows in order, and the marks for the pages beside them."""

    rows: Sequence[R]
    before: str | None
    after: str | None


def mark(*keys: Any) -> str:
    """A row's place in the order as a short word for the address."""
    return base64.urlsafe_b64encode(msgspec.json.encode(keys)).decode().rstrip("=")


def read_mark(word: str, types: tuple[Any, ...]) -> tuple[Any, ...]:
    """The keys of a mark; refuses what was cut or made up (page_mark_unreadable)."""
    try:
        body = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
        found = msgspec.json.decode(body, type=tuple.__class_getitem__(types))
    except (ValueError, binascii.Error, msgspec.ValidationError, msgspec.DecodeError) as fault:
        raise Refusal("page_mark_unreadable", _("这个翻页地址不完整，请回到第一页。"), status=400) from fault
    return tuple(found)


def cut(
    rows: Sequence[R], size: int, key: Callable[[R], tuple[Any, ...]], *, backwards: bool, inner: bool
) -> Slice[R]:
    """Make a slice of `size` rows from `size` + 1 fetched ones.

    backwards: the rows came in reverse order, for the page before; inner: this is not the first page.
    """
    more = len(rows) > size
    kept = list(rows[:size])
    if backwards:
        kept.reverse()
    has_before = more if backwards else inner
    has_after = inner if backwards else more
    return Slice(
        kept,
        mark(*key(kept[0])) if kept and has_before else None,
        mark(*key(kept[-1])) if kept and has_after else None,
    )
