"""A text line without a phone or a database: it keeps what rows keep, and looks facts up afresh for each text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot import engine
from flows.money import Money
from flows.policy import DEFAULT, Policy
from flows.script import (
    Account,
    Behind,
    ClearSuspicion,
    DropQuote,
    Effect,
    Factor,
    Facts,
    FailedTry,
    HandToStaff,
    Heard,
    Line,
    MarkVerified,
    OfferAgreement,
    OfferQuote,
    OptOut,
    Person,
    PlanFacts,
    Practice,
    Promise,
    PutHold,
    Quote,
    Remember,
    Reply,
    SetLanguage,
    StartPlan,
    Talk,
    Ticket,
)

TODAY = date(2026, 3, 2)
PRACTICE = Practice(
    "Willow Creek Peds",
    "(303) 555-0100",
    {"en": "Mon to Fri, 9 to 5", "es": "de lunes a viernes, de 9 a 5"},
    "willowcreek.example",
)
BIRTH = Factor("birth", frozenset({"born 1984-03-02"}))
ZIP = Factor("zip", frozenset({"zip 80203"}))
CODE = Factor("code", frozenset({"code K7M2QX9B"}))
OTHER_BIRTH = Factor("birth", frozenset({"born 2000-01-01"}))
OTHER_ZIP = Factor("zip", frozenset({"zip 10001"}))
PARENT_BIRTH = Factor("birth", frozenset({"born 1960-05-05"}))
MARIA = Person(1, BIRTH.digests, frozenset(), "zip 80203", "code K7M2QX9B")
OWES = Money(240_01)


def account(owed: Money = OWES, **changes: Any) -> Account:
    """Maria's account in Colorado."""
    lines = (Line("charged", owed + Money(100_00)), Line("you_paid", Money(100_00)))
    return replace(Account(1, "Maria", owed, lines, "K7M2QX9B", "CO"), **changes)


@dataclass
class TextLine:
    """One patient's talk and the rows about it."""

    accounts: tuple[Account, ...] = (account(),)
    people: tuple[Person, ...] = (MARIA,)
    policy: Policy = DEFAULT
    today: date = TODAY
    facts: dict[str, Any] = field(default_factory=dict)
    """Facts that stay as they are given: channel, closed, known_number ..."""
    talk: Talk = field(default_factory=Talk)
    proved: MarkVerified | None = None
    locked: str = ""
    tries: int = 3
    given: tuple[Factor, ...] = ()
    quote: Quote | None = None
    quotes: int = 0
    plan: PlanFacts | None = None
    promised: date | None = None
    holds: frozenset[str] = frozenset()
    tickets: frozenset[str] = frozenset()
    handed: Any = "bot"
    lang: str = "en"
    opted_out: bool = False
    texted: bool = False
    topic: str = ""
    done: list[Effect] = field(default_factory=list)

    def known(self) -> Facts:
        """What the shell would look up now."""
        first = self.accounts[0].patient_id if self.accounts else 0
        behind = tuple(
            Behind(one, self.quote, self.plan, self.promised) if one.patient_id == first else Behind(one)
            for one in self.accounts
        )
        told = Facts(
            today=self.today, practice=PRACTICE, policy=self.policy, lang=self.lang, locked=self.locked,  # type: ignore[arg-type]
            tries_left=self.tries, given=self.given, people=self.people, behind=behind, holds=self.holds,
            tickets=self.tickets, handed=self.handed, opted_out=self.opted_out, first_reply=not self.texted,
            last_topic=self.topic,
        )  # fmt: skip
        told = replace(told, **self.facts)
        return told.after([self.proved]) if self.proved and not self.locked else told

    def hears(self, heard: Heard) -> Reply:
        """A text comes in; the talk goes through JSON, as between any two texts."""
        talk, whole = engine.load(engine.save(self.talk))
        assert whole and talk == self.talk
        return self.settle(engine.step(talk, heard, self.known()), heard.intent)

    def texts(self, intent: str = "out_of_scope", **values: Any) -> list[str]:
        """The keys of what the bot says to a text with this meaning."""
        return [say.key for say in self.hears(Heard(intent, **values)).says]

    def resumes(self) -> list[str]:
        """The keys of what is said when the open step is asked again."""
        return [say.key for say in self.settle(engine.resume(self.talk, self.known()), self.topic).says]

    def settle(self, reply: Reply, intent: str) -> Reply:
        """Keeps what the reply did."""
        for done in reply.does:
            self.happens(done)
        self.talk = reply.talk
        self.topic = reply.talk.frames[-1].flow if reply.talk.frames else intent
        self.texted = self.texted or bool(reply.says)
        return reply

    def happens(self, done: Effect) -> None:
        """What bot/effects.py would make rows of."""
        self.done.append(done)
        match done:
            case FailedTry(told):
                self.tries, self.given = max(0, self.tries - 1), told
                self.locked = self.locked or ("" if self.tries else "half_hour")
            case Remember(factor, anew):
                kept = () if anew else tuple(had for had in self.given if had.kind != factor.kind)
                self.given = (*kept, factor)
            case MarkVerified():
                self.proved, self.given, self.tries = done, (), 3
            case OfferQuote(quote):
                if not (self.quote and self.quote.same_terms(quote)):
                    self.quotes += 1
                    self.quote = replace(quote, id=self.quotes)
            case DropQuote():
                self.quote = None
            case StartPlan(quote) | OfferAgreement(quote):
                self.starts(quote, "active" if isinstance(done, StartPlan) else "offered")
            case Promise(day):
                self.promised = day
            case Ticket(reason) | HandToStaff(reason):
                self.tickets |= {reason}
                self.handed = "waiting" if isinstance(done, HandToStaff) else self.handed
            case PutHold(reason):
                self.holds |= {reason}
            case SetLanguage(lang):
                self.lang = lang
            case OptOut():
                self.opted_out = True
            case ClearSuspicion():
                pass  # the question is answered; a hold for another suspicion is for staff to lift

    def starts(self, quote: Quote, state: Any) -> None:
        """A plan stands on the stored quote; an agreement leaves the quote open until it is signed."""
        self.plan = PlanFacts(1, state, quote.parts, quote.days, rules=quote.rules)
        self.quote = None if state == "active" else self.quote

    def proves(self) -> TextLine:
        """As if proof had succeeded before, and the bot had said hello."""
        self.proved, self.texted = MarkVerified(tuple(one.patient_id for one in self.accounts)), True
        return self

    @property
    def asking(self) -> str:
        """The open question."""
        return engine.asking(self.talk)


def proved_line(**changes: Any) -> TextLine:
    """A talk in which proof stands and the bot has spoken."""
    return TextLine(**changes).proves()
