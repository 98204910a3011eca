"""The launcher: makes the environment once, is silent after that, and says in one sentence why it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "import sys; print('ran', *sys.argv[1:]); sys.exit(7 if 'seven' in sys.argv else 0)"
TOOLS = ["sh", "cksum", "cat", "grep", "sleep", "rm", "mv", "tail"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a folder with a space in its name, whose locks hold no package."""
    folder = tmp_path / "a folder"
    (folder / "bot").mkdir(parents=True)
    (folder / "bot/__init__.py").touch()
    (folder / "bot/__main__.py").write_text(PROGRAM)
    (folder / "requirements.txt").write_text("# nothing to run\n")
    (folder / "requirements-dev.txt").write_text("# nothing to test\n")
    shutil.copy(ROOT / "sheepdog", folder)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH of the launcher's tools and this Python, without uv."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(str(shutil.which(tool)))
    (folder / "python3").symlink_to(Path(getattr(sys, "_base_executable", sys.executable)).resolve())
    return folder


def start(project: Path, path: Path, *args: str) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR")}
    return subprocess.Popen(
        [project / "sheepdog", *args],
        env={**env, "PATH": str(path)},
        cwd=project.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def launch(project: Path, path: Path, *args: str) -> tuple[int, str, str]:
    process = start(project, path, *args)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def test_the_first_starts_make_one_environment_and_later_ones_are_silent(project: Path, path: Path) -> None:
    both = [start(project, path, "demo", "a b"), start(project, path, "seven")]
    told = [(*process.communicate(timeout=120), process.returncode) for process in both]
    assert [(out, status) for out, _, status in told] == [("ran demo a b\n", 0), ("ran seven\n", 7)]
    assert sum("Setting up Sheepdog" in err for _, err, _ in told) == 1
    assert launch(project, path, "demo") == (0, "ran demo\n", "")

    (project / "requirements.txt").write_text("# another lock\n")
    assert "Installing" in launch(project, path, "demo")[2]
    assert "Installing" in launch(project, path, "test")[2], "the tests need their own packages"
    assert launch(project, path, "demo") == (0, "ran demo\n", ""), "which serve every other command too"

    (project / ".venv/bin/python").unlink()
    assert "Making the environment" in launch(project, path, "demo")[2], "an environment without its Python"
    assert not (project / ".venv.log").exists()


def test_no_python_is_one_sentence(project: Path, path: Path) -> None:
    (path / "python3").unlink()
    status, out, err = launch(project, path, "demo")
    assert (status, out) == (1, "") and "Python 3.11" in err and len(err.splitlines()) == 1


def test_a_missing_lock_is_one_sentence(project: Path, path: Path) -> None:
    (project / "requirements.txt").write_text("this-package-has-no-hash==1\n")
    status, _, err = launch(project, path, "demo")
    assert status == 1 and err.splitlines()[-1].endswith(".venv.log")
    assert not (project / ".venv/sheepdog.stamp").exists(), "the next start tries again"


def test_an_index_that_fails_once_is_asked_again(project: Path, path: Path) -> None:
    (path / "uv").write_text(
        f"""#!/bin/sh
        [ "$1" = venv ] && exec "{path}/python3" -m venv --without-pip "{project}/.venv"
        [ -e "{project}/asked" ] && exit 0
        : > "{project}/asked"
        echo "502 Bad Gateway"
        exit 1
        """
    )
    (path / "uv").chmod(0o755)
    status, out, err = launch(project, path, "demo")
    assert (status, out) == (0, "ran demo\n"), err
    assert (project / "asked").exists()


def test_it_is_plain_sh() -> None:
    for script in ("sheepdog", ".ci/run"):
        text = (ROOT / script).read_text()
        assert text.startswith("#!/bin/sh\n") and os.access(ROOT / script, os.X_OK)
        for word in ("[[", "function ", "local ", "<<<", "pipefail", "source "):
            assert word not in text, f"{script} holds {word}, which POSIX sh does not know"
        subprocess.run([str(shutil.which("dash") or "sh"), "-n", ROOT / script], check=True)
