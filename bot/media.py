"""What a file is by its first bytes, and what is kept of it. Pure: bytes in, bytes out.

Nobody's word is taken for what a file is, neither its name nor what the browser says. A picture is painted anew, so
that nothing is left of it but what can be seen: no place, no device, nothing behind its end.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps

Why = Literal["empty", "large", "heic", "kind", "broken"]

LARGEST = 10 * 1024 * 1024
"""Bytes of one file. A phone's photo has 3 to 6 million."""
MOST_FILES = 3
EDGE = 2400
"""Pixels of a kept picture's longer side: small print on a card or a letter can be read."""
MOST_PIXELS = 30_000_000
"""More than this is not unpacked: a small file can hold a very large picture."""
QUALITY = 85
MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"%PDF-": "PDF"}
APPLES = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
"""Brands of the files that an iPhone makes where nobody asks it for JPEG."""
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error,
              Image.DecompressionBombError, Warning)  # fmt: skip
"""All that the reader of pictures raises for one that is damaged, cut off, or made to hurt."""


@dataclass(frozen=True)
class Kept:
    """A file as it is kept."""

    media_type: str
    content: bytes


def kind(raw: bytes) -> str:
    """JPEG, PNG, PDF or HEIC by its first bytes; empty for anything else."""
    if raw[4:8] == b"ftyp" and raw[8:12] in APPLES:
        return "HEIC"
    return next((name for magic, name in MAGIC.items() if raw.startswith(magic)), "")


def take(raw: bytes) -> Kept | Why:
    """The file as it is kept, or why not. A PDF is kept as it came, and is never shown, only saved."""
    if not raw:
        return "empty"
    if len(raw) > LARGEST:
        return "large"
    found = kind(raw)
    if found in ("JPEG", "PNG"):
        return _painted(raw, found)
    if found == "PDF":
        return Kept("application/pdf", raw)
    return "heic" if found else "kind"


def _painted(raw: bytes, name: str) -> Kept | Why:
    try:
        with Image.open(io.BytesIO(raw), formats=(name,)) as picture:
            picture.draft("RGB", (EDGE, EDGE))  # a large JPEG is unpacked at a part of its size
            if picture.width * picture.height > MOST_PIXELS:
                return "large"
            return Kept("image/jpeg", _jpeg(ImageOps.exif_transpose(picture)))
    except UNREADABLE:
        return "broken"


def _jpeg(picture: Image.Image) -> bytes:
    """The picture upright on white, with nothing beside it."""
    picture.thumbnail((EDGE, EDGE))
    seen = picture.convert("RGBA") if picture.has_transparency_data else picture.convert("RGB")
    fresh = Image.new("RGB", seen.size, "white")
    fresh.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    made = io.BytesIO()
    fresh.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def take_all(raws: Sequence[bytes]) -> tuple[Kept, ...] | Why | Literal["many"]:
    """All files, or why not: one that cannot be kept keeps all of them back."""
    if len(raws) > MOST_FILES:
        return "many"
    taken = [take(raw) for raw in raws]
    wrong = next((one for one in taken if isinstance(one, str)), None)
    return wrong or tuple(one for one in taken if isinstance(one, Kept))
