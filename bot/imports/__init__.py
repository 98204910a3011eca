"""The practice's list comes in: a file is read, its columns understood, its patients compared and posted.

`sheet`, `columns`, `records` and `funnel` are pure: bytes in, values out. `post` makes rows of them. An import is the
practice's statement as of its date, and only differences are posted (decision 29).
"""

from __future__ import annotations

from bot.imports.post import Attestation, Done, run

__all__ = ["Attestation", "Done", "run"]
