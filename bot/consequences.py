"""What each keyword rule brings: the hold, its length, the ticket. Pure; `accept` makes rows of it (decision 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from flows.policy import Policy

ADMIN, STAFF, TIME = "admin", "staff", "time"


@dataclass(frozen=True)
class Consequence:
    """A hold by its name in the fact sheet's section 8 (or none), who or what ends it, and a ticket (or none)."""

    hold: str | None = None
    lift_by: str = STAFF
    ticket: str | None = None
    of_number: bool = False
    """The hold is the number's, not its patients'."""
    urgent: bool = False
    """A person is to see it at once."""

    def length(self, policy: Policy) -> timedelta | None:
        """How long the hold lasts; None until somebody lifts it."""
        lengths: dict[str | None, timedelta] = {
            "crisis_hold": timedelta(days=policy.holds.crisis_days),
            "emergency_hold": timedelta(hours=policy.holds.emergency_h),
            "hardship_pause": timedelta(days=policy.holds.hardship_days),
        }
        return lengths.get(self.hold) or (timedelta(days=1) if self.lift_by == TIME else None)


OF_RULE: dict[str, Consequence] = {
    "self_harm": Consequence("crisis_hold", TIME, "crisis", urgent=True),
    "emergency": Consequence("emergency_hold", TIME, "emergency", urgent=True),
    "wrong_number": Consequence("wrong_number", STAFF, "wrong_person", of_number=True),
    "deceased": Consequence("deceased", ADMIN, "deceased"),
    "bankruptcy": Consequence("bankruptcy", ADMIN, "legal"),
    "attorney": Consequence("attorney", ADMIN, "legal"),
    "litigation": Consequence("litigation", ADMIN, "legal"),
    "stop_autopay": Consequence(ticket="other"),
    "contact_pref": Consequence("suspicion", STAFF, "info"),
    "minor": Consequence("minor", STAFF, "other"),
    "dispute": Consequence("dispute", STAFF, "dispute"),
    "gfe_dispute": Consequence("gfe_dispute", STAFF, "dispute"),
    "scra": Consequence(ticket="other"),
    "threat": Consequence("abuse_review", STAFF, "complaint", urgent=True),
    # "dying to pay this off": read as the idiom, flagged in silence, no nudge that day (decision 6).
    "idiom_flag": Consequence("suspicion", TIME, "other"),
}

OF_MEANING = {"already_paid": "already_paid", "insurance_issue": "insurance"}
"""What staff are to see to, where the rule for disputes has found that a bill is paid, or is for the insurance."""

OF_EFFECT: dict[str, Consequence] = {
    "hardship_pause": Consequence("hardship_pause", TIME),
    "deceased": OF_RULE["deceased"],
    "bankruptcy": OF_RULE["bankruptcy"],
    "attorney": OF_RULE["attorney"],
    "litigation": OF_RULE["litigation"],
    "wrong_number": OF_RULE["wrong_number"],
}
"""How holds that a talk asks for by name end; any other is until staff lift it."""


def in_doubt(what: Consequence) -> Consequence:
    """For words that ask for a look only: nudges wait until staff have looked."""
    return replace(what, hold="suspicion", lift_by=STAFF, of_number=False)


def of_hold(name: str) -> Consequence:
    """How a hold that a talk puts ends, and whom it is about."""
    return OF_EFFECT.get(name, Consequence(name))
