"""`./sheepdog replay`: whole talks in, answers and states out, to the letter of interfaces.md, section 6."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.commands.replay import play
from bot.rehearsal import Stage
from tests.test_transcripts import Told

BALANCE, PLAN, PROOF = "whats my bal", "can i break this up", "3/2/84 97201"
STATE = ["asking", "verified", "locked", "plan", "opted_out", "with_staff", "tickets", "promise_date", "nudges_paused",
         "paid_cents", "safety"]  # fmt: skip
QUIET = {"asking": "none", "verified": False, "locked": False, "plan": None, "opted_out": False, "with_staff": False,
         "tickets": [], "promise_date": None, "nudges_paused": False, "paid_cents": 0, "safety": None}  # fmt: skip


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    model = Told({BALANCE: "check_balance", PLAN: "request_plan", "agent": "talk_to_human", "link pls": "get_pay_link",
                  "cuánto debo": "check_balance", "friday": "promise_to_pay", "hi": "greet"})  # fmt: skip
    made = Stage.at(tmp_path_factory.mktemp("stage"), datetime(1970, 1, 1, tzinfo=UTC), model)
    yield made
    made.app.db.dispose()


def played(stage: Stage, *turns: Any, start: datetime | None = None, **told: Any) -> dict[str, Any]:
    """What came of a talk; a turn that is only words is the patient's."""
    full = [{"patient": turn} if isinstance(turn, str) else turn for turn in turns]
    return play(stage, {"id": "c1", "turns": full, **told}, start)


