"""A turn as far as it has come, and the reply that it comes to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.topics import SMALL
from flows.script import Effect, Facts, Flow, Frame, HandToStaff, Heard, Reply, Say, Talk, Ticket

MOST_TEXTS = 3
SILENT_ABOUT = frozenset({"wrong_number.removed"})
"""Whoever is not the patient hears this and nothing else (fact sheet S4)."""
COURTESY = ("bot.sorry", "bot.sorry_again", "bot.put_away")
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
    about: str = ""
    """The topic that answered last."""
    instead: bool = False
    """The text chose something else than what was being chosen, so that is not asked again now."""

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
        below = [frame.flow for frame in self.frames[:-1]]
        seen = replace(self.facts, detour=bool(below), for_all="household" in below[-1:])
        if open_to(self.facts):
            return seen
        return replace(seen, account=None, others=(), household=(), quote=None, plan=None, promised=None)


def proved(facts: Facts) -> bool:
    """Whether proof stands, and no lock."""
    return facts.verified and facts.account is not None and not facts.locked


def open_to(facts: Facts) -> bool:
    """Whether the account may be spoken of: a minor's affairs are nobody's (fact sheet H13)."""
    return not (facts.account and facts.account.minor_alone)


def reply(turn: Turn) -> Reply:
    """What the turn comes to, with the words that open a session (fact sheet S11)."""
    says = turn.says
    if turn.facts.first_reply and says and not any(say.key in SILENT_ABOUT for say in says):
        says = (Say("bot.automated"), *says)
    return Reply(turn.talk, _few(says), tuple(_with_words(done, turn.heard) for done in turn.does), _subject(turn))


def _subject(turn: Turn) -> str:
    """What the talk is about; small talk and what nobody understood leave that as it was."""
    now, before = turn.frames[-1].flow if turn.frames else turn.about, turn.facts.last_topic
    now = now or ("" if turn.heard.intent == "out_of_scope" else turn.heard.intent)
    return before or now if now in SMALL else now or before


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
