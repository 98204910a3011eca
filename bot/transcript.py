"""Talks as anybody can read them: the form of `tests/transcripts/*.txt` and of what `./sheepdog chat` prints.

`read` turns a file into a script, `play` plays it on a rehearsal's stage and returns the lines that should stand there.
An unknown word in a file is a ScriptError with its place.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.rehearsal import REACHED, Part, Rehearsal, Stage, add_patient, cast
from flows.money import Money
from storage import consent, ledger, plans, talks, tickets
from storage.texts import Text

ZONES = {
    "Denver": "America/Denver",
    "Chicago": "America/Chicago",
    "New York": "America/New_York",
    "Los Angeles": "America/Los_Angeles",
    "Portland": "America/Los_Angeles",
    "Phoenix": "America/Phoenix",
}
LANGS = {"English": "en", "Spanish": "es"}
COLUMN = 8
WIDTH = 118
PAGES = {"p": "page", "a": "agreement", "chat": "chat"}
BETWEEN = timedelta(seconds=20)
LINK = re.compile(r"https?://[^\s/]+(?::\d+)?/([a-z]+)/[A-Za-z0-9_-]{8,}")


class ScriptError(Exception):
    """A transcript holds something that nobody can play: file, line and what was not understood."""


@dataclass(frozen=True)
class Row:
    """A line of a talk: who (a name, "Bot", "--" for an event, "(" for a verdict), what, and the file's line number."""

    who: str
    text: str
    line: int
    intent: str | None = None


