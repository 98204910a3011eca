"""What comes of a card or a bank account here, by its number: those of Stripe's test mode (docs.stripe.com/testing)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A card or bank account. `refuses` now; `refuses_later` when it is charged without its owner being there."""

    kind: str
    last4: str
    brand: str = "visa"
    funding: str = "credit"
    refuses: str = ""
    refuses_later: str = ""
    disputed: bool = False
    slow: bool = False
    """A bank account: days pass until it is known whether the money comes."""


DECLINES = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000009987": "lost_card",
    "4000000000009979": "stolen_card",
    "4000000000000069": "expired_card",
    "4000000000000127": "incorrect_cvc",
    "4000000000000119": "processing_error",
}
CODES = {"expired_card", "incorrect_cvc", "processing_error"}
"""Refusals whose error code says it itself; the others are `card_declined`, and `decline_code` says why."""
LATER = {"4000000000000341": "generic_decline", "4000002760003184": "authentication_required",
         "4000000000009235": "insufficient_funds", "4000000000006975": "stolen_card"}  # fmt: skip
"""Refused only when charged with nobody there. The last two stand for cards whose luck changes; Stripe has no number
for them."""
BANKS = {"000123456789": "", "000111111113": "account_closed", "000222222227": "insufficient_funds"}


def method(number: str) -> Method | None:
    """What this number stands for; None where it is no number of a card or an account."""
    number = number.replace(" ", "").replace("-", "")
    if number in BANKS:
        return Method("us_bank_account", number[-4:], "STRIPE TEST BANK", "checking", BANKS[number], slow=True)
    if not (number.isdigit() and 13 <= len(number) <= 19 and _checks(number)):
        return None
    brand = {"4": "visa", "5": "mastercard", "3": "amex", "6": "discover"}.get(number[0], "unknown")
    return Method("card", number[-4:], brand, "credit", DECLINES.get(number, ""), LATER.get(number, ""),
                  disputed=number == "4000000000000259")  # fmt: skip


def _checks(number: str) -> bool:
    """The Luhn sum, save for the two numbers that are ours."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 or number in LATER
