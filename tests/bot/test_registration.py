"""The registration kit: complete, in the practice's name, and free of what a carrier's reviewer refuses."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import registration, verification
from bot.__main__ import main
from bot.registration import Office, Paste
from bot.registration.parts import HELP_LISTS, REFUSALS, START_LISTS, STOP_LISTS, volume
from bot.registration.texts import privacy, wording
from bot.settings import Settings
from bot.words import FOLDER, LOCALES, Words, message_class
from flows.script import Link, Practice, Say
from flows.values import MessageClass
from storage.practices import STOP_WORDS
from tests import registration_page
from tests.bot.test_words import ALL, BLANKS, OURS, REQUIRED, SPECIAL, WHOLE, shown
from tests.registration_page import office
from webhooks.emulator import keywords
from webhooks.page_words import LANGUAGES, keys

NAME = "Willow Creek Family Medicine"
LINK = "https://pay.willowcreek.example/p/k3Jd9sQxW2mB7vRtY4nZaQ"
BEGUN = {MessageClass.NUDGE, MessageClass.SERVICE, MessageClass.STAFF, MessageClass.CONSENT_CONFIRM,
         MessageClass.CONSENT_ASK}  # fmt: skip


def pastes(of: Office) -> dict[tuple[str, str], Paste]:
    return {(part.title, paste.name): paste for part in registration.kit(of) for paste in part.texts}


def faults(of: Office) -> list[str]:
    return registration.faults(of, registration.kit(of))


def test_the_page_is_up_to_date() -> None:
    kept = registration_page.PAGE.read_text(encoding="utf-8")
    assert kept == registration_page.page(), "run python -m tests.registration_page and commit docs/registration-kit.md"


# -- the kit --

OFFICES: dict[str, dict[str, Any]] = {
    "usual": {},
    "private": {"sensitive": True, "program_name": "Harbor Health", "dbas": ("Harbor Health",)},
    "without mail": {"email": ""},
    "long": dict.fromkeys(("program_name", "legal_name"), "Willow Creek Family Medicine and Pediatrics of Denver"),
    "with a scheme": {"site": "https://www.willowcreek.example/"},
}


@pytest.mark.parametrize("fields", OFFICES.values(), ids=OFFICES.keys())
def test_a_kit_has_nothing_that_is_refused(fields: dict[str, Any]) -> None:
    assert faults(office(**fields)) == []


@pytest.mark.parametrize("fields", OFFICES.values(), ids=OFFICES.keys())
def test_every_text_is_the_practices_own(fields: dict[str, Any]) -> None:
    own = office(**fields)
    page = " ".join(registration.page(own).split())
    assert own.name in page and own.number in page and own.practice.legal_name in page
    assert own.name == NAME or NAME not in page.replace(own.practice.legal_name, "").replace(own.name, "")
    assert not re.search(r"[\[{<]|None", page), "a blank was left"


def test_it_has_all_that_registering_takes() -> None:
    """Fact sheet C1 to C3; the fields of Twilio's UsAppToPerson and TollfreeVerification."""
    fields = {paste.field for paste in pastes(office()).values() if paste.field}
    assert fields == {
        "description", "message_flow", "message_samples", "opt_in_keywords", "opt_in_message", "opt_out_keywords",
        "opt_out_message", "help_keywords", "help_message", "privacy_policy_url", "terms_and_conditions_url",
        "use_case_summary", "production_message_sample", "additional_information", "opt_in_confirmation_message",
        "help_message_sample",
    }  # fmt: skip
    assert len([1 for paste in pastes(office()).values() if paste.field == "message_samples"]) == 5
    advice = " ".join(" ".join(part.advice.split()) for part in registration.kit(office()))
    for said in (
        "`LOW_VOLUME`", "`ACCOUNT_NOTIFICATION`", "customer care", "(`has_embedded_links`): yes",
        "(`has_embedded_phone`): yes", "(`age_gated`): no", "(`direct_lending`): no, unless your counsel",
        "`use_case_categories`", "`message_volume`", "`opt_in_type`", "`opt_in_image_urls`", "Take YES out",
        "/channels/twilio_sms/message", "business associate agreement", "registered=true",
    ):  # fmt: skip
        assert said in advice, said
    told = {code for codes, _, _ in REFUSALS for code in codes.split(", ")}
    assert {"30943", "30863", "30460", "30466", "30869", "30032", "30034", "30007", "30932"} <= told


