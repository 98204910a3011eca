"""`./sheepdog audit`: the chains and the files of them are in order, or the first row that is not is named."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot import progress, trail
from bot.__main__ import main
from bot.wiring import App
from storage import audit
from storage.audit import rows_table
from tests.app import home_app
from tests.rows import NOW, a_practice
from tests.storage.test_audit import unguarded

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """Two practices with rows, one row that is nobody's, and one that is not linked yet."""
    app = home_app(tmp_path / "home", monkeypatch)
    with app.db.begin() as tx:
        ours, other = a_practice(tx, slug="willow-creek"), a_practice(tx, slug="elsewhere")
        for age in range(9, 3, -1):
            audit.write(tx, ours, "staff:1", "seen", f"patient:{age}", {"é": [age, None]}, NOW - timedelta(days=age))
        audit.write(tx, other, "staff:2", "seen", "patient:77", {}, NOW)
        audit.write(tx, None, "nobody", "sign_in_refused", "nobody", {}, NOW)
        audit.seal(tx, NOW)
        audit.write(tx, ours, "staff:1", "signed_out", "staff:1", {}, NOW)
    yield app
    app.db.dispose()


@pytest.fixture
def say(app: App, capsys: pytest.CaptureFixture[str]) -> Say:
    def run(*words: object) -> tuple[int, str]:
        status = main(["audit", *map(str, words)], {})
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


@pytest.fixture
def file(say: Say, tmp_path: Path) -> Path:
    """The whole trail, exported."""
    made = tmp_path / "trail.jsonl"
    status, told = say("export", made)
    assert status == 0 and "all in order" in told
    return made


def tampered(app: App, row: int, **change: Any) -> None:
    with app.db.begin() as tx:
        unguarded(tx, rows_table)
        tx.execute(update(rows_table).where(rows_table.c.id == row).values(**change))


# -- the database --


def test_what_is_in_order_is_said_with_its_tail_and_head(say: Say) -> None:
    status, told = say("verify")
    assert status == 0
    lines = told.splitlines()
    assert lines[0].startswith("no practice: 1 rows linked and in order. Head ")
    assert lines[1].startswith("willow-creek: 6 rows linked and in order, 1 not linked yet. Head ")
    assert lines[2].startswith("elsewhere: 1 rows linked") and len(lines) == 3


def test_one_practices_chain_alone(say: Say) -> None:
    status, told = say("verify", "--practice", "elsewhere", "--json")
    chains = json.loads(told)["chains"]
    assert status == 0 and [one["practice"] for one in chains] == ["elsewhere"]
    status, told = say("verify", "--practice", "nowhere")
    assert status == 2 and "no practice 'nowhere'" in told


def test_the_first_row_that_was_changed_is_named(say: Say, app: App) -> None:
    tampered(app, 3, actor="staff:9")
    status, told = say("verify")
    assert status == 1
    assert "Row 3 of willow-creek does not fit (2026-02-23T17:00:00+00:00, staff:9, seen)" in told
    assert "it, or one before it, was changed or taken out" in told and "Nothing was touched" in told
    assert "elsewhere: 1 rows linked and in order" in told
    found = json.loads(say("verify", "--json")[1])
    broken = {one["practice"]: one["broken"] for one in found["chains"]}
    assert not found["ok"] and broken["elsewhere"] is None
    assert (broken["willow-creek"]["row"], broken["willow-creek"]["subject"]) == (3, "patient:7")


def test_a_row_that_is_gone_is_named_by_its_id(say: Say, app: App) -> None:
    with app.db.begin() as tx:
        unguarded(tx, rows_table)
    with app.db._writes.connect() as raw:
        raw.exec_driver_sql("PRAGMA foreign_keys=OFF")
        raw.exec_driver_sql("DELETE FROM audit WHERE id = 2")
        raw.exec_driver_sql("PRAGMA foreign_keys=ON")
    status, told = say("verify")
    assert status == 1 and "Row 2 of willow-creek does not fit (it is gone)" in told


def test_a_head_that_was_noted_stands_or_does_not(say: Say, app: App) -> None:
    chains = json.loads(say("verify", "--json")[1])["chains"]
    head = next(one["head"] for one in chains if one["practice"] == "willow-creek")
    with app.db.begin() as tx:
        audit.seal(tx, NOW)
    status, told = say("verify", "--head", head)
    assert status == 0 and "still stands" in told
    status, told = say("verify", "--head", "a" * 64, "--json")
    assert status == 1 and json.loads(told)["head_stands"] is False
    assert "stands in no chain" in say("verify", "--head", "a" * 64)[1]
    assert say("verify", "--head", "a")[0] == 2


