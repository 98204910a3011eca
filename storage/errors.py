"""What the database's state can forbid."""

from __future__ import annotations


class NewerDatabase(Exception):
    """The database was made by a newer Sheepdog than this one. The text is a plain sentence for who starts it."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database belongs to a newer version of Sheepdog (its version is {revision}). "
            "Install that version, or restore a backup that this one made."
        )
        self.revision = revision


class CannotOpen(Exception):
    """A sealed value can't be opened: its key is not among the data keys, or it was changed or moved."""
