"""What a text may say: no offers, threats or treatment; who writes, the way out, one own link (T1, C3, C4, F6, H3)."""

from __future__ import annotations

import pytest

from bot.words import normalise, segments
from flows.money import Money
from flows.values import MessageClass
from tests.bot.gate_cases import GOOD, MORNING, PROGRAM, hold, judged, practice
from tests.compliance.labels import row, shows
from tests.lines import Line

STOP = " Reply STOP to opt out."
LINK = "https://pay.willowcreek.example/p/k3Jd9sQx"


def nudge(words: str) -> str:
    """A reminder that says this."""
    return f"{PROGRAM}: {words}{STOP}"


@pytest.mark.parametrize(
    ("cls", "body", "rule"),
    [
        row("T1.1", "NUDGE", nudge("Pay by Friday and get 20% off Botox."), "marketing_content"),
        row("T1.2", "NUDGE", nudge("Your account has a new message."), ""),
        row("14.F4.1", "SERVICE", f"{PROGRAM}: Your plan payment is near.", "stop_line"),
        row("F6.1", "NUDGE", nudge("FINAL NOTICE: we will report you."), "threat"),
        row("H3.1", "NUDGE", nudge("You owe $120."), "phi_level"),
    ],
)
def test_what_a_text_may_say(cls: str, body: str, rule: str) -> None:
    assert judged(cls, body=body)[1] == rule


@shows("14.T1.1")
def test_14_t1_1_words_that_sell() -> None:
    for words in ("schedule your next visit", "refer a friend", "10% off today"):
        assert judged(body=nudge(f"Time to {words}."))[1] == "marketing_content", words


@shows("C3.1")
def test_c3_1_a_reminder_says_who_writes_and_how_to_stop() -> None:
    assert judged(body=nudge("You have a message."))[0] == "send"
    assert judged(body=f"You have a message.{STOP}") == ("drop", "program_name")
    assert judged(body=f"{PROGRAM}: You have a message.") == ("drop", "stop_line")


@pytest.mark.parametrize(
    ("links", "rule"),
    [
        row("C4.1", "https://bit.ly/x", "url_shortener"),
        row("C4.2", LINK.replace("https", "http"), "links"),
        row("C4.3", "https://elsewhere.example/p/k3Jd9sQx", "links"),
        row("C4.4", f"{LINK} {LINK}y", "links"),
    ],
)
def test_which_links_may_be_sent(links: str, rule: str) -> None:
    assert judged(body=nudge(f"See {LINK}"))[0] == "send"
    assert judged(body=nudge(f"See {links}")) == ("drop", rule)


@shows("14.C5.1")
def test_14_c5_1_one_accent_makes_long_letters_and_two_segments_are_enough() -> None:
    plain, accented = nudge("Tu cuenta esta lista. " + "a" * 40), nudge("Su cuenta está lista. " + "a" * 40)
    assert (segments(plain), segments(accented)) == (1, 2)
    assert judged(body=accented)[0] == "send"
    assert segments(accented + "a" * 134) > 2 and judged(body=accented + "a" * 134) == ("drop", "segments")


@shows("14.C5.2")
def test_14_c5_2_a_curly_apostrophe_is_sent_as_a_plain_one() -> None:
    assert normalise("Here’s your message") == "Here's your message"
    assert segments(normalise("’" * 160)) == 1 and judged(body=nudge("Here’s one. " + "a" * 200))[0] == "send"


@shows("14.F6.1")
def test_14_f6_1_threats_in_both_languages() -> None:
    for words in ("Your account will be sent to collections.", "Esto afectará su crédito."):
        assert judged(body=nudge(words))[1] == "threat"
        assert judged("SERVICE", body=nudge(words))[1] == "threat"


@shows("F6.2")
def test_f6_2_another_amount_than_the_ledgers_is_stale() -> None:
    assert judged("REPLY", quoted_cents=24000, balance=Money(24000))[0] == "send"
    assert judged("REPLY", quoted_cents=24001, balance=Money(24000)) == ("drop", "stale_amount")


@shows("H3.2")
def test_h3_2_a_proved_talk_hears_its_balance() -> None:
    told = {"body": "Your balance is $120", "level": 1}
    assert judged("REPLY", **told, verified=True)[0] == "send"
    assert judged("REPLY", **told, verified=False) == ("drop", "not_verified")


@shows("H3.3")
def test_h3_3_a_treatment_is_named_at_no_level() -> None:
    for cls, level in (("NUDGE", 0), ("REPLY", 1), ("STAFF", 1)):
        found = judged(cls, body=nudge("This is for your colonoscopy."), level=level, verified=True)
        assert found == ("drop", "clinical_content")


@shows("H3.4")
def test_h3_4_a_link_says_nothing_of_the_patient() -> None:
    for end in ("?name=Maria", "?mrn=00123"):
        assert judged(body=nudge(f"See {LINK}{end}")) == ("drop", "links")


@shows("14.H1.1")
def test_14_h1_1_an_illness_code_typed_by_staff_is_blocked(quick: Line) -> None:
    quick.say("hello", "greet")
    text_id = quick.queue("STAFF", key="staff.typed", body="The visit was coded F32.1.")
    quick.send()
    assert quick.text_of(text_id).reasons[0][0] == "clinical_content"


@shows("5.2.3")
def test_5_2_3_new_jersey_wants_its_sentence() -> None:
    there = {"number": "+12015550123"}
    assert judged(body=GOOD, **there) == ("drop", "nj_sentence")
    assert judged("SERVICE", body=GOOD, **there) == ("drop", "nj_sentence")
    assert judged(body=f"{GOOD} {PROGRAM} has not reported this bill to a credit agency.", **there)[0] == "send"


@shows("C2.1")
def test_c2_1_a_bill_that_an_agency_has_gets_no_reminder() -> None:
    assert judged(holds=(hold("assigned_to_agency"),)) == ("drop", "assigned_to_agency")


@shows("C2.2")
def test_c2_2_a_collection_agency_texts_nobody() -> None:
    agency = practice(kind="collection_agency")
    went = {cls for cls in MessageClass if judged(cls, practice=agency, opted_out_at=MORNING)[0] == "send"}
    assert went == {"SAFETY", "OPTOUT_CONFIRM"}
    assert judged(practice=agency) == ("drop", "third_party_sender")


@shows("14.C1.1")
def test_14_c1_1_an_unregistered_sender_sends_nothing_but_safety() -> None:
    """Decision 26: SAFETY is tried in every state."""
    new = practice(registered=False)
    for cls in set(MessageClass) - {MessageClass.SAFETY}:
        assert judged(cls, practice=new, opted_out_at=MORNING) == ("drop", "sender_unregistered"), cls
    assert judged("SAFETY", practice=new)[0] == "send"


@shows("14.H5.1")
def test_14_h5_1_a_guarantor_hears_of_no_protected_record_without_written_consent() -> None:
    told = {"part2": True, "to_guarantor": True}
    assert judged(**told) == ("drop", "part2_guarantor")
    assert judged(**told, guarantor_consent=True)[0] == "send"
