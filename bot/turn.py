"""A burst of a patient's texts becomes one transaction: heard, answered, and queued to leave (design, section 4)."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import engine, facts, fixed, hear, links
from bot.accept import carry_out
from bot.consequences import OF_RULE
from bot.effects import Stage
from bot.effects import apply as apply_effects
from bot.nameless import without_names, without_proof
from bot.understanding import Understood, understand
from bot.wiring import App
from flows import script
from flows.money import Money
from flows.script import HandToStaff, Heard, Link, Reply, Say, Talk
from flows.values import MessageClass
from storage import consent, outbox, plans, talks, tickets
from storage.db import keys
from storage.talks import Conversation, Message
from storage.texts import Text

log = logging.getLogger("sheepdog.turn")

LOOP, LOOP_WITHIN, SHORT = 3, timedelta(minutes=10), 3
MOST = 3
"""Texts that one turn may send; the safety reply is always among them."""
FORGOTTEN = frozenset({"card", "cvv", "ssn"})
SAFETY_LABELS = ("self_harm", "emergency")
NO_WORDS = re.compile(r"\s*(?:\[(?:photo|picture|image|video|audio|foto|imagen|adjunto|attachment)\]\s*)*", re.I)
"""A text that is nothing but what came with it; some phones write a word in its place."""
SORRY = frozenset({"bot.sorry", "bot.sorry_again"})
"""What a piece of a burst is not answered with: the next one says what was meant."""
WORD = re.compile(r"[^\W\d_]{2,}")
SURE_OF_LANGUAGE = 0.9
LIKELY_LANGUAGE = 0.8
"""Enough where nothing is known of the patient's language yet."""
NOT_SAID = re.compile(r"\[[^\[\]]{1,30}\]")
"""Marks that stand for what was taken out of a text."""
ENOUGH_WORDS = {"es": 2, "en": 5}
"""So many words change the language of a talk that has one: who writes Spanish writes "ok do it" and "pay link" too."""


@dataclass(frozen=True)
class Taken:
    """What a turn queued: the outbox rows, and the kinds of links in them."""

    texts: tuple[int, ...] = ()
    links: tuple[str, ...] = ()
    safety: str | None = None


@dataclass
class Burst:
    """What the messages of a burst have come to so far."""

    stage: Stage
    talk: Talk
    says: list[Say] = field(default_factory=list)
    lang: str = "en"


def take(app: App, conversation_id: int) -> Taken:
    """Reads what is unread in a conversation and queues the answers; nothing when there is nothing to read."""
    with app.db.read() as tx:
        waiting = talks.unread(tx, conversation_id)
        names = facts.names_on_file(tx, talks.conversation(tx, conversation_id)) if waiting else ()
    understood = {message.id: understand_text(app, message, names) for message in waiting}
    with app.db.begin() as tx:
        talk = talks.conversation(tx, conversation_id, lock=True)
        now = app.now()
        unread = talks.unread(tx, conversation_id)
        messages = [message for message in unread if message.id in understood]
        taken = _turn(tx, app, talk, messages, understood, now) if messages else Taken()
        came_meanwhile = len(unread) > len(messages)
        talks.save(tx, conversation_id, due_at=now if came_meanwhile else None, claimed_until=None)
    for message in messages:
        if FORGOTTEN & set(message.found):
            _forget_at_provider(app, message)
    return taken


def _forget_at_provider(app: App, message: Message) -> None:
    """A card or social security number is deleted at the provider too (fact sheet S3); we keep none of it."""
    channel = app.channels.get(message.channel)
    if channel and not channel.delete_body(message.provider_id):
        log.warning("body not deleted", extra={"inbound": message.id})


def understand_text(app: App, message: Message, names: Sequence[str] = ()) -> Understood:
    """What a stored text means, open question aside. Never raises: without a model the rules speak alone."""
    found = frozenset(hit["label"] for hit in message.hits if hit["label"])
    sure = frozenset(hit["label"] for hit in message.hits if hit["sure"] and hit["label"])
    return understand(without_proof(without_names(message.body, names)), app.hear, sure, found - sure)


def _turn(tx: Connection, app: App, row: Conversation, messages: Sequence[Message],
          understood: Mapping[int, Understood], now: datetime) -> Taken:  # fmt: skip
    burst = _open(tx, app, row, now, messages[0].at)
    for number, message in enumerate(messages, 1):
        _hear_one(burst, message, understood[message.id], last=number == len(messages))
    meanings = {message.id: understood[message.id].to_json() for message in messages}
    talks.mark_read(tx, [message.id for message in messages], meanings)
    answers = messages[-1].id
    return _close(tx, app, burst, answers)


