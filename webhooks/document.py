"""The plan agreement as bytes: made from the quote's figures, so that a plan always makes the same bytes."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Literal

from babel.lists import format_list
from flask import render_template
from markupsafe import Markup

from bot import agreements
from bot.visits import Visit
from flows import debits, shapes
from flows.money import Money
from flows.script import PlanFacts
from storage.plans import PlanRow
from storage.practices import Practice
from webhooks.page_words import LOCALES, sentence, written

CLAUSES = {"CA": "required-CA", "NJ": "required-NJ", "DC": "doc-state-DC"}
"""What a state wants in the agreement (fact sheet, section 5.2)."""
APPROVED = {"required-CA": "3df16b82c8f673f2ef8e349f39a79e379270c6e33624b06b928503b78502965f"}
"""SHA-256 of a statute's own sentence: without it the contract is void (Cal. Civ. Code 1785.27(c)(1))."""
CONSENT = ("econsent-paper", "econsent-scope", "econsent-back", "econsent-contact", "econsent-need")
"""What somebody is told before papers that the law wants in writing come on a screen (15 USC 7001(c))."""
OPEN, CLOSE = "<main>", "</main>"


def made(visit: Visit, plan: PlanRow, lang: str) -> bytes:
    """The whole document, UTF-8."""
    article = render_template("patient/article.html", **_values(visit, plan, lang))
    title = sentence(lang, "doc-title")
    return render_template("patient/document.html", lang=lang, title=title, article=Markup(article)).encode()


def unfit(visit: Visit, lang: str) -> Literal["", "spanish", "clause"]:
    """Why no signature is taken under these words: nobody qualified has read the Spanish for this practice (fact sheet
    S7), or a state's sentence is not the statute's."""
    review = visit.practice.spanish_review or {}
    if lang == "es" and review.get("version") != agreements.READ:
        return "spanish"
    homes = (visit.account.state if visit.account else None, visit.practice.state)
    for state, key in CLAUSES.items():
        wanted = APPROVED.get(key) if state in homes else None
        if wanted and hashlib.sha256(sentence("en", key).encode()).hexdigest() != wanted:
            return "clause"
    return ""


def intro(plan: PlanRow, lang: str) -> str:
    """What is owed and how it is paid; how often, where there are more payments than two days say it."""
    count, down = shapes.instalments(plan.parts, plan.rules), shapes.DOWN in plan.rules
    key = ("doc-intro-down-one" if count == 1 else "doc-intro-down") if down else "doc-intro"
    blanks = {"down": plan.parts[0], "day": plan.days[0]} if down else {}
    says = [sentence(lang, key, total=plan.owed, count=count, **blanks)]
    if count > 2:
        says.append(sentence(lang, f"doc-often-{shapes.rhythm_of(plan.rules).replace('_', '-')}"))
    return " ".join(says)


def article(document: bytes) -> Markup:
    """The part of a document that a page shows: what is read is what is signed and kept."""
    text = document.decode()
    return Markup(text[text.index(OPEN) + len(OPEN) : text.rindex(CLOSE)])


def _values(visit: Visit, plan: PlanRow, lang: str) -> dict[str, Any]:
    practice, patient = visit.practice, visit.patient
    rows = [(written(day, lang), part) for day, part in zip(plan.days, plan.parts, strict=True)]
    down = rows[0] if shapes.DOWN in plan.rules else None
    return {
        "t": lambda key, **blanks: sentence(lang, key, **blanks),
        "lang": lang,
        "practice": practice.legal_name or practice.name,
        "patient": f"{patient.first} {patient.last}" if patient else "",
        "total": plan.owed,
        "nothing": Money(0),
        "count": shapes.instalments(plan.parts, plan.rules),
        "schedule": rows[1:] if down else rows,
        "down": down,
        "financed": plan.owed - down[1] if down else plan.owed,
        "intro": intro(plan, lang),
        "days": practice.policy.plan.default_after_days_late,
        "phone": practice.phone,
        "clauses": _clauses(visit, lang),
        "made": written(plan.created_at.astimezone(visit.zone).date(), lang),
        "version": agreements.VERSION,
        "boxed": agreements.boxed(visit, plan),
    }


def mandate(visit: Visit, plan: PlanFacts, made_on: date, kind: str, last4: str, lang: str,
            notice: str | None = None) -> bytes:  # fmt: skip
    """The permission to take a plan's payments from a card, UTF-8: what, when, how it is told, changed and stopped.

    `notice` is what a state wants said beside cards.
    """
    practice, patient, limits = visit.practice, visit.patient, visit.practice.policy.autopay
    article = render_template(
        "patient/mandate.html",
        t=lambda key, **blanks: sentence(lang, key, **blanks),
        practice=practice.legal_name or practice.name,
        patient=f"{patient.first} {patient.last}" if patient else "",
        kind=kind,
        last4=last4,
        schedule=[(written(day, lang), part) for day, part in debits.schedule(plan, visit.mine.owed, made_on, limits)],
        notice=limits.prenote_days,
        varying=limits.varying_amount_notice_days,
        again=format_list([str(days) for days in limits.retry_days], locale=LOCALES[lang]),
        phone=practice.phone,
        notice_by_law=notice,
        made=written(made_on, lang),
        version=agreements.MANDATE_VERSION,
    )
    title = sentence(lang, "auto-doc-title")
    return render_template("patient/document.html", lang=lang, title=title, article=Markup(article)).encode()


def consent(visit: Visit, lang: str) -> tuple[str, ...]:
    """The sentences before the tick for papers on a screen, as they are shown and kept."""
    return tuple(sentence(lang, key, phone=visit.practice.phone) for key in CONSENT)


def _clauses(visit: Visit, lang: str) -> list[dict[str, str]]:
    return clauses(visit.practice, visit.account.state if visit.account else None, lang)


def clauses(practice: Practice, home: str | None, lang: str) -> list[dict[str, str]]:
    """What the patient's and the practice's state want in an agreement.

    California's sentence stands in the statute's own words, and beside them in the reader's language.
    """
    found: list[dict[str, str]] = []
    for state, key in CLAUSES.items():
        if state in (home, practice.state):
            langs = dict.fromkeys(("en", lang)) if key.startswith("required") else (lang,)
            found += [{"lang": one, "text": sentence(one, key, practice=practice.name)} for one in langs]
    return found
