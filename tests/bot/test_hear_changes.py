"""What somebody wants done to the plan they have."""

from __future__ import annotations

import pytest

from bot.hear.changes import change
from bot.hear.text import plain

SAID = """
skip | can i skip this month
skip | need to skip june
skip | let me miss one payment
skip | puedo saltarme este mes
skip | quiero brincar un pago
- | i didnt skip a payment
- | i never miss a payment
end | please cancel my payment plan
end | cancel the plan
end | i dont want the plan anymore
end | quiero cancelar mi plan
end | ya no quiero el plan de pagos
- | when does my plan end
- | cancel my appointment
- | can you cancel the plan date
move | can you move my due date
move | push it to the 20th
move | change the day of my payment
move | can i pay it a week late
move | quiero cambiar la fecha de mi pago
move | me pueden recorrer el pago
less | can we lower my monthly payment
less | i need smaller payments
less | can i get more time
less | pueden bajar la mensualidad
less | quiero pagos mas chicos
card | can you set up autopay
card | can i pay it automatically
card | just charge my card automatically each month
card | puede cobrarse con pagos automaticos
card | quiero que se pague solo
keep | dont change anything
keep | nvm ill have it by the 1st
keep | mejor no, dejelo asi
card | se puede poner el pago en automatico
move | el pago cae el 1, eso se puede cambiar
- | how much is my next payment
- | i paid with my card
- | cuando es mi pago
- | what is my balance
"""


@pytest.mark.parametrize("row", SAID.strip().splitlines())
def test_what_is_wished_for(row: str) -> None:
    wanted, _, words = (part.strip() for part in row.partition("|"))
    assert (change(plain(words).text) or "-") == wanted
