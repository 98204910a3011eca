"""Web chat from its own side: who the browser is, what it is shown, and what a chat link brings along.

A chat is a conversation whose address is the browser. What was said before a long silence is hidden again, so that
whoever comes to the screen next does not read it (fact sheet H8).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy import Connection

from bot import links
from bot.accept import Accepted, NotOurs, Repeat, accept
from bot.channels import Inbound
from bot.wiring import App
from storage import browsers, outbox, people, talks
from storage.browsers import Browser
from storage.links import LinkRow
from storage.people import Practice, Sender
from storage.talks import Message
from storage.texts import Text

CHANNEL = "web_chat"
LONGEST = 1600
LASTS = timedelta(hours=12)
"""A chat that nobody has written in for so long has ended; the next message begins another."""
SHOWN = frozenset({"sent", "delivered", "unknown", "undelivered"})
ON_THE_WAY = frozenset({"queued", "sending"})
WRITING = timedelta(seconds=30)
"""An answer that takes longer than this is not "being written"."""


@dataclass(frozen=True)
class Line:
    """One bubble: `who` is "me" or "us"; `id` is the name that a message of the browser's got."""

    key: str
    who: str
    text: str
    lang: str
    at: datetime
    id: str = ""


@dataclass(frozen=True)
class Log:
    """What a chat shows now."""

    lines: tuple[Line, ...]
    writing: bool
    topic: str

    @property
    def version(self) -> str:
        """Changes when the lines do."""
        return hashlib.sha256(" ".join(line.key for line in self.lines).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Chat:
    """A practice's chat."""

    practice: Practice
    sender: Sender
    text_number: str | None
    """The number for going on by text."""


def chat(tx: Connection, slug: str) -> Chat | None:
    """The chat of this practice, if it has one."""
    practice = people.practice_by_slug(tx, slug)
    sender = people.sender_by_number(tx, CHANNEL, slug) if practice else None
    if practice is None or sender is None or sender.practice_id != practice.id:
        return None
    numbers = [one.number for one in people.senders(tx, practice.id) if one.number.startswith("+")]
    return Chat(practice, sender, next(iter(numbers), None))


def browser(tx: Connection, chat: Chat, token: str, now: datetime) -> Browser | None:
    """The browser that this token belongs to, while its chat goes on."""
    found = browsers.by_token_hash(tx, links.token_hash(token)) if token else None
    if found is None or found.kind != "chat" or found.practice_id != chat.practice.id or found.ended_at is not None:
        return None
    return found if now - found.seen_at < LASTS else None


def topic_link(tx: Connection, chat: Chat, token: str, now: datetime) -> LinkRow | None:
    """What a texted link brings along: the topic and the language, never what was said (decision 13)."""
    state = links.open_link(tx, token, now) if token else None
    link = state.link if state and state.state == "good" else None
    return link if link and link.practice_id == chat.practice.id else None


@dataclass(frozen=True)
class Sent:
    """A message is stored, under this name; `token` is the browser's from now on."""

    token: str
    id: str


@dataclass(frozen=True)
class Ended:
    """The token's chat is over: begin another without one."""


def send(app: App, chat: Chat, token: str, text: str, message_id: str, lang: str, topic: str) -> Sent | Ended:
    """Stores what somebody wrote; without a token a chat begins. `message_id` is the browser's, so a repeat is one."""
    now = app.now()
    with app.db.begin() as tx:
        known = browser(tx, chat, token, now)
        if token and known is None:
            return Ended()
        if known is None:
            token, address = _begin(tx, chat, lang, topic, now)
        else:
            browsers.touch(tx, known.id, now)
            address = _address(known.token_hash)
    name = hashlib.sha256(f"{address} {message_id}".encode("utf-8", "replace")).hexdigest()
    inbound = Inbound(CHANNEL, name, chat.sender.number, address, text[:LONGEST], 0, None, now, "")
    match accept(app, inbound):
        case Accepted() | Repeat():
            return Sent(token, name)
        case NotOurs(why):
            raise LookupError(why)


def _begin(tx: Connection, chat: Chat, lang: str, topic: str, now: datetime) -> tuple[str, str]:
    token = secrets.token_urlsafe(32)
    digest = links.token_hash(token)
    talk = talks.open_conversation(tx, chat.practice.id, chat.sender.id, CHANNEL, _address(digest), now)
    link = topic_link(tx, chat, topic, now)
    talks.save(tx, talk.id, lang=lang, topic=link.topic if link else "")
    browsers.add(tx, chat.practice.id, digest, talk.id, now, kind="chat", link_id=link.id if link else None, lang=lang)
    return token, _address(digest)


def _address(digest: str) -> str:
    """What stands for the browser in a conversation; the token can't be made from it."""
    return f"web:{digest[:40]}"


def stay(app: App, chat: Chat, token: str) -> bool:
    """Somebody is still there. False: the chat has ended."""
    now = app.now()
    with app.db.begin() as tx:
        known = browser(tx, chat, token, now)
        if known is not None:
            browsers.touch(tx, known.id, now)
    return known is not None


def log(tx: Connection, chat: Chat, known: Browser, now: datetime) -> Log:
    """What the browser is shown: its messages as they were kept, and our texts that have gone out."""
    if known.conversation_id is None:
        return Log((), False, "")
    talk = talks.conversation(tx, known.conversation_id)
    said, texts = talks.messages(tx, talk.id), outbox.of_conversation(tx, talk.id)
    hidden = veil([message.at for message in said], known.seen_at, now, _idle(chat))
    lines = [_mine(message, talk.lang or "en") for message in said]
    lines += [_ours(text) for text in texts if text.state in SHOWN]
    lines = [line for line in sorted(lines, key=lambda line: line.at) if hidden is None or line.at > hidden]
    return Log(tuple(lines), _writing(said, texts, now), talk.topic)


def _idle(chat: Chat) -> timedelta:
    return timedelta(minutes=chat.practice.policy.session.web_idle_min)


def veil(said: Sequence[datetime], seen: datetime, now: datetime, idle: timedelta) -> datetime | None:
    """The moment up to which a chat is hidden: the end of the last silence that was too long; None: nothing is. Pure.

    `seen` is when somebody was last there, by a message or by asking to stay.
    """
    marks = sorted({*said, max(seen, *said) if said else seen})
    ends = [*marks[1:], now]
    silences = [mark + idle for mark, end in zip(marks, ends, strict=True) if end - mark >= idle]
    return silences[-1] if silences else None


def _mine(message: Message, lang: str) -> Line:
    return Line(f"m{message.id}", "me", message.body, lang, message.at, message.provider_id)


def _ours(text: Text) -> Line:
    return Line(f"t{text.id}", "us", text.body, text.lang, text.sent_at or text.claimed_at or text.created_at)


def _writing(said: Sequence[Message], texts: Sequence[Text], now: datetime) -> bool:
    new = any(message.state == "new" and now - message.at < WRITING for message in said)
    return new or any(text.state in ON_THE_WAY and text.due_at <= now < text.created_at + WRITING for text in texts)


def sms_url(number: str, words: str) -> str:
    """An address that opens the phone's own messages with these words in it: the way back to texts."""
    return f"sms:{number}?&body={quote(words)}"


WORDS = {"balance": "balance", "details": "balance", "whose": "balance", "pay": "pay", "payment_trouble": "pay",
         "plan": "plan", "plan_status": "plan"}  # fmt: skip
"""Which of our own sentences stands for a topic when it goes on by text."""


def words_of(topic: str) -> str:
    """The key of the words that ask for this topic again."""
    return f"chat-words-{WORDS.get(topic, 'other')}"
