"""From a ranking and rule hits to one meaning: what wins, what is asked back, what is only suspected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import ModelUnavailable, NoModel, Ranking, Understood, decide, understand
from bot.understanding.artefact import Limits
from bot.understanding.labels import CRITICAL, LABELS
from bot.understanding.verdict import speaks_of_stopping, split

LIMITS = Limits(scope=0.2, clarify=dict.fromkeys(LABELS, 0.7), clause=0.6, critical=dict.fromkeys(CRITICAL, (0.1, 0.6)))


def ranking(in_scope: float = 0.9, **chances: float) -> Ranking:
    """The given chances; what is left is shared by the other labels."""
    rest = (1 - sum(chances.values())) / (len(LABELS) - len(chances))
    every = {label: chances.get(label, rest) for label in LABELS}
    return Ranking(tuple(sorted(every.items(), key=lambda pair: -pair[1])), in_scope, "en", 0.9, "m")


def test_a_sure_top_label_is_the_intent() -> None:
    told = decide(ranking(check_balance=0.9), limits=LIMITS)
    assert (told.intent, told.by, told.confidence, told.model) == ("check_balance", "model", 0.9, "m")
    assert (told.clarify, told.also, told.suspicions) == (None, None, ())
    assert len(told.ranking) == 5


def test_below_the_scope_threshold_it_is_out_of_scope() -> None:
    told = decide(ranking(in_scope=0.1, check_balance=0.9), limits=LIMITS)
    assert (told.intent, told.by) == ("out_of_scope", "fallback")


@pytest.mark.parametrize("label", CRITICAL)
def test_neither_scope_nor_other_labels_hide_a_critical_one(label: str) -> None:
    assert decide(ranking(in_scope=0.0, **{label: 0.7}), limits=LIMITS).intent == label
    assert decide(ranking(in_scope=0.0, **{label: 0.4}), limits=LIMITS).suspicions == (label,)
    assert decide(ranking(**{label: 0.2}, hardship=0.7), limits=LIMITS).suspicions == (label,)
    assert decide(ranking(**{label: 0.7}), frozenset({"talk_to_human"}), limits=LIMITS).intent == label
    assert decide(ranking(hardship=0.9), frozenset({label}), limits=LIMITS).intent == label
    assert decide(None, frozenset({label})).intent == label


def test_rules_win_over_the_model() -> None:
    told = decide(ranking(in_scope=0.0, hardship=0.9), frozenset({"switch_language"}), limits=LIMITS)
    assert (told.intent, told.by, told.confidence) == ("switch_language", "rule", 1.0)


def test_of_two_critical_labels_the_more_urgent_is_acted_on_and_the_other_is_kept() -> None:
    told = decide(ranking(hardship=0.5), frozenset({"opt_out", "self_harm"}), limits=LIMITS)
    assert (told.intent, told.also) == ("self_harm", "opt_out")
    told = decide(ranking(self_harm=0.7), frozenset({"opt_out"}), limits=LIMITS)
    assert (told.intent, told.by, told.also) == ("self_harm", "model", "opt_out")
    told = decide(ranking(opt_out=0.7), frozenset({"self_harm"}), limits=LIMITS)
    assert (told.intent, told.by, told.also) == ("self_harm", "rule", "opt_out")


def test_a_suspected_opt_out_is_asked_about() -> None:
    assert decide(ranking(opt_out=0.2, hardship=0.7), limits=LIMITS).clarify == ("hardship", "opt_out")
    told = decide(ranking(opt_out=0.5, hardship=0.3), limits=LIMITS)
    assert (told.intent, told.clarify, told.suspicions) == ("opt_out", ("opt_out", "hardship"), ("opt_out",))


def test_a_sure_opt_out_needs_no_lesser_suspicion() -> None:
    assert decide(ranking(opt_out=0.7, legal=0.2), limits=LIMITS).suspicions == ()
    assert decide(ranking(legal=0.7, opt_out=0.2), limits=LIMITS).suspicions == ("opt_out",)
    assert decide(ranking(opt_out=0.7, self_harm=0.2), limits=LIMITS).suspicions == ("self_harm",)


def test_one_suspicion_hides_no_other() -> None:
    told = decide(ranking(self_harm=0.11, wrong_person=0.3, legal=0.2), limits=LIMITS)
    assert (told.intent, told.suspicions) == ("wrong_person", ("wrong_person", "legal", "self_harm"))
    told = decide(ranking(hardship=0.4, opt_out=0.2, deceased=0.15), limits=LIMITS)
    assert (told.suspicions, told.clarify) == (("opt_out", "deceased"), ("hardship", "opt_out"))
    told = decide(ranking(opt_out=0.5, legal=0.2), limits=LIMITS)
    assert told.suspicions == ("opt_out", "legal"), "an intent that is itself only suspected settles nothing"


LOW = Limits(scope=0.2, clarify=dict.fromkeys(LABELS, 0.7), clause=0.6, critical=dict.fromkeys(CRITICAL, (0.01, 0.6)))


def test_where_nothing_fits_nothing_is_suspected() -> None:
    """Every label has its share of the chance then, and a helpline's number would answer random letters."""
    vague = {"ask_identity": 0.2, "ask_details": 0.2, "help": 0.15, "greet": 0.15, "deny": 0.15}
    assert decide(ranking(emergency=0.05, **vague), limits=LOW).suspicions == ()
    assert decide(ranking(legal=0.16, **vague), limits=LOW).suspicions == ("legal",)


