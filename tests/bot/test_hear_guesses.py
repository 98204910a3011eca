"""What of the model's guesses stands in the middle of a talk."""

from __future__ import annotations

import pytest

from bot.hear.guesses import Place, in_talk
from bot.understanding.verdict import FALLBACK, MODEL, RULE, Understood

LONG = "my husband says that this was all seen to in the fall"


def told(intent: str, suspected: str, chance: float, by: str = MODEL, sure: float = 0.5) -> Understood:
    ranking = ((intent, sure),) if intent == suspected else ((intent, sure), (suspected, chance))
    return Understood(intent, sure, ranking, "en", 1.0, by, ("complaint", "opt_out"), suspicions=(suspected,))


@pytest.mark.parametrize(
    ("place", "suspected", "chance", "stands"),
    [
        (Place("none", LONG), "deceased", 0.05, True),
        (Place("identity", LONG), "deceased", 0.2, False),
        (Place("identity", LONG), "deceased", 0.25, True),
        (Place("plan_confirm", "man long day"), "deceased", 0.5, False),
        (Place("plan_confirm", "man long day and no end"), "deceased", 0.5, True),
        (Place("plan_confirm", LONG, frozenset({"deceased"})), "deceased", 0.05, True),
        (Place("plan_confirm", LONG, answered=True), "legal", 0.8, False),
        (Place("plan_confirm", LONG, answered=True), "legal", 0.9, True),
        (Place("none", LONG), "wrong_person", 0.05, True),
        (Place("none", LONG, proved=True), "wrong_person", 0.9, False),
        (Place("none", LONG, proved=True), "legal", 0.25, True),
        (Place("none", LONG), "self_harm", 0.1, True),
        (Place("plan_choice", "my wife says six is better"), "self_harm", 0.19, False),
        (Place("plan_choice", "my wife says six is better"), "self_harm", 0.2, True),
        (Place("plan_choice", LONG), "self_harm", 0.1, True),
        (Place("plan_choice", "give me until friday. and i cant go on like this"), "self_harm", 0.05, True),
        (Place("identity", "oops fat fingers", answered=True), "emergency", 0.7, False),
        (Place("identity", "oops fat fingers", answered=True), "emergency", 0.75, True),
        (Place("plan_choice", "30 of them", answered=True), "emergency", 0.5, True),
        (Place("plan_choice", "30 of them", answered=True), "emergency", 0.49, False),
        (Place("identity", LONG, answered=True), "emergency", 0.1, True),
        (Place("identity", "nope aint me"), "wrong_person", 0.5, True),
        (Place("identity", "nope aint me"), "wrong_person", 0.49, False),
        (Place("plan_choice", LONG), "opt_out", 0.14, False),
        (Place("plan_choice", LONG), "opt_out", 0.15, True),
        (Place("identity", LONG), "opt_out", 0.1, True),
        (Place("none", "ah i get it now", proved=True), "opt_out", 0.14, False),
        (Place("none", "ah i get it now", proved=True), "opt_out", 0.15, True),
        (Place("clarify", "not that either"), "opt_out", 0.29, False),
        (Place("clarify", "not those messages either"), "opt_out", 0.05, True),
        (Place("plan_confirm", "is there a charge to stop?"), "opt_out", 0.89, False),
        (Place("plan_confirm", "how do i stop these texts?"), "opt_out", 0.05, True),
        (Place("identity", LONG, answered=True), "opt_out", 0.49, False),
        (Place("identity", LONG, answered=True), "opt_out", 0.5, True),
    ],
)
def test_a_suspicion_must_be_likelier_where_something_else_was_asked(
    place: Place, suspected: str, chance: float, stands: bool
) -> None:
    left = in_talk(told("complaint", suspected, chance), place)
    assert left.suspicions == ((suspected,) if stands else ())
    assert left.clarify == (("complaint", "opt_out") if stands or suspected != "opt_out" else None)


@pytest.mark.parametrize(
    ("place", "suspected", "chance", "stands"),
    [
        (Place("none", "i live in [zip]", proof=True), "wrong_person", 0.89, False),
        (Place("none", "i live in [zip]", proof=True), "wrong_person", 0.9, True),
        (Place("none", "this is harold beck. i got a message"), "wrong_person", 0.89, False),
        (Place("none", "this is harold beck. i got a message"), "wrong_person", 0.9, True),
        (Place("none", "this is not harold. i got a message"), "wrong_person", 0.05, True),
        (Place("none", "this is harold beck"), "wrong_person", 0.05, True),
        (Place("none", "this is a diner. i got a message"), "wrong_person", 0.05, True),
        (Place("none", "i got a message"), "wrong_person", 0.05, True),
        *((Place("none", "[zip], born [birth date]", proof=True), label, 0.05, True)
          for label in ("self_harm", "emergency", "deceased", "legal", "opt_out")),
        *((Place("none", "soy rosa, recibi una carta"), label, 0.05, True)
          for label in ("self_harm", "emergency", "deceased", "legal", "opt_out")),
    ],
)
def test_only_a_wrong_number_is_doubted_of_who_says_who_they_are(
    place: Place, suspected: str, chance: float, stands: bool
) -> None:
    assert in_talk(told("greet", suspected, chance), place).suspicions == ((suspected,) if stands else ())


