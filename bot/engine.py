"""One text in; what to say, what to do and where the talk now stands, out. Pure: no clock, no rows, no model.

The open question has first refusal; then a new topic is looked for; then the bot says sorry, and at the third miss in
a row asks for a person (design, section 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot import saved_talk
from bot.exchange import MOST_TEXTS, SILENT_ABOUT, Turn, open_to, proved, reply
from bot.topics import (
    CONDOLENCE,
    FLOWS,
    INSTEAD,
    KEEP_OPEN,
    ONLY_ALONE,
    PLANNING,
    TO_STAFF,
    WHILE_WAITING,
    answers_both,
    named,
    shaped,
    wanted,
)
from flows import answers, clarify, menu, plan_change, verify
from flows.plan_terms import Wish
from flows.script import (
    Answer,
    DropQuote,
    Effect,
    End,
    Factor,
    Facts,
    FailedTry,
    Flow,
    Frame,
    Go,
    HandToStaff,
    Heard,
    MarkVerified,
    Open,
    OptOut,
    PutHold,
    Remember,
    Reply,
    Say,
    Step,
    Talk,
    Ticket,
)
from flows.standing import PLAIN

DEEPEST, MISSES = 3, 2
STOPS = frozenset({"wrong_person", "deceased", "legal"})
"""These end our texts by themselves, so nobody is asked whether they should end."""
UNASKED = frozenset({"deceased", "legal"})
"""Whoever told us so is not asked to prove anything: a person takes it from here."""


# -- what the shell calls --


def step(talk: Talk, heard: Heard, facts: Facts) -> Reply:
    """The answer to one text that no fixed words have answered."""
    turn = _unplanned(_begun(replace(talk, paused=False), heard, facts))
    return reply(_volunteered(_suspected(turn) or _heard(turn, talk)))


def resume(talk: Talk, facts: Facts) -> Reply:
    """The open question again, with the facts of now: staff let go, days have passed, a late reply is replaced.

    Says nothing where nothing is open.
    """
    turn = _begun(talk, Heard("out_of_scope"), facts)
    return reply(_found_again(turn) if talk.lost else _ask(turn))


def volunteered(told: Sequence[Factor], facts: Facts) -> list[Effect]:
    """What proof brings that nobody asked for, beside whatever was said and answered."""
    shut = facts.verified or facts.locked or facts.closed
    return verify.unasked(tuple(told), facts) if told and not shut else []


def asking(talk: Talk) -> str:
    """What the open question is about, in the words of interfaces.md; "none" where nothing is open."""
    return _step(talk).asking if talk.frames else "none"


def save(talk: Talk) -> dict[str, Any]:
    """The talk as JSON."""
    return saved_talk.save(talk, FLOWS)


def load(saved: Any) -> tuple[Talk, bool]:
    """The talk, and whether it is whole: a topic that can't be opened is left out, and the next turn mends that."""
    return saved_talk.load(saved, FLOWS)


# -- from the text to an answer --


def _begun(talk: Talk, heard: Heard, facts: Facts) -> Turn:
    """Whatever comes, the patient is told first that we lost our place, where we did."""
    return Turn(replace(talk, lost=False), facts, heard, (Say("bot.lost"),) if talk.lost else ())


def _unplanned(turn: Turn) -> Turn:
    """Who refuses any plan beside another wish, "no plan, ill pay it all on the 15th", leaves none to say yes to."""
    beside = turn.heard.intent not in PLAIN or _open_flow(turn) != "plan"
    if not (turn.heard.no_plan and beside and turn.facts.quote):
        return turn
    frames = tuple(frame for frame in turn.frames if frame.flow != "plan")
    return turn.at(replace(turn.talk, frames=frames)).add(does=[DropQuote()])


def _suspected(turn: Turn) -> Turn | None:
    """What comes before all else: a wish to end texts, sure or suspected; another critical suspicion (decision 7)."""
    heard = turn.heard
    if heard.intent == "opt_out" and "opt_out" not in heard.suspicions:
        return turn.at(Talk()).add(does=[OptOut()])
    proves = bool(heard.factors) and _open_flow(turn) == "verify"
    may_end = "opt_out" in heard.suspicions and heard.intent not in STOPS
    if may_end and _open_flow(turn) != "texts" and not proves:
        unclear = heard.intent == "out_of_scope"
        return _ask(_open(_noted(turn.at(turn.talk.missed(turn.talk.misses + unclear))), clarify.texts))
    if heard.intent in STOPS and heard.intent in heard.suspicions:
        return _noted(turn.at(replace(turn.talk, paused=True))).add([Say("suspicion.noted")])
    return None


