"""What is said to the person at the keyboard when something cannot go on."""

from __future__ import annotations

import errno


class Sorry(Exception):
    """One or two plain sentences: what is wrong and what to do next. `code` is the command's exit status."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


SAFE = "Free some space and start again; nothing that was saved is lost."
ELSEWHERE = "choose another folder with SHEEPDOG_HOME."
DISK = {
    errno.ENOSPC: f"The disk is full, so {{what}} could not be written. {SAFE}",
    errno.EDQUOT: f"Your disk quota is used up, so {{what}} could not be written. {SAFE}",
    errno.EROFS: f"{{what}} is on a read-only disk. Please {ELSEWHERE}",
    errno.EACCES: f"There is no permission to use {{what}}. Change its owner, or {ELSEWHERE}",
    errno.EPERM: f"There is no permission to use {{what}}. Change its owner, or {ELSEWHERE}",
    errno.ENOTDIR: f"{{what}} cannot be used, as a part of that path is a file. Move that file, or {ELSEWHERE}",
    errno.EEXIST: f"{{what}} is a file where a folder is needed. Move it away, or {ELSEWHERE}",
    errno.EMFILE: "This machine allows too few open files at once. Raise the limit (ulimit -n) and start again.",
    errno.ENOMEM: "This machine has run out of memory. Close something and start again.",
}
RESTORE = "Put a backup in its place (./sheepdog restore FILE)."
DATABASE = (
    ("disk is full", f"The disk is full, so the database cannot be written. {SAFE}"),
    ("readonly database", f"The database file may not be written. Change its owner, or {ELSEWHERE}"),
    ("unable to open database file", f"The database file cannot be opened. Check its folder, or {ELSEWHERE}"),
    ("not a database", f"The database file is damaged or is not ours. {RESTORE}"),
    ("malformed", f"The database file is damaged. {RESTORE}"),
    ("authentication failed", "The database refuses this name or password. Correct SHEEPDOG_DATABASE_URL."),
    (
        "does not exist",
        "SHEEPDOG_DATABASE_URL names a database or user that is not there. Create it, or correct the name.",
    ),
    ("connection", "The database cannot be reached. Start it, or correct SHEEPDOG_DATABASE_URL."),
    ("locked", "The database is in use by something that does not let go. Stop that program and try again."),
)


def disk_sorry(error: OSError) -> Sorry | None:
    """The sentence for a disk or machine that refuses, or None when the error is of another kind."""
    text = DISK.get(error.errno or 0)
    return Sorry(text.format(what=error.filename or "a file")) if text else None


def database_sorry(error: BaseException) -> Sorry | None:
    """The sentence for a database that cannot be used, told by its driver's words; None for any other error."""
    if type(error).__name__ not in ("OperationalError", "DatabaseError"):
        return None
    return next((Sorry(say) for words, say in DATABASE if words in str(error)), None)
