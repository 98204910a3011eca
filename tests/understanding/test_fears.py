"""When two readers together make a crisis of a text: by odds alone, and by the texts that taught us."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.as_live import as_live
from bot.keywords import scan
from bot.training import corpus
from bot.training import second as training
from bot.understanding import Classifier, InProcess, ModelUnavailable, Ranking, decide, fears, second, understand
from bot.understanding.labels import LABELS
from bot.understanding.verdict import SAFETY, Understood

NOTHING = frozenset[str]()
ORDINARY = [
    "Good morning this is Darnell Whitfield period my grandson put the talk thing on my phone so bear with me period",
    "My daughter set this phone up for me and she put the girls pictures on it so I am still learning. This is Erma",
    "good afternoon this is carmen, i want to know my options for the bill",
    "buenas q tal, yo ya tengo el papel con el codigo", "pensandolo bien mejor 4 y salgo de eso mas luego",
    "I'm not going to set anything up today, I just wanted to know. thank you",
]  # fmt: skip
GRAVE = [
    "whats the number for that suicide line",
    "sitting in my truck with my pistol. go ahead and send it to collections",
    "gun is in my lap. dont text me about money so i can do half now and half on the 15th",
    "pues que bueno que escribe alguien porque ya estaba con el frasco abierto y no era para el dolor",
]  # fmt: skip


@cache
def host() -> InProcess:
    return InProcess(Classifier.load())


def ranking(**chances: float) -> Ranking:
    """A ranking of all labels with these chances; what is left is said of nothing in particular."""
    told = dict.fromkeys(LABELS, 0.0) | {"out_of_scope": 1.0 - sum(chances.values())} | chances
    return Ranking(tuple(sorted(told.items(), key=lambda one: -one[1])), 1.0, "en", 1.0, "test")


def feared(told: Understood) -> set[str]:
    return {told.intent, *told.suspicions} & SAFETY


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_life_is_no_crisis(text: str) -> None:
    assert not feared(as_live(text, host()))


@pytest.mark.parametrize("text", GRAVE)
def test_a_crisis_is_heard_whatever_stands_beside_it(text: str) -> None:
    assert feared(as_live(text, host()))


def test_a_suspicion_needs_words_for_it() -> None:
    one = ranking(self_harm=0.2)
    told = decide(one)
    assert told.suspicions == ("self_harm",)
    assert fears.unfounded(told, (-3.2, one), [], NOTHING) and not fears.unfounded(told, (-3.0, one), [], NOTHING)


def test_what_a_rule_found_or_the_model_is_sure_of_stands() -> None:
    one, sure = ranking(self_harm=0.2), ranking(self_harm=0.99)
    assert not fears.unfounded(decide(one), (-9.0, one), [], frozenset({"self_harm"}))
    assert decide(sure).intent == "self_harm" and not fears.unfounded(decide(sure), (-9.0, sure), [], NOTHING)


def test_the_gravest_clause_is_what_the_words_are_held_against() -> None:
    one, clause = ranking(self_harm=0.2), (-9.0, ranking(self_harm=0.999))
    assert not fears.unfounded(decide(one), (-9.0, one), [clause], NOTHING)


def test_without_a_crisis_the_rest_is_what_it_was_about() -> None:
    left = fears.without(ranking(self_harm=0.5, emergency=0.1, request_plan=0.3))
    assert left.intents[0] == ("request_plan", 0.3) and not left.confidence("self_harm")


def test_one_clause_that_both_find_grave_is_enough() -> None:
    told = decide(ranking(request_plan=0.9))
    grave, calm = ranking(emergency=0.5, self_harm=0.1), ranking(request_plan=0.9)
    assert fears.heeded(told, [(-2.0, calm), (1.1, grave)]).suspicions == ("emergency",)
    assert fears.heeded(told, [(0.9, grave)]) == fears.heeded(told, []) == told
    assert fears.heeded(told, [(99.0, calm)]) == told
    known = decide(ranking(self_harm=0.99))
    assert fears.heeded(known, [(9.0, grave)]) == known


def test_without_either_reader_the_rules_speak_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> second.Second:
        raise ModelUnavailable("gone")

    monkeypatch.setattr(second, "load", missing)
    assert understand("i owe you what now", host()).ranking == ()


def test_a_damaged_reader_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="nlu train"):
        second.load(tmp_path)
    (tmp_path / second.FILE).write_bytes(b"no zip")
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        second.load(tmp_path)


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    own = second.load()
    second.save(own, tmp_path)
    again = second.load(tmp_path)
    assert again.made_of == own.made_of and again.odds("hello there") == own.odds("hello there")


def test_it_was_made_from_the_texts_and_the_code_of_today() -> None:
    assert second.load().made_of == training.made_of(corpus.read(), training.read_calm())


def test_training_tells_grave_from_calm() -> None:
    texts = [corpus.Example("en", "self_harm", f"i want to die {n}", "") for n in "abc"]
    texts += [corpus.Example("en", "check_balance", f"what do i owe {n}", "") for n in "abc"]
    made = training.train(texts, ["my grandson is here", "i owe it"])
    assert made.odds("i want to die") > 1.0 > -1.0 > made.odds("my grandson is here")
    assert made.made_of == training.train(texts, ["my grandson is here", "i owe it"]).made_of


def test_no_calm_text_is_found_grave_by_a_rule() -> None:
    assert [text for text in training.read_calm() if SAFETY & scan(text).labels] == []


def test_a_death_that_was_likely_only_beside_a_crisis_goes_with_it() -> None:
    told = decide(ranking(opt_out=0.3, self_harm=0.25, deceased=0.2))
    assert set(told.suspicions) == {"opt_out", "self_harm", "deceased"}
    assert fears.calmed(told, NOTHING).suspicions == ("opt_out",)
    assert "deceased" in fears.calmed(told, frozenset({"deceased"})).suspicions
    likelier = decide(ranking(opt_out=0.3, self_harm=0.2, deceased=0.25))
    assert set(fears.calmed(likelier, NOTHING).suspicions) == {"opt_out", "deceased"}
