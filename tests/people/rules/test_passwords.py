"""Which passwords are taken: long sentences yes, the usual ones no."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from linli.people.rules.passwords import FourKinds, NotCommon, first_password, too_easy


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Passw0rd2024!", "123456789012", "111111111111", "woaini5201314", "qwerty123456", "admin20240101",
        "linli2026linli", "wangge888888", "abcabcabcabc", "19900307abcd", "aaaaaaaaaaaaaaaaaaaa", "", "shequ112233",
    ],
)  # fmt: skip
def test_too_easy(password):
    assert too_easy(password)
    with pytest.raises(ValidationError) as refused:
        NotCommon().validate(password)
    assert refused.value.code == "password_too_easy"


@pytest.mark.parametrize(
    "password",
    [
        "柳絮随风-plum-47",
        "correct horse battery",
        "xK9#mq2vLp0z",
        "楼下的老槐树今年开了两次花",
        "t7wv-9hdn-p4re-k2mx",
    ],
)
def test_good_enough(password):
    assert not too_easy(password)
    NotCommon().validate(password)


@given(st.text(min_size=0, max_size=200))
def test_any_text_gets_an_answer(password):
    assert too_easy(password) in (True, False)


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("abcdefghijkl", False),
        ("abcdefGHIJKL", False),
        ("abcDEF123456", True),
        ("abc-def-1234", True),
        ("柳絮随风", False),
    ],
)
def test_three_of_four_kinds_for_the_classified_profile(password, fine):
    if fine:
        FourKinds().validate(password)
    else:
        with pytest.raises(ValidationError):
            FourKinds().validate(password)


def test_first_passwords_differ_are_long_and_read_aloud():
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        assert len(one) == 19
        assert not set(one) & set("0o1il")
        NotCommon().validate(one)