def _open(tx: Connection, app: App, row: Conversation, now: datetime, since: datetime | None = None) -> Burst:
    scene = facts.scene(tx, row, keys(tx).blind, since)
    talk, whole = engine.load(row.talk)
    if not whole:
        log.warning("talk could not be opened", extra={"conversation": row.id})
    lang = row.lang or next((patient.lang for patient in scene.on_number if patient.lang), None) or "en"
    return Burst(Stage(tx, scene, facts.nothing_known(scene, lang, now), now), talk, lang=lang)


def _hear_one(burst: Burst, message: Message, understood: Understood, last: bool) -> None:
    """One message: fixed words first, then silence where a person has the talk, then the talk itself."""
    _choose_language(burst, message, understood)
    heard = _look(burst, message, understood)
    rules = [hit["rule"] for hit in message.hits if hit["sure"]]
    rules += _model_fears(burst, heard, rules)
    only_media = message.media > 0 and NO_WORDS.fullmatch(message.body) is not None
    answer = fixed.answer(rules, message.opt_out_type, message.found, burst.stage.known, burst.talk, only_media)
    burst.says += answer.says
    if message.media:
        _ticket(burst, "other", "media")
    if answer.ends_topics:
        burst.talk = Talk()
    if answer.final:
        burst.stage = apply_effects(burst.stage, engine.volunteered(heard.factors, burst.stage.known))
    if answer.final or burst.stage.scene.talk.handed == "taken":
        return
    if burst.stage.known.opted_out and not burst.stage.scene.by_web:
        _ticket(burst, "human", "opted_out")  # no text leaves, a person sees what they wrote (fact sheet 14, T9)
        return
    if _loops(burst, message):
        burst.stage = apply_effects(burst.stage, [HandToStaff("not_understood", "loop")])
        return
    _suspect(burst, heard)
    known = burst.stage.known
    again = answer.again and not heard.factors
    _follow(burst, engine.resume(burst.talk, known) if again else engine.step(burst.talk, heard, known), last)


def _loops(burst: Burst, message: Message) -> bool:
    """Whether this is the same sentence for the third time within ten minutes, as another robot would send it (S9).

    A short answer may well be the same three times: "1", "yes", "pay link".
    """
    if len(WORD.findall(message.body)) <= SHORT:
        return False
    same = [one for one in talks.messages(burst.stage.tx, message.conversation_id, LOOP + MOST)
            if one.id <= message.id and message.at - one.at <= LOOP_WITHIN and one.body == message.body]  # fmt: skip
    return len(same) >= LOOP


def _model_fears(burst: Burst, heard: Heard, rules: Sequence[str]) -> list[str]:
    """Where the model alone sees self-harm or an emergency, if only as possible, the safety reply goes (decision 7).

    An idiom that the rules know keeps its normal answer (decision 6).
    """
    settled = {*SAFETY_LABELS, "idiom_flag", "tapback", "auto_reply"} & set(rules)
    feared = [label for label in SAFETY_LABELS if label in (heard.intent, *heard.suspicions)]
    found = [] if settled else feared[:1]
    stage = burst.stage
    for rule in found:
        scene = stage.scene
        carry_out(stage.tx, scene.practice, scene.talk, stage.patients, rule, OF_RULE[rule], stage.now)
    return found


def _choose_language(burst: Burst, message: Message, understood: Understood) -> None:
    """The text's own language when it is plain; else the one that the talk or the file has (fact sheet S7)."""
    enough, sure = (ENOUGH_WORDS[understood.lang], SURE_OF_LANGUAGE) if _has_language(burst) else (1, LIKELY_LANGUAGE)
    plain = understood.lang_confidence >= sure and len(WORD.findall(NOT_SAID.sub(" ", message.body))) >= enough
    ruled = next((hit["lang"] for hit in message.hits if hit["lang"] == "es"), None)
    chosen = ruled or (understood.lang if plain else None)
    if chosen and (chosen != burst.lang or not _has_language(burst)):
        burst.lang = chosen
        _save(burst, lang=chosen)


def _has_language(burst: Burst) -> bool:
    scene = burst.stage.scene
    return bool(scene.talk.lang or any(patient.lang for patient in scene.on_number))


