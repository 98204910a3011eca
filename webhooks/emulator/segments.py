"""How many parts a text is billed as."""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")


def count(body: str) -> int:
    """160 or 153 characters of GSM-7 a part, else 70 or 67 UTF-16 units; an empty text is one part."""
    if set(body) <= BASIC | EXTENDED:
        return _parts(len(body) + sum(letter in EXTENDED for letter in body), 160, 153)
    return _parts(len(body.encode("utf-16-le", "surrogatepass")) // 2, 70, 67)


def _parts(length: int, whole: int, part: int) -> int:
    return 1 if length <= whole else -(-length // part)
