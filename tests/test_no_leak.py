"""What patients are called, have and say is in no log line, in no queue, and nowhere in the database file in the clear.

Whole transcripts are played, and a day of traffic that goes wrong in every way that is logged; then everything that
was written is searched for every name, number, birth date, ZIP, code, amount and text.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import deliver, desk, imports, jobs, logs, outreach, queue, transcript, turn, valkey
from bot.accept import accept
from bot.channels import Receipt, Refused, TryAgain, Unknown
from bot.channels.fake import FakeChannel
from bot.errors import Sorry
from bot.rehearsal import Stage
from bot.understanding import NoModel
from bot.wiring import App
from storage import audit, consent, ledger, outbox, people, talks
from tests.both import migrated_file as migrated_file
from tests.both import sqlite_url as sqlite_url
from tests.lines import Line, an_app
from tests.rows import a_practice, a_sender
from tests.test_transcripts import FILES, Told

OUR_OWN = {"Willow", "Creek", "Pediatrics", "Ana", "Bill"}
"""The practice and its staff may stand anywhere; and a bill is no patient."""


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, down to debug; the handlers of the test run are put back."""
    root = logging.getLogger()
    before, level, ours = root.handlers[:], root.level, logging.getLogger("sheepdog").level
    buffer = io.StringIO()
    root.handlers = []
    logs.configure("debug", buffer)
    yield buffer
    root.handlers = before
    root.setLevel(level)
    logging.getLogger("sheepdog").setLevel(ours)


@dataclass(frozen=True)
class Secrets:
    """Everything of a patient that must not be read anywhere, as it could be written."""

    forms: frozenset[str]

    def found_in(self, text: str) -> list[str]:
        folded = text.lower()
        return sorted(form for form in self.forms if _stands_in(form.lower(), folded))

    def __or__(self, other: Secrets) -> Secrets:
        return Secrets(self.forms | other.forms)


def _stands_in(form: str, text: str) -> bool:
    """Figures count only by themselves: 80203 in the middle of a longer number is another number."""
    edge = r"(?<![\w.])" if form[0].isalnum() or form[0] == "$" else ""
    return form in text and re.search(rf"{edge}{re.escape(form)}(?![\w])", text) is not None


def of_person(name: str, born: Any, zip_code: str, number: str, code: str, cents: int) -> Secrets:
    digits = number[2:]
    amount = f"{cents / 100:.2f}"
    return Secrets(frozenset({
        *(part for part in name.split() if part not in OUR_OWN), name, number, digits, number[1:],
        f"{digits[:3]}-{digits[3:6]}-{digits[6:]}", f"({digits[:3]}) {digits[3:6]}-{digits[6:]}",
        born.isoformat(), f"{born.month}/{born.day}/{born.year}", f"{born.month}/{born.day}/{born:%y}", zip_code, code,
        *([amount, f"${amount}"] if cents else []),
    }))  # fmt: skip


def of_words(*texts: str) -> Secrets:
    """A text is not to be found, nor a good part of it."""
    parts = {text.strip() for text in texts} | {" ".join(text.split()[:4]) for text in texts}
    return Secrets(frozenset(part for part in parts if len(part) > 8))


def of_scripts(files: list[Path]) -> Secrets:
    found = Secrets(frozenset())
    for file in files:
        script = transcript.read(file.read_text(encoding="utf-8"), file.name)
        for part in transcript.scene(script, file.name).parts:
            found |= of_person(part.name, part.dob, part.zip, part.phone, part.statement_code, part.balance_cents)
        found |= of_words(*(row.text for row in script.rows if row.who not in ("--", "(")))
    return found


OUR_MAIL = re.compile(r".ana@\d+\.example", re.DOTALL)
"""In its index SQLite puts a row's number before its key as one byte: the 68th of our staff reads "Dana@"."""


def files_of(folder: Path) -> str:
    """All bytes that the database has written, but for the mail addresses of our own invented staff."""
    written = "\n".join(file.read_bytes().decode("latin-1") for file in sorted(folder.glob("sheepdog.db*")))
    return OUR_MAIL.sub("", written)


# -- transcripts --


