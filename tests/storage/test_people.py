"""Practices, senders and their pace, patients and how they are found."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from flows.policy import DEFAULT, Caps, PlanPolicy, Policy, Quiet
from storage import people
from storage.db import Database
from storage.patients import patients_table, phones_table, words_table
from storage.practices import policy_differences, policy_of, practices
from tests.at_once import at_once
from tests.rows import NOW, THEIR_NUMBER, a_patient, a_practice, a_sender


def test_a_practice_comes_back_as_it_went_in(db: Database) -> None:
    with db.begin() as tx:
        made = a_practice(
            tx,
            slug="cedar",
            name="Cedar Dental",
            hosts=("a.example", "b.example"),
            hours={"en": "9 to 5"},
            paused="fee",
            sensitive=True,
        )
        found = people.practice(tx, made)
        assert found == people.practice_by_slug(tx, "cedar")
        assert found in people.practices(tx)
        assert (found.name, found.program_name, found.hosts, found.hours) == (
            "Cedar Dental", "Cedar Dental", ("a.example", "b.example"), {"en": "9 to 5"})  # fmt: skip
        people.update_practice(tx, made, registered=False, hosts=("c.example",))
        people.pause_practice(tx, made, "")
        after = people.practice(tx, made)
        assert (after.registered, after.hosts, after.paused, after.name) == (False, ("c.example",), "", "Cedar Dental")
        assert people.practice_by_slug(tx, "nobody") is None
        with pytest.raises(NoResultFound):
            people.practice(tx, 10**9)


STRICT = Policy(
    caps=Caps(per_day=1, per_7d=1),
    quiet=Quiet(days=("mon", "tue")),
    plan=PlanPolicy(options=(2, 3)),
    cadence_days_from_first_statement=(0, 30),
    min_balance_cents=1000,
)


@pytest.mark.parametrize("policy", [DEFAULT, STRICT])
def test_a_policy_is_stored_as_its_differences(db: Database, policy: Policy) -> None:
    with db.begin() as tx:
        made = a_practice(tx, policy=policy)
        assert people.practice(tx, made).policy == policy
        stored = tx.execute(select(practices.c.policy).where(practices.c.id == made)).scalar_one()
    assert policy_of(stored) == policy
    assert stored == policy_differences(policy)
    assert bool(stored) == (policy != DEFAULT)


def test_only_what_differs_is_in_the_differences() -> None:
    assert policy_differences(STRICT) == {
        "caps": {"per_7d": 1},
        "quiet": {"days": ["mon", "tue"]},
        "plan": {"options": [2, 3]},
        "cadence_days_from_first_statement": [0, 30],
        "min_balance_cents": 1000,
    }


def test_senders_are_found_by_channel_and_number(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx, slug="elm")
        text = a_sender(tx, ours, number="+13035550111", stop_words=("stop", "Alto"), carrier_replies=True)
        chat = a_sender(tx, ours, channel="web_chat")
        found = people.sender_by_number(tx, "twilio_sms", "+13035550111")
        assert found == people.sender(tx, text)
        assert found is not None
        assert (found.stop_words, found.carrier_replies) == (frozenset({"STOP", "ALTO"}), True)
        assert [one.id for one in people.senders(tx, ours)] == [text, chat]
        assert people.sender_by_number(tx, "web_chat", "+13035550111") is None
        by_slug = people.sender_by_number(tx, "web_chat", "elm")
        assert by_slug is not None and by_slug.id == chat
        people.update_sender(tx, text, per_minute=6, help_words=("ayuda",))
        assert people.sender(tx, text).help_words == {"AYUDA"}


def test_pace_gives_one_text_a_gap(db: Database) -> None:
    with db.begin() as tx:
        sender = a_sender(tx, a_practice(tx), per_minute=75)
        assert people.take_pace(tx, sender, NOW) is None
        free = NOW + timedelta(seconds=60) / 75
        assert people.take_pace(tx, sender, NOW) == free
        assert people.take_pace(tx, sender, free - timedelta(microseconds=1)) == free
        assert people.take_pace(tx, sender, free) is None
        assert people.take_pace(tx, sender, free) == free + timedelta(milliseconds=800)


def test_a_day_of_texts_ends_at_midnight_pacific(db: Database) -> None:
    with db.begin() as tx:
        sender = a_sender(tx, a_practice(tx), per_minute=6000, per_day=3)
        late = datetime(2026, 3, 3, 7, 59, tzinfo=UTC)
        assert [people.take_pace(tx, sender, late + timedelta(seconds=n)) for n in range(3)] == [None] * 3
        midnight = people.take_pace(tx, sender, late + timedelta(seconds=3))
        assert midnight == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
        assert midnight is not None
        assert people.take_pace(tx, sender, midnight - timedelta(microseconds=1)) == midnight
        assert people.take_pace(tx, sender, midnight) is None


def test_two_dispatchers_never_take_the_same_moment(db: Database) -> None:
    with db.begin() as tx:
        practice = a_practice(tx)
        senders = [a_sender(tx, practice, per_minute=1) for _ in range(10)]

    def take_all() -> list[datetime | None]:
        taken = []
        for sender in senders:
            with db.begin() as tx:
                taken.append(people.take_pace(tx, sender, NOW))
        return taken

    for each in zip(*at_once(*[take_all] * 4), strict=True):
        assert sorted(each, key=str) == [NOW + timedelta(minutes=1)] * 3 + [None]


def test_filtered_wordings_wait_for_a_person(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        assert people.pause_template(tx, ours, "nudge.first", NOW)
        assert not people.pause_template(tx, ours, "nudge.first", NOW)
        assert people.templates_paused(tx, ours) == {"nudge.first"}
        assert people.templates_paused(tx, other) == frozenset()
        people.resume_template(tx, ours, "nudge.first")
        assert people.templates_paused(tx, ours) == frozenset()


FULL: dict[str, Any] = {
    "first": "José", "last": "Muñoz", "born": date(1984, 3, 2), "zip": "80203", "state": "CO", "zone": "America/Denver",
    "lang": "es", "statement_code": "k7m2 qx9b".replace(" ", ""), "guarantor_first": "Ana", "guarantor_last": "Núñez",
    "guarantor_born": date(1960, 1, 31), "flags": ["minor", "part2"], "oldest_service": date(2025, 12, 1),
    "first_statement": date(2026, 1, 2), "days_past_due": 40, "statement_count": 2, "specialty": "dental",
    "risk_ack_at": NOW, "risk_ack_wording": "w", "ma_notice_sent_at": NOW, "contact_prefs": {"days": ["mon"]},
    "first_imported_at": NOW, "cadence_day0": date(2026, 1, 3),
}  # fmt: skip


def test_a_patient_comes_back_as_it_went_in(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        made = people.add_patient(tx, ours, "P1", **FULL)
        found = people.patient(tx, made)
        expected = {**FULL, "flags": frozenset({"minor", "part2"}), "statement_code": "K7M2QX9B"}
        assert {name: getattr(found, name) for name in FULL} == expected
        assert found == people.patient_by_key(tx, ours, "P1")
        assert people.patient_by_key(tx, ours, "P2") is None
        assert people.patient_by_key(tx, a_practice(tx), "P1") is None
        people.update_patient(tx, made, born=None, zip="80301", flags=())
        after = people.patient(tx, made)
        assert (after.born, after.zip, after.flags, after.first) == (None, "80301", frozenset(), "José")


def test_nothing_that_tells_who_somebody_is_stands_in_the_open(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        made = people.add_patient(tx, ours, "P77001", **FULL)
        people.add_phone(tx, ours, made, "+17205550199")
        stored = [
            tx.execute(select(patients_table).where(patients_table.c.id == made)).one(),
            *tx.execute(select(phones_table).where(phones_table.c.patient_id == made)).all(),
            *tx.execute(select(words_table).where(words_table.c.patient_id == made)).all(),
        ]
    said = repr([tuple(row) for row in stored])
    for secret in ("José", "Muñoz", "munoz", "Ana", "1984", "1960", "80203", "K7M2QX9B", "7205550199", "P77001"):
        assert secret not in said


def test_an_unknown_flag_is_refused(db: Database) -> None:
    with db.begin() as tx, pytest.raises(ValueError, match="vip"):
        a_patient(tx, a_practice(tx), flags=("vip",))


def test_one_key_is_one_patient_of_a_practice(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        a_patient(tx, ours, key="same")
        a_patient(tx, other, key="same")
    with pytest.raises(IntegrityError), db.begin() as tx:
        a_patient(tx, ours, key="same")


def test_attached_phones_say_whose_number_it_is(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        maria, leo = a_patient(tx, ours), a_patient(tx, ours, first="Leo")
        a_patient(tx, other)
        a_patient(tx, ours, first="Ida", number="+17205550144")

        def owners() -> list[int]:
            return [patient.id for patient in people.patients_of_number(tx, ours, THEIR_NUMBER)]

        assert owners() == [maria, leo]
        assert people.set_phone_state(tx, ours, THEIR_NUMBER, "unusable") == 2
        assert owners() == [maria, leo]
        for state in ("wrong", "reassigned"):
            people.set_phone_state(tx, ours, THEIR_NUMBER, state)
            assert owners() == []
        assert len(people.patients_of_number(tx, other, THEIR_NUMBER)) == 1
        assert [phone.state for phone in people.phones(tx, maria)] == ["reassigned"]
        people.add_phone(tx, ours, maria, THEIR_NUMBER, kind="mobile")
        assert owners() == [maria]
        assert len(people.phones(tx, maria)) == 1


def test_a_number_is_verified_for_one_patient(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        maria, leo = a_patient(tx, ours), a_patient(tx, ours, first="Leo")
        people.phone_verified(tx, ours, THEIR_NUMBER, maria, NOW)
        assert [one.verified_at for one in people.phones(tx, maria)] == [NOW]
        assert [one.verified_at for one in people.phones(tx, leo)] == [None]
        by_patient = people.phones_of_practice(tx, ours)
        assert by_patient == {maria: people.phones(tx, maria), leo: people.phones(tx, leo)}


def test_a_statement_code_says_whose_it_is(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        made = a_patient(tx, ours, statement_code=" k7m2qx9b ")
        a_patient(tx, other, statement_code="K7M2QX9B")
        code = db.keyring.blind("code", "K7M2QX9B")
        assert [patient.id for patient in people.patients_of_code(tx, ours, code)] == [made]
        people.update_patient(tx, made, statement_code="AAAA1111")
        assert people.patients_of_code(tx, ours, code) == []


def test_the_desk_finds_patients_by_what_it_knows(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        jose = a_patient(tx, ours, "José", "Muñoz-Ñandú", "+17205550151", statement_code="K7M2QX9B", key="A-100")
        anna = a_patient(tx, ours, "Anna Jose", "O'Brien", "+17205550152", guarantor_first="Zoë", guarantor_last="Ünal")
        a_patient(tx, other, "José", "Muñoz", "+17205550151")
        for text, expected in {
            "jose": [jose, anna], "JOSÉ munoz": [jose], "munoz nandu": [jose], "zoe": [anna], "unal": [anna],
            "brien": [anna], "jose zzz": [], "jos": [], "": [], "  ": [],
            "(720) 555-0151": [jose], "720.555.0152": [anna], "+1 720 555 0151": [jose], "5550151": [],
            "k7m2qx9b": [jose], "A-100": [jose], "K7M2QX9": [],
        }.items():  # fmt: skip
            assert [patient.id for patient in people.find(tx, ours, text)] == expected, text


def test_what_is_searched_for_follows_a_new_name(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        made = a_patient(tx, ours, "Maria", "Lopez")
        people.update_patient(tx, made, last="Garza")
        assert people.find(tx, ours, "lopez") == []
        assert [patient.id for patient in people.find(tx, ours, "maria garza")] == [made]


def test_staff_are_found_however_the_address_is_written(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        ana = people.add_staff(tx, ours, "Ana@Willow.example", "Ana", "desk", "$argon2$", totp_secret="JBSW")
        found = people.staff_by_email(tx, " ANA@willow.example ")
        assert found is not None
        assert (found.id, found.email, found.totp_secret, found.active) == (ana, "ana@willow.example", "JBSW", True)
        assert "argon2" not in repr(found) and "JBSW" not in repr(found)
        people.update_staff(tx, ana, active=False, role="admin")
        assert people.staff_of(tx, ours) == [people.staff(tx, ana)]
        assert people.staff(tx, ana).role == "admin"  # type: ignore[union-attr]
        assert people.staff(tx, 10**9) is None and people.staff_by_email(tx, "x@y.z") is None
    with pytest.raises(IntegrityError), db.begin() as tx:
        people.add_staff(tx, ours, "b@c.d", "B", "boss", "h")