def _look(burst: Burst, message: Message, understood: Understood) -> Heard:
    """The text under the open question; the stage then has fresh facts for whom the text names."""
    scene, before = burst.stage.scene, burst.stage.known
    raw = (message.values or {}).get("text") or message.body
    values = hear.read_values(raw, burst.lang, before.today)
    ruled = frozenset(hit["label"] for hit in message.hits if hit["label"])
    heard = hear.hear(understood, values, engine.asking(burst.talk), scene.digest, burst.lang,
                      ruled=ruled, proved=facts.is_proved(scene, burst.stage.now))  # fmt: skip
    known = facts.for_turn(burst.stage.tx, scene, heard.factors, burst.lang, burst.stage.now)
    fresh = replace(known, first_reply=known.first_reply and not burst.says, tickets=known.tickets | before.tickets)
    burst.stage = replace(burst.stage, known=fresh)
    return replace(heard, extra=message.body)


def _suspect(burst: Burst, heard: Heard) -> None:
    """The model may add a suspicion: nudges then wait until it is answered or staff lift it (decision 7)."""
    if "opt_out" in heard.suspicions and burst.stage.scene.talk.suspicion is None:
        _save(burst, suspicion="opt_out")


def _follow(burst: Burst, reply: Reply, last: bool) -> None:
    burst.stage = apply_effects(burst.stage, reply.does)
    known = burst.stage.known.after(reply.does)
    burst.talk = reply.talk if last else reply.talk.missed(min(reply.talk.misses, burst.talk.misses))
    if any(isinstance(done, script.SetLanguage) for done in reply.does):
        burst.lang = known.lang
    if any(isinstance(done, script.OptOut) for done in reply.does):
        burst.says.append(Say("optout.confirm"))
    says = list(reply.says)
    handed = any(isinstance(done, HandToStaff) for done in reply.does)
    asked = bool(reply.talk.frames) and not reply.talk.paused and not handed
    kept = says if last or not asked else says[:-1]
    burst.says += kept if last else [say for say in kept if say.key not in SORRY]
    if known.verified and burst.stage.scene.talk.proved:
        _save(burst, proof_used_at=burst.stage.now)
    _save(burst, topic=reply.topic)
    burst.stage = replace(burst.stage, known=known)


def _ticket(burst: Burst, reason: str, note: str) -> None:
    """A thing for staff that the patient is not told of."""
    stage = burst.stage
    made = tickets.open_ticket(stage.tx, stage.practice_id, reason, stage.now, conversation_id=stage.talk_id,
                               patient_id=stage.patient, note=note)  # fmt: skip
    stage.note("ticket", ticket=made)


def _save(burst: Burst, **changes: Any) -> None:
    stage = burst.stage
    talks.save(stage.tx, stage.talk_id, **changes)
    burst.stage = replace(stage, scene=replace(stage.scene, talk=replace(stage.scene.talk, **changes)))


# -- queuing what is said --


def _close(tx: Connection, app: App, burst: Burst, answers: int | None) -> Taken:
    says = _once(burst.says)
    queue = Queue(tx, app, burst.stage, burst.lang, answers)
    texts = tuple(queue.put(say) for say in _few(says))
    changes: dict[str, Any] = {"talk": engine.save(burst.talk)}
    if any(say.key not in fixed.REQUIRED for say in says):
        changes["last_reply_at"] = burst.stage.now
    talks.save(tx, burst.stage.talk_id, **changes)
    safety = next((fixed.SAFETY[say.key] for say in says if say.key in fixed.SAFETY), None)
    return Taken(texts, tuple(queue.links), safety)


def _once(says: Sequence[Say]) -> list[Say]:
    """Two texts of a burst that get the same answer get it once, where it stood last."""
    return [say for at, say in enumerate(says) if say not in says[at + 1 :]]


def _few(says: Sequence[Say]) -> list[Say]:
    """Three texts at most: fixed words in front, then the newest."""
    if len(says) <= MOST:
        return list(says)
    first = [say for say in says if say.key in fixed.KEYS][:MOST]
    rest = [say for say in says if say.key not in fixed.KEYS]
    return [*first, *rest[len(rest) - (MOST - len(first)) :]] if len(first) < MOST else first


