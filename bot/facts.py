"""Facts for a turn, fresh from the rows. Reads only; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot import zones
from flows import script
from flows.kin import Kin
from flows.policy import Session
from flows.script import Account, Behind, Factor, Facts, MarkVerified, Person
from storage import consent, ledger, people, plans, promises, quotes, restricted, tickets, trust
from storage.people import Patient, Practice, Sender
from storage.talks import Conversation

Digest = Callable[[str, str], str]

CLOSES_PAYMENT = frozenset(
    {"deceased", "bankruptcy", "attorney", "wrong_number", "not_first_party", "confidential_comm", "nsa_protected"}
)
"""Holds that close the pay page (decision 14)."""
CLOSING_FLAGS = frozenset({"nsa_protected", "assigned_to_agency"})
"""On a patient's file; they close the pay page like the holds of decision 14."""
ALONE = frozenset({"confidential_minor", "part2"})
"""Nobody pays for these together with others: each has its own page."""
SESSION = timedelta(minutes=60)
ADULT = 18


@dataclass(frozen=True)
class Scene:
    """Who is in a talk: the practice, its sender, the conversation, and the patients it may be about."""

    practice: Practice
    sender: Sender
    talk: Conversation
    on_number: tuple[Patient, ...]
    digest: Digest
    since: datetime | None = None
    """When the texts that are answered now began to come: tickets that their own rules opened are no old ones."""

    @property
    def by_web(self) -> bool:
        """Whether this is the web chat, where no number stands for anybody."""
        return self.talk.channel == "web_chat"

    @property
    def number(self) -> str:
        """The number that texts go to; empty in web chat."""
        return "" if self.by_web else self.talk.address

    @property
    def subject(self) -> str:
        """What misses are counted on beside the patients: the number or the browser."""
        return f"{'browser' if self.by_web else 'number'}:{self.digest('subject', self.talk.address)}"


def scene(tx: Connection, talk: Conversation, digest: Digest, since: datetime | None = None) -> Scene:
    """The people and the practice of a conversation."""
    practice, sender = people.practice(tx, talk.practice_id), people.sender(tx, talk.sender_id)
    on_number = () if talk.channel == "web_chat" else people.patients_of_number(tx, practice.id, talk.address)
    return Scene(practice, sender, talk, tuple(on_number), digest, since)


def patients_of(tx: Connection, talk: Conversation) -> list[Patient]:
    """Whom a talk is about: those who proved who they are, and those on file with the number."""
    on_number = [] if talk.channel == "web_chat" else people.patients_of_number(tx, talk.practice_id, talk.address)
    known = {patient.id for patient in on_number}
    proved = [people.patient(tx, patient_id) for patient_id in talk.proved if patient_id not in known]
    return [*proved, *on_number]


def names_on_file(tx: Connection, talk: Conversation) -> tuple[str, ...]:
    """The names of whoever may be writing, and of their guarantors."""
    found = [(p.first, p.last, p.guarantor_first, p.guarantor_last) for p in patients_of(tx, talk)]
    return tuple(name for names in found for name in names if name)


def today(scene: Scene, now: datetime) -> date:
    """The date where the patient is."""
    return now.astimezone(zone_of(scene.practice, scene.on_number[:1])).date()


def zone_of(practice: Practice, patients: Sequence[Patient]) -> ZoneInfo:
    """The patient's own zone: what they said, else what their ZIP says alone, else the practice's."""
    for patient in patients:
        if patient.zone:
            return ZoneInfo(patient.zone)
        found = zones.of_zip(patient.zip)
        if len(found) == 1:
            return ZoneInfo(found[0])
    return ZoneInfo(practice.zone)


def candidates(tx: Connection, scene: Scene, factors: Sequence[Factor]) -> tuple[Patient, ...]:
    """Whom proof may be for: the number's patients; in web chat those whom a given statement code names."""
    if not scene.by_web:
        return scene.on_number
    codes = {digest for factor in factors if factor.kind == "code" for digest in factor.digests}
    return tuple(p for code in sorted(codes) for p in people.patients_of_code(tx, scene.practice.id, code))


def person(patient: Patient, digest: Digest) -> Person:
    """A patient as keyed digests: a guarantor's birth date stands beside the patient's own."""
    births = frozenset({digest("birth", patient.born.isoformat())} if patient.born else ())
    theirs = frozenset({digest("birth", patient.guarantor_born.isoformat())} if patient.guarantor_born else ())
    return Person(
        patient.id,
        births,
        theirs,
        digest("zip", patient.zip[:5]) if patient.zip else None,
        digest("code", patient.statement_code) if patient.statement_code else None,
    )


def is_proved(scene: Scene, now: datetime) -> bool:
    """Whether proof in this talk still stands."""
    return proof_stands(scene.talk, scene.practice.policy.session, now)


def proof_stands(talk: Conversation, limits: Session, now: datetime) -> bool:
    """15 minutes idle, an hour at most (fact sheet H8)."""
    if not talk.proved or talk.proved_at is None or talk.proof_used_at is None:
        return False
    idle, longest = timedelta(minutes=limits.sms_idle_min), timedelta(minutes=limits.sms_max_min)
    return now - talk.proof_used_at <= idle and now - talk.proved_at <= longest


def subjects(scene: Scene, meant: Sequence[Patient]) -> tuple[str, ...]:
    """All that a miss counts for (decision 8)."""
    return (scene.subject, *(f"patient:{patient.id}" for patient in meant))