def test_who_is_there_by_name_is_no_wrong_number() -> None:
    assert not in_talk(told("greet", "wrong_person", 0.24, sure=0.7), Place()).suspicions
    assert in_talk(told("greet", "wrong_person", 0.3, sure=0.7), Place()).suspicions
    assert in_talk(told("greet", "wrong_person", 0.24, sure=0.5), Place()).suspicions


def test_what_is_gone_is_no_meaning_either() -> None:
    fear, law = told("emergency", "emergency", 0.6, sure=0.6), told("legal", "legal", 0.9, sure=0.9)
    assert in_talk(fear, Place("identity", answered=True)).intent == "out_of_scope"
    assert in_talk(law, Place("identity", "for this one")).intent == "out_of_scope"


@pytest.mark.parametrize(("asking", "sure", "answered", "stands"), [
    ("identity", 0.59, False, False), ("identity", 0.6, False, True), ("none", 0.4, False, True),
    ("next", 0.4, False, True), ("plan_confirm", 0.89, True, False), ("plan_confirm", 0.9, True, True),
])  # fmt: skip
def test_trouble_is_half_heard_beside_a_question(asking: str, sure: float, answered: bool, stands: bool) -> None:
    guess = Understood("dispute_charge", sure, (("dispute_charge", sure),), "en", 1.0, MODEL)
    left = in_talk(guess, Place(asking, LONG, answered=answered))
    assert left.intent == ("dispute_charge" if stands else "out_of_scope")


@pytest.mark.parametrize(("place", "label", "sure", "stands"), [
    (Place("none", "zip [zip] and born [birth date]", proof=True), "dispute_charge", 0.89, False),
    (Place("none", "zip [zip] and born [birth date]", proof=True), "dispute_charge", 0.9, True),
    (Place("none", "zip [zip] and born [birth date]", proof=True), "payment_trouble", 0.89, False),
    (Place("none", "soy rosa, recibi una carta"), "complaint", 0.89, False),
    (Place("none", "recibi una carta"), "complaint", 0.5, True),
    (Place("none", "zip [zip] and born [birth date]", proof=True), "check_balance", 0.6, True),
])  # fmt: skip
def test_saying_who_one_is_is_no_trouble(place: Place, label: str, sure: float, stands: bool) -> None:
    guess = Understood(label, sure, ((label, sure),), "en", 1.0, MODEL)
    assert in_talk(guess, place).intent == (label if stands else "out_of_scope")


def test_beside_proof_nobody_is_asked_which_of_two_faint_things_was_meant() -> None:
    guess = Understood("ask_details", 0.4, (("ask_details", 0.4),), "en", 1.0, MODEL, ("ask_details", "check_balance"))
    assert in_talk(guess, Place("none", LONG, proof=True)).clarify is None
    assert in_talk(guess, Place("none", LONG)).clarify is not None


@pytest.mark.parametrize("by", [RULE, FALLBACK])
def test_what_a_rule_found_is_no_guess(by: str) -> None:
    guess = Understood("dispute_charge", 0.4, (), "en", 1.0, by)
    assert in_talk(guess, Place("identity", LONG)) == guess


@pytest.mark.parametrize(
    ("sure", "proved", "by", "becomes"),
    [(0.9, True, MODEL, "not_now"), (0.98, True, MODEL, "third_party"), (0.9, False, MODEL, "third_party"),
     (0.9, True, RULE, "third_party")],
)  # fmt: skip
def test_who_proved_who_they_are_writes_for_nobody_else(sure: float, proved: bool, by: str, becomes: str) -> None:
    ranking = (("third_party", sure), ("not_now", 0.01))
    told = Understood("third_party", sure, ranking, "es", 0.9, by)
    assert in_talk(told, Place("none", proved=proved)).intent == becomes
    other = Understood("third_party", sure, (("third_party", sure), ("legal", 0.01)), "es", 0.9, by)
    assert in_talk(other, Place("none", proved=proved)).intent == becomes.replace("not_now", "out_of_scope")
