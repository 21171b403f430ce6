"""Sealed fields: a value moved, cut or changed does not open; equal values are found only by whole number."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import secret

PLACE = {"compartment": "identity", "place": "people_person.phone"}


@given(st.text(max_size=60).filter(lambda text: not any("\ud800" <= ch <= "\udfff" for ch in text)))
def test_what_was_sealed_opens_again(text):
    row = uuid4()
    sealed = secret.seal(text, **PLACE, row=row)
    assert secret.unseal(sealed, **PLACE, row=row) == text
    assert text.encode() not in sealed or len(text) < 3
    assert secret.seal(text, **PLACE, row=row) != sealed, "equal values do not look alike"


@pytest.mark.parametrize("change", ["row", "place", "compartment", "flip", "cut", "suite", "key"])
def test_anything_else_does_not_open(change):
    row = uuid4()
    sealed = bytearray(secret.seal("12900002076", **PLACE, row=row))
    where = dict(PLACE)
    if change == "row":
        row = uuid4()
    elif change in where:
        where[change] += "x"
    elif change == "flip":
        sealed[-1] ^= 1
    elif change == "cut":
        sealed = sealed[:2]
    elif change == "suite":
        sealed[1] = 9
    else:
        sealed[2] = 2
    with pytest.raises(InvalidTag):
        secret.unseal(bytes(sealed), **where, row=row)


def test_blind_index_finds_whole_values_of_one_kind_only():
    assert secret.blind("phone", "12900002076") == secret.blind("phone", "12900002076")
    assert secret.blind("phone", "12900002076") != secret.blind("id", "12900002076")
    assert secret.blind("phone", "2076") not in secret.blind("phone", "12900002076")
    assert len(secret.blind("phone", "1")) == 16
