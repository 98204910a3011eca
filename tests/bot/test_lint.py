"""How the checks of words read a text: what is left out, whom it names, where its links lead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import lint
from tests.bot.gate_cases import judged, practice

HOSTS = ("pay.willowcreek.example", "localhost", "127.0.0.1", "::1")


def test_a_practice_without_a_name_leaves_nothing_out() -> None:
    assert lint.without("A bill.", "", "Court Street Clinic") == "A bill."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("COURT STREET CLINIC: a message", ": a message"),
        ("Write to surgery@willowcreek.example today", "Write to today"),
        ("See https://pay.willowcreek.example/surgery or surgery.com", "See or"),
        ("Hi Sue, a message", "Hi, a message"),
        ("A bill. It is not reported to credit bureaus. Call us.", "A bill. Call us."),
        ("We will sue!surgery.com(It is not reported to credit bureaus)", "We will sue!"),
    ],
)
def test_what_is_left_out_before_words_are_looked_for(text: str, read: str) -> None:
    assert " ".join(lint.without(text, "Court Street Clinic").split()) == read


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("This is under Civil Code 1785.27.", True),
        ("This is under Civil Code 1785.27, the Consumer Credit Reporting Agencies Act.", True),
        ("We do not report this to consumer reporting agencies.", True),
        ("No informamos a las agencias del consumidor.", True),
        ("Your bill is under Civil Code 1785.", False),
        ("Call us about your credit.", False),
    ],
)
def test_sentences_that_the_law_requires(text: str, given: bool) -> None:
    assert lint.promises_no_report(text) == given


def test_cents_alone_are_an_amount_in_what_we_begin_only() -> None:
    assert lint.names_amount("It is 240.01 now", begun=True)
    assert not lint.names_amount("It is 240.01 now", begun=False)
    assert lint.names_amount("It is $240.01 now", begun=False)


@pytest.mark.parametrize(
    ("text", "first", "last", "said"),
    [
        ("Hi Mary.", "Mary", "Lopez", ""),
        ("Hello Ms. Lopez.", "Mary", "Lopez", ""),
        ("Hi Mary Lopez.", "Mary", "Lopez", "It carries first and last name"),
        ("Hi Mary.", "Mary", "", ""),
        ("Hi Oliver Stone.", "Mary", "", ""),
        ("Hi Oliver Stone.", "", "", "It carries first and last name"),
        ("Hi Oliver.", "", "", ""),
        ("Oliver Stone.", "", "", ""),
    ],
)
def test_whom_a_text_names(text: str, first: str, last: str, said: str) -> None:
    assert (lint.reveals(text, first, last, level=1, sensitive=False) or "") == said


@pytest.mark.parametrize(
    "word", ["There", "Patient", "Again", "You", "From", "This", "We", "Your", "Neighbor", "Friend", "All"]
)
def test_greetings_that_name_nobody(word: str) -> None:
    assert lint.reveals(f"Hello {word}, a message.", "", "", level=1, sensitive=True) is None
    assert lint.reveals(f"Hello {word} Valued, a message.", "", "", level=1, sensitive=True) is None
    assert lint.reveals("Hello Maria, a message.", "", "", level=1, sensitive=True)


def test_no_name_is_in_no_text() -> None:
    assert not lint.says_who("A message", "  ")
    assert lint.says_who("From  WILLOW\nCreek: a message", " Willow  Creek ")


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("https://pay.willowcreek.example", ""),
        ("pay.willowcreek.example", ""),
        ("pay.willowcreek.example/", ""),
        ("pay.willowcreek.example/p/1", "The link is not a secure one (https)"),
        ("http://pay.willowcreek.example", "The link is not a secure one (https)"),
        ("https://pay.willowcreek.example:8443/p", "The link does not lead to the practice's own address"),
        ("https:///p", "The link does not lead to the practice's own address"),
        ("http://localhost:9000/p", ""),
        ("http://127.0.0.1:9000/p", ""),
        ("http://[::1]:9000/p", ""),
    ],
)
def test_where_a_link_leads(link: str, fault: str) -> None:
    assert (lint.link_fault(link, HOSTS) or "") == fault


def test_a_practices_name_in_capitals_is_still_its_name() -> None:
    named = practice(program_name="Court Street Cancer Center", name="Court Street Cancer Center")
    body = "COURT STREET CANCER CENTER: You have an account message. Reply STOP to opt out."
    assert judged(body=body, practice=named)[0] == "send"


LETTERS = st.text("ana-' é_1.", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Ana, hello", "Ana", True), ("hello Ana", "Ana", True), ("Ana", "Ana", True), ("hello", "Ana", False),
        ("Banana Ana", "Ana", True), ("Banana", "Ana", False), ("Anatomy", "Ana", False), ("Susana", "Ana", False),
        ("ana_1", "Ana", False), ("1ana", "Ana", False), ("x AnAnA", "Ana", False), ("aana Ana", "Ana", True),
        ("lala la", "La", True), ("d'Ana", "Ana", True), ("O'Neil here", "O'Neil", True), ("-Ana-", "Ana", True),
    ],
)  # fmt: skip
def test_whose_name_is_in_a_text(text: str, name: str, found: bool) -> None:
    assert (lint.reveals(text, name, "", level=1, sensitive=True) is not None) is found


@given(LETTERS, st.text("ané_1'", min_size=1, max_size=4))
def test_a_name_is_a_word_by_itself(text: str, name: str) -> None:
    """Whatever stands beside it, as the pattern of a whole word finds it."""
    whole = re.search(rf"\b{re.escape(lint.folded(name))}\b", lint.folded(text)) is not None
    said = lint.reveals(text, name, "", level=1, sensitive=True)
    assert (said is not None) == whole


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("pay.willowcreek.example?a=1", ""),
        ("pay.willowcreek.example/?a=1", ""),
        ("pay.willowcreek.example/#top", ""),
        ("https://pay.willowcreek.example:none/p", "The link does not lead to the practice's own address"),
        ("https://[pay.willowcreek.example/p", "The link does not lead to the practice's own address"),
        ("https://pay.willowcreek.example@evil.example/p", "The link does not lead to the practice's own address"),
        ("https://evil.example?pay.willowcreek.example", "The link does not lead to the practice's own address"),
        ("https://evil.example#pay.willowcreek.example", "The link does not lead to the practice's own address"),
        ("HTTPS://PAY.WILLOWCREEK.EXAMPLE/p", ""),
    ],
)
def test_a_link_goes_where_its_host_says(link: str, fault: str) -> None:
    assert (lint.link_fault(link, HOSTS) or "") == fault
