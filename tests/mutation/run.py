"""Runs the tests against each mutant, in a process of its own that ends at the first test that fails.

Two ways. A mutant inside a function is put into the function as it lies in memory, after the tests were imported once;
only the tests that came by its line are run. What runs at import is changed in a process that has imported nothing of
ours yet, and imports all of it anew.
"""

from __future__ import annotations

import functools
import gc
import importlib
import importlib.machinery
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.targets import OF_TIME, ROOT

KILLED, SURVIVED = 0, 1
SECONDS = 20
"""Processor time after which a mutant counts as killed: it loops."""
ROOMS = ("flows", "bot", "storage", "webhooks", "tests")
OPTIONS = "addopts=--import-mode=importlib --strict-markers --disable-socket --allow-unix-socket"
ARGS = ("-o", OPTIONS, "--noconftest", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:hypothesispytest",
        "-p", "no:cov", "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip


@dataclass
class Seen:
    """What the tests did with the code as it is: lines that each came by, seconds that each took."""

    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    at_import: dict[str, set[int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    modules: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that come by a mutant's lines, the quickest first."""
        first, last = mutant.at
        lines = self.lines.get(mutant.file, {})
        names = set[str]().union(*(lines.get(line, ()) for line in range(first, last + 1)))
        return sorted(names, key=self.seconds.__getitem__)

    def runs_at_import(self, mutant: Mutant) -> bool:
        """Whether the function around it was called before the first test started, or there is none."""
        if mutant.inside is None:
            return True
        first, last = mutant.inside.body
        return not self.at_import.get(mutant.file, set()).isdisjoint(range(first, last + 1))


class _Examples:
    """Leaves out tests of chance and of time, and hands the others over instead of running them."""

    def __init__(self, each: Callable[[Sequence[pytest.Item]], None]) -> None:
        self.each = each
        self.failed = False

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [one for one in items if not _is_of_chance(one)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed |= report.failed

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if not self.failed:
            self.each(session.items)
        return True

    def passes(self, item: pytest.Item) -> bool:
        """Whether one test passes."""
        self.failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed


def _is_of_chance(item: pytest.Item) -> bool:
    return hasattr(getattr(item, "obj", None), "hypothesis") or any(word in item.name for word in OF_TIME)


def results(mutants: Sequence[Mutant], tests: Iterable[str], jobs: int, told: Callable[[Mutant, bool], None]) -> Seen:
    """Runs all mutants of files with the same tests; `told` hears of each whether it was killed."""
    mutants, tests = list(mutants), list(tests)
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer"
        child = os.fork()
        if not child:
            _quietly(lambda: answer.write_bytes(pickle.dumps(_measured_and_patched(mutants, tests, jobs))))
        os.waitpid(child, 0)
        if not answer.exists():
            raise SystemExit(f"{', '.join(tests)}: these tests do not run; MUTATION_LOUD=1 says why")
        seen, killed = pickle.loads(answer.read_bytes())
    if seen.failed:
        raise SystemExit(f"these fail without any mutant: {seen.failed}")
    if not seen.seconds:
        raise SystemExit(f"{', '.join(tests)}: no test was found; MUTATION_LOUD=1 says why")
    for place, dead in killed.items():
        told(mutants[place], dead)
    rest = [place for place in range(len(mutants)) if place not in killed]
    if rest:
        _preload(seen.modules)
        if any(dead for _, dead in _each([0], 1, lambda _: _anew(None, tests, seen))):
            raise SystemExit("the tests fail without any mutant, when all is imported anew")
        for place, dead in _each(rest, jobs, lambda place: _anew(mutants[place], tests, seen)):
            told(mutants[place], dead)
    return seen


def _quietly(act: Callable[[], Any]) -> None:
    """Ends this process after an act; what it prints is thrown away."""
    code = 70
    try:
        if not os.environ.get("MUTATION_LOUD"):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
        act()
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)


def _each(places: Iterable[int], jobs: int, survives: Callable[[int], bool]) -> Iterator[tuple[int, bool]]:
    """One process for each place, `jobs` at a time; whether the mutant there was killed."""
    running: dict[int, int] = {}
    waiting = iter(places)
    while True:
        while len(running) < jobs and (place := next(waiting, None)) is not None:
            sys.stdout.flush()
            if not (child := os.fork()):
                _one(survives, place)
            running[child] = place
        if not running:
            return
        child, status = os.waitpid(-1, 0)
        if child in running:
            yield running.pop(child), not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == SURVIVED)


def _one(survives: Callable[[int], bool], place: int) -> None:
    """Only what runs to its end with every test passed has survived; a crash and a loop are noticed too."""
    code = KILLED
    try:
        os.setpgid(0, 0)
        null = os.open(os.devnull, os.O_WRONLY)
        if not os.environ.get("MUTATION_LOUD"):
            os.dup2(null, 1)
            os.dup2(null, 2)
        spent = int(time.process_time()) + 1
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, spent + SECONDS + 5))
        code = SURVIVED if survives(place) else KILLED
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


