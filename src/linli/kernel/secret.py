"""Personal fields: sealed with keys the database does not hold, found again by a blind index."""

import hmac
import os
from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac

SUITE_AES_GCM = 1
_HEAD = 3  # version, suite, key number
_NONCE = 12


@cache
def _cipher(compartment: str, number: int) -> AESGCM:
    key = HKDF(SHA256(), 32, None, f"linli field {compartment} {number}".encode()).derive(
        settings.LINLI_MASTER_KEY
    )
    return AESGCM(key)


def seal(text: str, *, compartment: str, place: str, row: UUID, key: int = 1) -> bytes:
    """Encrypt one value: version, suite, key number, nonce, ciphertext with tag (AES-256-GCM).

    `place` is "table.column" and `row` the row's own uuid; both are bound to the ciphertext, so a value
    moved to another row or column does not open. `compartment` chooses the derived key.
    """
    nonce = os.urandom(_NONCE)
    bound = f"{place}|{row}".encode()
    head = bytes((1, SUITE_AES_GCM, key))
    return head + nonce + _cipher(compartment, key).encrypt(nonce, text.encode(), head + bound)


def unseal(sealed: bytes, *, compartment: str, place: str, row: UUID) -> str:
    """Open what `seal` made; raises `InvalidTag` when bytes, key, row or column are not the same."""
    held = bytes(sealed)
    head, nonce, body = held[:_HEAD], held[_HEAD : _HEAD + _NONCE], held[_HEAD + _NONCE :]
    if len(head) < _HEAD or head[:2] != bytes((1, SUITE_AES_GCM)):
        raise InvalidTag
    return _cipher(compartment, head[2]).decrypt(nonce, body, head + f"{place}|{row}".encode()).decode()


def blind(kind: str, text: str) -> bytes:
    """A 16-byte keyed digest to find a whole value again; `text` must be normalised already.

    Only for values of high entropy (a whole telephone or ID number): never for endings, sexes or tags.
    """
    return hmac.new(settings.LINLI_INDEX_KEY, f"{kind}|{text}".encode(), sha256).digest()[:16]


def drawn(salt: str, form: UUID) -> str:
    """A secret drawn from a form's own random id, 256 bits: who sends the form twice is shown the same one."""
    digest = salted_hmac(f"linli.{salt}", str(form), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def token_digest(token: str) -> bytes:
    """What is stored of a random token (follow link, API key): SHA-256, since the token itself is random."""
    return sha256(token.encode()).digest()