def nothing_known(scene: Scene, lang: str, now: datetime) -> Facts:
    """Before anything was looked up."""
    return Facts(today(scene, now), told_practice(scene.practice), scene.practice.policy, lang)


def for_turn(tx: Connection, scene: Scene, factors: Sequence[Factor], lang: str, now: datetime) -> Facts:
    """What a turn's talk may know. Nothing about an account unless proof stands."""
    practice, talk = scene.practice, scene.talk
    policy = practice.policy
    given = trust.remembered(tx, talk.id, now - timedelta(minutes=policy.verify.remember_min))
    meant = candidates(tx, scene, (*given, *factors))
    watched = subjects(scene, meant)
    locked = trust.lock(tx, practice.id, watched, now, policy.verify)
    day = today(scene, now)
    behind = tuple(_behind(tx, patient, day, scene.digest, now) for patient in _concerned(tx, scene, meant))
    holds = consent.open_holds(tx, practice.id, [one.account.patient_id for one in behind], scene.number, now)
    closed = Facts(
        today=day,
        practice=told_practice(practice),
        policy=policy,
        lang=lang,
        channel="web" if scene.by_web else "sms",
        locked=locked,
        tries_left=trust.tries_left(tx, practice.id, watched, now, policy.verify),
        given=given,
        people=tuple(person(patient, scene.digest) for patient in meant),
        behind=behind,
        known_number=bool(scene.on_number) or scene.by_web,
        holds=frozenset(hold.reason for hold in holds if not hold.resting),
        tickets=_tickets(tx, scene),
        handed=talk.handed,
        opted_out=bool(scene.number) and consent.suppressed_at(tx, practice.id, scene.number) is not None,
        yes_is_start="YES" in scene.sender.start_words and scene.sender.carrier_replies,
        closed=any(hold.reason in CLOSES_PAYMENT for hold in holds),
        first_reply=talk.last_reply_at is None or now - talk.last_reply_at > SESSION,
        last_topic=talk.topic or "",
    )
    proved = is_proved(scene, now) and not locked
    return closed.after([MarkVerified(talk.proved, talk.as_guarantor)]) if proved else closed


def _tickets(tx: Connection, scene: Scene) -> frozenset[str]:
    opened = tickets.open_tickets(tx, scene.practice.id, conversation_id=scene.talk.id)
    return frozenset(one.reason for one in opened if scene.since is None or one.opened_at < scene.since)


def told_practice(practice: Practice) -> script.Practice:
    """The practice as talks may speak of it."""
    return script.Practice(
        practice.program_name, practice.phone, practice.hours, practice.site or "", practice.sensitive
    )


def _concerned(tx: Connection, scene: Scene, meant: Sequence[Patient]) -> tuple[Patient, ...]:
    """Those whom proof may be for, and those whom it was for."""
    known = {patient.id: patient for patient in meant}
    missing = [people.patient(tx, patient_id) for patient_id in scene.talk.proved if patient_id not in known]
    return (*meant, *(patient for patient in missing if patient))


def _behind(tx: Connection, patient: Patient, day: date, digest: Digest, now: datetime) -> Behind:
    return Behind(
        account(tx, patient, now),
        quotes.open_quote(tx, patient.id, now),
        plans.newest(tx, patient.id),
        promises.open_promise(tx, patient.id, day),
        kin(patient, day, digest),
        bool(patient.flags & (CLOSING_FLAGS | ALONE)),
    )


def kin(patient: Patient, day: date, digest: Digest) -> Kin:
    """Who a patient and the registered guarantor are, as marks that tell the same person and nothing else. A child has
    none: somebody else texts for them."""
    grown = patient.born is not None and age(patient.born, day) >= ADULT
    own = _mark(patient.first, patient.last, patient.born, digest) if grown else None
    return Kin(patient.id, own, _mark(patient.guarantor_first, patient.guarantor_last, patient.guarantor_born, digest))


def _mark(first: str | None, last: str | None, born: date | None, digest: Digest) -> str | None:
    if not (first and last and born):
        return None
    return digest("kin", f"{first.strip()} {last.strip()} {born.isoformat()}".casefold())


def account(tx: Connection, patient: Patient, now: datetime) -> Account:
    """What a patient owes at this moment, payments in transit subtracted."""
    young = patient.born is not None and age(patient.born, now.date()) < ADULT
    parent = patient.guarantor_born is not None or patient.guarantor_first is not None
    return Account(
        patient_id=patient.id,
        first_name=patient.first,
        owed=ledger.balance(tx, patient.id),
        lines=ledger.lines(tx, patient.id),
        statement_code=patient.statement_code,
        state=home(patient),
        oldest_service=patient.oldest_service,
        insurance_pending="insurance_pending" in patient.flags or _insurer_asked(tx, patient, now),
        adult=not young,
        minor_alone=young and (not parent or "confidential_minor" in patient.flags),
        kept=restricted.kept(tx, patient.id),
    )


def home(patient: Patient) -> str | None:
    """The state that they live in, as far as their file or ZIP says."""
    return patient.state or zones.state_of("", patient.zip)


def _insurer_asked(tx: Connection, patient: Patient, now: datetime) -> bool:
    holds = consent.open_holds(tx, patient.practice_id, [patient.id], None, now)
    return any(hold.reason == "insurance_pending" for hold in holds)


def age(born: date, day: date) -> int:
    """Whole years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
