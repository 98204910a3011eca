"""A practice's own policy: stricter always, looser caps with a note, nothing past what the law fixes (section 11)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from flows.policy import DEFAULT, Policy
from flows.policy_terms import KEYS, BadPolicy, read

SECTION_11: dict[str, Any] = {
    "quiet": {"start": "09:00", "end": "20:00", "days": ["mon", "tue", "wed", "thu", "fri", "sat"],
              "holidays": "us_federal", "hard_min": "08:00", "hard_max": "21:00", "zones": "union_all_candidates"},
    "caps": {"per_day": 1, "per_7d": 2, "min_gap_h": 48, "max_nudges_per_balance": 6,
             "count": ["NUDGE", "SERVICE", "STAFF_uninvited", "CALL_logged"], "scope": ["phone", "patient"]},
    "cadence_days_from_first_statement": [0, 7, 21, 45, 60, 90],
    "reply_grace_min": 30,
    "min_balance_cents": 500,
    "optout": {"apply_within_s": 60, "legal_max_business_days": 10, "confirm_within_s": 300, "confirm_max": 1,
               "scope": "all_program", "clarify": "off"},
    "reassigned": {"recheck_after_days": 60, "hard_stop_after_days": 180},
    "content_level_default": 0,
    "verify": {"factors": ["dob", "zip", "statement_code"], "need": 2, "attempts": 3, "lock_min": 30,
               "attempts_24h": 5, "then": "staff_unlock"},
    "otp": {"digits": 6, "ttl_min": 10, "attempts": 5, "resend_s": 60, "per_day": 5},
    "session": {"sms_idle_min": 15, "sms_max_min": 60, "web_idle_min": 15, "warn_s": 120, "staff_idle_min": 15,
                "staff_max_h": 12, "staff_mfa": True},
    "links": {"ttl_h": 72, "token_bits": 128, "single_tenant_domain": True, "phi_in_url": False,
              "requires_verify": True, "invalidate_on": ["paid", "hold", "optout_wrong_number"]},
    "plan": {"min_total_cents": 5000, "min_installment_cents": 2500, "max_installments": 12, "max_months": 24,
             "options": [2, 3, 4, 6, 12], "tila_box_if_installments_gt": 4, "apr": 0, "setup_fee": 0, "late_fee": 0,
             "nsf_fee": 0, "down_payment_min": 0, "first_due_max_days": 31, "grace_days": 10,
             "default_after_days_late": 60, "reminder_days_before": 3, "autopay": "optional"},
    "autopay": {"retry_max": 3, "retry_days": [3, 5, 10], "varying_amount_notice_days": 10, "prenote_days": 3},
    "holds": {"dispute": "until_staff", "bankruptcy": "until_admin", "attorney": "until_admin",
              "deceased": "until_admin", "crisis_days": 7, "emergency_h": 72, "hardship_days": 14,
              "promise_extra_days": 2},
    "old_debt_years": 3,
    "retention_years": 6,
    "state_overrides": {
        "NJ": {"plan_grace_days": 60, "no_report_sentence": True, "block_if_ins_appeal": True},
        "MA": {"per_7d": 2, "notice_5bd": True}, "DC": {"econsent_after_days": 30},
        "NYC": {"written_econsent": True, "econsent_after_days": 30}, "CA": {"clause_1785_27": True},
        "NY": {"card_risk_notice": True}, "MN": {"opt_in_required": True}},
}  # fmt: skip


def test_the_fact_sheets_section_is_the_default() -> None:
    assert read(SECTION_11) == DEFAULT == read({})


@pytest.mark.parametrize(
    ("partial", "said"),
    [
        ({"quiet": {"start": "07:30"}}, "quiet.start is 07:30; texts may not leave before 08:00 or after 21:00."),
        ({"quiet": {"end": "22:00"}}, "quiet.end is 22:00"),
        ({"quiet": {"end": "21:01"}}, "quiet.end is 21:01"),
        ({"quiet": {"hard_max": "23:00"}}, "quiet.hard_max is 23:00"),
        ({"quiet": {"hard_min": "10:00"}}, "is not inside 10:00 to 21:00"),
        ({"quiet": {"start": "9"}}, "quiet.start is a time such as 09:00."),
        ({"quiet": {"start": "20:00", "end": "10:00"}}, "is not before"),
        ({"quiet": {"days": []}}, "quiet.days lists days"),
        ({"quiet": {"days": ["funday"]}}, "quiet.days lists days"),
        ({"quiet": {"days": ["mon", "mon"]}}, "quiet.days lists days"),
        ({"quiet": {"start": "12:00", "end": "12:00"}}, "is not before"),
        ({"plan": {"options": [0, 2]}}, "numbers above 0"),
        ({"plan": {"options": []}}, "growing list"),
        ({"quiet": {"holidays": "none"}}, "quiet.holidays stays 'us_federal'."),
        ({"quiet": None}, "quiet is a group of settings."),
        ({"caps": {"per_7d": 5}}, "caps.per_7d is 5; it may be 0 to 2. An admin_note"),
        ({"caps": {"per_day": 2}}, "admin_note"),
        ({"caps": {"min_gap_h": 24}}, "caps.min_gap_h is 24; it may not be below 48. An admin_note"),
        ({"caps": {"max_nudges_per_balance": 7}}, "admin_note"),
        ({"caps": {"per_7d": 5, "admin_note": "  "}}, "admin_note"),
        ({"caps": {"per_7d": "2"}}, "caps.per_7d is a whole number."),
        ({"caps": {"per_7d": True}, "admin_note": "x"}, "caps.per_7d is a whole number."),
        ({"caps": {"per_7d": -1}, "admin_note": "x"}, "caps.per_7d is a whole number."),
        ({"caps": {"per_7d": 1.5}, "admin_note": "x"}, "caps.per_7d is a whole number."),
        ({"caps": {"count": ["NUDGE"]}}, "caps.count stays"),
        ({"cadence_days_from_first_statement": [0, 46]}, "by day 45"),
        ({"cadence_days_from_first_statement": [7, 0]}, "growing list"),
        ({"reply_grace_min": 60}, "reply_grace_min is 60; it may be 0 to 30."),
        ({"optout": {"confirm_within_s": 600}}, "may be 0 to 300"),
        ({"optout": {"confirm_max": 2}}, "optout.confirm_max stays 1."),
        ({"reassigned": {"recheck_after_days": 90}}, "0 to 60"),
        ({"verify": {"need": 1}}, "verify.need is 1; it may be 2 to 3."),
        ({"plan": {"late_fee": 25}}, "plan.late_fee stays 0."),
        ({"plan": {"options": [2, 24]}}, "go beyond plan.max_installments"),
        ({"holds": {"crisis_days": 1}}, "may not be below 7"),
        ({"old_debt_years": 4}, "0 to 3"),
        ({"state_overrides": {"MA": None}}, "state_overrides.MA cannot be switched off."),
        ({"state_overrides": {"FL": False}}, "state_overrides.FL cannot be switched off."),
        ({"state_overrides": {"NYC": {"written_econsent": False}}}, "written_econsent cannot be switched off."),
        ({"state_overrides": {"MA": {"per_7d": 5}}, "admin_note": "x"}, "state_overrides.MA.per_7d is 5"),
        ({"state_overrides": {"DC": {"econsent_after_days": 60}}}, "0 to 30"),
        ({"state_overrides": {"TX": {"x": 1}}}, "There is no policy setting state_overrides.TX."),
        ({"consent_basis": "healthcare_exemption"}, "the healthcare exemption never applies"),
        ({"quiet": {"begin": "09:00"}}, "There is no policy setting quiet.begin."),
    ],
)
def test_what_a_practice_may_not_do(partial: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPolicy) as bad:
        read(partial)
    assert said in str(bad.value)


@pytest.mark.parametrize(
    ("partial", "changed"),
    [
        ({"quiet": {"start": "08:00", "end": "21:00"}}, {"quiet.start": "08:00", "quiet.end": "21:00"}),
        ({"quiet": {"days": ["mon"]}}, {"quiet.days": ("mon",)}),
        ({"caps": {"per_7d": 1}}, {"caps.per_7d": 1}),
        ({"caps": {"per_7d": 5}, "admin_note": "agreed"}, {"caps.per_7d": 5}),
        ({"caps": {"min_gap_h": 24, "admin_note": "agreed"}}, {"caps.min_gap_h": 24}),
        ({"caps": {"min_gap_h": 96}}, {"caps.min_gap_h": 96}),
        ({"optout": {"confirm_within_s": 60}}, {"optout_confirm_within_s": 60}),
        ({"reassigned": {"recheck_after_days": 30}}, {"recheck_after_days": 30}),
        ({"verify": {"one_factor_within_days": 180}}, {"verify.one_factor_within_days": 180}),
        ({"state_overrides": {"MA": {"per_7d": 1}}}, {"states.ma_per_7d": 1}),
        ({"state_overrides": {"FL": {}}, "caps": {}}, {}),
        ({"cadence_days_from_first_statement": [0, 14]}, {"cadence_days_from_first_statement": (0, 14)}),
    ],
)
def test_what_a_practice_may_do(partial: dict[str, Any], changed: dict[str, Any]) -> None:
    assert differences(read(partial)) == changed


LIMITS = """
caps.replies_per_hour 20 21 1 0
min_balance_cents 500 499
optout.apply_within_s 60 61
optout.confirm_within_s 300 301
optout.legal_max_business_days 10 11
reassigned.recheck_after_days 60 61
reassigned.hard_stop_after_days 180 181
content_level_default 1 2
risk_ack_days 180 181
reply_grace_min 30 31
verify.need 2 1 3 4
verify.attempts 3 4 1 0
verify.lock_min 30 29
verify.attempts_24h 5 6 1 0
verify.remember_min 15 16
verify.one_factor_within_days 180 181
otp.digits 6 5
otp.ttl_min 10 11 1 0
otp.attempts 5 6 1 0
otp.resend_s 60 59
otp.per_day 5 6
session.sms_idle_min 15 16 1 0
session.sms_max_min 60 61 1 0
session.web_idle_min 15 16 2 1
session.warn_s 120 119
session.staff_idle_min 15 16 1 0
session.staff_max_h 12 13 1 0
links.ttl_h 72 73 1 0
links.token_bits 128 127
plan.min_total_cents 1 0
plan.min_installment_cents 1 0
plan.max_installments 12 13 12 0
plan.max_months 24 25 1 0
plan.tila_box_if_installments_gt 4 5
plan.first_due_max_days 31 32 1 0
plan.grace_days 10 9
plan.default_after_days_late 60 59
plan.reminder_days_before 1 0
plan.quote_valid_h 72 73 1 0
autopay.retry_max 3 4
autopay.varying_amount_notice_days 10 9
autopay.prenote_days 3 2
holds.crisis_days 7 6
holds.emergency_h 72 71
holds.hardship_days 14 13
holds.promise_extra_days 2 1
old_debt_years 3 4
retention_years 6 5
min_texts_gap_after_confirm_h 24 23
promise_max_days 31 32 1 0
state_overrides.NJ.plan_grace_days 60 59
state_overrides.MA.per_7d 2 3
state_overrides.DC.econsent_after_days 30 31
state_overrides.NYC.econsent_after_days 30 31
"""
"""A setting, a value at its limit and one past it; where both ends have one, the other end's too."""


