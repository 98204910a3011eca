"""Shares, intervals and the page that tells them, on a handful of texts whose figures can be counted by hand."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.training import pictures, report, score
from bot.training.corpus import Row
from bot.training.score import Judged, Share
from bot.understanding import Ranking, artefact
from bot.understanding.verdict import Understood


def judged(labels: str, said: str, sure: float = 0.9, lang: str = "en", suspicions: tuple[str, ...] = (),
           acts: str | None = None, in_scope: float = 0.9, text: str = "some words here") -> Judged:  # fmt: skip
    ranking = Ranking(((said, sure), ("greet", round(1 - sure, 2))), in_scope, lang, 1.0, "m")
    live = Understood(acts or said, sure, ranking.intents, lang, 1.0, "model", suspicions=suspicions)
    return Judged(Row(lang, tuple(labels.split("|")), "p1", text), ranking, live)


FIVE = (
    judged("opt_out", "opt_out"),
    judged("opt_out", "complaint", suspicions=("opt_out",)),
    judged("opt_out", "not_now"),
    judged("complaint|dispute_charge", "dispute_charge"),
    judged("not_now", "opt_out"),
)


def test_wilsons_interval() -> None:
    low, high = Share(90, 100).interval
    assert (low, high) == (pytest.approx(0.8256, abs=1e-4), pytest.approx(0.9448, abs=1e-4))
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(5, 5).interval[1] == 1.0


def test_either_label_counts_where_readers_differ() -> None:
    assert [one.right for one in FIVE] == [True, False, False, True, False]
    assert FIVE[3].truth == "dispute_charge"


def test_recall_and_precision_of_labels() -> None:
    found = {one.label: one for one in score.by_label(FIVE)}
    assert (found["opt_out"].recall, found["opt_out"].precision) == (Share(1, 3), Share(1, 2))
    assert found["opt_out"].f1 == pytest.approx(0.4)
    assert found["not_now"].recall == Share(0, 1)
    assert score.macro_f1([found["opt_out"]]) == pytest.approx(0.4)


def test_a_suspicion_catches_and_does_not_count_as_acting() -> None:
    found = {one.label: one for one in score.critical(FIVE)}
    assert (found["opt_out"].recall, found["opt_out"].precision) == (Share(2, 3), Share(1, 2))
    assert score.missed(FIVE) == [FIVE[2]]
    assert score.false_alarms(FIVE) == [FIVE[4]]


def test_what_suspicions_cost_counts_only_texts_that_are_nothing_critical() -> None:
    calm = [judged("hardship", "hardship", suspicions=("self_harm", "legal")), judged("greet", "greet")]
    grave = judged("legal", "complaint", suspicions=("opt_out",))
    costs = score.needless([*calm, grave])
    assert costs == {"helpline": Share(1, 2), "question": Share(0, 2), "look": Share(1, 2)}


def test_scope_length_calibration_and_agreement() -> None:
    outside = [judged("out_of_scope", "greet", in_scope=mark) for mark in (0.01, 0.2)]
    assert score.out_of_scope_found([*FIVE, *outside]) == Share(2, 2)
    assert score.by_length(FIVE)["1 to 3"] == Share(2, 5)
    assert score.calibration_error(FIVE) == pytest.approx(0.5)
    same, kappa = score.agreement([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")])
    assert (same, kappa) == (Share(3, 4), pytest.approx(0.5))


def test_the_page_tells_every_figure_and_its_pictures_are_drawings(tmp_path: object) -> None:
    curve = {"English": [[100, 0.7], [200, 0.8]]}
    rows = [["USE", "80 %", "70 %", "60 %"]]
    measured = {"curve": curve, "candidates": rows, "public": [["B77", "93 %", "92 %", "9"]]}
    tested = report.Tested(
        artefact.load_card(), FIVE, [FIVE[4]], [("a", "a")], {"en": 1200}, measured
    )
    page = report.page(tested)
    for words in ("It learnt 1,200 texts", "| English | 5 | 40.0% (11.8 to 76.9)", "Missed (1):", "some words here",
                  "| USE | 80 % | 70 % | 60 % |", "The last doubling removed 33% of the errors in English",
                  "What suspicions cost", "| B77 | 93 % |", "Cohen's kappa"):  # fmt: skip
        assert words in page
    drawn = pictures.curve({"x": [(1, 0.5), (2, 0.9)], "y": [(1, 0.4), (2, 0.9)]}, "n", "right")
    heights = [float(one.get("y", 0)) for one in ElementTree.fromstring(drawn).iter() if "90.0%" in (one.text or "")
               and one.tag.endswith("text")]  # fmt: skip
    assert abs(heights[0] - heights[1]) >= pictures.LINE, "names stand apart where lines end together"
    assert ElementTree.fromstring(pictures.curve({"x": [(5, 0.5)]}, "n", "right")) is not None
    for svg in (pictures.matrix(["a", "b"], {("a", "b"): 3}), drawn):
        assert ElementTree.fromstring(svg).tag.endswith("svg")
