"""A sample of the random talks: nothing wrong is done in them, and nine of ten end as they should."""

from __future__ import annotations

import pytest

from bot.training.corpus import read
from tests.random_talks.judge import misses, wrongs
from tests.random_talks.tale import tell
from tests.random_talks.wording import count, lines

LEAST = 40
"""Wordings that a step has, but for those that are short by nature."""


def test_a_talk_is_its_seed() -> None:
    assert [tell(seed) for seed in range(5)] == [tell(seed) for seed in range(5)]
    assert len({str(tell(seed)["turns"]) for seed in range(300)}) == 300


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_step_has_many_wordings(lang: str) -> None:
    few = {step: sum(map(count, told)) for step, told in lines(lang).items() if step not in {"oops", "keep", "status"}}
    assert not {step: many for step, many in few.items() if many < LEAST}


def test_the_steps_are_said_in_both_languages() -> None:
    assert set(lines("en")) ^ set(lines("es")) == {"tospanish", "toenglish"}


def test_hardly_any_wording_is_one_that_the_model_learnt_from() -> None:
    learnt = {example.text.lower().strip(" .?!") for example in read()}
    told = [turn["patient"].lower().strip(" .?!") for seed in range(400) for turn in tell(seed)["turns"]
            if len(turn["patient"].split()) > 4]  # fmt: skip
    assert sum(text in learnt for text in told) <= 0.02 * len(told)


STATE = {"plan": None, "promise_date": None, "tickets": [], "opted_out": False, "verified": True, "safety": None,
         "with_staff": False}  # fmt: skip
MAY = {"plans": [3], "ends": False, "promises": [], "tickets": ["hardship"]}
RUNS = {"installments": 3, "amounts_cents": [1, 1, 1], "state": "active"}


@pytest.mark.parametrize(
    ("changed", "turn", "kinds"),
    [
        ({}, {}, []),
        ({"opted_out": True}, {}, ["opt-out"]),
        ({"plan": RUNS}, {"agrees": True}, []),
        ({"plan": RUNS}, {}, ["plan"]),
        ({"plan": RUNS | {"installments": 2}}, {"agrees": True}, ["plan"]),
        ({"promise_date": "2026-11-27"}, {}, ["promise"]),
        ({"tickets": ["hardship"]}, {}, []),
        ({"tickets": ["dispute"]}, {}, ["hold dispute"]),
        ({"safety": "988"}, {}, ["safety not meant"]),
        ({}, {"expect": {"safety": "988"}}, ["missed safety"]),
        ({"verified": False}, {}, ["disclosure"]),
        ({}, {"expect": {"verified": False}}, ["disclosure"]),
    ],
)
def test_the_judge_knows_each_wrong_action(
    changed: dict[str, object], turn: dict[str, object], kinds: list[str]
) -> None:
    state = STATE | changed
    talk = {"patient": {}, "may": MAY, "turns": [{"patient": "text", "step": "none"} | turn]}
    got = {"turns": [{"state": state, "says": [{"text": "You owe $5.00."}], "links": []}], "end": state}
    assert [one.partition(":")[0] for one in wrongs(talk, got)] == kinds


def test_the_judge_knows_a_missed_opt_out_and_a_wrong_end() -> None:
    talk = {"patient": {}, "may": MAY | {"opted_out": True},
            "turns": [{"patient": "stop", "step": "optout", "expect": {"opted_out": True}}]}  # fmt: skip
    got = {"turns": [{"state": STATE, "says": [], "links": []}], "end": STATE}
    assert wrongs(talk, got) == ["missed opt-out: stop"] and len(misses(talk, got)) == 1
