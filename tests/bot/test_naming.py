"""The name in texts is the practice's own, and gives nothing away that nobody confirmed (fact sheet F0, H4)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.naming import fault, gives_away


@pytest.mark.parametrize(
    ("program", "legal", "dbas", "registered", "said"),
    [
        ("Main St Medical", "Main St Medical PLLC", (), "", ""),
        ("main st. medical", "Main St Medical", (), "", ""),
        ("Acme AR Solutions", "Main St Medical", (), "", "FALSE_NAME"),
        ("Medical Main St", "Main St Medical", (), "", "FALSE_NAME"),
        ("Creekside Clinic", "Main St Medical PLLC", ("Creekside Clinic",), "", ""),
        ("", "Main St Medical", (), "", "FALSE_NAME"),
        ("Main St Medical", "Main St Medical PLLC", (), "Main St Medical", ""),
        ("Main St Medical", "Main St Medical PLLC", (), "Main St Medical PLLC", "carriers know"),
        ("Creekside Clinic", "Main St Medical", ("Creekside Clinic",), "Main St Medical", ""),
    ],
)
def test_whose_name(program: str, legal: str, dbas: Sequence[str], registered: str, said: str) -> None:
    found = fault(program, legal, dbas, registered)
    assert (said in found) if said else found == ""


@pytest.mark.parametrize(
    ("program", "specialty", "sensitive", "warned"),
    [
        ("Harbor Recovery Center", "behavioral", False, True),
        ("Harbor Fertility", None, True, True),
        ("Harbor Fertility", None, False, False),
        ("Harbor Health", "behavioral", True, False),
        ("Recovery Room Cafe", "dermatology", False, False),
    ],
)
def test_names_that_give_away(program: str, specialty: str | None, sensitive: bool, warned: bool) -> None:
    assert bool(gives_away(program, specialty, sensitive)) == warned
