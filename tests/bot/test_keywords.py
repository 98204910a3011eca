"""What the rules find in a text, and what they must leave alone (fact sheet T6, S1 to S12, 9.0; decisions 4 to 7)."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.keywords import ORDER, Scan, carrier_word, scan
from bot.keywords.normal import plain
from bot.keywords.phrase import keys
from bot.keywords.tables import RULES
from bot.redact import redact
from bot.training.corpus import read_table
from bot.understanding.labels import CRITICAL, LABELS

HERE = Path(__file__).resolve().parent
ROWS = [line.split("\t") for line in (HERE / "test_keywords.tsv").read_text(encoding="utf-8").splitlines()]
"""Rules in their order ("-" for none, "?" behind one that is not sure), the first one's language, the text."""
LOOK_ALIKES = [row.text for row in read_table(HERE.parent / "understanding" / "first_look_alikes.tsv")]
MACHINES = {"tapback", "auto_reply"}
anything = st.text(st.characters(exclude_categories=()), max_size=300)


@cache
def labels_of(text: str) -> frozenset[str]:
    return scan(text).labels


def shown(found: Scan) -> str:
    return " ".join(hit.rule + ("" if hit.sure else "?") for hit in found.hits) or "-"


@pytest.mark.parametrize("rules", sorted({row[0] for row in ROWS}))
def test_rows(rules: str) -> None:
    wrong = {
        text: (shown(found), found.hits[0].lang if found.hits else "-")
        for wanted, lang, text in ROWS
        if wanted == rules
        for found in [scan(text)]
        if (shown(found), found.hits[0].lang if found.hits else "-") != (rules, lang)
    }
    assert not wrong


def test_the_table_is_no_shorter_than_it_should_be() -> None:
    assert len(ROWS) >= 1000
    assert len({row[2] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_trip_no_critical_label(text: str) -> None:
    assert not scan(text).labels & set(CRITICAL)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("STOP. I want to die", {"self_harm", "opt_out"}),
        ("I'm dying to pay this off lol", set()),
        ("my lawyer friend says hi", set()),
        ("talk to my lawyer", {"legal"}),
        ("I filed for chapter 7", {"legal"}),
        ("i will sue you", {"legal"}),
        ("number equivocado, no soy Ana", {"wrong_person"}),
        ("my mom died", {"deceased"}),
        ("im 15", set()),
        ("my insurance should have paid this", {"insurance_issue"}),
        ("i already paid", {"already_paid"}),
        ("ya lo pagué, no les debo nada", {"already_paid"}),
        ("i dont owe this", {"dispute_charge"}),
        ("stop my autopay", {"change_plan"}),
        ("don't text me at work", {"not_now"}),
        ("START", {"opt_in"}),
        ("HELP", {"help"}),
        ("AGENT", {"talk_to_human"}),
        ("en español", {"switch_language"}),
        ("fuck you", {"complaint"}),
        ("fix this fucking link, you idiots", set()),
        ("my husband is deployed", set()),
        ("Liked “my mom died”", set()),
    ],
)
def test_labels_that_the_understanding_is_given(text: str, labels: set[str]) -> None:
    assert scan(text).labels == labels


def test_an_unsure_hit_is_there_but_proves_nothing() -> None:
    found = scan("my lawyer friend says hi")
    assert found.has("attorney") and not found.sure("attorney") and not found.labels


def test_a_whole_text_keyword_is_told_from_a_phrase() -> None:
    for text in ("Stop!!", "ALTO", "help", "AYUDA", "START", "empezar", "this is shit", "ya joder"):
        assert scan(text).hits[0].whole
    assert not scan("please stop texting me").hits[0].whole
    assert not scan("Out of office until Monday").hits[0].whole


def test_one_of_several_hits_is_asked_for_by_its_name() -> None:
    found = scan("stop, I want to die")
    assert found.has("opt_out") and found.sure("opt_out") and found.sure("self_harm")
    assert not found.has("emergency") and not found.sure("emergency")


def test_a_sure_hit_wins_over_an_unsure_one() -> None:
    assert scan("un abogado? talk to my lawyer").sure("attorney")


