"""Reads a practice's own policy: a partial copy of the fact sheet's section 11, merged deeply over the defaults.

A practice may make things stricter. Looser caps need an `admin_note`; what the law or a carrier fixes stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows.policy import DEFAULT, Policy

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HARD_MIN, HARD_MAX = "08:00", "21:00"
SECOND_NOTICE_BY_DAY = 45
NOTE = "admin_note"
STATES = ("MA", "DC", "NYC", "NJ", "CA", "FL", "NY", "MN")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class BadPolicy(ValueError):
    """A policy that may not be. `problems` are sentences for whoever wrote it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


Check = Callable[[str, Any], "str | None"]


@dataclass(frozen=True)
class Key:
    """One setting: where Policy keeps it ("" where it is fixed and kept nowhere), and what it may be."""

    at: str
    check: Check
    cap: bool = False
    """May be looser than `check` allows where an admin says why."""


def read(partial: Mapping[str, Any], base: Policy = DEFAULT) -> Policy:
    """The policy that these settings make of `base`. Raises BadPolicy with every problem that was found."""
    settings = dict(_leaves(partial))
    noted = any(str(value or "").strip() for path, value in settings.items() if path.split(".")[-1] == NOTE)
    settings = {path: value for path, value in settings.items() if path.split(".")[-1] != NOTE}
    problems = [said for path, value in settings.items() if (said := _problem(path, value, noted))]
    if problems:
        raise BadPolicy(tuple(problems))
    policy = base
    for path, value in settings.items():
        if at := KEYS[path].at:
            policy = _with(policy, at.split("."), tuple(value) if isinstance(value, list) else value)
    if problems := _together(policy):
        raise BadPolicy(tuple(problems))
    return policy


