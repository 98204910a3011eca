"""When somebody wants to be texted: what is plain is read, what is not is for a person (fact sheet F1)."""

from __future__ import annotations

import pytest

from bot.hear.wishes import wish

WORK = ["mon", "tue", "wed", "thu", "fri"]
ALL_BUT_SUNDAY = ["mon", "tue", "wed", "thu", "fri", "sat"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("don't text me during work, 9-5", {"from": "17:00", "to": "09:00"}),
        ("dont text me between 9 and 5", {"from": "17:00", "to": "09:00"}),
        ("only text me after 5", {"from": "17:00"}),
        ("only after 5:30pm please", {"from": "17:30"}),
        ("text me between 6 and 8 pm only", {"from": "18:00", "to": "20:00"}),
        ("dont text me before 9", {"from": "09:00"}),
        ("not before noon", {"from": "12:00"}),
        ("don't text me after 7", {"to": "19:00"}),
        ("no texts after 9pm", {"to": "21:00"}),
        ("don't text me until after 4", {"from": "16:00"}),
        ("only text before 3", {"to": "15:00"}),
        ("dont text me on sundays", {"days": ALL_BUT_SUNDAY}),
        ("not on weekends", {"days": WORK}),
        ("only on weekends", {"days": ["sat", "sun"]}),
        ("only text me on saturday or sunday after 10am", {"days": ["sat", "sun"], "from": "10:00"}),
        ("solo escríbame después de las 5", {"from": "17:00"}),
        ("solo mándenme mensajes entre las 6 y las 8 de la noche", {"from": "18:00", "to": "20:00"}),
        ("no me manden mensajes los domingos", {"days": ALL_BUT_SUNDAY}),
        ("no me escriban antes de las 9", {"from": "09:00"}),
        ("no me escriban después de las 9 de la noche", {"to": "21:00"}),
        ("solo los fines de semana", {"days": ["sat", "sun"]}),
        ("no me escriban entre semana", {"days": ["sat", "sun"]}),
        ("only 17:30-19:00", {"from": "17:30", "to": "19:00"}),
        ("text me after 5pm please", {"from": "17:00"}),
        ("don't text me, only after 5", {"from": "17:00"}),
        ("only after 23:59", {"from": "23:59"}),
        ("only after 12", {"from": "12:00"}),
        ("only after 12:30 am", {"from": "00:30"}),
        ("only after 7:59", {"from": "19:59"}),
        ("only before 7", {"to": "07:00"}),
        ("only before 7:05", {"to": "07:05"}),
        ("only before 6:59", {"to": "18:59"}),
        ("only after 9 in the morning", {"from": "09:00"}),
        ("only after 9 in the evening", {"from": "21:00"}),
        ("only after 9 at night", {"from": "21:00"}),
        ("solo después de las 9 de la mañana", {"from": "09:00"}),
        ("solo antes de las 8 de la tarde", {"to": "20:00"}),
    ],
)
def test_what_is_plain(text: str, told: dict[str, object]) -> None:
    found = wish(text)
    assert found is not None and found.told() == told


@pytest.mark.parametrize(
    "text",
    ["don't text me at work", "no me escriban en el trabajo", "only text me after 9", "no texts at night", "not now",
     "only after 25", "dont text me between 5 and 5", "", "only after 24", "only after 5:60 pm", "only after 8",
     "only between 5 and 9", "only between 25 and 5", "only after 8:30", "not on weekdays and not on weekends"],
)  # fmt: skip
def test_what_a_person_has_to_read(text: str) -> None:
    assert wish(text) is None
