"""What texts may not say: the fact sheet's vectors for T1, C3 to C5, F4, F6, H1, H3 and New Jersey."""

from __future__ import annotations

import pytest

from bot import lint
from bot.gate import check
from tests.bot.gate_cases import GOOD, MORNING, NJ_LINE, PROGRAM, facts, judged, practice, text

NJ = "+12015550123"
STOP = " Reply STOP to opt out."


def nudge(words: str) -> str:
    """A reminder that says this, with name and STOP line."""
    return f"{PROGRAM}: {words}{STOP}"


TEMPLATES = {
    "NUDGE": f"{PROGRAM}: You have a new account message from {PROGRAM}. View it securely: "
    "https://pay.willowcreek.example/p/k3Jd9sQx Reply HELP for help, STOP to opt out.",
    "CONSENT_CONFIRM": f"{PROGRAM}: You're set up for account texts. Msg frequency varies. Msg & data rates may apply. "
    "Reply HELP for help, STOP to opt out.",
    "HELP": f"{PROGRAM}: For help call (303) 555-0100 (TTY 711) or billing@willowcreek.example. Msg freq varies. "
    "Msg & data rates may apply. Reply STOP to opt out.",
    "OPTOUT_CONFIRM": f"{PROGRAM}: You are opted out and will get no more texts from this number. "
    "Questions? (303) 555-0100. Reply START to resume.",
}


@pytest.mark.parametrize(("cls", "body"), TEMPLATES.items())
def test_the_fact_sheets_templates_pass(cls: str, body: str) -> None:
    confirmed = {"confirm_sent_at": None} if cls == "CONSENT_CONFIRM" else {}
    assert judged(cls, body=body, opted_out_at=MORNING, **confirmed)[0] == "send"


# -- name and STOP line --


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (nudge("You have a new account message."), ""),
        ("You have a new account message." + STOP, "program_name"),
        ("Willow Creek: You have a new account message." + STOP, "program_name"),
        (f"{PROGRAM.upper()}: You have a new account message." + STOP, ""),
        (f"{PROGRAM}: You have a new account message.", "stop_line"),
        (f"{PROGRAM}: You have a new message. Stop by any time.", "stop_line"),
        (f"{PROGRAM}: You have a new message. Text STOP to end.", ""),
        (f"{PROGRAM}: You have a new message. STOP to end texts.", ""),
        (f"{PROGRAM}: Tiene un mensaje. Responda STOP para no recibir más.", ""),
        (f"{PROGRAM}: Tiene un mensaje. Responda ALTO para no recibir más.", ""),
    ],
)
@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE", "HELP", "CONSENT_ASK", "CONSENT_CONFIRM"])
def test_who_writes_and_how_to_stop(cls: str, body: str, rule: str) -> None:
    confirmed = {"confirm_sent_at": None} if cls == "CONSENT_CONFIRM" else {}
    assert judged(cls, body=body, zip="20001", **confirmed)[1] == rule


@pytest.mark.parametrize("cls", ["REPLY", "RECEIPT", "OTP", "STAFF", "SAFETY", "OPTOUT_CONFIRM"])
def test_answers_need_neither(cls: str) -> None:
    assert judged(cls, body="Thank you. Text us any time.", opted_out_at=MORNING)[0] == "send"


# -- links --

HOST = "https://pay.willowcreek.example"


