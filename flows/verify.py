"""Verify: nothing about an account leaves before two facts of one person match. The engine opens this by itself.

A first fact gets the same words right or wrong, and so does everybody who misses, known or not (decisions 8 to 12).
"""

from __future__ import annotations

from flows import proof
from flows.proof import Proved
from flows.script import (
    Effect,
    End,
    Factor,
    Facts,
    FailedTry,
    Flow,
    Go,
    Heard,
    MarkVerified,
    Nothing,
    Open,
    Remember,
    Say,
    Ticket,
)
from flows.standing import secure_page

flow = Flow("verify", version=1)


def question(me: Nothing, facts: Facts) -> Say | End | Open:
    if facts.locked:
        return closed(facts)
    if facts.verified and facts.account is not None:
        return Open("whose")
    return one_more(facts, facts.given) if begun(facts) else secure_page(facts, "verify.ask")


@flow.step(asks=question, private=False, asking="identity")
def identity(me: Nothing, facts: Facts, heard: Heard) -> Go | End | Open | None:
    if facts.locked:
        return closed(facts)
    if not heard.factors:
        return End([secure_page(facts, "verify.declined")], everything=True) if heard.intent == "deny" else None
    told = with_those_before(heard.factors, facts)
    if not enough(told, facts):
        return Go(says=[one_more(facts, told)], does=kept(heard.factors, facts), asked=True)
    proved = proof.judge(told, facts.people) if facts.known_number else None
    return opened(facts, proved) if proved else missed(facts, told)


def again(facts: Facts) -> Say:
    """The question for who answered it with something else."""
    return one_more(facts, facts.given) if begun(facts) else secure_page(facts, "verify.again")


def with_those_before(told: tuple[Factor, ...], facts: Facts) -> tuple[Factor, ...]:
    """What was told, and beside it what was told before; nothing of a pair that missed, unless this puts it right."""
    return proof.together(() if anew(told, facts) else facts.given, told)


def kept(told: tuple[Factor, ...], facts: Facts) -> list[Effect]:
    """One fact is kept until the other is told."""
    first, *others = told
    return [Remember(first, anew(told, facts)), *map(Remember, others)]


def anew(told: tuple[Factor, ...], facts: Facts) -> bool:
    """Whether these facts begin another pair."""
    return enough(facts.given, facts) and not corrects(told, facts.given)


def corrects(told: tuple[Factor, ...], missed: tuple[Factor, ...]) -> bool:
    """Whether newer facts put a pair right that missed: others of the same kinds. Anything else begins a new pair."""
    return {one.kind for one in told} <= {one.kind for one in missed} and not set(told) <= set(missed)


def begun(facts: Facts) -> bool:
    """Whether a first fact was given. A whole pair that stands there is one that missed, and may be put right."""
    return bool(facts.given) and not enough(facts.given, facts)


def enough(told: tuple[Factor, ...], facts: Facts) -> bool:
    """Two facts; in web chat, where no number stands for anybody, the statement code is one of them (decision 9)."""
    return proof.complete(told) and (facts.channel == "sms" or any(factor.kind == "code" for factor in told))


def one_more(facts: Facts, told: tuple[Factor, ...]) -> Say:
    if facts.channel == "sms":
        return Say("verify.one_more")
    coded = any(factor.kind == "code" for factor in told)
    return Say("verify.one_more_web" if coded else "verify.code_web")


def opened(facts: Facts, proved: Proved) -> Open:
    """The account that owes most comes first; with several, the patient says which one this is about.

    A minor's own affair stays closed to whoever proved it beside other accounts (fact sheet H13).
    """
    known = facts.after([MarkVerified(proved.patient_ids, proved.as_guarantor)])
    accounts = [one for one in (known.account, *known.others) if one is not None]
    shown = [one for one in accounts if not one.minor_alone] or accounts
    shown.sort(key=lambda one: -one.owed.cents)
    ids = tuple(one.patient_id for one in shown) or proved.patient_ids
    return Open("whose", does=[MarkVerified(ids, proved.as_guarantor)])


def unasked(told: tuple[Factor, ...], facts: Facts) -> list[Effect]:
    """What facts bring that nobody has asked for, or that stand beside something graver: nothing is said.

    One is kept; a pair, right or wrong, counts as one that was asked for.
    """
    both = with_those_before(told, facts)
    if not enough(both, facts):
        return kept(told, facts)
    proved = proof.judge(both, facts.people) if facts.known_number else None
    return [*(opened(facts, proved) if proved else missed(facts)).does]


def missed(facts: Facts, told: tuple[Factor, ...] = ()) -> Go:
    """The same words for everybody. Whoever has too little on file to pass is not counted as a miss (decision 12)."""
    too_little = bool(facts.people) and all(person.on_file < proof.NEEDED for person in facts.people)
    unknown = not facts.known_number
    does: list[Effect] = [] if too_little and not unknown else [FailedTry(told)]
    if too_little or unknown:
        does.append(Ticket("identity"))
    if facts.after(does).locked:
        return Go(does=does)
    return Go(says=[secure_page(facts, "verify.miss")], does=does, asked=True)


def closed(facts: Facts) -> End:
    """A lock is not a hand-over (decision 27); only staff can undo the longer one, so they are told."""
    if facts.locked == "until_staff":
        return End([Say("verify.locked")], [Ticket("identity")], everything=True)
    return End([Say("verify.pause", minutes=facts.policy.verify.lock_min)], everything=True)
