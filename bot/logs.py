"""One JSON line an event, and nothing in it about a patient: only the fields named here are ever written.

Use `logging.getLogger("sheepdog.<noun>")` with a fixed sentence and `extra={field: value}`; a field that is not in
FIELDS, the values filled into another library's sentence, and the text of an exception are left out, as any of them
may hold a name, a number, a birth date, an amount or what a patient wrote.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

FIELDS = (
    *("practice", "conversation", "inbound", "outbox", "payment", "ticket", "run", "sender"),  # our own row ids
    *("job", "worker", "flow", "step", "rule", "code", "state", "kind", "lane"),
    *("count", "ms", "seconds", "status", "method", "route", "error"),
)
SHORT = 80
LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class Lines(logging.Formatter):
    """Formats a record as one JSON line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "event": str(record.msg)[:200] if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        told |= {name: _value(record.__dict__[name]) for name in FIELDS if name in record.__dict__}
        if record.exc_info and record.exc_info[1] is not None:
            told |= {"error": type(record.exc_info[1]).__name__, "where": _frames(record.exc_info[1])}
        return json.dumps(told)


def configure(level: str, stream: TextIO | None = None) -> None:
    """Writes all logs of this process to `stream` (standard error); other libraries from warnings upwards."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("sheepdog").setLevel(LEVELS[level])


def _value(value: object) -> object:
    """Numbers, and identifiers without blanks; anything else is only named by its type."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return text if len(text) <= SHORT and " " not in text else type(value).__name__


def _frames(error: BaseException) -> list[str]:
    """Where an exception came from, innermost last: file, line and function, never its text."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]
