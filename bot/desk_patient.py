"""What staff write down about a patient who called or wrote a letter: no more texts, a call, a hold, when to contact.

Each is one function and one transaction with its audit row, as in bot/desk.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot import autopay, mandates
from bot.accept import ANSWERS, opt_out
from bot.acts import Act, Done, No, NotYours, Result, begun
from bot.wiring import App
from flows.money import ZERO, Money
from flows.policy_terms import DAYS
from storage import calls, consent, debits, ledger, outbox, payments, people, restricted
from storage.people import Patient

CHANNELS = ("sms", "mail", "phone", "email")
CEASE = "They asked in writing for no contact at all."
WORDING = "Told staff {how} that texts about bills are welcome."


@dataclass(frozen=True)
class Put:
    """A hold that staff may put: who lifts it, and for how many days it lasts (None: until it is lifted)."""

    lift_by: str = "staff"
    days: int | None = None


MAY_PUT: dict[str, Put] = {
    "dispute": Put(),
    "gfe_dispute": Put(),
    "ins_appeal": Put(),
    "charity_application": Put(),
    "hardship_pause": Put("time", 14),
    "confidential_comm": Put("admin"),
    "abuse_review": Put(),
    "undeliverable": Put(),
    "assigned_to_agency": Put("admin"),
    "not_first_party": Put("admin"),
    "nsa_protected": Put("admin"),
    "legal_hold": Put("admin"),
    **{name: Put("admin") for name in ("deceased", "bankruptcy", "attorney", "litigation")},
}
"""By name in the fact sheet's section 8."""


def stop_texts(app: App, staff_id: int, patient_id: int, number: str) -> Result:
    """The patient told somebody here that texts shall stop: as good as a STOP (fact sheet T6)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        _own(act, patient_id, number)
        practice = people.practice(tx, act.practice_id)
        opt_out(tx, practice, (number,), "verbal", act.by, app.now())
        act.note("texts_stopped", f"patient:{patient_id}")
    return Done("No more texts go to this number. Only the patient can start them again, by texting START.")


def cease(app: App, staff_id: int, patient_id: int) -> Result:
    """A letter says that the patient wants no contact at all: all of it stops (12 CFR 1006.6(c), fact sheet F2)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient, practice = act.patient(patient_id), people.practice(tx, act.practice_id)
        numbers = tuple(phone.number for phone in people.phones(tx, patient.id))
        opt_out(tx, practice, numbers, "letter", act.by, app.now())
        made = consent.add_hold(tx, act.practice_id, "confidential_comm", app.now(), patient_id=patient.id,
                                lift_by="admin", note=CEASE)  # fmt: skip
        act.note("contact_ceased", f"hold:{made}", patient=patient_id)
    return Done("Texts have stopped. Nobody calls about this bill; only notices that the law wants may be mailed.")


def called(app: App, staff_id: int, patient_id: int, number: str) -> Result:
    """Somebody called about the bill: caps count it beside texts (fact sheet F5)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        _own(act, patient_id, number)
        made = calls.add(tx, act.practice_id, patient_id, number, staff_id, app.now())
        act.note("called", f"call:{made}", patient=patient_id)
    return Done("Written down. It counts as one of the week's contacts.")


def put_hold(app: App, staff_id: int, patient_id: int, name: str) -> Result:
    """Stops texts for a reason that the patient, a letter or the office gave; what waits and is stopped is dropped."""
    put = MAY_PUT.get(name)
    if put is None:
        return No("Choose a reason from the list. Nothing was changed.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient, now = act.patient(patient_id), app.now()
        until = None if put.days is None else now + timedelta(days=put.days)
        made = consent.add_hold(tx, act.practice_id, name, now, patient_id=patient.id, until=until,
                                lift_by=put.lift_by)  # fmt: skip
        _drop(act, patient, name)
        mandates.on_hold(tx, [patient.id], name, act.by, now)
        act.note("hold_put", f"hold:{made}")
    return Done("Reminders are stopped for this patient.")


def _drop(act: Act, patient: Patient, why: str) -> None:
    """What a hold stops and waits already; the gate judges the rest when it leaves."""
    for phone in people.phones(act.tx, patient.id):
        outbox.drop_pending(act.tx, act.practice_id, phone.number, ANSWERS, why, act.app.now())


def stop_autopay(app: App, staff_id: int, patient_id: int) -> Result:
    """The patient told somebody here that their plan shall not be paid by itself any more: at once (fact sheet P3)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient = act.patient(patient_id)
        if not mandates.stop(tx, [patient.id], "patient", act.by, app.now()):
            return No("Nothing is paid by itself for this patient. Nothing was changed.")
        act.note("autopay_stopped", f"patient:{patient.id}")
    return Done("Nothing is taken from their card any more. Their plan stays as it is.")