def test_a_wish_close_behind_a_greeting_is_the_meaning() -> None:
    assert decide(ranking(greet=0.52, check_balance=0.45), limits=LOW).intent == "check_balance"
    assert decide(ranking(greet=0.7, check_balance=0.2), limits=LOW).intent == "greet"
    assert decide(ranking(affirm=0.52, check_balance=0.45), limits=LOW).intent == "affirm"
    for grave in ("opt_out", "opt_in"):
        assert decide(ranking(greet=0.52, **{grave: 0.45}), limits=LOW).intent == "greet"


def test_a_faint_suspicion_needs_doubt_about_the_rest() -> None:
    assert decide(ranking(help=0.75, emergency=0.07), limits=LOW).suspicions == ()
    assert decide(ranking(help=0.74, emergency=0.07), limits=LOW).suspicions == ("emergency",)
    assert decide(ranking(help=0.6, legal=0.11), frozenset({"help"}), limits=LOW).suspicions == ()


def test_the_second_of_all_meanings_is_enough_for_a_look_by_the_office() -> None:
    assert decide(ranking(help=0.9, legal=0.031), limits=LOW).suspicions == ("legal",)
    assert decide(ranking(help=0.9, legal=0.029), limits=LOW).suspicions == ()
    assert decide(ranking(help=0.8, greet=0.05, legal=0.031), limits=LOW).suspicions == ()
    assert decide(ranking(help=0.9, legal=0.031), frozenset({"help"}), limits=LOW).suspicions == ()
    assert decide(ranking(help=0.9, opt_out=0.031), limits=LOW).suspicions == ()
    assert decide(ranking(ask_identity=0.9, wrong_person=0.031), limits=LOW).suspicions == ()


@pytest.mark.parametrize(("label", "chance", "suspected"), [
    ("self_harm", 0.95, True), ("self_harm", 0.94, False), ("deceased", 0.95, True), ("deceased", 0.94, False),
    ("opt_out", 0.96, False), ("opt_out", 0.97, True),
])  # fmt: skip
def test_a_clause_that_is_nearly_certain_speaks_for_itself(label: str, chance: float, suspected: bool) -> None:
    whole = ranking(hardship=0.99)
    told = decide(whole, clauses=(ranking(**{label: chance}),))
    assert told.suspicions == ((label,) if suspected else ())


def test_a_helpline_needs_nine_chances_in_a_hundred() -> None:
    assert decide(ranking(help=0.6, emergency=0.08)).suspicions == ()
    assert decide(ranking(help=0.6, emergency=0.09)).suspicions == ("emergency",)


@pytest.mark.parametrize("label", ["opt_out", "wrong_person", "deceased", "legal"])
def test_the_model_alone_must_be_very_sure_of_what_is_hard_to_undo(label: str) -> None:
    assert decide(ranking(**{label: 0.969})).suspicions == (label,)
    believed = decide(ranking(**{label: 0.971}))
    assert (believed.intent, believed.suspicions) == (label, ())


def test_what_only_the_office_sees_may_be_suspected_further_down() -> None:
    three = {"check_balance": 0.5, "request_plan": 0.2, "hardship": 0.2}
    assert decide(ranking(legal=0.03, **three), limits=LOW).suspicions == ("legal",)
    assert decide(ranking(opt_out=0.03, **three), limits=LOW).suspicions == ()


def test_a_suspected_opt_out_is_not_asked_about_where_somebody_may_be_in_danger() -> None:
    assert decide(ranking(hardship=0.4, opt_out=0.2, self_harm=0.15), limits=LIMITS).clarify is None


def test_consent_is_not_heard_unasked_in_a_text_that_speaks_of_stopping() -> None:
    said = ranking(opt_in=0.9)
    told = decide(said, limits=LIMITS, stopping=True)
    assert (told.intent, told.suspicions, told.clarify) == ("opt_in", ("opt_out",), ("opt_in", "opt_out"))
    assert decide(said, limits=LIMITS).suspicions == ()
    assert decide(said, frozenset({"opt_in"}), limits=LIMITS, stopping=True).suspicions == ()
    assert decide(ranking(check_balance=0.9), limits=LIMITS, stopping=True).suspicions == ()


def test_what_a_rule_found_unsurely_is_suspected() -> None:
    told = decide(ranking(check_balance=0.9), doubts=frozenset({"deceased", "hardship"}), limits=LIMITS)
    assert (told.intent, told.suspicions) == ("check_balance", ("deceased",))
    beside = decide(ranking(check_balance=0.9), frozenset({"emergency"}), doubts=frozenset({"deceased"}), limits=LIMITS)
    assert (beside.intent, beside.suspicions) == ("emergency", ("deceased",)), "staff look, whatever is more urgent"
    sure = decide(ranking(deceased=0.99), doubts=frozenset({"deceased"}), limits=LIMITS)
    assert (sure.intent, sure.suspicions) == ("deceased", ())
    assert decide(None, doubts=frozenset({"legal"})).suspicions == ("legal",)
    assert decide(None, frozenset({"legal"}), doubts=frozenset({"legal"})).suspicions == ()