def _volunteered(turn: Turn) -> Turn:
    """Proof that came with a wish that needs none, "ill pay friday. 3/2/84 97201", is judged as any, in silence."""
    judged = any(isinstance(done, FailedTry | MarkVerified | Remember) for done in turn.does)
    return turn if judged else turn.add(does=volunteered(turn.heard.factors, turn.facts))


def _noted(turn: Turn) -> Turn:
    """Nudges rest and a person looks, once however much is suspected; nothing is detached, and the talk goes on."""
    likeliest = next((label for label in turn.heard.suspicions if label in STOPS), None)
    return turn.add(does=[PutHold("suspicion"), Ticket(likeliest)]) if likeliest else turn


def _heard(turn: Turn, before: Talk) -> Turn:
    turn = _noted(turn)
    if _open_flow(turn) == "verify" and proved(turn.facts):
        turn = turn.at(replace(turn.talk, frames=turn.frames[:-1]))
    topic, waiting = _wanted(turn), turn.facts.handed == "waiting"
    if before.lost and topic in {None, *ONLY_ALONE}:
        return _found_again(turn)
    first = _under_proof(turn.talk)
    answer = _answer(turn, before.paused) if not waiting or first in WHILE_WAITING else None
    if answer is not None:
        opened = answer.flow if isinstance(answer, Open) else first
        return _follow(replace(_understood(turn), first=first, second=_second(turn, opened)), answer)
    if waiting and topic not in WHILE_WAITING:
        return _waiting(turn, topic)
    return _new_topic(turn, topic) or _missed(turn)


def _understood(turn: Turn) -> Turn:
    return turn.at(turn.talk.missed(0))


def _answer(turn: Turn, paused: bool) -> Answer | None:
    """What the open question makes of the text; None: no answer to it."""
    if not turn.frames:
        return None
    asked = _step(turn.talk)
    if paused and turn.heard.intent in {"affirm", "greet"} and turn.heard.number is None:
        return Go()
    if asked.private and not (proved(turn.facts) and open_to(turn.facts)):
        return None if _wanted(turn) or turn.heard.clarify else Go()
    return asked.hears(turn.talk.top.memory, turn.around, turn.heard)


def _new_topic(turn: Turn, topic: str | None) -> Turn | None:
    """Another topic, or the question which of two was meant."""
    either = [name for name in map(named, turn.heard.clarify or ()) if name]
    unclear = len(set(either)) == 2 and _open_flow(turn) != "clarify" and turn.facts.handed == "bot"
    if unclear and TO_STAFF.issuperset(either):
        turn = turn.add(does=_quietly(turn, either[1])[1])
    elif unclear and not (topic := answers_both(either[0], either[1], turn.heard, turn.facts)):
        return _ask(_open(_understood(turn), clarify.clarify, clarify.Either(*either)))
    if topic is None:
        return None
    flow, instead = FLOWS[topic], topic in INSTEAD and _open_flow(turn) == "plan"
    turn = replace(_understood(turn), first=topic, second=_second(turn, topic), instead=instead)
    if instead and isinstance(turn.talk.top.memory, Wish):  # a later "1" is no yes to what was read back before
        turn = turn.at(turn.talk.swap(memory=replace(turn.talk.top.memory, shown="")))
    return _ask(_open(turn, flow, flow.heeds(turn.heard), keep=topic in KEEP_OPEN))


def _missed(turn: Turn) -> Turn:
    """Sorry, and the open question again or the menu; more words on what staff are looking into; at last a person."""
    if turn.facts.handed == "waiting":
        return turn.add([Say("staff.waiting")])
    ticket = answers.FOLLOWED.get(turn.facts.last_topic)
    if ticket and not turn.frames and ticket in turn.facts.tickets:
        return turn.add([Say("bot.passed_on")], [Ticket(ticket)])
    if turn.talk.misses >= MISSES:
        return turn.at(turn.talk.missed(0)).add([Say("staff.not_understood")], [HandToStaff("not_understood")])
    sorry = Say("bot.sorry_again" if turn.talk.misses else "bot.sorry")
    turn = turn.at(turn.talk.missed(turn.talk.misses + 1))
    if _open_flow(turn) == "verify" and not turn.facts.locked:
        return turn.add([verify.again(turn.facts)])
    turn = turn.add([sorry])
    return _ask(turn if turn.frames else _open(turn, menu.menu))