def test_playing_transcripts_leaves_nothing_in_the_logs_and_nothing_readable_in_the_database(
    written: io.StringIO, tmp_path: Path
) -> None:
    assert len(FILES) >= 40
    intents: dict[str, str] = {}
    for file in FILES:
        intents |= transcript.read(file.read_text(encoding="utf-8"), file.name).intents()
    stage = Stage.at(tmp_path, datetime(2026, 1, 1, tzinfo=UTC), Told(intents))
    for file in FILES:
        transcript.play(transcript.read(file.read_text(encoding="utf-8"), file.name), stage, file.name)
    logging.getLogger("sheepdog.test").warning("played", extra={"count": len(FILES)})
    stage.app.db.dispose()
    secrets = of_scripts(FILES)
    assert '"event": "played"' in written.getvalue(), "nothing is logged at all"
    assert secrets.found_in(written.getvalue()) == []
    at_rest = Secrets(frozenset(form for form in secrets.forms if not re.fullmatch(r"\$?[\d,.]+|\d{5}", form)))
    assert at_rest.found_in(files_of(tmp_path)) == [], "readable at rest"


def test_the_search_would_find_them() -> None:
    secrets = of_scripts(FILES)
    assert {"Maria", "Maria Lopez", "+17205550143", "720-555-0143", "1984-03-02", "3/2/1984", "80203", "240.01"} <= set(
        secrets.found_in('Maria Lopez "+17205550143" 720-555-0143 1984-03-02 3/2/1984 80203 $240.01'))  # fmt: skip
    assert of_words("i want to kill myself tonight").found_in("he said: I want to kill you")


# -- traffic that goes wrong --

NAME, NUMBER, ZIP, CODE = "Xiomara Quetzalcoatl", "+17205556677", "80331", "Q7W8X9Z2"
SAID = (
    "what is my balance dear people", "9/17/1957 80331", "1/1/1970 80331", "this bill makes me want to die honestly",
    "please stop texting me right now", "my card is 4242 4242 4242 4242 cvv 987", "my ssn is 123-45-6789 ok",
    "yo no debo esta cuenta tan cara", "I will pay you $317.45 on friday", "the code is Q7W8X9Z2 80331",
)  # fmt: skip
STAFF_SAID, NOTE = "Hello Xiomara this is Ana from billing", "She called about the knee surgery of last May"
LIST = ("account,first name,last name,dob,cell,zip,statement code,balance,consent source,consent date\n"
        "Z1,Xiomara,Quetzalcoatl,1957-09-17,720-555-6677,80331,Q7W8X9Z2,317.45,intake_form,2026-01-05\n"
        "Z2,Bartholomew,Oyelaran,1990-01-01,720-555-6678,80331,,x,,\n")  # fmt: skip
SECRETS = (
    of_person(NAME, datetime(1957, 9, 17).date(), ZIP, NUMBER, CODE, 31745) | of_words(*SAID, STAFF_SAID, NOTE)
    | Secrets(frozenset({"Bartholomew", "Oyelaran", "4242 4242", "4242424242424242", "123-45-6789", "knee surgery"}))
)  # fmt: skip


class Failing(FakeChannel):
    """A provider that does everything wrong in turn, in words that quote the patient."""

    def __init__(self) -> None:
        quoting = f"HTTP 500 for {NUMBER}: Dear {NAME}"
        super().__init__(
            Unknown(quoting), TryAgain(0, "429"), Refused("30008", "once_more", quoting), Unknown("timeout"),
            Refused("21610", "suppressed", quoting), Refused("x" * 99, "other", quoting), Unknown(quoting),
        )  # fmt: skip
        self.silent = True


@pytest.fixture
def traffic(sqlite_url: str, tmp_path: Path) -> Iterator[Line]:
    app = an_app(sqlite_url, tmp_path, datetime(2026, 3, 2, 17, 0, tzinfo=UTC), channel=Failing())
    with app.db.begin() as tx:
        practice = a_practice(tx, slug="leaky", hosts=("127.0.0.1:8000",), zip="80203")
        sender = a_sender(tx, practice, number="+13035551111", per_minute=1_000_000_000)
    yield Line(app, practice, sender, 0, "+13035551111", NUMBER)
    app.db.dispose()


