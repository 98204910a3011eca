"""From keys and blanks to the text that a patient reads, in their language, with what it costs in segments.

The sentences are Fluent messages in flows/words: `pay.link` of a talk is `pay-link` there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

import flows
from flows.money import Money
from flows.script import Link, Practice, Say
from flows.values import MessageClass

FOLDER = Path(flows.__file__).parent / "words"
LOCALES = {"en": "en-US", "es": "es-US"}
DEFAULT = "en"

CLASSES = {
    "safety": MessageClass.SAFETY,
    "optout": MessageClass.OPTOUT_CONFIRM,
    "help": MessageClass.HELP,
    "consent.confirm": MessageClass.CONSENT_CONFIRM,
    "consent.ask": MessageClass.CONSENT_ASK,
    "start": MessageClass.CONSENT_CONFIRM,
    "nudge": MessageClass.NUDGE,
    "nudge.plan_due": MessageClass.SERVICE,
    "insurance.news": MessageClass.SERVICE,
    "autopay": MessageClass.SERVICE,
    "autopay.stopped": MessageClass.REPLY,
    "receipt.paid": MessageClass.RECEIPT,
    "receipt.paid_all": MessageClass.RECEIPT,
    "receipt.paid_each": MessageClass.RECEIPT,
    "receipt.paid_each_all": MessageClass.RECEIPT,
    "receipt.got": MessageClass.RECEIPT,
    "staff.taken": MessageClass.STAFF,
}
"""Each key, or all of a topic, has one class (fact sheet, section 0); whatever is not named here answers: REPLY."""

PRIVATE = frozenset({"autopay.notice", "autopay.again", "balance", "pay", "payment_trouble", "plan", "plan_status",
                     "change_plan", "details", "whose", "standing", "promise.insurance"})  # fmt: skip
"""Keys, or all of a topic, that tell something of an account even without a figure: content level 1."""
PUBLIC = frozenset({"standing.closed", "promise.noted", "promise.which"})
"""Level 0 all the same: they say nothing of an account, or only what the patient has just said."""


class NoWords(LookupError):
    """A key without a sentence, or a sentence with a blank that nothing fills."""


@dataclass(frozen=True)
class Rendered:
    """A text as it will leave: its content level (fact sheet H3) and the class that the gate judges it by."""

    text: str
    lang: str
    segments: int
    level: int
    cls: str


class Words:
    """All sentences, loaded once. Raises NoWords for a key or blank that is missing."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._bundles = {lang: _bundle(folder, lang) for lang in LOCALES}

    def render(self, say: Say, lang: str, practice: Practice, link: Callable[[Link], str]) -> Rendered:
        """The text of a sentence; `link` makes the address for a link blank. An unknown language is English."""
        lang = lang if lang in self._bundles else DEFAULT
        text = normalise(self._text(_unnamed(say, practice), lang, practice, link))
        return Rendered(text, lang, segments(text), level(say), message_class(say.key).value)

    def keys(self, lang: str) -> frozenset[str]:
        """Every key that this language has a sentence for, as Fluent names it."""
        return frozenset(self._bundles[lang]._messages)

    def _text(self, say: Say, lang: str, practice: Practice, link: Callable[[Link], str]) -> str:
        told = {"practice": practice.name, "phone": practice.phone, "site": practice.site,
                "hours": practice.hours.get(lang, ""), "name": "", "law": "", **say.blanks}  # fmt: skip
        filled: dict[str, str | int] = {}
        for name, blank in told.items():
            filled[name] = self._blank(blank, lang, practice, link)
            filled[f"has_{name}"] = "yes" if filled[name] else "no"
        filled["law"] = f" {filled['law']}" if filled["law"] else ""
        return self._format(say.key, lang, filled)

    def _blank(self, blank: Any, lang: str, practice: Practice, link: Callable[[Link], str]) -> str | int:
        if isinstance(blank, Link):
            return link(blank)
        if isinstance(blank, Say):
            return self._text(blank, lang, practice, link)
        if isinstance(blank, date):
            return self.day(blank, lang)
        if isinstance(blank, tuple):
            return self._list(blank, lang, practice, link)
        return blank if isinstance(blank, int) else str(blank)

    def day(self, day: date, lang: str) -> str:
        """ "Apr 1" or "1 de abr"."""
        return self._format("words.day", lang, {"month": self._format(f"month.{day.month}", lang, {}), "day": day.day})

    def _list(self, blanks: tuple[Any, ...], lang: str, practice: Practice, link: Callable[[Link], str]) -> str:
        """Amounts in runs, numbers with "or", sentences a line each."""
        if blanks and all(isinstance(one, Money) for one in blanks):
            return self._parts(blanks, lang)
        texts = [str(self._blank(one, lang, practice, link)) for one in blanks]
        if any(isinstance(one, Say) for one in blanks) or len(texts) < 2:
            return "\n".join(texts)
        before_8 = texts[-1] == "11" or texts[-1].startswith("8")
        either = self._format("words.or_before_8" if before_8 else "words.or", lang, {})
        return f"{', '.join(texts[:-1])} {either} {texts[-1]}"

    def _parts(self, parts: Sequence[Money], lang: str) -> str:
        """ "$80.01, then 2 x $80.00"."""
        runs = [(amount, len(list(run))) for amount, run in groupby(parts)]
        texts = [
            str(amount) if count == 1 else self._format("words.times", lang, {"count": count, "amount": str(amount)})
            for amount, count in runs
        ]
        return f"{self._format('words.then', lang, {})} ".join(texts)

    def _format(self, key: str, lang: str, blanks: Mapping[str, str | int]) -> str:
        name = key.replace(".", "-")
        message = self._bundles[lang].get_message(name) if self._bundles[lang].has_message(name) else None
        if message is None or message.value is None:
            raise NoWords(f"no sentence {key!r} in {lang}")
        text, errors = self._bundles[lang].format_pattern(message.value, dict(blanks))
        if errors:
            raise NoWords(f"{key!r} in {lang}: {errors[0]}")
        return str(text)


