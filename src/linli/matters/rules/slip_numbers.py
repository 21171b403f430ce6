"""Numbers of paper slips: eleven random digits nobody guesses, and one that gives a slip of the pen away.

The check digit is that of ISO 7064, MOD 11,10: it finds every single wrong digit and nearly every swap of
two neighbours.
"""

from linli.kernel.text import code_digits

DIGITS = 11


def check_digit(digits: str) -> str:
    """The check digit of a string of digits (ISO/IEC 7064:2003, MOD 11,10)."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def slip_number(value: int) -> str:
    """The number of a random value below 10**11."""
    digits = f"{value:0{DIGITS}d}"
    return digits + check_digit(digits)


def read_slip_number(text: str) -> str | None:
    """A number as somebody typed it: blanks and full-width digits are fine; None where it cannot be one."""
    digits = code_digits(text)
    if len(digits) != DIGITS + 1 or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if check_digit(digits[:-1]) == digits[-1] else None


def grouped(number: str) -> str:
    """As people read it aloud: 1234 5678 9012."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
