"""Hashing passwords: Argon2id within bounds, so that a queue of sign-ins cannot eat the machine."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_ONCE = BoundedSemaphore(2)


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane (OWASP's least for Argon2id), two at once in a process; others wait.

    Eight at once with the framework's 100 MiB would need four times the memory promised for a web process.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The stored form of a password."""
        with AT_ONCE:
            return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether a password is the stored one."""
        with AT_ONCE:
            return bool(super().verify(password, encoded))
