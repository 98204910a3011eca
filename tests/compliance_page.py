"""`docs/compliance.md`: what may leave and why, as the code decides it. `python -m tests.compliance_page` makes it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.facts import CLOSES_PAYMENT, CLOSING_FLAGS
from bot.gate import RULES, Rule, check
from bot.gate.frequency import per_week
from bot.gate.holds import HOLDS, STOPS
from bot.gate.verdict import LONGEST_WAIT
from bot.keywords import ORDER
from bot.words import Words, message_class
from flows.policy import DEFAULT
from flows.policy_terms import KEYS, STATES, Key
from flows.values import MessageClass
from tests import compliance_asked as asked
from tests.bot.gate_cases import MORNING, facts, hold, practice, text
from tests.compliance_shown import MODULES, shown_by

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "compliance.md"
MOST_TESTS = 3
ROOMS = ("bot", "flows", "storage", "webhooks")


class NotShown(AssertionError):
    """A rule that could be taken out of the gate without a test that fails."""


def page() -> str:
    """The whole page as Markdown. Raises NotShown."""
    shown = {rule.name: shown_by(rule) for rule in RULES}
    if unshown := [name for name, tests in shown.items() if not tests]:
        raise NotShown(f"no test fails without these rules: {', '.join(unshown)}")
    counts: dict[str, int] = {}
    for tests in shown.values():
        for test in tests:
            counts[test] = counts.get(test, 0) + 1
    telling = {name: sorted(tests, key=lambda test: counts[test])[:MOST_TESTS] for name, tests in shown.items()}
    parts = [_head(), _classes(), _rules(telling), _holds(telling), _words(), _states(), _policy()]
    return "\n\n".join(parts) + "\n"


# -- parts --


def _head() -> str:
    files = " and ".join(f"`tests/{_file(module.__file__)}`" for module in MODULES)
    return f"""# What may leave, and why

For whoever answers for compliance at a practice. This page is made from the code by `python -m tests.compliance_page`,
and a test fails when it is not up to date. Tables are read off the code, or found by asking it. It is no legal advice:
where a law is named, it is the law that the rule was written for, as we read it; have counsel judge both.

Every text passes one gate at the moment it leaves. Each of its {len(RULES)} rules is asked, and what each said is
kept with the text. One rule that is against it for good drops the text; otherwise it waits for the first moment at
which no rule is against it, at most {LONGEST_WAIT.days} days unless a hold's end is known. What is not known counts as
a no.

"Fact sheet T6" and "decision 26" name lines of the project's brief ([decisions](decisions/README.md)). Tests are those
of {files} that fail when the rule is taken out of the
gate, the most telling first, {MOST_TESTS} at most; a rule without any fails the build."""


def _file(name: str | None) -> str:
    return Path(name or "").resolve().relative_to(ROOT / "tests").as_posix()


def _classes() -> str:
    keys = [key.replace("-", ".", 1) for key in sorted(Words().keys("en")) if not key.startswith(PIECES)]
    rows = []
    for cls in MessageClass:
        own = [key for key in keys if message_class(key) is cls]
        told = asked.needs_consent(cls), asked.hours(cls), asked.capped(cls), asked.counts(cls), asked.after_stop(cls)
        rows.append([f"`{cls}`", FOR[cls], *told, _some(own)])
    head = ["class", "why it is sent", "needs consent", "hours", "limits", "counts for", "after STOP", "sentences"]
    quiet = DEFAULT.quiet
    return f"""## Classes of texts

Each text has one class, and each sentence of `flows/words/` belongs to one (`bot/words.py`). The window is
{quiet.start} to {quiet.end}, {", ".join(quiet.days)}, no federal holidays, in every time zone that number and ZIP
allow. Found by asking the gate about a text of each class.

{table(head, rows)}"""


FOR = {
    MessageClass.OPTOUT_CONFIRM: "says that texts have ended",
    MessageClass.SAFETY: "988 or 911, to somebody in danger",
    MessageClass.HELP: "answers HELP",
    MessageClass.REPLY: "answers a patient's text",
    MessageClass.OTP: "a code that the patient asked for",
    MessageClass.RECEIPT: "a payment that the patient made",
    MessageClass.SERVICE: "news of a plan",
    MessageClass.NUDGE: "a reminder of a balance",
    MessageClass.CONSENT_CONFIRM: "confirms that texts will come",
    MessageClass.CONSENT_ASK: "asks whether we may text",
    MessageClass.STAFF: "a person at the practice typed it",
}
PIECES = ("words-", "month-", "topic-", "line-", "whose-line", "law-")
"""Parts of sentences, which are never sent alone."""


def _some(keys: Sequence[str]) -> str:
    if len(keys) > 6:
        return f"all others ({len(keys)})"
    return ", ".join(f"`{key}`" for key in keys) or "none"


def _rules(telling: dict[str, list[str]]) -> str:
    rows, run = [], []
    for number, rule in enumerate(RULES, 1):
        if HOLDS.get(rule.name) is rule:
            run.append(number)
            continue
        rows += _run(run)
        run = []
        place = f"`{_place(rule)}`"
        stops = _those(rule.classes)
        name = f"`{rule.name}`{' (web chat too)' if rule.web else ''}"
        rows.append([str(number), name, rule.source, stops, rule.holds_when, place, _tests(telling[rule.name])])
    rows += _run(run)
    head = ["no.", "rule", "comes from", "asked about", "a text that passes", "where", "tests"]
    return f"""## Rules, in their order

