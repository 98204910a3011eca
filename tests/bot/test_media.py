"""What a file is by its first bytes, and that nothing of a picture is kept but what can be seen."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from bot import media
from bot.media import Kept, kind, take, take_all
from tests.webhooks.pictures import HEIC, PDF, PLACE, photo, screenshot

FIRST_BYTES = [
    (photo(), "JPEG"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
    (b"\xff\xd8\xff\xe1\x00\x10Exif", "JPEG"),
    (screenshot(), "PNG"),
    (PDF, "PDF"),
    (HEIC, "HEIC"),
    (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00", "HEIC"),
    (b"\x00\x00\x00\x1cftypmp42\x00\x00\x00\x00", ""),
    (b"GIF89a\x01\x00", ""),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", ""),
    (b"II*\x00", ""),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", ""),
    (b"<!doctype html><title>x</title>", ""),
    (b"MZ\x90\x00", ""),
    (b"PK\x03\x04", ""),
    (b" %PDF-1.4", ""),
    (b"\xff\xd8", ""),
    (b"\x89PNG\n\x1a\n", ""),
    (b"", ""),
]


@pytest.mark.parametrize(("raw", "name"), FIRST_BYTES)
def test_what_a_file_is_stands_in_its_first_bytes(raw: bytes, name: str) -> None:
    assert kind(raw) == name


def kept(raw: bytes) -> Kept:
    found = take(raw)
    assert isinstance(found, Kept), found
    return found


def seen(raw: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(kept(raw).content), formats=("JPEG",))
    made.load()
    return made


HIDDEN = (photo(), photo(behind=b"<script>" + PLACE.encode()), screenshot(), screenshot(clear=True))


@pytest.mark.parametrize("raw", HIDDEN)
def test_a_picture_is_painted_anew_with_nothing_beside_it(raw: bytes) -> None:
    content = kept(raw).content
    assert kept(raw).media_type == "image/jpeg"
    assert content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")
    assert PLACE.encode() not in content and b"Exif" not in content and b"script" not in content
    assert not seen(raw).getexif() and "comment" not in seen(raw).info and "icc_profile" not in seen(raw).info


def test_what_stands_beside_a_png_goes_too() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Location", PLACE)
    made = io.BytesIO()
    Image.new("L", (9, 9)).save(made, "PNG", pnginfo=told)
    assert PLACE.encode() in made.getvalue() and PLACE.encode() not in kept(made.getvalue()).content


def test_a_phone_that_was_held_upright_gives_an_upright_picture() -> None:
    assert seen(photo(60, 40, turned=1)).size == (60, 40)
    assert seen(photo(60, 40, turned=6)).size == (40, 60)


def test_what_is_see_through_is_white_and_large_ones_are_made_smaller() -> None:
    assert seen(screenshot(clear=True)).getpixel((5, 5)) == (255, 255, 255)
    assert max(seen(photo(5000, 100)).size) == media.EDGE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_kept(mode: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (20, 20)).save(made, "PNG")
    assert seen(made.getvalue()).mode == "RGB"


def test_a_cmyk_jpeg_can_be_kept() -> None:
    made = io.BytesIO()
    Image.new("CMYK", (20, 20)).save(made, "JPEG")
    assert seen(made.getvalue()).mode == "RGB"


def test_a_pdf_is_kept_as_it_came() -> None:
    assert take(PDF) == Kept("application/pdf", PDF)


def bomb(width: int, height: int) -> bytes:
    """A small file that says that it is a very large picture."""
    made = io.BytesIO()
    Image.new("1", (width, height)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (PDF + b"0" * media.LARGEST, "large"),
        (bomb(7000, 7000), "large"),
        (bomb(20000, 10000), "broken"),
        (HEIC, "heic"),
        (b"GIF89a", "kind"),
        (photo()[:300], "broken"),
        (screenshot()[:60], "broken"),
        (b"\xff\xd8\xff", "broken"),
    ],
)
def test_what_cannot_be_kept_and_why(raw: bytes, why: str) -> None:
    assert take(raw) == why


def test_one_that_cannot_be_kept_keeps_all_back() -> None:
    assert take_all([]) == ()
    assert len(take_all([photo(), PDF])) == 2
    assert take_all([photo(), HEIC]) == "heic"
    assert take_all([PDF] * (media.MOST_FILES + 1)) == "many"


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(raw: bytes) -> None:
    found = take(raw)
    assert isinstance(found, Kept) == raw.startswith(b"%PDF-")


@given(st.sampled_from([photo(), screenshot()]), st.data())
def test_a_damaged_picture_is_kept_clean_or_not_at_all(whole: bytes, data: st.DataObject) -> None:
    hurt = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        hurt[data.draw(st.integers(8, len(hurt) - 1))] = data.draw(st.integers(0, 255))
    found = take(bytes(hurt))
    if isinstance(found, Kept):
        assert found.content.endswith(b"\xff\xd9") and PLACE.encode() not in found.content
    else:
        assert found in ("broken", "large")
