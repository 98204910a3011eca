"""Words for the bot's own names of reasons, holds, states, intents and ways to pay, as staff read them."""

from __future__ import annotations

from operator import itemgetter

REASONS = {
    "crisis": "Safety: may harm themselves",
    "emergency": "Safety: medical emergency",
    "legal": "Lawyer or bankruptcy",
    "deceased": "The patient has died",
    "wrong_person": "Wrong number",
    "third_party": "Somebody else writes",
    "complaint": "Complaint",
    "human": "Wants a person",
    "dispute": "Says the bill is wrong",
    "refund": "Wants money back",
    "already_paid": "Says it is paid",
    "identity": "Could not prove who they are",
    "hardship": "Cannot pay right now",
    "insurance": "Insurance question",
    "medical": "Appointment or health question",
    "receipt": "Wants a receipt",
    "info": "New details to write down",
    "not_understood": "The bot did not understand",
    "other": "Please have a look",
}
"""Ticket reasons."""

SHORT = {
    "crisis": "Safety", "emergency": "Safety", "legal": "Legal", "deceased": "Deceased", "human": "Question",
    "wrong_person": "Wrong number", "third_party": "Third party", "complaint": "Complaint", "dispute": "Dispute",
    "refund": "Refund", "already_paid": "Already paid", "identity": "Identity", "hardship": "Hardship",
    "insurance": "Insurance", "medical": "Medical", "receipt": "Receipt", "info": "New details",
    "not_understood": "Not understood", "other": "Other",
}
"""The same in a word or two, for the queue."""

OUTCOMES = {
    "dispute": ("The bill was corrected", "The bill stands and was explained", "Passed on to billing"),
    "already_paid": ("The payment was found", "No payment was found", "Passed on to billing"),
    "refund": ("Refund started", "Nothing to refund", "Passed on to billing"),
    "insurance": ("Insurance was billed", "Insurance has answered", "Passed on to billing"),
    "hardship": ("Agreed on something", "Assistance form sent", "Passed on to billing"),
    "wrong_person": ("Number taken off the file", "It is the right person"),
    "identity": ("Identity checked by phone", "Could not be reached"),
    "crisis": ("Reached and safe", "Passed on to the clinic", "Could not be reached"),
    "emergency": ("Reached and safe", "Passed on to the clinic", "Could not be reached"),
    "info": ("Details changed", "Nothing to change"),
    "receipt": ("Receipt sent", "Nothing to send"),
}
"""What staff can say came of it; the first is preselected."""
ANY_OUTCOME = ("Answered", "Nothing to do", "Passed on")

HOLDS = {
    "opted_out": "Asked for no more texts",
    "wrong_number": "Wrong number",
    "reassigned": "Number belongs to somebody else now",
    "undeliverable": "Texts do not arrive",
    "deceased": "Has died",
    "bankruptcy": "Bankruptcy",
    "attorney": "Has a lawyer",
    "dispute": "Bill disputed",
    "gfe_dispute": "Estimate disputed",
    "ins_appeal": "Insurance appeal",
    "insurance_pending": "Insurance pending",
    "charity_application": "Assistance applied for",
    "hardship_pause": "Pause: cannot pay now",
    "confidential_comm": "Confidential contact only",
    "minor": "Is a minor",
    "confidential_minor": "Confidential care of a minor",
    "part2": "Substance use record",
    "crisis_hold": "Pause after a crisis",
    "emergency_hold": "Pause after an emergency",
    "abuse_review": "Threat or abuse, to be looked at",
    "staff_waiting": "Waits for a person",
    "staff_takeover": "A person has the talk",
    "plan_current": "Plan is being kept",
    "payment_underway": "Payment under way",
    "paid": "Nothing owed",
    "below_minimum": "Too little to ask for",
    "promise_to_pay": "Promised to pay",
    "aged": "Too old a bill",
    "assigned_to_agency": "With an agency",
    "litigation": "In court",
    "legal_hold": "Legal hold",
    "tenant_paused": "The practice is paused",
    "not_in_file": "Missing from the newest list",
    "import_difference": "The lists do not agree",
    "nsa_protected": "Surprise-bill protection",
    "not_first_party": "Not our own bill",
    "suspicion": "May not want texts",
}