def last(done: dict[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = done["end"]
    return state


# -- the form --


def test_the_form_of_an_answer(stage: Stage) -> None:
    done = played(stage, BALANCE, "thanks", id="x-77")
    assert list(done) == ["id", "turns", "end"] and done["id"] == "x-77" and len(done["turns"]) == 2
    for turn in done["turns"]:
        assert list(turn) == ["stored", "says", "links", "state"] and list(turn["state"]) == STATE
    says = done["turns"][0]["says"]
    assert says and all(list(one) == ["text", "lang", "segments"] for one in says)
    assert (says[-1]["lang"], says[-1]["segments"]) == ("en", 1)
    assert done["end"] == done["turns"][-1]["state"]


def test_a_talk_of_no_turns(stage: Stage) -> None:
    assert played(stage) == {"id": "c1", "turns": [], "end": QUIET}


def test_nothing_but_the_turns_is_needed_and_dana_is_on_file(stage: Stage) -> None:
    done = played(stage, BALANCE, PROOF)
    assert done["turns"][0]["state"] == {**QUIET, "asking": "identity"}
    assert done["turns"][0]["links"] == ["secure_page"]
    assert done["turns"][1]["stored"] == "[birth date] [ZIP]"
    assert "$240.00" in done["turns"][1]["says"][-1]["text"] and last(done)["verified"] is True


def test_what_is_said_of_the_patient_counts(stage: Stage) -> None:
    who = {"name": "Ana María Ruiz Peña", "dob": "1990-12-31", "zip": "80203", "balance_cents": 123456,
           "statement_code": "H4T8WZ2N", "phone": "+17205550101"}  # fmt: skip
    done = played(stage, BALANCE, "H4T8WZ2N 80203", patient=who)
    assert "$1,234.56" in done["turns"][1]["says"][-1]["text"]
    assert not last(played(stage, BALANCE, PROOF, patient=who))["verified"]


@pytest.mark.parametrize("patient", [{}, {"name": None, "dob": None, "zip": None, "opted_out": None}, None])
def test_what_is_left_out_or_null_is_as_in_the_example(stage: Stage, patient: Any) -> None:
    assert last(played(stage, BALANCE, PROOF, patient=patient))["verified"] is True


def test_talks_do_not_know_of_each_other(stage: Stage) -> None:
    played(stage, BALANCE, "1/1/70 97201", "1/1/70 97201", "1/1/70 97201", "STOP")
    assert last(played(stage, BALANCE, PROOF))["verified"] is True


# -- time --


def test_a_talk_begins_at_ten_where_the_patient_is(stage: Stage) -> None:
    played(stage, {"patient": "hi", "after_s": 0})
    assert stage.app.now() == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    played(stage, {"patient": "hi", "after_s": 0}, patient={"zip": "80203"})
    assert stage.app.now() == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_its_start_may_be_said_and_only_turns_move_the_clock(stage: Stage) -> None:
    played(stage, "hi", {"patient": "hi", "after_s": 90}, start=datetime(2026, 5, 1, tzinfo=UTC))
    assert stage.app.now() == datetime(2026, 5, 1, 0, 1, 50, tzinfo=UTC), "20 seconds where nothing is said"
    play(stage, {"id": "c1", "start": "2026-03-02T17:00:00Z", "turns": [{"patient": "hi"}]})
    assert stage.app.now() == datetime(2026, 3, 2, 17, 0, 20, tzinfo=UTC)


def test_proof_lapses_by_the_talks_own_clock(stage: Stage) -> None:
    done = played(stage, BALANCE, PROOF, {"patient": BALANCE, "after_s": 16 * 60})
    assert last(done)["asking"] == "identity" and last(done)["verified"] is False


def test_texts_less_than_two_seconds_apart_are_one_burst(stage: Stage) -> None:
    done = played(stage, BALANCE, {"patient": "3/2/84", "after_s": 1.9}, {"patient": "97201", "after_s": 0.5},
                  {"patient": PLAN, "after_s": 2})  # fmt: skip
    first, second, third, fourth = done["turns"]
    assert first["says"] == second["says"] == [] and first["links"] == second["links"] == []
    assert [turn["stored"] for turn in done["turns"]] == [BALANCE, "[birth date]", "[ZIP]", PLAN]
    assert "$240.00" in third["says"][-1]["text"] and first["state"] == second["state"] == third["state"]
    assert fourth["says"] and fourth["state"]["asking"] == "plan_choice"


# -- what is on file --


def test_a_plan_on_file_is_four_equal_months_from_the_first_of_next(stage: Stage) -> None:
    done = played(stage, "hi", patient={"has_plan": True, "balance_cents": 24001})
    assert last(done)["plan"] == {"installments": 4, "amounts_cents": [6001, 6000, 6000, 6000], "state": "active"}
    assert last(done)["nudges_paused"] is True


def test_opted_out_is_suppressed_before_the_first_text(stage: Stage) -> None:
    done = played(stage, BALANCE, "i want to die", "START", patient={"opted_out": True})
    assert done["turns"][0]["says"] == [] and done["turns"][0]["state"]["opted_out"] is True
    assert done["turns"][1]["state"]["safety"] == "988" and done["turns"][1]["says"]
    assert last(done)["opted_out"] is False


@pytest.mark.parametrize("known", [True, False])
def test_opted_out_is_about_the_number_that_texts(stage: Stage, known: bool) -> None:
    done = played(stage, "hi", patient={"opted_out": True, "phone_known": known})
    assert done["turns"][0]["says"] == [] and last(done)["opted_out"] is True


def test_a_number_that_is_nobodys_proves_nothing_and_hears_the_same(stage: Stage) -> None:
    def words(done: dict[str, Any]) -> list[str]:
        return [" ".join(word for word in one["text"].split() if "http" not in word)
                for turn in done["turns"] for one in turn["says"]]  # fmt: skip

    wrong = "1/1/70 97201"
    stranger = played(stage, BALANCE, wrong, patient={"phone_known": False})
    assert words(stranger) == words(played(stage, BALANCE, wrong))
    right = played(stage, BALANCE, PROOF, patient={"phone_known": False})
    assert last(right)["verified"] is False and last(right)["tickets"] == ["identity"]
    assert last(played(stage, BALANCE, *[wrong] * 3, patient={"phone_known": False}))["locked"] is True


@pytest.mark.parametrize(("lang", "said"), [("es", "es"), ("en", "en"), (None, "en")])
def test_the_language_on_file(stage: Stage, lang: str | None, said: str) -> None:
    assert played(stage, "ok", lang=lang)["turns"][0]["says"][-1]["lang"] == said


def test_without_a_language_on_file_the_texts_decide(stage: Stage) -> None:
    assert played(stage, "AYUDA")["turns"][0]["says"][-1]["lang"] == "es"


# -- turns that are no texts --


def test_staff_take_over_speak_and_let_go(stage: Stage) -> None:
    done = played(stage, BALANCE, {"staff": "take_over"}, BALANCE, {"staff": "says", "text": "Hello, this is Ana."},
                  {"staff": "release"})  # fmt: skip
    asked, taken, silent, spoke, released = done["turns"]
    assert [turn["stored"] for turn in done["turns"]] == [BALANCE, None, BALANCE, None, None]
    assert (taken["says"], taken["state"]["with_staff"], taken["state"]["nudges_paused"]) == ([], True, True)
    assert silent["says"] == [] and [one["text"] for one in spoke["says"]] == ["Hello, this is Ana."]
    assert released["state"]["with_staff"] is False and released["links"] == ["secure_page"]
    assert released["says"][-1]["text"].split(" Safe")[0] == asked["says"][-1]["text"].split(" Safe")[0]


def test_waiting_for_a_person(stage: Stage) -> None:
    done = played(stage, "agent")
    assert (last(done)["with_staff"], last(done)["tickets"], last(done)["nudges_paused"]) == (True, ["human"], True)


def test_a_payment_from_elsewhere(stage: Stage) -> None:
    paid = [{"event": "paid", "amount_cents": cents} for cents in (5000, 1000)]
    done = played(stage, *paid, BALANCE, PROOF)
    assert [turn["state"]["paid_cents"] for turn in done["turns"]] == [5000, 6000, 6000, 6000]
    assert "$180.00" in done["turns"][-1]["says"][-1]["text"]


def test_what_came_with_a_text(stage: Stage) -> None:
    done = played(stage, {"patient": "[photo]", "media": 1}, {"patient": "", "media": 3})
    assert [turn["stored"] for turn in done["turns"]] == ["[photo]", ""]
    assert all("pictures" in turn["says"][-1]["text"] for turn in done["turns"]) and last(done)["tickets"] == ["other"]


def test_we_answer_keywords_unless_the_carrier_has(stage: Stage) -> None:
    ours = played(stage, "STOP")["turns"][0]
    theirs = played(stage, {"patient": "STOP", "opt_out_type": "STOP"})["turns"][0]
    assert len(ours["says"]) == 1 and theirs["says"] == []
    assert ours["state"]["opted_out"] is theirs["state"]["opted_out"] is True


# -- states --


def test_the_way_to_a_plan(stage: Stage) -> None:
    done = played(stage, BALANCE, PROOF, PLAN, "3", "1")
    plans = [turn["state"]["plan"] for turn in done["turns"]]
    asking = [turn["state"]["asking"] for turn in done["turns"]]
    assert asking[0] == "identity" and asking[2:] == ["plan_choice", "plan_confirm", "none"]
    assert plans[:3] == [None] * 3
    assert plans[3] == {"installments": 3, "amounts_cents": [8000, 8000, 8000], "state": "offered"}
    assert plans[4] == {**plans[3], "state": "active"}


def test_declined_is_no_plan(stage: Stage) -> None:
    done = played(stage, BALANCE, PROOF, PLAN, "3", "2")
    assert last(done)["plan"] is None


def test_more_than_four_are_offered_until_the_page_is_signed(stage: Stage) -> None:
    done = played(stage, BALANCE, PROOF, PLAN, "6", "1")
    assert last(done)["plan"]["state"] == "offered" and last(done)["plan"]["installments"] == 6
    assert "agreement" in done["turns"][-1]["links"]


@pytest.mark.parametrize(
    ("text", "kind", "ticket"), [("i want to die", "988", "crisis"), ("me duele el pecho", "911", "emergency")]
)
def test_safety_is_named_on_its_own_turn(stage: Stage, text: str, kind: str, ticket: str) -> None:
    done = played(stage, text, "hi")
    assert [turn["state"]["safety"] for turn in done["turns"]] == [kind, None]
    assert ticket in last(done)["tickets"] and last(done)["nudges_paused"] is True


@pytest.mark.parametrize(
    ("text", "ticket"),
    [
        ("i dont owe this", "dispute"), ("my husband passed away", "deceased"), ("i filed for bankruptcy", "legal"),
        ("i will sue you", "legal"), ("wrong number", "wrong_person"),
    ],
)  # fmt: skip
def test_tickets_and_paused_nudges(stage: Stage, text: str, ticket: str) -> None:
    done = played(stage, text)
    assert ticket in last(done)["tickets"] and last(done)["nudges_paused"] is True


def test_a_promise_has_its_date(stage: Stage) -> None:
    done = played(stage, "friday", "11/27")
    assert last(done)["promise_date"] == "2026-11-27" and last(done)["nudges_paused"] is True


def test_nudges_are_not_paused_by_the_hour(stage: Stage) -> None:
    done = played(stage, "hi", start=datetime(2026, 11, 22, 5, 0, tzinfo=UTC))
    assert last(done)["nudges_paused"] is False


def test_three_misses_lock(stage: Stage) -> None:
    done = played(stage, BALANCE, *["1/1/70 97201"] * 3, {"patient": "hi", "after_s": 31 * 60})
    assert [turn["state"]["locked"] for turn in done["turns"]] == [False, False, False, True, False]


def test_links_are_those_of_the_turn(stage: Stage) -> None:
    done = played(stage, BALANCE, PROOF, "link pls", "hi")
    assert [turn["links"] for turn in done["turns"]][1:] == [[], ["pay"], []]


# -- the command --


def command(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    file = tmp_path / "talks.jsonl"
    file.write_text(text)
    status = main(["replay", str(file)], os.environ)
    told = capsys.readouterr()
    return status, told.out, told.err


def test_one_line_a_talk_in_the_same_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(json.dumps({"id": name, "turns": [{"patient": "STOP"}]}) + "\n\n" for name in ("b", "a", "ñ"))
    status, out, err = command(tmp_path, text, capsys)
    assert (status, err) == (0, "") and [json.loads(line)["id"] for line in out.splitlines()] == ["b", "a", "ñ"]


@pytest.mark.parametrize(
    "line",
    [
        "not json", "[]", "7", '{"id":"x"}', '{"turns":[]}', '{"id":"x","turns":[{"nobody":"hi"}]}',
        '{"id":"x","turns":[{"staff":"dances"}]}', '{"id":"x","turns":[{"event":"rain"}]}', '{"id":"x","turns":"hi"}',
        '{"id":"x","turns":[{"event":"paid"}]}', '{"id":"x","start":"2026-03-02T17:00:00","turns":[]}',
        '{"id":"x","start":"soon","turns":[]}', '{"id":"x","patient":{"dob":"2/3/84"},"turns":[]}',
        '{"id":"x","patient":"Dana","turns":[]}', '{"id":"x","turns":[{"patient":7}]}',
        '{"id":"x","turns":[{"patient":"hi","after_s":"soon"}]}', '{"id":"x","turns":[{"patient":"hi","after_s":-5}]}',
        '{"id":"x","lang":"fr","turns":[]}', '{"id":"x","patient":{"balance_cents":"1"},"turns":[]}',
        '{"id":"x","turns":[null]}', '{"id":"x","turns":[{"patient":"hi","media":"two"}]}',
    ],
)  # fmt: skip
def test_a_line_that_is_not_understood_ends_it_with_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    status, out, err = command(tmp_path, f'{{"id":"ok","turns":[]}}\n{line}\n', capsys)
    assert status == 2 and err.startswith("Line 2 is not understood") and "Traceback" not in err
    assert json.loads(out)["id"] == "ok", "the talks before it are told"


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["replay", str(tmp_path / name)], os.environ) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id":"s","turns":[]}\n'))
    assert main(["replay", "-"], os.environ) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "s"


def test_the_environments_clock_is_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEEPDOG_NOW", "2026-01-05T18:00:00Z")
    text = json.dumps({"id": "p", "patient": {"has_plan": True}, "turns": [{"patient": "ok"}]}) + "\n"
    status, out, _ = command(tmp_path, text, capsys)
    assert status == 0 and json.loads(out)["end"]["plan"]["state"] == "active"


def test_later_is_never_earlier(stage: Stage) -> None:
    """Two talks of one file: the second begins when it says, though the first ended later."""
    played(stage, "hi", start=datetime(2027, 1, 1, tzinfo=UTC))
    played(stage, {"patient": "hi", "after_s": 0}, start=datetime(2026, 1, 1, tzinfo=UTC))
    assert stage.app.now() - datetime(2026, 1, 1, tzinfo=UTC) == timedelta(0)
