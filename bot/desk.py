"""What staff do: one function an action, one transaction each, with its audit row.

Functions take the App, the member's id and the row that is acted on. A row of another practice raises NotYours; what
cannot be done for a reason that staff should read comes back as No.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from bot import facts, lint, turn
from bot.acts import Act, Done, No, NotYours, Result, begun, looked_for, the_conversation, the_member
from bot.casebook import MOST_TEXTS, may_lift
from bot.redact import redact
from bot.understanding.labels import LABELS
from bot.wiring import App
from bot.words import normalise, segments
from flows.values import MessageClass
from storage import claims, consent, corrections, outbox, people, talks, tickets, trust
from storage.consent import HoldRow
from storage.db import keys
from storage.tickets import Ticket

__all__ = ["Done", "No", "NotYours", "Result"]

LONGEST = 1600
TWICE = timedelta(seconds=30)
"""The same words to the same patient within this time are one press of the button too many."""
FIGURE = re.compile(r"\$\s?\d|\b\d+[.,]\d\d\b")


def take_over(app: App, staff_id: int, conversation_id: int) -> Result:
    """The bot falls silent, safety, opt-out and HELP excepted (decision 27)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id, conversation_id)
        return Done("You have this talk. The bot is silent until you let it go on.") if _take(act) else Done()


def _take(act: Act) -> bool:
    talk = act.the_talk
    if talk.handed == "taken" and talk.taken_by == act.staff.id:
        return False
    since = talk.waiting_since or act.app.now()
    talks.save(act.tx, talk.id, handed="taken", taken_by=act.staff.id, waiting_since=since)
    act.event("taken")
    act.note("talk_taken", f"conversation:{talk.id}")
    return True


def reply(app: App, staff_id: int, conversation_id: int, text: str) -> Result:
    """A text in a person's own words, through the same outbox and gate as any other; it takes the talk over."""
    words = normalise(text.strip())
    if why := _cannot_say(words):
        return No(why)
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id, conversation_id)
        if _said_just_now(act, words):
            return Done("That is on its way already.")
        _take(act)
        _queue(act, words)
    app.wake("drain")
    return Done()


def _cannot_say(words: str) -> str:
    if not words:
        return "There is nothing to send yet."
    if len(words) > LONGEST:
        return f"That is {len(words)} characters; a text holds {LONGEST}. Please shorten it."
    if redact(words).found:
        return "That holds what looks like a card or Social Security number. Please take it out: texts are not private."
    if lint.clinical(lint.folded(words), begun=True):
        return ("That names a treatment, an illness or a medical code. Please take it out: texts are not private, and "
                "this one would not be sent.")  # fmt: skip
    return ""


def _said_just_now(act: Act, words: str) -> bool:
    since = act.app.now() - TWICE
    said = outbox.of_conversation(act.tx, act.the_talk.id, 5)
    return any(text.cls == MessageClass.STAFF and text.body == words and text.created_at > since for text in said)


def _queue(act: Act, words: str) -> None:
    talk, now = act.the_talk, act.app.now()
    web = talk.channel == "web_chat"
    on_number = [] if web else people.patients_of_number(act.tx, talk.practice_id, talk.address)
    about = [*talk.proved, *(patient.id for patient in on_number)]
    text_id = outbox.add(
        act.tx,
        practice_id=talk.practice_id,
        conversation_id=talk.id,
        sender_id=talk.sender_id,
        number="" if web else talk.address,
        cls=MessageClass.STAFF,
        key="staff",
        body=words,
        lang=talk.lang or "en",
        segments=segments(words),
        level=1 if FIGURE.search(words) else 0,
        due_at=now,
        now=now,
        patient_id=about[0] if about else None,
        staff_id=act.staff.id,
    )
    talks.save(act.tx, talk.id, last_reply_at=now)
    act.note("replied", f"outbox:{text_id}")


