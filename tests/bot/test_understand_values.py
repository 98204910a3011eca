"""The values that `understand` tells (interfaces.md, section 5), from the command line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.__main__ import main

EMPTY = {"day": None, "zip": None, "amount_cents": None, "number": None}
NOW = "2026-11-23T17:00:00Z"

TABLE = [
    ("3/2/84 97201", "en", {"day": "1984-03-02", "zip": "97201"}),
    ("3/2/84 97201", "es", {"days": ["1984-02-03", "1984-03-02"], "zip": "97201"}),
    ("2 de marzo de 1984, 80203", "es", {"day": "1984-03-02", "zip": "80203"}),
    ("born march second nineteen eighty four", "en", {"day": "1984-03-02"}),
    ("6", "en", {"number": 6}),
    ("60", "en", {"number": 60}),
    ("3 please", "en", {"number": 3}),
    ("tres pagos", "es", {"number": 3}),
    ("the second one", "en", {"number": 2}),
    ("$50", "en", {"amount_cents": 5000}),
    ("i can do 50 a month", "en", {"amount_cents": 5000}),
    ("ciento veinte dólares", "es", {"amount_cents": 12000}),
    ("3 payments of $80.05", "en", {"number": 3, "amount_cents": 8005}),
    ("half", "en", {"fraction": "1/2"}),
    ("la mitad", "es", {"fraction": "1/2"}),
    ("all of it", "en", {"fraction": "1"}),
    ("friday when i get paid", "en", {"day": "2026-11-27"}),
    ("next friday", "en", {"days": ["2026-11-27", "2026-12-04"]}),
    ("el viernes", "es", {"day": "2026-11-27"}),
    ("on the 15th", "en", {"day": "2026-12-15"}),
    ("12/5", "en", {"day": "2026-12-05"}),
    ("12/5", "es", {"days": ["2026-12-05", "2027-05-12"]}),
    ("whats my bal", "en", {}),
    ("call me at 303-555-0143", "en", {}),
    ("4111 1111 1111 1111", "en", {}),
]


@pytest.fixture
def understand(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*lines: dict[str, Any]) -> list[dict[str, Any]]:
        raw = "\n".join(json.dumps(line) for line in lines).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        assert main(["understand"], {}) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_every_value_is_told(understand: Any) -> None:
    told = understand(*({"text": text, "lang": lang, "now": NOW} for text, lang, _ in TABLE))
    assert [(text, one["values"]) for (text, _, _), one in zip(TABLE, told, strict=True)] == [
        (text, EMPTY | values) for text, _, values in TABLE
    ]


def test_a_text_of_values_only_is_known_by_rule(understand: Any) -> None:
    told = understand({"text": "3/2/84 97201"}, {"text": "6"}, {"text": "$50"})
    assert [(one["intent"], one["by"]) for one in told] == [("out_of_scope", "rule")] * 3


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        ("2026-11-24T05:30:00Z", "America/Denver", "2026-11-24"),
        ("2026-11-24T05:30:00Z", "America/New_York", "2026-11-25"),
        ("2026-11-24T05:30:00Z", None, "2026-11-24"),
    ],
)
def test_tomorrow_is_reckoned_where_the_patient_is(understand: Any, now: str, zone: str | None, day: str) -> None:
    (told,) = understand({"text": "tomorrow", "now": now, "zone": zone})
    assert told["values"]["day"] == day


def test_the_model_alone_tells_values_too(understand: Any, monkeypatch: pytest.MonkeyPatch,
                                          capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"6\n"), encoding="utf-8"))
    assert main(["understand", "--model-only"], {}) == 0
    assert json.loads(capsys.readouterr().out)["values"] == EMPTY | {"number": 6}
