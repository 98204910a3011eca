"""The insurer is asked: a card comes from the patient's page, staff send it on, and write down what came of it.

While a claim is open the hold `insurance_pending` stands: no reminder, no plan, no debit. It ends with the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import desk, gate, gate_facts, outreach, pages_actions, uploads
from bot.acts import Act, Done, No, NotYours, Result, begun, the_conversation
from bot.media import Kept
from bot.visits import Visit
from bot.wiring import App
from flows.script import Link, Say
from flows.values import Drop, MessageClass, Outgoing
from storage import claims, consent, outbox, people, tickets
from storage.claims import Claim
from storage.texts import Text

HOLD, REASON, NEWS = "insurance_pending", "insurance", "insurance.news"
ANSWERS = {"full": "The insurer pays all of it", "part": "The insurer pays a part", "none": "The insurer pays nothing"}
"""What the insurer can answer, as it stands in the ticket."""
WAITS = ("queued", "held")
NOT_LISTED = "The insurer has answered; the list does not show it yet."
TOLD = " A text tells them to look at their page."
NOT_TOLD = " No text may tell them now: please call or write."


@dataclass(frozen=True)
class Sent:
    """A card was kept; `danger` where the words beside it speak of it, and the page must name 988 and 911."""

    danger: bool


def card(app: App, visit: Visit, sides: Mapping[str, Kept], more: str) -> Sent | None:
    """Pictures of a card, by side: they are kept, reminders stop, and staff are to send it on. None: too many today."""
    with app.db.begin() as tx:
        if not uploads.room(tx, visit, len(sides)):
            return None
        had = claims.newest(tx, visit.mine.patient_id)
        claim = claims.begin(tx, visit.practice.id, visit.mine.patient_id, visit.link.conversation_id, visit.now)
        claims.again(tx, claim.id, visit.now)
        for side, picture in sides.items():
            uploads.keep(tx, visit, side, [picture], claim.id)
        again = had is not None and had.id == claim.id
        what = "page: more of their insurance card." if again else "page: their insurance card."
        danger = pages_actions.told(tx, visit, REASON, what, more)
        pages_actions.put(tx, visit, HOLD)
    return Sent(danger)


def sent(app: App, staff_id: int, claim_id: int, day: date | None) -> Result:
    """The card went to the insurer on that day: the ticket is done, the page says so, and a text tells of it."""
    with app.db.begin() as tx:
        act, claim = _claim(app, tx, staff_id, claim_id)
        first, last = (moment.astimezone(_zone(act)).date() for moment in (claim.came_at, app.now()))
        if day is None or not first <= day <= last:
            return No(f"Choose a day from {first:%b %-d} up to today. Nothing was changed.")
        if not claims.send(tx, claim.id, day):
            return No("This was written down already. Nothing was changed.")
        act.note("claim_sent", f"claim:{claim.id}", day=day.isoformat())
        _solved(act, claim, f"Sent to the insurer on {day:%b %-d}")
        told = _tell(act, claim)
    app.wake("drain")
    return Done("Written down. Nothing is asked of them until the insurer answers." + (TOLD if told else NOT_TOLD))


def answered(app: App, staff_id: int, claim_id: int, result: str, listed: bool = False,
             settled: bool = False) -> Result:  # fmt: skip
    """What the insurer says. The hold ends; where they pay, reminders wait until the practice's list shows it.

    `listed`: the list shows it already. `settled`: what they said against the bill is settled too.
    """
    if result not in ANSWERS:
        return No("Choose what the insurer says. Nothing was changed.")
    with app.db.begin() as tx:
        act, claim = _claim(app, tx, staff_id, claim_id)
        if not claims.answer(tx, claim.id, result, app.now()):
            return No("This was written down already. Nothing was changed.")
        act.note("claim_answered", f"claim:{claim.id}", result=result)
        for hold in consent.open_holds(tx, act.practice_id, [claim.patient_id], None, app.now()):
            if hold.reason == HOLD or (settled and hold.reason in consent.DISPUTES):
                desk.lift_in(act, hold.id)
        if result != "none" and not listed:
            consent.add_hold(tx, act.practice_id, "import_difference", app.now(), patient_id=claim.patient_id,
                             note=NOT_LISTED)  # fmt: skip
        _solved(act, claim, ANSWERS[result])
        told = _tell(act, claim)
    app.wake("drain")
    return Done("Written down, and their page says so." + (TOLD if told else NOT_TOLD))


def _claim(app: App, tx: Connection, staff_id: int, claim_id: int) -> tuple[Act, Claim]:
    """The claim, and the act in its talk. Raises NotYours."""
    act, claim = begun(app, tx, staff_id), claims.claim(tx, claim_id)
    if claim is None or claim.practice_id != act.practice_id:
        raise NotYours
    return replace(act, talk=the_conversation(tx, act.staff, claim.conversation_id)), claim


def _zone(act: Act) -> ZoneInfo:
    return ZoneInfo(people.practice(act.tx, act.practice_id).zone)


def _solved(act: Act, claim: Claim, outcome: str) -> None:
    """Nothing is left to do for now: tickets about the insurance are closed, and a talk that waited goes back."""
    for ticket in tickets.open_tickets(act.tx, act.practice_id, patient_id=claim.patient_id):
        if ticket.reason == REASON:
            there = replace(act, talk=the_conversation(act.tx, act.staff, ticket.conversation_id))
            desk.close(there, ticket, outcome)
            desk.end_of_waiting(there)


def _tell(act: Act, claim: Claim) -> bool:
    """A text says that there is news, and nothing of what: the page says it after proof (fact sheet H3)."""
    tx, now = act.tx, act.app.now()
    practice, patient = people.practice(tx, act.practice_id), people.patient(tx, claim.patient_id)
    reach = outreach.reach_of(tx, practice, patient)
    if reach is None:
        return False
    if reach.talk and any(text.key == NEWS and text.state in WAITS for text in _begun(tx, reach.talk.id)):
        return True
    known = gate_facts.of_patient(tx, practice.id, reach.sender.id, patient.id, reach.phone.number, reach.talk, now)
    say = Say(NEWS, link=Link("secure_page"))
    if outreach.unconfirmed(known):
        if not outreach.confirms_first(tx, act.app, practice, reach, known, now):
            return False
        rested = now + timedelta(hours=practice.policy.min_texts_gap_after_confirm_h)
        outreach.queue_begun(tx, act.app, practice, reach, say, now, due_at=rested)
        return True
    asked = Outgoing(MessageClass.SERVICE, reach.phone.number)
    if isinstance(gate.check(asked, replace(known, unread_inbound=False), now), Drop):
        return False
    outreach.queue_begun(tx, act.app, practice, reach, say, now)
    return True


def _begun(tx: Connection, talk_id: int) -> list[Text]:
    return outbox.of_conversation(tx, talk_id, 20)
