"""What a carrier's reviewer refuses in the texts by which a sender is registered, and in what it then sends. Pure.

Fact sheet C1, C2, C4; Twilio's errors 30863 and 30943 (somebody else's bills), 30869 (relief programmes), 30924 and
30841 (what agreeing must say), 30932 (what a privacy policy must say). Words in lower case without accents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import lint

REFUSED: dict[str, re.Pattern[str]] = {
    "collects for somebody else": re.compile(
        r"\bdebts?\b|\bcollect(?:ions?|ors?|ing)\b|\bcollect a\b|\bdeudas?\b|\bdeudor|\bcobranzas?\b|\bcobrador"
        r"|\brecover(?:y|ies) (?:agenc|service|department)|\boriginal creditor\b|\bcreditors?\b|\bacreedor"
        r"|\b(?:on|in) behalf of\b|\bthird[- ]party (?:bill|account|agenc)|\bassigned to (?:us|an agency|our)"
        r"|\b(?:purchased|bought|acquired) (?:your |the |this )?(?:account|balance|bill)|\bcharge[d]?[- ]off\b"
        r"|\bdelinquen|\bpast[- ]due\b"
    ),
    "offers relief": re.compile(
        r"\b(?:debt|bill|balance) (?:relief|forgiv|consolidat|reduc|settle|cancel)|\bsettle(?:ment|d|s)?\b"
        r"|\bcredit (?:repair|counsel|improve)|\b(?:fix|improve|repair) your credit\b|\bforgive(?:n|ness)\b"
        r"|\breduce (?:what you owe|your (?:bill|balance))|\bconsolida|\brepar(?:ar|acion)\w* (?:de |su )?credito"
    ),
    "lends": re.compile(
        r"\bloans?\b|\blend(?:er|ers|ing)\b|\bpayday\b|\bcash advance|\bpre-?approved\b|\bmortgage|\brefinanc"
        r"|\bline of credit\b|\bprestamos?\b|\bprestamista|\bhipoteca"
    ),
    "sells or prizes": re.compile(
        r"\bsweepstakes?\b|\bcasinos?\b|\bgambl|\bbetting\b|\blotter|\bgiveaway|\bwinners?\b|\byou(?: ha)?ve won\b"
        r"|\bfree (?:gift|money|trial|cash)|\bwork from home\b|\bearn (?:money|cash|\$)|\bcrypto|\bbitcoin"
        r"|\bsorteos?\b|\bapuestas?\b|\bgane dinero\b"
    ),
    "names what carriers ban": re.compile(
        r"\bcannabis\b|\bmarijuana\b|\bmarihuana\b|\bcbd\b|\bthc\b|\bhemp\b|\bkratom\b|\bdispensar(?:y|ies)\b"
        r"|\balcohol\b|\bliquor\b|\bbeers?\b|\bcerveza|\btobacco\b|\btabaco\b|\bcigar|\bvap(?:e|es|ing|or)\b|\bnicotine\b"
        r"|\bfirearms?\b|\bguns?\b|\bammo\b|\bammunition\b|\barmas? de fuego\b|\bporn|\bescorts?\b|\badult content\b"
        r"|\bsex(?:y|ual)?\b|\bhate\b|\bopioids?\b|\bpills?\b"
    ),
}
"""By why they are refused: SHAFT (sex, hate, alcohol, firearms, tobacco) and Twilio's forbidden categories."""

_LEFT_OVER = re.compile(
    r"\[[^\]\n]*\]|\{[^}\n]*\}|<[A-Za-z/][^>\n]*>|_{3,}|\bx{3,}\b|\b(?-i:TBD|TBA|TODO|FIXME)\b"
    r"|\blorem ipsum\b|\binsert (?:your|the|a|company|practice|name)\b|\byour (?:company|business|brand) name\b"
    r"|\b(?:company|business|brand|practice|program) name "
    r"here\b|\bexample\.(?:com|org|net)\b|\byour-?(?:site|domain)\.\w"
    r"|\bAcme\b|\b(?:555-?){2}\d{4}\b|\b123-?456-?7890\b",
    re.I,
)
"""Blanks that nobody filled."""


