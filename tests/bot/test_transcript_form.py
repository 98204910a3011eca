"""The form of transcripts: what is read, what is played, and what an unknown word says (design, section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import transcript
from bot.rehearsal import Stage
from bot.transcript import Row, ScriptError
from tests.test_transcripts import Told

HEAD = "A title\nof two lines.\n\nGiven   Maria Lopez, born 3/2/1984, ZIP 80203, texts from 720-555-0143\n"
DENVER = ZoneInfo("America/Denver")


def script(*rows: str, given: str = "        owes $240.01 to Willow Creek Pediatrics\n") -> transcript.Script:
    return transcript.read(HEAD + given + "\n" + "\n".join(rows) + "\n", "t.txt")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Stage.at(tmp_path_factory.mktemp("stage"), datetime(2026, 1, 1, tzinfo=UTC), Told({"bal": "check_balance"}))
    yield made
    made.app.db.dispose()


# -- reading --


def test_lines_by_who_says_them() -> None:
    told = script("Maria:  whats my bal                    [check_balance]", "Bot:    You owe", "        a lot.",
                  "        -- 2 days later --", "        (held until Mar 3 09:00: it is late)", "María José:  hola",
                  "", "Then    plan: none", "        ledger: nothing moved")  # fmt: skip
    assert told.title == "A title of two lines."
    assert [(row.who, row.text, row.intent) for row in told.rows] == [
        ("Maria", "whats my bal", "check_balance"), ("Bot", "You owe a lot.", None), ("--", "2 days later", None),
        ("(", "held until Mar 3 09:00: it is late", None), ("María José", "hola", None),
    ]  # fmt: skip
    assert [row.line for row in told.rows] == [7, 8, 10, 11, 12]
    assert [text for _, text in told.then] == ["plan: none", "ledger: nothing moved"]
    assert told.intents() == {"whats my bal": "check_balance"}


@pytest.mark.parametrize("typed", ["a: b", "see [this]", "$5 -- or not --", "(no)", "Given up", "[x]", "-- --"])
def test_a_typed_line_may_hold_anything(typed: str) -> None:
    (row,) = script(f"Maria:  {typed}").rows
    assert (row.who, row.text) == ("Maria", typed)


def test_a_line_of_nobody_is_an_error_with_its_place() -> None:
    with pytest.raises(ScriptError, match=r"t\.txt:7: this line is nobody's"):
        script("and then it rained")


# -- the scene --


def test_a_whole_scene() -> None:
    told = script(given=(
        "        and Leo Lopez, born 5/6/2015, guarantor Maria Lopez, born 3/2/1984, speaks Spanish\n"
        "        statement code B8H3TW5Z, owes $1,240.50 to Willow Creek Pediatrics\n"
        "        after insurance paid $100.00 and $20.00 was adjusted, has a plan, opted out, insurance pending\n"
        "        the carrier answers keywords, it is Wed Nov 25 2026, 21:30 in Los Angeles\n"))  # fmt: skip
    given = transcript.scene(told, "t.txt")
    maria, leo = given.parts
    assert (maria.name, maria.dob, maria.zip, maria.phone) == ("Maria Lopez", date(1984, 3, 2), "80203", "+17205550143")
    assert (leo.name, leo.guarantor, leo.lang, leo.statement_code) == (
        "Leo Lopez", ("Maria Lopez", date(1984, 3, 2)), "es", "B8H3TW5Z")  # fmt: skip
    assert (leo.balance_cents, leo.insurance_cents, leo.adjusted_cents) == (124050, 10000, 2000)
    assert leo.has_plan and leo.opted_out and leo.flags == ("insurance_pending",) and given.carrier_replies
    assert (given.practice, given.zone) == ("Willow Creek Pediatrics", "America/Los_Angeles")
    assert given.now == datetime(2026, 11, 26, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("given", ["        rides a horse\n", "        owes money\n", "        it is noon in Denver\n"])
def test_an_unknown_fact_is_an_error_with_its_place(given: str) -> None:
    with pytest.raises(ScriptError, match=r"t\.txt:5: not understood from here"):
        transcript.scene(script(given=given), "t.txt")


def test_a_scene_needs_somebody() -> None:
    with pytest.raises(ScriptError, match="names no patient"):
        transcript.scene(transcript.read("A title.\n\nGiven   owes $1.00\n", "t.txt"), "t.txt")


# -- playing --


def test_played_lines_stand_as_they_would_be_written(stage: Stage) -> None:
    lines = transcript.play(script("Maria:  bal                 [check_balance]", "        -- 5 minutes later --",
                                   "Bot:    (whatever stands here is played anew)", "Maria:  STOP"), stage)  # fmt: skip
    assert lines[0] == f"{'Maria:':8}{'bal':58}  [check_balance]"
    assert [line[:4] for line in lines[1:3]] == ["Bot:", "Bot:"] and "<page>" in lines[2]
    assert "        -- 5 minutes later --" in lines and "Maria:  STOP" in lines
    assert lines[-4:] == ["Then    plan: none", "        ledger: nothing moved", "        staff: nothing to do",
                          "        texts: opted out"]  # fmt: skip


def test_playing_twice_gives_the_same(stage: Stage) -> None:
    told = script("Maria:  bal", "Maria:  3/2/84 80203", "        -- $40.00 is paid --")
    assert transcript.play(told, stage) == transcript.play(told, stage)


def test_what_is_written_reads_as_what_was_played(stage: Stage) -> None:
    told = script("Maria:  bal", "        -- a nudge falls due --", "Maria:  i dont owe this")
    played = transcript.rewritten(HEAD + "        owes $240.01\n\nMaria:  bal\n", told, transcript.play(told, stage))
    again = transcript.read(played, "t.txt")
    assert transcript.play(again, stage) == transcript.play(told, stage)


def test_a_text_that_did_not_leave_shows_why(stage: Stage) -> None:
    night = "        owes $240.01, it is Mon Mar 2 2026, 21:30 in Denver\n"
    told = script("        -- a nudge falls due --", given=night)
    lines = transcript.play(told, stage)
    assert lines[1] == "        (held until Mar 3 09:00: 9:30 at night in Denver)"


def test_a_text_that_is_dropped_shows_why(stage: Stage) -> None:
    told = script("        -- a nudge falls due --", given="        owes $240.01, opted out\n")
    assert transcript.play(told, stage)[1] == "        (dropped: The patient asked for no more texts)"


@pytest.mark.parametrize("event", ["the moon turns blue", "5 moons later", "Ana dances", "$ is paid", "later"])
def test_an_event_that_nobody_knows_is_an_error_with_its_place(event: str, stage: Stage) -> None:
    with pytest.raises(ScriptError, match=r"t\.txt:7"):
        transcript.play(script(f"        -- {event} --"), stage, "t.txt")


def test_time_passes_by_the_talks_own_clock(stage: Stage) -> None:
    began = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    passing = [f"        -- {time} later --" for time in ("3 hours", "1 week", "30 seconds")]
    transcript.play(script(*passing), stage)
    assert (stage.app.now() - began).total_seconds() == 3 * 3600 + 7 * 86400 + 30


def test_long_texts_are_wrapped_and_read_back() -> None:
    body = "word " * 60
    lines = transcript.wrapped("Bot:", body)
    assert all(len(line) <= transcript.WIDTH for line in lines) and len(lines) > 2
    assert script(*lines).rows == [Row("Bot", body.strip(), 7)]


def test_a_link_is_shown_by_the_kind_of_its_page() -> None:
    links = f"https://pay.willowcreek.example/p/{'x' * 22} http://127.0.0.1:8000/a/{'y-_' * 7}"
    assert transcript.LINK.sub(lambda found: f"<{transcript.PAGES[found[1]]}>", links) == "<page> <agreement>"


def test_other_patients_share_the_first_ones_phone(stage: Stage) -> None:
    given = "        owes $240.01\n        and Leo Lopez, born 5/6/1990, owes $50.00\n"
    lines = transcript.play(script("Maria:  bal", "Maria:  5/6/90 80203", given=given), stage)
    assert any("$50.00" in line for line in lines) and not any("$240.01" in line for line in lines)


def test_folders_of_transcripts_hold_only_what_can_be_read() -> None:
    for file in sorted((Path(__file__).parents[1] / "transcripts").glob("*.txt")):
        told = transcript.read(file.read_text(encoding="utf-8"), file.name)
        assert told.rows and told.then and told.title, file.name
        assert transcript.scene(told, file.name).parts
