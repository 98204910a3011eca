"""Files that come in with a form: how much may come at once, and what is said where one cannot be kept."""

from __future__ import annotations

import io
from typing import IO

from flask import Request, request

from bot import media
from bot.media import Kept
from webhooks.page import Page

ROOM = media.MOST_FILES * media.LARGEST + 256 * 1024
"""Bytes of a form with files; every other form has a small part of that."""
ENDPOINTS = frozenset({"pages.ways.wrong", "pages.insurance.card"})
MEGABYTE = 1024 * 1024
FAR = 150 * MEGABYTE


class RoomyRequest(Request):
    """A request whose files stay in memory: what patients send touches no disk before it is sealed."""

    def _get_file_stream(self, total_content_length: int | None, content_type: str | None, filename: str | None = None,
                         content_length: int | None = None) -> IO[bytes]:  # fmt: skip
        return io.BytesIO()


def make_room() -> None:
    """Lets more come in where a form may have files. To be asked before anything reads the form."""
    if roomy():
        request.max_content_length = ROOM


def roomy() -> bool:
    """Whether this form may have files."""
    return request.endpoint in ENDPOINTS


def let_pass() -> None:
    """Reads a form that is too large to its end, and keeps nothing of it: a browser that cannot finish sending shows
    an error of its own in place of our words. What is larger by far is cut off."""
    left = min(request.content_length or 0, FAR)
    while left > 0 and (read := len(request.environ["wsgi.input"].read(min(left, MEGABYTE)))):
        left -= read


def came(name: str) -> list[bytes]:
    """The files of a field, as many bytes of each as show that it is too large. A field left alone has none."""
    read = [(one.filename, one.stream.read(media.LARGEST + 1)) for one in request.files.getlist(name)]
    return [raw for filename, raw in read if filename or raw]


def limits() -> dict[str, int]:
    """For the hint beside a field: megabytes of a file, and how many files."""
    return {"file_most": media.LARGEST // MEGABYTE, "file_many": media.MOST_FILES}


def trouble(page: Page, why: str) -> str:
    """What is said of a file that cannot be kept."""
    return page.t(f"file-{why}", most=media.LARGEST // MEGABYTE, many=media.MOST_FILES, phone=page.practice.phone)


def taken(name: str) -> tuple[Kept, ...] | str:
    """All files of a field as they are kept, or why not."""
    return media.take_all(came(name))