STATES = {
    "queued": "on its way",
    "held": "waits",
    "sending": "being sent",
    "sent": "sent",
    "delivered": "delivered",
    "undelivered": "did not arrive",
    "failed": "failed",
    "refused": "was not accepted",
    "unknown": "unclear whether it went, being checked",
    "dropped": "not sent",
}
"""States of a text of ours."""

EVENTS = {
    "taken": "{by} took over",
    "released": "{by} let the bot go on",
    "waiting": "The bot asked for a person",
    "solved": "{by} solved: {what}",
    "lifted": "{by} lifted: {what}",
    "unlocked": "{by} unlocked the proof of identity",
    "opened": "{by} opened this talk",
    "paid": "The patient paid",
    "plan_signed": "The patient signed a payment plan",
    "opted_out": "The patient asked for no more texts. If the practice sends others, such as appointment reminders, "
    "think of stopping those too",
}

ASKING = {
    "identity": "to prove who they are",
    "plan_choice": "how many payments, or how much a month",
    "plan_confirm": "yes or no to the plan read back",
    "amount": "how much to pay",
    "promise_date": "by which day they will pay",
    "language": "which language",
    "clarify": "which of two things was meant",
    "account": "whose account it is about",
    "menu": "what they would like",
    "next": "to pay now or over time",
    "smaller": "whether smaller payments would help",
    "told": "nothing; it told them",
    "passed_on": "nothing; it passed it on",
    "none": "nothing",
    "": "nothing",
}
"""The open question."""

INTENTS = {
    "greet": "says hello",
    "thanks_bye": "thanks, goodbye",
    "affirm": "yes",
    "deny": "no",
    "help": "asks what we can do",
    "check_balance": "asks what they owe",
    "get_pay_link": "wants to pay",
    "request_plan": "wants to pay over time",
    "plan_status": "asks about their plan",
    "change_plan": "wants to change their plan",
    "promise_to_pay": "will pay later",
    "hardship": "cannot afford it",
    "already_paid": "says it is paid",
    "dispute_charge": "says it is wrong",
    "ask_details": "asks what it is for",
    "insurance_issue": "insurance should cover it",
    "payment_trouble": "paying did not work",
    "payment_methods": "asks how to pay",
    "receipt_request": "wants a receipt",
    "refund_request": "wants money back",
    "update_info": "has new details",
    "wrong_person": "is somebody else",
    "third_party": "writes for the patient",
    "deceased": "the patient has died",
    "legal": "lawyer, court or bankruptcy",
    "opt_out": "wants no more texts",
    "opt_in": "wants texts again",
    "talk_to_human": "wants a person",
    "ask_identity": "asks who we are",
    "complaint": "is angry",
    "medical_or_scheduling": "appointment or health",
    "emergency": "medical emergency",
    "self_harm": "may harm themselves",
    "not_now": "is busy",
    "switch_language": "wants another language",
    "out_of_scope": "something else",
    "figures": "an answer in figures",
}

MEANINGS = tuple(sorted(((name, words) for name, words in INTENTS.items() if name != "figures"), key=itemgetter(1)))
"""What a text can mean, in the order of the words for it."""

LANGUAGES = {"en": "English", "es": "Spanish"}
CHANNELS = {"twilio_sms": "by text", "web_chat": "web chat", "fake": "practice line"}

LINES = {
    "charged": "Charged",
    "insurance_paid": "Insurance paid",
    "adjusted": "Adjusted",
    "you_paid": "Paid",
    "refunded": "Refunded",
    "written_off": "Written off",
}
"""Lines of a balance."""

ADDS = frozenset({"charged", "refunded"})
"""These make a balance larger, the others smaller."""

WAYS = {"phone": "card by phone", "card": "card here", "cash": "cash", "check": "check", "online": "online"}
SOURCES = {
    "intake_form": "intake form",
    "web_form": "web form",
    "keyword": "by texting us",
    "verbal": "said so to staff",
    "attestation": "the practice’s record",
}
"""Where consent came from."""

DEBITS = {
    "announced": "they were told", "asked": "the provider was asked", "declined": "refused, tried again then",
    "put_off": "put off", "letter": "a letter has to tell them", "paid": "taken", "over": "not taken",
}  # fmt: skip
"""How an instalment stands that is taken by itself."""


def plain(table: dict[str, str], name: str) -> str:
    """The words for a name; a name without words is shown with blanks for underscores."""
    return table.get(name, name.replace("_", " "))
