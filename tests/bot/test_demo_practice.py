"""The demo's invented practice: made once by the project's own importer, kept over restarts, told to demo.json."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import imports
from bot.demo import practice as demo
from bot.settings import Settings
from bot.wiring import build
from storage import clock, consent, ledger, people
from storage import imports as import_rows
from storage.migrations import upgrade


def settings(folder: Path, **env: str) -> Settings:
    made = Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(folder), **env})
    upgrade(made.database_url)
    return made


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    class Quick:
        def hash(self, password: str) -> str:
            return f"hashed:{password}"

    monkeypatch.setattr(demo, "PasswordHasher", Quick)


def test_what_demo_json_is_told(tmp_path: Path) -> None:
    """interfaces.md, section 4."""
    told = demo.prepare(settings(tmp_path))
    assert told["practice"] == {"slug": "willow-creek", "name": demo.PRACTICE["name"], "number": demo.NUMBER}
    assert [one["role"] for one in told["staff"]] == ["desk", "biller", "admin"]
    patients = told["patients"]
    assert len(patients) >= 12
    assert sum(one["lang"] == "en" for one in patients) >= 8
    assert sum(one["balance_cents"] >= 20000 for one in patients) >= 2
    assert len({one["phone"] for one in patients}) == len(patients), "a phone of their own"
    for one in patients:
        assert set(one) == {"name", "phone", "dob", "zip", "statement_code", "balance_cents", "lang"}
        assert one["phone"].startswith("+1") and one["statement_code"] and datetime.fromisoformat(one["dob"])


def test_whom_it_leaves_out(tmp_path: Path) -> None:
    made = settings(tmp_path)
    names = {one["name"] for one in demo.prepare(made)["patients"]}
    app = build(made)
    with app.db.read() as tx:
        row = people.practice_by_slug(tx, demo.SLUG)
        assert row is not None
        left = {f"{p.first} {p.last}": p for p in people.patients(tx, row.id) if f"{p.first} {p.last}" not in names}
        stopped = people.patient_by_key(tx, row.id, demo.STOPPED)
        assert stopped is not None and f"{stopped.first} {stopped.last}" in left
        (phone,) = people.phones(tx, stopped.id)
        assert consent.suppressed_at(tx, row.id, phone.number) is not None
        assert {"Helen Carter", "Bill Carter", "Ray Sandoval", "Ivy Chen", "Sofia Reyes", "Beth Lindqvist"} <= set(left)
    app.db.dispose()


def test_a_second_start_changes_nothing_but_the_address(tmp_path: Path) -> None:
    first = demo.prepare(settings(tmp_path))
    again = demo.prepare(settings(tmp_path, SHEEPDOG_PUBLIC_URL="http://127.0.0.1:8123"))
    assert again == first, "passwords or patients of a home have changed"
    app = build(settings(tmp_path))
    with app.db.read() as tx:
        (row,) = people.practices(tx)
        assert row.hosts == ("127.0.0.1:8123",) and len(import_rows.imports(tx, row.id)) == 1
        assert len(people.staff_of(tx, row.id)) == 3
    app.db.dispose()


def test_what_a_user_did_meanwhile_stays(tmp_path: Path) -> None:
    made = settings(tmp_path)
    demo.prepare(made)
    app = build(made)
    with app.db.begin() as tx:
        row = people.practice_by_slug(tx, demo.SLUG)
        maria = people.patient_by_key(tx, row.id if row else 0, "W1001")
        assert row is not None and maria is not None
        ledger.adjust(tx, row.id, maria.id, "test", 1, ledger.balance(tx, maria.id), app.now())
        people.update_practice(tx, row.id, outreach="on")
        consent.unsuppress(tx, row.id, "+17205550118", app.now())
    demo.prepare(made)
    with app.db.read() as tx:
        assert ledger.balance(tx, maria.id).cents == 0 and people.practice(tx, row.id).outreach == "on"
        assert consent.suppressed_at(tx, row.id, "+17205550118") is None
    app.db.dispose()


def test_a_start_that_was_killed_before_the_list_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, run = settings(tmp_path), imports.run

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(imports, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        demo.prepare(made)
    monkeypatch.setattr(imports, "run", run)
    assert len(demo.prepare(made)["patients"]) >= 12


DENVER = demo.ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (datetime(2026, 11, 25, 9, 0), None),
        (datetime(2026, 11, 25, 16, 59), None),
        (datetime(2026, 11, 25, 17, 0), datetime(2026, 11, 26, 10)),
        (datetime(2026, 11, 25, 3, 0), datetime(2026, 11, 25, 10)),
        (datetime(2026, 11, 27, 20, 0), datetime(2026, 11, 30, 10)),
        (datetime(2026, 11, 28, 12, 0), datetime(2026, 11, 30, 10)),
        (datetime(2026, 11, 29, 23, 0), datetime(2026, 11, 30, 10)),
    ],
)
def test_it_begins_when_somebody_is_at_the_desk(moment: datetime, opens: datetime | None) -> None:
    """Decision 36."""
    assert demo.office_hours(moment.replace(tzinfo=DENVER)) == (opens or moment).replace(tzinfo=DENVER)


def test_the_clock_is_turned_forward_only(tmp_path: Path) -> None:
    far = datetime.now(UTC) + timedelta(days=400)
    made = settings(tmp_path, SHEEPDOG_NOW=far.isoformat())
    demo.prepare(made)
    app = build(settings(tmp_path))
    assert timedelta(0) <= app.now() - far < timedelta(minutes=1)
    with app.db.read() as tx:
        turned = clock.offset(tx)
    demo.prepare(settings(tmp_path, SHEEPDOG_NOW="2026-11-23T17:00:00Z"))
    with app.db.read() as tx:
        assert clock.offset(tx) == turned
    app.db.dispose()


def test_on_a_machine_whose_clock_is_behind_it_begins_after_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Behind(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2024, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(demo, "datetime", Behind)
    monkeypatch.setattr("bot.clock.datetime", Behind)
    told = demo.prepare(settings(tmp_path))
    assert len(told["patients"]) >= 12, "consents of the future are none"


def test_everybody_in_the_cast_has_a_story() -> None:
    told = demo.stories()
    assert len(told) >= 30 and all(told.values())
