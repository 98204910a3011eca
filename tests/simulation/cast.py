"""Invented patients over all states and zones: their numbers, ZIPs, consents and troubles. Nothing here is judged."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import zones
from flows.money import Money
from storage import consent, ledger, people

FIRST = "Ana Ben Carla Dana Eli Fay Gus Hana Ivan Jo Kim Luz Max Nora Omar Pia Quin Rosa Sam Tess".split()  # noqa: SIM905
LAST = "Alder Birch Cedar Doyle Elm Frost Gray Hale Ives Jolly Kerr Lake Moss Nye Oak Penn Quist".split()  # noqa: SIM905
TOLL_FREE = ("800", "833", "888")
SPLIT = ("850", "219", "270", "308", "423", "541", "574", "605", "606", "620", "701", "775", "812", "906", "907", "928",
         "208")  # fmt: skip
FLAGS = {"insurance_pending": 0.02, "nsa_protected": 0.01, "part2": 0.01, "confidential_minor": 0.01,
         "assigned_to_agency": 0.01}  # fmt: skip
WORDING = "I agree to texts about my bill."


TEMPERS = {"quiet": 30, "pays": 20, "talks": 30, "cross": 8, "troubled": 10, "robot": 2}
STRICT = ("MA", "NJ", "NY", "DC", "MN", "FL", "CA")


@dataclass(frozen=True)
class Folk:
    """Who lives in a town, and how they are: everybody there is, unless told otherwise."""

    states: tuple[str, ...] = ()
    """Only these, where there are some."""
    young: float = 0.03
    stated: tuple[int, ...] = (0, 0, 3, 20, 35, 60, 100)
    """Days since the first statement, each as likely."""
    tempers: Mapping[str, int] = field(default_factory=lambda: TEMPERS)
    says: tuple[str, ...] = ()
    """What talks are about, where they are about little."""
    desk: Mapping[str, int] = field(default_factory=dict)
    """What staff do, and how often, where they do not do what staff do."""
    acts: int = 1
    """How often staff act, against an ordinary town of that size."""
    lookups: bool = True
    flags: Mapping[str, float] = field(default_factory=dict)
    new_numbers: float = 0.05
    plans_at: tuple[int, ...] = (6,)
    """Hours of the day, Denver time, at which the day's touches are planned: the product looks every minute, which
    would take weeks here."""


EVERYBODY = Folk()


@dataclass
class Person:
    """A patient as the simulation knows them."""

    id: int
    number: str
    zip: str | None
    born: date
    first: str
    temper: str
    """How they answer: quiet, pays, talks, cross, troubled, robot."""
    lang: str = "en"
    talks: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


def numbers(chance: random.Random, folk: Folk = EVERYBODY) -> Iterator[tuple[str, str | None]]:
    """Numbers with a ZIP that fits, one that does not, or none; all states come up, split codes and odd ones often."""
    by_state: dict[str, list[str]] = {}
    for npa, (state, _) in sorted(zones._BY_NPA.items()):
        by_state.setdefault(state, []).append(npa)
    zips: dict[str, list[str]] = {}
    for zip3, (state, _) in sorted(zones._BY_ZIP3.items()):
        zips.setdefault(state, []).append(zip3)
    states, taken = sorted(set(by_state) & set(zips)), set[str]()
    while True:
        state = chance.choice(folk.states or (STRICT if chance.random() < 0.3 else states))
        npa = chance.choice(by_state[state])
        roll = chance.random()
        npa = chance.choice(SPLIT) if roll < 0.12 else chance.choice(TOLL_FREE) if roll < 0.14 else npa
        number = f"+1{npa}{chance.randrange(200, 999)}{chance.randrange(10_000):04}"
        if number in taken or number[5:7] == "11":
            continue
        taken.add(number)
        home = chance.choice(states) if chance.random() < 0.1 else state
        code = None if chance.random() < 0.15 else f"{chance.choice(zips[home])}{chance.randrange(100):02}"
        yield number, code


def settle(tx: Connection, practice: int, first: int, many: int, now: datetime, chance: random.Random,
           supply: Iterator[tuple[str, str | None]], folk: Folk = EVERYBODY) -> list[Person]:  # fmt: skip
    """So many patients of the practice, one in eight sharing a number with the one before."""
    found: list[Person] = []
    for index in range(first, first + many):
        shares = bool(found) and chance.random() < 0.12
        number, code = (found[-1].number, found[-1].zip) if shares else next(supply)
        found.append(_patient(tx, practice, index, number, code, now, chance, folk))
    return found


def _patient(tx: Connection, practice: int, index: int, number: str, code: str | None, now: datetime,
             chance: random.Random, folk: Folk) -> Person:  # fmt: skip
    born = date(chance.randrange(1935, 2004), chance.randrange(1, 13), chance.randrange(1, 28))
    young = chance.random() < folk.young
    born = date(2013, 5, 5) if young else born
    first, last = chance.choice(FIRST), chance.choice(LAST)
    lang = chance.choice(("en", "en", "en", "es"))
    service = now.date() - timedelta(days=chance.choice((30, 45, 60, 200, 900, 1070, 1200)))
    statement = now.date() - timedelta(days=chance.choice(folk.stated))
    flags = [flag for flag, share in {**FLAGS, **folk.flags}.items() if chance.random() < share]
    mailed = now - timedelta(days=9) if chance.random() < 0.7 else None
    patient = people.add_patient(
        tx, practice, f"S{index:05}", first, last, born=born, zip=code, lang=lang, flags=flags, oldest_service=service,
        first_statement=statement, created_at=now, first_imported_at=now, ma_notice_sent_at=mailed,
        risk_ack_at=now if chance.random() < 0.5 else None, risk_ack_wording="verify.ask",
        guarantor_born=date(1980, 4, 4) if young else None, guarantor_first="Pat" if young else None,
    )  # fmt: skip
    kind = "landline" if chance.random() < 0.02 else "mobile"
    guarantor = young and chance.random() < 0.5
    people.add_phone(tx, practice, patient, number, kind=kind, of="guarantor" if guarantor else "patient")
    if chance.random() < 0.93:
        _agree(tx, practice, patient, number, now, chance)
    cents = chance.choice((300, 499, 500, 2500, 8000, 24001, 120000))
    ledger.charge(tx, practice, patient, "simulation", f"{index}", Money(cents), now)
    temper = chance.choices(tuple(folk.tempers), tuple(folk.tempers.values()))[0]
    return Person(patient, number, code, born, first, temper, lang)


def _agree(tx: Connection, practice: int, patient: int, number: str, now: datetime, chance: random.Random) -> None:
    source = chance.choice(("intake_form", "intake_form", "web_form", "keyword", "verbal"))
    scope = ("appointments",) if chance.random() < 0.03 else ("billing",)
    at = now - timedelta(days=chance.choice((0, 1, 30, 170, 179, 400)))
    consent.grant(tx, practice, patient, number, source, WORDING, "1", scope, "import", at,
                  econsent=chance.random() < 0.3)  # fmt: skip
