"""One text in; what to say, what to do and where the talk now stands, out. Pure: no clock, no rows, no model.

The open question has first refusal; then a new topic is looked for; then the bot says sorry, and at the third miss in
a row asks for a person (design, section 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import saved_talk
from bot.topics import FLOWS, KEEP_OPEN, ONLY_ALONE, WHILE_WAITING, named
from flows import answers, clarify, menu, plan, verify
from flows.script import (
    Answer,
    Effect,
    End,
    Facts,
    Flow,
    Frame,
    Go,
    HandToStaff,
    Heard,
    Open,
    OptOut,
    PutHold,
    Reply,
    Say,
    Step,
    Talk,
    Ticket,
)
from flows.standing import PLAIN

DEEPEST, MOST_TEXTS, MISSES = 3, 3, 2
SILENT_ABOUT = frozenset({"wrong_number.removed"})
"""Whoever is not the patient hears this and nothing else (fact sheet S4)."""
COURTESY = ("bot.sorry", "bot.put_away")
"""What goes first where a turn would say too much."""


@dataclass(frozen=True)
class Turn:
    """A turn as far as it has come."""

    talk: Talk
    facts: Facts
    heard: Heard
    says: tuple[Say, ...] = ()
    does: tuple[Effect, ...] = ()
    first: str = ""
    """The topic that the text opened, or that its open question belongs to."""
    second: Flow | None = None
    """What the text wished for as well, until it has its place."""
    aside: str = ""
    """The second topic while it is answered on top of the first."""

    def add(self, says: Sequence[Say] = (), does: Sequence[Effect] = ()) -> Turn:
        """With this said and done; the facts are those afterwards."""
        return replace(self, says=(*self.says, *says), does=(*self.does, *does), facts=self.facts.after(does))

    def at(self, talk: Talk) -> Turn:
        """With the talk standing there."""
        return replace(self, talk=talk)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The topics under way, innermost last."""
        return self.talk.frames

    @property
    def around(self) -> Facts:
        """The facts as the innermost topic sees them; a minor's affairs are nobody's (fact sheet H13)."""
        seen = replace(self.facts, detour=len(self.frames) > 1)
        if _open_to(self.facts):
            return seen
        return replace(seen, account=None, others=(), quote=None, plan=None, promised=None)


# -- what the shell calls --


def step(talk: Talk, heard: Heard, facts: Facts) -> Reply:
    """The answer to one text that no fixed words have answered."""
    turn = _begun(replace(talk, paused=False), heard, facts)
    return _reply(_suspected(turn) or _heard(turn, talk))


def resume(talk: Talk, facts: Facts) -> Reply:
    """The open question again, with the facts of now: staff let go, days have passed, a late reply is replaced.

    Says nothing where nothing is open.
    """
    turn = _begun(talk, Heard("out_of_scope"), facts)
    return _reply(_found_again(turn) if talk.lost else _ask(turn))


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


def _suspected(turn: Turn) -> Turn | None:
    """What comes before all else: a wish to end texts, sure or suspected; another critical suspicion (decision 7)."""
    heard = turn.heard
    if heard.intent == "opt_out" and heard.suspicion != "opt_out":
        return turn.at(Talk()).add(does=[OptOut()])
    if heard.suspicion == "opt_out" and _open_flow(turn) != "texts":
        unclear = heard.intent == "out_of_scope"
        return _ask(_open(turn.at(turn.talk.missed(turn.talk.misses + unclear)), clarify.texts))
    if heard.suspicion in {"wrong_person", "deceased", "legal"} and heard.suspicion == heard.intent:
        return _noted(turn.at(replace(turn.talk, paused=True)), heard.suspicion).add([Say("suspicion.noted")])
    return None


def _noted(turn: Turn, suspicion: str | None) -> Turn:
    """Nudges rest and a person looks; nothing is detached, and the talk goes on."""
    if suspicion not in {"wrong_person", "deceased", "legal"}:
        return turn
    return turn.add(does=[PutHold("suspicion"), Ticket(suspicion)])


def _heard(turn: Turn, before: Talk) -> Turn:
    turn = _noted(turn, turn.heard.suspicion)
    if _open_flow(turn) == "verify" and _proved(turn.facts):
        turn = turn.at(replace(turn.talk, frames=turn.frames[:-1]))
    topic, waiting = _topic(turn), turn.facts.handed == "waiting"
    if before.lost and topic in {None, *ONLY_ALONE}:
        return _found_again(turn)
    first = _under_proof(turn.talk)
    answer = _answer(turn, before.paused) if not waiting or first in WHILE_WAITING else None
    if answer is not None:
        return _follow(replace(_understood(turn), first=first, second=_second(turn, first)), answer)
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
    if paused and turn.heard.intent == "affirm" and turn.heard.number is None:
        return Go()
    if asked.private and not (_proved(turn.facts) and _open_to(turn.facts)):
        return None if _topic(turn) or turn.heard.clarify else Go()
    return asked.hears(turn.talk.top.memory, turn.around, turn.heard)


def _new_topic(turn: Turn, topic: str | None) -> Turn | None:
    """Another topic, or the question which of two was meant."""
    either = [name for name in map(named, turn.heard.clarify or ()) if name]
    unclear = len(set(either)) == 2 and _open_flow(turn) != "clarify" and turn.facts.handed == "bot"
    if unclear:
        return _ask(_open(_understood(turn), clarify.clarify, clarify.Either(*either)))
    if topic is None:
        return None
    flow = FLOWS[topic]
    turn = replace(_understood(turn), first=topic, second=_second(turn, topic))
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
    turn = turn.at(turn.talk.missed(turn.talk.misses + 1)).add([Say("bot.sorry")])
    return _ask(turn if turn.frames else _open(turn, menu.menu))


