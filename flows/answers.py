"""Answers: topics with one thing to say. What is said, who is told and what stops: a table, and not a file each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flows.money import total
from flows.script import Effect, End, Facts, Flow, HandToStaff, Heard, Nothing, PutHold, RestToday, Say, Ticket
from flows.standing import secure_page


@dataclass(frozen=True)
class Row:
    """A topic: the intent that opens it, the ticket, the hold, and what becomes of what was under way.

    `more`: words that follow without a wish of their own are added to the ticket.
    """

    name: str
    intent: str
    ticket: str | None = None
    hold: str | None = None
    after: str = ""
    """"leave" puts every topic away, "pause" keeps the open question without asking it again."""
    more: bool = False
    say: Callable[[Facts], str | Say] | None = None
    """The key, or the sentence with its link, where it depends on facts; otherwise `<name>.say`."""


def opt_in(facts: Facts) -> str:
    """Only the patient's own START lifts an opt-out (fact sheet T9)."""
    return "opt_in.start" if facts.opted_out else "opt_in.say"


def paid(facts: Facts) -> str:
    """Who pays by the link that we just sent need not tell us how."""
    return "already_paid.link" if facts.last_topic in {"pay", "payment_trouble"} else "already_paid.say"


def insured(facts: Facts) -> Say:
    """The page takes a photo of the card; where there is no page to go to, a call does."""
    return Say("insurance.say_web") if facts.closed else secure_page(facts, "insurance.say")


def identity(facts: Facts) -> str:
    return "ask_identity.say" if facts.practice.site else "ask_identity.call"


ROWS = (
    Row("dispute", "dispute_charge", "dispute", "dispute", "leave", more=True),
    Row("insurance", "insurance_issue", "insurance", "dispute", "leave", more=True, say=insured),
    Row("already_paid", "already_paid", "already_paid", "dispute", "leave", more=True, say=paid),
    Row("wrong_person", "wrong_person", "wrong_person", "wrong_number", "leave", say=lambda _: "wrong_number.removed"),
    Row("third_party", "third_party", "third_party", after="leave"),
    Row("deceased", "deceased", "deceased", "deceased", "leave"),
    Row("legal", "legal", "legal", "attorney", "leave", more=True),
    Row("refund", "refund_request", "refund", more=True),
    Row("update_info", "update_info", "info", more=True),
    Row("medical", "medical_or_scheduling", "medical"),
    Row("payment_methods", "payment_methods"),
    Row("ask_identity", "ask_identity", say=identity),
    Row("opt_in", "opt_in", say=opt_in),
    Row("thanks", "thanks_bye", after="pause"),
)
CLOSED_ALREADY = {"attorney": frozenset({"bankruptcy", "litigation"})}
"""Holds beside which another is not put: a rule has read the text more closely."""


def answer(row: Row, facts: Facts) -> End:
    known = row.more and row.ticket in facts.tickets
    said = "bot.passed_on" if known else row.say(facts) if row.say else f"{row.name}.say"
    says = [said if isinstance(said, Say) else Say(said)]
    does: list[Effect] = []
    if row.hold and not CLOSED_ALREADY.get(row.hold, frozenset()) & facts.holds:
        does.append(PutHold(row.hold))
    if row.ticket:
        does.append(Ticket(row.ticket))
    return End(says, does, everything=row.after == "leave", pause=row.after == "pause")


def receipt(me: Nothing, facts: Facts) -> End:
    """What was paid so far is said only after proof, with the page that has the receipts; else a person sends them."""
    lines = facts.account.lines if facts.account else ()
    paid = [line.amount for line in lines if line.kind == "you_paid"]
    if paid and not facts.closed and facts.channel != "web":
        return End([secure_page(facts, "receipt.so_far", paid=total(paid))])
    say = Say("receipt.so_far_web", paid=total(paid)) if paid else Say("receipt.say")
    return End([say], [Ticket("receipt")])


def person(me: Nothing, facts: Facts) -> End:
    return End([Say("staff.coming")], [HandToStaff("human")], pause=True)


def busy(me: Nothing, facts: Facts) -> End:
    """Who is at work or driving is left alone for the day (fact sheet F1)."""
    return End([Say("not_now.say")], [RestToday()], pause=True)


def complaint(me: Nothing, facts: Facts) -> End:
    """Kind and neutral once; whoever is still angry gets a person (fact sheet S6)."""
    if "complaint" in facts.tickets:
        return End([Say("complaint.again")], [HandToStaff("complaint")])
    return End([Say("complaint.say")], [Ticket("complaint")], pause=True)


def flow(name: str, intent: str, asks: Callable[[Nothing, Facts], End]) -> Flow:
    made = Flow(name, version=1, opens_on=[intent])
    made.step(asks, private=False)(told)
    return made


def told(me: Nothing, facts: Facts, heard: Heard) -> None:
    return None


def of_row(row: Row) -> Flow:
    return flow(row.name, row.intent, lambda me, facts: answer(row, facts))


FLOWS = (
    *(of_row(row) for row in ROWS),
    flow("receipt", "receipt_request", receipt),
    flow("not_now", "not_now", busy),
    flow("staff", "talk_to_human", person),
    flow("complaint", "complaint", complaint),
)
FOLLOWED = {name: row.ticket for row in ROWS if row.more and row.ticket for name in (row.name, row.intent)}
"""From what the last turn was about to the ticket that further words belong to."""