def test_samples_are_what_patients_get() -> None:
    own = office()
    texts = [paste.text for (_, name), paste in pastes(own).items() if name.startswith("Sample text ")]
    said = own.says("nudge.first", name="Maria", link=Link("pay"))
    assert texts[0] == said and "https://pay.willowcreek.example/p/" in said and said.startswith(f"{NAME}: Hi Maria")
    assert "Maria" not in registration.page(office(sensitive=True))
    assert pastes(own)[("10-digit number: the campaign", "Opt-out message")].text == own.says("optout.confirm")


def test_the_lists_are_those_that_are_tried() -> None:
    """Fact sheet W2; the emulator is set up as the kit says."""
    assert (set(STOP_LISTS["en"]), set(STOP_LISTS["es"])) == (keywords.STOP, keywords.STOP_ES)
    assert (set(START_LISTS["en"]), set(START_LISTS["es"])) == (keywords.START, keywords.START_ES)
    assert (set(HELP_LISTS["en"]), set(HELP_LISTS["es"])) == (keywords.HELP, keywords.HELP_ES)
    assert set(STOP_WORDS) < set(STOP_LISTS["en"]) and "YES" not in START_LISTS["en"]
    field = pastes(office())[("10-digit number: the campaign", "Opt-out keywords")].text
    assert all(word.isalnum() for word in field.split(", ")), "Twilio's field takes letters and digits only"


@pytest.mark.parametrize(
    ("patients", "texts"), [(0, 10), (2, 10), (3, 100), (25, 100), (1_200, 10_000), (10**9, 10**6)]
)
def test_the_volume_is_a_step_that_covers_the_patients(patients: int, texts: int) -> None:
    assert volume(patients) == texts


def test_how_often_is_the_practices_policy() -> None:
    own = office()
    once = replace(own.practice.policy, caps=replace(own.practice.policy.caps, per_7d=1))
    rare = office(policy=once)
    assert "up to 2 texts a week" in wording(own, "en") and "hasta 2 mensajes por semana" in wording(own, "es")
    assert "up to one text a week" in wording(rare, "en") and "hasta un mensaje por semana" in wording(rare, "es")
    assert faults(rare) == []


# -- what is refused --

PLANTED = [
    ("This is an attempt to collect a debt.", "collects for somebody else"),
    ("Your bill is with our collections department.", "collects for somebody else"),
    ("We write on behalf of your doctor.", "collects for somebody else"),
    ("Your account was assigned to us.", "collects for somebody else"),
    ("We purchased your account.", "collects for somebody else"),
    ("Your bill is past due.", "collects for somebody else"),
    ("Tiene una deuda con nosotros.", "collects for somebody else"),
    ("Somos una empresa de cobranza.", "collects for somebody else"),
    ("Settle today.", "offers relief"),
    ("Ask about bill forgiveness.", "offers relief"),
    ("We can fix your credit.", "offers relief"),
    ("Consolidate what you owe.", "offers relief"),
    ("Get a loan for this bill.", "lends"),
    ("You are pre-approved.", "lends"),
    ("Le damos un préstamo.", "lends"),
    ("Enter our sweepstakes.", "sells or prizes"),
    ("Gane dinero desde casa.", "sells or prizes"),
    ("Ask us about CBD.", "names what carriers ban"),
    ("Marihuana y tabaco.", "names what carriers ban"),
    ("Guns and vapes.", "names what carriers ban"),
    ("We will sue.", "threatens"),
    ("FINAL NOTICE.", "threatens"),
    ("Le vamos a embargar.", "threatens"),
    ("20% off this week.", "advertises"),
    ("Refer a friend.", "advertises"),
    ("See https://bit.ly/x1", "a public shortener"),
    ("See tinyurl.com/x1", "a public shortener"),
    ("Hi [NAME], you have a message.", "a blank was left"),
    ("Hi {first_name}, you have a message.", "a blank was left"),
    ("Hi <name>, you have a message.", "a blank was left"),
    ("Call XXX-XXX-XXXX.", "a blank was left"),
    ("Sign here: ____", "a blank was left"),
    ("Company: TBD", "a blank was left"),
    ("Insert your practice here.", "a blank was left"),
    ("See https://www.example.com/privacy", "a blank was left"),
]


@pytest.mark.parametrize(("words", "why"), PLANTED)
def test_planted_words_are_refused(words: str, why: str) -> None:
    found = verification.refused(words)
    assert any(fault.startswith(why) for fault in found), found


HARMLESS = [
    "You owe $240.01. Reply 1 to pay now, or 2 to pay over time.",
    "Your insurance is still working on this bill, so you can wait if you like.",
    "A person here will see what help there is and text you back.",
    "You have a credit of $5.00 with us.",
    "We do not share your number with third parties for marketing.",
    "Puede pagar todo en enero.",
    "Loaned equipment and collected works.",
    "Call our billing office at (303) 555-0100 (TTY 711).",
]


