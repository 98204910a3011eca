"""Statement codes: what ours are made of, and the form in which any are compared."""

from __future__ import annotations

ALPHABET = "23456789BCDFGHJKMNPQRTVWXZ"
"""What codes of our own are made of: no vowels, so no words, and nothing that looks like something else."""
_ALIKE = str.maketrans("OIL", "011")


def canonical_code(text: str) -> str:
    """Upper case, letters and digits only, O as 0, I and L as 1. Digests are of this form, on file and as typed."""
    return "".join(char for char in text.upper() if char.isascii() and char.isalnum()).translate(_ALIKE)
