"""`./sheepdog import`: what it prints, what it changes, and how it ends (interfaces.md, sections 1 and 7)."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.demo.practice import FILE
from bot.settings import ROOT, Settings
from bot.wiring import App, build
from storage import consent, imports, ledger, people
from storage.migrations import upgrade

LIST = "account,first name,last name,dob,cell,balance\nA1,Maria,Lopez,1984-03-02,720-555-0143,240.01\n"
MORE = LIST + "A2,Leo,Lopez,1990-01-01,720-555-0144,40.00\n"
PATIENT = {
    *("key", "name", "dob", "phone", "phone_kind", "balance_cents", "oldest_service_date", "guarantor", "flags"),
    *("statement_count", "rows", "zip", "state", "lang", "statement_code", "first_statement_date", "consent"),
}


@dataclass
class Terminal:
    """A home of its own, and what is typed there."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: str) -> tuple[int, str, str]:
        status = main(["import", *words], os.environ)
        told = self.capsys.readouterr()
        return status, told.out, told.err

    def file(self, text: str | bytes, name: str = "list.csv") -> str:
        file = self.home / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(file)


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    for name in ("SHEEPDOG_DATABASE_URL", "SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS", "SHEEPDOG_LOG", "SHEEPDOG_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SHEEPDOG_HOME", str(tmp_path))
    monkeypatch.setenv("SHEEPDOG_DEMO", "1")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return Terminal(tmp_path, capsys)


@pytest.fixture
def app(terminal: Terminal) -> Iterator[App]:
    """The home has a practice."""
    settings = Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(terminal.home)})
    upgrade(settings.database_url)
    made = build(settings)
    with made.db.begin() as tx:
        people.add_practice(tx, slug="willow-creek", name="Willow Creek", phone="(303) 555-0100")
    yield made
    made.db.dispose()


def owed(app: App) -> dict[str, int]:
    with app.db.read() as tx:
        practice = people.practices(tx)[0]
        return {p.key: ledger.balance(tx, p.id).cents for p in people.patients(tx, practice.id)}


# -- dry run --