def limits() -> list[tuple[str, int, int]]:
    rows = [line.split() for line in LIMITS.strip().splitlines()]
    return [(row[0], int(row[at]), int(row[at + 1])) for row in rows for at in range(1, len(row), 2)]


@pytest.mark.parametrize(("path", "good", "bad"), limits())
def test_limits(path: str, good: int, bad: int) -> None:
    read(nested(path, good))
    with pytest.raises(BadPolicy):
        read(nested(path, bad))


def nested(path: str, value: int) -> dict[str, Any]:
    name, _, rest = path.partition(".")
    return {name: nested(rest, value) if rest else value}


def differences(policy: Policy) -> dict[str, Any]:
    """What is not the default, by path."""
    return {path: value for path, value in flat(policy).items() if value != flat(DEFAULT)[path]}


def flat(value: Any, before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields(value):
        inner = getattr(value, field.name)
        found |= flat(inner, f"{before}{field.name}.") if is_dataclass(inner) else {f"{before}{field.name}": inner}
    return found


def test_settings_are_merged_over_the_practices_own() -> None:
    base = read({"quiet": {"start": "10:00"}})
    both = read({"quiet": {"end": "18:00"}}, base)
    assert (both.quiet.start, both.quiet.end) == ("10:00", "18:00")


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(BadPolicy) as bad:
        read({"quiet": {"start": "07:30"}, "caps": {"per_7d": 5}, "x": 1})
    assert len(bad.value.problems) == 3


def test_every_setting_has_its_place_in_the_policy() -> None:
    kept = {key.at for key in KEYS.values() if key.at}
    assert kept <= set(flat(DEFAULT))
    without = set(flat(DEFAULT)) - kept
    assert without == {"states.nyc_per_7d", "states.dc_per_7d"}  # the law's own numbers


def test_a_policy_made_by_hand_is_a_value() -> None:
    assert replace(DEFAULT, reply_grace_min=10).reply_grace_min == 10