def test_the_wanted_language_is_the_hits_language() -> None:
    assert scan("spanish please").hits[0].lang == "es"
    assert scan("en inglés por favor").hits[0].lang == "en"


def test_a_spanish_text_with_english_words_is_spanish() -> None:
    assert scan("ya stop con los mensajes").hits[0].lang == "es"
    assert scan("no more mensajes").hits[0].lang == "es"


@pytest.mark.parametrize("text", ["4242424242424242 STOP", "123-45-6789 stop", "my card is 4111 1111 1111 1111, STOP"])
def test_stop_beside_a_card_still_counts_once_it_is_redacted(text: str) -> None:
    assert scan(redact(text).text).sure("opt_out")


def test_rules_name_what_is_known() -> None:
    assert {row.rule for row in RULES} | MACHINES == set(ORDER)
    assert {row.label for row in RULES} - {None} <= set(LABELS)


def test_order_is_that_of_the_fact_sheet() -> None:
    order = "tapback auto_reply self_harm emergency opt_out help start wrong_number deceased bankruptcy attorney"
    assert ORDER[:11] == tuple(order.split())
    assert ORDER.index("attorney") < ORDER.index("minor") < ORDER.index("dispute") < ORDER.index("abuse")


@pytest.mark.parametrize("text", [row[2] for row in ROWS[::7]])
def test_looking_up_by_words_finds_what_looking_at_everything_finds(text: str) -> None:
    told = plain(text)
    for row in RULES:
        for phrase in row.phrases:
            assert not keys(told).isdisjoint(phrase.keys) or not phrase.stands_in(told), phrase.source


SPOKEN = [row[2] for row in ROWS if not set(row[0].split()) & MACHINES]


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda text: f"  {text} \n", lambda text: f"{text}!!"])
def test_case_blanks_and_exclamation_change_nothing(change: Callable[[str], str]) -> None:
    differ = [text for text in SPOKEN if not text.isdigit() and shown(scan(change(text))) != shown(scan(text))]
    assert not differ


def test_invisible_characters_and_missing_accents_change_nothing() -> None:
    for text in SPOKEN:
        assert shown(scan("\u200b".join(text))) == shown(scan(text)), text
        bare = text.translate(str.maketrans("áéíóúüñ¿¡", "aeiouun  "))
        assert shown(scan(bare)) == shown(scan(text)), text


@given(anything)
def test_never_raises_and_stays_in_order(text: str) -> None:
    places = [ORDER.index(hit.rule) for hit in scan(text).hits]
    assert places == sorted(set(places))
    carrier_word(text)


@given(
    st.sampled_from(
        ["Liked", "Loved", "Laughed at", "Emphasized", "Reacted 😂 to", "Removed a heart from", "Le gustó"]
    ),
    st.sampled_from(["“{}”", '"{}"', "“{}", "\u200b“{}” "]),
    st.one_of(anything, st.sampled_from(SPOKEN)),
)
def test_a_tapback_of_anything_is_only_a_tapback(verb: str, quote: str, text: str) -> None:
    assert shown(scan(f"{verb} {quote.format(text)}")) == "tapback"


@given(st.text("abcdeghilmnr ", max_size=40))
def test_a_last_sentence_of_stop_counts_whatever_stands_before(text: str) -> None:
    assert scan(f"{text}. STOP").sure("opt_out")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(sorted({word for row in ROWS for word in row[2].split()})), min_size=1, max_size=60))
def test_ten_thousand_characters_of_our_own_words_take_no_second(words: list[str]) -> None:
    text = (" ".join(words) + " ") * (10_000 // (len(" ".join(words)) + 1) + 1)
    started = time.process_time()
    scan(text[:10_000])
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "piece", ["a", " ", "no ", "stop ", "im not ", "1 ", "“", "🛑", "[", "s t o p ", "dont text me "]
)
def test_ten_thousand_characters_of_one_thing_take_no_second(piece: str) -> None:
    started = time.process_time()
    scan(piece * (10_000 // len(piece)))
    assert time.process_time() - started < 1
