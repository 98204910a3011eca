"""A text is stored once, masked, with its consequences, in one transaction (decisions 1, 5 and 8; fact sheet 9.0)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.accept import Accepted, NotOurs, Repeat, accept
from bot.consequences import ADMIN, OF_RULE, STAFF, TIME
from flows.policy import DEFAULT
from storage import consent, people, talks
from storage.audit import rows_table as audit_rows
from storage.consent import suppressions
from storage.conversations import conversations
from storage.tickets import tickets_table
from tests.at_once import at_once
from tests.lines import Line, a_line, a_number, an_app
from tests.rows import a_patient

OTHERS = a_number()


def stored(line: Line) -> list[str]:
    return [message.body for message in line.messages()]


# -- once --


def test_a_text_is_stored_and_its_talk_is_due(line: Line) -> None:
    line.text("whats my balance")
    (message,), talk = line.messages(), line.talk()
    assert (message.body, message.state, message.media, message.found) == ("whats my balance", "new", 0, ())
    assert (talk.due_at, talk.last_inbound_at) == (line.app.now(), line.app.now())


@pytest.mark.parametrize("body", ["hi", "STOP", "I want to die", "wrong number", "4111 1111 1111 1111"])
def test_a_repeat_has_no_effect(line: Line, body: str) -> None:
    inbound = line.inbound(body)
    assert isinstance(accept(line.app, inbound), Accepted)
    tables = (conversations, suppressions, consent.holds, tickets_table, audit_rows, talks.inbound)
    before = [line.count(table) for table in tables]
    line.forward(hours=1)
    assert accept(line.app, inbound) == Repeat()
    assert [line.count(table) for table in tables] == before
    assert line.talk().last_inbound_at == line.app.now() - timedelta(hours=1)


def test_a_repeat_after_its_turn_is_not_answered_again(line: Line) -> None:
    inbound = line.inbound("whats my balance")
    line.model.intents["whats my balance"] = "check_balance"
    accept(line.app, inbound)
    line.work()
    said = line.channel.bodies()
    accept(line.app, inbound)
    line.work()
    assert said and line.channel.bodies() == said


@pytest.mark.parametrize("body", ["STOP", "hello"])
def test_copies_at_the_same_moment_have_one_effect(line: Line, body: str) -> None:
    inbound = line.inbound(body)
    outcomes = at_once(*[lambda: accept(line.app, inbound)] * 4)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Accepted", "Repeat", "Repeat", "Repeat"]
    assert len(line.messages()) == 1 and line.count(suppressions) == (body == "STOP")


def test_texts_of_a_new_number_at_the_same_moment_make_one_talk(line: Line) -> None:
    texts = [line.inbound(f"text {number}", sender=OTHERS) for number in range(4)]
    outcomes = at_once(*[lambda text=text: accept(line.app, text) for text in texts])  # type: ignore[misc]
    assert len({outcome.conversation_id for outcome in outcomes if isinstance(outcome, Accepted)}) == 1
    assert len(line.messages(OTHERS)) == 4


def test_stop_and_another_text_at_the_same_moment_both_stay(line: Line) -> None:
    texts = [line.inbound("STOP"), line.inbound("how much do i owe")]
    at_once(*[lambda text=text: accept(line.app, text) for text in texts])  # type: ignore[misc]
    assert sorted(stored(line)) == ["STOP", "how much do i owe"] and line.stopped()


# -- whose --


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"to": "+13035559999"}, "no practice"),
        ({"to": ""}, "no practice"),
        ({"sender": ""}, "nobody"),
        ({"channel": "web_chat"}, "no practice"),
    ],
)
def test_texts_that_are_not_ours_leave_no_row(line: Line, more: dict[str, Any], why: str) -> None:
    outcome = accept(line.app, line.inbound("STOP", **more) if "sender" not in more else line.inbound("STOP", ""))
    assert isinstance(outcome, NotOurs) and why in outcome.why
    assert line.count(conversations) == line.count(talks.inbound) == line.count(suppressions) == 0


def test_our_own_number_as_sender_is_not_ours_to_answer(line: Line) -> None:
    """Two of our lines that text each other would never end."""
    other = a_line(line.app, ours=a_number("303"), theirs=a_number())
    for sender in (line.ours, other.ours):
        assert isinstance(line.text("hello", sender=sender), NotOurs)
    assert line.count(talks.inbound) == 0


def test_a_short_code_is_stored_and_nobody_is_texted(line: Line) -> None:
    assert isinstance(line.text("Fresh pizza today", sender="72345"), Accepted)
    line.work()
    assert line.channel.bodies() == [] and [m.body for m in line.messages("72345")] == ["Fresh pizza today"]


# -- what a body may be --


@pytest.mark.parametrize(
    "body",
    ["", " ", "👍🏽" * 400, "x" * 1600, "a\x00b", "\ud83d alone \udc00", "é" * 1600, "𝔘𝔫𝔦", "\n\n", "\u202eabc"],
)
def test_any_body_is_stored_and_gets_through_its_turn(quick: Line, body: str) -> None:
    assert isinstance(quick.text(body), Accepted)
    kept = stored(quick)[0]
    assert "\x00" not in kept and kept.encode("utf-8").decode() == kept
    quick.work()
    assert quick.messages()[0].state == "done"


def test_odd_characters_are_made_fit_for_storing(line: Line) -> None:
    line.text("a\x00b \ud83d c 👍🏽" + "x" * 1600)
    assert stored(line) == ["a b \ufffd c 👍🏽" + "x" * 1600]


@pytest.mark.parametrize("media", [1, 10])
def test_a_photo_without_text_is_stored_for_staff(quick: Line, media: int) -> None:
    quick.text("", media=media)
    quick.work()
    assert (quick.messages()[0].media, quick.messages()[0].body) == (media, "")
    assert quick.tickets()["other"].note == "media"
    assert "pictures" in quick.channel.bodies()[-1]


# -- what is kept of it --


@pytest.mark.parametrize(
    ("body", "kept", "gone"),
    [
        ("its 3/2/84 and 80203", "its [birth date] and [ZIP]", ("3/2/84", "80203")),
        ("code K7M2QX9B", "code [code]", ("K7M2QX9B",)),
        ("4111 1111 1111 1111 exp 12/28 cvv 123", "[CARD …1111] exp 12/28 cvv [..]", ("4111 1111", "123")),
        ("my ssn is 123-45-6789", "my ssn is [SSN]", ("123-45", "6789")),
        ("nací el 2 de marzo de 1984", "nací el [birth date]", ("marzo", "1984")),
    ],
)
def test_identity_is_masked_in_what_is_stored(quick: Line, body: str, kept: str, gone: tuple[str, ...]) -> None:
    quick.text(body)
    (message,) = quick.messages()
    assert message.body == kept
    assert not any(part in message.body for part in gone)


def test_what_the_turn_needs_travels_beside_and_is_erased_by_the_turn(line: Line) -> None:
    line.text("3/2/84 80203")
    assert line.messages()[0].values == {"text": "3/2/84 80203"}
    line.work()
    assert line.messages()[0].values is None and line.messages()[0].state == "done"


@pytest.mark.parametrize("body", ["card 4111 1111 1111 1111", "ssn 123-45-6789", "3/2/84, card 4111111111111111"])
def test_cards_and_social_security_numbers_are_not_even_kept_beside(quick: Line, body: str) -> None:
    quick.text(body)
    (message,) = quick.messages()
    assert not any(digits in str(message.values) + message.body for digits in ("1111 1111", "11111111", "45-6789"))


# -- the rules' rows --

SAYS: tuple[tuple[str, str, str], ...] = (
    ("self_harm", "i want to kill myself", "quiero suicidarme"),
    ("emergency", "im having chest pain", "me duele el pecho y no puedo respirar"),
    ("wrong_number", "you have the wrong number", "número equivocado"),
    ("deceased", "my husband passed away", "mi esposo falleció"),
    ("bankruptcy", "i filed for bankruptcy", "me declaré en bancarrota"),
    ("attorney", "talk to my lawyer", "hable con mi abogado"),
    ("litigation", "i will sue you", "los voy a demandar"),
    ("stop_autopay", "stop the autopay", "cancele los pagos automáticos"),
    ("contact_pref", "dont text me at work", "no me escriban en el trabajo"),
    ("minor", "im 15 years old", "tengo 15 años"),
    ("dispute", "i dont owe this, it is wrong", "yo no debo esto"),
    ("gfe_dispute", "i filed a dispute with cms", ""),
    ("scra", "im deployed overseas", "estoy desplegado en el ejército"),
    ("threat", "i will burn your office down", "voy a quemar su oficina"),
    ("idiom_flag", "im dying to pay this off lol", ""),
)
TEXTS = [(rule, text) for rule, *texts in SAYS for text in texts if text]
HELD = {
    "self_harm": timedelta(days=DEFAULT.holds.crisis_days),
    "emergency": timedelta(hours=DEFAULT.holds.emergency_h),
    "idiom_flag": timedelta(days=1),
}


def test_every_rule_with_a_consequence_is_tried() -> None:
    assert {rule for rule, _ in TEXTS} == set(OF_RULE)


@pytest.mark.parametrize(("rule", "text"), TEXTS)
def test_a_rule_puts_its_hold_and_opens_its_ticket_as_the_text_is_stored(quick: Line, rule: str, text: str) -> None:
    what = OF_RULE[rule]
    quick.text(text)
    assert rule in [hit["rule"] for hit in quick.messages()[0].hits], "the rule does not find these words"
    if what.hold:
        hold = quick.holds()[what.hold]
        assert (hold.patient_id is None) == what.of_number, "the hold is about somebody else"
        assert hold.lift_by == what.lift_by
        assert hold.until == (quick.app.now() + HELD[rule] if rule in HELD else None)
    if what.ticket:
        ticket = quick.tickets()[what.ticket]
        assert (ticket.patient_id, ticket.note) == (quick.patient_id, rule)
    assert quick.phone_states() == {quick.theirs: "wrong" if what.of_number else "ok"}


@pytest.mark.parametrize(("rule", "lift_by"), [("deceased", ADMIN), ("bankruptcy", ADMIN), ("attorney", ADMIN),
                                               ("litigation", ADMIN), ("dispute", STAFF), ("wrong_number", STAFF),
                                               ("self_harm", TIME), ("emergency", TIME)])  # fmt: skip
def test_who_ends_a_hold(rule: str, lift_by: str) -> None:
    """Fact sheet P12, section 11: what has to do with the law only an admin lifts."""
    assert OF_RULE[rule].lift_by == lift_by


@pytest.mark.parametrize("text", ["my husband passed away", "wrong number", "i dont owe this"])
def test_pending_nudges_fall_and_an_answer_stays_unless_the_number_is_wrong(line: Line, text: str) -> None:
    ids = {cls: line.queue(cls) for cls in ("NUDGE", "SERVICE", "REPLY", "SAFETY")}
    line.text(text)
    states = {cls: line.text_of(text_id).state for cls, text_id in ids.items()}
    reply = "dropped" if text == "wrong number" else "queued"
    assert states == {"NUDGE": "dropped", "SERVICE": "dropped", "REPLY": reply, "SAFETY": "queued"}


@pytest.mark.parametrize("text", ["i want to die", "i want to kill myself", "tengo 15 años"])
def test_each_patient_of_a_number_is_held(quick: Line, text: str) -> None:
    with quick.rows() as tx:
        child = a_patient(tx, quick.practice_id, "Leo", number=quick.theirs)
    quick.text(text)
    held = {hold.patient_id for hold in quick.holds(quick.patient_id).values()}
    held |= {hold.patient_id for hold in quick.holds(child).values()}
    assert held == {quick.patient_id, child}


def test_a_number_on_nobodys_file_is_held_itself(line: Line) -> None:
    line.text("i want to die", sender=OTHERS)
    with line.app.db.read() as tx:
        (hold,) = consent.open_holds(tx, line.practice_id, [], OTHERS, line.app.now())
    assert (hold.reason, hold.patient_id) == ("crisis_hold", None)


@pytest.mark.parametrize("text", ["my lawyer friend says hi", "bankrupt"])
def test_doubtful_words_hold_nudges_until_staff_have_looked(quick: Line, text: str) -> None:
    """Decision 7: a ticket and a hold, and nothing that stops more than nudges."""
    quick.text(text)
    hold = quick.holds()["suspicion"]
    assert (hold.lift_by, hold.until) == (STAFF, None)
    assert (set(quick.holds()), set(quick.tickets())) == ({"suspicion"}, {"legal"})


@pytest.mark.parametrize("quote", ['Liked “Reply STOP to opt out”', 'Loved "I want to die"', "Le gustó “STOP”"])
def test_a_reaction_has_no_consequence(quick: Line, quote: str) -> None:
    quick.text(quote)
    quick.work()
    assert not quick.stopped() and not quick.holds() and not quick.tickets() and quick.channel.bodies() == []


# -- opting out --


@pytest.mark.parametrize("text", ["STOP", "please stop texting me", "no me escriban más", "END"])
def test_an_opt_out_takes_effect_as_it_is_stored(line: Line, text: str) -> None:
    classes = ("NUDGE", "SERVICE", "REPLY", "STAFF", "RECEIPT", "CONSENT_CONFIRM", "SAFETY")
    ids = {cls: line.queue(cls) for cls in classes}
    line.text(text)
    assert line.stopped()
    left = {cls for cls, text_id in ids.items() if line.text_of(text_id).state != "dropped"}
    assert left == {"SAFETY"}
    assert line.text_of(ids["NUDGE"]).reasons[0][0] == "opted_out"
    with line.app.db.read() as tx:
        assert consent.newest_grant(tx, line.practice_id, line.theirs, line.patient_id) is None


def test_an_opt_out_is_for_all_who_share_the_number(line: Line) -> None:
    with line.rows() as tx:
        child = a_patient(tx, line.practice_id, "Leo", number=line.theirs)
    line.text("STOP")
    with line.app.db.read() as tx:
        assert consent.newest_grant(tx, line.practice_id, line.theirs, child) is None


def test_an_opt_out_from_one_practice_leaves_another(line: Line) -> None:
    other = a_line(line.app, ours=a_number("303"))
    nudge = other.queue("NUDGE")
    line.text("STOP")
    assert line.stopped() and not other.stopped() and other.text_of(nudge).state == "queued"


def test_the_carriers_word_counts_whatever_the_text_says(line: Line) -> None:
    line.text("Détenez", opt_out_type="STOP")
    assert line.stopped() and line.messages()[0].opt_out_type == "STOP"


@pytest.mark.parametrize("kind", ["stop", "YES", "", "NONSENSE"])
def test_an_unknown_opt_out_type_is_left_out(quick: Line, kind: str) -> None:
    quick.text("hello", opt_out_type=kind)
    assert not quick.stopped() and quick.messages()[0].opt_out_type is None


def carrier(url_app: Any, **words: Any) -> Line:
    return a_line(url_app, ours=a_number("303"), theirs=a_number(), sender={"carrier_replies": True, **words})


@pytest.mark.parametrize(
    ("text", "kind"), [("stop", "STOP"), ("STOP!", "STOP"), ("Help", "HELP"), ("start", "START"), ("yes", "START")]
)
def test_a_whole_word_of_the_carriers_list_was_answered_by_it(quick: Line, text: str, kind: str) -> None:
    told = carrier(quick.app)
    told.text(text)
    assert told.messages()[0].opt_out_type == kind
    told.work()
    assert told.channel.bodies() == [], "the carrier has answered already"


@pytest.mark.parametrize("text", ["please stop texting me", "stop it", "help me", "yes please"])
def test_more_words_were_not(quick: Line, text: str) -> None:
    told = carrier(quick.app)
    told.text(text)
    assert told.messages()[0].opt_out_type is None


def test_a_text_of_an_opted_out_number_is_no_opt_in(line: Line) -> None:
    line.text("STOP")
    for text in ("YES", "ok", "1", "i want to pay", "hola"):
        line.text(text)
    assert line.stopped()


@pytest.mark.parametrize("text", ["START", "UNSTOP", "start"])
def test_start_brings_texts_back_with_a_consent_of_its_own(line: Line, text: str) -> None:
    line.text("STOP")
    line.forward(days=2)
    line.text(text)
    with line.app.db.read() as tx:
        given = consent.newest_grant(tx, line.practice_id, line.theirs, line.patient_id)
    assert not line.stopped() and given is not None
    assert (given.source, given.at) == ("keyword", line.app.now())


def test_start_of_somebody_who_never_stopped_changes_nothing(line: Line) -> None:
    before = line.count(consent.consents)
    line.text("START")
    assert line.count(consent.consents) == before


def test_start_and_stop_in_one_text_is_stop(line: Line) -> None:
    line.text("START. no wait, stop texting me")
    assert line.stopped()


# -- when it is due --


def waiting(url: str, folder: Path) -> Line:
    app = an_app(url, folder)
    return a_line(type(app)(**{**app.__dict__, "settings": type(app.settings)(
        **{**app.settings.__dict__, "burst_wait_s": 2.0})}))  # fmt: skip


@pytest.fixture
def burst(sqlite_url: str, tmp_path: Path) -> Iterator[Line]:
    line = waiting(sqlite_url, tmp_path)
    yield line
    line.app.db.dispose()


def test_a_talk_is_due_two_seconds_after_its_newest_text(burst: Line) -> None:
    burst.text("hi")
    burst.forward(seconds=1.5)
    burst.text("its me")
    assert burst.talk().due_at == burst.app.now() + timedelta(seconds=2)


@pytest.mark.parametrize("text", ["STOP", "i want to die", "HELP", "wrong number"])
def test_a_rules_hit_is_due_at_once_and_stays_so(burst: Line, text: str) -> None:
    began = burst.app.now()
    burst.text(text)
    assert burst.talk().due_at == began
    burst.forward(seconds=1)
    burst.text("ok?")
    due = burst.talk().due_at
    assert due is not None and due <= burst.app.now(), "a later text put off the answer to an urgent one"


def test_somebody_who_never_stops_typing_is_answered(burst: Line) -> None:
    burst.text("one")
    for _ in range(20):
        burst.forward(seconds=2.5)
        burst.text("more")
    due = burst.talk().due_at
    assert due is not None and due <= burst.app.now()


def test_after_its_turn_a_talk_waits_for_a_burst_again(burst: Line) -> None:
    burst.text("hi")
    burst.forward(seconds=10)
    burst.work()
    burst.text("hi again")
    assert burst.talk().due_at == burst.app.now() + timedelta(seconds=2)


def test_a_worker_is_woken_once_the_text_is_stored(sqlite_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    app = sqlite_line.app
    monkeypatch.setattr(type(app), "wake", lambda self, name: woken.append(name))
    inbound = sqlite_line.inbound("hello")
    accept(app, inbound)
    accept(app, inbound)
    accept(app, sqlite_line.inbound("hello", to="+13035559999"))
    assert woken == ["drain"]


def test_staff_numbers_stay_attached_unless_the_number_is_wrong(line: Line) -> None:
    line.text("my husband passed away")
    with line.app.db.read() as tx:
        assert [p.id for p in people.patients_of_number(tx, line.practice_id, line.theirs)] == [line.patient_id]
    line.text("you have the wrong number")
    with line.app.db.read() as tx:
        assert people.patients_of_number(tx, line.practice_id, line.theirs) == []


def test_a_later_wish_for_hours_takes_the_place_of_an_earlier_one(line: Line) -> None:
    line.text("only text me before noon")
    line.text("dont text me on sundays")
    line.text("only text me after 5")
    with line.rows() as tx:
        prefs = people.patient(tx, line.patient_id).contact_prefs
    assert prefs == {"days": ["mon", "tue", "wed", "thu", "fri", "sat"], "from": "17:00"}
