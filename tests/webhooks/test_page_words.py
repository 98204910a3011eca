"""The sentences of patients' pages: the same in both languages, plain, kind, and each of them used."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot import agreements, collect, desk_money
from bot.chats import WORDS
from bot.media import Why
from bot.pages_actions import WRONG
from flows.money import Money
from flows.shapes import RHYTHMS
from storage import claims
from storage.ledger import KINDS
from webhooks.page_words import LANGUAGES, NoSuchSentence, keys, known, sentence, written
from webhooks.plan_words import parts_in_words

ROOT = Path(__file__).parents[2]
BLANK = re.compile(r"\{ \$(\w+) \}")
ENGLISH = keys("en")
PLAIN = {(lang, key): text for lang in LANGUAGES for key, text in keys(lang).items() if not key.startswith("required-")}
CODE = "\n".join(
    file.read_text()
    for folder in ("webhooks", "bot")
    for kind in ("*.py", "*.html")
    for file in (ROOT / folder).rglob(kind)
)
MADE = {
    *(f"line-{kind}" for kind in KINDS),
    *(f"birth-{part}" for part in ("month", "day", "year")),
    *(f"{name}-bad" for name in ("birth", "zip", "code")),
    *(f"wrong-{what}" for what in WRONG),
    *(f"chat-words-{words}" for words in (*WORDS.values(), "other")),
    *(f"way-{way}" for way in (*desk_money.WAYS, collect.ELSEWHERE, "online", "own")),
    *(f"chat-{name}" for name in ("open", "close")),
    *(f"agree-unfit-{why}" for why in ("spanish", "clause")),
    *(f"file-{why}" for why in (*get_args(Why), "many", "day")),
    *(f"claim-{how}" for how in (*claims.OPEN, *claims.RESULTS)),
    *(f"card-have-{which}" for which in ("front", "back", "both")),
    *(f"{where}-often-{often.replace('_', '-')}" for where in ("plan", "doc") for often in RHYTHMS),
}
"""Keys that are put together where they are used."""


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    spanish = keys("es")
    assert set(ENGLISH) == set(spanish)
    assert {key: set(BLANK.findall(text)) for key, text in ENGLISH.items()} == {
        key: set(BLANK.findall(text)) for key, text in spanish.items()
    }


def test_every_sentence_is_used() -> None:
    said = set(re.findall(r"['\"]([\w-]+)['\"]", CODE))
    assert set(ENGLISH) - MADE - said == set(), "nobody says these: take them out"


def test_they_are_plain_and_kind() -> None:
    never = re.compile(r"[!¡]|\b(debt|collection|settle|outstanding|deuda|cobranza|moroso)", re.IGNORECASE)
    assert [where for where, text in PLAIN.items() if never.search(text)] == []


def test_no_sentence_is_long() -> None:
    parts = {where: re.split(r"[.?:;] ", text) for where, text in PLAIN.items()}
    assert [where for where, said in parts.items() if any(len(part.split()) > 26 for part in said)] == []


def test_spanish_says_usted() -> None:
    never = re.compile(r"\b(tú|tu|tus|te|ti|contigo|puedes|debes|tienes|llámanos|escribe)\b", re.IGNORECASE)
    assert [where for where, text in PLAIN.items() if where[0] == "es" and never.search(text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_can_be_said(lang: str) -> None:
    for key, text in keys(lang).items():
        assert "{" not in sentence(lang, key, **dict.fromkeys(BLANK.findall(text), "x"))


def test_a_key_or_blank_that_is_missing_is_an_error() -> None:
    with pytest.raises(NoSuchSentence):
        sentence("en", "no-such-key")
    with pytest.raises(NoSuchSentence):
        sentence("en", "owe")


@pytest.mark.parametrize(("told", "lang"), [("es", "es"), ("en", "en"), ("fr", "en"), ("", "en"), (None, "en")])
def test_an_unknown_language_is_english(told: str | None, lang: str) -> None:
    assert known(told) == lang


@pytest.mark.parametrize(("value", "lang", "text"), [
    (Money(185000), "en", "$1,850.00"), (Money(185000), "es", "$1,850.00"), (date(2026, 4, 1), "en", "April 1, 2026"),
    (date(2026, 4, 1), "es", "1 de abril de 2026"), (3, "en", "3"),
])  # fmt: skip
def test_values_are_written_as_people_write_them(value: object, lang: str, text: str) -> None:
    assert written(value, lang) == text


@pytest.mark.parametrize(("cents", "lang", "text"), [
    ((12000, 12000), "en", "2 × $120.00"), ((12001, 12000), "en", "$120.01, then $120.00"),
    ((8001, 8000, 8000), "es", "$80.01, luego 2 × $80.00"), ((8001, 8001, 8000), "en", "2 × $80.01, then $80.00"),
])  # fmt: skip
def test_a_plan_in_a_few_words(cents: tuple[int, ...], lang: str, text: str) -> None:
    assert parts_in_words(tuple(map(Money, cents)), lang) == text


def test_what_california_wants_stands_to_the_letter() -> None:
    """Cal. Civ. Code 1785.27(c)(1); a contract without it is void."""
    told = hashlib.sha256(sentence("en", "required-CA").encode()).hexdigest()
    assert told == "3df16b82c8f673f2ef8e349f39a79e379270c6e33624b06b928503b78502965f"


def test_whoever_changes_the_agreement_counts_its_version_on() -> None:
    """Signed documents name the version of their words: the same version never says something else."""
    said = "\n".join(f"{lang} {key} {text}" for lang in LANGUAGES for key, text in sorted(keys(lang).items())
                     if key.startswith(("doc-", "tila-", "required-CA", "required-NJ", "agree-schedule", "agree-number",
                                        "agree-due", "agree-amount")))  # fmt: skip
    shape = [(ROOT / "webhooks/templates/patient" / name).read_text() for name in ("article.html", "document.html")]
    told = hashlib.sha256("\n".join([said, *shape]).encode()).hexdigest()[:16]
    assert (agreements.VERSION, told) == ("3", "3f323a5bb7b0472e"), "count VERSION on, and put the digest here"
