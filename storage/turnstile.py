"""One writer at a time, woken at once when the one before is done.

SQLite lets one transaction write and makes the others look again after sleeps that grow to a tenth of a second, so
that a webhook could wait long behind short transactions. Here threads wait on a lock, and processes on a lock of the
kernel's, which ends with its holder, however that ends. SQLite's own lock stays what guards the file.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
from collections.abc import Iterator


class Turnstile:
    """The order in which a file's writers go. None as path: the database is in memory, only threads wait."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._here = threading.Lock()
        self._file: int | None = None

    @contextlib.contextmanager
    def passed(self) -> Iterator[None]:
        """Holds the turn for the with-block."""
        with self._here:
            file = self._open()
            if file is None:
                yield
                return
            fcntl.flock(file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def forked(self) -> None:
        """A forked child waits on its own: a lock that it inherits would be its parent's."""
        self._here, self._file = threading.Lock(), None

    def _open(self) -> int | None:
        """The lock's file beside the database; None where none can be made, and SQLite's own waiting has to do."""
        if self._file is None and self._path:
            with contextlib.suppress(OSError):
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file