class Queue:
    """Puts sentences into the outbox, making the links that they carry."""

    def __init__(self, tx: Connection, app: App, stage: Stage, lang: str, answers: int | None) -> None:
        self.tx, self.app, self.stage, self.lang, self.answers = tx, app, stage, lang, answers
        self.links: list[str] = []

    def put(self, say: Say, replaces: int | None = None, due_at: datetime | None = None) -> int:
        """One outbox row; returns its id."""
        scene = self.stage.scene
        rendered = self.app.words.render(say, self.lang, facts.told_practice(scene.practice), self._link)
        cls = MessageClass(rendered.cls)
        owed = say.blanks.get("owed")
        return outbox.add(
            self.tx,
            practice_id=scene.practice.id,
            conversation_id=scene.talk.id,
            sender_id=scene.sender.id,
            patient_id=self.stage.patient,
            number=scene.number,
            cls=cls,
            key=say.key,
            body=rendered.text,
            lang=rendered.lang,
            segments=rendered.segments,
            level=rendered.level,
            due_at=due_at or self.stage.now,
            now=self.stage.now,
            answers=self.answers,
            quoted_cents=owed.cents if isinstance(owed, Money) else None,
            replaces=replaces,
        )

    def _link(self, link: Link) -> str:
        self.links.append(link.kind)
        known, scene = self.stage.known, self.stage.scene
        account, talk = known.account, scene.talk
        everyone = link.everyone and account is not None
        whose = account.patient_id if account else self.stage.patient if link.kind != "agreement" else None
        whose = None if everyone else whose
        plan = known.plan if link.kind == "agreement" else None
        return links.make(
            self.tx,
            self.app.settings,
            link.kind,
            scene.practice,
            whose,
            scene.talk.id,
            1 if known.verified else 2,
            self.stage.now,
            amount=link.amount,
            plan_id=self._plan_id() if plan else None,
            lang=self.lang,
            topic=scene.talk.topic or "",
            proved=talk.proved if everyone else (),
            as_guarantor=everyone and talk.as_guarantor,
        )

    def _plan_id(self) -> int | None:
        account = self.stage.known.account
        plan = plans.plan(self.tx, account.patient_id) if account else None
        return plan.id if plan else None


# -- turns that no text began --


def resume(app: App, conversation_id: int) -> Taken:
    """The open step is asked again with today's facts: staff let the bot go on, or a late reply is replaced."""
    with app.db.begin() as tx:
        row = talks.conversation(tx, conversation_id, lock=True)
        return _resume(tx, app, row)


def _reopen(tx: Connection, app: App, row: Conversation) -> Burst:
    """The talk with facts of now, without a text to answer."""
    burst = _open(tx, app, row, app.now())
    known = facts.for_turn(tx, burst.stage.scene, (), burst.lang, burst.stage.now)
    burst.stage = replace(burst.stage, known=known)
    return burst


def _resume(tx: Connection, app: App, row: Conversation) -> Taken:
    burst = _reopen(tx, app, row)
    reply = engine.resume(burst.talk, burst.stage.known)
    _follow(burst, reply, last=True)
    return _close(tx, app, burst, None)


def forget_suspicion(tx: Connection, practice_id: int, number: str, by: str, now: datetime) -> None:
    """Staff looked: nudges are no longer held for a suspicion."""
    for hold in consent.open_holds(tx, practice_id, [], number, now):
        if hold.reason == "suspicion":
            consent.lift_hold(tx, hold.id, by, now)


def replacement(tx: Connection, app: App, text: Text, due: datetime) -> bool:
    """In place of a reply that came too late: the same answer with the facts of now, due at `due`. False: none is left.

    The open step is asked again; where none is open, what was asked is answered again.
    """
    row = talks.conversation(tx, text.conversation_id, lock=True)
    burst = _reopen(tx, app, row)
    reply = engine.resume(burst.talk, burst.stage.known)
    message = talks.message(tx, text.answers) if text.answers else None
    if not reply.says and message and message.understood:
        asked = Understood.from_json(message.understood)
        reply = engine.step(burst.talk, Heard(asked.intent, lang=burst.lang), burst.stage.known)
    burst.stage = apply_effects(burst.stage, reply.does)
    burst.stage = replace(burst.stage, known=burst.stage.known.after(reply.does))
    queue = Queue(tx, app, burst.stage, burst.lang, text.answers)
    for say in reply.says[:MOST]:
        queue.put(say, replaces=text.id, due_at=due)
    talks.save(tx, row.id, talk=engine.save(reply.talk))
    return bool(reply.says)
