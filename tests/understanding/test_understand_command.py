"""`understand` and `nlu` as scripts use them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

Run = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def understand(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(lines: str | bytes, *options: str) -> tuple[int, list[Any], str]:
        raw = lines if isinstance(lines, bytes) else lines.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        status = main(["understand", *options], {})
        said = capsys.readouterr()
        return status, [json.loads(line) for line in said.out.splitlines()], said.err

    return run


def test_json_and_plain_lines_are_answered_in_order(understand: Run) -> None:
    status, told, _ = understand(
        '{"id":"a","text":"whats my balance"}\n\nmándeme el link de pago por favor\n{"id":7,"text":"6"}\n'
    )
    assert status == 0
    assert [(one["id"], one["intent"], one["by"]) for one in told] == [
        ("a", "check_balance", "model"),
        ("3", "get_pay_link", "model"),
        ("7", "out_of_scope", "rule"),
    ]
    assert [one["lang"] for one in told[:2]] == ["en", "es"]
    assert told[0]["ranking"][0] == ["check_balance", told[0]["confidence"]]
    assert set(told[0]["values"]) >= {"day", "zip", "amount_cents", "number"}


def test_a_short_text_keeps_the_language_that_is_known(understand: Run) -> None:
    _, told, _ = understand('{"text":"ok","lang":"es"}\n{"text":"no","lang":"en"}\n')
    assert [one["lang"] for one in told] == ["es", "en"]


def test_model_only_leaves_rules_and_thresholds_out(understand: Run) -> None:
    _, told, _ = understand("6\nwhats my balance\n", "--model-only")
    assert [(one["intent"], one["by"]) for one in told] == [("out_of_scope", "model"), ("check_balance", "model")]


def test_any_bytes_are_answered(understand: Run) -> None:
    status, told, _ = understand(b"\xff\xfe hello\n" + "🐶\n".encode())
    assert (status, len(told)) == (0, 2)


@pytest.mark.parametrize(
    "line",
    [
        '{"id":"1"}',
        '{"text":3}',
        '{"text":"x","now":"2026-11-23T17:00:00"}',
        '{"text":"x","zone":"Mars/X"}',
        "{oops",
        '{"text":"x","lang":"fr"}',
    ],
)
def test_a_wrong_line_is_named(understand: Run, line: str) -> None:
    status, told, said = understand(f"hello\n{line}\n")
    assert (status, len(told)) == (2, 1)
    assert said.startswith("Line 2 is not understood: ")
    assert "Traceback" not in said


def test_rasa_needs_its_address(understand: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHEEPDOG_NLU_URL", raising=False)
    status, _, said = understand("hello\n", "--host", "rasa")
    assert status == 2
    assert said.startswith("SHEEPDOG_NLU_URL is not set.")


def test_scores_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(Path(__file__).parent / "first_held_out.tsv")
    assert main(["nlu", "evaluate", "--json", file], {}) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["right"]) == {"en", "es"} and told["critical"]["opt_out"]["texts"] > 0
    assert main(["nlu", "evaluate", file], {}) == 0
    assert "English: model 9" in capsys.readouterr().out
    assert main(["nlu", "evaluate", "no-such-file.tsv"], {}) == 2


def test_a_model_that_knows_its_texts_is_not_trained_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nlu", "train"], {}) == 0
    assert "was made from these texts and this code" in capsys.readouterr().out
