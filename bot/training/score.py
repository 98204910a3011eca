"""How well texts that a model has not learnt are understood: shares, intervals, and what went wrong. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.training.corpus import Row
from bot.understanding.classifier import Ranking
from bot.understanding.labels import CRITICAL, LABELS, OUT_OF_SCOPE
from bot.understanding.verdict import HELD, SAFETY, Understood

Z95 = 1.959964
LENGTHS = ((1, 3), (4, 8), (9, 20), (21, 999))
"""Words of a text, from and to."""
KEPT_IN_SCOPE = 0.95
BINS = 10


@dataclass(frozen=True)
class Judged:
    """A text, what the model alone says, and what the live path (rules, then model, then limits) makes of it."""

    row: Row
    ranking: Ranking
    live: Understood

    @property
    def said(self) -> str:
        """The model's top label."""
        return self.ranking.intents[0][0]

    @property
    def truth(self) -> str:
        """What the text is: what was said where that counts as right, else its first label."""
        return self.said if self.said in self.row.labels else self.row.labels[0]

    @property
    def right(self) -> bool:
        """Whether the model alone is right."""
        return self.said in self.row.labels

    @property
    def right_live(self) -> bool:
        """Whether the live path would act on a right label."""
        return self.live.intent in self.row.labels

    @property
    def settled(self) -> bool:
        """Right at once, or after one short question with two choices."""
        return self.right_live or bool(set(self.live.clarify or ()) & set(self.row.labels))

    @property
    def right_of_two(self) -> bool:
        """Whether one of the model's two first labels is right."""
        return bool({label for label, _ in self.ranking.intents[:2]} & set(self.row.labels))

    @property
    def acts(self) -> bool:
        """Whether the live path acts on its label, instead of the caution that a suspicion of it asks for."""
        return self.live.intent not in self.live.suspicions

    def caught(self, label: str) -> bool:
        """Whether a critical label is acted on, or suspected with the caution of its kind."""
        return label in (self.live.intent, *self.live.suspicions, self.live.also)


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """0 to 1; 0 of none."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        if not self.of:
            return 0.0, 1.0
        p, n, z = self.value, self.of, Z95
        middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


@dataclass(frozen=True)
class OneLabel:
    """A label's recall and precision."""

    label: str
    recall: Share
    precision: Share

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.recall.value + self.precision.value
        return 2 * self.recall.value * self.precision.value / both if both else 0.0


def share(judged: Iterable[Judged], counts: Callable[[Judged], bool]) -> Share:
    """For how many of the texts something holds."""
    marks = [counts(one) for one in judged]
    return Share(sum(marks), len(marks))


def by_label(judged: Sequence[Judged]) -> tuple[OneLabel, ...]:
    """Recall and precision of the model alone, for each label that occurs, in label order."""
    truth, said = Counter(one.truth for one in judged), Counter(one.said for one in judged)
    hits = Counter(one.said for one in judged if one.right)
    return tuple(
        OneLabel(label, Share(hits[label], truth[label]), Share(hits[label], said[label]))
        for label in LABELS
        if truth[label]
    )


def macro_f1(labels: Sequence[OneLabel]) -> float:
    """The mean of the labels' F1, each label counting the same."""
    return sum(one.f1 for one in labels) / len(labels) if labels else 0.0


def critical(judged: Sequence[Judged]) -> tuple[OneLabel, ...]:
    """Recall and precision of the critical labels, rules and model together.

    Recall counts a text that is acted on or suspected; precision counts what is acted on, since a suspicion is only a
    question, a pause of reminders, or the number of a helpline.
    """
    return tuple(_critical(label, judged) for label in CRITICAL)


def _critical(label: str, judged: Sequence[Judged]) -> OneLabel:
    own = [one for one in judged if one.row.labels == (label,)]
    acted = [one for one in acted_on(judged) if one.live.intent == label]
    return OneLabel(label, share(own, lambda one: one.caught(label)), share(acted, lambda one: one.right_live))


def missed(judged: Sequence[Judged]) -> list[Judged]:
    """Critical texts that nothing catches, whichever critical label is theirs."""
    return [
        one
        for one in judged
        if set(one.row.labels) <= set(CRITICAL) and not any(one.caught(label) for label in one.row.labels)
    ]


def acted_on(judged: Sequence[Judged]) -> list[Judged]:
    """Texts that are acted on as critical, rightly or not."""
    return [one for one in judged if one.live.intent in CRITICAL and one.acts]


def false_alarms(judged: Sequence[Judged]) -> list[Judged]:
    """Texts that are acted on as critical, and are not."""
    return [one for one in acted_on(judged) if not one.right_live]


def needless(judged: Sequence[Judged]) -> dict[str, Share]:
    """What suspicions cost: of the texts that are nothing critical, how many set off the caution of which kind."""
    calm = [one for one in judged if not set(one.row.labels) & set(CRITICAL)]
    kinds = {"helpline": SAFETY, "question": frozenset({"opt_out"}), "look": HELD}
    return {
        name: share(calm, lambda one, kind=kind: bool(kind & set(one.live.suspicions)))  # type: ignore[misc]
        for name, kind in kinds.items()
    }


def by_length(judged: Sequence[Judged]) -> dict[str, Share]:
    """How many are right, by the count of words."""
    return {
        f"{low} to {high}" if high < LENGTHS[-1][1] else f"{low} and more": share(
            (one for one in judged if low <= len(one.row.text.split()) <= high), lambda one: one.right
        )
        for low, high in LENGTHS
    }


def confusion(judged: Iterable[Judged]) -> Counter[tuple[str, str]]:
    """How often each truth was called what."""
    return Counter((one.truth, one.said) for one in judged)


def reliability(judged: Sequence[Judged]) -> list[tuple[float, Share]]:
    """For tenths of confidence: its mean, and how many were right; empty tenths are left out."""
    found = []
    for n in range(BINS):
        own = [one for one in judged if min(int(one.ranking.intents[0][1] * BINS), BINS - 1) == n]
        if own:
            mean = sum(one.ranking.intents[0][1] for one in own) / len(own)
            found.append((mean, share(own, lambda one: one.right)))
    return found


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error over ten bins of equal width."""
    return sum(abs(mean - right.value) * right.of for mean, right in reliability(judged)) / max(1, len(judged))


def out_of_scope_found(judged: Sequence[Judged]) -> Share:
    """How many out-of-scope texts the scope score finds where it keeps 95 % of the others."""
    scores = sorted(one.ranking.in_scope for one in judged if OUT_OF_SCOPE not in one.row.labels)
    limit = scores[int(len(scores) * (1 - KEPT_IN_SCOPE))] if scores else 0.0
    outside = (one for one in judged if one.row.labels == (OUT_OF_SCOPE,))
    return share(outside, lambda one: one.ranking.in_scope < limit)


def agreement(pairs: Sequence[tuple[str, str]]) -> tuple[Share, float]:
    """How often two readers agree, and Cohen's kappa."""
    same = Share(sum(a == b for a, b in pairs), len(pairs))
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first) / max(1, len(pairs)) ** 2
    return same, (same.value - chance) / (1 - chance) if chance < 1 else 1.0