The first that drops a text is the reason that staff read first (`bot/gate/verdict.py`).

{table(head, rows)}"""


def _run(numbers: list[int]) -> list[list[str]]:
    if not numbers:
        return []
    span = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
    names = ", ".join(f"`{RULES[number - 1].name}`" for number in numbers) if len(numbers) < 5 else "all other holds"
    return [[span, names, RULES[numbers[0] - 1].source, "see [Holds](#holds)", "Nothing stops texts to this patient",
             "`bot/gate/holds.py`: `STOPS`", "see [Holds](#holds)"]]  # fmt: skip


def _place(rule: Rule) -> str:
    code = inspect.unwrap(rule.asks).__code__
    return f"{Path(code.co_filename).resolve().relative_to(ROOT).as_posix()}`: `{code.co_name}"


def _those(classes: Iterable[MessageClass]) -> str:
    """Class names, or what is left out where that is shorter."""
    own = [cls for cls in MessageClass if cls in set(classes)]
    rest = [cls for cls in MessageClass if cls not in own]
    if not rest:
        return "all"
    return f"all but {', '.join(rest)}" if len(rest) <= 3 else ", ".join(own)


def _tests(tests: Sequence[str]) -> str:
    return ", ".join(f"`{test}`" for test in tests)


def _holds(telling: dict[str, list[str]]) -> str:
    numbers = {rule.name: number for number, rule in enumerate(RULES, 1)}
    rows = [
        [
            str(numbers[name]),
            f"`{name}`",
            stop.words,
            _those(stop.classes),
            _pay_page(name),
            asked.brought_by(name),
            asked.ended_by(name),
            _tests(telling[name]),
        ]
        for name, stop in sorted(STOPS.items(), key=lambda one: numbers[one[0]])
    ]
    head = ["no.", "hold", "staff read", "stops", "pay page", "brought by", "ended by", "tests"]
    return f"""## Holds

A hold is a stop condition: of a patient, or of a number and everybody behind it. Holds that end by themselves may be
ended by staff before; what an administrator must end, nobody else can (`bot/casebook.py`: `may_lift`). How each ends by
default is in `bot/consequences.py` and, for those that staff put, in `bot/desk_patient.py`. Once a dispute is settled,
reminders rest for {DEFAULT.holds.dispute_rest_days} days more.

{table(head, rows)}"""


def _pay_page(name: str) -> str:
    if name in CLOSES_PAYMENT:
        return "closed"
    return "closed by the mark" if name in CLOSING_FLAGS else "open"


def _words() -> str:
    rows = []
    for number, rule in enumerate(ORDER, 1):
        english, spanish = asked.examples(rule)
        rows.append([str(number), f"`{rule}`", asked.brings(rule), asked.said_at_once(rule), english, spanish])
    head = ["no.", "rule", "brings", "said at once", "for example", "in Spanish"]
    return f"""## What patients write: rules that come before any model

A text is read by these rules, in this order, in the transaction that stores it; card and social security numbers are
taken out before (`bot/redact.py`). Where a rule only suspects, no hold of its name is put: reminders rest, hold
`suspicion`, until staff have looked. Self-harm and emergencies are answered even beside STOP, and even where a person
has the talk.

{table(head, rows)}"""


# -- states --

PLACES = {
    "MA": "02108", "DC": "20001", "NYC": "11201", "NJ": "07030", "CA": "90012", "FL": "33101", "NY": "12207",
    "MN": "55401", "AR": "72201",
}  # fmt: skip
"""A ZIP in each place whose rules differ."""
OF_PLACE = {
    "MA": "A written notice is mailed before reminders of what is past due; two texts or calls in 7 days, also for "
    "practices there.",
    "DC": "More than {dc_econsent_after_days} days past due: electronic consent, or one text in 7 days that asks for "
    "it. Where nobody knows the state, this row holds. The agreement names the payment schedule.",
    "NYC": "More than {nyc_econsent_after_days} days past due: written electronic consent. By ZIP only; from "
    "2026-09-01.",
    "NJ": "Each reminder and each page of a bill carries the sentence that nothing is reported to credit agencies; "
    "silence while an insurance appeal is pending; agreements are on the page.",
    "CA": "The agreement carries the sentence of Civ. Code 1785.27; agreements are on the page.",
    "FL": "No text from 21:00 to 8:00, which no practice may widen; an attorney's clients are not texted.",
    "NY": "The risks of paying by credit card are shown before a card is asked for.",
    "MN": "The patient opted in by a text or a web form; a form at the desk is not enough.",
    "AR": "A bill is too old after two years.",
}
"""What differs, also beyond the gate: `webhooks/document.py`, `webhooks/pages.py`, `webhooks/pay.py`."""
OPEN = timedelta(hours=5)
"""After MORNING: a good hour everywhere."""


def _states() -> str:
    usual = _found("80203")
    loose = practice({"caps": {"per_7d": 7}, "admin_note": "to see what a place allows at most"})
    rows = []
    for place, zip in PLACES.items():
        stops = ", ".join(f"`{name}`" for name in _found(zip) if name not in usual)
        cap = per_week(text(), facts(zip=zip, practice=loose))
        own = {path.split(".", 1)[1]: _value(key) for path, key in KEYS.items() if _is_of(path, place)}
        rows.append([
            place,
            OF_PLACE[place].format(**asdict(DEFAULT.states)),
            stops or "none",
            "no more than the practice's" if cap == 7 else str(cap),
            ", ".join(f"`{name}` {value}" for name, value in own.items()) or "none",
        ])  # fmt: skip
    assert {*STATES} <= {*PLACES}
    head = ["place", "what differs", "rules that stop it", "in 7 days at most", "values"]
    return f"""## Places whose rules differ

