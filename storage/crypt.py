"""Encryption at rest, and the keyed digests that sealed values are looked up by (decision 33)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from flows.codes import canonical_code
from storage.errors import CannotOpen

NONCE = 12
INDEX_PURPOSE = b"sheepdog blind index"


class Keyring:
    """AES-256-GCM under the newest data key; every data key opens. Index keys are separate, newest first.

    A sealed value reads `<key id>:<nonce and ciphertext>`. The context (table and column) is bound into it, so that
    a value which was moved to another column does not open.
    """

    def __init__(self, data_keys: Sequence[str], index_key: bytes, old_index_keys: Sequence[bytes] = ()) -> None:
        raw = [_raw(key) for key in data_keys]
        if not raw:
            raise ValueError("a keyring needs a data key")
        self._ciphers = {_key_id(key): AESGCM(key) for key in reversed(raw)}
        self.newest = _key_id(raw[0])
        self._index_keys = (index_key, *old_index_keys)

    @classmethod
    def of(cls, secret_key: str, data_keys: Sequence[str], old_secret_keys: Sequence[str] = ()) -> Keyring:
        """The keyring of the settings: index keys are derived from the secret key and its predecessors."""
        return cls(data_keys, index_key(secret_key), [index_key(old) for old in old_secret_keys])

    def seal(self, text: str, context: str = "") -> str:
        """The text, encrypted under the newest key."""
        nonce = os.urandom(NONCE)
        cipher = self._ciphers[self.newest]
        sealed = cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), context.encode())
        return f"{self.newest}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, token: str, context: str = "") -> str:
        """The text again. Raises CannotOpen."""
        key_id, _, body = token.partition(":")
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise CannotOpen(f"no data key {key_id!r} is given that opens this {context or 'value'}")
        try:
            raw = base64.urlsafe_b64decode(body)
            return cipher.decrypt(raw[:NONCE], raw[NONCE:], context.encode()).decode("utf-8", "surrogatepass")
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise CannotOpen(f"a sealed {context or 'value'} was changed or moved") from error

    def is_newest(self, token: str) -> bool:
        """Whether the newest key sealed it."""
        return token.startswith(f"{self.newest}:")

    def blind(self, kind: str, value: str) -> str:
        """The digest to write: of the value, as this kind of thing, under the newest index key."""
        return _digest(self._index_keys[0], kind, _compared(kind, value))

    def blinds(self, kind: str, value: str) -> tuple[str, ...]:
        """The digests to look for: under every index key, newest first."""
        return tuple(_digest(key, kind, _compared(kind, value)) for key in self._index_keys)


def _compared(kind: str, value: str) -> str:
    """The form in which values of this kind are alike: statement codes are typed with O for 0, blanks and dashes."""
    return canonical_code(value) if kind == "code" else value


def index_key(secret_key: str) -> bytes:
    """The index key that belongs to a secret key."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=INDEX_PURPOSE).derive(secret_key.encode())


def _raw(key: str) -> bytes:
    raw = base64.b64decode(key, altchars=b"-_", validate=True)
    if len(raw) != 32:
        raise ValueError("a data key is 32 bytes in URL-safe base64")
    return raw


def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"sheepdog data key" + key).hexdigest()[:8]


def _digest(key: bytes, kind: str, value: str) -> str:
    return hmac.digest(key, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), "sha256").hex()