def _leaves(partial: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in partial.items():
        path = f"{before}{name}"
        if isinstance(value, Mapping) and path in SECTIONS:
            yield from _leaves(value, f"{path}.")
        else:
            yield path, value


def _problem(path: str, value: Any, noted: bool) -> str | None:
    if path in SECTIONS:
        state = path.removeprefix("state_overrides.")
        return f"{path} cannot be switched off." if state in STATES else f"{path} is a group of settings."
    if path not in KEYS:
        return _unknown(path)
    key = KEYS[path]
    said = key.check(path, value)
    if said is None or not key.cap or not _whole(value):
        return said
    return None if noted else f"{said} An {NOTE} that gives the reason is needed for that."


def _unknown(path: str) -> str:
    if path.endswith("consent_basis"):
        return "consent_basis is no setting: these texts are about bills, so the healthcare exemption never applies."
    return f"There is no policy setting {path}."


def _with(value: Any, names: list[str], new: Any) -> Any:
    """A copy of nested dataclasses with one field changed."""
    name, *rest = names
    return replace(value, **{name: _with(getattr(value, name), rest, new) if rest else new})


def _together(policy: Policy) -> list[str]:
    """What is wrong with settings that are right one by one."""
    quiet, plan = policy.quiet, policy.plan
    return [
        said
        for bad, said in (
            (quiet.start >= quiet.end, f"quiet.start {quiet.start} is not before quiet.end {quiet.end}."),
            (
                not quiet.hard_min <= quiet.start <= quiet.end <= quiet.hard_max,
                f"The window {quiet.start} to {quiet.end} is not inside {quiet.hard_min} to {quiet.hard_max}.",
            ),
            (max(plan.options, default=0) > plan.max_installments, "plan.options go beyond plan.max_installments."),
        )
        if bad
    ]


# -- what a setting may be --


def _whole(value: Any) -> bool:
    return type(value) is int and value >= 0


def _at_most(limit: int, least: int = 0) -> Check:
    def check(path: str, value: Any) -> str | None:
        if not _whole(value):
            return f"{path} is a whole number."
        return None if least <= value <= limit else f"{path} is {value}; it may be {least} to {limit}."

    return check


def _at_least(limit: int) -> Check:
    def check(path: str, value: Any) -> str | None:
        if not _whole(value):
            return f"{path} is a whole number."
        return None if value >= limit else f"{path} is {value}; it may not be below {limit}."

    return check


def _fixed(wanted: Any) -> Check:
    def check(path: str, value: Any) -> str | None:
        value = tuple(value) if isinstance(value, list) else value
        same = type(value) is type(wanted) and value == wanted
        return None if same else f"{path} stays {wanted!r}."

    return check


def _on(path: str, value: Any) -> str | None:
    return None if value is True else f"{path} cannot be switched off."


def _clock(path: str, value: Any) -> str | None:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        return f"{path} is a time such as 09:00."
    said = f"{path} is {value}; texts may not leave before {HARD_MIN} or after {HARD_MAX}."
    return None if HARD_MIN <= value <= HARD_MAX else said


def _weekdays(path: str, value: Any) -> str | None:
    good = isinstance(value, list | tuple) and value and set(value) <= set(DAYS) and len(set(value)) == len(value)
    return None if good else f"{path} lists days out of {', '.join(DAYS)}."


def _growing(path: str, value: Any) -> str | None:
    good = isinstance(value, list | tuple) and value and all(map(_whole, value)) and sorted(set(value)) == list(value)
    return None if good else f"{path} is a growing list of whole numbers."


def _cadence(path: str, value: Any) -> str | None:
    if said := _growing(path, value):
        return said
    late = len(value) > 1 and value[1] > SECOND_NOTICE_BY_DAY
    return f"{path}: the second notice goes by day {SECOND_NOTICE_BY_DAY} at the latest." if late else None


def _flag(path: str, value: Any) -> str | None:
    return None if isinstance(value, bool) else f"{path} is true or false."


def _list(path: str, value: Any) -> str | None:
    return _growing(path, value) or (None if min(value) > 0 else f"{path} is a list of numbers above 0.")


def _keys(section: str, at: str, **checks: Check) -> dict[str, Key]:
    """Settings of a section whose names Policy shares."""
    return {f"{section}.{name}": Key(f"{at}.{name}", check) for name, check in checks.items()}


def _kept_nowhere(section: str, **values: Any) -> dict[str, Key]:
    return {f"{section}.{name}": Key("", _fixed(value)) for name, value in values.items()}


KEYS: dict[str, Key] = {
    **_keys("quiet", "quiet", start=_clock, end=_clock, hard_min=_clock, hard_max=_clock, days=_weekdays,
            holidays=_fixed("us_federal")),
    **_kept_nowhere("quiet", zones="union_all_candidates"),
    "caps.per_day": Key("caps.per_day", _at_most(1), cap=True),
    "caps.per_7d": Key("caps.per_7d", _at_most(2), cap=True),
    "caps.min_gap_h": Key("caps.min_gap_h", _at_least(48), cap=True),
    "caps.max_nudges_per_balance": Key("caps.max_nudges_per_balance", _at_most(6), cap=True),
    "caps.replies_per_hour": Key("caps.replies_per_hour", _at_most(20, 1)),
    **_kept_nowhere("caps", count=("NUDGE", "SERVICE", "STAFF_uninvited", "CALL_logged"), scope=("phone", "patient")),
    "cadence_days_from_first_statement": Key("cadence_days_from_first_statement", _cadence),
    "reply_grace_min": Key("reply_grace_min", _at_most(30)),
    "min_balance_cents": Key("min_balance_cents", _at_least(500)),
    "optout.confirm_within_s": Key("optout_confirm_within_s", _at_most(300)),
    "optout.apply_within_s": Key("", _at_most(60)),
    "optout.legal_max_business_days": Key("", _at_most(10)),
    **_kept_nowhere("optout", confirm_max=1, scope="all_program", clarify="off"),
    "reassigned.recheck_after_days": Key("recheck_after_days", _at_most(60)),
    "reassigned.hard_stop_after_days": Key("hard_stop_after_days", _at_most(180)),
    "content_level_default": Key("content_level_default", _at_most(1)),
    "risk_ack_days": Key("risk_ack_days", _at_most(180)),
    **_keys("verify", "verify", need=_at_most(3, 2), attempts=_at_most(3, 1), lock_min=_at_least(30),
            attempts_24h=_at_most(5, 1), remember_min=_at_most(15), one_factor_within_days=_at_most(180)),
    **_kept_nowhere("verify", factors=("dob", "zip", "statement_code"), then="staff_unlock"),
    **_keys("otp", "otp", digits=_at_least(6), ttl_min=_at_most(10, 1), attempts=_at_most(5, 1), resend_s=_at_least(60),
            per_day=_at_most(5)),
    **_keys("session", "session", sms_idle_min=_at_most(15, 1), sms_max_min=_at_most(60, 1),
            web_idle_min=_at_most(15, 2), warn_s=_at_least(120), staff_idle_min=_at_most(15, 1),
            staff_max_h=_at_most(12, 1), staff_mfa=_on),
    **_keys("links", "links", ttl_h=_at_most(72, 1), token_bits=_at_least(128)),
    **_kept_nowhere("links", single_tenant_domain=True, phi_in_url=False, requires_verify=True,
                    invalidate_on=("paid", "hold", "optout_wrong_number")),
    **_keys("plan", "plan", min_total_cents=_at_least(1), min_installment_cents=_at_least(1),
            max_installments=_at_most(12, 1), max_months=_at_most(24, 1), options=_list,
            tila_box_if_installments_gt=_at_most(4), first_due_max_days=_at_most(31, 1), more_often=_flag,
            grace_days=_at_least(10), default_after_days_late=_at_least(60), reminder_days_before=_at_least(1),
            quote_valid_h=_at_most(72, 1)),
    **_kept_nowhere("plan", apr=0, setup_fee=0, late_fee=0, nsf_fee=0, down_payment_min=0, autopay="optional"),
    **_keys("autopay", "autopay", retry_max=_at_most(3), retry_days=_list, varying_amount_notice_days=_at_least(10),
            prenote_days=_at_least(3)),
    **_keys("holds", "holds", crisis_days=_at_least(7), emergency_h=_at_least(72), hardship_days=_at_least(14),
            promise_extra_days=_at_least(2), dispute_rest_days=_at_least(7)),
    **_kept_nowhere("holds", dispute="until_staff", bankruptcy="until_admin", attorney="until_admin",
                    deceased="until_admin"),
    **_keys("chasing", "chasing", text_cents=_at_least(0), letter_cents=_at_least(0), text_seconds=_at_least(0),
            letter_seconds=_at_least(0), staff_hour_cents=_at_least(0), letters=_at_most(12)),
    **_keys("learning", "learning", from_corrections=_flag),
    "refund_alone_cents": Key("refund_alone_cents", _at_least(0)),
    "old_debt_years": Key("old_debt_years", _at_most(3)),
    "retention_years": Key("retention_years", _at_least(6)),
    "min_texts_gap_after_confirm_h": Key("min_texts_gap_after_confirm_h", _at_least(24)),
    "promise_max_days": Key("promise_max_days", _at_most(31, 1)),
    "state_overrides.NJ.plan_grace_days": Key("states.nj_plan_grace_days", _at_least(60)),
    "state_overrides.MA.per_7d": Key("states.ma_per_7d", _at_most(2)),
    "state_overrides.DC.econsent_after_days": Key("states.dc_econsent_after_days", _at_most(30)),
    "state_overrides.NYC.econsent_after_days": Key("states.nyc_econsent_after_days", _at_most(30)),
    **{f"state_overrides.{row}": Key("", _on) for row in (
        "NJ.no_report_sentence", "NJ.block_if_ins_appeal", "MA.notice_5bd", "NYC.written_econsent",
        "CA.clause_1785_27", "NY.card_risk_notice", "MN.opt_in_required")},
}  # fmt: skip
"""Every setting by its path. Numbers are the fact sheet's; what is stricter depends on the setting."""

SECTIONS = {path.rsplit(".", depth)[0] for path in KEYS for depth in range(1, path.count(".") + 1)} | {
    "state_overrides",
    *(f"state_overrides.{state}" for state in STATES),
}
