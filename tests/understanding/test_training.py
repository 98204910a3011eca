"""Taking part in a training run without the tools of one: what is shown meanwhile, and what makes a model stale."""

from __future__ import annotations

import pytest

from bot.training import made_by
from bot.training.bar import Bar


def test_the_bar_tells_every_tenth_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar()
    for share in range(101):
        bar(share / 100)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11
    assert lines[5].startswith("[###############...............]  50%, ") and lines[-1].startswith("[" + "#" * 30)


def test_every_file_that_makes_a_model_is_there() -> None:
    assert all((made_by.ROOM / name).is_file() for name in made_by.FILES)
    assert len(made_by.code_hash()) == 64
