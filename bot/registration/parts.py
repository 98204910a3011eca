"""The parts of a kit, in the order in which a practice needs them: what to do, and what to paste."""

from __future__ import annotations

from collections.abc import Sequence

from bot.lint_words import SHORTENERS
from bot.registration import texts
from bot.registration.office import Kind, Office, Part, Paste
from flows.money import Money
from flows.script import Link
from storage.practices import HELP_WORDS, STOP_WORDS

OWED = Money(240_01)
STEPS = (10, 100, 1_000, 10_000, 100_000, 250_000, 500_000, 750_000, 1_000_000)
"""The volumes that a toll-free verification may name, in texts a month."""
A_MONTH = 4
"""Texts a month for each patient: two that we begin, two answers."""

STOP_LISTS = {"en": (*STOP_WORDS, "OPT OUT", "OPT-OUT"), "es": ("ALTO", "BAJA", "BASTA", "CANCELAR", "PARAR", "PARE")}
HELP_LISTS = {"en": HELP_WORDS, "es": ("AYUDA",)}
START_LISTS = {"en": ("START", "UNSTOP"), "es": ("EMPEZAR",)}
"""Advanced Opt-Out, as fact sheet W2 recommends it; YES is taken out, so that a yes can answer a question."""


def kit(office: Office) -> tuple[Part, ...]:
    """All parts, in the order in which a practice needs them."""
    return (
        _first(office),
        _agreeing(office),
        _site(office),
        _brand(office),
        _campaign(office),
        _toll_free(office),
        _opt_out(office),
        _calls(office),
        _refused(office),
    )


def _first(office: Office) -> Part:
    return Part(
        "Before you begin",
        f"""Carriers carry no texts of a number that is not registered: from a 10-digit number you register a brand
and a campaign, from a toll-free number you have it verified. Do one of the two, not both. A reviewer reads your site,
your terms and your sample texts and compares them with each other, so publish parts 2 and 3 first, and use the same
name everywhere: {office.name}.

Answer three questions. If one answer is no, do not text from this number.

* Is every bill owed to {office.practice.legal_name} itself, and none bought, sold or given to somebody else?
* Is the name in texts that of the practice, or one that it is registered to do business under?
* Did every patient give their own number, and agree to texts about bills?

What only you know is not in this kit: the tax number (EIN), the legal form, the street address, and the name, title,
phone number and e-mail of the person who answers for the texts.""",
    )


def _agreeing(office: Office) -> Part:
    return Part(
        "What patients agree to",
        f"""On the intake form: an empty box that nobody has ticked, this wording beside it, and lines for the mobile
number, signature and date. It stands apart from other things that are signed, and care does not depend on it. On the
web form, {office.page("text-messages")}: the same empty box and wording under the field for the number, both links
live. Invite them on bills and site to text START to {office.number}, too, with the same wording. Keep what was agreed
to: `./sheepdog import --consent` wants the wording and the date. Minnesota wants the web form or a text, and
Washington, D.C. and New York City want the web form for older bills. Have a qualified person read the Spanish.""",
        (
            Paste("Intake form and web form, English", texts.wording(office, "en"), kind="agreeing"),
            Paste("Intake form and web form, Spanish", texts.wording(office, "es"), kind="agreeing"),
        ),
    )


def _site(office: Office) -> Part:
    return Part(
        "On your site",
        f"""The privacy policy is at {office.page("privacy")}, the terms at {office.page("text-terms")}, both open to
everybody without signing in. Nothing else on the site may say that numbers are shared or sold.""",
        (
            Paste("Privacy policy, English", texts.privacy(office, "en"), kind="privacy"),
            Paste("Privacy policy, Spanish", texts.privacy(office, "es"), kind="privacy"),
            Paste("Terms, English", texts.terms(office, "en")),
            Paste("Terms, Spanish", texts.terms(office, "es")),
        ),
    )


def _brand(office: Office) -> Part:
    own = office.practice
    lines = {
        "Legal company name": own.legal_name,
        "Doing business as, the brand's name": own.program_name,
        "Vertical": "Healthcare",
        "Website": f"https://{office.site}",
        "Support phone": own.phone,
        "Support e-mail": own.email,
    }
    listed = "\n".join(f"* {name}: {value}" for name, value in lines.items() if value)
    return Part(
        "10-digit number: the brand",
        f"""One brand for each practice. The legal name and the EIN must be exactly those of the letter from the
IRS.

{listed}""",
    )