@pytest.mark.parametrize(
    ("link", "good"),
    [
        (f"{HOST}/p/k3Jd9sQx", True),
        (f"{HOST.upper()}/p/k3Jd9sQx", True),
        (f"{HOST}:443/p/k3Jd9sQx", True),
        ("https://bit.ly/x", False),
        ("bit.ly/x", False),
        ("https://www.tinyurl.com/x", False),
        ("http://pay.willowcreek.example/p/k3", False),
        ("pay.willowcreek.example/p/k3", False),
        ("https://evil.example/p/k3", False),
        ("https://pay.willowcreek.example.evil.com/p/k3", False),
        ("https://pay.willowcreek.example@evil.com/p/k3", False),
        ("https://evil.com\\@pay.willowcreek.example/", False),
        (f"{HOST}:8443/p/k3", False),
        (f"{HOST}/p/k3?name=Maria", False),
        (f"{HOST}/p/k3?x=1&patient_id=7", False),
        (f"{HOST}/mrn/00123", False),
        (f"{HOST}/p/k3?mrn=00123", False),
        ("javascript://pay.willowcreek.example/%0aalert(1)", False),
        ("ftp://pay.willowcreek.example/p", False),
        ("https://[bad/p", False),
        ("https://pay.willowcreek.example:99999/p", False),
        (f"{HOST}/a/1 {HOST}/a/2", False),
        (f"{HOST}/a/1 or www.willowcreek.example", False),
    ],
)
@pytest.mark.parametrize("cls", ["NUDGE", "REPLY"])
def test_links(cls: str, link: str, good: bool) -> None:
    rule = "url_shortener" if "bit.ly" in link or "tinyurl" in link else "links"
    assert judged(cls, body=nudge(f"See {link} for more."))[1] == ("" if good else rule)


def test_of_several_faults_of_links_the_first_is_told() -> None:
    body = nudge("See http://pay.willowcreek.example/p/1 or https://evil.example/p/2")
    assert dict(check(text(body=body), facts(), MORNING).reasons)["links"] == "The link is not a secure one (https)"


def test_a_shortener_is_never_the_practices_own() -> None:
    assert judged(body=nudge("See https://bit.ly/x"), practice=practice(hosts=("bit.ly",)))[1] == "url_shortener"


def test_a_bare_address_of_the_practice_may_be_named_beside_a_link() -> None:
    hosts = practice(hosts=("pay.willowcreek.example", "willowcreek.example"))
    both = f"See {HOST}/p/1 or type willowcreek.example yourself."
    assert judged("REPLY", body=both, practice=hosts)[0] == "send"
    assert judged("REPLY", body="Type othersite.com yourself.", practice=hosts) == ("drop", "links")


def test_a_demo_links_to_its_own_machine() -> None:
    demo = practice(hosts=("127.0.0.1:8000",))
    assert judged("REPLY", body="Pay: http://127.0.0.1:8000/p/1", practice=demo)[0] == "send"
    assert judged("REPLY", body="Pay: http://127.0.0.1:9000/p/1", practice=demo) == ("drop", "links")
    assert judged("REPLY", body="Pay: http://127.0.0.1:8000/p/1") == ("drop", "links")


@pytest.mark.parametrize(
    "words", ["We open at 9.Call us then.", "It is 10 a.m./p.m. now.", "Mail us: desk@willowcreek.example"]
)
def test_what_is_no_link(words: str) -> None:
    assert lint.links(words) == ()


# -- words --


@pytest.mark.parametrize(
    "words",
    [
        "Pay by Friday and get 20% off Botox",
        "Time to schedule your next visit",
        "Refer a friend and save",
        "Special offer inside",
        "Obtenga 10% de descuento",
        "Recomiende a un amigo",
        "Oferta especial para usted",
    ],
)
@pytest.mark.parametrize("cls", ["NUDGE", "REPLY", "HELP", "OPTOUT_CONFIRM"])
def test_advertising(cls: str, words: str) -> None:
    assert judged(cls, body=nudge(words), opted_out_at=MORNING) == ("drop", "marketing_content")


@pytest.mark.parametrize("words", ["Ask for our discounts", "Pida su descuento", "Thanks for referrals", "Save $5"])
def test_advertising_in_what_we_begin(words: str) -> None:
    assert judged(body=nudge(words)) == ("drop", "marketing_content")
    assert judged("REPLY", body=words, level=1, verified=True)[0] == "send"


@pytest.mark.parametrize(
    "words",
    [
        "FINAL NOTICE: we will report you",
        "Your account will be sent to collections",
        "We will go to a collection agency",
        "This may lower your credit score",
        "We report to the credit bureaus",
        "We may sue",
        "You will be sued",
        "A lawsuit is next",
        "We can garnish wages",
        "A warrant is out",
        "This is your last chance",
        "We will take legal action",
        "Esto afectará su crédito",
        "Su cuenta irá a una agencia de cobros",
        "Lo vamos a demandar",
        "Último aviso",
        "Tomaremos acciones legales",
        "Le embargaremos el sueldo",
        "Afectará su historial crediticio",
    ],
)
@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE", "REPLY", "STAFF"])
def test_threats(cls: str, words: str) -> None:
    assert judged(cls, body=nudge(words + "."))[1] == "threat"


