"""`docs/understanding.md`: how good the model is, as measured, and what was compared. Pure but for `write`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.training import pictures, score
from bot.training.score import Judged, OneLabel, Share
from bot.understanding.artefact import Card
from bot.understanding.labels import LABELS

LANGUAGE_NAMES = {"en": "English", "es": "Spanish", "mix": "both in one text"}


@dataclass(frozen=True)
class Tested:
    """All that the page is made from."""

    card: Card
    judged: Sequence[Judged]
    look_alikes: Sequence[Judged]
    readers: Sequence[tuple[str, str]]
    texts: Mapping[str, int]
    """How many texts were learnt, by language."""
    measured: Mapping[str, Any]
    """What `measured.read` gives."""


def write(tested: Tested, folder: Path) -> None:
    """The page and its pictures."""
    images = folder / "images"
    images.mkdir(exist_ok=True)
    (images / "confusion.svg").write_text(pictures.matrix(LABELS, score.confusion(tested.judged)), encoding="utf-8")
    if lines := tested.measured.get("curve"):
        drawn = {name: [(float(x), float(y)) for x, y in line] for name, line in lines.items()}
        svg = pictures.curve(drawn, "texts learnt", "right, of texts by personas that were not learnt")
        (images / "learning-curve.svg").write_text(svg, encoding="utf-8")
    (folder / "understanding.md").write_text(page(tested), encoding="utf-8")


def page(tested: Tested) -> str:
    """The whole page as Markdown."""
    return "\n".join(
        [
            "# How well texts are understood",
            "",
            "This page is made by `./sheepdog nlu evaluate`; nothing in it is typed by hand but the sentences.",
            "",
            *_what(tested),
            *_languages(tested),
            *_rounds(tested),
            *grave(tested.measured),
            *_critical(tested),
            *_labels(tested),
            *_confidence(tested),
            *_measured(tested),
            *_limits(),
        ]
    )


def _what(tested: Tested) -> list[str]:
    same, kappa = score.agreement(tested.readers)
    learnt = ", ".join(f"{count:,} {LANGUAGE_NAMES[lang]}" for lang, count in tested.texts.items())
    return [
        f"Model `{tested.card.name}`. It learnt {sum(tested.texts.values()):,} texts ({learnt}).",
        f"The {len(tested.judged):,} test texts below were written from people and situations, by hands that had seen",
        "neither training texts nor rules. None was learnt or tuned on, and a",
        "near-duplicate check keeps it so.",
        f"Two readers labelled them blind: they agree on {_percent(same)} (Cohen's kappa {kappa:.2f}). Where they",
        "differ, either label counts as right.",
        "",
        "Texts were written, and read, by language models playing people: they agree with each other more than people",
        "do, and they resemble each other. Real patients are stranger; expect lower figures.",
        "",
    ]


def _languages(tested: Tested) -> list[str]:
    rows = []
    for lang, name in LANGUAGE_NAMES.items():
        own = [one for one in tested.judged if one.row.lang == lang]
        if not own:
            continue
        labels = score.by_label(own)
        cells = [
            _with_interval(score.share(own, lambda one: one.right)),
            _percent(score.share(own, lambda one: one.right_of_two)),
            f"{score.macro_f1(labels):.3f}",
            _with_interval(score.share(own, lambda one: one.right_live)),
            _percent(score.share(own, lambda one: one.settled)),
            _percent(score.share(own, lambda one: one.live.clarify is not None)),
        ]
        rows.append([name, str(len(own)), *cells])
    head = [
        "language",
        "texts",
        "model right",
        "right of two",
        "macro-F1",
        "live path right",
        "or after one question",
        "asked",
    ]
    lengths = score.by_length(tested.judged)
    return [
        "## By language",
        "",
        "*Model right*: the model's top label alone. *Live path*: rules, then model, then limits, as patients meet it.",
        "Intervals are Wilson's, 95 %.",
        "",
        *_table(head, rows),
        "",
        "By length, model alone:",
        "",
        *_table(
            ["words", "texts", "right"], [[name, str(own.of), _with_interval(own)] for name, own in lengths.items()]
        ),
        "",
    ]


def _critical(tested: Tested) -> list[str]:
    every = [*tested.judged, *tested.look_alikes]
    rows = [
        [one.label, str(one.recall.of), _with_interval(one.recall), _with_interval(one.precision)]
        for one in score.critical(every)
    ]
    alarms, missed = score.false_alarms(every), score.missed(every)
    calm = score.share(tested.look_alikes, lambda one: one not in alarms)
    costs = score.needless(every)
    return [
        "## Critical labels, rules and model together",
        "",
        "*Caught* counts a text that is acted on or suspected (then reminders rest and a person looks, one question is",
        "asked, or the helpline is named). *Precision* is of what is acted on.",
        "",
        *_table(["label", "texts", "caught", "precision"], rows),
        "",
        f"Of {len(tested.look_alikes)} look-alikes, which use the words of critical labels and mean something else,",
        f"{_percent(calm)} set off nothing critical.",
        "",
        f"What suspicions cost: of the {costs['look'].of:,} texts that are nothing critical, look-alikes among them,",
        f"{_percent(costs['look'])} reach a person at the office without need,",
        f"{_percent(costs['question'])} are asked whether texts should stop,",
        f"and {_percent(costs['helpline'])} are told of a helpline.",
        "",
        f"Missed ({len(missed)}):" if missed else "No critical text was missed.",
        *([""] if missed else []),
        *_wrong(missed),
        "",
        f"Acted on as critical, and not so ({len(alarms)}):" if alarms else "Nothing else was acted on as critical.",
        *([""] if alarms else []),
        *_wrong(alarms),
        "",
    ]


def _labels(tested: Tested) -> list[str]:
    return [
        "## By label, model alone",
        "",
        *_table(
            ["label", "texts", "recall", "precision", "F1"],
            [_label(one) for one in score.by_label(tested.judged)],
        ),
        "",
        "![Confusion matrix: rows are what a text is, columns what it was called](images/confusion.svg)",
        "",
    ]


def _label(one: OneLabel) -> list[str]:
    return [
        one.label,
        str(one.recall.of),
        _with_interval(one.recall),
        _with_interval(one.precision),
        f"{one.f1:.2f}",
    ]


def _confidence(tested: Tested) -> list[str]:
    rows = [[f"{mean:.2f}", _with_interval(right), str(right.of)] for mean, right in score.reliability(tested.judged)]
    found = score.out_of_scope_found(tested.judged)
    return [
        "## Confidence and scope",
        "",
        f"Expected calibration error {score.calibration_error(tested.judged):.3f} (ten bins).",
        "",
        *_table(["mean confidence", "right", "texts"], rows),
        "",
        f"With 95 % of in-scope texts kept, the scope score finds {_with_interval(found)} of the out-of-scope texts.",
        "",
    ]


def grave(kept: Mapping[str, Any]) -> list[str]:
    """How rules and each frozen model did on critical texts, and on look-alikes, that strangers wrote after them."""
    columns = ("caught", "acted", "helpline", "question", "look")
    rows = [[one["round"], f"`{one['model']}`", *(_kept(one[column]) for column in columns)]
            for one in kept.get("grave", [])]  # fmt: skip
    if not rows:
        return []
    head = ["round", "model", "critical caught", "look-alikes acted on as critical", "told of a helpline",
            "asked whether to stop", "seen by the office"]  # fmt: skip
    return [
        "## Critical texts and look-alikes by strangers",
        "",
        "Half of each round means something critical; the other half uses such words, moods or stories and means",
        "something ordinary, on purpose. Rules and model together, scored once, then learnt from.",
        "",
        *_table(head, rows),
        "",
    ]


def _rounds(tested: Tested) -> list[str]:
    """How each frozen model did on texts that strangers wrote after it."""
    rows = [
        [
            one["round"],
            f"`{one['model']}`",
            *(_kept(one["right"].get(lang)) for lang in LANGUAGE_NAMES),
            _kept(one["critical"]),
            _kept(one["precise"]),
        ]
        for one in tested.measured.get("rounds", [])
    ]
    if not rows:
        return []
    head = ["round", "model", *LANGUAGE_NAMES.values(), "critical caught", "acted on as critical, rightly"]
    return [
        "## Fresh rounds",
        "",
        "Texts written after a model was frozen, by hands that had seen neither data nor rules, labelled by their",
        "writers, and scored once, by the live path. Then they were learnt from, and new ones were written.",
        "",
        *_table(head, rows),
        "",
    ]


def _kept(found: Sequence[int] | None) -> str:
    if found is None:
        return "none"
    own = Share(found[0], found[1])
    return f"{own.hits} of {own.of}, {_with_interval(own)}"


def _measured(tested: Tested) -> list[str]:
    """What `bot.training.compare` found, where it was run."""
    parts: list[str] = []
    if rows := tested.measured.get("candidates"):
        parts += [
            "## What was compared",
            "",
            "Right on training texts, each judged by a model that learnt none of its persona's: two folds of four, the",
            "same for all. One hand wrote many personas, which flatters; many texts were written where earlier models",
            "had erred, which does the reverse, and more. The figures rank candidates; strangers tell how good one is.",
            "",
            *_table(["candidate", *LANGUAGE_NAMES.values()], rows),
            "",
        ]
    if lines := tested.measured.get("curve"):
        steps = " and ".join(
            f"{1 - (1 - line[-1][1]) / (1 - line[-2][1]):.0%} of the errors in {name}" for name, line in lines.items()
        )
        parts += ["![Learning curve](images/learning-curve.svg)", "", f"The last doubling removed {steps}.", ""]
    if rows := tested.measured.get("public"):
        parts += [
            "## Public sets, by the same pipeline",
            "",
            *_table(["set", "right", "published and measured", "texts"], rows),
            "",
        ]
    return parts


def _limits() -> list[str]:
    return [
        "## What these figures do not say",
        "",
        "* They are on texts that were made up, and on labels that two readers of one page of definitions agree about.",
        "* A split by persona still flatters: one hand wrote all personas of a language.",
        "* Intervals take texts as independent; several texts by one writer are not.",
        "",
    ]


def _wrong(judged: Iterable[Judged]) -> list[str]:
    return [f"* `{one.row.text}` is {' or '.join(one.row.labels)}, called {one.live.intent}" for one in judged]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_line(head), _line(["---"] * len(head)), *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _percent(share: Share) -> str:
    return f"{share.value:.1%}"


def _with_interval(share: Share) -> str:
    low, high = share.interval
    return f"{share.value:.1%} ({low * 100:.1f} to {high * 100:.1f})" if share.of else "none"
