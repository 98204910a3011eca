"""A burst becomes one transaction, one answer in order, and the rows that belong to it (design 4, decisions 1 to 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import fixed, jobs, turn
from bot.accept import accept
from bot.understanding import NoModel, Understood
from flows.script import Say
from storage import links as link_rows
from storage import outbox, people, plans, quotes, talks, tickets, trust
from storage.conversations import conversations
from storage.db import keys
from tests.at_once import at_once
from tests.lines import CODE, Line, a_line, a_number
from tests.rows import a_patient

BALANCE, PLAN, PERSON = "whats my balance", "can i pay it off in parts", "can someone call me"
PROOF = "3/2/84 80203"


def told(line: Line) -> Line:
    line.model.intents |= {
        BALANCE: "check_balance", PLAN: "request_plan", PERSON: "talk_to_human", "send me the link": "get_pay_link",
        "thanks": "thanks_bye", "en español por favor": "switch_language", "blah blah": "out_of_scope",
    }  # fmt: skip
    return line


def keys_of(line: Line) -> list[str]:
    return [text.key for text in line.texts()]


# -- bursts --


def test_three_texts_are_one_turn_and_only_the_last_question_is_asked(line: Line) -> None:
    told(line)
    line.prove()
    before = len(line.texts())
    for body in ("hello there", BALANCE, PLAN):
        line.text(body)
    line.model.intents["hello there"] = "greet"
    taken = line.take()
    answers = line.texts()[before:]
    assert [text.id for text in answers] == list(taken.texts) and len(answers) <= 3
    assert {text.answers for text in answers} == {line.messages()[-1].id}
    assert {text.created_at for text in answers} == {line.app.now()}
    assert answers[-1].key.startswith("plan.") and sum(text.key.startswith("plan.") for text in answers) == 1
    assert {message.state for message in line.messages()} == {"done"} and line.talk().due_at is None


def test_proof_in_the_same_burst_as_the_question(line: Line) -> None:
    told(line)
    for body in (BALANCE, "3/2/84", "80203"):
        line.text(body)
    line.work()
    said = line.channel.bodies()
    assert "$240.01" in said[-1]
    assert not any("Is it you" in body for body in said), "asked for what the same burst gave"


def test_a_turn_with_nothing_to_read_says_nothing(line: Line) -> None:
    line.talk()
    assert line.take() == turn.Taken()
    line.text("hi")
    line.take()
    assert line.take() == turn.Taken()


def test_a_text_that_arrives_during_understanding_has_its_own_turn(own_line: Line) -> None:
    line = told(own_line)
    late = line.inbound("thanks")

    class Slow:
        def rank(self, text: str) -> Any:
            if text == BALANCE:
                accept(line.app, late)
            return line.model.rank(text)

    app = replace(line.app, hear=Slow())
    line.text(BALANCE)
    turn.take(app, line.talk().id)
    assert [message.state for message in line.messages()] == ["done", "new"]
    due = line.talk().due_at
    assert due is not None and due <= line.app.now()
    while jobs.work_once(line.app):
        pass
    assert [message.state for message in line.messages()] == ["done", "done"]


def test_a_text_that_arrives_as_another_worker_has_just_finished_is_not_forgotten(own_line: Line) -> None:
    """The first look finds nothing to read; the text comes before the lock."""
    line = told(own_line)
    line.talk()
    late, began = line.inbound(BALANCE), line.app.db.begin

    class JustThen:
        def __getattr__(self, name: str) -> Any:
            return getattr(line.app.db, name)

        def begin(self) -> Any:
            accept(line.app, late)
            return began()

    turn.take(replace(line.app, db=JustThen()), line.talk().id)  # type: ignore[arg-type]
    line.work()
    assert [message.state for message in line.messages()] == ["done"] and line.channel.bodies()


def test_two_workers_answer_a_burst_once(line: Line) -> None:
    told(line)
    line.text(BALANCE)
    talk = line.talk().id
    taken = at_once(*[lambda: turn.take(line.app, talk)] * 3)
    assert sorted(len(one.texts) for one in taken)[:2] == [0, 0]
    assert len(line.texts()) == len(max(taken, key=lambda one: len(one.texts)).texts)


def test_a_turn_that_fails_leaves_everything_as_it_was(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    told(line)
    line.prove()
    quoted, before = line.count(quotes.quotes_table), line.texts()
    line.text(PLAN)
    line.text("3")

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the last step")

    monkeypatch.setattr(talks, "mark_read", broken)
    with pytest.raises(RuntimeError):
        line.take()
    monkeypatch.undo()
    assert line.texts() == before and line.count(quotes.quotes_table) == quoted
    assert {message.state for message in line.messages()[-2:]} == {"new"}
    line.take()
    assert line.texts() != before


def test_one_talk_that_fails_does_not_keep_others_waiting(own_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line, other = told(own_line), a_number()
    line.text("blah blah")
    line.forward(seconds=1)
    line.text(BALANCE, sender=other)
    take, broken = turn.take, line.talk().id

    def fails(app: Any, conversation_id: int) -> turn.Taken:
        if conversation_id == broken:
            raise RuntimeError("poison")
        return take(app, conversation_id)

    monkeypatch.setattr(turn, "take", fails)
    for _ in range(3):
        try:
            jobs.work_once(line.app)
        except RuntimeError:
            continue
    assert line.channel.bodies(other), "the other talk waits behind the one that fails"
    assert line.messages()[0].state == "new"


# -- fixed words --


@pytest.mark.parametrize(
    ("body", "key", "class_"),
    [
        ("i want to kill myself", "safety.self_harm", "SAFETY"),
        ("quiero suicidarme", "safety.self_harm", "SAFETY"),
        ("im having chest pain", "safety.emergency", "SAFETY"),
        ("no puedo respirar", "safety.emergency", "SAFETY"),
        ("please stop texting me", "optout.confirm", "OPTOUT_CONFIRM"),
        ("no me escriban más", "optout.confirm", "OPTOUT_CONFIRM"),
        ("HELP", "help.reply", "HELP"),
        ("AYUDA", "help.reply", "HELP"),
        ("you have the wrong number", "wrong_number.removed", "REPLY"),
    ],
)
def test_without_a_model_the_rules_answer_in_both_languages(line: Line, body: str, key: str, class_: str) -> None:
    """Issue point 7."""
    app = replace(line.app, hear=NoModel("gone"))
    accept(app, line.inbound(body))
    turn.take(app, line.talk().id)
    line.send()
    (text,) = line.texts()
    assert (text.key, text.cls, text.state) == (key, class_, "sent")
    spanish = any(word in body for word in ("quiero", "puedo", "escriban", "AYUDA"))
    assert text.lang == ("es" if spanish else "en")


def test_without_a_model_a_text_is_answered_with_the_menu_and_proof_still_works(line: Line) -> None:
    line = replace(line, app=replace(line.app, hear=NoModel("gone")))
    assert [line.text(BALANCE), line.take()] and keys_of(line)[-1] == "menu.ask"
    for body in ("1", PROOF):
        line.text(body)
        line.take()
    assert keys_of(line)[-1] == "balance.next"


def test_safety_comes_first_and_the_opt_out_is_confirmed_after_it(line: Line) -> None:
    line.text("stop. i want to die")
    line.work()
    assert keys_of(line) == ["safety.self_harm", "optout.confirm"] and line.stopped()
    assert [text.state for text in line.texts()] == ["sent", "sent"]


def test_a_second_opt_out_is_not_confirmed_again(line: Line) -> None:
    for _ in range(2):
        line.text("please stop texting me")
        line.work()
        line.forward(minutes=2)
    assert len(line.channel.bodies()) == 1, "fact sheet T8: one confirming text"


def test_an_opt_out_read_too_late_is_not_confirmed(line: Line) -> None:
    line.text("please stop texting me")
    line.forward(minutes=6)
    line.work()
    assert line.stopped() and line.channel.bodies() == []


def test_help_of_an_opted_out_number_gets_nothing(line: Line) -> None:
    line.say("STOP")
    assert line.say("HELP") == []


def test_start_after_stop_is_confirmed(line: Line) -> None:
    line.say("STOP")
    line.forward(hours=1)
    line.say("START")
    assert keys_of(line)[-1] == "start.confirm" and line.last().state == "sent"


def test_the_carriers_own_answer_is_not_doubled(line: Line) -> None:
    for kind in ("STOP", "START", "HELP"):
        line.text(kind.lower(), opt_out_type=kind)
    assert line.take().texts == ()


def test_a_card_is_refused_kindly_and_forgotten_at_the_provider(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr(line.channel, "delete_body", lambda provider_id: forgotten.append(provider_id) is None)
    line.say("its 4111 1111 1111 1111 cvv 123")
    assert keys_of(line)[-1] == "card.never"
    assert forgotten == [line.messages()[0].provider_id]


@pytest.mark.parametrize(
    ("rules", "carrier", "said"),
    [
        (["tapback"], None, []),
        (["auto_reply", "opt_out"], None, []),
        (["self_harm", "emergency"], None, ["safety.self_harm"]),
        (["emergency", "opt_out"], "STOP", ["safety.emergency"]),
        (["opt_out", "help"], None, ["optout.confirm"]),
        (["opt_out"], "STOP", []),
        (["help", "wrong_number"], None, ["help.reply"]),
        (["start"], "START", []),
        (["wrong_number", "deceased"], None, ["wrong_number.removed"]),
        (["deceased"], None, []),
    ],
)
def test_the_order_of_fixed_words(rules: list[str], carrier: str | None, said: list[str], quick: Line) -> None:
    """Fact sheet 9.0: safety, opt-out, HELP, START, wrong number."""
    row = quick.talk()
    with quick.rows() as tx:
        burst = turn._open(tx, quick.app, row, quick.app.now())
    answer = fixed.answer(rules, carrier, (), burst.stage.known, burst.talk)
    assert [say.key for say in answer.says] == said


def test_three_texts_at_most_with_fixed_words_in_front() -> None:
    says = [Say("bot.sorry"), Say("plan.ask"), Say("safety.emergency"), Say("balance.next"), Say("plan.confirm")]
    assert [say.key for say in turn._few(says)] == ["safety.emergency", "balance.next", "plan.confirm"]
    fears = [Say("safety.self_harm"), Say("optout.confirm"), Say("help.reply"), Say("start.confirm")]
    assert [say.key for say in turn._few(fears)] == ["safety.self_harm", "optout.confirm", "help.reply"]


# -- opted out --


def test_a_text_of_an_opted_out_patient_is_kept_for_a_person_and_not_answered(line: Line) -> None:
    """Fact sheet T9 in section 14: no reply, a staff task."""
    told(line).say("STOP")
    assert line.say(BALANCE) == []
    assert line.tickets()["human"].note == "opted_out" and line.messages()[-1].body == BALANCE


def test_an_opted_out_patient_in_danger_is_answered(line: Line) -> None:
    line.say("STOP")
    assert len(line.say("i want to kill myself")) == 1


# -- hand-over --


def test_a_waiting_patient_still_hears_the_balance_and_who_comes(line: Line) -> None:
    """Decision 27."""
    told(line).prove()
    line.say(PERSON)
    talk = line.talk()
    assert (talk.handed, talk.waiting_why, talk.waiting_since) == ("waiting", "human", line.app.now())
    assert "$240.01" in " ".join(line.say(BALANCE))
    line.say("blah blah")
    assert keys_of(line)[-1] == "staff.waiting"
    line.say(PERSON)
    assert line.talk().waiting_since == talk.waiting_since, "asking again starts the wait anew"


@pytest.mark.parametrize("body", [BALANCE, PROOF, "1", "blah blah", "3", "my card is 4111 1111 1111 1111"])
def test_a_taken_talk_is_silent(line: Line, body: str) -> None:
    told(line).say("hello")
    line.save(handed="taken")
    assert line.say(body) == [] and line.messages()[-1].state == "done"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("i want to die", "safety.self_harm"),
        ("no puedo respirar", "safety.emergency"),
        ("please stop texting me", "optout.confirm"),
        ("HELP", "help.reply"),
    ],
)
def test_a_taken_talk_still_answers_safety_opt_out_and_help(line: Line, body: str, key: str) -> None:
    line.say("hello")
    line.save(handed="taken")
    assert len(line.say(body)) == 1 and line.last().key == key


def test_a_rule_sets_its_hold_while_a_person_has_the_talk(line: Line) -> None:
    """Fact sheet section 14: bankruptcy during a takeover."""
    line.say("hello")
    line.save(handed="taken")
    assert line.say("i filed for bankruptcy") == []
    assert "bankruptcy" in line.holds() and "legal" in line.tickets()


def test_an_answer_about_texts_lifts_no_hold_of_another_suspicion(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    meant = Understood("complaint", 0.9, (("complaint", 0.9),), "en", 1.0, "model", suspicions=("opt_out", "legal"))
    with monkeypatch.context() as patched:
        patched.setattr(turn, "understand_text", lambda *_: meant)
        line.say("enough of this circus")
    assert (line.talk().suspicion, set(line.holds()), set(line.tickets())) == ("opt_out", {"suspicion"}, {"legal"})
    line.say("2")
    assert (line.talk().suspicion, set(line.holds())) == (None, {"suspicion"})


# -- proof --


def subjects(line: Line, number: str) -> list[str]:
    with line.app.db.read() as tx:
        return [f"number:{keys(tx).blind('subject', number)}", f"patient:{line.patient_id}"]


def lock_of(line: Line, subject: str) -> str:
    with line.app.db.read() as tx:
        policy = people.practice(tx, line.practice_id).policy
        return trust.lock(tx, line.practice_id, [subject], line.app.now(), policy.verify)


def test_three_misses_lock_the_number_and_a_right_answer_is_refused(line: Line) -> None:
    told(line).say(BALANCE)
    for _ in range(3):
        line.say("1/1/70 80203")
        line.forward(minutes=1)
    assert line.say(PROOF) and "$240.01" not in " ".join(line.channel.bodies())
    line.forward(minutes=31)
    line.say(BALANCE)
    assert "$240.01" in " ".join(line.prove())


def test_misses_from_five_numbers_lock_the_patient_until_staff(own_line: Line) -> None:
    """Fact sheet H7: 5 failures from 5 numbers against one patient."""
    line = told(own_line)
    numbers = [a_number() for _ in range(5)]
    with line.rows() as tx:
        for number in numbers:
            people.add_phone(tx, line.practice_id, line.patient_id, number, kind="mobile")
    for number in numbers:
        line.say(BALANCE, sender=number)
        line.say("1/1/70 80203", sender=number)
        assert lock_of(line, subjects(line, number)[0]) == "", "one miss locks no number"
        line.forward(hours=1)
    assert lock_of(line, f"patient:{line.patient_id}") == "until_staff"
    line.say(BALANCE)
    assert "$240.01" not in " ".join(line.prove())
    line.forward(days=3)
    line.say(BALANCE)
    assert "$240.01" not in " ".join(line.prove()), "time alone opened what only staff may open"


def test_a_lock_does_not_stop_safety_stop_or_help(line: Line) -> None:
    told(line).say(BALANCE)
    for _ in range(3):
        line.say("1/1/70 80203")
    for body, key in (("HELP", "help.reply"), ("i want to die", "safety.self_harm"), ("STOP", "optout.confirm")):
        assert line.say(body) and key in [text.key for text in line.texts()[-2:]]


def test_known_and_unknown_numbers_hear_the_same_words(line: Line) -> None:
    """Decision 9: nobody learns whether a patient exists."""
    told(line)
    stranger, heard = a_number(), {}
    for number in (line.theirs, stranger):
        said = [*line.say(BALANCE, sender=number), *line.say("1/1/70 80203", sender=number)]
        heard[number] = [" ".join(word for word in body.split() if "http" not in word) for body in said]
    assert heard[line.theirs] == heard[stranger]
    assert "identity" in line.tickets()


def test_a_strangers_misses_lock_as_a_patients_do(line: Line) -> None:
    told(line)
    stranger = a_number()
    line.say(BALANCE, sender=stranger)
    for _ in range(3):
        line.say(PROOF, sender=stranger)
    assert lock_of(line, subjects(line, stranger)[0]) == "half_hour"
    assert "$240.01" not in " ".join(line.channel.bodies())


@pytest.mark.parametrize(("minutes", "asked"), [(14, False), (16, True)])
def test_proof_lapses_after_a_quarter_of_an_hour(line: Line, minutes: int, asked: bool) -> None:
    told(line).prove()
    line.forward(minutes=minutes)
    said = " ".join(line.say(BALANCE))
    assert ("$240.01" not in said, "Is it you" in said) == (asked, asked)


def test_proof_lapses_after_an_hour_whatever_is_said(line: Line) -> None:
    told(line).prove()
    for _ in range(5):
        line.forward(minutes=12)
        line.say(BALANCE)
    line.forward(minutes=5)
    assert "$240.01" not in " ".join(line.say(BALANCE))


def test_a_first_fact_is_remembered_as_a_digest_for_a_quarter_of_an_hour(line: Line) -> None:
    told(line).say(BALANCE)
    line.say("3/2/84")
    line.forward(minutes=16)
    line.say("80203")
    assert "$240.01" not in " ".join(line.channel.bodies())
    line.say("3/2/84")
    assert "$240.01" in line.channel.bodies()[-1]
    with line.app.db.read() as tx:
        assert trust.remembered(tx, line.talk().id, line.app.now() - timedelta(hours=1)) == ()


def test_success_records_that_the_patient_was_told_about_texts(line: Line) -> None:
    with line.rows() as tx:
        people.update_patient(tx, line.patient_id, risk_ack_at=None, risk_ack_wording=None)
    told(line).say(BALANCE)
    line.say("3/2/84 99999")
    with line.app.db.read() as tx:
        assert people.patient(tx, line.patient_id).risk_ack_at is None, "recorded on a miss"
    line.prove()
    with line.app.db.read() as tx:
        patient, (phone,) = people.patient(tx, line.patient_id), people.phones(tx, line.patient_id)
    assert (patient.risk_ack_at, patient.risk_ack_wording) == (line.app.now(), "verify.ask")
    assert phone.verified_at == line.app.now()


def test_the_statement_code_proves_too(line: Line) -> None:
    told(line).say(BALANCE)
    assert "$240.01" in " ".join(line.say(f"{CODE} 80203"))


def test_two_on_one_phone_are_told_apart(line: Line) -> None:
    with line.rows() as tx:
        a_patient(tx, line.practice_id, "Leo", number=line.theirs, owes_cents=5000, born=date(1986, 5, 6), zip="80203")
    told(line).say(BALANCE)
    assert "$50.00" in " ".join(line.say("5/6/86 80203"))
    line.forward(hours=2)
    line.say(BALANCE)
    said = " ".join(line.prove())
    assert "$240.01" in said and "$50.00" not in said


# -- language --


def test_the_language_is_the_files_until_the_text_is_plain(line: Line) -> None:
    with line.rows() as tx:
        people.update_patient(tx, line.patient_id, lang="es")
    line.say("ok", intent="check_balance")
    assert line.last().lang == "es"


def test_a_keyword_in_spanish_turns_the_talk(line: Line) -> None:
    line.say("AYUDA")
    assert (line.last().lang, line.talk().lang) == ("es", "es")
    line.say("ok", intent="greet")
    assert line.last().lang == "es"


def test_a_wish_for_spanish_is_kept(line: Line) -> None:
    told(line).say("en español por favor")
    assert line.talk().lang == "es" and line.last().lang == "es"


# -- what was saved --


@pytest.mark.parametrize(
    "saved",
    [
        {"frames": [{"flow": "gone", "version": 1, "step": "x", "memory": {}}], "misses": 0},
        {"frames": [{"flow": "plan", "version": 99, "step": "choose", "memory": {}}]},
        {"frames": "nonsense"},
        {"anything": 1},
    ],
)
def test_a_talk_that_cannot_be_opened_loses_its_place_and_nothing_else(line: Line, saved: dict[str, Any]) -> None:
    told(line).say("hello", intent="greet")
    line.save(talk=saved)
    said = line.say(BALANCE)
    assert said and line.messages()[-1].state == "done"
    assert "http" in " ".join(said) or "birth" in " ".join(said)


def test_a_lost_talk_asks_the_open_quote_again(line: Line) -> None:
    """Decision 15."""
    told(line).prove()
    line.say(PLAN)
    line.say("3")
    assert line.last().key == "plan.confirm"
    line.save(talk={"frames": [{"flow": "gone", "version": 1, "step": "x", "memory": {}}]})
    line.say("blah blah")
    assert keys_of(line)[-2:] == ["bot.lost", "plan.confirm"]


def test_the_talk_is_saved_with_the_answer(line: Line) -> None:
    told(line).say(BALANCE)
    assert [frame["flow"] for frame in line.talk().talk["frames"]] == ["balance", "verify"]
    assert line.talk().topic and line.talk().last_reply_at == line.app.now()


# -- rows of a yes --


def test_a_yes_names_the_quote_that_was_shown_and_starts_one_plan(line: Line) -> None:
    told(line).prove()
    line.say(PLAN)
    line.say("3")
    with line.app.db.read() as tx:
        quote = quotes.open_quote(tx, line.patient_id, line.app.now())
    assert quote is not None and sum(part.cents for part in quote.parts) == 24001
    line.say("1")
    line.say("1")
    with line.app.db.read() as tx:
        assert quotes.open_quote(tx, line.patient_id, line.app.now()) is None
        plan = plans.plan(tx, line.patient_id)
    assert plan is not None and (plan.state, plan.parts) == ("active", quote.parts)
    assert keys_of(line).count("plan.started") == 1 and line.count(plans.plans_table) == 1


@pytest.mark.parametrize("body", ["", " ", "[photo]", "[Foto] [foto]"])
def test_a_photo_alone_is_thanked_for_and_seen_by_a_person(quick: Line, body: str) -> None:
    assert quick.say(body, media=2)[-1].startswith("Thank you. We can't open pictures here.")
    assert quick.tickets()["other"].note == "media"


@pytest.mark.parametrize(("body", "media"), [("", 2), ("you have the wrong number", 0)])
def test_while_a_person_has_the_talk_rows_are_made_and_nothing_is_said(line: Line, body: str, media: int) -> None:
    """Decision 4: its words only where no person has the talk, except safety, opt-out and HELP."""
    line.say("hello")
    line.save(handed="taken")
    assert line.say(body, media=media) == [] and line.tickets()


def test_a_talk_belongs_to_its_practice(own_line: Line) -> None:
    """The same phone at two practices: what one knows, the other does not say."""
    line = told(own_line)
    other = replace(a_line(line.app, theirs=line.theirs), app=line.app)
    told(other).prove()
    assert "$240.01" not in " ".join(line.say(BALANCE))
    assert line.count(conversations) == other.count(conversations) == 1


def test_tickets_of_a_talk_are_one_for_each_reason(line: Line) -> None:
    told(line)
    line.say("i dont owe this")
    line.say("i really dont owe this")
    with line.app.db.read() as tx:
        reasons = [ticket.reason for ticket in tickets.open_tickets(tx, line.practice_id)]
    assert reasons.count("dispute") == 1


def test_what_is_said_is_at_most_three_texts_a_turn(line: Line) -> None:
    told(line).prove()
    for body in (BALANCE, PLAN, "send me the link", PERSON, "i dont owe this", "HELP"):
        line.text(body)
    assert 1 <= len(line.take().texts) <= 3
    with line.app.db.read() as tx:
        assert len(outbox.of_conversation(tx, line.talk().id, 50)) <= 5


# -- talking to another robot (fact sheet S9) --

ROBOT = "Thank you for contacting Acme Towing, how can we help you today?"


def test_the_same_sentence_for_the_third_time_brings_a_person_and_no_answer(line: Line) -> None:
    assert line.say(ROBOT) and line.say(ROBOT)
    assert line.say(ROBOT) == []
    assert line.talk().handed == "waiting" and line.tickets()["not_understood"].note.endswith("loop")
    assert line.say(ROBOT) == []


def test_short_answers_and_slow_ones_are_no_loop(line: Line) -> None:
    assert all(line.say("what do I owe", "check_balance") for _ in range(4))
    for _ in range(3):
        line.forward(minutes=6)
        assert line.say(ROBOT)
    assert line.talk().handed == "bot" or "loop" not in line.tickets()["not_understood"].note


def test_a_loop_does_not_hide_a_stop(line: Line) -> None:
    for _ in range(3):
        line.say("please stop texting me right now, I mean it")
    assert line.stopped()


# -- for several patients --


@pytest.mark.parametrize("as_guarantor", [True, False])
def test_the_page_for_everyone_is_for_those_whom_the_talk_has_proved_as_it_has(
    own_line: Line, as_guarantor: bool
) -> None:
    """On the page one fact is asked then: it opens no more than the talk had opened, and to nobody as somebody else."""
    line = own_line
    with line.rows() as tx:
        born, guarantor = date(1960, 5, 5), {"guarantor_first": "Rosa", "guarantor_last": "Lopez"}
        child = a_patient(tx, line.practice_id, "Leo", "Lopez", line.theirs, 5000, born=date(2018, 1, 2),
                          guarantor_born=born, **guarantor)  # fmt: skip
        people.update_patient(tx, line.patient_id, guarantor_born=born, **guarantor,
                              **({} if as_guarantor else {"born": born, "first": "Rosa"}))  # fmt: skip
    line.model.intents["can i pay for both my kids"] = "payment_methods"
    line.text("can i pay for both my kids")
    line.text("5/5/1960 80203")
    line.work()
    with line.rows() as tx:
        [link] = [link_rows.link(tx, one) for one in tx.scalars(select(link_rows.links_table.c.id))
                  if (found := link_rows.link(tx, one)) and found.kind == "pay"]  # fmt: skip
    assert link is not None and link.patient_id is None and link.factors == 1
    assert set(link.proved) == ({line.patient_id, child} if as_guarantor else {line.patient_id})
    assert link.as_guarantor == as_guarantor and keys_of(line)[-1] == "pay.everyone"