def refused(text: str, *names: str, begun: bool = False) -> list[str]:
    """Why a reviewer would refuse a text, in words; the practice's own names are no fault of its words.

    `begun`: a patient gets it unasked, so more words count (`bot/lint.py`).
    """
    low = lint.folded(lint.without(text, *names))
    found = [f"{why}: {word[0].strip()!r}" for why, words in REFUSED.items() if (word := words.search(low))]
    if lint.threatens(low, begun):
        found.append("threatens")
    if lint.markets(low, begun):
        found.append("advertises")
    return found + left_over(text) + short_links(text)


def left_over(text: str) -> list[str]:
    """Blanks that nobody filled."""
    found = _LEFT_OVER.search(text)
    return [f"a blank was left: {found[0]!r}"] if found else []


def short_links(text: str) -> list[str]:
    """Links through a public shortener, which carriers block."""
    return [f"a public shortener: {link}" for link in lint.links(text) if lint.shortened(link)]


def strange_links(text: str, hosts: Sequence[str]) -> list[str]:
    """Links that do not lead to the practice by https."""
    found = [(link, lint.link_fault(link, tuple(hosts))) for link in lint.links(text)]
    return [f"{fault}: {link}" for link, fault in found if fault]


# -- what must be there --

_WHAT = re.compile(r"\b(?:text|mensajes?).{0,80}\b(?:account|bills?|cuentas?|facturas?)\b|\baccount texts\b")
_BY_TEXT = re.compile(r"\btext(?:s| messages?)\b|\bsms\b|\bmensajes? de texto\b")
_FREQUENCY = re.compile(r"\bfreq(?:uency)?\b|\bfrecuencia\b")
_RATES = re.compile(r"\brates may apply\b|\bpueden aplicar(?:se)? tarifas\b")
_HELP = re.compile(r"\b(?:HELP|AYUDA)\b")
_NO_CONDITION = re.compile(
    r"\b(?:not|never) (?:a |any )?(?:condition|requirement)\b|\bnot required (?:for|to get) care\b"
    r"|\bno es (?:una )?condicion\b|\bno (?:se )?exige\b"
)
_NOT_SHARED = re.compile(
    r"\bnot (?:share|sell)\b.{0,200}\bthird parties\b.{0,80}\bmarketing\b"
    r"|\bno (?:comparte|compartimos|vende|vendemos)\b.{0,200}\bterceros\b.{0,80}\b(?:publicidad|mercadotecnia)\b",
    re.DOTALL,
)


def lacks_of_opt_in(text: str, program: str) -> list[str]:
    """What the words that a patient agrees to do not say (fact sheet C3; Twilio 30841, 30924)."""
    low = " ".join(lint.folded(text).split())
    says = {
        "the practice's name": lint.says_who(text, program),
        "that these are texts": bool(_BY_TEXT.search(low)),
        "what they are about": bool(_WHAT.search(low)),
        "how often": bool(_FREQUENCY.search(low)),
        "that rates may apply": bool(_RATES.search(low)),
        "HELP": bool(_HELP.search(text)),
        "STOP": lint.says_stop(text),
        "that it is no condition of care": bool(_NO_CONDITION.search(low)),
    }
    return [f"it does not say {what}" for what, said in says.items() if not said]


def lacks_of_confirmation(text: str, program: str) -> list[str]:
    """What the first text after agreeing does not say: all of that but the condition of care."""
    low = " ".join(lint.folded(text).split())
    says = {
        "the practice's name": lint.says_who(text, program),
        "what they are about": bool(_WHAT.search(low)),
        "how often": bool(_FREQUENCY.search(low)),
        "that rates may apply": bool(_RATES.search(low)),
        "HELP": bool(_HELP.search(text)),
        "STOP": lint.says_stop(text),
    }
    return [f"it does not say {what}" for what, said in says.items() if not said]


def lacks_of_privacy(text: str) -> list[str]:
    """What a privacy policy must say of mobile numbers (fact sheet C1; Twilio 30932)."""
    low = " ".join(lint.folded(text).split())
    return [] if _NOT_SHARED.search(low) else ["it does not say that numbers are not shared with third parties"]