def letter_posted(app: App, staff_id: int, patient_id: int, debit_id: int) -> Result:
    """A letter that tells of a debit is on its way: the debit waits until it has come, and its days (decision 32)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient = act.patient(patient_id)
        payments.alone(tx, patient.id)
        debit = debits.debit(tx, debit_id)
        if debit is None or debit.patient_id != patient.id:
            raise NotYours
        if debit.state != "letter":
            return No("No letter is waited for here any more. Nothing was changed.")
        autopay.letter_posted(tx, debit, app.now(), people.practice(tx, act.practice_id), patient)
        act.note("letter_posted", f"debit:{debit.id}")
        fresh = debits.debit(tx, debit.id)
    return Done(f"Written down. It is taken on {fresh.day if fresh else debit.day:%B %-d} at the soonest.")


def wishes(app: App, staff_id: int, patient_id: int, told: Mapping[str, object]) -> Result:
    """When and how the patient wants to be contacted, which binds us (fact sheet F1, H6).

    `told` has days, from, to and channels as `contact_prefs` keeps them; what is left out or empty is no limit.
    """
    days, channels = _listed(told.get("days"), DAYS), _listed(told.get("channels"), CHANNELS)
    start, end = str(told.get("from") or ""), str(told.get("to") or "")
    if start and end and start == end:
        return No("These hours leave no time at all. Nothing was changed.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient = act.patient(patient_id)
        prefs = {"days": days, "from": start or None, "to": end or None, "channels": channels}
        people.update_patient(tx, patient.id, contact_prefs=prefs)
        if channels is not None and "sms" not in channels:
            _drop(act, patient, "channel")
        act.note("contact_wishes", f"patient:{patient_id}", limits=sorted(name for name, one in prefs.items() if one))
    return Done("Changed. Texts keep to this from now on.")


def _listed(told: object, known: tuple[str, ...]) -> list[str] | None:
    """Those that are known, in their order; None for none or all of them: no limit."""
    given = {str(one) for one in told} if isinstance(told, list | tuple) else set()
    kept = [one for one in known if one in given]
    return kept if 0 < len(kept) < len(known) else None


def consented(app: App, staff_id: int, patient_id: int, number: str, source: str, day: date) -> Result:
    """The patient agreed to texts on paper or by word. It never lifts an opt-out (fact sheet T9)."""
    if source not in ("intake_form", "verbal"):
        return No("Choose how they agreed. Nothing was changed.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        _own(act, patient_id, number)
        now = app.now()
        if consent.suppressed_at(tx, act.practice_id, number) is not None:
            return No("They asked for no more texts. Only they can start them again, by texting START to our number.")
        if day > now.date():
            return No("That day has not come yet. Nothing was changed.")
        how = "on the intake form" if source == "intake_form" else "by word of mouth"
        made = consent.grant(tx, act.practice_id, patient_id, number, source, f"{WORDING.format(how=how)} Signed or "
                             f"said on {day.isoformat()}.", "1", ("billing",), act.by, now)  # fmt: skip
        act.note("consent_recorded", f"consent:{made}", source=source, patient=patient_id)
    return Done("Consent is on file. A text confirms it before anything else is sent.")


def estimated(app: App, staff_id: int, patient_id: int, amount: Money | None, self_pay: bool) -> Result:
    """What the good-faith estimate said, and whether they pay without insurance (fact sheet P6)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient = act.patient(patient_id)
        flags = patient.flags | {"self_pay"} if self_pay else patient.flags - {"self_pay"}
        cents = None if amount is None else amount.cents
        people.update_patient(tx, patient.id, estimate_cents=cents, flags=flags)
        act.note("estimate_recorded", f"patient:{patient_id}")
    return Done("Written down. Where the bill is $400 or more above it, their page and letter say what they may do.")


def keep(app: App, staff_id: int, patient_id: int, amount: Money | None) -> Result:
    """Something that the patient paid in full themselves is told to nobody else (45 CFR 164.522(a)(1)(vi))."""
    if amount is None or amount <= ZERO:
        return No("Type what they paid for it, such as 50 or 50.25. Nothing was changed.")
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        patient = act.patient(patient_id)
        lines = {line.kind: line.amount for line in ledger.lines(tx, patient.id)}
        left = min(lines.get("charged", ZERO), lines.get("you_paid", ZERO)) - restricted.kept(tx, patient.id)
        if amount > left:
            return No(f"{amount} of care were not charged and paid here. Write the payment down first. "
                      "Nothing was changed.")  # fmt: skip
        paid = [one for one in payments.of_patient(tx, patient.id) if (one.state, one.amount) == ("paid", amount)]
        made = restricted.add(tx, act.practice_id, patient.id, amount, act.by, app.now(), paid[0].id if paid else None)
        act.note("kept", f"restriction:{made}", patient=patient_id)
    return Done("Written down. A guarantor no longer sees it: neither what was charged nor what was paid.")


def tell(app: App, staff_id: int, patient_id: int, restriction_id: int) -> Result:
    """The patient no longer minds that it is told."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        act.patient(patient_id)
        if not restricted.lift(tx, restriction_id, patient_id, act.by, app.now()):
            return No("It is told already. Nothing was changed.")
        act.note("kept_lifted", f"restriction:{restriction_id}", patient=patient_id)
    return Done("Written down. It stands on the bill again.")


def notice_mailed(app: App, staff_id: int, patient_id: int) -> Result:
    """The written notice that Massachusetts wants was mailed today (940 CMR 7.08)."""
    with app.db.begin() as tx:
        act = begun(app, tx, staff_id)
        act.patient(patient_id)
        people.update_patient(tx, patient_id, ma_notice_sent_at=app.now())
        act.note("ma_notice_mailed", f"patient:{patient_id}")
    return Done("Written down: the notice was mailed today.")


def _own(act: Act, patient_id: int, number: str) -> None:
    """The number stands on this patient's file. Raises NotYours."""
    act.patient(patient_id)
    if number not in {phone.number for phone in people.phones(act.tx, patient_id)}:
        raise NotYours

