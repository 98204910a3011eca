"""A plan's payments as their days come: a text some days before, a person when one is late, an end when it stays so.

A plan that is paid by card by itself is told of by bot/autopay.py. Nothing here is said of lateness to the patient: the
text only says that there is news, and the page shows the rest (fact sheet H3).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot import autopay, facts, gate_facts, outreach, zones
from bot.wiring import App
from flows.debits import Part, coming, part_of
from flows.script import PlanFacts
from storage import audit, ledger, mandates, people, plans, touches
from storage.people import Patient, Practice

BEFORE_WORK = time(9)
EARLY = timedelta(days=3)
"""A notice is planned so long before it leaves: the text that confirms consent may have to go first, and rest."""
LATE = ":late"


def look_all(app: App) -> int:
    """Looks at every plan that runs; how many notices were planned."""
    with app.db.read() as tx:
        running = [(practice, plan) for practice in people.practices(tx) if not practice.paused
                   for plan in plans.under_way(tx, practice.id)]  # fmt: skip
    return sum(_look(app, practice, plan) for practice, plan in running)


def next_at(tx: Connection, practice: Practice, now: datetime) -> datetime | None:
    """The next moment at which a plan wants something done, as far as rows can tell; for the demo's clock."""
    days = []
    for plan in plans.under_way(tx, practice.id):
        owed = ledger.balance(tx, plan.patient_id)
        part = coming(plan, owed, now.date()) or part_of(plan, owed)
        own = autopay.next_day(tx, plan.id, now)
        notice = part.day - timedelta(days=practice.policy.plan.reminder_days_before) - EARLY if part else None
        day = own if mandates.on(tx, plan.id) else notice
        zone = facts.zone_of(practice, [people.patient(tx, plan.patient_id)])
        days += [datetime.combine(day, BEFORE_WORK, zone)] if day else []
    return min((moment for moment in days if moment > now), default=None)


def _look(app: App, practice: Practice, stale: PlanFacts) -> bool:
    now = app.now()
    with app.db.begin() as tx:
        plan, patient = plans.plan(tx, stale.patient_id), people.patient(tx, stale.patient_id)
        if plan is None or (plan.id, plan.state) != (stale.id, "active"):
            return False
        owed = ledger.balance(tx, patient.id)
        if owed.cents <= 0:  # an insurer paid the rest, or it was taken off
            plans.set_state(tx, plan.id, "completed", now)
            audit.write(tx, practice.id, "rule", "plan_completed", f"plan:{plan.id}", {}, now)
            return False
        part = part_of(plan, owed)
        if part is None:
            return False
        today = now.astimezone(facts.zone_of(practice, [patient])).date()
        late = (today - part.day).days
        if late > grace(practice, patient):
            return _late(tx, app, practice, patient, plan, part, late, now)
        ahead = coming(plan, owed, today)
        return _soon(tx, app, practice, patient, plan, ahead, today, now) if ahead else False


def grace(practice: Practice, patient: Patient) -> int:
    """Days after its day on which a payment is not late yet; New Jersey gives more (P.L.2024 c.48)."""
    limits, policy = practice.policy.plan, practice.policy
    home = zones.state_of("", patient.zip)
    return max(limits.grace_days, policy.states.nj_plan_grace_days if home == "NJ" else 0)


def _soon(tx: Connection, app: App, practice: Practice, patient: Patient, plan: PlanFacts, part: Part, today: date,
          now: datetime) -> bool:  # fmt: skip
    """One notice for each payment, some days before it is due; none where the card pays it.

    None either of a first payment so soon that the agreement itself told of it.
    """
    day = part.day - timedelta(days=practice.policy.plan.reminder_days_before)
    agreed = plan.agreed_at and plan.agreed_at.astimezone(facts.zone_of(practice, [patient])).date()
    if part.n == 1 and agreed and agreed >= day:
        return False
    if not day - EARLY <= today <= part.day or mandates.on(tx, plan.id) is not None:
        return False
    return _plan(tx, app, practice, patient, f"{touches.OF_PLAN}{plan.id}", part, day, now)


def _late(tx: Connection, app: App, practice: Practice, patient: Patient, plan: PlanFacts, part: Part, late: int,
          now: datetime) -> bool:  # fmt: skip
    """Past its grace: one more notice, and a person knows; long past it the plan ends and the rest is due as before."""
    if gate_facts.bill_holds(tx, practice.id, patient, now):
        return False
    if late > max(practice.policy.plan.default_after_days_late, grace(practice, patient)):
        plans.set_state(tx, plan.id, "defaulted", now)
        audit.write(tx, practice.id, "rule", "plan_defaulted", f"plan:{plan.id}", {"n": part.n}, now)
        outreach.open_ticket(tx, practice, patient, "plan: it ended, as a payment was not made for long", now)
        return False
    key = f"{touches.OF_PLAN}{plan.id}{LATE}"
    known = {row.n for row in touches.of_patient(tx, patient.id) if row.balance_key == key}
    if part.n in known:
        return False
    words = f"plan: payment {part.n} of {len(plan.parts)} was due on {part.day:%b %-d}"
    outreach.open_ticket(tx, practice, patient, words, now)
    return _plan(tx, app, practice, patient, key, part, now.date(), now)


def _plan(tx: Connection, app: App, practice: Practice, patient: Patient, key: str, part: Part, day: date,
          now: datetime) -> bool:  # fmt: skip
    """A touch for the text; the one that confirms consent goes before it."""
    reach = outreach.reach_of(tx, practice, patient)
    if reach is None or practice.outreach != "on":
        return False
    known = gate_facts.of_patient(tx, practice.id, reach.sender.id, patient.id, reach.phone.number, reach.talk, now)
    if outreach.unconfirmed(known):
        return outreach.confirms_first(tx, app, practice, reach, known, now)
    due = datetime.combine(day, BEFORE_WORK, facts.zone_of(practice, [patient]))
    why = (("plan_due", f"payment {part.n} is due on {part.day:%b %-d}"),)
    return touches.plan(tx, practice.id, patient.id, key, part.n, max(due, now), why, now) is not None
