"""`docs/compliance.md` is what the code says now, and no rule is without a test that would miss it."""

from __future__ import annotations

import re
from functools import cache
from unittest.mock import patch

import pytest

from bot.gate import RULES, Rule, verdict
from bot.gate.holds import HOLDS, STOPS
from bot.gate.rule import Finding
from bot.keywords import ORDER
from flows.policy_terms import KEYS
from flows.values import MessageClass
from tests import compliance_page
from tests.asking import asking
from tests.compliance_asked import after_stop, capped, hours, needs_consent
from tests.compliance_shown import shown_by, without

C = MessageClass


@cache
def made() -> str:
    """The page as the code makes it now: some seconds, so once."""
    return compliance_page.page()


def test_the_page_is_up_to_date() -> None:
    kept = compliance_page.PAGE.read_text(encoding="utf-8")
    assert kept == made(), "run python -m tests.compliance_page and commit docs/compliance.md"


def column(title: str, place: int) -> list[str]:
    """A column of the table under a heading."""
    part = made().split(f"\n## {title}\n")[1].split("\n## ")[0]
    return [line.split(" | ")[place].strip("| ") for line in part.splitlines() if line.startswith("| ")][2:]


def named(title: str) -> set[str]:
    return {name for cell in column(title, 1) for name in re.findall(r"`(\w+)`", cell)}


def test_every_rule_stands_in_it_in_its_order() -> None:
    assert {rule.name for rule in RULES} == named("Rules, in their order") | named("Holds")
    numbers = [int(number) for cell in column("Rules, in their order", 0) for number in re.findall(r"\d+", cell)]
    assert numbers == sorted(numbers) and numbers[-1] == len(RULES)
    assert [f"`{name}`" for name in ORDER] == column("What patients write: rules that come before any model", 1)


def test_every_hold_class_and_setting_stands_in_it() -> None:
    assert named("Holds") == {*STOPS} == {*HOLDS}
    assert column("Classes of texts", 0) == [f"`{cls}`" for cls in MessageClass]
    assert column("Policy values, and who may change what", 0) == [f"`{path}`" for path in KEYS]


def test_no_cell_is_empty_but_examples() -> None:
    for line in made().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        assert not line.startswith("| ") or all(cells[:4]), line


def test_a_rule_that_no_test_would_miss_is_told() -> None:
    idle = Rule("idle", "nowhere", "Nothing", frozenset(C), lambda message, facts, now: None, False, False)
    with patch.object(compliance_page, "RULES", (idle,)), pytest.raises(compliance_page.NotShown, match="idle"):
        compliance_page.page()


def test_tests_are_found_by_taking_the_rule_out() -> None:
    rule = next(rule for rule in RULES if rule.name == "landline")
    assert shown_by(rule) == ["test_a_landline_gets_answers_only"]
    with without(rule):
        assert all(rule not in rules for rules in verdict._ASKED.values())
    assert any(rule in rules for rules in verdict._ASKED.values())


def test_the_table_of_classes_asks_the_gate() -> None:
    """A gate that wants consent for every answer, and is always shut, is told so."""
    never = Rule("never", "x", "x", frozenset(C), lambda message, facts, now: Finding("no"), True, False)
    assert (needs_consent(C.HELP), hours(C.HELP), after_stop(C.SAFETY)) == ("no", "any hour", "yes")
    with asking({kind: (*rules, never) for kind, rules in verdict._ASKED.items()}):
        assert (needs_consent(C.HELP), after_stop(C.SAFETY)) == ("yes", "no")
        assert hours(C.HELP) != "any hour"


@pytest.mark.parametrize(
    ("cls", "consent", "hour", "limits", "stop"),
    [
        (C.OPTOUT_CONFIRM, "no", "any hour", ["optout_confirm_once"], "yes, once, within 5 minutes"),
        (C.SAFETY, "no", "any hour", [], "yes"),
        (C.HELP, "no", "any hour", [], "no"),
        (C.REPLY, "no", "any hour for 30 minutes after the patient's own text", ["replies_per_hour"], "no"),
        (C.OTP, "no", "any hour", ["otp_per_day"], "no"),
        (C.RECEIPT, "no", "any hour for 10 minutes after the payment", [], "no"),
        (C.SERVICE, "yes", "waits for the window", ["min_gap", "per_7_days", "per_day"], "no"),
        (C.NUDGE, "yes", "waits for the window", ["min_gap", "per_7_days", "per_day", "max_nudges"], "no"),
        (C.CONSENT_CONFIRM, "yes", "any hour for 5 minutes after the patient's own opt-in", ["confirm_once"], "no"),
        (C.CONSENT_ASK, "asks for it", "waits for the window", ["min_gap", "consent_ask_week"], "no"),
        (C.STAFF, "yes, but for 24 hours after the patient's own text", "any hour for 30 minutes after",
         ["min_gap", "per_7_days", "per_day"], "no"),
    ],
    ids=lambda value: str(value) if isinstance(value, C) else "",
)  # fmt: skip
def test_classes_are_as_the_fact_sheet_has_them(cls: C, consent: str, hour: str, limits: list[str], stop: str) -> None:
    """Fact sheet section 0, and decision 26."""
    assert (needs_consent(cls), after_stop(cls)) == (consent, stop)
    assert hours(cls).startswith(hour)
    assert re.findall(r"`(\w+)`", capped(cls)) == limits