@pytest.mark.parametrize("text", ["puse Stop y me llegó otro", "ya me di de BAJA", "I cancelled these", "blocked you"])
def test_words_of_stopping_are_seen_whatever_is_said_of_them(text: str) -> None:
    assert speaks_of_stopping(text)
    assert not speaks_of_stopping("turn the texts back on")
    assert not speaks_of_stopping("the bus at the bajada")


def test_a_close_runner_up_is_asked_about_and_the_top_label_stays() -> None:
    told = decide(ranking(request_plan=0.45, change_plan=0.4), limits=LIMITS)
    assert (told.intent, told.clarify) == ("request_plan", ("request_plan", "change_plan"))
    assert decide(ranking(affirm=0.45, change_plan=0.4), limits=LIMITS).clarify is None


def test_a_greeting_yields_to_the_request_beside_it() -> None:
    clauses = (ranking(greet=0.9), ranking(check_balance=0.9))
    assert decide(ranking(greet=0.6), clauses=clauses, limits=LIMITS).intent == "check_balance"


def test_a_second_wish_is_kept_when_the_first_was_said_too() -> None:
    clauses = (ranking(check_balance=0.8), ranking(get_pay_link=0.9))
    assert decide(ranking(check_balance=0.6), clauses=clauses, limits=LIMITS).also == "get_pay_link"
    assert decide(ranking(hardship=0.6), clauses=clauses, limits=LIMITS).also is None
    assert (
        decide(
            ranking(check_balance=0.6), clauses=(*clauses[:1], ranking(in_scope=0.1, get_pay_link=0.9)), limits=LIMITS
        ).also
        is None
    )


def test_a_clause_alone_raises_a_suspicion_and_no_more() -> None:
    told = decide(ranking(already_paid=0.9), clauses=(ranking(opt_out=0.9),), limits=LIMITS)
    assert (told.intent, told.suspicions, told.also) == ("already_paid", ("opt_out",), None)
    likelier = decide(ranking(already_paid=0.6, opt_out=0.35), clauses=(ranking(opt_out=0.9),), limits=LIMITS)
    assert (likelier.intent, likelier.suspicions) == ("already_paid", ("opt_out",))


def test_without_a_model_the_rules_speak_alone() -> None:
    told = understand("stop", NoModel("no wheel"), frozenset({"opt_out", "help"}))
    assert (told.intent, told.by, told.also, told.model) == ("opt_out", "rule", "help", None)
    told = understand("how much is it", NoModel("no wheel"))
    assert (told.intent, told.by, told.ranking) == ("out_of_scope", "fallback", ())
    with pytest.raises(ModelUnavailable, match="no wheel"):
        NoModel("no wheel").rank("how much is it")


def test_figures_are_answered_without_the_model() -> None:
    told = understand("3/2/84 97201", NoModel("not asked"))
    assert (told.intent, told.by) == ("out_of_scope", "rule")
    assert understand("1", NoModel("not asked"), frozenset({"help"})).intent == "help"


def test_clauses() -> None:
    assert split("thanks, can someone call me") == ("can someone call me",)
    assert split("hola, cuanto debo y me manda el link") == ("cuanto debo", "me manda el link")
    assert split("how much do i owe") == ()
    assert split("$1,250.50 by may 3") == ()
    assert split("one two. " * 9) == ()


labels = st.sampled_from(LABELS)
rankings = st.builds(
    lambda weights, in_scope, lang: Ranking(
        tuple(sorted(zip(LABELS, [w / sum(weights) for w in weights], strict=True), key=lambda p: -p[1])),
        in_scope,
        lang,
        0.8,
        "m",
    ),
    st.lists(st.floats(1e-6, 1e3), min_size=len(LABELS), max_size=len(LABELS)),
    st.floats(0, 1),
    st.sampled_from(["en", "es"]),
)


@given(rankings, st.frozensets(labels), st.lists(rankings, max_size=3))
def test_any_ranking_gives_a_whole_meaning_that_survives_saving(
    whole: Ranking, hits: frozenset[str], clauses: list[Ranking]
) -> None:
    told = decide(whole, hits, clauses, LIMITS)
    assert Understood.from_json(told.to_json()) == told
    assert told.intent in LABELS
    assert told.also != told.intent
    assert set(told.suspicions) <= set(CRITICAL) - hits
    urgent = [label for label in CRITICAL if label in hits or whole.confidence(label) >= 0.6]
    assert not urgent or told.intent == urgent[0]
    doubtful = [label for label in CRITICAL if whole.confidence(label) >= 0.1]
    assert not doubtful or doubtful[0] in (told.intent, *told.suspicions) or told.intent in CRITICAL