@pytest.mark.parametrize("words", HARMLESS)
def test_harmless_words_are_not(words: str) -> None:
    assert verification.refused(words, begun=True) == []


def test_a_practices_own_name_is_no_fault_of_its_words_but_is_told() -> None:
    bad = office(program_name="Acme Collections", dbas=("Acme Collections",))
    assert "The name 'Acme Collections': a blank was left: 'Acme'." in faults(bad)
    assert any(fault.startswith("The name 'Acme Collections': collects") for fault in faults(bad))
    fine = "Center for Sexual Health"
    assert verification.refused(f"{fine}: Hi, a message.", fine) == []


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"public_url": "http://pay.willowcreek.example"}, "The public address is not an https address."),
        ({"public_url": "https://bit.ly"}, "a public shortener"),
        ({"phone": "(303) XXX-XXXX"}, "a blank was left"),
        ({"email": "billing@collections.example"}, ""),
        ({"site": "example.com"}, "a blank was left"),
        ({"legal_name": "[legal name]"}, "a blank was left"),
        ({"program_name": "Somebody Else Billing"}, "FALSE_NAME"),
        ({"program_name": "Willow " * 60}, "letters, and 320 may be"),
    ],
)
def test_a_practices_fields_are_looked_at_too(fields: dict[str, Any], fault: str) -> None:
    found = faults(office(**fields))
    assert any(fault in one for one in found) if fault else not found, found


# -- what must be said --

GONE = [
    (NAME, "the practice's name"),
    ("text", "that these are texts"),
    ("account and bills", "what they are about"),
    ("frequency", "how often"),
    ("rates may apply", "that rates may apply"),
    ("HELP", "HELP"),
    ("STOP", "STOP"),
    ("a condition", "that it is no condition of care"),
]
IDA = [
    (NAME, "the practice's name"),
    ("mensajes de texto", "that these are texts"),
    ("mi cuenta y mis facturas", "what they are about"),
    ("frecuencia", "how often"),
    ("tarifas", "that rates may apply"),
    ("AYUDA", "HELP"),
    ("STOP", "STOP"),
    ("condición", "that it is no condition of care"),
]


@pytest.mark.parametrize(
    ("lang", "words", "what"), [*(("en", *row) for row in GONE), *(("es", *row) for row in IDA)]
)
def test_agreeing_says_all_that_it_must(lang: str, words: str, what: str) -> None:
    whole = wording(office(), lang)
    assert words in whole and verification.lacks_of_opt_in(whole, NAME) == []
    without = re.sub(re.escape(words), "", whole, flags=re.IGNORECASE)
    assert f"it does not say {what}" in verification.lacks_of_opt_in(without, NAME)


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize("key", ["consent.confirm", "start.confirm"])
def test_confirming_says_all_that_it_must(key: str, lang: str) -> None:
    whole = office().says(key, lang)
    assert verification.lacks_of_confirmation(whole, NAME) == []
    for words in (NAME, "STOP", "HELP" if lang == "en" else "AYUDA", "req" if lang == "en" else "recuencia"):
        assert verification.lacks_of_confirmation(whole.replace(words, "x"), NAME) != []


@pytest.mark.parametrize("lang", LOCALES)
def test_the_privacy_policy_says_that_numbers_are_not_shared(lang: str) -> None:
    whole = privacy(office(), lang)
    assert verification.lacks_of_privacy(whole) == []
    for words in ("not share" if lang == "en" else "No compartimos", "third parties" if lang == "en" else "terceros"):
        assert verification.lacks_of_privacy(whole.replace(words, "share")) != []


def test_faults_of_agreeing_are_found_in_a_kit() -> None:
    own = office()
    parts = registration.kit(own)
    part = next(part for part in parts if part.title == "What patients agree to")
    bad = replace(part, texts=(replace(part.texts[0], text="I agree to texts."),))
    found = registration.faults(own, [bad])
    assert any(fault.endswith("it does not say STOP.") for fault in found) and len(found) >= 5


# -- every template, and the copy of the site --


def refused_of(key: str, lang: str, words: Words) -> list[str]:
    needed = ALL[lang][key] - {"practice", "phone", "site", "hours"}
    blanks = {**BLANKS, **SPECIAL.get(key, {})}
    say, practice = Say(key, **{name: blanks[name] for name in needed}), Practice(NAME, "(303) 555-0100")
    text = words.render(say, lang, practice, lambda _: LINK).text
    if key in REQUIRED:  # what law or carriers word is set apart (decision 23)
        return verification.left_over(text) + verification.short_links(text)
    return verification.refused(text, NAME, begun=message_class(key) in BEGUN)


