"""Files of the state folder that others read while we write them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path


def write_whole(file: Path, value: Mapping[str, object] | list[object]) -> None:
    """Writes JSON for its owner only, by rename: a reader sees the old file or the new one, never a part."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(value, out, indent=1, ensure_ascii=False)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
