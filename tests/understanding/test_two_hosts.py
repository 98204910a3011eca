"""What a Rasa server loads too: Python 3.10 syntax, NumPy and the encoder, nothing else."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import bot.understanding

ROOM = Path(bot.understanding.__file__).parent
SHARED = ("__init__", "errors", "labels", "normalize", "features", "encoder", "artefact", "classifier", "values")
SHARED += ("verdict", "fears", "second", "host")


@pytest.mark.parametrize("name", SHARED)
def test_a_file_for_both_hosts(name: str) -> None:
    tree = ast.parse((ROOM / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 10))
    froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {
        f"bot.understanding.{a.name}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and n.module == "bot.understanding"
        for a in n.names
    }
    ours = {module for module in (froms | plain | named) - {"bot.understanding"} if module.startswith("bot")}
    assert ours <= {f"bot.understanding.{shared}" for shared in SHARED}
    others = {module.split(".")[0] for module in froms | plain if not module.startswith("bot")}
    assert others - set(sys.stdlib_module_names) <= {"numpy"}
    assert not {"UTC", "Self", "StrEnum", "tomllib"} & {
        a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names
    }