@dataclass
class Script:
    """A transcript as it was read."""

    title: str
    given: list[tuple[int, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    then: list[tuple[int, str]] = field(default_factory=list)

    def intents(self) -> dict[str, str]:
        """What understanding should make of each typed line that says so."""
        return {row.text: row.intent for row in self.rows if row.intent}


# -- reading --

_TYPED = re.compile(r"^(?P<who>[A-ZÁÉÍÓÚÑ][\w. ]*?):\s+(?P<text>.*?)(?:\s{2,}\[(?P<intent>\w+)\])?$")
_EVENT = re.compile(r"^\s+-- (?P<text>.+) --$")
_VERDICT = re.compile(r"^\s+\((?P<text>.+)\)$")


def read(text: str, name: str = "transcript") -> Script:
    """The script of a transcript. Raises ScriptError with file and line."""
    head, _, rest = text.partition("\n\n")
    script = Script(title=" ".join(head.split()))
    part = "given"
    start = head.count("\n") + 3
    for number, line in enumerate(rest.splitlines(), start):
        if not line.strip():
            part = "rows" if part == "given" and script.given else part
            continue
        if line.startswith(("Given ", "Then ")):
            part = line.split()[0].lower()
            line = " " * 6 + line[6:]
        elif part == "given" and not line.startswith(" "):
            part = "rows"
        _add(script, part, line, number, name)
    return script


def _add(script: Script, part: str, line: str, number: int, name: str) -> None:
    if part in ("given", "then"):
        (script.given if part == "given" else script.then).append((number, line.strip()))
        return
    for who, pattern in (("--", _EVENT), ("(", _VERDICT)):
        if found := pattern.match(line):
            script.rows.append(Row(who, found["text"], number))
            return
    if found := _TYPED.match(line):
        script.rows.append(Row(found["who"], found["text"].strip(), number, found["intent"]))
    elif line.startswith(" ") and script.rows:
        last = script.rows[-1]
        script.rows[-1] = replace(last, text=f"{last.text} {line.strip()}")
    else:
        raise ScriptError(f"{name}:{number}: this line is nobody's: {line.strip()!r}")


# -- what is given --


@dataclass
class Given:
    """The scene of a transcript."""

    parts: list[Part] = field(default_factory=list)
    practice: str = "Willow Creek Pediatrics"
    zone: str = "America/Denver"
    now: datetime = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    carrier_replies: bool = False
    web: bool = False

    def change(self, **changes: object) -> None:
        """Changes the newest patient. Raises ScriptError where nobody was named before."""
        if not self.parts:
            raise ScriptError("Given names no patient first, such as: Maria Lopez, born 3/2/1984")
        self.parts[-1] = replace(self.parts[-1], **changes)  # type: ignore[arg-type]


def _day(text: str) -> date:
    month, day, year = (int(part) for part in text.split("/"))
    return date(year, month, day)


def _cents(text: str) -> int:
    return int(Decimal(text.replace(",", "")) * 100)


def _number(text: str) -> str:
    return "+1" + re.sub(r"\D", "", text)[-10:]


def _person(given: Given, found: re.Match[str]) -> None:
    given.parts.append(Part(name=found["name"], dob=_day(found["dob"]), balance_cents=0, zip="80203",
                            phone=given.parts[-1].phone if given.parts else "+17205550143",
                            statement_code="K7M2QX9B" if not given.parts else "B8H3TW5Z"))  # fmt: skip


def _moment(given: Given, found: re.Match[str]) -> None:
    given.zone = ZONES[found["city"]]
    local = datetime.strptime(f"{found['day']} {found['time']}", "%b %d %Y %H:%M")  # noqa: DTZ007
    given.now = local.replace(tzinfo=ZoneInfo(given.zone)).astimezone(UTC)


def _guarantor(given: Given, found: re.Match[str]) -> None:
    given.change(guarantor=(found["name"], _day(found["dob"])))


def _owes(given: Given, found: re.Match[str]) -> None:
    given.change(balance_cents=_cents(found["owed"]))
    given.practice = found["practice"] or given.practice


def _insured(given: Given, found: re.Match[str]) -> None:
    given.change(insurance_cents=_cents(found["paid"]), adjusted_cents=_cents(found["adjusted"]))


def _flag(name: str) -> Callable[[Given, re.Match[str]], None]:
    return lambda given, _: given.change(flags=(*given.parts[-1].flags, name))


_NAME = r"(?P<name>[A-ZÁÉÍÓÚÑ][\w'.-]+(?: [A-ZÁÉÍÓÚÑ][\w'.-]+)+)"
GIVEN: tuple[tuple[re.Pattern[str], Callable[[Given, re.Match[str]], None]], ...] = tuple(
    (re.compile(pattern), does)
    for pattern, does in (
        (rf"(?:and )?{_NAME}, born (?P<dob>\d+/\d+/\d+)", _person),
        (r"ZIP (?P<zip>\d{5})", lambda given, found: given.change(zip=found["zip"])),
        (r"texts from (?P<phone>[\d-]+)", lambda given, found: given.change(phone=_number(found["phone"]))),
        (r"speaks (?P<lang>English|Spanish)", lambda given, found: given.change(lang=LANGS[found["lang"]])),
        (r"statement code (?P<code>\w+)", lambda given, found: given.change(statement_code=found["code"])),
        (r"guarantor " + _NAME + r", born (?P<dob>\d+/\d+/\d+)", _guarantor),
        (r"owes \$(?P<owed>[\d,.]+)(?: to (?P<practice>[A-Z][\w ]+))?", _owes),
        (r"after insurance paid \$(?P<paid>[\d,.]+) and \$(?P<adjusted>[\d,.]+) was adjusted", _insured),
        (r"has a plan", lambda given, _: given.change(has_plan=True)),
        (r"opted out", lambda given, _: given.change(opted_out=True)),
        (r"nobody's number", lambda given, _: given.change(phone_known=False)),
        (r"insurance pending", _flag("insurance_pending")),
        (r"confidential minor", _flag("confidential_minor")),
        (r"the carrier answers keywords", lambda given, _: setattr(given, "carrier_replies", True)),
        (r"it is \w{3} (?P<day>\w{3} \d+ \d{4}), (?P<time>\d+:\d\d) in (?P<city>[A-Z][\w ]+)", _moment),
    )
)


def is_name(text: str) -> bool:
    """Whether a transcript can say this name."""
    return re.fullmatch(_NAME, text) is not None


def scene(script: Script, name: str = "transcript") -> Given:
    """The scene that a script sets. Raises ScriptError for a word that is not understood."""
    given = Given()
    for number, text in script.given:
        rest = text
        while rest:
            found, does = next(((p.match(rest), d) for p, d in GIVEN if p.match(rest)), (None, None))
            if found is None or does is None:
                raise ScriptError(f"{name}:{number}: not understood from here: {rest!r}")
            does(given, found)
            rest = rest[found.end() :].lstrip(", ")
    if not given.parts:
        raise ScriptError(f"{name}: Given names no patient, such as: Maria Lopez, born 3/2/1984")
    return given


def begin(stage: Stage, given: Given) -> Rehearsal:
    """The rehearsal of a scene, with all its patients."""
    stage.clock.set(given.now)
    told = {"name": given.practice, "program_name": given.practice, "legal_name": given.practice,
            "phone": "(303) 555-0100", "state": "CO", "zip": "80203"}  # fmt: skip
    first, *others = given.parts
    rehearsal = cast(stage, first, given.zone, told, given.carrier_replies)
    for other in others:
        with stage.app.db.begin() as tx:
            beside = replace(other, phone=first.phone)
            add_patient(tx, rehearsal.practice_id, rehearsal.sender_id, beside, stage.app.now())
    return rehearsal


# -- playing --


def play(script: Script, stage: Stage, name: str = "transcript") -> list[str]:
    """The talk's lines as they come out: typed and event lines as written, the bot's, verdicts and Then as played."""
    given = scene(script, name)
    talk = begin(stage, given)
    zone = ZoneInfo(given.zone)
    lines: list[str] = []
    for row in script.rows:
        if row.who in ("Bot", "("):
            continue
        lines += [event_line(row.text)] if row.who == "--" else typed(row)
        do(talk, row, name)
        lines += shown(talk, zone)
    return [*lines, "", *then(talk, zone)]


def typed(row: Row) -> list[str]:
    """A typed line, with its intent to the right."""
    line = f"{row.who + ':':{COLUMN}}{row.text}"
    return [f"{line:{COLUMN + 58}}  [{row.intent}]" if row.intent else line]


def event_line(text: str) -> str:
    """Time passing, or something from outside."""
    return f"{'':{COLUMN}}-- {text} --"


def do(talk: Rehearsal, row: Row, name: str) -> None:
    """Plays one line that is not the bot's. Raises ScriptError for an event that nobody knows."""
    if row.who == "--":
        _happen(talk, row, name)
        return
    talk.forward(BETWEEN)
    talk.text(row.text)
    talk.safety, talk.links = None, []


_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def _later(talk: Rehearsal, found: re.Match[str]) -> None:
    talk.forward(timedelta(seconds=int(found["n"]) * _UNITS[found["unit"]]))


def _staff(does: str) -> Callable[[Rehearsal, re.Match[str]], None]:
    return lambda talk, found: talk.staff(does, found.groupdict().get("text") or "")


EVENTS: tuple[tuple[re.Pattern[str], Callable[[Rehearsal, re.Match[str]], None]], ...] = tuple(
    (re.compile(pattern), does)
    for pattern, does in (
        (r"(?P<n>\d+) (?P<unit>second|minute|hour|day|week)s? later$", _later),
        (r"\w+ takes over$", _staff("take_over")),
        (r"\w+ lets the bot go on$", _staff("release")),
        (r"\w+ writes: (?P<text>.+)$", _staff("says")),
        (r"\$(?P<paid>[\d,.]+) is paid$", lambda talk, found: talk.paid(Money(_cents(found["paid"])))),
        (r"a photo arrives$", lambda talk, found: talk.text("", media=1)),
        (r"the carrier reports STOP$", lambda talk, found: talk.text("STOP", opt_out_type="STOP")),
        (r"a nudge falls due$", lambda talk, found: talk.nudge()),
    )
)


def _happen(talk: Rehearsal, row: Row, name: str) -> None:
    for pattern, does in EVENTS:
        if found := pattern.match(row.text):
            does(talk, found)
            return
    raise ScriptError(f"{name}:{row.line}: nobody knows how to make this happen: {row.text!r}")


def shown(talk: Rehearsal, zone: ZoneInfo) -> list[str]:
    """What came of it: the bot's texts, and verdicts on what was held or dropped."""
    talk.answer_only()
    return [line for text in talk.fresh() for line in text_lines(text, zone)]


def text_lines(text: Text, zone: ZoneInfo) -> list[str]:
    """One text of the practice, or why it did not leave."""
    body = LINK.sub(lambda found: f"<{PAGES.get(found[1], found[1])}>", " ".join(text.body.split()))
    if text.state in REACHED:
        return wrapped("Bot:", body)
    words = "; ".join(words for _, words in text.reasons[:1])
    until = f" until {text.until.astimezone(zone):%b %-d %H:%M}" if text.until and text.state == "held" else ""
    return [f"{'':{COLUMN}}({'held' if text.state == 'held' else text.state}{until}: {words})"]


def wrapped(who: str, body: str) -> list[str]:
    """A long text over several lines, all but the first indented."""
    return textwrap.wrap(body, WIDTH, initial_indent=f"{who:{COLUMN}}", subsequent_indent=" " * COLUMN,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def then(talk: Rehearsal, zone: ZoneInfo) -> list[str]:
    """Where things stand at the end, read from the rows."""
    lines = list(_then(talk, zone))
    return [f"{'Then' if n == 0 else '':{COLUMN}}{line}" for n, line in enumerate(lines)]


def _then(talk: Rehearsal, zone: ZoneInfo) -> Iterator[str]:
    now = talk.app.now()
    with talk.app.db.read() as tx:
        plan = plans.plan(tx, talk.patient_id)
        parts = [(part, day) for part, day in zip(plan.parts, plan.days, strict=True)] if plan else []
        yield f"plan: {_plan_words(parts, plan.state)}" if plan else "plan: none"
        moved = [line for line in ledger.lines(tx, talk.patient_id) if line.kind != "charged"]
        yield f"ledger: {', '.join(f'{line.amount} {line.kind}' for line in moved) or 'nothing moved'}"
        reasons = sorted({ticket.reason for ticket in tickets.open_tickets(tx, talk.practice_id)})
        row = talks.conversation(tx, talk.conversation_id) if talk.conversation_id else None
        handed = f" ({row.handed})" if row and row.handed != "bot" else ""
        yield f"staff: {', '.join(reasons) or 'nothing to do'}{handed}"
        held = consent.open_holds(tx, talk.practice_id, [talk.patient_id], talk.phone, now)
        if held:
            yield f"holds: {', '.join(sorted({hold.reason for hold in held}))}"
        if consent.suppressed_at(tx, talk.practice_id, talk.phone):
            yield "texts: opted out"


def _plan_words(parts: Sequence[tuple[Money, date]], state: str) -> str:
    (first, day), last = parts[0], parts[-1][0]
    rest = len(parts) - sum(part == first for part, _ in parts)
    figures = f"{len(parts)} x {first}" if not rest else f"{_times(len(parts) - rest, first)} then {_times(rest, last)}"
    return f"{len(parts)} payments, {figures}, first on {day:%b} {day.day}, {state}"


def _times(count: int, amount: Money) -> str:
    return str(amount) if count == 1 else f"{count} x {amount}"


def rewritten(text: str, script: Script, lines: Sequence[str]) -> str:
    """The file with its talk and Then as played; the title and Given stay as they were written."""
    head = text.splitlines()
    first = min((row.line for row in script.rows), default=len(head) + 1)
    return "\n".join([*head[: first - 1], *lines]).rstrip() + "\n"
