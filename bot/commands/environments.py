"""Python environments of their own, for what the service itself never imports: Rasa, and the tools that tune the model.

Each is made from a lock of exact versions, checked by hash, in the project's folder, and made anew when that changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Sorry
from bot.settings import ROOT

LOGGED = "details are in {log}. Nothing else has changed; start again to try once more."


@dataclass(frozen=True)
class Environment:
    """A folder, the lock that fills it, and the Python that it stands on: None is the one that runs now."""

    name: str
    folder: Path
    lock: Path
    size: str
    version: tuple[int, int] | None = None


TRAINING = Environment("training tools", ROOT / ".venv-train", ROOT / "nlu_data" / "requirements-train.txt", "600 MB")
RASA = Environment("Rasa", ROOT / ".venv-rasa", ROOT / "nlu_data" / "requirements.txt", "1.6 GB", (3, 10))


def python_of(environment: Environment) -> Path:
    """The environment's Python; it is made first where it is missing or stale. Raises Sorry."""
    python = environment.folder / "bin" / "python"
    stamp = environment.folder / "sheepdog.stamp"
    mark = hashlib.sha256(environment.lock.read_bytes()).hexdigest()
    with _alone(environment.folder):
        if not (stamp.is_file() and stamp.read_text() == mark and python.exists()):
            _make(environment, python)
            stamp.write_text(mark)
    return python


def _make(environment: Environment, python: Path) -> None:
    base = sys.executable if environment.version is None else _find(environment.version)
    print(f"Installing the {environment.name} ({environment.size}); this happens once.", file=sys.stderr, flush=True)
    log = environment.folder.with_suffix(".log")
    lock = ["--require-hashes", "-r", str(environment.lock)]
    if uv := shutil.which("uv"):
        make = [uv, "venv", "--clear", "--python", base, str(environment.folder)]
        fill = [uv, "pip", "install", "--no-deps", "--python", str(python), *lock]
    else:
        make = [base, "-m", "venv", "--clear", str(environment.folder)]
        fill = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps", *lock]
    for command in (make, fill):
        if _run(command, log) != 0:
            raise Sorry(f"The {environment.name} could not be installed; {LOGGED.format(log=log)}")
    log.unlink(missing_ok=True)


def _run(command: Sequence[str], log: Path) -> int:
    with log.open("ab") as out:
        return subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, check=False).returncode


def _find(version: tuple[int, int]) -> str:
    """A Python of exactly this version: from PATH, from pyenv, or one that uv fetches."""
    name = "python{}.{}".format(*version)
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    kept = sorted(root.glob("versions/{}.{}.*/bin/python".format(*version)))
    for candidate in (*map(str, kept), shutil.which(name)):
        if candidate and _is(candidate, version):
            return candidate
    if uv := shutil.which("uv"):
        found = subprocess.run([uv, "python", "find", name[6:]], capture_output=True, text=True, check=False)
        fetched = found if found.returncode == 0 else _fetched(uv, name[6:])
        if fetched.returncode == 0 and _is(fetched.stdout.strip(), version):
            return fetched.stdout.strip()
    raise Sorry(
        f"Rasa 3.6 needs Python {name[6:]}, and none was found. Install it (with pyenv or uv, or from your system's "
        "packages), then start again. Sheepdog itself works without Rasa."
    )


def _fetched(uv: str, version: str) -> subprocess.CompletedProcess[str]:
    subprocess.run([uv, "python", "install", version], check=False)
    return subprocess.run([uv, "python", "find", version], capture_output=True, text=True, check=False)


def _is(candidate: str, version: tuple[int, int]) -> bool:
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        told = subprocess.run([candidate, "-c", ask], capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.stdout.split() == [str(part) for part in version]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two starts at once make one environment; the lock is the kernel's and ends with its holder."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