def a_bad_day(line: Line, folder: Path) -> None:
    """An import, talks, staff, nudges, payments; a provider and a model that fail; a turn that breaks."""
    file = folder / "list.csv"
    file.write_text(LIST)
    imports.run(line.app, "leaky", file, by="test")
    with line.app.db.read() as tx:
        patient = people.patient_by_key(tx, line.practice_id, "Z1")
    assert patient is not None
    line.patient_id = patient.id
    line.model.intents |= {SAID[0]: "check_balance", SAID[8]: "promise_to_pay"}
    for body in SAID:
        line.text(body)
        line.take()
        line.send()
        line.forward(minutes=3)
        deliver.settle_unknown(line.app)
    mute = replace(line.app, hear=NoModel(f"model gone while reading {SAID[0]}"))
    accept(mute, line.inbound(SAID[0]))
    turn.take(mute, line.talk().id)
    _staff(line)
    outreach.plan_all(line.app)
    line.forward(days=2)
    outreach.begin_due(line.app)
    line.send()
    accept(line.app, line.inbound(SAID[0], to="+13035550000"))
    deliver.receipt(line.app, Receipt(None, "SM-nobody", "failed", "30003", "unreachable"))
    _break(line)


def _staff(line: Line) -> None:
    with line.rows() as tx:
        member = people.add_staff(tx, practice_id=line.practice_id, email="ana@willow.example", name="Ana",
                                  role="admin", password_hash="none")  # fmt: skip
        consent.add_hold(tx, line.practice_id, "dispute", line.app.now(), patient_id=line.patient_id)
    talk = line.talk().id
    desk.take_over(line.app, member, talk)
    desk.reply(line.app, member, talk, STAFF_SAID)
    with line.rows() as tx:
        talks.add_note(tx, line.practice_id, talk, member, NOTE, line.app.now())
    desk.release(line.app, member, talk)


def _break(line: Line) -> None:
    """A turn and a saved talk that break, and are logged as a worker and a web server log them."""
    line.save(talk={"frames": [{"flow": "gone", "version": 1, "step": "x", "memory": {}}]})
    line.text(SAID[0])
    line.take()
    line.text(SAID[3])

    class Broken:
        def rank(self, text: str) -> Any:
            raise RuntimeError(f"cannot read {text!r} of {NAME} at {NUMBER}")

    log = logging.getLogger("sheepdog.queue")
    try:
        turn.take(replace(line.app, hear=Broken()), line.talk().id)
    except RuntimeError as error:
        log.error("job failed", exc_info=error, extra={"job": "drain", "body": SAID[3]})
    logging.getLogger("werkzeug").warning("POST /channels %s", f"From={NUMBER}&Body={SAID[0]}")
    logging.getLogger("sqlalchemy").error("INSERT %r", {"first": "Xiomara"})


def test_a_bad_day_is_logged_without_a_word_about_anybody(
    written: io.StringIO, traffic: Line, tmp_path: Path
) -> None:
    a_bad_day(traffic, tmp_path)
    told = written.getvalue()
    events = set(re.findall(r'"event": "([^"]*)"', told))
    assert {"outcome unknown", "text for nobody", "talk could not be opened", "job failed"} <= events
    assert "body not deleted" in events
    assert SECRETS.found_in(told) == []


def test_a_bad_day_leaves_nothing_readable_in_the_database(traffic: Line, tmp_path: Path) -> None:
    a_bad_day(traffic, tmp_path)
    traffic.app.db.dispose()
    written_down = files_of(tmp_path)
    assert "leaky" in written_down and len(written_down) > 100_000, "this is not the database"
    at_rest = Secrets(frozenset(form for form in SECRETS.forms if not re.fullmatch(r"\$?[\d,]+\.\d\d", form)))
    assert at_rest.found_in(written_down) == []