A patient's state is their ZIP's, else their number's. None of these rows can be switched off. "Rules that stop it": an
ordinary reminder, and news of a plan while an insurance appeal is pending, of a bill of two and a half years that is 45
days past due, with consent from a paper form, that would go in Colorado.

{table(head, rows)}"""


def _is_of(path: str, place: str) -> bool:
    return path.startswith(f"state_overrides.{place}.")


def _found(zip: str) -> list[str]:
    """The rules that are against a late reminder there."""
    at = MORNING + OPEN
    old = (MORNING - timedelta(days=913)).date()
    known = facts(zip=zip, days_past_due=45, oldest_service_date=old)
    body = "Willow Creek Family Medicine: You have a message. Reply STOP to opt out."
    appeal = facts(zip=zip, days_past_due=45, holds=(hold("ins_appeal"),))
    verdicts = check(text(body=body), known, at), check(text("SERVICE", body=body), appeal, at)
    against = [rule for verdict in verdicts if type(verdict).__name__ != "Send" for rule, _ in verdict.reasons]
    return list(dict.fromkeys(against))


# -- policy --


def _policy() -> str:
    rows = [[f"`{path}`", _value(key), _may_be(key), _used(key)] for path, key in KEYS.items()]
    head = ["setting", "value", "a practice may", "acted on"]
    return f"""## Policy values, and who may change what

`./sheepdog practice set` changes them for a practice (`flows/policy_terms.py`); what it may not be is refused with a
sentence. Whoever can run the command can change what a practice may change; a looser cap needs an `admin_note` that
gives the reason. "Nothing yet": the value is kept, and no part of Sheepdog acts on it so far.

{table(head, rows)}"""


def _now(key: Key) -> Any:
    """Its value where a practice changes nothing."""
    if not key.at:
        limits = _limits(key)
        return limits.get("wanted", limits.get("limit", True))
    value: Any = DEFAULT
    for name in key.at.split("."):
        value = getattr(value, name)
    return value


def _limits(key: Key) -> dict[str, Any]:
    return dict(inspect.getclosurevars(key.check).nonlocals)


def _kind(key: Key) -> str:
    return key.check.__qualname__.split(".")[0]


def _value(key: Key) -> str:
    return _told(_now(key))


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _may_be(key: Key) -> str:
    limits, more = _limits(key), "; looser with an `admin_note`" if key.cap else ""
    way = "make it stricter" if limits.get("limit") == _now(key) else "choose"
    if not key.at and _kind(key) == "_at_most":
        return "not change it: smaller values are taken, and change nothing"
    match _kind(key):
        case "_fixed":
            return "not change it"
        case "_on":
            return "not switch it off"
        case "_at_most":
            least = f" and {limits['least']} at least" if limits["least"] else ""
            return f"{way}: {limits['limit']} at most{least}{more}"
        case "_at_least":
            return f"{way}: {limits['limit']} at least{more}"
        case "_clock":
            return "choose, from 08:00 to 21:00"
        case "_weekdays":
            return "choose days"
        case "_cadence":
            return "choose, the second by day 45"
        case "_flag":
            return "switch it"
        case "_list":
            return "choose a growing list"
    raise AssertionError(f"how is {key.check.__qualname__} told?")


CODE = [
    file.read_text(encoding="utf-8")
    for room in ROOMS
    for file in sorted((ROOT / room).rglob("*.py"))
    if "policy" not in file.name
]


def _used(key: Key) -> str:
    """Whether any file reads it, by its name and its section's."""
    if not key.at:
        return "by design"
    *section, name = key.at.split(".")
    kind = type(getattr(DEFAULT, section[0])).__name__ if section else ""
    near = rf"\.{section[0]}\b|\b{kind}\b" if section else ""
    read = any(re.search(rf"\.{name}\b", told) and re.search(near, told) for told in CODE)
    return "yes" if read else "nothing yet"


# -- Markdown --


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars within a cell are kept from ending it."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is up to date.")
