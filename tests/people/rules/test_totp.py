"""Authenticator codes: the standards' own tables, drift, one use each."""

from base64 import b32encode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linli.people.rules.totp import DRIFT, STEP, code_at, matching_step

KEY = b32encode(b"12345678901234567890").decode()
HOTP = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489")


# RFC 4226, appendix D: HOTP values of the first ten counters.
@pytest.mark.parametrize(
    ("counter", "code"),
    list(enumerate(HOTP)),
)
def test_counter_table_of_rfc_4226(counter, code):
    assert code_at(KEY, counter) == code


# RFC 6238, appendix B, the SHA-1 rows, cut to six digits.
@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
        (2000000000, "279037"), (20000000000, "353130"),
    ],
)  # fmt: skip
def test_time_table_of_rfc_6238(at, code):
    assert code_at(KEY, at // STEP) == code
    assert matching_step(KEY, code, at=at) == at // STEP


@given(st.integers(10_000, 2**33), st.integers(-5, 5))
def test_a_clock_may_be_one_step_off_each_way(at, off):
    step = at // STEP + off
    found = matching_step(KEY, code_at(KEY, step), at=at)
    assert (found == step) == (abs(off) <= DRIFT)


@given(st.integers(10_000, 2**33))
def test_a_code_is_good_once_and_none_before_it(at):
    now = at // STEP
    assume(len({code_at(KEY, now + off) for off in (-1, 0, 1)}) == 3)
    assert matching_step(KEY, code_at(KEY, now), at=at, last=now) is None
    assert matching_step(KEY, code_at(KEY, now - 1), at=at, last=now) is None
    assert matching_step(KEY, code_at(KEY, now + 1), at=at, last=now) == now + 1


@pytest.mark.parametrize(
    "code", ["", "28708", "2870820", "28708a", "２８７０８２", "²87082", " ", "-28708", "287082\x00"]
)
def test_what_is_no_code_matches_nothing(code):
    assert matching_step(KEY, code, at=59) is None


def test_blanks_as_apps_show_them_are_fine():
    assert matching_step(KEY, "287 082", at=59) == 1