# -- inside functions --


def _measured_and_patched(
    mutants: Sequence[Mutant], tests: Sequence[str], jobs: int
) -> tuple[Seen, dict[int, bool]]:
    seen, killed = Seen(), {}
    files = sorted({mutant.file for mutant in mutants})
    measure = coverage.Coverage(data_file=None, include=[str(ROOT / file) for file in files], config_file=False)
    measure.start()

    def each(items: Sequence[pytest.Item]) -> None:
        seen.modules = [name for name in sys.modules if name.partition(".")[0] not in ROOMS]
        caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
        for item in items:
            for cache in caches:
                cache.cache_clear()
            measure.switch_context(item.nodeid)
            started = time.process_time()
            if not plugin.passes(item):
                seen.failed.append(item.nodeid)
            seen.seconds[item.nodeid] = time.process_time() - started
        measure.stop()
        _read_lines(measure, files, seen)
        if seen.failed:
            return
        named = {item.nodeid: item for item in items}
        functions = _functions()
        gc.freeze()

        def survives(place: int) -> bool:
            for cache in caches:
                cache.cache_clear()
            return all(plugin.passes(named[name]) for name in seen.tests(mutants[place]))

        def put_and_run(place: int) -> bool:
            _put(mutants[place], functions)
            return survives(place)

        if any(dead for _, dead in _each([0], 1, lambda _: all(map(plugin.passes, items)))):
            raise SystemExit("the tests fail without any mutant, a second time")
        inside = [place for place, one in enumerate(mutants) if not seen.runs_at_import(one)]
        killed.update(_each(inside, jobs, put_and_run))

    plugin = _Examples(each)
    pytest.main([*ARGS, *tests], plugins=[plugin])
    return seen, killed


def _read_lines(measure: coverage.Coverage, files: Sequence[str], seen: Seen) -> None:
    data = measure.get_data()
    for file in files:
        by_line = seen.lines.setdefault(file, {})
        for line, contexts in data.contexts_by_lineno(str(ROOT / file)).items():
            if "" in contexts:
                seen.at_import.setdefault(file, set()).add(line)
            by_line[line] = {name for name in contexts if name}


Functions = Mapping[tuple[str, int, str], Sequence[types.FunctionType]]


def _functions() -> Functions:
    """Every function that lives, by its file, first line and name."""
    found: dict[tuple[str, int, str], list[types.FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, types.FunctionType):
            code = one.__code__
            found.setdefault((code.co_filename, code.co_firstlineno, code.co_name), []).append(one)
    return found


def _put(mutant: Mutant, functions: Functions) -> None:
    """Gives the mutant's code to the function as it is; whoever holds the function runs it."""
    assert mutant.inside is not None
    file = str(ROOT / mutant.file)
    first, name = mutant.inside.first, mutant.inside.name
    code = _code_of(compile(mutant.tree(), file, "exec"), first, name)
    for function in functions[file, first, name]:
        function.__code__ = code


def _code_of(code: types.CodeType, line: int, name: str) -> types.CodeType:
    inner = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    for one in inner:
        if (one.co_firstlineno, one.co_name) == (line, name):
            return one
    for one in inner:
        try:
            return _code_of(one, line, name)
        except LookupError:
            continue
    raise LookupError(name)


# -- at import --


def _preload(modules: Iterable[str]) -> None:
    """Imports what is not ours, so that no mutant waits for it."""
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001
            continue


def _anew(mutant: Mutant | None, tests: Sequence[str], seen: Seen) -> bool:
    """Whether all tests pass where this mutant, if any, is what its module is imported from.

    A table that is mutated may be what a test is repeated for, and so which tests there are: that alone is no failure.
    """
    if mutant is not None:
        _import_as(mutant)
    survived = []

    def each(items: Sequence[pytest.Item]) -> None:
        quickest = sorted(items, key=lambda item: seen.seconds.get(item.nodeid, 0))
        survived.append(all(plugin.passes(item) for item in quickest))

    plugin = _Examples(each)
    pytest.main([*ARGS, *tests], plugins=[plugin])
    return survived == [True]


def _import_as(mutant: Mutant) -> None:
    module = mutant.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    code = compile(mutant.tree(), str(ROOT / mutant.file), "exec")
    usual = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: Any, fullname: str) -> Any:
        return code if fullname == module else usual(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
