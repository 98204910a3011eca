"""Passwords of staff: argon2id, one at a time, and the same work whether or not anybody has the e-mail address."""

from __future__ import annotations

import hashlib
import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
WORDS = 4
SYLLABLES = tuple(consonant + vowel for consonant in "bdfghklmnprstvwz" for vowel in "aeio")

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The least that OWASP's password storage page allows for argon2id: 19 MiB, two passes. One lock holds it to one
hash at a time, so that many sign-ins at once cannot fill the memory."""
_one = threading.Lock()
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$eNfqcS35LzO622Qir2FFNA$"  # checked for an address that nobody has
    "h9RziCIqb8KcpWSgy5siR56leBqJZvEnPZsXk7e2G24"
)


def digest(password: str) -> str:
    """What is stored of a password."""
    with _one:
        return _hasher.hash(password)


def right(stored: str | None, password: str) -> bool:
    """Whether the password is the one that was stored; None, nobody's, takes as long and is never right."""
    with _one:
        try:
            return _hasher.verify(stored or NOBODY, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def invent() -> str:
    """A password that can be read out over the phone: four made-up words, 96 bits."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(4)) for _ in range(WORDS))


def mark(stored: str) -> str:
    """A short digest of what is stored: a session that carries it ends when the password changes."""
    return hashlib.sha256(stored.encode()).hexdigest()[:16]
