"""The secrets that a demo invents for its home, made once and kept there for its owner only."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from pathlib import Path

from bot.errors import Sorry


def path(home: Path) -> Path:
    """Where a demo keeps them; only a demo's home has this file."""
    return home / "secrets.json"


def of(home: Path) -> dict[str, str]:
    """Environment names and their invented values: the same for every process of this home, now and later."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path(home).exists():
        _keep(path(home), json.dumps(_invent(), indent=1))
    try:
        return {str(name): str(value) for name, value in json.loads(path(home).read_text()).items()}
    except (ValueError, AttributeError) as error:
        raise Sorry(f"{path(home)} is damaged, and what is stored under {home} was sealed with it. "
                    f"Put the file back, or move the folder away to start a new demo.") from error  # fmt: skip


def _invent() -> dict[str, str]:
    return {
        "SHEEPDOG_SECRET_KEY": secrets.token_urlsafe(48),
        "SHEEPDOG_DATA_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "TWILIO_ACCOUNT_SID": "AC" + secrets.token_hex(16),
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "STRIPE_SECRET_KEY": "sk_test_" + secrets.token_hex(16),
        "STRIPE_WEBHOOK_SECRET": "whsec_" + secrets.token_hex(16),
    }


def _keep(file: Path, text: str) -> None:
    """Writes the whole file or nothing; of two that write at once the first one's file stays."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
