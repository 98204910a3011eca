"""Files of patients: kept for whoever has proved who they are, and opened by staff of their practice, on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.acts import NotYours, begun
from bot.media import Kept
from bot.visits import Visit
from bot.wiring import App
from storage import audit, uploads
from storage.uploads import Upload

MOST_A_DAY = 12
"""Files of one patient: more than a bill's worth of papers, and less than what fills a disk."""
DAY = timedelta(days=1)


def room(tx: Connection, visit: Visit, many: int) -> bool:
    """Whether the patient may send so many files more today."""
    return uploads.many_since(tx, visit.mine.patient_id, visit.now - DAY) + many <= MOST_A_DAY


def keep(tx: Connection, visit: Visit, what: str, files: Sequence[Kept], claim_id: int | None = None) -> None:
    """Keeps files of a proved visit. The trail gets their digests, and nothing of what is in them."""
    for one in files:
        made = uploads.add(tx, visit.practice.id, visit.mine.patient_id, what, one.media_type, one.content, visit.now,
                           claim_id)  # fmt: skip
        row = uploads.upload(tx, made)
        told = {"upload": made, "sha256": row.sha256 if row else "", "what": what}
        audit.write(tx, visit.practice.id, f"link:{visit.link.id}", "upload_kept",
                    f"patient:{visit.mine.patient_id}", told, visit.now)  # fmt: skip


def opened(app: App, staff_id: int, upload_id: int) -> tuple[Upload, bytes]:
    """A member of staff opens a file; the trail says who and which. Raises NotYours, and storage.uploads.Changed."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        row = uploads.upload(tx, upload_id)
        if row is None or row.practice_id != act.practice_id:
            raise NotYours
        content = uploads.content(tx, row.id)
        act.note("upload_opened", f"upload:{row.id}", patient=row.patient_id, sha256=row.sha256)
    return row, content