def _waiting(turn: Turn, topic: str | None) -> Turn:
    """A person is awaited. What must be stopped or told to staff is; else who comes when is said again."""
    says, does = _quietly(turn, topic) if topic else ([], [])
    return turn.add([say for say in says if say.key in SILENT_ABOUT] or [Say("staff.waiting")], does)


def _quietly(turn: Turn, topic: str) -> tuple[Sequence[Say], list[Effect]]:
    """What a topic would say at once, and what it would stop or tell staff."""
    opening = FLOWS[topic].steps[FLOWS[topic].first]
    told = None if opening.private else opening.asks(FLOWS[topic].memory(), turn.around)
    if not isinstance(told, Go | End):
        return [], []
    return told.says, [done for done in told.does if isinstance(done, PutHold | Ticket)]


def _found_again(turn: Turn) -> Turn:
    """After a topic was lost: what is still open, else the quote that stands, else the menu (decision 15)."""
    if turn.frames:
        return _ask(turn)
    if turn.facts.quote:
        changed = turn.facts.quote.changes
        frame = Frame("change_plan", "agree", plan_change.Wish()) if changed else Frame("plan", "confirm", Wish())
        return _ask(turn.at(Talk((frame,))))
    return _ask(_open(turn, menu.menu))


# -- topics --


def _wanted(turn: Turn) -> str | None:
    return wanted(turn.heard, turn.facts, turn.talk.top if turn.frames else None)


def _second(turn: Turn, first: str) -> Flow | None:
    also = named(turn.heard.also or "")
    if (first == CONDOLENCE and also != "staff") or (also in PLANNING and turn.heard.no_plan):
        return None
    if {first, also} == {"pay", "payment_trouble"}:
        return None  # a new link is what both wish for
    if first in PLANNING and also == "promise":
        return None  # when the parts of a plan are paid is said in the plan
    if first in PLANNING and also == "pay" and shaped(turn.heard):
        return None  # "half now, half in two weeks": the link comes with the yes
    known = {first, *(frame.flow for frame in turn.frames)}
    heard = also and also not in known and (turn.facts.handed == "bot" or also in WHILE_WAITING)
    return FLOWS[also] if also and heard else None


def _step(talk: Talk) -> Step:
    return FLOWS[talk.top.flow].steps[talk.top.step]


def _open_flow(turn: Turn) -> str:
    return turn.talk.top.flow if turn.frames else ""


def _under_proof(talk: Talk) -> str:
    """The topic whose question is open, the one that proof is for where proof is asked."""
    names = [frame.flow for frame in talk.frames]
    return next((name for name in reversed(names) if name not in {"verify", "whose"}), names[-1] if names else "")


def _open(turn: Turn, flow: Flow, memory: Any = None, keep: bool = False) -> Turn:
    """This topic on top, once. One that is underneath is returned to; passing questions are put away unless `keep`."""
    memory = flow.memory() if memory is None else memory
    frames = turn.frames
    while frames and not keep and _step(Talk(frames)).passing:
        frames = frames[:-1]
    names = [frame.flow for frame in frames]
    fresh = Frame(flow.name, flow.first, memory)
    if flow.name not in names:
        return _pushed(turn.at(replace(turn.talk, frames=frames)), fresh)
    at = names.index(flow.name)
    kept = frames[at] if memory == flow.memory() else fresh
    return turn.at(replace(turn.talk, frames=(*frames[:at], kept)))


def _pushed(turn: Turn, frame: Frame, below: int = 0) -> Turn:
    """With this frame on top, or under so many others. A topic that falls off the bottom is named."""
    at = len(turn.frames) - below
    frames = (*turn.frames[:at], frame, *turn.frames[at:])
    off = [gone.flow for gone in frames[:-DEEPEST] if FLOWS[gone.flow].opens_on and gone is not frame]
    says = [Say("bot.put_away", topic=Say(f"topic.{name}")) for name in off]
    return turn.at(replace(turn.talk, frames=frames[-DEEPEST:])).add(says)