def test_a_dry_run_of_the_demos_list_in_the_form_that_scripts_read(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEEPDOG_NOW", "2026-11-25T17:00:00Z")
    status, out, err = terminal.run(str(FILE), "--dry-run", "--json")
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert list(told) == ["file", "format", "encoding", "delimiter", "header_row", "columns", "patients", "rejected",
                          "skipped", "totals", "funnel"]  # fmt: skip
    assert (told["file"], told["format"], told["encoding"], told["delimiter"], told["header_row"]) == (
        "willow_creek.csv", "csv", "utf-8", ",", 1)  # fmt: skip
    assert told["columns"][0] == ["account", "key"] and ["notes", "ignored"] in told["columns"]
    assert (told["rejected"], told["skipped"]) == ([], [])
    assert all(set(patient) == PATIENT for patient in told["patients"])
    assert told["patients"][0] == {
        "key": "W1001", "name": {"first": "Maria", "last": "Lopez"}, "dob": "1984-03-02", "phone": "+17205550143",
        "phone_kind": "cell", "balance_cents": 24001, "oldest_service_date": "2026-09-14", "guarantor": None,
        "flags": [],
        "statement_count": None, "rows": [2], "zip": "80203", "state": "CO", "lang": "en", "statement_code": "K7M2QX9B",
        "first_statement_date": "2026-10-20", "consent": {"source": "intake_form", "at": "2026-09-14"},
    }  # fmt: skip
    child = next(patient for patient in told["patients"] if patient["key"] == "W1016")
    assert child["guarantor"] is not None and set(child["guarantor"]) == {"first", "last", "dob"}
    assert "minor" in child["flags"]
    patients = told["patients"]
    assert told["totals"] == {
        "patients": len(patients), "balance_cents": sum(p["balance_cents"] for p in patients),
        "owing_cents": sum(max(0, p["balance_cents"]) for p in patients),
        "reachable": sum(p["phone"] is not None for p in patients),
    }  # fmt: skip
    steps = list(told["funnel"].values())
    assert list(told["funnel"]) == ["owing", "mobile", "consent", "free_of_holds", "textable", "next"]
    assert steps[:5] == sorted(steps[:5], reverse=True) and steps[0] >= 30


def test_the_demos_list_is_what_the_issue_asks_for(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEEPDOG_NOW", "2026-11-25T17:00:00Z")
    patients = json.loads(terminal.run(str(FILE), "--dry-run", "--json")[1])["patients"]
    assert len(patients) >= 30 and {1500, 4000, 24001, 50000, 185000, 0} <= {p["balance_cents"] for p in patients}
    assert {"en", "es"} <= {p["lang"] for p in patients}
    cells = [p["phone"] for p in patients if p["phone_kind"] == "cell"]
    assert len(cells) > len(set(cells)), "two patients on one phone"
    assert any(p["phone_kind"] == "home" or p["phone"] is None for p in patients), "no mobile"
    assert any("insurance_pending" in p["flags"] for p in patients) and any(p["guarantor"] for p in patients)


def test_a_dry_run_needs_no_practice_and_leaves_nothing_behind(terminal: Terminal) -> None:
    status, out, _ = terminal.run(terminal.file(LIST), "--dry-run")
    assert status == 0 and "1 patients owe $240.01" in out and "textable 0" in out
    assert sorted(path.name for path in terminal.home.iterdir()) == ["list.csv"]


def test_a_dry_run_prints_its_json_though_rows_were_rejected(terminal: Terminal) -> None:
    status, out, _ = terminal.run(terminal.file(LIST + "A3,,,,,5.00\n"), "--dry-run", "--json")
    assert status == 1 and json.loads(out)["rejected"] == [{"row": 3, "reason": "no_name"}]
    status, out, _ = terminal.run(terminal.file("account,first name,last name,balance\nA,,,x\n"), "--dry-run", "--json")
    assert status == 1 and json.loads(out)["patients"] == []


def test_a_dry_run_counts_an_attestation(terminal: Terminal) -> None:
    words = terminal.file("I agree to texts about my bill.", "wording.txt")
    _, out, _ = terminal.run(terminal.file(LIST), "--dry-run", "--json", "--consent", f"intake_form:2026-05-01:{words}")
    assert json.loads(out)["funnel"]["textable"] == 1


@pytest.mark.parametrize(
    "told", ["", "intake_form", "intake_form:2026-05-01", "intake_form:soon:{file}", ":2026-05-01:{file}",
             "intake_form:2026-05-01:nowhere.txt", "intake_form:2099-01-01:{file}", "intake_form:2026-05-01:{empty}"],
)  # fmt: skip
@pytest.mark.parametrize("dry", [True, False])
def test_an_attestation_needs_source_date_and_words(terminal: Terminal, app: App, told: str, dry: bool) -> None:
    told = told.format(file=terminal.file("I agree.", "words.txt"), empty=terminal.file(" \n", "empty.txt"))
    more = ("--dry-run",) if dry else ("--yes",)
    status, out, err = terminal.run(terminal.file(LIST), *more, "--consent", told)
    assert (status, out) == (2, "") and "SOURCE:DATE:WORDING-FILE" in err and owed(app) == {}


# -- importing --


def test_a_list_is_imported_and_the_same_again_changes_nothing(terminal: Terminal, app: App) -> None:
    file = terminal.file(LIST)
    status, out, _ = terminal.run(file, "--yes")
    assert status == 0 and "new patient, owes $240.01" in out and "Import 1 is done." in out
    assert owed(app) == {"A1": 24001}
    status, out, _ = terminal.run(file, "--yes")
    assert (status, out) == (0, "This file was imported already. Nothing was changed.\n")
    status, out, _ = terminal.run(file, "--yes", "--json")
    assert status == 0 and json.loads(out)["import"] is None


def test_json_of_an_import(terminal: Terminal, app: App) -> None:
    status, out, _ = terminal.run(terminal.file(MORE), "--yes", "--json")
    told = json.loads(out)
    assert status == 0 and told["import"] == 1 and [one["kind"] for one in told["differences"]] == ["new", "new"]
    assert told["funnel"]["owing"] == 2


def test_changes_are_shown_before_they_are_made(terminal: Terminal, app: App) -> None:
    terminal.run(terminal.file(MORE), "--yes")
    changed = terminal.file(LIST.replace("240.01", "300.00"), "new.csv")
    status, out, err = terminal.run(changed)
    assert status == 2 and "$240.01 becomes $300.00" in out and "no longer on the list" in out
    assert "--yes" in err and owed(app) == {"A1": 24001, "A2": 4000}


@pytest.mark.parametrize(("answer", "cents"), [("y", 30000), ("YES", 30000), ("n", 24001), ("", 24001)])
def test_at_a_terminal_it_asks(
    terminal: Terminal, app: App, answer: str, cents: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.run(terminal.file(LIST), "--yes")

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Keyboard(f"{answer}\n"))
    status, _, _ = terminal.run(terminal.file(LIST.replace("240.01", "300.00"), "new.csv"))
    assert status == 0 and owed(app) == {"A1": cents}


def test_consent_by_attestation_is_recorded(terminal: Terminal, app: App) -> None:
    words = terminal.file("I agree to texts about my bill.", "wording.txt")
    status, out, _ = terminal.run(terminal.file(LIST), "--yes", "--consent", f"intake_form:2026-05-01:{words}")
    assert status == 0 and "1 patients can be texted" in out
    with app.db.read() as tx:
        practice = people.practices(tx)[0]
        maria = people.patient_by_key(tx, practice.id, "A1")
        assert maria and consent.newest_grant(tx, practice.id, "+17205550143", maria.id)


def test_the_practice_is_asked_for_where_there_are_several(terminal: Terminal, app: App) -> None:
    with app.db.begin() as tx:
        people.add_practice(tx, slug="second", name="Second", phone="1")
    status, _, err = terminal.run(terminal.file(LIST), "--yes")
    assert status == 2 and "--practice" in err and "willow-creek, second" in err
    status, _, err = terminal.run(terminal.file(LIST), "--yes", "--practice", "third")
    assert status == 2 and "no practice 'third'" in err
    assert terminal.run(terminal.file(LIST), "--yes", "--practice", "second")[0] == 0


def test_without_any_practice_it_says_so(terminal: Terminal) -> None:
    status, _, err = terminal.run(terminal.file(LIST), "--yes")
    assert status == 2 and "there is none yet" in err


# -- files that are no lists --

WRONG: dict[str, bytes] = {
    "empty.csv": b"",
    "book.xlsx": b"PK\x03\x04" + bytes(300),
    "photo.csv": bytes(range(256)) * 8,
    "prose.csv": b"Dear practice,\nplease find the list attached.\n",
    "columns.csv": b"account,first name,last name,cell\nA1,M,L,7205550143\n",
    "quotes.csv": b'account,first name,last name,balance\nA1,"Mar"ia,Lopez,1.00\n',
    "letters.csv": b"account,first name,last name,balance\nA1,\x81\x8d,Lopez,1\n",
    "nobody.csv": b"account,first name,last name,balance\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_one_plain_sentence_and_changes_nothing(terminal: Terminal, app: App, name: str) -> None:
    terminal.run(terminal.file(MORE), "--yes")
    status, out, err = terminal.run(terminal.file(WRONG[name], name), "--yes")
    assert status == 1 and out == "" and len(err.strip().splitlines()) == 1
    assert name in err and "Nothing was changed" in err and "Traceback" not in err
    assert owed(app) == {"A1": 24001, "A2": 4000}
    with app.db.read() as tx:
        assert len(imports.imports(tx, people.practices(tx)[0].id)) == 1


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--dry-run", "--json")])
def test_a_file_that_is_not_there(terminal: Terminal, app: App, more: tuple[str, ...]) -> None:
    for name in ("nowhere.csv", str(terminal.home)):
        status, out, err = terminal.run(name, "--yes", *more)
        assert (status, out) == (1, "") and "cannot be read" in err


# -- list, undo, codes --


def test_list_undo_and_codes(terminal: Terminal, app: App) -> None:
    assert "Nothing was imported yet" in terminal.run("list")[1]
    terminal.run(terminal.file(MORE), "--yes")
    assert "list.csv" in terminal.run("list")[1] and "2 patients" in terminal.run("list")[1]
    codes = terminal.run("codes")[1].splitlines()
    assert codes[0] == "account,statement_code" and [line.split(",")[0] for line in codes[1:]] == ["A1", "A2"]
    assert all(len(line.split(",")[1]) == 8 for line in codes[1:])
    status, out, _ = terminal.run("undo", "1")
    assert status == 0 and "Import 1 is undone" in out and owed(app) == {"A1": 0, "A2": 0}
    assert "undone" in terminal.run("list")[1]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("undo",), 2, "which import"), (("undo", "1"), 1, "is not there"), (("undo", "soon"), 2, "invalid"),
        ((), 2, "FILE"), (("list.csv", "--as-of", "yesterday"), 2, "--as-of"), (("list.csv", "--nonsense"), 2, "not"),
    ],
)  # fmt: skip
def test_wrong_usage(terminal: Terminal, app: App, words: tuple[str, ...], status: int, says: str) -> None:
    found, _, err = terminal.run(*words)
    assert found == status and says in err and "Traceback" not in err


def test_ten_thousand_rows_are_read_in_seconds(terminal: Terminal, app: App) -> None:
    rows = [f"A{n},First{n},Last{n},1980-01-01,720-200-{n:04d},{n % 500}.00" for n in range(10_000)]
    file = terminal.file("account,first name,last name,dob,cell,balance\n" + "\n".join(rows) + "\n")
    began = time.monotonic()
    status, out, _ = terminal.run(file, "--dry-run", "--json")
    assert status == 0 and json.loads(out)["totals"]["patients"] == 10_000
    assert time.monotonic() - began < 20


def test_as_a_program(terminal: Terminal) -> None:
    """The real thing, once: a process of its own, its exit status, nothing but sentences on its error output."""

    def run(*words: str) -> Any:
        command = (sys.executable, "-P", "-m", "bot", "import", *words)
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, capture_output=True, text=True, cwd=terminal.home, env=env, timeout=60)

    done = run(terminal.file(LIST), "--dry-run", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["totals"]["patients"] == 1 and done.stderr == ""
    wrong = run(terminal.file(b"PK\x03\x04", "book.xlsx"), "--dry-run")
    assert wrong.returncode == 1 and wrong.stdout == "" and "Traceback" not in wrong.stderr