@pytest.mark.parametrize(
    "words", ["Pay immediately", "Call our attorney", "Pague de inmediato", "Hable con nuestro abogado"]
)
def test_false_haste_and_lawyers_in_what_we_begin(words: str) -> None:
    assert judged(body=nudge(words)) == ("drop", "threat")
    assert judged("REPLY", body=words)[0] == "send"


@pytest.mark.parametrize(
    "words",
    [
        "Hi Sue, you have an account message.",
        "We have an issue with your address.",
        "This plan comes with a warranty.",
        "Sin embargo, puede llamarnos.",
        "You have a new account message.",
    ],
)
def test_harmless_words(words: str) -> None:
    assert judged(body=nudge(words))[0] == "send"


def test_a_practices_own_name_is_no_threat_and_no_treatment() -> None:
    named = practice(program_name="Court Street Cancer Center", name="Court Street Cancer Center")
    body = f"Court Street Cancer Center: You have an account message.{STOP}"
    assert judged(body=body, practice=named)[0] == "send"


@pytest.mark.parametrize("words", ["About your debt.", "This is not a collection.", "Let us settle it.", "Su deuda."])
def test_words_that_carriers_block(words: str) -> None:
    assert judged(body=nudge(words)) == ("drop", "carrier_words")


@pytest.mark.parametrize(
    "words",
    ["for your colonoscopy", "for the MRI", "after your surgery", "por su colonoscopía", "por su radiografía",
     "code F32.1", "CPT 99213", "about the biopsy", "por su embarazo"],
)  # fmt: skip
@pytest.mark.parametrize(("cls", "level"), [("NUDGE", 0), ("REPLY", 1), ("STAFF", 0)])
def test_treatments_at_no_level(cls: str, level: int, words: str) -> None:
    body = nudge(f"This is {words}.")
    assert judged(cls, body=body, level=level, verified=True)[1] == "clinical_content"


def test_replies_may_say_where_to_call_about_results() -> None:
    words = "For visits, prescriptions and test results, please call the office."
    assert judged("REPLY", body=words)[0] == "send"
    assert judged(body=nudge(words)) == ("drop", "clinical_content")


# -- levels --


@pytest.mark.parametrize(
    "words",
    ["You owe $120.", "Your $ balance", "You owe 120 dollars.", "Debe 120 dólares.", "You owe 240.01 now.",
     "Pay by Dec 1.", "Your visit on 3/2/2026.", "Del 2 de marzo.", "From 2026-03-02.", "Dr. Smith says hello.",
     "Hi Maria Lopez, a message.", "Hola Maria Lopez, un mensaje.", "Your date of service."],
)  # fmt: skip
def test_level_0_names_nothing(words: str) -> None:
    assert judged(body=nudge(words)) == ("drop", "phi_level")


@pytest.mark.parametrize(
    "words", ["Hi Maria, a message.", "We are here 24/7.", "Call (303) 555-0100.", "Hello from us."]
)
def test_level_0_may_say(words: str) -> None:
    assert judged(body=nudge(words))[0] == "send"


def test_amounts_in_a_proved_session() -> None:
    assert judged("REPLY", body="Your balance is $120", level=1, verified=True)[0] == "send"
    assert judged("REPLY", body="Your balance is $120", level=0, verified=True) == ("drop", "phi_level")
    assert judged("REPLY", number="", body="Your balance is $120", channel="web") == ("drop", "phi_level")


def test_first_names_give_away_patients_of_some_practices() -> None:
    body = nudge("Hi Maria, a message.")
    assert judged(body=body, practice=practice(specialty="behavioral health")) == ("drop", "phi_level")
    assert judged(body=body, part2=True) == ("drop", "phi_level")
    assert judged(body=body, practice=practice(specialty="pediatrics"))[0] == "send"
    assert judged(body=nudge("You have a message."), practice=practice(specialty="oncology"))[0] == "send"