def test_a_head_stands_after_the_rows_before_it_were_released(say: Say, app: App) -> None:
    with app.db.begin() as tx:
        head = audit.verify(tx, [1]).chains[0].head
        audit.seal(tx, NOW)
        assert audit.release(tx, 1, NOW, "retention", NOW) == 6
    status, told = say("verify", "--head", head)
    assert status == 0 and "6 older ones released" in told


def test_an_empty_database_has_nothing_to_verify_or_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    monkeypatch.setenv("SHEEPDOG_HOME", str(tmp_path / "new"))
    assert say("verify") == (0, "There is no row yet.\n")
    status, told = say("export", tmp_path / "x.jsonl")
    assert status == 1 and "nothing to export" in told and not (tmp_path / "x.jsonl").exists()


# -- a file --


def test_a_file_is_its_owners_alone_and_is_checked_without_the_database(
    say: Say, file: Path, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir() if one.is_file()] == [file.name]
    monkeypatch.setenv("SHEEPDOG_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    status, told = say("verify", file)
    assert status == 0 and "willow-creek: 8 rows in order. Head " in told and "no practice: 2 rows" in told
    found = json.loads(say("verify", file, "--json")[1])
    assert found["ok"] and [one["rows"] for one in found["chains"]] == [2, 8, 2]


def test_the_export_is_a_row_of_the_chain_and_in_the_file(say: Say, file: Path, app: App) -> None:
    last = [json.loads(line) for line in file.read_text().splitlines() if '"row"' in line][-1]["row"]
    assert (last["actor"], last["action"]) == ("command line", "audit_exported")
    with app.db.read() as tx:
        assert audit.unsealed(tx) == 0
        assert [row.action for row in audit.rows(tx, 1)][-2:] == ["signed_out", "audit_exported"]


def test_a_files_heads_are_those_of_the_database(say: Say, file: Path) -> None:
    of_file = {one["practice"]: one["head"] for one in json.loads(say("verify", file, "--json")[1])["chains"]}
    assert of_file == {one["practice"]: one["head"] for one in json.loads(say("verify", "--json")[1])["chains"]}


def test_one_practice_is_exported_alone(say: Say, tmp_path: Path) -> None:
    made = tmp_path / "one.jsonl"
    assert say("export", made, "--practice", "willow-creek")[0] == 0
    assert "elsewhere" not in made.read_text() and "patient:77" not in made.read_text()
    assert say("verify", made)[0] == 0


def test_a_chain_whose_beginning_was_released_is_exported_and_checked(say: Say, app: App, tmp_path: Path) -> None:
    with app.db.begin() as tx:
        assert audit.release(tx, 1, NOW - timedelta(days=6), "retention", NOW) == 3
    made = tmp_path / "later.jsonl"
    assert say("export", made)[0] == 0 and say("verify", made)[0] == 0
    first = next(json.loads(line) for line in made.read_text().splitlines() if "willow-creek" in line)
    assert first["released"][0]["rows"] == 3 and first["begins"] == first["released"][0]["hash"]


def test_a_broken_chain_is_exported_as_it_is(say: Say, app: App, tmp_path: Path) -> None:
    tampered(app, 3, action="nothing")
    made = tmp_path / "broken.jsonl"
    status, told = say("export", made)
    assert status == 1 and "row 3 of willow-creek" in told and "written all the same" in told
    status, told = say("verify", made)
    assert status == 1 and "row 3 of willow-creek" in told


def lines_of(file: Path) -> list[str]:
    return file.read_text().splitlines(keepends=True)


def place(lines: list[str], number: int) -> int:
    """Where the row of this id is in the file."""
    return next(at for at, line in enumerate(lines) if f'"id":{number},' in line)


def without(lines: list[str], number: int) -> list[str]:
    at = place(lines, number)
    return lines[:at] + lines[at + 1 :]


def swapped(lines: list[str], number: int) -> list[str]:
    at = place(lines, number)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def edited(lines: list[str], old: str, new: str) -> list[str]:
    assert old in "".join(lines)
    return "".join(lines).replace(old, new, 1).splitlines(keepends=True)


def rehashed(lines: list[str], number: int) -> list[str]:
    """A row that was changed together with its own hash."""
    at = place(lines, number)
    had = json.loads(lines[at - 1])
    row = {**json.loads(lines[at])["row"], "actor": "staff:9"}
    words = audit.in_order(row)
    own = audit.linked(had["hash"], words)
    return [*lines[:at], f'{{"hash":"{own}","row":{words}}}\n', *lines[at + 1 :]]


WRONG: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "a changed field": (lambda lines: edited(lines, '"subject":"patient:7"', '"subject":"patient:8"'), "row 3"),
    "a changed moment": (lambda lines: edited(lines, "2026-02-23T17", "2026-02-23T18"), "row 3"),
    "another spelling": (lambda lines: edited(lines, '"subject":"patient:7"', '"subject": "patient:7"'), "row 3"),
    "a row twice told": (lambda lines: edited(lines, '{"action":"seen",', '{"action":"x","action":"seen",'), "row 1"),
    "a row and its hash": (lambda lines: rehashed(lines, 3), "row 4"),
    "a row taken out": (lambda lines: without(lines, 3), "row 4"),
    "the last row taken out": (lambda lines: without(lines, 11), "taken out at the end"),
    "rows exchanged": (lambda lines: swapped(lines, 3), "row 4"),
    "cut off": (lambda lines: lines[:-3], "something was cut off"),
    "cut off in a line": (lambda lines: [*lines[:-1], lines[-1][:-9]], "something was cut off"),
    "a chain cut off": (lambda lines: lines[: place(lines, 1) - 1], "something was cut off"),
    "gone on": (lambda lines: [*lines, lines[-1]], "goes on after its end"),
    "the count": (lambda lines: edited(lines, '{"rows":8,', '{"rows":7,'), "taken out at the end"),
    "the name": (lambda lines: edited(lines, '"practice":"willow-creek"', '"practice":"x"'), "first or last line"),
    "the beginning": (lambda lines: edited(lines, '"begins":"0', '"begins":"1'), "does not begin where it should"),
    "a part left out": (lambda lines: lines[: place(lines, 1) - 1] + lines[place(lines, 7) - 1 :], "first line"),
    "no first line": (lambda lines: lines[1:], "first line"),
    "something else": (lambda lines: ["hello\n"], "first line"),
    "nothing": (lambda lines: [], "first line"),
    "nonsense in between": (lambda lines: [*lines[:2], "[]\n", *lines[2:]], "Line 3: the line is damaged"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_was_changed_is_not_in_order(say: Say, file: Path, what: str) -> None:
    change, says = WRONG[what]
    file.write_text("".join(change(lines_of(file))))
    status, told = say("verify", file)
    assert status == 1 and f"{file} is not in order. Line " in told and says in told, told
    found = json.loads(say("verify", file, "--json")[1])
    assert not found["ok"] and found["chains"][-1]["broken"]["line"] >= 1


def test_bytes_that_are_no_text_are_not_in_order(say: Say, file: Path) -> None:
    file.write_bytes(b"\xff\xfe" + file.read_bytes())
    assert say("verify", file)[0] == 1


@pytest.mark.parametrize("place", ["there", "nofolder/x.jsonl"])
def test_an_export_overwrites_nothing_and_makes_no_folders(say: Say, tmp_path: Path, place: str) -> None:
    (tmp_path / "there").write_text("mine")
    status, told = say("export", tmp_path / place)
    assert status == 2 and "file" in told and (tmp_path / "there").read_text() == "mine"


def test_wrong_usage(say: Say, file: Path) -> None:
    assert say("verify", file.parent / "none.jsonl")[0] == 2
    assert say("verify", file, "--practice", "willow-creek")[0] == 2
    assert say("export")[0] == 2 and say()[0] == 2


def test_an_export_that_fails_leaves_no_draft(app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trail.os, "fsync", full)
    with pytest.raises(OSError, match="No space"), app.db.read() as tx:
        trail.write(tx, tmp_path / "x.jsonl", [(1, "willow-creek")], NOW, lambda _: None)
    assert [one for one in tmp_path.iterdir() if one.is_file()] == []


def test_a_long_walk_says_how_far_it_is_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "AFTER_S", 0.0)
    with progress.Progress("rows are checked") as heard:
        heard(10_000)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.Progress("rows are checked") as heard:
        heard(10_000)
    assert "10,000 rows are checked" in capsys.readouterr().err