def _samples(office: Office) -> tuple[str, ...]:
    name = "" if office.practice.sensitive else "Maria"
    link = Link("pay")
    return (
        office.says("nudge.first", name=name, link=link),
        office.says("nudge.again", name=name, link=link),
        office.says("receipt.got", link=link),
        office.says("balance.next", owed=OWED),
        office.says("ask_identity.say"),
    )


def _only_letters(words: Sequence[str]) -> str:
    """A list as the campaign's field takes it."""
    return ", ".join(word for word in words if word.isalpha())


def _both(lists: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (*lists["en"], *lists["es"])


def _campaign(office: Office) -> Part:
    samples = tuple(
        Paste(f"Sample text {number}", text, "message_samples", 20, 1024, "sample")
        for number, text in enumerate(_samples(office), 1)
    )
    return Part(
        "10-digit number: the campaign",
        """Use case: `LOW_VOLUME`, low-volume mixed, with account notification and customer care, for most practices;
`ACCOUNT_NOTIFICATION` where more than some 2,000 texts a day go out. Not marketing, and not a special use case.

* Embedded links (`has_embedded_links`): yes. Embedded phone numbers (`has_embedded_phone`): yes.
* Subscriber opt-in, opt-out and help: yes. Age-gated content (`age_gated`): no.
* Direct lending or loan arrangement (`direct_lending`): no, unless your counsel says that the payment plans which you
  offer make it a yes.

The first two samples begin a talk, the third follows a payment, and the last two answer a patient. The link is an
example of the address that is sent.""",
        (
            Paste("Description", texts.description(office), "description", 40, 4096),
            Paste("How patients agree", texts.flow(office), "message_flow", 40, 2048, "agreeing"),
            *samples,
            Paste("Opt-in keywords", _only_letters(_both(START_LISTS)), "opt_in_keywords", 1, 255, "words"),
            Paste("Opt-in message", office.says("consent.confirm"), "opt_in_message", 20, 320, "confirming"),
            Paste("Opt-out keywords", _only_letters(_both(STOP_LISTS)), "opt_out_keywords", 1, 255, "words"),
            Paste("Opt-out message", office.says("optout.confirm"), "opt_out_message", 20, 320),
            Paste("Help keywords", _only_letters(_both(HELP_LISTS)), "help_keywords", 1, 255, "words"),
            Paste("Help message", office.says("help.reply"), "help_message", 20, 320),
            Paste("Privacy policy", office.page("privacy"), "privacy_policy_url", kind="words"),
            Paste("Terms", office.page("text-terms"), "terms_and_conditions_url", kind="words"),
        ),
    )


def volume(patients: int) -> int:
    """The step of monthly texts that covers so many patients."""
    return next((step for step in STEPS if patients * A_MONTH <= step), STEPS[-1])


def _toll_free(office: Office) -> Part:
    counted = f"for the {office.patients:,} patients on file" if office.patients else "until your list is in"
    return Part(
        "Toll-free number: the verification",
        f"""* Use case categories (`use_case_categories`): `ACCOUNT_NOTIFICATIONS` and `CUSTOMER_CARE`.
* Monthly volume (`message_volume`): {volume(office.patients):,}, {counted}, at {A_MONTH} texts a month for each.
* Opt-in type (`opt_in_type`): `WEB_FORM` where the web form is live, else `PAPER_FORM`.
* Opt-in image (`opt_in_image_urls`): a picture, at an address that opens without signing in, of the whole form with
  the empty box, the wording of part 2 in full, the field for the mobile number and both links legible. Of paper: a
  blank form, with no patient's name on it.
* Age-gated content: no. Business name, DBA and site are those of part 4; registration number and type are yours.""",
        (
            Paste("Use case summary", texts.summary(office), "use_case_summary", 20, 500),
            Paste("Sample text", _samples(office)[0], "production_message_sample", 20, 1000, "sample"),
            Paste("Additional information", texts.description(office), "additional_information", 20, 1000),
            Paste(
                "Opt-in confirmation", office.says("consent.confirm"), "opt_in_confirmation_message", kind="confirming"
            ),
            Paste("Help sample", office.says("help.reply"), "help_message_sample"),
            Paste("Opt-in keywords", _only_letters(START_LISTS["en"]), "opt_in_keywords", kind="words"),
            Paste("Privacy policy", office.page("privacy"), "privacy_policy_url", kind="words"),
            Paste("Terms", office.page("text-terms"), "terms_and_conditions_url", kind="words"),
        ),
    )


ANSWERED = (
    ("Stop", STOP_LISTS, "optout.confirm"),
    ("Start", START_LISTS, "start.confirm"),
    ("Help", HELP_LISTS, "help.reply"),
)
"""What Twilio answers itself: its words, and the sentence that is ours."""


def _opt_out(office: Office) -> Part:
    """Fact sheet W1, W2, W4."""
    made: list[Paste] = []
    for name, words, key in ANSWERED:
        for lang, language in (("en", "English"), ("es", "Spanish")):
            made.append(Paste(f"{name} words, {language}", ", ".join(words[lang]), kind="words"))
            kind: Kind = "confirming" if name == "Start" else "text"
            made.append(Paste(f"{name} reply, {language}", office.says(key, lang), kind=kind))
    return Part(
        "Advanced Opt-Out",
        """For a 10-digit number: put it into a Messaging Service, open Opt-Out Management there, switch Advanced
Opt-Out on for the United States, and enter these lists and replies in English and Spanish. Take YES out of the start
words: it answers questions. A word counts only where it is the whole text; what patients say in other words, Sheepdog
finds itself. Twilio answers the words on these lists, and Sheepdog then stays silent.

A toll-free number can't be set up like this: the network answers STOP in words of its own, and only START or UNSTOP
bring texts back.""",
        tuple(made),
    )


def _calls(office: Office) -> Part:
    return Part(
        "What Twilio calls",
        f"""* A message comes in: webhook, `POST`, `{office.public_url}/channels/twilio_sms/message`, on the number
  or, where it is in a Messaging Service, on the service ("Send a webhook"). No fallback address is needed.
* What became of a text: Sheepdog names the address with each text, so leave the status callback empty.
* Leave phone number redaction off, as it breaks opt-outs; sign the business associate agreement first, and use a
  project that Twilio has marked for HIPAA.
* Then `./sheepdog practice set {office.slug} messaging_service=` with the service's SID, if there is one. Once brand
  and campaign, or the verification, are approved, `./sheepdog practice set {office.slug} registered=true` and, with the
  name that the carriers have now, `registered_name="{office.name}"`. Before that no text leaves but safety replies.
  `./sheepdog doctor` says what is missing.""",
    )


REFUSALS: tuple[tuple[str, str, str], ...] = (
    (
        "30943, 30863, 30460",
        "bills of somebody else",
        "A campaign refused so can't be sent in again. Say that the practice is the one that is owed, and look for "
        "words on your site that sound otherwise.",
    ),
    (
        "30869, 30466",
        "relief, consolidation or reduction programmes, credit repair",
        "Take such offers off the site; no consent helps.",
    ),
    (
        "30924, 30841, 30513",
        "agreeing: name, kind of texts, how often, rates, HELP or STOP not said",
        "Use the wording of part 2 as it is, and show it whole in the picture.",
    ),
    (
        "30932",
        "the privacy policy does not say that numbers are not shared",
        "Publish part 3, and take out what speaks against it.",
    ),
    ("30913", "one box for account texts and advertising", "Give account texts a box of their own."),
    (
        "30034, 30032",
        "the number is not registered, or not verified",
        "Sheepdog stops texting for the practice. Finish the registration.",
    ),
    ("30007", "a carrier filtered a text", "Sheepdog pauses that wording; ask Twilio which carrier, and why."),
)
"""Twilio's codes, what they say, and what to do."""


def _refused(office: Office) -> Part:
    rows = "\n".join(f"| {codes} | {why} | {do} |" for codes, why, do in REFUSALS)
    return Part(
        "What is refused, and why this is not",
        f"""Twilio forbids texts that collect for somebody else. What decides is who is owed: a hospital that texts
its own patients about its own bills, with their consent, is the example that Twilio names as allowed. {office.name}
texts about nothing else, which part 1 makes you check; Sheepdog refuses to text for a collection agency or about a
bill that was given to one.

Keep out of texts, site and forms: words such as debt, collections, settle, past due or final notice; threats and
made-up deadlines; loans and credit repair; offers and discounts; sex, hate, alcohol, firearms, tobacco, cannabis,
gambling; blanks that nobody filled; and links through shared shorteners ({_shorteners()}).

| code | refused for | do |
| --- | --- | --- |
{rows}""",
    )


def _shorteners() -> str:
    return ", ".join(name for name in ("bit.ly", "tinyurl.com", "t.co") if name in SHORTENERS)