def test_what_staff_may_read_is_all_there(traffic: Line, tmp_path: Path) -> None:
    """The same rows, opened with the keys: the search above is not green because nothing was stored."""
    a_bad_day(traffic, tmp_path)
    with traffic.app.db.read() as tx:
        patient = people.patient(tx, traffic.patient_id)
        bodies = [message.body for message in talks.messages(tx, traffic.talk_id(tx))]
        texts = [text.body for text in outbox.of_conversation(tx, traffic.talk_id(tx), 500)]
        assert (patient.first, patient.last, patient.zip) == ("Xiomara", "Quetzalcoatl", ZIP)
        assert ledger.balance(tx, patient.id).cents == 31745
    assert SAID[0] in bodies and STAFF_SAID in texts
    assert "[birth date] [ZIP]" in bodies and not any("4242" in body.replace("…4242", "") for body in bodies)


def test_the_audit_trail_names_nobody(traffic: Line, tmp_path: Path) -> None:
    a_bad_day(traffic, tmp_path)
    with traffic.app.db.read() as tx:
        rows = list(audit.rows(tx, practice_id=traffic.practice_id))
    assert len(rows) > 5 and SECRETS.found_in(repr(rows)) == []


def test_cards_and_social_security_numbers_are_nowhere_even_with_the_keys(traffic: Line, tmp_path: Path) -> None:
    a_bad_day(traffic, tmp_path)
    with traffic.app.db.read() as tx:
        talk = traffic.talk_id(tx)
        everything = repr(talks.messages(tx, talk)) + repr(outbox.of_conversation(tx, talk, 500))
    assert not any(digits in everything for digits in ("4242 4242", "42424242", "987", "45-6789", "123-45"))


def test_a_wrong_file_says_nothing_about_its_patients(traffic: Line, tmp_path: Path, written: io.StringIO) -> None:
    file = tmp_path / "broken.csv"
    file.write_text(LIST + 'Z3,"Xio"mara,Quetzalcoatl,,,,,1,,\n')
    with pytest.raises(Sorry) as sorry:
        imports.run(traffic.app, "leaky", file, by="test")
    assert SECRETS.found_in(str(sorry.value) + written.getvalue()) == []


def test_rows_show_no_secrets_of_the_settings_when_printed(traffic: Line) -> None:
    settings = traffic.app.settings
    shown = repr(traffic.app) + repr(settings)
    assert not any(secret in shown for secret in (settings.secret_key, *settings.data_keys, settings.twilio_auth_token))


# -- the queue --


def test_redis_holds_names_of_jobs_and_nothing_else(
    traffic: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_rest_until", 0.0)
    short = tmp_path / "q"
    short.mkdir()
    with valkey.running(short) as address, queue.connect(address) as client:
        app: App = replace(traffic.app, waker=queue.Waker(client))
        accept(app, traffic.inbound(SAID[3], sender=NUMBER))
        accept(app, traffic.inbound(SAID[4], sender=NUMBER))
        for name in ("sweep", "plan_touches"):
            app.wake(name)
        held = b"".join(_dump(client, key) for key in client.keys("*")).decode("latin-1")
    assert "bot.jobs.drain" in held and "bot.jobs.sweep" in held
    assert SECRETS.found_in(held) == []
    assert set(re.findall(r"bot\.jobs\.\w+", held)) <= {f"bot.jobs.{name}" for name in dir(jobs)}


def _dump(client: Any, key: bytes) -> bytes:
    kind = client.type(key)
    if kind == b"hash":
        values = [part for pair in client.hgetall(key).items() for part in pair]
    elif kind == b"list":
        values = client.lrange(key, 0, -1)
    elif kind == b"set":
        values = list(client.smembers(key))
    elif kind == b"zset":
        values = client.zrange(key, 0, -1)
    else:
        values = [client.get(key) or b""]
    plain = [zlib.decompress(value) if value.startswith(b"x\x9c") else value for value in values]
    return key + b"\n" + b"\n".join(plain) + b"\n"


def test_times_pass_in_the_traffic(traffic: Line, tmp_path: Path) -> None:
    """The bad day reaches what it is meant to reach: refused, unknown, held and dropped texts."""
    a_bad_day(traffic, tmp_path)
    states = {text.state for text in traffic.texts()}
    assert {"unknown", "refused", "dropped"} <= states and traffic.app.now() > datetime(2026, 3, 4, tzinfo=UTC)
    assert timedelta(0) < traffic.app.now() - datetime(2026, 3, 2, tzinfo=UTC)
