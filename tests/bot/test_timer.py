"""The timer's one decision: what is due now."""

from __future__ import annotations

from bot.commands.timer import tick


def test_what_is_due_is_woken_and_falls_due_again() -> None:
    woken: list[str] = []

    def wake(name: str) -> bool:
        woken.append(name)
        return True

    due = tick({"sweep": 0.0, "plan_touches": 0.0}, 100.0, wake)
    assert woken == ["sweep", "plan_touches"] and due == {"sweep": 110.0, "plan_touches": 160.0}
    assert tick(due, 109.0, wake) == due and len(woken) == 2
    assert tick(due, 110.0, wake) == {"sweep": 120.0, "plan_touches": 160.0}


def test_while_the_queue_is_away_it_stays_due() -> None:
    assert tick({"sweep": 0.0}, 100.0, lambda _name: False) == {"sweep": 0.0}
