"""What is measured once is kept: rounds by name, parts in the place of what they held."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.training import measured, report
from bot.training.corpus import Row
from bot.training.score import Judged
from bot.understanding import Ranking, Understood


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(measured, "FILE", tmp_path / "measured.json")
    return measured.FILE


def judged(lang: str, label: str, said: str, suspicions: tuple[str, ...] = ()) -> Judged:
    ranking = Ranking(((said, 0.9), ("greet", 0.1)), 0.9, lang, 1.0, "m")
    live = Understood(said, 0.9, ranking.intents, lang, 1.0, "model", suspicions=suspicions)
    return Judged(Row(lang, (label,), "p1", "some words here"), ranking, live)


ROUND = [
    judged("en", "legal", "legal"),
    judged("en", "legal", "complaint", ("legal",)),
    judged("en", "opt_out", "not_now"),
    judged("es", "greet", "greet"),
    judged("es", "greet", "opt_out"),
]


def test_a_round_is_kept_as_counts_with_the_model_that_it_judged() -> None:
    assert measured.read() == {}
    measured.keep_round("1", "model-a", ROUND)
    assert measured.read()["rounds"] == [
        {"round": "1", "model": "model-a", "right": {"en": [1, 3], "es": [1, 2]}, "critical": [2, 3], "precise": [1, 2]}
    ]


def test_a_round_of_critical_texts_and_look_alikes_is_kept_with_what_it_set_off() -> None:
    calm = [judged("en", measured.corpus.CALM, said, suspicions) for said, suspicions in (
        ("greet", ()), ("legal", ()), ("legal", ("legal",)), ("greet", ("self_harm", "opt_out")))]  # fmt: skip
    measured.keep_grave("5", "model-a", [*ROUND[:3], *calm])
    assert measured.read()["grave"] == [
        {"round": "5", "model": "model-a", "caught": [2, 3], "acted": [1, 4], "helpline": [1, 4], "question": [1, 4],
         "look": [1, 4]}
    ]  # fmt: skip
    assert any("2 of 3" in line and "1 of 4" in line for line in report.grave(measured.read()))


def test_a_round_scored_again_takes_its_own_place_and_no_other_part_changes() -> None:
    measured.keep("curve", {"English": []})
    for name in ("1", "2", "1"):
        measured.keep_round(name, "model-a", ROUND)
    kept = measured.read()
    assert ([one["round"] for one in kept["rounds"]], kept["curve"]) == (["1", "2"], {"English": []})


def test_the_command_keeps_a_round(tmp_path: Path) -> None:
    texts = tmp_path / "round.tsv"
    texts.write_text("en\tcheck_balance\tp1\thow much do i owe you\n", encoding="utf-8")
    assert main(["nlu", "evaluate", "--round", "7", str(texts)], {}) == 0
    assert [(one["round"], one["right"]) for one in measured.read()["rounds"]] == [("7", {"en": [1, 1]})]


def test_a_round_without_texts_and_public_sets_that_are_not_there_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["nlu", "evaluate", "--round", "7"], {}) == 2
    assert main(["nlu", "evaluate", "--public", str(tmp_path)], {}) == 2
    said = capsys.readouterr().err
    assert "--round needs the files" in said and "banking77" in said
    assert measured.read() == {}
