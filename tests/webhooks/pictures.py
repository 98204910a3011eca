"""Pictures and papers for tests, as phones and scanners make them."""

from __future__ import annotations

import io

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
PLACE = "Casa de Maria"
"""Stands in the pictures' hidden parts."""


def photo(width: int = 60, height: int = 40, color: str = "navy", turned: int = 1, behind: bytes = b"") -> bytes:
    """A phone's JPEG, with the place it was taken at, a device and a remark; `turned` as EXIF says it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x0110] = turned, PLACE, PLACE
    exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    Image.new("RGB", (width, height), color).save(made, "JPEG", exif=exif, comment=PLACE.encode())
    return made.getvalue() + behind


def screenshot(width: int = 60, height: int = 40, clear: bool = False) -> bytes:
    """A PNG, see-through where `clear`."""
    made = io.BytesIO()
    Image.new("RGBA" if clear else "RGB", (width, height), (0, 0, 0, 0) if clear else "green").save(made, "PNG")
    return made.getvalue()