def _bundle(folder: Path, lang: str) -> FluentBundle:
    bundle = FluentBundle([LOCALES[lang]], use_isolating=False)
    for file in (folder / f"{lang}.ftl", folder / f"required.{lang}.ftl"):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle


def _unnamed(say: Say, practice: Practice) -> Say:
    """A practice whose very name tells of an illness greets nobody by name before proof (decision 23)."""
    if practice.sensitive and say.key.startswith("nudge."):
        return Say(say.key, **{**say.blanks, "name": ""})
    return say


def level(say: Say) -> int:
    """1 where a text tells something of an account; 0 otherwise (fact sheet H3)."""
    if say.key in PUBLIC:
        return 0
    topic = say.key.split(".")[0]
    return int(topic in PRIVATE or say.key in PRIVATE or any(_tells(blank) for blank in say.blanks.values()))


def _tells(blank: Any) -> bool:
    if isinstance(blank, Say):
        return bool(level(blank))
    return any(map(_tells, blank)) if isinstance(blank, tuple) else isinstance(blank, Money | date)


def message_class(key: str) -> MessageClass:
    """The one class of a key."""
    return CLASSES.get(key) or CLASSES.get(key.split(".")[0]) or MessageClass.REPLY


# -- letters --

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€\f")
"""Letters of the GSM-7 extension: two septets each."""
SEPTETS = GSM_7 | TWICE
PLAINER = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛´`′", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\t", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        "…": "...",
        "•": "-",
    }
)


def normalise(text: str) -> str:
    """The same text with typographic signs as GSM-7 has them; letters of the language stay."""
    if text.isascii():
        return text.translate(PLAINER) if "`" in text or "\t" in text else text
    return unicodedata.normalize("NFC", text).translate(PLAINER)


def segments(text: str) -> int:
    """How many parts a carrier cuts a text into: 160 septets or 70 UTF-16 units alone, 153 or 67 in a longer one."""
    letters = set(text)
    if letters <= SEPTETS:
        if not letters & TWICE:
            return 1 if len(text) <= 160 else -(-len(text) // 153)
        return _cut([2 if letter in TWICE else 1 for letter in text], 160, 153)
    return _cut([2 if ord(letter) > 0xFFFF else 1 for letter in text], 70, 67)


def _cut(sizes: Sequence[int], alone: int, each: int) -> int:
    """A letter of two units is never cut in the middle."""
    if sum(sizes) <= alone:
        return 1
    count, left = 1, each
    for size in sizes:
        if size > left:
            count, left = count + 1, each
        left -= size
    return count
