"""The other ways on from a bill: over time, something looks wrong, can't pay now, a person."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request

from bot import agreements, pages_actions, visits
from flows import offers
from flows.money import Money
from flows.offers import Offer
from flows.shapes import RHYTHMS, Shape
from webhooks import forms, limits, sent_files
from webhooks.here import here
from webhooks.page import Page, behind
from webhooks.plan_words import parts_in_words

bp = Blueprint("ways", __name__)


@bp.route("/p/<token>/plans", methods=["GET", "POST"])
@limits.token_page
@behind("p")
def plans(page: Page) -> Any:
    """Pay over time: choose how many payments, or how much a month."""
    visit = page.visit
    with here().db.read() as tx:
        plan = visits.standing(tx, visit).plan
    if plan and plan.state == "active":
        return page.say("plans-h", "plan-has", call=True)
    if not visit.may_plan:
        return page.say("plans-h", "plan-none", call=True)
    return _plans(page) if request.method == "GET" else _choose_plan(page)


def _plans(page: Page, errors: dict[str, str] | None = None) -> Response:
    policy, today = page.practice.policy, page.visit.today
    found = offers.options(page.visit.mine.owed, policy, today)
    options = [
        {"count": len(one.parts), "parts": parts_in_words(one.parts, page.lang), "first": one.days[0]} for one in found
    ]
    last, tomorrow = offers.latest(policy.plan, today), today + timedelta(days=1)
    rhythms = [(one, page.t(f"plan-often-{one.replace('_', '-')}")) for one in RHYTHMS if policy.plan.more_often]
    return page.show("plans", 422 if errors else 200, owed=page.visit.mine.owed, options=options, form=page.form(),
                     errors=errors or {}, back=page.to(), rhythms=rhythms, last=last, first_iso=tomorrow.isoformat(),
                     last_iso=last.isoformat())  # fmt: skip


def _choose_plan(page: Page) -> Response:
    visit, policy = page.visit, page.practice.policy
    wish, errors = _wished(page)
    chosen = offers.shaped(visit.mine.owed, policy, visit.today, wish) if wish else None
    if not isinstance(chosen, Offer):
        return _plans(page, errors or {"monthly": page.t("plan-pick")})
    if chosen.nearest:
        return _plans(page, _beyond(page, chosen, wish))
    agreements.offer(here(), visit, chosen)
    return make_response(redirect(page.to(letter="a"), 303))


def _wished(page: Page) -> tuple[Shape | None, dict[str, str]]:
    """What was typed and chosen, or what is wrong with it; nothing where neither how many nor how much was said."""
    typed = {name: forms.text(request.form, name) for name in ("monthly", "count", "often", "today", "start")}
    each, down, start = forms.amount(typed["monthly"]), forms.amount(typed["today"]), forms.day(typed["start"])
    last = offers.latest(page.practice.policy.plan, page.visit.today)
    errors = {}
    if typed["today"] and not down:
        errors["today"] = page.t("plan-today-wrong")
    if typed["start"] and (start is None or not page.visit.today < start <= last):
        errors["start"] = page.t("plan-start-wrong", last=last)
    count = int(typed["count"]) if re.fullmatch("[0-9]{1,2}", typed["count"]) and not typed["monthly"] else None
    named = each or (count or 0) > 1 or (down and not typed["monthly"] and not typed["count"])
    if errors or not named:
        return None, errors
    rhythms = [one for one in RHYTHMS if one == typed["often"]] or list(RHYTHMS[:1])
    return Shape(None if each else count, each, rhythms[0], down or None, start), {}


def _beyond(page: Page, chosen: Offer, wish: Shape | None) -> dict[str, str]:
    """Why what was wished for can't be set up here, at the field that it is about."""
    plan = page.practice.policy.plan
    if "down_changed" in chosen.rules:
        return {"today": page.t("plan-today-range", least=Money(plan.min_installment_cents))}
    if "longest_allowed" in chosen.rules:
        wished = (wish and wish.amount) or chosen.parts[-1]
        return {"monthly": page.t("plan-too-low", amount=wished, phone=page.practice.phone)}
    return {"monthly": page.t("plan-pick")}


