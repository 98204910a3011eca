"""`./sheepdog chat`: a talk in the terminal, printed in the form of a transcript, so that it pastes into a new file."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import transcript
from bot.__main__ import main
from bot.commands import chat
from bot.rehearsal import Stage
from tests.test_transcripts import Told

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """A session of these typed lines: its exit status, what it printed, what it complained of."""
    monkeypatch.setenv("SHEEPDOG_NOW", "2026-03-02T17:00:00Z")

    def run(*lines: str, words: tuple[str, ...] = ()) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        status = main(["chat", *words], os.environ)
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


SESSION = (
    *("whats my balance", "3/2/84 80203", "can i do 3 payments", "-- 5 minutes later --", "1", "send me a pay link"),
    *("-- Ana takes over --", "-- Ana writes: Hello, Ana here. --", "-- Ana lets the bot go on --"),
    *("-- $50.00 is paid --", "-- a photo arrives --", "stop texting me"),
)


def test_a_session_pastes_into_a_transcript_and_comes_out_the_same(say: Say, tmp_path: Path) -> None:
    status, out, err = say(*SESSION)
    assert (status, err) == (0, "")
    script = transcript.read(out, "pasted")
    stage = Stage.at(tmp_path, datetime(2026, 1, 1, tzinfo=UTC), Told(script.intents()))
    played = transcript.rewritten(out, script, transcript.play(script, stage, "pasted"))
    stage.app.db.dispose()
    assert played == out.rstrip() + "\n"
    assert script.intents()["whats my balance"] == "check_balance"
    assert "3 payments" in out and "opted out" in out.split("Then")[1]


def test_what_is_printed(say: Say) -> None:
    _, out, _ = say("HELP")
    head, rest = out.split("\n\n", 1)
    assert head == "A talk in the terminal."
    assert rest.startswith("Given   Maria Lopez, born 3/2/1984, ZIP 80203, texts from 720-555-0143\n")
    assert re.search(r"^Maria:  HELP +\[help\]$", rest, re.M) and re.search(r"^Bot:    Willow Creek", rest, re.M)
    assert "it is Mon Mar 2 2026, 10:00 in Denver" in rest
    assert "\nThen    plan: none\n        ledger: nothing moved\n        staff: nothing to do\n" in rest


def test_figures_alone_have_no_meaning_of_their_own(say: Say) -> None:
    _, out, _ = say("3/2/84 80203")
    assert re.search(r"^Maria:  3/2/84 80203$", out, re.M), "a bracket that the fast run could not keep"


@pytest.mark.parametrize(
    ("name", "full", "who"),
    [
        ("Rosa Diaz", "Rosa Diaz", "Rosa"),
        ("rosa diaz", "Rosa Diaz", "Rosa"),
        ("José", "José Lopez", "José"),
        ("ana maría ruiz", "Ana María Ruiz", "Ana"),
    ],
)
def test_as_somebody(say: Say, name: str, full: str, who: str) -> None:
    status, out, _ = say("hi", words=("--as", name))
    assert status == 0 and f"Given   {full}, born" in out and re.search(rf"^{who}: +hi", out, re.M)
    assert transcript.scene(transcript.read(out)).parts[0].name == full


@pytest.mark.parametrize("name", ["", " ", "123", "R2 D2!", "!"])
def test_a_name_that_no_transcript_could_say(say: Say, name: str) -> None:
    status, out, err = say("hi", words=("--as", name))
    assert status == 2 and "first and a last name" in err and "Traceback" not in out + err


@pytest.mark.parametrize(("lang", "said"), [("es", "speaks Spanish"), ("en", "speaks English")])
def test_in_a_language(say: Say, lang: str, said: str) -> None:
    _, out, _ = say("STOP", words=("--lang", lang))
    assert said in out and ("ya no va a recibir" in out) == (lang == "es")


def test_what_nobody_can_make_happen_is_said_and_the_talk_goes_on(say: Say) -> None:
    status, out, _ = say("-- it snows --", "HELP")
    assert status == 0 and "nobody knows how to make this happen" in out and "For help call" in out


def test_nothing_typed_is_a_talk_of_nothing(say: Say) -> None:
    status, out, _ = say("", "   ")
    assert status == 0 and "Bot:" not in out and "Then    plan: none" in out


def test_it_leaves_nothing_behind(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    say("hi")
    assert list(tmp_path.iterdir()) == []


def test_where_somebody_types_the_line_is_written_over(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((40, 20)))
    assert chat._written("Maria:  hi   [greet]") == ["\x1b[A\rMaria:  hi   [greet]\x1b[K"]
    assert chat._written("Maria:  " + "long " * 20) == [], "a line of two rows is left as it was typed"