def test_clinicians_are_named_at_no_level() -> None:
    body = nudge("Dr. Smith sent it, due Dec 1.")
    assert judged(body=body, level=1, verified=True) == ("drop", "phi_level")
    assert judged(body=nudge("Due Dec 1."), level=1, verified=True)[0] == "send"


def test_names_on_file_never_both() -> None:
    known = {"first_name": "Mary Ann", "last_name": "Óliver"}
    assert judged(body=nudge("Hi Mary Ann, a message."), **known)[0] == "send"
    assert judged(body=nudge("A message for Mary Ann Oliver."), **known) == ("drop", "phi_level")
    assert judged(body=nudge("Hi Oliver Stone."), last_name="Lopez")[0] == "send"  # what is on file goes before guesses
    assert judged(body=nudge("For Mary Ann Oliver."), level=1, verified=True, **known) == ("drop", "phi_level")


# -- length (C5) --


@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE", "CONSENT_ASK", "CONSENT_CONFIRM"])
def test_two_segments_at_most(cls: str) -> None:
    told = {"zip": "20001", **({"confirm_sent_at": None} if cls == "CONSENT_CONFIRM" else {})}
    start, end = f"{PROGRAM}: Su cuenta está lista. ", " Responda STOP para salir."
    room = 134 - len(start) - len(end)
    assert judged(cls, body=start + "a" * room + end, **told)[0] == "send"
    assert judged(cls, body=start + "a" * (room + 1) + end, **told) == ("drop", "segments")


def test_longer_answers_and_what_is_sent_as_plain_letters() -> None:
    assert judged("REPLY", body="á" * 400)[0] == "send"
    quoted = f"{PROGRAM}: Here’s your message. " + "a" * 200 + STOP
    assert judged(body=quoted)[0] == "send"  # a curly apostrophe is sent as a plain one, so it stays GSM-7


# -- New Jersey --


@pytest.mark.parametrize(
    ("line", "good"),
    [
        (NJ_LINE, True),
        (" We do not report medical bills to credit bureaus.", True),
        (" Willow has not reported this to a credit agency.", True),
        (" No reportamos cuentas médicas a las agencias de crédito.", True),
        (" Willow no ha reportado esta cuenta a una agencia de crédito.", True),
        (" This isn’t reported to credit reporting agencies.", True),
        ("", False),
        (" We have not reported this to a credit agency yet.", False),
        (" We will not report you to credit bureaus if you pay.", False),
        (" If you do not pay we report you to the credit bureaus.", False),
        (" Do not send credit card numbers by text.", False),
    ],
)
@pytest.mark.parametrize("cls", ["NUDGE", "SERVICE"])
def test_new_jerseys_sentence(cls: str, line: str, good: bool) -> None:
    body = f"{PROGRAM}: You have a message.{line}{STOP}"
    rules = [rule for rule, _ in check(text(cls, NJ, body=body), facts(NJ), MORNING).reasons]
    assert (judged(cls, NJ, body=body)[0] == "send") == good
    assert "nj_sentence" in rules  # asked where it passes, told where it does not


def test_the_sentence_is_wanted_in_new_jersey_only() -> None:
    assert judged(body=GOOD)[0] == "send"
    assert judged(number=NJ, body=GOOD) == ("drop", "nj_sentence")
    assert judged(number=NJ, zip="10001", body=GOOD)[0] == "send"
    assert judged(zip="07030", body=GOOD) == ("drop", "nj_sentence")
    assert judged("REPLY", number=NJ, body="Thank you.")[0] == "send"


def test_no_body_leaves_content_out() -> None:
    assert judged(number=NJ, body=None)[0] == "send"


@pytest.mark.parametrize(
    ("body", "cents"),
    [("Your balance is $120", 12000), ("You owe $1,850.25 now", 185025), ("Usted debe $40.00", 4000),
     ("Pay $40 of your plan", None), ("You owe $1 and you owe $2", None), ("A message", None)],
)  # fmt: skip
def test_what_a_text_names_as_owed(body: str, cents: int | None) -> None:
    assert lint.owed(body) == cents