@bp.route("/p/<token>/wrong", methods=["GET", "POST"])
@limits.token_page
@behind("p")
def wrong(page: Page) -> Any:
    """Something looks wrong: reminders stop, and a person looks at it and at the papers that show it."""
    if request.method == "GET":
        return _wrong(page)
    what, more = request.form.get("what", ""), forms.text(request.form, "more", pages_actions.LONGEST)
    files = sent_files.taken("file")
    if isinstance(files, str):
        return _wrong(page, {"file": sent_files.trouble(page, files)})
    if what not in pages_actions.WRONG:
        return _wrong(page, {"what-dispute": page.t("wrong-pick")}, again=bool(files))
    heard = pages_actions.looks_wrong(here(), page.visit, what, more, files)
    if heard is None:
        return _wrong(page, {"file": sent_files.trouble(page, "day")})
    card = {"url": page.to("insurance"), "label": page.t("card-h")} if what == "insurance" else None
    return page.say("wrong-done-h", *(("chat-urgent",) if heard.danger else ()), "wrong-done", call=True, go=card)


def _wrong(page: Page, errors: dict[str, str] | None = None, again: bool = False) -> Response:
    """The form, with what was typed; files cannot be filled in again for anybody, so it says so where some came."""
    patient = page.visit.patient
    estimated = patient is not None and patient.estimate_cents is not None
    choices = [what for what in pages_actions.WRONG if what != "estimate" or estimated]
    return page.show("wrong", 422 if errors else 200, form=page.form(), errors=errors or {}, choices=choices,
                     again=again, back=page.to(), **sent_files.limits())  # fmt: skip


@bp.route("/p/<token>/cannot", methods=["GET", "POST"])
@limits.token_page
@behind("p")
def cannot(page: Page) -> Any:
    """I can't pay right now: by a day, a little at a time, or with help."""
    if request.method == "GET":
        return _cannot(page)
    match request.form.get("what"):
        case "later":
            return _later(page)
        case "over-time":
            return page.go("plans")
        case "applied" if page.practice.assistance_url:
            pages_actions.applied_for_help(here(), page.visit)
            return page.say("cannot-helped-h", "cannot-applied", call=True)
        case "help":
            more = forms.text(request.form, "more", pages_actions.LONGEST)
            danger = pages_actions.needs_help(here(), page.visit, more)
            days = page.practice.policy.holds.hardship_days
            return page.say("cannot-helped-h", *(("chat-urgent",) if danger else ()), "cannot-helped",
                            blanks={"days": days}, call=True)  # fmt: skip
    return _cannot(page, {"what-later": page.t("cannot-pick")})


def _later(page: Page) -> Response:
    typed = forms.text(request.form, "day")
    day, last = forms.day(typed), _last_day(page)
    if day is None:
        return _cannot(page, {"day": page.t("cannot-day-missing")})
    if not page.visit.today < day <= last:
        return _cannot(page, {"day": page.t("cannot-day-far", last=last, phone=page.practice.phone)})
    pages_actions.promise(here(), page.visit, day)
    return page.say("cannot-promised-h", "cannot-promised", blanks={"day": day})


def _last_day(page: Page) -> date:
    return page.visit.today + timedelta(days=page.practice.policy.promise_max_days)


def _cannot(page: Page, errors: dict[str, str] | None = None) -> Response:
    last = _last_day(page)
    first = page.visit.today + timedelta(days=1)
    return page.show("cannot", 422 if errors else 200, form=page.form(), errors=errors or {}, last=last,
                     first_iso=first.isoformat(), last_iso=last.isoformat(), can_plan=page.visit.may_plan,
                     assistance=page.practice.assistance_url, back=page.to())  # fmt: skip


@bp.route("/p/<token>/person", methods=["GET", "POST"])
@limits.token_page
@behind("p")
def person(page: Page) -> Any:
    """A person: call, or ask to be called."""
    if request.method == "GET":
        return page.show("person", hours=page.practice.hours.get(page.lang, ""), back=page.to())
    pages_actions.wants_person(here(), page.visit)
    return page.say("person-done-h", "person-done", call=True)