@pytest.mark.parametrize("lang", LOCALES)
def test_no_template_is_refused(lang: str) -> None:
    words = Words()
    assert {key: found for key in WHOLE if (found := refused_of(key, lang, words))} == {}


@pytest.mark.parametrize("lang", LOCALES)
@pytest.mark.parametrize(("planted", "why"), PLANTED[::3])
def test_what_is_planted_into_a_template_is_found(tmp_path: Path, lang: str, planted: str, why: str) -> None:
    folder = tmp_path / "words"
    shutil.copytree(FOLDER, folder)
    file = folder / f"{lang}.ftl"
    escaped = re.sub(r"[{}]", lambda sign: f'{{"{sign[0]}"}}', planted)
    file.write_text(re.sub(r"^thanks-say = .*$", f"thanks-say = {escaped}", file.read_text(), flags=re.MULTILINE))
    assert any(fault.startswith(why) for fault in refused_of("thanks.say", lang, Words(folder)))


def copy_of(lang: str) -> dict[str, str]:
    """The pages' sentences with their blanks filled; what the law words is set apart: its sentences, and the terms of
    the Truth-in-Lending box, which only a patient who has proved who they are comes to see."""
    told = {key: text for key, text in keys(lang).items() if not key.startswith(("required-", "tila-"))}
    return {key: re.sub(r"\{ \$\w+ \}", "two", text) for key, text in told.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_of_the_site_is_refused(lang: str) -> None:
    told = copy_of(lang)
    assert len(told) > 200
    assert {key: found for key, text in told.items() if (found := verification.refused(text))} == {}


def test_ours_and_required_are_all_there_is() -> None:
    assert {*OURS, *REQUIRED} >= {*WHOLE} and shown("thanks.say", "en").text


# -- the command --


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command line in a home with one practice; its exit status, and what it printed where."""
    for name, value in {"SHEEPDOG_HOME": str(tmp_path), "SHEEPDOG_DEMO": "1",
                        "SHEEPDOG_PUBLIC_URL": "https://pay.willowcreek.example"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    Settings.read({"SHEEPDOG_DEMO": "1", "SHEEPDOG_HOME": str(tmp_path)})

    def run(*words: str) -> tuple[int, str, str]:
        status = main(words, {"SHEEPDOG_HOME": str(tmp_path)})
        told = capsys.readouterr()
        return status, told.out, told.err

    assert run("practice", "add", "oak", "--name", "Oak Street Clinic", "--phone", "(303) 555-0111")[0] == 0
    return run


def test_a_practice_prints_its_own_kit(say: Any, tmp_path: Path) -> None:
    status, told, wrong = say("practice", "kit", "oak")
    assert status == 1 and "practice set oak number=... site=..." in wrong and not told
    say("practice", "set", "oak", "number=+13035550177", "site=oakstreet.example")
    status, told, wrong = say("practice", "kit", "oak")
    assert (status, wrong) == (0, "")
    assert told.startswith("# Registering Oak Street Clinic for texts\n")
    assert "https://oakstreet.example/privacy" in told
    assert "+13035550177" in told and "https://pay.willowcreek.example/channels/twilio_sms/message" in told
    assert "Willow" not in told
    file = tmp_path / "kit.md"
    assert say("practice", "kit", "oak", str(file)) == (0, f"The kit of Oak Street Clinic is in {file}.\n", "")
    assert file.read_text(encoding="utf-8") == told
    status, _, wrong = say("practice", "kit", "oak", str(tmp_path / "nowhere" / "kit.md"))
    assert status == 1 and "cannot be written" in wrong


def test_a_kit_that_would_be_refused_says_so(say: Any) -> None:
    say("practice", "set", "oak", "number=+13035550177", "site=oakstreet.example", "dbas=Oak Debt Relief",
        "program_name=Oak Debt Relief")  # fmt: skip
    status, told, wrong = say("practice", "kit")
    assert status == 1 and "# Registering Oak Debt Relief" in told
    assert "A reviewer would refuse this:" in wrong and "The name 'Oak Debt Relief'" in wrong


def test_an_agency_gets_no_kit(say: Any) -> None:
    say("practice", "set", "oak", "number=+13035550177", "site=oakstreet.example", "kind=collection_agency")
    status, told, wrong = say("practice", "kit", "oak")
    assert status == 1 and "carriers forbid texts for somebody else" in wrong and not told
