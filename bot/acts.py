"""What every act of staff stands on: who acts, in which practice, in one transaction, with an audit row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import NoResultFound

from bot.wiring import App
from storage import audit, people, talks
from storage.people import Patient, Staff
from storage.talks import Conversation

T = TypeVar("T")


class NotYours(LookupError):
    """There is no such row in this member's practice."""


@dataclass(frozen=True)
class Done:
    """It is done; `says` is for the person who did it."""

    says: str = ""


@dataclass(frozen=True)
class No:
    """It was not done; `why` says so and what to do."""

    why: str


Result = Done | No


@dataclass(frozen=True)
class Act:
    """An action under way: its transaction, who does it, and where."""

    app: App
    tx: Connection
    staff: Staff
    talk: Conversation | None = None

    def note(self, action: str, subject: str, **told: Any) -> None:
        """An audit row: no words of a patient, no figure of identity, nothing of what they have or owe."""
        audit.write(self.tx, self.staff.practice_id, self.by, action, subject, told, self.app.now())

    def event(self, kind: str) -> None:
        """A line in the talk's column."""
        if self.talk:
            talks.add_event(self.tx, self.staff.practice_id, self.talk.id, kind, self.by, self.app.now())

    @property
    def by(self) -> str:
        """The member as rows name them."""
        return f"staff:{self.staff.id}"

    @property
    def practice_id(self) -> int:
        """Whose desk it is."""
        return self.staff.practice_id

    @property
    def the_talk(self) -> Conversation:
        """The talk that is acted in. Raises NotYours where there is none."""
        if self.talk is None:
            raise NotYours
        return self.talk

    def patient(self, patient_id: int) -> Patient:
        """A patient of this practice. Raises NotYours."""
        found = looked_for(lambda: people.patient(self.tx, patient_id))
        if found.practice_id != self.practice_id:
            raise NotYours
        return found


def begun(app: App, tx: Connection, staff_id: int, conversation_id: int | None = None) -> Act:
    """The action of a member, in a talk where one is named. Raises NotYours."""
    member = the_member(tx, staff_id)
    return Act(app, tx, member, the_conversation(tx, member, conversation_id))


def the_member(tx: Connection, staff_id: int) -> Staff:
    """A member who still works here. Raises NotYours."""
    member = people.staff(tx, staff_id)
    if member is None or not member.active:
        raise NotYours
    return member


def the_conversation(tx: Connection, member: Staff, conversation_id: int | None) -> Conversation | None:
    """The talk, locked: what staff do and what the bot does to it come one after the other."""
    if conversation_id is None:
        return None
    talk = looked_for(lambda: talks.conversation(tx, conversation_id, lock=True))
    if talk.practice_id != member.practice_id:
        raise NotYours
    return talk


def looked_for(look: Callable[[], T]) -> T:
    """What `look` finds. Raises NotYours where it finds nothing."""
    try:
        return look()
    except NoResultFound as error:
        raise NotYours from error
