"""Which code a model was made by: it is stale when one of these files changes, as when its texts do."""

from __future__ import annotations

import hashlib
from pathlib import Path

FILES = (
    "understanding/normalize.py",
    "understanding/features.py",
    "understanding/encoder.py",
    "understanding/labels.py",
    "training/noise.py",
    "training/tune.py",
    "training/train.py",
    "training/calibrate.py",
    "training/softmax.py",
)
ROOM = Path(__file__).resolve().parent.parent


def code_hash() -> str:
    """SHA-256 over the files that decide what training makes of its texts."""
    return hashlib.sha256(b"\0".join((ROOM / name).read_bytes() for name in FILES)).hexdigest()
