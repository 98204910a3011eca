"""Ends the processes of a supervisor that was killed, and what these have started.

Linux tells a process that its parent is gone, macOS does not, and neither tells grandchildren.

It reads the leaders of sessions to mind, one `+PID` or `-PID` a line, until its input closes: then the supervisor is
gone, and what it started is asked to end.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from bot import children


def still_minded(lines: Iterable[str]) -> list[int]:
    """The session leaders that were named with + and not taken back with -."""
    minded: dict[int, None] = {}
    for line in lines:
        sign, pid = line[:1], int(line[1:])
        minded.update({pid: None}) if sign == "+" else minded.pop(pid, None)
    return list(minded)


def main() -> None:
    """Minds until the input closes."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    leaders = still_minded(sys.stdin)
    children.end_sessions(leaders, Path(os.environ["SHEEPDOG_HOME"]), patience_s=5)


if __name__ == "__main__":
    main()