def note(app: App, staff_id: int, conversation_id: int, text: str) -> Result:
    """Words for colleagues only; card and Social Security numbers are taken out before they are stored."""
    words = redact(text.strip()[: 4 * LONGEST])
    if not words.text:
        return No("There is nothing in the note yet.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id, conversation_id)
        talks.add_note(tx, act.staff.practice_id, conversation_id, staff_id, words.text, app.now())
        act.note("noted", f"conversation:{conversation_id}")
    return Done("Saved, without the number that looked like a card." if words.found else "")


def correct(app: App, staff_id: int, conversation_id: int, message_id: int, label: str) -> Result:
    """Says what a text means. Nothing that was done about it changes; the model may learn from it."""
    if label not in LABELS:
        return No("Choose one of the meanings in the list. Nothing was changed.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id, conversation_id)
        if message_id not in {message.id for message in talks.messages(tx, conversation_id, MOST_TEXTS)}:
            raise NotYours
        corrections.correct(tx, act.staff.practice_id, message_id, staff_id, label, app.now())
        act.note("corrected", f"message:{message_id}")
    return Done("Thank you. What was done about the text stays as it is.")


def release(app: App, staff_id: int, conversation_id: int) -> turn.Taken | Result:
    """The bot goes on and asks its open question again, with today's facts."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id, conversation_id)
        if act.the_talk.handed == "bot":
            return Done("The bot has this talk already.")
        _give_back(act)
    taken = turn.resume(app, conversation_id)
    app.wake("drain")
    return taken


def _give_back(act: Act) -> None:
    talk = act.the_talk
    talks.save(act.tx, talk.id, handed="bot", taken_by=None, waiting_since=None, waiting_why=None,
               done_at=act.app.now())  # fmt: skip
    act.event("released")
    act.note("talk_released", f"conversation:{talk.id}")


def solve(app: App, staff_id: int, ticket_id: int, outcome: str, lift: int | None = None) -> Result:
    """Closes a ticket with what came of it, and lifts the hold that came with it if that is asked for.

    The last ticket of a talk that nobody has taken gives the talk back to the bot, which says nothing by itself.
    """
    with app.db.begin() as tx:
        member = the_member(tx, staff_id)
        ticket = tickets.ticket(tx, ticket_id)
        if ticket is None or ticket.practice_id != member.practice_id:
            raise NotYours
        if ticket.state != "open":
            return Done("Somebody has solved this already.")
        act = Act(app, tx, member, the_conversation(tx, member, ticket.conversation_id))
        close(act, ticket, outcome)
        lifted = lift_in(act, lift) if lift is not None else ""
        end_of_waiting(act)
    return No(lifted) if lifted else Done("Solved.")


def close(act: Act, ticket: Ticket, outcome: str) -> None:
    """The ticket is seen to."""
    tickets.close(act.tx, ticket.id, act.by, redact(outcome.strip()[:200]).text, act.app.now())
    act.event(f"solved:{ticket.reason}")
    act.note("ticket_closed", f"ticket:{ticket.id}")


def end_of_waiting(act: Act) -> None:
    """Where nothing is open for staff any more, a talk that waits for them goes back to the bot."""
    talk = act.talk
    if talk is None or tickets.open_tickets(act.tx, act.staff.practice_id, conversation_id=talk.id):
        return
    if talk.handed == "waiting":
        _give_back(act)
    elif talk.handed == "bot":
        talks.save(act.tx, talk.id, done_at=act.app.now())


def lift(app: App, staff_id: int, hold_id: int, conversation_id: int | None = None) -> Result:
    """Ends a hold, where it is one that this member may end."""
    with app.db.begin() as tx:
        member = the_member(tx, staff_id)
        why = lift_in(Act(app, tx, member, the_conversation(tx, member, conversation_id)), hold_id)
    return No(why) if why else Done("Lifted.")


def lift_in(act: Act, hold_id: int) -> str:
    """Ends a hold within an act: why not, or empty when it is lifted (or was)."""
    now = act.app.now()
    held = {row.id: row for row in consent.holds_of_practice(act.tx, act.staff.practice_id, now)}
    row = held.get(hold_id)
    if row is None:
        return ""
    if not may_lift(act.staff, row):
        return _why_not(row)
    consent.lift_hold(act.tx, row.id, act.by, now)
    if row.reason in consent.DISPUTES:
        _rest(act, row)
    if row.reason == "insurance_pending" and row.patient_id:
        claims.give_up(act.tx, row.patient_id, now)
    if row.reason == "wrong_number" and row.number:
        people.set_phone_state(act.tx, row.practice_id, row.number, "ok")
    act.event(f"lifted:{row.reason}")
    return ""


def _why_not(row: HoldRow) -> str:
    if row.resting:
        return "The dispute is settled; reminders wait a week after that, and this ends by itself."
    return "An administrator lifts this one." if row.lift_by == "admin" else "Only the patient can end this one."


def _rest(act: Act, row: HoldRow) -> None:
    """Reminders wait a week after a dispute is settled (fact sheet F8)."""
    now, days = act.app.now(), people.practice(act.tx, row.practice_id).policy.holds.dispute_rest_days
    consent.add_hold(act.tx, row.practice_id, row.reason, now, patient_id=row.patient_id, number=row.number,
                     until=now + timedelta(days=days), lift_by="time")  # fmt: skip


def allow_nudges(app: App, staff_id: int, conversation_id: int) -> Result:
    """Staff looked: this talk is no longer suspected of wanting no texts (decision 7)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id, conversation_id)
        talk = act.the_talk
        talks.save(tx, talk.id, suspicion=None)
        if talk.channel != "web_chat":
            turn.forget_suspicion(tx, talk.practice_id, talk.address, act.by, app.now())
        act.event("lifted:suspicion")
        act.note("suspicion_cleared", f"conversation:{talk.id}")
    return Done("Texts may go on.")


def unlock(app: App, staff_id: int, conversation_id: int) -> Result:
    """Staff know who it is: proof of identity may be tried again, for the number and for everybody on it."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id, conversation_id)
        scene = facts.scene(tx, act.the_talk, keys(tx).blind)
        for subject in facts.subjects(scene, scene.on_number):
            trust.unlock(tx, act.staff.practice_id, subject, act.by, app.now())
        act.event("unlocked")
        act.note("proof_unlocked", f"conversation:{conversation_id}")
    return Done("Unlocked. They may try again.")


def begin(app: App, staff_id: int, patient_id: int) -> int | No:
    """Opens the talk with a patient's first number that may be texted; returns its id."""
    with app.db.begin() as tx:
        member = the_member(tx, staff_id)
        patient = looked_for(lambda: people.patient(tx, patient_id))
        if patient.practice_id != member.practice_id:
            raise NotYours
        sender = next((one for one in people.senders(tx, member.practice_id) if one.channel == "twilio_sms"), None)
        mobiles = [one for one in people.phones(tx, patient_id) if one.state == "ok" and one.kind != "landline"]
        number = mobiles[0].number if mobiles else None
        if sender is None or number is None:
            return No("There is no number to text. Please call, or write a letter.")
        talk = talks.open_conversation(tx, member.practice_id, sender.id, sender.channel, number, app.now())
        Act(app, tx, member, talk).note("talk_opened", f"conversation:{talk.id}")
        return talk.id


def set_language(app: App, staff_id: int, patient_id: int, lang: str) -> Result:
    """The language that the patient is texted in from now on."""
    with app.db.begin() as tx:
        member = the_member(tx, staff_id)
        patient = looked_for(lambda: people.patient(tx, patient_id))
        if patient.practice_id != member.practice_id or lang not in ("en", "es"):
            raise NotYours
        people.update_patient(tx, patient_id, lang=lang)
        Act(app, tx, member, None).note("language_set", f"patient:{patient_id}", lang=lang)
    return Done("Changed.")


def saw(app: App, staff_id: int, subject: str, **told: Any) -> None:
    """Somebody opened a list, a talk or a patient's page: the trail says who saw what (fact sheet H9)."""
    with app.db.begin() as tx:
        Act(app, tx, the_member(tx, staff_id), None).note("seen", subject, **told)
