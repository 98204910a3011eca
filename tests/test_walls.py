"""The house rules that no ready-made checker knows. Each says what to do when it is broken."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("flows", "bot", "storage", "webhooks")
LONGEST = 400
FLOOR = {"flows.money", "flows.values", "flows.policy", "flows.script", "flows.offers"}
PURE = ("flows", "bot.engine", "bot.gate", "bot.redact", "bot.keywords", "bot.hear", "bot.cadence")
IMPURE = {"storage", "webhooks", "flask", "sqlalchemy", "alembic", "redis", "rq", "twilio", "stripe", "requests"}
MONEY = (
    "flows",
    "storage.ledger",
    "storage.payments",
    "storage.plans",
    "storage.quotes",
    "bot.collect",
    "bot.payments",
)
NAMES_PROVIDERS = ("bot.wiring", "bot.jobs", "bot.__main__", "bot.commands", "bot.channels", "bot.payments")
STANDARD = set(sys.stdlib_module_names)
PROVIDER = re.compile(r"bot\.(channels|payments)\.\w+")


def modules(*rooms: str) -> dict[str, Path]:
    """Module names of the rooms' files."""
    files = [file for room in rooms for file in sorted((ROOT / room).rglob("*.py"))]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def imports(nodes: Iterator[ast.AST] | list[ast.AST], module: str) -> set[str]:
    """Every dotted name that is imported, `from x import y` counting as x and as x.y."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*module.split(".")[: -node.level], node.module or ""]) if node.level else node.module or ""
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def imported(module: str) -> set[str]:
    return imports(ast.walk(tree(ALL[module])), module)


def within(module: str, rooms: tuple[str, ...]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


ALL = modules(*ROOMS)
every_module = pytest.mark.parametrize("module", sorted(ALL))


@every_module
def test_imports_stand_at_the_top(module: str) -> None:
    inside = [
        node
        for function in ast.walk(tree(ALL[module]))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    lines = [node.lineno for node in inside]
    assert not lines, f"{module}: move the imports in lines {lines} to the top; if that makes a circle, move the code"


@pytest.mark.parametrize("module", [name for name in sorted(ALL) if within(name, PURE)])
def test_pure_files_import_nothing_that_acts(module: str) -> None:
    acting = {name for name in imported(module) if name.split(".")[0] in IMPURE}
    assert not acting, f"{module} decides purely, and imports {acting}: pass it values instead"


@pytest.mark.parametrize("module", [name for name in sorted(ALL) if within(name, ("flows",))])
def test_flows_stand_on_the_standard_library(module: str) -> None:
    known = {"flows"} | STANDARD
    other = {name for name in imported(module) if name.split(".")[0] not in known}
    assert not other, f"{module} imports {other}: flows use the standard library only"


def is_talk(module: str) -> bool:
    """A talk is a file of flows that makes a Flow."""
    return (
        within(module, ("flows",))
        and module not in FLOOR
        and re.search(r"^\w+(: \w+)? = (script\.)?Flow\(", ALL[module].read_text(encoding="utf-8"), re.MULTILINE)
        is not None
    )


TALKS = [name for name in sorted(ALL) if is_talk(name)]


def test_talks_do_not_import_each_other() -> None:
    mixed = {talk: sorted(imported(talk) & (set(TALKS) - {talk})) for talk in TALKS}
    mixed = {talk: others for talk, others in mixed.items() if others}
    assert not mixed, f"{mixed}: name the other talk by its name and let the engine open it"


@every_module
def test_only_the_wiring_names_a_channel_or_a_provider(module: str) -> None:
    if within(module, NAMES_PROVIDERS):
        return
    named = {name for name in imported(module) if PROVIDER.fullmatch(name) and name in ALL}
    assert not named, f"{module} imports {named}: take it from the App that bot/wiring.py builds"


@pytest.mark.parametrize("module", [name for name in sorted(ALL) if within(name, MONEY)])
def test_no_float_near_money(module: str) -> None:
    floats = [
        node.lineno
        for node in ast.walk(tree(ALL[module]))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]
    assert not floats, f"{module}: lines {floats} make floats; amounts are Money, in whole cents"


@pytest.mark.parametrize("file", [file for file in ALL.values() if file.name == "__init__.py"], ids=str)
def test_every_room_says_what_lives_in_it(file: Path) -> None:
    if "versions" in file.parts:
        return
    assert ast.get_docstring(tree(file)), f"{file.relative_to(ROOT)}: open with what lives here and what it may not do"


@every_module
def test_files_stay_short(module: str) -> None:
    lines = len(ALL[module].read_text(encoding="utf-8").splitlines())
    if lines > LONGEST:
        warnings.warn(f"{module} has {lines} lines; a file of one noun has {LONGEST} at most", FilesGrow, stacklevel=1)


class FilesGrow(UserWarning):
    """A thermometer, not a limit."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        return [file for file in ROOT.glob("*") if file.is_file()]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("lock", sorted(ROOT.rglob("requirements*.txt")), ids=lambda file: file.name)
def test_locks_name_no_host_and_pin_with_hashes(lock: Path) -> None:
    if ".venv" in lock.parts:
        return
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", text), (
        f"{lock.name} names a host: compile it again with --no-emit-index-url (CONTRIBUTING.md)"
    )
    for block in re.split(r"\n(?=\S)", text.strip()):
        if not block.startswith("#"):
            assert "==" in block and "--hash=sha256:" in block, f"{lock.name}: {block.splitlines()[0]} has no hash"


def test_what_runs_is_locked_the_same_everywhere() -> None:
    pins = [set(re.findall(r"^(\S+==\S+)", (ROOT / lock).read_text(), re.M)) for lock in LOCKS]
    assert pins[0] <= pins[1], f"compile both locks again: they differ in {sorted(pins[0] - pins[1])}"


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = {plain(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / LOCKS[1]).read_text(), re.MULTILINE)}
    names = {plain(re.split(r"[^\w.-]", need)[0]) for need in wanted}
    assert names <= locked, f"compile the locks again (CONTRIBUTING.md): {sorted(names - locked)} are missing"


def plain(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name.lower())


LOCKS = ("requirements.txt", "requirements-dev.txt")
HOSTS = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|/(?:root|home/\w+)/")


def test_no_file_names_a_registry_or_a_persons_folder() -> None:
    files = [file for file in tracked() if file != Path(__file__) and file.stat().st_size < 2_000_000]
    naming = [str(file.relative_to(ROOT)) for file in files if HOSTS.search(file.read_text(errors="replace"))]
    assert not naming, f"leave registries and people's folders out of {naming}"
