"""What somebody may want, told step by step, with what must and may come of it. Pure."""

from __future__ import annotations

from flows.money import Money
from tests.random_talks.tale import DAYS, LATER, TROUBLE, Goal, Tale, later

COUNTS = (2, 3, 3, 4, 4, 5, 6)


def _owed(tale: Tale) -> str:
    return rf"\{Money(tale.who.owed)}".replace(".", r"\.").replace(",", ",?")


# -- a plan --


def plan_by_count(tale: Tale) -> None:
    count = tale.rng.choice(COUNTS)
    tale.wish("plan.count", n=tale.number(count))
    tale.between("confirm")
    tale.agree(count)


def plan_step_by_step(tale: Tale) -> None:
    count = tale.rng.choice((2, 3, 4, 6))
    tale.wish("plan.vague")
    tale.say("pick.count", chat=False, n=tale.number(count))
    tale.between("confirm")
    tale.agree(count)


def plan_by_amount(tale: Tale) -> None:
    dollars = _dollars(tale)
    tale.wish("plan.amount", a=_amount(tale, dollars))
    tale.between("confirm")
    tale.agree(-(-tale.who.owed // (dollars * 100)))


def plan_changed(tale: Tale) -> None:
    first, second = tale.rng.sample((2, 3, 4, 5, 6), 2)
    tale.wish("plan.count", n=tale.number(first))
    tale.between("confirm", 0.15)
    tale.say("correct.count", chat=False, n=tale.number(second))
    tale.between("confirm", 0.15)
    tale.agree(second)


def plan_refused(tale: Tale) -> None:
    tale.wish("plan.count", n=tale.number(tale.rng.choice(COUNTS)))
    tale.between("confirm", 0.15)
    tale.say("no.confirm", chat=False)
    tale.unplanned()


def plan_pondered(tale: Tale) -> None:
    tale.wish("plan.count", n=tale.number(tale.rng.choice(COUNTS)))
    tale.between("confirm", 0.15)
    tale.say("think")
    tale.unplanned()


def plan_dropped(tale: Tale) -> None:
    """The plan is to stop, and not the texts."""
    step, blanks = tale.rng.choice((("plan.count", {"n": tale.number(tale.rng.choice(COUNTS))}), ("plan.vague", {})))
    tale.wish(step, **blanks)
    tale.say("near.plan", chat=False)
    tale.unplanned()
    if tale.rng.random() < 0.4:
        pay(tale)


def _dollars(tale: Tale) -> int:
    owed = tale.who.owed // 100
    return tale.rng.choice(
        [one for one in (30, 40, 50, 60, 75, 80, 100, 120, 150, 200) if owed / 12 < one < owed * 0.7]
    )


def _amount(tale: Tale, dollars: int) -> str:
    bucks = "dollars" if tale.who.lang == "en" else "dólares"
    return tale.rng.choice((f"${dollars}", f"{dollars}", f"{dollars} {bucks}", f"${dollars}"))


# -- money --


def balance(tale: Tale) -> None:
    tale.wish("balance", {"says": [_owed(tale)]})


def pay(tale: Tale) -> None:
    tale.wish("pay", {"links": ["pay"]})


def pay_part(tale: Tale) -> None:
    dollars = _dollars(tale)
    tale.wish("pay.part", {"links": ["pay"], "says": [rf"\${dollars}"]}, a=_amount(tale, dollars))


def promise(tale: Tale) -> None:
    day, days = tale.rng.choice(DAYS[tale.who.lang])
    tale.may["promises"].append(later(days))
    tale.say("promise", day=day, expect={"promise_date": later(days)})
    tale.want["promise_date"] = later(days)


def why(tale: Tale) -> None:
    tale.wish("why", {"says": [_owed(tale)]})


# -- trouble --


def _trouble(step: str, ticket: str, beside: frozenset[str] = frozenset()) -> Goal:
    def tell(tale: Tale) -> None:
        tale.may["tickets"] += [ticket, *sorted(beside)]
        tale.say(step, expect={"tickets_with": [ticket]})
        tale.want["tickets_with"] = [ticket]

    return tell


hardship = _trouble("hardship", "hardship")
dispute = _trouble("dispute", "dispute", TROUBLE)
paid = _trouble("paid", "already_paid", TROUBLE)
insurance = _trouble("insurance", "insurance", TROUBLE)


# -- texts: that they end, and what only sounds like it --


def opt_out(tale: Tale) -> None:
    tale.may["opted_out"] = True
    tale.say("optout", expect={"opted_out": True})
    tale.want["opted_out"] = True
    tale.want.pop("with_staff", None)


def opt_out_of_a_plan_talk(tale: Tale) -> None:
    tale.wish("plan.vague")
    opt_out(tale)


def asks_how_it_ends(tale: Tale) -> None:
    count = tale.rng.choice((2, 3, 4))
    tale.wish("plan.count", n=tale.number(count))
    tale.say("near.question", chat=False)
    tale.agree(count)


def stops_something_else(tale: Tale) -> None:
    tale.may["tickets"] += ["hardship", "insurance"]
    tale.may["promises"] = None
    tale.say("near.other")


# -- a plan that runs --


def ends_plan(tale: Tale) -> None:
    tale.wish("near.file")
    tale.may["ends"] = True
    tale.say("yes", chat=False, agrees=True)
    tale.want["plan"] = {"state": "cancelled"}


def keeps_plan(tale: Tale) -> None:
    tale.wish("near.file")
    tale.say("keep", chat=False)


def stops_autopay(tale: Tale) -> None:
    tale.say("near.autopay")


def skips(tale: Tale) -> None:
    tale.wish("near.payment")
    tale.between("confirm", 0.15)
    tale.say("yes", chat=False, agrees=True)


def moves(tale: Tale) -> None:
    tale.wish("move", day2=tale.rng.choice(LATER[tale.who.lang]))
    tale.between("confirm", 0.15)
    tale.say("yes", chat=False, agrees=True)


def asks_of_plan(tale: Tale) -> None:
    tale.wish("status")


# -- safety, strangers, people --


def _safety(step: str, reply: str, ticket: str) -> Goal:
    def tell(tale: Tale) -> None:
        tale.may["tickets"].append(ticket)
        tale.may["safety"] = reply
        tale.say(step, expect={"safety": reply})

    return tell


def _idiom(step: str) -> Goal:
    def tell(tale: Tale) -> None:
        tale.say(step, chat=False, expect={"safety": None})
        if tale.rng.random() < 0.6:
            tale.rng.choice((balance, pay, plan_by_count))(tale)

    return tell


self_harm = _safety("selfharm", "988", "crisis")
emergency = _safety("emergency", "911", "emergency")


def wrong_person(tale: Tale) -> None:
    tale.may["tickets"].append("wrong_person")
    tale.may["opted_out"] = None
    tale.say("wrongperson", chat=False)
    tale.want = {"tickets_with": ["wrong_person"]}


def person(tale: Tale) -> None:
    tale.say("human")
    tale.want["with_staff"] = True


def who(tale: Tale) -> None:
    tale.say("who")


def nothing(tale: Tale) -> None:
    tale.say("greet")
    tale.between("any", 0.7)
    tale.say("thanks", chat=False)


def other_language(tale: Tale) -> None:
    other = "es" if tale.who.lang == "en" else "en"
    tale.say("tospanish" if other == "es" else "toenglish", chat=False, expect={"lang": other})


def never_proves(tale: Tale) -> None:
    tale.say(tale.rng.choice(("balance", "pay", "why")))
    for _ in range(tale.rng.randint(1, 2)):
        tale.between("identity", 0.4)
        tale.text(tale.proof(wrong=True), "proof.wrong")
    tale.want["verified"] = False


GOALS: dict[str, tuple[int, Goal]] = {
    "plan_by_count": (9, plan_by_count),
    "plan_step_by_step": (8, plan_step_by_step),
    "plan_by_amount": (8, plan_by_amount),
    "plan_changed": (9, plan_changed),
    "plan_refused": (5, plan_refused),
    "plan_pondered": (6, plan_pondered),
    "plan_dropped": (9, plan_dropped),
    "balance": (6, balance),
    "pay": (6, pay),
    "pay_part": (3, pay_part),
    "promise": (6, promise),
    "why": (3, why),
    "hardship": (4, hardship),
    "dispute": (4, dispute),
    "paid": (4, paid),
    "insurance": (4, insurance),
    "opt_out": (8, opt_out),
    "opt_out_of_a_plan_talk": (4, opt_out_of_a_plan_talk),
    "asks_how_it_ends": (5, asks_how_it_ends),
    "stops_something_else": (6, stops_something_else),
    "self_harm": (4, self_harm),
    "self_harm_idiom": (4, _idiom("selfharm.idiom")),
    "emergency": (3, emergency),
    "emergency_idiom": (4, _idiom("emergency.idiom")),
    "wrong_person": (4, wrong_person),
    "person": (4, person),
    "who": (2, who),
    "nothing": (3, nothing),
    "other_language": (2, other_language),
    "never_proves": (5, never_proves),
}
"""How often each goal comes, of who has no plan."""
PLANNED: dict[str, tuple[int, Goal]] = {
    "ends_plan": (6, ends_plan),
    "keeps_plan": (4, keeps_plan),
    "stops_autopay": (6, stops_autopay),
    "skips": (4, skips),
    "moves": (5, moves),
    "asks_of_plan": (3, asks_of_plan),
    "balance": (2, balance),
    "opt_out": (3, opt_out),
    "stops_something_else": (3, stops_something_else),
    "person": (1, person),
}
"""The same of who has one."""
AFTER: dict[str, tuple[str, ...]] = {
    "balance": ("pay", "plan_by_count", "plan_dropped", "promise", "person", "opt_out", "dispute", "why"),
    "why": ("dispute", "plan_by_amount", "pay", "promise"),
    "pay": ("opt_out", "stops_something_else", "paid"),
    "promise": ("opt_out", "balance", "stops_something_else"),
    "hardship": ("plan_by_count", "person", "balance"),
    "dispute": ("person", "balance"),
    "plan_by_count": ("opt_out", "who", "stops_something_else"),
    "plan_refused": ("pay", "plan_by_amount", "promise", "opt_out"),
    "plan_pondered": ("plan_by_count", "opt_out"),
    "plan_dropped": ("balance", "plan_step_by_step", "promise"),
    "who": ("balance", "pay", "wrong_person"),
    "nothing": ("balance", "plan_by_count"),
    "asks_of_plan": ("opt_out", "keeps_plan"),
    "stops_autopay": ("balance", "opt_out"),
    "person": ("balance",),
}
"""What may follow a goal in the same talk."""


def kinds(name: str) -> Goal:
    """The goal of this name."""
    return {**GOALS, **PLANNED}[name][1]
