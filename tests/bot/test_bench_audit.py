"""The benchmark of the audit trail measures one that is in order; how fast depends on the machine."""

from __future__ import annotations

import json

import pytest

from bot.__main__ import main


def test_it_says_how_many_rows_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("bench", "audit", "--rows", "300", "--json"), {}) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == 300 and told["verified, rows/s"] > 0 and told["file verified, rows/s"] > 0


@pytest.mark.parametrize("words", [("turn", "--rows", "5"), ("audit", "--rows", "0")])
def test_wrong_usage(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("bench", *words), {}) == 2
    assert "--rows" in capsys.readouterr().err
