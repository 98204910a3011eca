"""The checker on what texts say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from storage import people
from tests.rows import NOW
from tests.simulation.rules_content import segments
from tests.simulation.story import AGO, BODIES, LINK, PROGRAM, Story

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Tell = Callable[..., Story]
NUDGE, CONFIRM, HELP = BODIES["NUDGE"], BODIES["CONSENT_CONFIRM"], BODIES["HELP"]


@pytest.mark.parametrize(("cls", "body", "rule"), [
    ("NUDGE", NUDGE.replace(PROGRAM, "Us"), "name"),
    ("SERVICE", BODIES["SERVICE"].replace(PROGRAM, "Us"), "name"),
    ("HELP", HELP.replace(PROGRAM, "Us"), "name"),
    ("RECEIPT", BODIES["RECEIPT"].replace(PROGRAM, "Us"), "name"),
    ("NUDGE", NUDGE.replace("STOP", "that"), "stop_line"),
    ("HELP", HELP.replace("STOP", "that"), "stop_line"),
    ("HELP", HELP.replace("Msg & data rates may apply. ", ""), "required"),
    ("HELP", HELP.replace("(303) 555-0100", "us"), "required"),
    ("NUDGE", NUDGE.replace("https", "http"), "links"),
    ("NUDGE", NUDGE.replace("pay.willowcreek.example", "evil.example"), "links"),
    ("NUDGE", NUDGE.replace(LINK, "https://bit.ly/x"), "links"),
    ("NUDGE", NUDGE.replace(LINK, "bit.ly/x"), "links"),
    ("NUDGE", f"{NUDGE} {LINK}", "links"),
    ("NUDGE", NUDGE.replace(LINK, f"{LINK}?name=maria"), "links"),
    ("NUDGE", NUDGE.replace("a message", "$240.01, a message"), "level"),
    ("NUDGE", NUDGE.replace("a message", "240 dollars, a message"), "level"),
    ("NUDGE", NUDGE.replace("a message", "your visit on 3/2, a message"), "level"),
    ("NUDGE", NUDGE.replace("a message", "due Mar 12, a message"), "level"),
    ("REPLY", "You owe $240.01.", "level"),
    ("NUDGE", NUDGE.replace("Maria", "Maria Lopez"), "both_names"),
    ("SERVICE", NUDGE.replace("Maria", "Lopez, Maria"), "both_names"),
    ("NUDGE", NUDGE.replace("a message", "final notice"), "words:threat"),
    ("REPLY", "We will send this to collections.", "words:threat"),
    ("REPLY", "Esto afectará su crédito.", "words:threat"),
    ("STAFF", "Please pay immediately.", "words:threat"),
    ("NUDGE", NUDGE.replace("a message", "20% off, a message"), "words:marketing"),
    ("REPLY", "That was for your colonoscopy.", "words:clinical"),
    ("STAFF", "It was coded F32.1 that day.", "words:clinical"),
    ("REPLY", "To be sure, reply VERIFY to check.", "words:bait"),
    ("SERVICE", BODIES["SERVICE"] + " What is your date of birth?", "asks_birth"),
    ("NUDGE", NUDGE + " We are glad to help you with your account." * 5, "too_long"),
])  # fmt: skip
def test_words_that_may_not_leave(story: Story, cls: str, body: str, rule: str) -> None:
    story.left(cls, NOW, body)
    assert story.found() == [rule]


@pytest.mark.parametrize("gone", ["Msg & data rates may apply. ", "Msg frequency varies. ", "HELP for help, "])
def test_what_a_confirmation_must_say(tell: Tell, gone: str) -> None:
    story = tell(confirmed=False)
    story.consents()
    story.left("CONSENT_CONFIRM", AGO, CONFIRM.replace(gone, ""))
    assert story.found() == ["required"]


@pytest.mark.parametrize("body", [
    "To keep things private, a person will call. Reply 1 or 2. We are here Mon to Fri, 9 to 5, or 24/7 online.",
    "You may pay in 2, 3 or 4 monthly payments. In May 2 of them are due.",
    "Sentimos mucho lo que vive. Este servicio no atiende emergencias.",
])  # fmt: skip
def test_words_that_may_leave(story: Story, body: str) -> None:
    story.left("REPLY", NOW, body if "May 2" not in body else body.replace("In May 2", "In two months 2"))
    assert story.found() == []


def test_names_that_are_words(tell: Tell) -> None:
    sue = tell(first="Sue", last="Warrant", practice={"name": "Arrest & Sons Clinic", "zip": "80203"})
    body = NUDGE.replace(PROGRAM, "Arrest & Sons Clinic").replace("Maria", "Sue")
    sue.left("NUDGE", NOW, body)
    rules = set(sue.found())
    assert rules == {"name"}, "the confirmation of the story names another practice"


def test_level_1_needs_the_acknowledgement_and_a_proof(tell: Tell) -> None:
    story = tell(risk_acked=False)
    story.left("REPLY", NOW, "You owe $240.01.", level=1)
    assert story.found() == ["level"]
    story.notes("proved", NOW - HOUR, f"patient:{story.maria}", patients=[story.maria])
    assert story.found() == []


def test_level_1_after_a_proof_on_file(story: Story) -> None:
    people.phone_verified(story.tx, story.practice, story.number, story.maria, AGO)
    story.left("REPLY", NOW, "You owe $240.01.", level=1, quoted_cents=24001)
    assert story.found() == []


def test_level_2_is_for_pages(story: Story) -> None:
    story.left("REPLY", NOW, level=2)
    assert story.found() == ["level"]


def test_an_amount_that_is_not_owed_any_more(story: Story) -> None:
    people.phone_verified(story.tx, story.practice, story.number, story.maria, AGO)
    story.pays(4001, NOW - HOUR)
    story.left("REPLY", NOW, "You owe $240.01.", level=1, quoted_cents=24001)
    assert story.found() == ["stale_amount"]


def test_segments_that_were_counted_wrong(story: Story) -> None:
    story.left("REPLY", NOW, segments=2)
    assert story.found() == ["segments"]


@pytest.mark.parametrize(("body", "many"), [
    ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2), ("a" * 159 + "[", 2),
    ("á" + "a" * 69, 1), ("á" + "a" * 70, 2), ("á" * 134, 2), ("á" * 135, 3), ("🛑" * 35, 1), ("🛑" * 36, 2),
    ("ñ¿¡üé" * 32, 1), ("", 1), ("a" * 152 + "[" * 5, 2), ("a" * 152 + "[" * 77, 3),
])  # fmt: skip
def test_segments(body: str, many: int) -> None:
    assert segments(body) == many