# -- carrying an answer out, and asking what comes next --


def _follow(turn: Turn, answer: Answer) -> Turn:
    if isinstance(answer, Go) and answer.asked:
        turn = _beneath(_aside(turn))
    turn = replace(turn, about=_under_proof(turn.talk))
    turn = turn.add(answer.says, answer.does)
    below = turn.at(replace(turn.talk, frames=turn.frames[:-1]))
    if isinstance(answer, End):
        beside = _open_flow(turn) == turn.aside
        return _resumed(turn.at(Talk()) if answer.everything and not beside else below, answer.pause and not beside)
    if isinstance(answer, Open):
        flow = FLOWS[answer.flow]
        heard = turn.heard
        own = heard.intent in flow.opens_on or heard.amount or heard.fraction or heard.per or heard.counted
        return _ask(_open(below, flow, flow.heeds(heard) if own else None))
    memory = replace(turn.talk.top.memory, **answer.note)
    moved = turn.at(turn.talk.swap(step=answer.step or turn.talk.top.step, memory=memory))
    return moved if answer.asked else _ask(moved)


def _resumed(turn: Turn, pause: bool) -> Turn:
    """What is under way is asked again, unless the patient put it off or chose something else."""
    off = (pause or turn.instead) and turn.frames and not turn.second
    return turn.at(replace(turn.talk, paused=True)) if off else _ask(turn)


def _ask(turn: Turn) -> Turn:
    """Asks the innermost step, going on as long as steps answer themselves; what is private waits for proof."""
    if turn.second and turn.first not in {frame.flow for frame in turn.frames}:
        return _ask(_open(replace(turn, second=None), turn.second) if _room(turn) else replace(turn, second=None))
    if not turn.frames:
        return turn
    if turn.facts.handed == "waiting" and _under_proof(turn.talk) not in WHILE_WAITING:
        return turn if turn.says else turn.add([Say("staff.waiting")])
    asked = _step(turn.talk)
    if asked.private and not proved(turn.facts):
        return _prove(turn)
    if asked.private and not open_to(turn.facts):
        return turn.at(Talk()).add([Say("bot.minor")])
    question = asked.asks(turn.talk.top.memory, turn.around)
    if not isinstance(question, Say):
        return _follow(turn, question)
    if turn.second and not _private(turn.second) and _room(turn):
        return _ask(_pushed(replace(turn, second=None, aside=turn.second.name), _fresh(turn.second)))
    return _beneath(turn).add([question])


def _prove(turn: Turn) -> Turn:
    """Proof on top; what the same text already gave is heard at once. After a death or a lawyer nothing is asked."""
    if turn.facts.closed and UNASKED & turn.facts.tickets:
        return turn.at(Talk()).add([Say("standing.closed")])
    frames = tuple(frame for frame in turn.frames if frame.flow != "verify")
    opened = _pushed(turn.at(replace(turn.talk, frames=frames)), _fresh(verify.flow))
    if not turn.heard.factors:
        return _ask(opened)
    answer = _step(opened.talk).hears(opened.talk.top.memory, opened.around, turn.heard)
    opened = replace(opened, heard=replace(turn.heard, factors=()))
    return _follow(opened, answer) if answer is not None else _ask(opened)


def _beneath(turn: Turn) -> Turn:
    """A second wish that needs proof waits under the topic that it came with, whose question is open now."""
    second, names = turn.second, [frame.flow for frame in turn.frames]
    turn = replace(turn, second=None)
    if second is None or second.name in names or turn.first not in names or not _private(second):
        return turn
    return _pushed(turn, _fresh(second), below=len(names) - names.index(turn.first))


def _aside(turn: Turn) -> Turn:
    """A second wish that is answered in one go, where the first topic's answer asks its question itself."""
    second = turn.second
    if second is None or _private(second) or not _room(turn):
        return turn
    told = second.steps[second.first].asks(second.memory(), turn.around)
    return replace(turn, second=None).add(told.says, told.does) if isinstance(told, End) else turn


def _private(flow: Flow) -> bool:
    return flow.steps[flow.first].private


def _fresh(flow: Flow) -> Frame:
    return Frame(flow.name, flow.first, flow.memory())


def _room(turn: Turn) -> bool:
    return len(turn.says) + turn.facts.first_reply < MOST_TEXTS
