"""How a text is read before the rules look at it, and how the tables write their phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keywords import Hit, Scan, carrier_word, scan
from bot.keywords.machines import of_a_machine
from bot.keywords.normal import HEAD, TAIL, plain
from bot.keywords.phrase import keys, phrases


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("STOP!! I can’t  breathe", "stop , i cant breathe"),
        ("¿Quién es?", "quien es ?"),
        ("S T O P", "stop"),
        ("s.t.o.p.", "stop"),
        ("a b c", "a b c"),
        ("st0p", "stop"),
        ("$top", "stop"),
        ("$50", "50"),
        ("2x a day", "2x a day"),
        ("stooooop", "stop"),
        ("noooo", "no"),
        ("soooo good", "soo good"),
        ("do not text me", "dont text me"),
        ("I am 15", "im 15"),
        ("he is gone", "hes gone"),
        ("u r texting", "youre texting"),
        ("plz txt me", "please text me"),
        ("f*ck", "fuck"),
        ("*STOP*", "stop"),
        ("stop🛑stop", "stop stop stop"),
        ("im dead 😂", "im dead lol"),
        ("ＳＴＯＰ", "stop"),
        ("ЅТОР", "stop"),
        ("s\u200bt\u200bop", "stop"),
        ("sto\u0301p", "stop"),
        ("wrong #", "wrong number"),
        ("[CARD …1111] stop", "stop"),
        ("97201 stop", "stop"),
        ("1400 stop", "1400 stop"),
        ("call 911", "call 911"),
        ("did not can not will not are not was not", "didnt cant wont arent wasnt"),
        ("would not have not i ve i ll she is that is", "wouldnt havent ive ill shes thats"),
        ("they are there is him self her self any more", "theyre theres himself herself anymore"),
        ("a fuckin emergancy xq dejeme x favor", "a fucking emergency porque dejenme por favor"),
        ("k1lling", "killing"),
        ("st00p", "stop"),
        ("t3xt", "text"),
        ("m1erda", "mierda"),
        ("🤣 😆 😅 😹 💀 🖕 🆘", "lol lol lol lol lol , fuck you , sos"),
        ("sttop", "stop"),
        ("the stoop", "the stoop"),
        ("hi @ you", "hi , you"),
        ("hi, , there", "hi , there"),
        ("what?, me", "what ? me"),
        (", hi", "hi"),
        ("", ""),
        ("...", ""),
        ("\ud800\0", ""),
    ],
)
def test_plain(text: str, read: str) -> None:
    assert plain(text).split() == read.split()


def test_long_texts_are_read_from_both_ends() -> None:
    assert " stop " in plain("x " * 5000 + "stop")
    assert " stop " in plain("stop " + "x " * 5000)
    assert len(plain("ab " * 5000)) <= HEAD + TAIL + 3
    assert len(plain("ab" * 2000).split()) == 1
    assert plain("ab" * 3000).split() == ["ab" * 1500, "ab" * 500]


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_plain_is_made_of_words_with_one_blank_between(text: str) -> None:
    told = plain(text)
    assert told == f" {' '.join(told.split())} "
    assert told.isascii() and told == told.lower()


def stands(table: str, text: str, **lists: str) -> bool:
    return any(phrase.stands_in(f" {text} ") for phrase in phrases(table, **lists))


@pytest.mark.parametrize(
    ("phrase", "yes", "no"),
    [
        ("stop|quit texting", "please quit texting me", "quit textings"),
        ("stop [all|the] texts", "stop all the texts", "stop your texts"),
        ("stop [all|the] texts", "stop texts", "stop all the all the texts"),
        ("stop [all|the|my] texts", "stop all the my texts", "stop all the my my texts"),
        ("right_now please", "right now please", "right please"),
        ("~dont|never stop", "please stop", "dont stop"),
        ("call me !back|later", "call me now", "call me back"),
        ("i .. die", "i want to die", "i want to go and die"),
        ("< stop >", "no , stop , please", "no stop , please"),
        ("^ help $", "help", "help me"),
        ("died on|in|>", "he died , ok", "he died of it"),
        ("mand\\w+ textos?", "no manden texto", "no man textos"),
        ("sol[oa] si", "sola si", "solx si"),
    ],
)
def test_notation(phrase: str, yes: str, no: str) -> None:
    assert stands(phrase, yes) and not stands(phrase, no)


def test_named_lists_and_broken_lines() -> None:
    table = """
    {stop} the|
        those|these texts
    """
    assert stands(table, "end those texts", stop="stop end") and len(phrases(table, stop="stop end")) == 1


def test_a_phrase_that_nothing_finds_is_refused() -> None:
    with pytest.raises(ValueError, match="no word"):
        phrases("\\w+ [please]")


def test_a_phrase_is_found_by_its_rarest_place() -> None:
    assert phrases("i|we died in")[0].keys == {"died"}
    assert phrases("i mand\\w+")[0].keys == {"man*"}
    assert phrases("i man\\w+")[0].keys == {"man*"}
    assert phrases("abc?d me")[0].keys == phrases("abc*d me")[0].keys == {"me"}
    assert phrases("mano?s me")[0].keys == {"man*"}
    assert phrases("right_now|stop_it me")[0].keys == {"right", "stop"}
    assert phrases("la uno|dos")[0].keys == phrases("per\\w+ uno|dos")[0].keys == {"uno", "dos"}
    assert phrases("uno|dos tres")[0].keys == {"tres"}
    assert "man*" in keys(" i manden ")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("stop", "STOP"),
        (" Stop. ", "STOP"),
        ("STOP!!", "STOP"),
        ("opt-out", "OPT-OUT"),
        ("Sí", "SÍ"),
        ("yes", "YES"),
        ("stop?", None),
        ("stop please", None),
        ("", None),
        ("🛑", None),
    ],
)
def test_carrier_word(text: str, word: str | None) -> None:
    assert carrier_word(text) == word


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("\u200b\U0001f44d\u200b to \u201c\u200aSTOP\u200a\u201d", "tapback"),
        ("Emphasised “x”", "tapback"),
        ("Questioned a message", "tapback"),
        ("Le gustó una foto", "tapback"),
        ("Eliminó un corazón de “x”", "tapback"),
        ("Loved the photo of my knee", None),
        ("Loved every minute of it, stop", None),
        ("le gustó el doctor", None),
        ("is this an auto reply?", None),
        ("I got your automatic reply, please call me", None),
        ("automatic reply stop texting me", None),
        ("AUTO-REPLY: away", "auto_reply"),
        ("Out of office until Monday", "auto_reply"),
        ("my dad is out of the office", None),
        ("I'm driving my car into a tree", None),
        ("Fuera de la oficina hasta el lunes", "auto_reply"),
        ("This is an automated message for you", "auto_reply"),
        ("This inbox is not monitored", "auto_reply"),
        ("No puedo hablar - respuesta automática", "auto_reply"),
        ("Estoy manejando, te llamaré luego", "auto_reply"),
        ("Contestaré más tarde", "auto_reply"),
        ("x" * 588 + "- auto reply", "auto_reply"),
        ("x" * 588 + "- auto replying", "auto_reply"),
    ],
)
def test_machines(text: str, rule: str | None) -> None:
    hit = of_a_machine(text)
    assert (hit.rule if hit else None) == rule


def test_what_is_found_unsurely_is_a_doubt_and_no_label() -> None:
    told = "My husband died in March and I have been so busy with his papers and the house and the kids, what do I owe"
    found = scan(told)
    assert (found.labels, found.doubts) == (frozenset(), frozenset({"deceased"}))
    sure = scan("My husband died")
    assert (sure.labels, sure.doubts) == (frozenset({"deceased"}), frozenset())
    assert Scan((Hit("tapback", "en", None, sure=False),)).doubts == frozenset()


def test_of_two_unsure_rows_the_first_is_told() -> None:
    """Spanish rows come first."""
    told = "Mi mamá murió en mayo, my mom died in May and all of us are still going through the boxes in her house now"
    (hit,) = [one for one in scan(told).hits if one.rule == "deceased"]
    assert (hit.sure, hit.lang) == (False, "es")


@pytest.mark.parametrize(("words", "sure"), [(18, True), (19, False)])
def test_a_wrong_number_told_at_length_is_for_staff(words: int, sure: bool) -> None:
    """Eighteen words are still brief."""
    told = "i just got this number last week " + " ".join(["well"] * (words - 7))
    assert scan(told).sure("wrong_number") is sure and scan(told).has("wrong_number")