def _waiting(turn: Turn, topic: str | None) -> Turn:
    """A person is awaited. What must be stopped or told to staff is; else who comes when is said again."""
    opening = FLOWS[topic].steps[FLOWS[topic].first] if topic else None
    told = opening.asks(FLOWS[topic].memory(), turn.around) if topic and opening and not opening.private else None
    does = told.does if isinstance(told, Go | End) else ()
    says = [say for say in told.says if say.key in SILENT_ABOUT] if isinstance(told, End) else []
    return turn.add(says or [Say("staff.waiting")], [done for done in does if isinstance(done, PutHold | Ticket)])


def _found_again(turn: Turn) -> Turn:
    """After a topic was lost: what is still open, else the quote that stands, else the menu (decision 15)."""
    if turn.frames:
        return _ask(turn)
    if turn.facts.quote:
        return _ask(turn.at(Talk((Frame("plan", "confirm", plan.Wish()),))))
    return _ask(_open(turn, menu.menu))


# -- topics --


def _topic(turn: Turn) -> str | None:
    """The topic that the text asks for by its intent."""
    heard = turn.heard
    if heard.intent in ONLY_ALONE and turn.frames:
        return None
    if heard.per and heard.amount and heard.intent in {"get_pay_link", "out_of_scope"}:
        return "plan"
    if heard.factors and heard.intent in PLAIN and not turn.frames:
        return "balance"
    return named(heard.intent)


def _second(turn: Turn, first: str) -> Flow | None:
    also = named(turn.heard.also or "")
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
    turn = turn.add(answer.says, answer.does)
    below = turn.at(replace(turn.talk, frames=turn.frames[:-1]))
    if isinstance(answer, End):
        everything = answer.everything and _open_flow(turn) != turn.aside
        return _resumed(turn.at(Talk()) if everything else below, answer.pause)
    if isinstance(answer, Open):
        flow = FLOWS[answer.flow]
        own = turn.heard.intent in flow.opens_on or turn.heard.amount or turn.heard.fraction
        return _ask(_open(below, flow, flow.heeds(turn.heard) if own else None))
    memory = replace(turn.talk.top.memory, **answer.note)
    moved = turn.at(turn.talk.swap(step=answer.step or turn.talk.top.step, memory=memory))
    return moved if answer.asked else _ask(moved)


def _resumed(turn: Turn, pause: bool) -> Turn:
    """What is under way is asked again, unless the patient put it off."""
    return turn.at(replace(turn.talk, paused=True)) if pause and turn.frames else _ask(turn)


def _ask(turn: Turn) -> Turn:
    """Asks the innermost step, going on as long as steps answer themselves; what is private waits for proof."""
    if turn.second and turn.first not in {frame.flow for frame in turn.frames}:
        return _ask(_open(replace(turn, second=None), turn.second) if _room(turn) else replace(turn, second=None))
    if not turn.frames:
        return turn
    if turn.facts.handed == "waiting" and _under_proof(turn.talk) not in WHILE_WAITING:
        return turn if turn.says else turn.add([Say("staff.waiting")])
    asked = _step(turn.talk)
    if asked.private and not _proved(turn.facts):
        return _prove(turn)
    if asked.private and not _open_to(turn.facts):
        return turn.at(Talk()).add([Say("bot.minor")])
    question = asked.asks(turn.talk.top.memory, turn.around)
    if not isinstance(question, Say):
        return _follow(turn, question)
    if turn.second and not _private(turn.second) and _room(turn):
        return _ask(_pushed(replace(turn, second=None, aside=turn.second.name), _fresh(turn.second)))
    return _beneath(turn).add([question])


def _prove(turn: Turn) -> Turn:
    """Proof on top; what the same text already gave is heard at once."""
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


def _proved(facts: Facts) -> bool:
    return facts.verified and facts.account is not None and not facts.locked


def _open_to(facts: Facts) -> bool:
    return not (facts.account and facts.account.minor_alone)


def _room(turn: Turn) -> bool:
    return len(turn.says) + turn.facts.first_reply < MOST_TEXTS


# -- the reply --


def _reply(turn: Turn) -> Reply:
    says = turn.says
    if turn.facts.first_reply and says and not any(say.key in SILENT_ABOUT for say in says):
        says = (Say("bot.automated"), *says)
    return Reply(turn.talk, _few(says), tuple(_with_words(done, turn.heard) for done in turn.does))


def _few(says: tuple[Say, ...]) -> tuple[Say, ...]:
    """Three texts at most: courtesies go first, then what came before the last two."""
    spare = [say for say in says if say.key in COURTESY]
    for say in spare[: max(0, len(says) - MOST_TEXTS)]:
        says = tuple(one for one in says if one is not say)
    return says if len(says) <= MOST_TEXTS else (says[0], *says[1 - MOST_TEXTS :])


def _with_words(done: Effect, heard: Heard) -> Effect:
    """Staff see the patient's words on a ticket that says nothing else."""
    if isinstance(done, Ticket | HandToStaff) and not done.note:
        return replace(done, note=heard.extra)
    return done
