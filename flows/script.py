"""The words talks are written in. Everything here is frozen; nothing here does anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

from flows.kin import Kin, together
from flows.money import ZERO, Money
from flows.policy import Policy

FactorKind = Literal["birth", "zip", "code"]
LinkKind = Literal["pay", "agreement", "secure_page"]
Handed = Literal["bot", "waiting", "taken"]


@dataclass(frozen=True)
class Link:
    """A blank that the shell fills with an address made for this patient. `amount` fixes what a pay link asks for."""

    kind: LinkKind
    amount: Money | None = None
    everyone: bool = False
    """The page to pay for all whom the proof is good for, not for one of them."""


@dataclass(frozen=True, init=False)
class Say:
    """One message, by its key in flows/words/*.ftl, with the values for its blanks: Money, date, int, str, Link ..."""

    key: str
    blanks: Mapping[str, Any]

    def __init__(self, key: str, **blanks: Any) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "blanks", blanks)

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True)
class Factor:
    """One thing given as proof. A typed date can mean two days: any of the digests may be the right one."""

    kind: FactorKind
    digests: frozenset[str]
    """Keyed digests (decision 10), never the value itself."""


@dataclass(frozen=True)
class Person:
    """Somebody whom proof may be for: a patient whom this number or a statement code belongs to, as keyed digests."""

    patient_id: int
    births: frozenset[str]
    """The patient's own birth date, and the guarantor's where one may stand for the patient (decision 12)."""
    guarantor_births: frozenset[str]
    zip: str | None
    code: str | None

    @property
    def on_file(self) -> int:
        """How many different factors could prove this person."""
        return bool(self.births | self.guarantor_births) + (self.zip is not None) + (self.code is not None)


@dataclass(frozen=True)
class Heard:
    """What a text said: its intent, and the values in it that the open question may want."""

    intent: str
    lang: str = "en"
    day: date | None = None
    """The one future or present day that was named, in the patient's zone."""
    days: tuple[date, ...] = ()
    """Two readings of an ambiguous day; then `day` is None."""
    amount: Money | None = None
    number: int | None = None
    """A bare whole number, a spelled one ("three", "tres") or "the second one" as 2."""
    fraction: Fraction | None = None
    """"half" is 1/2."""
    per: Literal["month", "half_month", "quincena", "two_weeks", "week", "payday"] | None = None
    """How often: "50 a month" with `amount`; where a plan is the subject, "every two weeks" alone too."""
    down: Money | Fraction | None = None
    """What is to be paid at once, before the rest: "100 down and then 50 a month", "half now, half in two weeks"."""
    halves: tuple[date, ...] = ()
    """The two days of "half on friday and half on the 20th"."""
    after: bool = False
    """`day` is the last on which it can't be: "after the 15th"."""
    counted: bool = False
    """`number` is of payments, months or parts, by name: "in 3 parts"."""
    ordinal: bool = False
    """`number` names a place in a list: "the second one"."""
    change: Literal["keep", "move", "skip", "less", "end", "card"] | None = None
    """What is to be done to the plan that they have."""
    assents: bool = False
    """It says yes to a plan that was read back, in words of its own; the figures in it may still be others."""
    no_plan: bool = False
    """It refuses any plan, whatever else it wishes for: "no plan, ill pay it all on the 15th"."""
    lean: Literal["least", "less", "most"] | None = None
    """"the lowest", "thats too much", "as few payments as possible": how big a payment should be."""
    factors: tuple[Factor, ...] = ()
    clarify: tuple[str, str] | None = None
    also: str | None = None
    suspicions: tuple[str, ...] = ()
    """Critical meanings that are possible, the likeliest first."""
    wants_lang: str | None = None
    everyone: bool = False
    """It wishes to pay for several people at once: "both my kids"."""
    whole_yes: bool = False
    """The whole text is YES or SÍ: at some carriers that word means START (decision 16)."""
    extra: str = ""
    """The redacted text, for a ticket's note; no flow may decide by it."""


@dataclass(frozen=True)
class Line:
    """One line of "how we got there", in words without procedures."""

    kind: Literal["charged", "insurance_paid", "adjusted", "you_paid", "refunded", "written_off"]
    amount: Money


KEPT = frozenset({"charged", "you_paid"})
"""The lines that something which the patient paid in full, and keeps to themselves, stands in."""


def without(lines: tuple[Line, ...], kept: Money) -> tuple[Line, ...]:
    """The lines as others than the patient see them: what is kept was charged and paid, so that it leaves both."""
    both = [max(sum(line.amount.cents for line in lines if line.kind == kind), 0) for kind in KEPT]
    hidden = Money(min(kept.cents, *both))
    left = (replace(line, amount=line.amount - hidden) if line.kind in KEPT else line for line in lines)
    return tuple(line for line in left if line.amount != ZERO)


@dataclass(frozen=True)
class Account:
    """What a proved patient owes, as of this moment."""

    patient_id: int
    first_name: str
    owed: Money
    """Payments in transit are already subtracted; negative is a credit."""
    lines: tuple[Line, ...] = ()
    statement_code: str | None = None
    state: str | None = None
    """Two letters of the home state: some want an agreement on a page (decision 16)."""
    oldest_service: date | None = None
    insurance_pending: bool = False
    adult: bool = True
    as_guarantor: bool = False
    """Proved as the guarantor of an adult: amount and statement reference only (decision 12)."""
    minor_alone: bool = False
    """A minor without a guarantor texts: no details."""
    kept: Money = ZERO
    """Care that the patient paid in full and wants told to nobody else (fact sheet H6)."""

    def to_guarantor(self) -> Account:
        """As the guarantor sees it: of an adult the amount only (decision 12), of nobody what the patient keeps."""
        return replace(self, as_guarantor=self.adult, lines=without(self.lines, self.kept))


@dataclass(frozen=True)
class Quote:
    """What was read back to the patient: an immutable row. A yes names it by its id, None until it is stored."""

    patient_id: int
    owed: Money
    parts: tuple[Money, ...]
    days: tuple[date, ...]
    """Due dates, one a part."""
    rules: tuple[str, ...] = ()
    """The policy rules that allowed it, for the row."""
    id: int | None = None

    @property
    def changes(self) -> bool:
        """Whether it changes a plan that runs, which stays as it is until the yes."""
        return any(rule.startswith("change:") for rule in self.rules)

    def same_terms(self, other: Quote) -> bool:
        """Whether both name the same figures and dates."""
        return (self.patient_id, self.owed, self.parts, self.days) == (
            other.patient_id, other.owed, other.parts, other.days)  # fmt: skip


@dataclass(frozen=True)
class PlanFacts:
    """The plan that a patient has, or was offered on the agreement page."""

    id: int
    state: Literal["offered", "active", "completed", "cancelled", "defaulted"]
    parts: tuple[Money, ...]
    days: tuple[date, ...]
    paid: Money = ZERO
    patient_id: int = field(default=0, compare=False)
    changed: bool = False
    """It was changed by text once already."""
    own_card: bool = False
    """A card that they left pays it."""
    rules: tuple[str, ...] = field(default=(), compare=False)
    """Those of its quote: what it was changed in, how often it is paid, whether some of it was to be paid at once."""
    agreed_at: datetime | None = field(default=None, compare=False)

    @property
    def next(self) -> tuple[Money, date] | None:
        """The first instalment that the payments so far do not cover in full: what is left of it, and its day."""
        left = self.paid.cents
        for part, day in zip(self.parts, self.days, strict=True):
            if left < part.cents:
                return Money(part.cents - left), day
            left -= part.cents
        return None


@dataclass(frozen=True)
class Behind:
    """What proof opens for one patient. It is known before proof only so that the same turn can go on after it."""

    account: Account
    quote: Quote | None = None
    plan: PlanFacts | None = None
    promised: date | None = None
    kin: Kin | None = None
    private: bool = False
    """It is paid for by itself only, never together with others."""


@dataclass(frozen=True)
class Practice:
    """What talks may say of the practice."""

    name: str
    phone: str
    """As patients would dial it: (303) 555-0100."""
    hours: Mapping[str, str] = field(default_factory=dict)
    """When the desk is staffed, in words, by language; the only hours that may be promised."""
    site: str = ""
    """The practice's own web address, which patients can type."""
    sensitive: bool = False


@dataclass(frozen=True)
class Facts:
    """What the shell looked up for this turn, fresh. Flows read it; they never fetch."""

    today: date
    """In the patient's zone."""
    practice: Practice
    policy: Policy
    lang: str = "en"
    channel: Literal["sms", "web"] = "sms"
    verified: bool = False
    locked: Literal["", "half_hour", "until_staff"] = ""
    tries_left: int = 3
    given: tuple[Factor, ...] = ()
    """Factors of the last 15 minutes that no complete pair has used up."""
    people: tuple[Person, ...] = ()
    behind: tuple[Behind, ...] = ()
    """Each of `people` behind their proof: only `after(MarkVerified)` may read it, never a talk."""
    known_number: bool = True
    account: Account | None = None
    """Only when verified: the account this talk is about."""
    others: tuple[Account, ...] = ()
    """Other accounts that the same proof opened (a parent's other children)."""
    household: tuple[int, ...] = ()
    """Patients who owe something and may be paid for together by whoever was proved."""
    quote: Quote | None = None
    """The open one: the newest that has neither expired nor been agreed to or declined."""
    plan: PlanFacts | None = None
    promised: date | None = None
    holds: frozenset[str] = frozenset()
    tickets: frozenset[str] = frozenset()
    handed: Handed = "bot"
    opted_out: bool = False
    yes_is_start: bool = False
    """At this sender's carrier a whole-text YES means START and is no assent."""
    closed: bool = False
    """A hold closes payment: deceased, bankruptcy, attorney, wrong number, confidential ... (decision 14)."""
    first_reply: bool = False
    """The bot has sent nothing in this talk lately: say once that we are automated (fact sheet S11)."""
    last_topic: str = ""
    """What the last turn was about: a talk's name, or the intent that it answered."""
    for_all: bool = False
    """Beneath what is asked waits the wish to pay for several at once. The engine says so; the shell never does."""
    detour: bool = False
    """Another topic is under way beneath the one that is asked. The engine says so; the shell never does."""

    def after(self, does: Sequence[Any]) -> Facts:
        """The same facts once these effects have happened, for the rest of the turn."""
        facts = self
        for done in does:
            facts = _after(facts, done)
        return facts


def _after(facts: Facts, done: Any) -> Facts:
    match done:
        case FailedTry(told):
            return replace(facts, given=told, tries_left=max(0, facts.tries_left - 1),
                           locked=facts.locked or ("half_hour" if facts.tries_left <= 1 else ""))  # fmt: skip
        case Remember(factor, anew):
            kept = () if anew else tuple(had for had in facts.given if had.kind != factor.kind)
            return replace(facts, given=(*kept, factor))
        case MarkVerified(patient_ids, as_guarantor):
            return _opened(facts, patient_ids, as_guarantor)
        case OfferQuote(quote):
            return replace(facts, quote=quote)
        case DropQuote():
            return replace(facts, quote=None)
        case StartPlan(quote) | OfferAgreement(quote):
            state: Any = "active" if isinstance(done, StartPlan) else "offered"
            return replace(facts, quote=None, plan=PlanFacts(0, state, quote.parts, quote.days, rules=quote.rules))
        case EndPlan():
            return replace(facts, plan=None, quote=None)
        case Promise(day):
            return replace(facts, promised=day)
        case HandToStaff(why):
            return replace(facts, handed="waiting", tickets=facts.tickets | {why})
        case Ticket(reason):
            return replace(facts, tickets=facts.tickets | {reason})
        case PutHold(reason):
            return replace(facts, holds=facts.holds | {reason})
        case SetLanguage(lang):
            return replace(facts, lang=lang)
    return facts


def _opened(facts: Facts, patient_ids: Sequence[int], as_guarantor: bool) -> Facts:
    """The proved accounts in the order of `patient_ids`, with what stands open on the first."""
    known = {behind.account.patient_id: behind for behind in facts.behind}
    proved = [known[patient_id] for patient_id in patient_ids if patient_id in known]
    accounts = [one.account.to_guarantor() if as_guarantor else one.account for one in proved]
    if not proved:
        return replace(facts, verified=True, given=())
    return replace(facts, verified=True, given=(), account=accounts[0], others=tuple(accounts[1:]),
                   household=_household(facts, proved, as_guarantor),
                   quote=proved[0].quote, plan=proved[0].plan, promised=proved[0].promised)  # fmt: skip


def _household(facts: Facts, proved: Sequence[Behind], as_guarantor: bool) -> tuple[int, ...]:
    """A number stands for those on it; in web chat the proof alone does (decision 9)."""
    on_number = [one.kin for one in facts.behind if one.kin] if facts.channel == "sms" else []
    found = together([one.kin for one in proved if one.kin], on_number, as_guarantor)
    open_ = {one.account.patient_id for one in facts.behind
             if one.account.owed and not one.private and not one.account.minor_alone}  # fmt: skip
    return tuple(one for one in found if one in open_)


# -- effects: what a talk wants done. Values; bot/effects.py makes rows of them, in the turn's transaction. --


@dataclass(frozen=True)
class FailedTry:
    """A complete pair that was not right: counts for the number and for each patient that it could have meant."""

    told: tuple[Factor, ...] = ()
    """The pair, kept as digests for 15 minutes: a newer fact of one kind, "oops, zip is 80026", makes another pair."""


@dataclass(frozen=True)
class Remember:
    """A first factor, kept as a digest for 15 minutes."""

    factor: Factor
    anew: bool = False
    """What was given before counts no more."""


@dataclass(frozen=True)
class MarkVerified:
    """Proof succeeded for these patients; the text-risk acknowledgement is recorded with it.

    The talk is about the first of them. Said again in another order, it is about another of the same ones.
    """

    patient_ids: tuple[int, ...]
    as_guarantor: bool = False


@dataclass(frozen=True)
class OfferQuote:
    """Stores what is read back, as the open quote; one that was open is superseded."""

    quote: Quote


@dataclass(frozen=True)
class DropQuote:
    """The open quote was declined."""


@dataclass(frozen=True)
class StartPlan:
    """A yes to the very quote that was read back: the plan is active."""

    quote: Quote


@dataclass(frozen=True)
class EndPlan:
    """The plan is over, at the patient's wish; what is left of it is owed as before."""


@dataclass(frozen=True)
class OfferAgreement:
    """The plan is offered, and becomes active on the agreement page only."""

    quote: Quote


@dataclass(frozen=True)
class Promise:
    """The patient will pay by this day; nudges wait until two days after it."""

    day: date
    amount: Money | None = None


@dataclass(frozen=True)
class Ticket:
    """A thing for staff to see to, without handing the talk over."""

    reason: str
    note: str = ""


@dataclass(frozen=True)
class PutHold:
    """A stop condition of the fact sheet's section 8; its end comes from policy."""

    reason: str


@dataclass(frozen=True)
class HandToStaff:
    """A person takes over: state "waiting" and a ticket of this reason."""

    why: str
    note: str = ""


@dataclass(frozen=True)
class SetLanguage:
    """The patient asked for this language."""

    lang: str


@dataclass(frozen=True)
class OptOut:
    """The patient answered that they want no more texts."""


@dataclass(frozen=True)
class ClearSuspicion:
    """The patient answered that texts may go on: nudges are no longer held for it."""


@dataclass(frozen=True)
class RestToday:
    """The patient has no time now: no reminder on this day any more."""


Effect = (
    FailedTry | Remember | MarkVerified | OfferQuote | DropQuote | StartPlan | EndPlan | OfferAgreement | Promise
    | Ticket | PutHold | HandToStaff | SetLanguage | OptOut | ClearSuspicion
    | RestToday
)  # fmt: skip


# -- the form of a talk --


@dataclass(frozen=True)
class Go:
    """On to a step of the same talk ("" asks the same one again), with what to say and do before its question."""

    step: str = ""
    says: Sequence[Say] = ()
    does: Sequence[Effect] = ()
    note: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the talk's memory to change."""
    asked: bool = False
    """`says` asks the question in other words, such as "we can do 2, 3 or 4": it is not asked again right after."""


@dataclass(frozen=True)
class End:
    """This topic is done; what was under way before it is asked again. `everything` puts all topics away."""

    says: Sequence[Say] = ()
    does: Sequence[Effect] = ()
    everything: bool = False
    pause: bool = False
    """What was under way stays open and is not asked again now: "ok thanks", "not now"."""


@dataclass(frozen=True)
class Open:
    """This topic is done and leads to another one, named: talks do not import each other."""

    flow: str
    says: Sequence[Say] = ()
    does: Sequence[Effect] = ()


Answer = Go | End | Open
Asks = Callable[[Any, Facts], "Say | Answer"]
Hears = Callable[[Any, Facts, Heard], "Answer | None"]


@dataclass(frozen=True)
class Step:
    """A question and the function that hears its answer."""

    name: str
    asks: Asks
    hears: Hears
    private: bool
    asking: str
    """What testers and staff call the open question (interfaces.md, replay)."""
    passing: bool = False
    """A question that a new topic puts away rather than parks: a menu, "did you mean this or that"."""


@dataclass(frozen=True)
class Nothing:
    """The memory of a talk that needs none."""


class Flow:
    """One talk: a name, a version of its saved shape, the intents that open it, and its steps in order.

    `heeds` makes the first memory out of the text that opens it: "can I do 50 a month" holds the answer already.
    """

    def __init__(self, name: str, *, version: int, memory: type = Nothing, opens_on: Sequence[str] = (),
                 heeds: Callable[[Heard], Any] | None = None) -> None:  # fmt: skip
        self.name, self.version, self.memory, self.opens_on = name, version, memory, frozenset(opens_on)
        self.heeds: Callable[[Heard], Any] = heeds or (lambda heard: memory())
        self.steps: dict[str, Step] = {}
        self.upgrades: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
        """From a version to the next: saved frame -> saved frame. Never edited once shipped."""

    def step(self, asks: Asks | str, *, private: bool = True, asking: str = "", passing: bool = False,
             ) -> Callable[[Hears], Hears]:  # fmt: skip
        """Adds a step named like the decorated function; a string for `asks` is a sentence without blanks."""
        if isinstance(asks, str):
            key = asks
            ask: Asks = lambda me, facts: Say(key)  # noqa: E731
        else:
            ask = asks

        def add(hears: Hears) -> Hears:
            name = hears.__name__
            self.steps[name] = Step(name, ask, hears, private, asking or name, passing)
            return hears

        return add

    @property
    def first(self) -> str:
        """The name of the first step."""
        return next(iter(self.steps))


@dataclass(frozen=True)
class Frame:
    """A topic under way: where it stands and what it remembers."""

    flow: str
    step: str
    memory: Any


@dataclass(frozen=True)
class Talk:
    """A conversation between texts: the topics under way, innermost last."""

    frames: tuple[Frame, ...] = ()
    misses: int = 0
    """Texts in a row that nothing made sense of."""
    paused: bool = False
    """The patient put the open question off: a bare "ok" is then no answer to it."""
    lost: bool = False
    """A topic could not be opened as it was saved, so the next text may answer a question that is gone."""

    @property
    def top(self) -> Frame:
        """The innermost topic."""
        return self.frames[-1]

    def pop(self) -> Talk:
        """Without the innermost topic."""
        return Talk(self.frames[:-1])

    def swap(self, **changes: Any) -> Talk:
        """With the innermost topic changed."""
        return Talk((*self.frames[:-1], replace(self.top, **changes)), self.misses)

    def missed(self, times: int) -> Talk:
        """With this count of misses."""
        return replace(self, misses=times)


@dataclass(frozen=True)
class Reply:
    """What a turn comes to: where the talk stands, what to say (three texts at most), what to do."""

    talk: Talk
    says: tuple[Say, ...] = ()
    does: tuple[Effect, ...] = ()
    topic: str = ""
    """What the talk is about now: `Facts.last_topic` of the next turn."""
