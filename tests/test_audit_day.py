"""A day of the product: each kind of thing that somebody did has its row in the audit trail, and no row tells of whom.

Who saw, changed, sent, lifted, exported and signed in (fact sheet H9); of patients only ids and keyed digests.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import deliver, desk, jobs, links
from bot.__main__ import main
from bot.accept import Accepted, accept
from bot.channels import Inbound, Refused
from bot.channels.fake import FakeChannel
from flows.policy import DEFAULT, Learning
from storage import audit, consent, outbox, people, talks, tickets
from storage.audit import AuditRow
from tests.test_no_leak import Secrets, of_person, of_words
from tests.test_transcripts import Told
from tests.webhooks.office import MARIA, PASSWORD, Office, open_office, submit, token
from tests.webhooks.web import Browser

SAID = {
    "what do i owe you please": "check_balance",
    "3/2/84 80203": "out_of_scope",
    "can i pay 50 a month maybe": "request_plan",
    "yes please do that now": "affirm",
    "i will pay it next friday evening": "promise_to_pay",
    "i dont owe this bill at all": "dispute_charge",
    "this makes me want to kill myself tonight": "self_harm",
    "please let me talk to somebody real": "talk_to_human",
    "stop texting me for good": "opt_out",
}
OURS = "Willow Creek Family Medicine: Maria, you have a new account message. Reply STOP to opt out."
REPLIED, NOTED = "Hello Maria this is Ana from billing", "She called about her knee last May"
OUTCOME = "she will pay in the middle of May"
LIST = ("account,first name,last name,dob,cell,zip,statement code,balance,consent source,consent date\n"
        "Z1,Xiomara,Quetzalcoatl,1957-09-17,720-555-6677,80331,Q7W8X9Z2,317.45,intake_form,2026-01-05\n")  # fmt: skip
MAIL = "stranger@far.example"
_sids = itertools.count(1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the day's home is, and what it left as files."""
    return tmp_path_factory.mktemp("day")


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Office]:
    """The office after its day."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SHEEPDOG_DATABASE_URL", "SHEEPDOG_SECRET_KEY", "SHEEPDOG_DATA_KEYS"):
            patch.delenv(name, raising=False)
        patch.setenv("SHEEPDOG_HOME", str(folder / "home"))
        patch.setenv("SHEEPDOG_DEMO", "1")
        made = open_office(folder / "home")
        a_day(replace(made, app=replace(made.app, hear=Told(SAID))), folder)
    yield made
    made.app.db.dispose()


@pytest.fixture
def day(office: Office) -> list[AuditRow]:
    """The rows of the day."""
    with office.app.db.read() as tx:
        return audit.rows(tx)


def says(office: Office, *bodies: str) -> None:
    """Maria texts; each is answered and sent before the next."""
    for body in bodies:
        came = Inbound(channel="twilio_sms", provider_id=f"SM{next(_sids):032x}", to="+13035550100", sender=MARIA,
                       body=body, media=0, opt_out_type=None, at=office.app.now(), account="AC1")  # fmt: skip
        assert isinstance(accept(office.app, came), Accepted)
        while jobs.work_once(office.app):
            pass
        office.pass_time(timedelta(minutes=2))


def queued(office: Office, cls: str, key: str) -> None:
    """A text of ours that is due, and is seen to."""
    now = office.app.now()
    with office.app.db.begin() as tx:
        outbox.add(tx, office.practice, office.talk, office.sender, MARIA, cls, key, OURS, "en", 1, 0, now, now,
                   patient_id=office.maria)  # fmt: skip
    deliver.dispatch(office.app, office.sender)


def a_day(office: Office, folder: Path) -> None:
    with office.app.db.begin() as tx:
        learns = replace(DEFAULT, learning=Learning(from_corrections=True))
        people.update_practice(tx, office.practice, registered=True, policy=learns)
    signing_in(office)
    queued(office, "NUDGE", "nudge.first")
    says(office, *list(SAID)[:-1])
    staff_at_work(office)
    a_page(office)
    an_evening(office)
    lists_and_files(office, folder)


def signing_in(office: Office) -> None:
    client = office.browser("ben")
    client.post("/desk/sign-out", data={"csrf_token": token(client, "/desk")})
    for _ in range(13):
        submit(office.browser(None), "/desk/sign-in", email="kate@willow.example", password="wrong wrong wrong")
    submit(office.browser(None), "/desk/sign-in", email=MAIL, password=PASSWORD)


def staff_at_work(office: Office) -> None:
    client, app, ana = office.browser("ana"), office.app, office.staff["ana"]
    for page in ("", f"/talk/{office.talk}", f"/patient/{office.maria}", "/search?q=Lopez"):
        client.get(f"/desk{page}")
    with app.db.begin() as tx:
        message = talks.messages(tx, office.talk, 1)[-1].id
        held = consent.add_hold(tx, office.practice, "dispute", app.now(), patient_id=office.maria)
        ticket = tickets.open_ticket(tx, office.practice, "other", app.now(), patient_id=office.maria)
    desk.take_over(app, ana, office.talk)
    desk.reply(app, ana, office.talk, REPLIED)
    deliver.dispatch(app, office.sender)
    desk.note(app, ana, office.talk, NOTED)
    desk.correct(app, ana, office.talk, message, "already_paid")
    desk.lift(app, ana, held, office.talk)
    desk.unlock(app, ana, office.talk)
    desk.allow_nudges(app, ana, office.talk)
    desk.set_language(app, ana, office.maria, "es")
    desk.solve(app, ana, ticket, OUTCOME)
    desk.release(app, ana, office.talk)


def a_page(office: Office) -> None:
    """Maria misses once, proves who she is, promises, and says that something is wrong."""
    with office.app.db.begin() as tx:
        practice = people.practice(tx, office.practice)
        url = links.make(tx, office.app.settings, "pay", practice, office.maria, office.talk, 1, office.app.now())
    path = url.removeprefix(office.app.settings.public_url)
    browser = Browser(office.flask.test_client())
    born = {"birth_month": "3", "birth_day": "2", "birth_year": "1984", "zip": "80203"}
    browser.post(f"{path}/proof", {**born, "birth_day": "3"})
    assert browser.post(f"{path}/proof", born).status_code == 303


def an_evening(office: Office) -> None:
    """A text is refused by the carrier, a reminder waits for the morning, and is dropped when Maria says stop."""
    channel = office.app.channels["twilio_sms"]
    assert isinstance(channel, FakeChannel)
    channel.script(Refused("30008", "other", f"HTTP 500 for {MARIA}: Dear Maria Lopez"))
    queued(office, "STAFF", "staff")
    with office.app.db.begin() as tx:
        for hold in consent.open_holds(tx, office.practice, [office.maria], MARIA, office.app.now()):
            consent.lift_hold(tx, hold.id, f"staff:{office.staff['ana']}", office.app.now())
    office.pass_time(timedelta(days=9, hours=11))
    queued(office, "NUDGE", "nudge.second")
    says(office, list(SAID)[-1])


def lists_and_files(office: Office, folder: Path) -> None:
    ours = ("--practice", "willow-creek")
    (folder / "list.csv").write_text(LIST)
    for words in (
        ("import", str(folder / "list.csv"), "--yes", *ours),
        ("import", "codes", *ours),
        ("import", "undo", "1"),
        ("outreach", "preview", *ours),
        ("outreach", "pause", *ours),
        ("outreach", "start", *ours),
        ("practice", "set", "willow-creek", "registered=true"),
        ("staff", "add", "dan@willow.example", "--name", "Dan Ray", "--role", "desk", *ours),
        ("staff", "reset", "dan@willow.example"),
        ("staff", "stop", "dan@willow.example"),
        ("nlu", "review", str(folder / "review.yml")),
        ("audit", "export", str(folder / "trail.jsonl")),
    ):
        assert main(words, {}) == 0, words


def done_by(found: list[AuditRow]) -> dict[str, set[str]]:
    """What each kind of actor did."""
    kinds: dict[str, set[str]] = {}
    for row in found:
        kinds.setdefault(row.actor.split(":")[0], set()).add(row.action)
    return kinds


WANTED = {
    "saw": {"staff": {"seen"}, "command line": {"outreach_previewed"}},
    "changed": {
        "staff": {"talk_taken", "talk_released", "noted", "corrected", "language_set", "ticket_closed"},
        "conversation": {"proved", "quoted", "plan_offered", "ticket", "hold", "opted_out"},
        "link": {"proved", "proof_failed"},
        "rule": {"followed"},
        "command line": {
            *("imported", "import_undone", "outreach_on", "outreach_paused", "practice_changed"),
            *("staff_added", "staff_stopped", "password_reset"),
        },
    },
    "sent": {"bot": {"sent", "held", "dropped"}, "staff": {"replied", "sent"}, "provider": {"refused"}},
    "lifted": {"staff": {"hold_lifted", "proof_unlocked", "suspicion_cleared"}, "undo_import": {"hold_lifted"}},
    "exported": {"command line": {"codes_exported", "corrections_exported", "audit_exported"}},
    "signed in": {"staff": {"signed_in", "signed_out", "sign_in_refused", "locked_out"}, "nobody": {"sign_in_refused"}},
}


def test_each_kind_of_thing_that_was_done_has_its_row(day: list[AuditRow]) -> None:
    found = done_by(day)
    lacking = {
        f"{what} by {actor}": sorted(actions - found.get(actor, set()))
        for what, actors in WANTED.items()
        for actor, actions in actors.items()
        if actions - found.get(actor, set())
    }
    assert lacking == {}, found


def test_what_staff_saw_is_named_by_id(day: list[AuditRow], office: Office) -> None:
    seen = [(row.subject, dict(row.data)) for row in day if row.action == "seen"]
    assert seen == [("queue", {}), ("queue", {}), (f"conversation:{office.talk}", {}),
                    (f"patient:{office.maria}", {}), ("search", {"patients": [office.maria]})]  # fmt: skip


def test_each_text_has_one_row_for_what_became_of_it(day: list[AuditRow], office: Office) -> None:
    with office.app.db.read() as tx:
        written = outbox.of_conversation(tx, office.talk, 500)
    left = {f"outbox:{text.id}" for text in written if text.claimed_at}
    assert sorted(row.subject for row in day if row.action == "sent") == sorted(left) and len(left) > 6
    gone = {f"outbox:{text.id}" for text in written if text.state == "dropped"}
    assert sorted(row.subject for row in day if row.action == "dropped") == sorted(gone) and gone


def test_a_locked_door_is_told_once(day: list[AuditRow]) -> None:
    assert [row.action for row in day].count("locked_out") == 1


SIMPLE = re.compile(r"[\w.:/ +-]{0,80}")
HEALTH = re.compile(r"harm|kill|suicid|crisis|emergenc|decease|died|death|bankrupt|hardship|insur|disput|knee", re.I)


def test_no_row_tells_of_whom_or_of_what_they_have_or_owe(day: list[AuditRow], folder: Path) -> None:
    secrets = (
        of_person("Maria Lopez", date(1984, 3, 2), "80203", MARIA, "K7M2QX9B", 24001)
        | of_person("Xiomara Quetzalcoatl", date(1957, 9, 17), "80331", "+17205556677", "Q7W8X9Z2", 31745)
        | of_words(*SAID, OURS, REPLIED, NOTED, OUTCOME)
        | Secrets(frozenset({MAIL, "dan@willow.example", "Dan Ray", "Ana Torres", "24001", "31745"}))
    )
    exported = (folder / "trail.jsonl").read_text()
    whole = "\n".join(audit.told(row) for row in day)
    assert secrets.found_in(whole) == [] == secrets.found_in(exported)
    assert HEALTH.findall(whole) == []
    assert len(day) > 60 and secrets.found_in(whole + "Lopez") == ["Lopez"]


def leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


def test_rows_hold_short_words_of_ours_ids_and_digests_only(day: list[AuditRow]) -> None:
    for row in day:
        for value in (row.actor, row.action, row.subject, *leaves(dict(row.data))):
            assert isinstance(value, int | None) or (isinstance(value, str) and SIMPLE.fullmatch(value)), row


def test_the_days_chain_holds_and_its_export_is_in_order(day: list[AuditRow], office: Office, folder: Path) -> None:
    with office.app.db.read() as tx:
        assert audit.verify(tx).ok
    assert main(("audit", "verify", str(folder / "trail.jsonl")), {}) == 0
