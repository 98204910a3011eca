"""Every sentence in both languages: its blanks, its length, its plainness, and what it may not say."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.topics import FLOWS
from bot.words import FOLDER, GSM_7, LOCALES, TWICE, NoWords, Rendered, Words, normalise, segments
from flows.money import Money
from flows.script import Link, Practice, Say
from flows.shapes import RHYTHMS

WORDS = Words()
PRACTICE = Practice(
    "Willow Creek Medical",
    "(303) 555-0100",
    {"en": "Mon to Fri, 9 to 5", "es": "de lunes a viernes, de 9 a 5"},
    "willowcreek.example",
)
"""A name of twenty letters: up to there a nudge is one segment (decision 23)."""
ADDRESS = "https://pay.willowcreek.example/p/" + "x" * 22
OWED = Money(240_01)
BLANKS: dict[str, Any] = {
    "owed": OWED,
    "amount": Money(80_01),
    "credit": Money(12_00),
    "paid": Money(80_01),
    "total": OWED,
    "link": Link("pay"),
    "day": date(2026, 4, 1),
    "name": "Maria",
    "number": 1,
    "minutes": 30,
    "days": 31,
    "count": 3,
    "left": 2,
    "code": "K7M2QX9B",
    "choices": (2, 3, 4, 6),
    "parts": OWED.split(3),
    "topic": Say("topic.plan"),
    "terms": Say("shape.month", count=3, parts=OWED.split(3), day=date(2026, 4, 1)),
    "often": Say("often.two_weeks"),
    "least": Money(25_00),
    "law": "",
    "kind": "card",
    "last4": "4242",
}
SPECIAL: dict[str, dict[str, Any]] = {
    "clarify.ask": {"first": Say("topic.balance"), "second": Say("topic.payment_methods")},
    "promise.which": {"first": date(2026, 3, 4), "second": date(2026, 4, 3)},
    "whose.ask": {
        "lines": tuple(Say("whose.line", number=n, name=name, amount=OWED) for n, name in ((1, "Mia"), (2, "Leo")))
    },
    "details.lines": {
        "lines": (
            Say("line.charged", amount=Money(500_00)),
            Say("line.insurance_paid", amount=Money(259_99)),
            Say("line.owe", amount=OWED),
        )
    },
    "plan.confirm_page": {"terms": Say("shape.month", count=6, parts=OWED.split(6), day=date(2026, 4, 1))},
    "line.charged": {},
}
SHARES = (Say("words.share", name="Leo", amount=Money(50_50)), Say("words.share_code", code="K7M2QX9B", amount=OWED))
SPECIAL |= {key: {"lines": SHARES} for key in ("receipt.paid_each", "receipt.paid_each_all")}
FILES = ("{}.ftl", "required.{}.ftl")


class _Blanks(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.found.add(node.id.name.removeprefix("has_"))


def sentences(lang: str, files: tuple[str, ...] = FILES) -> dict[str, set[str]]:
    """Key as talks write it -> its blanks."""
    found = {}
    for name in files:
        resource = FluentParser().parse((FOLDER / name.format(lang)).read_text(encoding="utf-8"))
        assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)], name
        for entry in resource.body:
            if isinstance(entry, ast.Message):
                visitor = _Blanks()
                visitor.visit(entry)
                key = entry.id.name.replace("-", ".", 1)
                assert key not in found, f"{key} stands twice"
                found[key] = visitor.found
    return found


ALL = {lang: sentences(lang) for lang in LOCALES}
REQUIRED = set(sentences("en", FILES[1:]))
PIECES = ("words.", "month.", "topic.", "line.", "shape.", "often.")
WHOLE = sorted(key for key in ALL["en"] if not key.startswith((*PIECES, "whose.line")))
OURS = [key for key in WHOLE if key not in REQUIRED]


def shown(key: str, lang: str, practice: Practice = PRACTICE, **changes: Any) -> Rendered:
    """The sentence with likely blanks."""
    blanks = {**BLANKS, **SPECIAL.get(key, {}), **changes}
    needed = ALL[lang][key] - {"practice", "phone", "site", "hours"}
    return WORDS.render(Say(key, **{name: blanks[name] for name in needed}), lang, practice, lambda link: ADDRESS)


# -- keys and blanks --


def test_both_languages_have_the_same_keys() -> None:
    assert set(ALL["en"]) == set(ALL["es"])


@pytest.mark.parametrize("key", sorted(ALL["en"]))
def test_both_languages_have_the_same_blanks(key: str) -> None:
    assert ALL["en"][key] == ALL["es"][key]


def said_in(file: Path) -> Iterator[str]:
    """Keys that a source file says."""
    yield from re.findall(r'(?:Say|secure_page)\(\s*(?:facts, )?"([a-z_.]+)"', file.read_text(encoding="utf-8"))


BEGINNINGS = ("autopay.", "insurance.news", "nudge.", "receipt.paid", "receipt.got", "words.", "month.", "line.")


def test_every_key_that_talks_say_has_a_sentence_and_every_sentence_is_said() -> None:
    root = FOLDER.parent.parent
    files = [*FOLDER.parent.glob("*.py"), root / "bot/engine.py"]
    said = {key for file in files for key in said_in(file)}
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    indirect = {key for key in ALL["en"] if f'"{key}"' in text}
    twins = {key for key in ALL["en"] if key.removesuffix("_web") in said}
    rows = {f"{name}.say" for name in FLOWS} | {f"topic.{name}" for name in FLOWS}
    rows |= {f"shape.{rhythm}" for rhythm in RHYTHMS} | {f"often.{rhythm}" for rhythm in RHYTHMS}
    shell = {"bot.automated", "card.never", "ssn.never", "media.got", "staff.taken", *REQUIRED}
    shell |= {key for key in ALL["en"] if key.startswith(BEGINNINGS)}
    assert said <= set(ALL["en"]), f"without a sentence: {sorted(said - set(ALL['en']))}"
    unsaid = set(ALL["en"]) - said - indirect - twins - rows - shell
    assert not unsaid, f"never said: {sorted(unsaid)}"


def test_every_topic_that_can_be_named_has_words() -> None:
    for flow in FLOWS.values():
        if flow.opens_on:
            assert f"topic.{flow.name}" in ALL["en"]


def test_a_missing_sentence_or_blank_is_an_error_and_never_sent() -> None:
    with pytest.raises(NoWords, match="no sentence"):
        WORDS.render(Say("no.such"), "en", PRACTICE, lambda link: ADDRESS)
    with pytest.raises(NoWords, match=r"pay\.link"):
        WORDS.render(Say("pay.link"), "en", PRACTICE, lambda link: ADDRESS)


# -- how blanks are put --


@pytest.mark.parametrize(
    ("say", "en", "es"),
    [
        (
            Say("plan.started", amount=Money(1_234_50), day=date(2026, 12, 31)),
            "Your plan is set. The first payment is $1,234.50 on Dec 31. If you need to change it, just text us.",
            "Listo, su plan queda activo. El primer pago es de $1,234.50 el 31 de dic. "
            "Si necesita cambiarlo, escriba y lo vemos.",
        ),
        (
            Say("bot.put_away", topic=Say("topic.plan")),
            "We have put aside a payment plan for now. Ask again any time.",
            "Dejamos pendiente un plan de pagos. Puede volver a preguntar cuando quiera.",
        ),
        (
            Say("whose.line", number=2, name="Leo", amount=Money(-5_00)),
            "2. Leo: -$5.00",
            "2. Leo: -$5.00",
        ),
    ],
)
def test_figures_days_and_sentences_within_sentences(say: Say, en: str, es: str) -> None:
    texts = [WORDS.render(say, lang, PRACTICE, lambda link: ADDRESS).text for lang in ("en", "es")]
    assert texts == [en, es]


@pytest.mark.parametrize(
    ("parts", "en", "es"),
    [
        (OWED.split(3), "$80.01, then 2 x $80.00", "$80.01, luego 2 de $80.00"),
        (Money(240_02).split(3), "2 x $80.01, then $80.00", "2 de $80.01, luego $80.00"),
        (Money(240_00).split(4), "4 x $60.00", "4 de $60.00"),
    ],
)
def test_parts_are_told_in_runs(parts: tuple[Money, ...], en: str, es: str) -> None:
    terms = Say("shape.month", count=len(parts), parts=parts, day=date(2026, 4, 1))
    assert f": {en}. The" in shown("plan.confirm", "en", terms=terms).text
    assert f": {es}. El" in shown("plan.confirm", "es", terms=terms).text


SHAPES = {
    "half_month": ("4 payments, on the 1st and 15th: 4 x $60.00.", "4 pagos, el 1 y el 15 de cada mes: 4 de $60.00."),
    "quincena": (
        "4 payments, on the 15th and the last day of the month: 4 x $60.00.",
        "4 pagos quincenales, el 15 y a fin de mes: 4 de $60.00.",
    ),
    "two_weeks": ("4 payments, one every two weeks: 4 x $60.00.", "4 pagos, uno cada dos semanas: 4 de $60.00."),
    "week": ("4 weekly payments: 4 x $60.00.", "4 pagos semanales: 4 de $60.00."),
}


@pytest.mark.parametrize("rhythm", SHAPES)
def test_the_rhythm_of_a_plan_is_told(rhythm: str) -> None:
    terms = Say(f"shape.{rhythm}", count=4, parts=Money(240_00).split(4), day=date(2026, 4, 1))
    for lang, told in zip(("en", "es"), SHAPES[rhythm], strict=True):
        said = shown("plan.confirm", lang, terms=terms)
        assert said.text.startswith(told) and said.segments <= 2, said.text
        down = shown("plan.confirm", lang, terms=Say("shape.down", down=Money(100_00), rest=terms))
        assert told in down.text and down.segments <= 2, down.text


@pytest.mark.parametrize(
    ("terms", "en", "es"),
    [
        (
            Say("shape.down_one", down=Money(120_01), amount=Money(120_00), day=date(2026, 3, 16)),
            "$120.01 today, then $120.00 on Mar 16. Total",
            "$120.01 hoy y luego $120.00 el 16 de mar. Total",
        ),
        (
            Say("shape.two_days", down=Money(120_01), first=date(2026, 3, 6), amount=Money(120_00),
                day=date(2026, 3, 20)),
            "$120.01 on Mar 6, then $120.00 on Mar 20. Total",
            "$120.01 el 6 de mar y luego $120.00 el 20 de mar. Total",
        ),
    ],
)  # fmt: skip
def test_two_payments_are_told_with_their_days(terms: Say, en: str, es: str) -> None:
    assert shown("plan.confirm", "en", terms=terms).text.startswith(en)
    assert shown("plan.confirm", "es", terms=terms).text.startswith(es)


@pytest.mark.parametrize(
    ("choices", "en", "es"),
    [
        ((2,), "2 m", "2 p"),
        ((2, 3), "2 or 3 m", "2 o 3 p"),
        ((2, 4, 8), "2, 4 or 8 m", "2, 4 u 8 p"),
        ((2, 11), "2 or 11 m", "2 u 11 p"),
    ],
)
def test_choices_are_joined_as_one_says_them(choices: tuple[int, ...], en: str, es: str) -> None:
    assert en in shown("plan.choose", "en", choices=choices).text
    assert es in shown("plan.choose", "es", choices=choices).text


def test_a_link_is_made_for_what_the_talk_asked_for() -> None:
    asked: list[Link] = []

    def link(wanted: Link) -> str:
        asked.append(wanted)
        return "https://pay.example/p/1"

    text = WORDS.render(Say("pay.link", amount=Money(5_00), link=Link("pay", Money(5_00))), "en", PRACTICE, link).text
    assert asked == [Link("pay", Money(5_00))] and "https://pay.example/p/1" in text


def test_hours_are_promised_only_where_the_desk_is_staffed() -> None:
    nowhere = Practice("Willow Creek", "(303) 555-0100")
    for lang in LOCALES:
        for key in ("staff.coming", "staff.waiting", "staff.not_understood"):
            assert PRACTICE.hours[lang] in shown(key, lang).text
            assert "  " not in shown(key, lang, nowhere).text and " ." not in shown(key, lang, nowhere).text


def test_a_practice_whose_name_says_too_much_greets_nobody_by_name() -> None:
    quiet = Practice("Harbor Recovery", "(303) 555-0100", sensitive=True)
    for lang in LOCALES:
        for key in ("nudge.first", "nudge.again", "nudge.plan_due"):
            assert "Maria" in shown(key, lang).text and "Maria" not in shown(key, lang, quiet).text


def test_new_jerseys_sentence_can_be_added_to_a_nudge() -> None:
    text = shown("nudge.first", "en", law=Say("law.nj")).text
    assert text.endswith("STOP to opt out. Willow Creek Medical has not reported this bill to a credit agency.")
    assert segments(text) <= 2 and segments(shown("nudge.first", "es", law=Say("law.nj")).text) <= 2


def test_an_unknown_language_is_english() -> None:
    said = WORDS.render(Say("thanks.say"), "zh", PRACTICE, lambda link: ADDRESS)
    assert (said.lang, said.text) == ("en", "You are welcome. Text us any time.")


# -- level and class --


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("balance.next", 1),
        ("standing.nothing", 1),
        ("plan_status.none", 1),
        ("pay.link", 1),
        ("whose.ask", 1),
        ("details.none", 1),
        ("promise.insurance", 1),
        ("receipt.so_far", 1),
        ("receipt.paid", 1),
        ("receipt.say", 0),
        ("standing.closed", 0),
        ("promise.noted", 0),
        ("verify.ask", 0),
        ("verify.miss", 0),
        ("hardship.offer", 0),
        ("clarify.ask", 0),
        ("nudge.first", 0),
        ("nudge.plan_due", 0),
        ("insurance.news", 0),
        ("insurance.say", 0),
        ("ask_identity.say", 0),
    ],
)
def test_content_levels(key: str, level: int) -> None:
    assert shown(key, "en").level == level


@pytest.mark.parametrize(
    ("key", "cls"),
    [
        ("safety.self_harm", "SAFETY"),
        ("safety.emergency", "SAFETY"),
        ("optout.confirm", "OPTOUT_CONFIRM"),
        ("help.reply", "HELP"),
        ("consent.confirm", "CONSENT_CONFIRM"),
        ("consent.ask", "CONSENT_ASK"),
        ("start.confirm", "CONSENT_CONFIRM"),
        ("nudge.first", "NUDGE"),
        ("nudge.again", "NUDGE"),
        ("nudge.plan_due", "SERVICE"),
        ("insurance.news", "SERVICE"),
        ("insurance.say", "REPLY"),
        ("receipt.paid", "RECEIPT"),
        ("receipt.paid_all", "RECEIPT"),
        ("receipt.say", "REPLY"),
        ("staff.taken", "STAFF"),
        ("staff.coming", "REPLY"),
        ("wrong_number.removed", "REPLY"),
        ("verify.ask", "REPLY"),
    ],
)
def test_every_sentence_has_one_class(key: str, cls: str) -> None:
    assert shown(key, "es").cls == cls


# -- length --


@pytest.mark.parametrize("key", WHOLE)
def test_english_is_one_segment_and_plain_letters(key: str) -> None:
    said = shown(key, "en")
    assert all(letter in GSM_7 for letter in said.text), said.text
    assert said.segments == 1, f"{len(said.text)}: {said.text}"


@pytest.mark.parametrize("key", WHOLE)
def test_spanish_is_two_segments_at_most(key: str) -> None:
    said = shown(key, "es")
    assert said.segments <= 2, f"{len(said.text)}: {said.text}"


TRIED = ("nudge.first", "nudge.again", "nudge.plan_due", "insurance.news", "consent.confirm", "consent.ask",
         "start.confirm")  # fmt: skip


@pytest.mark.parametrize("key", TRIED)
@pytest.mark.parametrize("lang", LOCALES)
def test_what_we_begin_is_two_segments_at_most_for_long_names_too(key: str, lang: str) -> None:
    long = Practice("Willow Creek Family Medicine and Pediatrics", "(303) 555-0100")
    assert shown(key, lang, long, name="Guadalupe").segments <= 2


def test_most_spanish_avoids_letters_that_halve_a_segment() -> None:
    odd = [key for key in WHOLE if any(letter not in GSM_7 for letter in shown(key, "es").text)]
    assert len(odd) <= len(WHOLE) // 8, odd


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("ñ" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 67, 3),
    ],
)
def test_segments(text: str, count: int) -> None:
    assert segments(text) == count


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Don’t “wait” — it’s…", "Don't \"wait\" - it's..."),
        ("a\u00a0b\u200bc\u2009d", "a bc d"),
        ("cafe\u0301 ni\u00f1o", "café niño"),
        ("á í ó ú stay", "á í ó ú stay"),
    ],
)
def test_typographic_signs_become_plain_ones(typed: str, plain: str) -> None:
    assert normalise(typed) == plain
    assert normalise(plain) == plain


def test_names_from_a_file_are_made_plain_too() -> None:
    assert "O'Brien" in shown("staff.taken", "en", name="O’Brien").text
    assert not GSM_7 & TWICE


# -- plain and kind --

BANNED = re.compile(
    r"\b(debts?|collections?|collectors?|collecting|settle\w*|immediately|final notice|urgent\w*|lawsuit|sue"
    r"|legal action|garnish\w*|arrest\w*|warrant|credit (?:report|score)|last chance|past due|overdue|delinquent"
    r"|outstanding"
    r"|deud[ao]\w*|cobranzas?|cobrador\w*|embarg\w*|demanda\w*|inmediat\w*|urgente\w*|ultimo aviso|aviso final|moros\w*"
    r"|buro|accion legal|vencid[ao]s?|adeud\w*)\b",
    re.IGNORECASE,
)
OPT_OUT_WORDS = r"STOP|STOPALL|CANCEL|END|QUIT|REVOKE|UNSUBSCRIBE|OPTOUT|ALTO|PARE|PARAR|BASTA|CANCELAR|BAJA|YES|SI"
MENU_WORD = re.compile(
    rf"(?:reply|text|answer|responda|escriba|conteste)(?: with| con)? \"?({OPT_OUT_WORDS})\b", re.IGNORECASE
)
WAY_OUT = {"ask_identity.say", "ask_identity.call", "nudge.first", "nudge.again", "nudge.plan_due", "autopay.notice",
           "autopay.notice_plain", "autopay.again", "autopay.again_plain", "autopay.off", "insurance.news"}  # fmt: skip
"""Sentences that say how to get no more texts."""
FAMILIAR = re.compile(
    r"\b(?:tu|tus|te|ti|tú|puedes|quieres|tienes|debes)\b|(?:^|[.:?,] |\bo )(?:responde|escribe|llama|manda|elige)\b",
    re.I,
)


def unaccented(text: str) -> str:
    return text.translate(str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU"))


@pytest.mark.parametrize("key", OURS)
@pytest.mark.parametrize("lang", LOCALES)
def test_words_that_frighten_or_that_carriers_block_are_not_used(key: str, lang: str) -> None:
    text = shown(key, lang).text
    assert not BANNED.search(unaccented(text)), text
    assert "!" not in text and "¡" not in text


@pytest.mark.parametrize("key", WHOLE)
@pytest.mark.parametrize("lang", LOCALES)
def test_no_choice_is_a_word_that_carriers_take_for_something_else(key: str, lang: str) -> None:
    if key not in WAY_OUT and key not in REQUIRED:
        assert not MENU_WORD.search(shown(key, lang).text), key


@pytest.mark.parametrize("key", sorted(WAY_OUT))
@pytest.mark.parametrize("lang", LOCALES)
def test_the_way_out_is_named(key: str, lang: str) -> None:
    assert "STOP" in shown(key, lang).text


@pytest.mark.parametrize("key", [key for key in WHOLE if key.startswith("nudge.")])
@pytest.mark.parametrize("lang", LOCALES)
def test_a_nudge_says_who_and_one_link_and_no_more(key: str, lang: str) -> None:
    text = shown(key, lang).text
    assert text.startswith("Willow Creek Medical: ") and text.count("https://") == 1
    assert not re.search(r"\$|\d", text.replace(ADDRESS, "")), "no amount and no day"


@pytest.mark.parametrize("key", OURS)
def test_spanish_is_with_usted(key: str) -> None:
    assert not FAMILIAR.search(shown(key, "es").text), shown(key, "es").text


def plain_english(text: str) -> str:
    """Without what is no prose: addresses, figures, names."""
    text = text.replace(ADDRESS, "").replace(PRACTICE.name, "us").replace(PRACTICE.phone, "us")
    text = text.replace("willowcreek.example", "us").replace("K7M2QX9B", "A")
    return re.sub(r"\$?\d[\d,.:]*\d|\d", "two", text)


def syllables(word: str) -> int:
    """About as many as one speaks."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$", lambda end: end[0][0], word)
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade."""
    parts = [part for part in re.split(r"[.?:]+(?:\s|$)|\n", text) if re.search(r"\w", part)]
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_grade_is_measured_as_it_should_be() -> None:
    assert grade("The cat sat on the mat.") < 1
    assert 8 < grade("Verification of identity is necessary before information about balances is communicated.") < 30
    assert [syllables(word) for word in ("statement", "payment", "code", "insurance", "monthly", "looked")] == [
        3,
        2,
        1,
        3,
        2,
        1,
    ]


@pytest.mark.parametrize("key", OURS)
def test_english_reads_at_grade_six(key: str) -> None:
    text = plain_english(shown(key, "en").text)
    assert grade(text) <= 6, f"{grade(text):.1f}: {text}"


@pytest.mark.parametrize("key", OURS)
def test_spanish_sentences_are_short(key: str) -> None:
    text = shown(key, "es").text.replace(ADDRESS, "x").replace(PRACTICE.site, "x")
    for part in re.split(r"[.?;:]+(?:\s|$)|\n", text):
        assert len(part.split()) <= 24, part


# -- sentences that law or carriers require --


def test_required_sentences_have_a_source_and_their_hash() -> None:
    known = json.loads((FOLDER / "required.json").read_text(encoding="utf-8"))
    assert set(known) == REQUIRED
    for key, told in known.items():
        assert told["source"]
        for lang in LOCALES:
            assert told[lang] == wording_hash(key, lang), (
                f"{key} in {lang} was changed: check its source, then its hash"
            )


def wording_hash(key: str, lang: str) -> str:
    """Of the sentence as it stands in the file."""
    text = (FOLDER / f"required.{lang}.ftl").read_text(encoding="utf-8")
    found = re.search(rf"^{key.replace('.', '-')} = (.+)$", text, re.MULTILINE)
    assert found, key
    return hashlib.sha256(found[1].encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("key", "lang", "carries"),
    [
        ("safety.self_harm", "en", ["988", "911", "not watched for emergencies"]),
        ("safety.self_harm", "es", ["988", "oprima 2", "AYUDA", "911", "no atiende emergencias"]),
        ("safety.emergency", "en", ["911"]),
        ("safety.emergency", "es", ["911"]),
        ("optout.confirm", "en", ["Willow Creek Medical", "no more texts", "START"]),
        ("help.reply", "en", ["Willow Creek Medical", "(303) 555-0100", "711", "Msg & data rates may apply", "STOP"]),
        ("help.reply", "es", ["Willow Creek Medical", "(303) 555-0100", "711", "tarifas", "STOP"]),
        ("consent.confirm", "en", ["Willow Creek Medical", "frequency", "rates", "HELP", "STOP"]),
        ("consent.confirm", "es", ["Willow Creek Medical", "frecuencia", "tarifas", "AYUDA", "STOP"]),
        ("start.confirm", "en", ["HELP", "STOP"]),
    ],
)
def test_what_required_sentences_must_carry(key: str, lang: str, carries: list[str]) -> None:
    text = shown(key, lang).text
    assert [words for words in carries if words not in text] == []


def test_proof_is_asked_for_with_the_warning_and_another_way() -> None:
    assert {"not encrypted" in shown("verify.ask", "en").text, "no van cifrados" in shown("verify.ask", "es").text} == {
        True
    }
    for lang in LOCALES:
        assert ADDRESS in shown("verify.ask", lang).text and ADDRESS in shown("verify.miss", lang).text


def test_condolence_speaks_of_no_money() -> None:
    for lang in LOCALES:
        assert not re.search(r"\$|owe|pay|bill|balance|debe|pag|cuenta", shown("deceased.say", lang).text)
