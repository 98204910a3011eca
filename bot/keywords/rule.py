"""What a rule is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.keywords.phrase import Phrases

Lang = Literal["en", "es"]
BRIEF = 18
"""Words, with commas and question marks counted. Of the look-alikes of five rounds by strangers that were taken for a
death or a wrong number, 21 of 23 were longer, and one in four of the true ones: a long text tells a story, and a person
reads it."""


@dataclass(frozen=True)
class Hit:
    """One rule that found its words.

    `rule` is a name of `tables.ORDER`, `label` the meaning (intents.md) that it proves, or None where it only flags.
    `lang` is the language of the words found; for the rule `language` it is the language that is wanted. `sure` False
    asks for a look by staff and acts on nothing by itself. `whole`: the text is nothing but the keyword.
    """

    rule: str
    lang: Lang
    label: str | None
    sure: bool = True
    whole: bool = False


@dataclass(frozen=True)
class Scan:
    """What the rules found, in the order in which it is acted on; one hit a rule."""

    hits: tuple[Hit, ...] = ()

    @property
    def labels(self) -> frozenset[str]:
        """The meanings that sure hits prove: what the understanding takes as said."""
        return frozenset(hit.label for hit in self.hits if hit.sure and hit.label is not None)

    @property
    def doubts(self) -> frozenset[str]:
        """The meanings that were found, but not surely: what the understanding suspects."""
        return frozenset(hit.label for hit in self.hits if hit.label is not None) - self.labels

    def has(self, rule: str) -> bool:
        """Whether this rule found its words, surely or not."""
        return any(hit.rule == rule for hit in self.hits)

    def sure(self, rule: str) -> bool:
        """Whether this rule found its words and may act at once."""
        return any(hit.rule == rule and hit.sure for hit in self.hits)


@dataclass(frozen=True)
class Rule:
    """A row of a table: the phrases that mean something, and what else in the text makes them mean something else.

    `unless` unmakes the hit. `aside` does too, save where one of `despite` stands as well. `beside`, where a row has
    it, must stand as well: alone its phrases prove nothing. A `brief` row is sure in a text of few words only.
    """

    rule: str
    lang: Lang
    label: str | None
    phrases: Phrases
    unless: Phrases = ()
    aside: Phrases = ()
    despite: Phrases = ()
    beside: Phrases = ()
    sure: bool = True
    whole: bool = False
    brief: bool = False

    def hit(self, text: str) -> Hit | None:
        """The hit in a plain text in which one of the phrases was found; None beside what unmakes it."""
        if _any(self.unless, text) or (self.beside and not _any(self.beside, text)):
            return None
        if _any(self.aside, text) and not _any(self.despite, text):
            return None
        sure = self.sure and not (self.brief and len(text.split()) > BRIEF)
        return Hit(self.rule, self.lang, self.label, sure, self.whole)


def _any(listed: Phrases, text: str) -> bool:
    return any(phrase.stands_in(text) for phrase in listed)
