"""Consent, suppressions and holds: what stands, what stops, and under which key it is looked up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage import consent, outbox
from storage.crypt import Keyring
from storage.db import Database
from tests.at_once import at_once
from tests.rows import KEY, NOW, THEIR_NUMBER, a_consent, a_conversation, a_patient, a_practice, a_sender

HOUR = timedelta(hours=1)
OTHER_NUMBER = "+17205550144"


def test_the_newest_grant_stands_until_it_is_revoked(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        maria = a_patient(tx, ours, consented=False)
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is None
        a_consent(tx, ours, maria, THEIR_NUMBER)
        later = NOW + HOUR
        consent.grant(tx, ours, maria, THEIR_NUMBER, "web_form", "w", "2", ("billing", "reminders"), "x", later, True)
        found = consent.newest_grant(tx, ours, THEIR_NUMBER, maria)
        assert found is not None
        assert (found.source, found.scope, found.at, found.number, found.econsent) == (
            "web_form", ("billing", "reminders"), later, THEIR_NUMBER, True)  # fmt: skip
        consent.revoke(tx, ours, maria, THEIR_NUMBER, "verbal", "desk", later)
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is None
        a_consent(tx, ours, maria, THEIR_NUMBER)
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is not None


def test_a_grant_is_for_its_number_its_patient_and_its_practice(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        maria, leo = a_patient(tx, ours), a_patient(tx, ours, first="Leo", consented=False)
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is not None
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, leo) is None
        assert consent.newest_grant(tx, ours, OTHER_NUMBER, maria) is None
        assert consent.newest_grant(tx, other, THEIR_NUMBER, maria) is None
        consent.revoke(tx, ours, leo, THEIR_NUMBER, "text", "x", NOW)
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is not None
        a_consent(tx, ours, None, THEIR_NUMBER)
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, leo) is not None
        consent.revoke(tx, ours, None, THEIR_NUMBER, "text", "x", NOW)
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is None


def test_a_whole_practice_s_standing_grants_are_the_same_as_one_by_one(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        maria, leo = a_patient(tx, ours), a_patient(tx, ours, first="Leo", number=OTHER_NUMBER)
        ida = a_patient(tx, ours, first="Ida", number="+17205550145")
        consent.revoke(tx, ours, None, OTHER_NUMBER, "text", "x", NOW)
        consent.suppress(tx, ours, "+17205550145", "text", NOW, "x")
        standing = consent.consents_of_practice(tx, ours)
        assert standing == {(THEIR_NUMBER, maria): consent.newest_grant(tx, ours, THEIR_NUMBER, maria)}
        assert consent.newest_grant(tx, ours, OTHER_NUMBER, leo) is None
        assert consent.newest_grant(tx, ours, "+17205550145", ida) is None
        assert consent.suppressed_numbers(tx, ours) == {"+17205550145"}


def test_the_confirmation_belongs_to_the_newest_grant(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        sender = a_sender(tx, ours)
        maria = a_patient(tx, ours)
        talk = a_conversation(tx, ours, sender)
        first = outbox.add(tx, ours, talk, sender, THEIR_NUMBER, "CONSENT_CONFIRM", "k", "b", "en", 1, 0, NOW, NOW)
        assert consent.confirm_sent_at(tx, ours, THEIR_NUMBER) is None
        outbox.claim(tx, first, [], NOW + HOUR)
        assert consent.confirm_sent_at(tx, ours, THEIR_NUMBER) == NOW + HOUR
        outbox.mark(tx, first, "sent", NOW + HOUR)
        assert consent.confirm_sent_at(tx, ours, THEIR_NUMBER) == NOW + HOUR
        a_consent(tx, ours, maria, THEIR_NUMBER, NOW + 2 * HOUR)
        assert consent.confirm_sent_at(tx, ours, THEIR_NUMBER) is None


def test_a_confirmation_that_was_refused_did_not_go_out(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        sender = a_sender(tx, ours)
        a_patient(tx, ours)
        talk = a_conversation(tx, ours, sender)
        made = outbox.add(tx, ours, talk, sender, THEIR_NUMBER, "CONSENT_CONFIRM", "k", "b", "en", 1, 0, NOW, NOW)
        outbox.claim(tx, made, [], NOW)
        outbox.mark(tx, made, "refused", NOW)
        assert consent.confirm_sent_at(tx, ours, THEIR_NUMBER) is None


def test_an_opt_out_holds_for_the_number_until_the_person_lifts_it(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        maria = a_patient(tx, ours)
        assert consent.suppressed_at(tx, ours, THEIR_NUMBER) is None
        assert consent.suppress(tx, ours, THEIR_NUMBER, "text", NOW, "conversation:1")
        assert not consent.suppress(tx, ours, THEIR_NUMBER, "carrier", NOW + HOUR, "x")
        assert consent.suppressed_at(tx, ours, THEIR_NUMBER) == NOW
        assert consent.suppressed_at(tx, other, THEIR_NUMBER) is None
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is None
        assert consent.unsuppress(tx, ours, THEIR_NUMBER, NOW + HOUR)
        assert not consent.unsuppress(tx, ours, THEIR_NUMBER, NOW + HOUR)
        assert consent.suppressed_at(tx, ours, THEIR_NUMBER) is None
        assert consent.newest_grant(tx, ours, THEIR_NUMBER, maria) is None, "consent is given anew, not revived"
        assert consent.suppress(tx, ours, THEIR_NUMBER, "text", NOW + 2 * HOUR, "x")
        assert consent.suppressed_at(tx, ours, THEIR_NUMBER) == NOW + 2 * HOUR


def test_two_stops_at_once_are_one(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)

    def stop() -> bool:
        with db.begin() as tx:
            return consent.suppress(tx, ours, THEIR_NUMBER, "text", NOW, "x")

    assert sorted(at_once(*[stop] * 4)) == [False, False, False, True]


def test_an_opt_out_is_found_under_the_older_index_key(db: Database) -> None:
    rotated = Database(db.url, Keyring.of("n" * 32, (KEY,), ("s" * 32,)))
    forgetful = Database(db.url, Keyring.of("n" * 32, (KEY,)))
    with db.begin() as tx:
        ours = a_practice(tx)
        maria = a_patient(tx, ours)
        consent.suppress(tx, ours, THEIR_NUMBER, "text", NOW, "x")
        consent.add_hold(tx, ours, "wrong_number", NOW, number=OTHER_NUMBER)
        a_consent(tx, ours, maria, OTHER_NUMBER)
    with forgetful.begin() as tx:
        assert consent.suppressed_at(tx, ours, THEIR_NUMBER) is None, "the new key alone must not find it"
    with rotated.begin() as tx:
        assert consent.suppressed_at(tx, ours, THEIR_NUMBER) == NOW
        assert not consent.suppress(tx, ours, THEIR_NUMBER, "text", NOW + HOUR, "x"), "and it is not doubled"
        assert [hold.reason for hold in consent.open_holds(tx, ours, [], OTHER_NUMBER, NOW)] == ["wrong_number"]
        assert consent.newest_grant(tx, ours, OTHER_NUMBER, maria) is not None
        assert consent.unsuppress(tx, ours, THEIR_NUMBER, NOW)
        assert consent.suppressed_at(tx, ours, THEIR_NUMBER) is None
    rotated.dispose()
    forgetful.dispose()


def test_holds_are_on_patients_or_numbers(db: Database) -> None:
    with db.begin() as tx:
        ours, other = a_practice(tx), a_practice(tx)
        maria, leo = a_patient(tx, ours), a_patient(tx, ours, first="Leo")
        consent.add_hold(tx, ours, "dispute", NOW, patient_id=maria, note="visit of Jan 5")
        consent.add_hold(tx, ours, "wrong_number", NOW, number=THEIR_NUMBER, lift_by="admin")

        def names(practice: int, patients: list[int], number: str | None) -> list[str]:
            return [hold.reason for hold in consent.open_holds(tx, practice, patients, number, NOW)]

        assert names(ours, [maria], THEIR_NUMBER) == ["dispute", "wrong_number"]
        assert names(ours, [maria, leo], "") == ["dispute"]
        assert names(ours, [leo], OTHER_NUMBER) == []
        assert names(ours, [], THEIR_NUMBER) == ["wrong_number"]
        assert names(ours, [], None) == []
        assert names(other, [maria], THEIR_NUMBER) == []
        held = consent.holds_of_practice(tx, ours, NOW)
        assert [(hold.patient_id, hold.number, hold.lift_by, hold.note) for hold in held] == [
            (maria, None, "staff", "visit of Jan 5"), (None, THEIR_NUMBER, "admin", "")]  # fmt: skip


def test_a_hold_ends_at_its_moment_or_when_it_is_lifted(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        maria = a_patient(tx, ours)
        consent.add_hold(tx, ours, "crisis_hold", NOW, patient_id=maria, until=NOW + HOUR, lift_by="time")
        lifted = consent.add_hold(tx, ours, "attorney", NOW, patient_id=maria, lift_by="admin")

        def names(at: timedelta) -> set[str]:
            return {hold.reason for hold in consent.open_holds(tx, ours, [maria], "", NOW + at)}

        assert names(timedelta(0)) == {"crisis_hold", "attorney"}
        assert names(HOUR - timedelta(microseconds=1)) == {"crisis_hold", "attorney"}
        assert names(HOUR) == {"attorney"}
        consent.lift_hold(tx, lifted, "staff:1", NOW)
        consent.lift_hold(tx, lifted, "staff:2", NOW + HOUR)
        assert names(timedelta(0)) == {"crisis_hold"}


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (HOUR, 2 * HOUR, 2 * HOUR),
        (2 * HOUR, HOUR, 2 * HOUR),
        (HOUR, None, None),
        (None, HOUR, None),
        (None, None, None),
    ],
)
def test_an_equal_hold_is_extended_and_not_doubled(
    db: Database, first: timedelta | None, second: timedelta | None, stands: timedelta | None
) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        maria = a_patient(tx, ours)
        ids = [
            consent.add_hold(
                tx,
                ours,
                "hardship_pause",
                NOW,
                patient_id=maria,
                until=None if length is None else NOW + length,
                note="n",
            )
            for length in (first, second)
        ]
        held = consent.open_holds(tx, ours, [maria], "", NOW)
        assert ids[0] == ids[1]
        assert [(hold.until, hold.note) for hold in held] == [(None if stands is None else NOW + stands, "n")]
        consent.add_hold(tx, ours, "hardship_pause", NOW, number=THEIR_NUMBER)
        assert len(consent.open_holds(tx, ours, [maria], THEIR_NUMBER, NOW)) == 2


def test_a_lifted_hold_can_come_again(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
        maria = a_patient(tx, ours)
        first = consent.add_hold(tx, ours, "dispute", NOW, patient_id=maria)
        consent.lift_hold(tx, first, "staff:1", NOW)
        assert consent.add_hold(tx, ours, "dispute", NOW, patient_id=maria) != first


def test_a_hold_is_about_somebody_and_ends_somehow(db: Database) -> None:
    with db.begin() as tx:
        ours = a_practice(tx)
    with pytest.raises(IntegrityError), db.begin() as tx:
        consent.add_hold(tx, ours, "dispute", NOW)
    with pytest.raises(IntegrityError), db.begin() as tx:
        consent.add_hold(tx, ours, "crisis_hold", NOW, number=THEIR_NUMBER, lift_by="time")
